"""The cases of the report: what was asked, said and accepted, where it stands, what went wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import Any

from qa.evaluation.results import CaseResult, Fault, Results, outcome, stage_of
from qa.evaluation.scores import DEPTHS
from qa.evaluation.stages import STAGES
from qa.evaluation.testset import Case, TestSet

AROUND = 300  # characters of the excerpt shown on either side of the answer
FAULTS = ("wrong", "wrongly answered", "wrongly refused")  # outcomes


def case_cards(results: Results, testset: TestSet, first: Sequence[str]) -> str:
    """The cases with their filters: those blamed on the stages ``first`` in that order first."""
    by_id = {case.id: case for case in testset.cases}
    order = {stage: number for number, stage in enumerate(first)}
    pairs = [(by_id[result["id"]], result) for result in results["cases"]]
    pairs.sort(key=lambda pair: order.get(stage_of(pair[1]), len(order)))
    filters = [
        _filter("outcome", (outcome(result) for _, result in pairs)),
        _filter("stage", (stage_of(result) for _, result in pairs), STAGES),
        _filter("category", (case.category for case, _ in pairs)),
        _filter("document", (source.file for case, _ in pairs for source in case.sources)),
    ]
    return (
        f'<h2 id="cases">Questions</h2><p class="note">Keys: j and k go to the next and the '
        "previous question, / searches, x shows all again.</p>"
        f'<div class="filters">{"".join(filters)}<label>text <input type="search"></label>'
        f'<span id="count" role="status"></span></div>'
        + "".join(_card(case, result) for case, result in pairs)
    )


def _filter(name: str, values: Iterable[str], order: Iterable[str] = ()) -> str:
    there = set(values) - {""}
    ranked = [value for value in order if value in there] or sorted(there)
    if not ranked:
        return f'<select name="{name}" hidden><option value=""></option></select>'
    options = "".join(f'<option value="{escape(v)}">{escape(v)}</option>' for v in ranked)
    return (
        f'<label>{name} <select name="{name}"><option value="">all</option>{options}'
        "</select></label>"
    )


def _card(case: Case, result: CaseResult) -> str:
    came, stage, f1 = outcome(result), stage_of(result), result["scores"].get("f1")
    files = "\n".join(dict.fromkeys(source.file for source in case.sources))
    facts = [" · ".join(filter(None, (case.id, case.category, case.subtype)))]
    facts += [f"F1 {f1:.2f}"] if f1 is not None else []
    facts += [f"confidence {result['answer']['confidence']:.2f}"]
    history = "".join(f"<small>after: {escape(text)}</small><br>" for text in case.history)
    fault = result.get("fault")
    return (
        f'<article class="case" tabindex="-1" data-outcome="{came}" data-stage="{stage}" '
        f'data-category="{escape(case.category)}" data-document="{escape(files)}"><header>'
        f'<strong class="{"bad" if came in FAULTS else "good"}">{came}</strong>'
        + "".join(f"<small>{escape(fact)}</small>" for fact in facts)
        + f'</header>{history}<p class="question">{escape(case.question) or "(empty)"}</p>'
        + _reading(result["answer"])
        + (_why(fault) if fault is not None else "")
        + f'<div class="sides"><div><h3>Answer</h3>{_answer(result["answer"])}</div>'
        f"<div><h3>Accepted</h3>{_accepted(case, result)}</div></div></article>"
    )


def _reading(answer: dict[str, Any]) -> str:
    read = answer["standalone_question"]
    if read == answer["question"]:
        return ""
    return f'<p class="why"><small>read as: {escape(read)}</small></p>'


def _why(fault: Fault) -> str:
    """The stage to blame, what was seen there, how it goes alone, and what there was to choose."""
    alone = ""
    if fault["passage"] is not None:
        words = {True: "right", False: "wrong"}
        alone = "; ".join(
            f"from the right {part} alone: {words[bool(right)]}, {escape(fault['alone'][part])}"
            for part, right in (("passage", fault["passage"]), ("document", fault["document"]))
        )
        alone = f" <small>Read {alone}.</small>"
    return (
        f'<p class="why"><strong class="bad">{escape(fault["stage"])}</strong>: '
        f"{escape(fault['seen'])}.{alone}</p>{_choices(fault)}"
    )


def _choices(fault: Fault) -> str:
    """The answers that were to choose from, best first, each in its sentence."""
    items = "".join(
        f'<li><b class="{"good" if each["right"] else ""}">{escape(each["text"])}</b> '
        f"<small>{each['confidence']:.0%}{' · right' if each['right'] else ''} · passage "
        f"{each['rank']}, {escape(each['file'])}</small>"
        f"<blockquote>{_in_sentence(each['excerpt'], each['text'])}</blockquote></li>"
        for each in fault["proposed"]
    )
    given = f"Proposed, by score; given from {fault['threshold']:.0%} on"
    return f"<details><summary>{given}</summary><ol>{items}</ol></details>" if items else ""


def _in_sentence(excerpt: str, text: str, at: int | None = None) -> str:
    """The excerpt with the text in it marked, at its first place unless told."""
    at = max(excerpt.find(text), 0) if at is None else at
    before, after = excerpt[:at], excerpt[at + len(text) :]
    before = before if len(before) <= AROUND else f"…{before[-AROUND:]}"
    after = after if len(after) <= AROUND else f"{after[:AROUND]}…"
    return f"{escape(before)}<mark>{escape(text)}</mark>{escape(after)}"


def _answer(answer: dict[str, Any]) -> str:
    """The answers with the confidence and the sentence each stands in, the answer marked."""
    if answer["abstained"]:
        nearest = "".join(
            f"<blockquote>nearest passage: {escape(_short(hit['excerpt']))} "
            f"<small>{escape(hit['file'])}</small></blockquote>"
            for hit in answer["nearest"][:1]
        )
        return f"The sources don’t say.{nearest}"
    lines = []
    for position in answer["positions"] + answer["parts"]:
        cited = position["citations"][0]
        at = cited["start"] - cited["excerpt_start"]
        lines.append(
            f"<b>{escape(position['text'])}</b> <small>{position['confidence']:.0%}</small>"
            f"<blockquote>{_in_sentence(cited['excerpt'], cited['text'], at)}"
            f" <small>{escape(cited['file'])}</small></blockquote>"
        )
    return "".join(lines)


def _short(text: str) -> str:
    return text if len(text) <= 2 * AROUND else f"{text[: 2 * AROUND]}…"


def _accepted(case: Case, result: CaseResult) -> str:
    """What would have been right, with its evidence, and how deep that was found."""
    if not case.answerable:
        return "The sources don’t say."
    texts = [f"<b>{escape(text)}</b>" for text in case.accepted[:4]]
    more = f" <small>and {len(case.accepted) - 4} more</small>" if len(case.accepted) > 4 else ""
    found = result["scores"].get("mrr")
    depth = ""
    if found is not None:
        rank = f"passage {round(1 / found)}" if found else f"not among {max(DEPTHS)} passages"
        depth = f"<br><small>evidence: {rank}</small>"
    return (
        " <small>or</small> ".join(texts)
        + more
        + depth
        + "".join(
            f"<blockquote>{_marked(evidence.text, (*case.answers, *case.answers_all))} "
            f"<small>{escape(evidence.file)}</small></blockquote>"
            for evidence in case.sources
        )
    )


def _marked(evidence: str, answers: Iterable[str]) -> str:
    """The evidence with the accepted answers in it marked, the longest where they overlap."""
    longest_first = sorted(answers, key=len, reverse=True)
    pattern = "|".join(re.escape(answer) for answer in longest_first) or r"(?!)"
    pieces = re.split(f"({pattern})", evidence)
    mark: tuple[Callable[[str], str], ...] = (escape, lambda text: f"<mark>{escape(text)}</mark>")
    return "".join(mark[number % 2](piece) for number, piece in enumerate(pieces))
