"""The table of cases of the report: what was asked, said and accepted, and where it stands."""

from __future__ import annotations

from html import escape
from typing import Any

from qa.evaluation.results import CaseResult, Results, outcome
from qa.evaluation.scores import DEPTHS
from qa.evaluation.testset import Case, TestSet

AROUND = 300  # characters of the excerpt shown on either side of the answer


def case_table(results: Results, testset: TestSet) -> str:
    """The cases with their filters, in the order of the test set."""
    cases = {case.id: case for case in testset.cases}
    known = [(cases[result["id"]], result) for result in results["cases"]]
    filters = "".join(
        f'<label>{name} <select name="{name}"><option value="">all</option>'
        + "".join(f"<option>{escape(value)}</option>" for value in sorted(values))
        + "</select></label>"
        for name, values in (
            ("outcome", {outcome(result) for _, result in known}),
            ("category", {case.category for case, _ in known}),
        )
    )
    headings = ("case", "outcome", "question", "answer", "accepted", "F1", "evidence")
    head = "".join(f"<th>{heading}</th>" for heading in headings)
    body = "".join(_case(case, result) for case, result in known)
    return (
        f'<h2>Cases</h2><p>{filters}<span id="count"></span></p>'
        f'<div class="scroll"><table><tr>{head}</tr>{body}</table></div>'
    )


def _case(case: Case, result: CaseResult) -> str:
    came = outcome(result)
    fault = ' class="fault"' if came in ("wrong", "false answer", "wrongly held back") else ""
    earlier = "".join(f"<small>{escape(text)}</small><br>" for text in case.history)
    accepted = "".join(f"<div>{escape(text)}</div>" for text in case.accepted)
    f1 = result["scores"].get("f1")
    cells = [
        f'<td class="name">{escape(case.id)}<br><small>{escape(case.category)}</small></td>',
        f"<td{fault}>{came}</td>",
        f'<td class="wide">{earlier}{escape(case.question)}</td>',
        f'<td class="wide">{_answer(result["answer"])}</td>',
        f'<td class="middling">{accepted or "–"}</td>',
        f"<td>{'–' if f1 is None else f'{f1:.2f}'}</td>",
        f'<td class="wide">{_evidence(case, result)}</td>',
    ]
    data = f'data-outcome="{came}" data-category="{escape(case.category)}"'
    return f"<tr {data}>{''.join(cells)}</tr>"


def _answer(answer: dict[str, Any]) -> str:
    """The answers with the confidence and the sentence each stands in, the answer marked."""
    if answer["abstained"]:
        nearest = "".join(
            f"<blockquote>nearest: {escape(hit['excerpt'][: 2 * AROUND])} "
            f"<small>{escape(hit['file'])}</small></blockquote>"
            for hit in answer["nearest"][:1]
        )
        return f"<small>held back at {answer['confidence']:.2f}</small>{nearest}"
    lines = [f"<small>{answer['stance']}, {answer['confidence']:.2f}</small>"]
    for position in answer["positions"] + answer["parts"]:
        cited = position["citations"][0]
        at = cited["start"] - cited["excerpt_start"]
        before, after = cited["excerpt"][:at], cited["excerpt"][at + len(cited["text"]) :]
        before = before if len(before) <= AROUND else f"…{before[-AROUND:]}"
        after = after if len(after) <= AROUND else f"{after[:AROUND]}…"
        lines.append(
            f"<br>{escape(position['text'])}<blockquote>{escape(before)}"
            f"<mark>{escape(cited['text'])}</mark>{escape(after)}"
            f" <small>{escape(cited['file'])}</small></blockquote>"
        )
    return "".join(lines)


def _evidence(case: Case, result: CaseResult) -> str:
    """The evidence and how deep it was found."""
    if not case.sources:
        return "–"
    found = result["scores"].get("mrr")
    depth = f"passage {round(1 / found)}" if found else f"not among {max(DEPTHS)} passages"
    rank = "" if found is None else f"<small>{depth}</small>"
    return rank + "".join(
        f"<blockquote>{escape(evidence.text)} <small>{escape(evidence.file)}</small></blockquote>"
        for evidence in case.sources
    )
