"""One answer against its case."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from embeddings.passages import Document, Hit
from qa.answers import Answer, Position
from qa.evaluation.metrics import Normalise, exact_match, f1, holds, is_right, normalise_squad
from qa.evaluation.metrics import normalise_typographic as typographic
from qa.evaluation.testset import Case, Evidence, same_file

DEPTHS = (1, 5, 10, 20)
NAMES_THE_CLAIM = 0.3  # F1 above which a position's text is taken for what a source claims

Scores = dict[str, float]


def score_case(
    case: Case, answer: Answer, hits: Sequence[Hit], *, normalise: Normalise = normalise_squad
) -> Scores:
    """The scores that the case admits, under the names of the metrics they are averaged into.

    ``right`` is 1 where the answer is right, or was rightly not given; ``brier`` is its squared
    distance from the confidence, of given answers only: of those held back nobody knows.
    ``normalise`` is for exact match and F1; all else is compared typographically.
    """
    given = not answer.abstained
    if not case.answerable:
        scores = {"false_answer_rate": float(given), "right": float(not given)}
    else:
        scores = {"false_abstention_rate": float(not given)}
        scores |= text_scores(case, answer, normalise)
        scores |= _retrieval_scores(case, hits)
        if given and case.sources:
            scores["citation_correctness"] = float(_cites(answer, case.sources))
        if case.disagreement and not case.disagreement_optional:
            scores["disagreement_shown"] = float(_shows_disagreement(case, answer))
        if given and not case.disagreement:
            scores["disagreement_false_alarms"] = float(answer.stance == "differ")
    if given and "right" in scores:
        scores["brier"] = (answer.confidence - scores["right"]) ** 2
    return scores


def text_scores(case: Case, answer: Answer, normalise: Normalise) -> Scores:
    """Exact match, F1, rightness, list recall and precision; 0 for an abstention.

    Of an answer with parts, the list of its parts counts as well as its text, the better one. An
    item is shown rightly where it holds a required one or is held by one; an abstention shows none
    and has no precision.
    """
    scores: Scores = {}
    texts = [answer.text] if answer.text is not None else []
    if answer.parts:
        texts.append(", ".join(part.text for part in answer.parts))
    if case.accepted:
        accepted = case.accepted
        scores = {
            "exact_match": max((exact_match(t, accepted, normalise) for t in texts), default=0.0),
            "f1": max((f1(t, accepted, normalise) for t in texts), default=0.0),
            "right": float(any(is_right(text, accepted) for text in texts)),
        }
    if case.answers_all:
        shown = [position.text for position in _all_positions(answer)]
        found = [any(holds(text, item) for text in shown) for item in case.answers_all]
        scores["list_recall"] = sum(found) / len(found)
        listed = [part.text for part in answer.parts] or texts
        wanted = [any(_alike(text, item) for item in case.answers_all) for text in listed]
        if wanted:
            scores["list_precision"] = sum(wanted) / len(wanted)
    return scores


def _alike(text: str, item: str) -> bool:
    return holds(text, item) or holds(item, text)


def _retrieval_scores(case: Case, hits: Sequence[Hit]) -> Scores:
    """Whether relevant passages are among the first k, and 1 / rank of the first (0 if none).

    A passage is relevant when it overlaps the evidence. One is enough to answer from: recall@k
    is the share of questions that have one, as in Karpukhin et al. (2020).
    """
    if not case.sources:
        return {}
    ranks = [
        rank
        for rank, hit in enumerate(hits, start=1)
        if any(
            _overlaps(case.sources, found.document, found.start, found.end)
            for found in (hit.passage, *hit.copies)
        )
    ]
    scores = {f"recall@{depth}": float(any(rank <= depth for rank in ranks)) for depth in DEPTHS}
    return scores | {"mrr": 1 / ranks[0] if ranks else 0.0}


def _cites(answer: Answer, sources: Iterable[Evidence]) -> bool:
    """Whether an excerpt cited for the best answer overlaps the evidence."""
    best = answer.positions[:1] or answer.parts[:1]
    return any(
        _overlaps(sources, c.document, c.excerpt_start, c.excerpt_start + len(c.excerpt))
        for position in best
        for c in position.citations
    )


def _shows_disagreement(case: Case, answer: Answer) -> bool:
    """Whether the answer says that sources differ and cites the claims of two groups or more."""
    shown = {
        claim.group
        for claim in case.disagreement
        for position in _all_positions(answer)
        if f1(position.text, [claim.answer], typographic) > NAMES_THE_CLAIM
        for citation in position.citations
        if same_file(citation.document.source, claim.file) and holds(citation.excerpt, claim.answer)
    }
    return answer.stance == "differ" and len(shown) >= 2


def _all_positions(answer: Answer) -> tuple[Position, ...]:
    return answer.positions + answer.parts


def _overlaps(sources: Iterable[Evidence], document: Document, start: int, end: int) -> bool:
    intervals = (evidence.interval(document) for evidence in sources)
    return any(at is not None and at[0] < end and start < at[1] for at in intervals)
