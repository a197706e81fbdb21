"""One question run again in parts: from gold passages, from every proposal, without refusing."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from embeddings.passages import Passage
from qa.aggregate import Proposal, aggregate, probability_of
from qa.answers import Answer, Position, Span
from qa.evaluation.goldpassages import Gold
from qa.evaluation.metrics import Normalise, f1, is_right
from qa.evaluation.results import Proposed
from qa.evaluation.scores import text_scores
from qa.evaluation.testset import Case
from qa.pipeline import READ, Pipeline
from qa.questions.kinds import asks_for_list
from qa.reader import Reader

DEEP = 100  # passages searched for the gold ones, and for those of their documents
CHOICES = 5  # different answers kept of those that were to choose from


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one way through the pipeline proposes, refusing aside; without ``position`` nothing."""

    position: Position | None = None
    f1: float = 0.0
    right: bool = False
    confidence: float = 0.0

    @property
    def text(self) -> str:
        return self.position.text if self.position else ""

    @property
    def shown(self) -> str:
        return f"“{self.text}” at {self.confidence:.0%}" if self.position else "nothing"


@dataclass(frozen=True, slots=True)
class Rank:
    """Whether a gold passage was read, and at which rank it was found."""

    read: bool
    shown: str


class RememberingReader:
    """A reader that reads the same passages once for a question that is asked again and again."""

    def __init__(self, inner: Reader) -> None:
        self.name = inner.name
        self._inner = inner
        self._read: dict[tuple[str, tuple[tuple[str, int, int], ...]], list[Span]] = {}

    def read(self, question: str, passages: Sequence[Passage]) -> list[Span]:
        """The spans that the reader proposes, best first."""
        key = (question, tuple(passage.place for passage in passages))
        if key not in self._read:
            self._read[key] = self._inner.read(question, passages)
        return self._read[key]


def remembering(pipeline: Pipeline) -> Pipeline:
    """The pipeline with a reader that remembers what it read; the given one stays as it is."""
    copied = copy.copy(pipeline)
    copied.reader = RememberingReader(pipeline.reader)
    return copied


class Rerun:
    """A case and the parts of its way through a pipeline, each computed when it is asked for."""

    def __init__(self, pipeline: Pipeline, case: Case, normalise: Normalise) -> None:
        self.case = case
        self.reading = pipeline.interpret(case.question, case.history)
        self.threshold = pipeline.calibration.threshold
        self._pipeline = pipeline
        self._normalise = normalise
        self._question = self.reading.question

    @cached_property
    def integrated(self) -> Outcome:
        """The best answer from the passages that were read, as it was proposed."""
        return self._outcome(self._pipeline.best(self._question, self._read))

    @cached_property
    def proposed(self) -> list[Outcome]:
        """Each answer proposed from the passages that were read, as it would be given."""
        return list(self._each(self._read))

    def choices(self) -> list[Proposed]:
        """The best different answers of these and the best right one, as the results keep them."""
        places = [passage.place for passage in self._read]
        right = next((outcome for outcome in self.proposed if outcome.right), None)
        different: dict[str, Proposed] = {}
        for outcome in self.proposed:
            kept = len(different) < CHOICES or outcome is right
            if outcome.position is not None and kept:
                cited = outcome.position.citations[0]
                place = cited.span.passage.place
                different.setdefault(
                    outcome.text,
                    Proposed(
                        text=outcome.text,
                        confidence=outcome.confidence,
                        right=outcome.right,
                        file=cited.document.source,
                        excerpt=cited.excerpt,
                        rank=places.index(place) + 1 if place in places else 0,
                    ),
                )
        return list(different.values())

    def passages_alone(self, gold: Gold) -> Outcome:
        """The best answer from the gold passages and no others."""
        return self._outcome(self._pipeline.best(self._question, gold.passages))

    def documents_alone(self, gold: Gold) -> Outcome:
        """The best answer from the best passages of the gold documents and no others."""
        return self._outcome(self._pipeline.best(self._question, self._of_documents(gold)))

    def rank(self, gold: Gold) -> Rank:
        """Where the first gold passage was found."""
        ranks = [n for n, passage in enumerate(self._deep, start=1) if passage in gold.passages]
        if not ranks:
            return Rank(False, f"not among {len(self._deep)} passages")
        return Rank(ranks[0] <= READ, f"passage {ranks[0]} of those found")

    def right_spans(self, gold: Gold, *, alone: bool) -> list[Span]:
        """Right words that it proposes from the gold passages, read ``alone`` or with all."""
        passages = self._gold_read(gold)
        places = {passage.place for passage in passages}
        return [
            span
            for span in self._pipeline.spans(self._question, passages if alone else self._read)
            if span.passage.place in places and is_right(span.text, self.case.accepted)
        ]

    def nearest(self, gold: Gold) -> str:
        """The words nearest to the accepted ones that the reader proposes from these passages."""
        spans = self._pipeline.spans(self._question, self._gold_read(gold))
        texts = [span.text for span in spans]
        return max(
            (f"“{text}”" for text in texts),
            key=lambda text: f1(text, self.case.accepted),
            default="nothing",
        )

    def alone(self, span: Span) -> Outcome | None:
        """What becomes of a span that is the only one proposed; None where it is ruled out."""
        proposal = aggregate(
            self._question, [span], self._pipeline.calibration, tagger=self._pipeline.tagger
        )
        return None if proposal is None else self._outcome(proposal)

    def bounds(self, gold: Gold, now: dict[str, float], *, abstained: bool) -> dict[str, float]:
        """F1 had parts of the pipeline been perfect; never less than ``now``."""
        with_gold = [*gold.passages, *(p for p in self._read if p not in gold.passages)][:READ]
        chosen = max((outcome.f1 for outcome in self.proposed), default=0.0)
        found = {
            "passages": self._kept(with_gold),
            "document": self._kept(self._of_documents(gold)),
            "ranking": self._kept(gold.passages),
            "choice": 0.0 if abstained else max(map(self._given, self.proposed), default=0.0),
            "refusal": self.integrated.f1,
            "choice and refusal": chosen,
            "all": max((outcome.f1 for outcome in self._each(with_gold)), default=0.0),
        }
        return {name: max(now[name], value) for name, value in found.items()}

    @cached_property
    def _deep(self) -> list[Passage]:
        return [hit.passage for hit in self._pipeline.retriever.retrieve(self._question, DEEP)]

    @cached_property
    def _read(self) -> list[Passage]:
        return [hit.passage for hit in self._pipeline.retriever.retrieve(self._question, READ)]

    def _gold_read(self, gold: Gold) -> list[Passage]:
        return [passage for passage in self._read if passage in gold.passages]

    def _of_documents(self, gold: Gold) -> list[Passage]:
        ids = {document.id for document in gold.documents}
        return [passage for passage in self._deep if passage.document.id in ids][:READ]

    def _each(self, passages: Sequence[Passage]) -> Iterable[Outcome]:
        possible = [
            (span, outcome)
            for span in self._pipeline.spans(self._question, passages)
            if (outcome := self.alone(span)) is not None
        ]
        rivals = [] if asks_for_list(self._question) else [span for span, _ in possible]
        for span, outcome in possible:
            confidence = probability_of(span, rivals, self._pipeline.calibration)
            yield replace(outcome, confidence=confidence)

    def _outcome(self, proposal: Proposal | None) -> Outcome:
        if proposal is None:
            return Outcome()
        answer = Answer(self.case.question, self._question, proposal.positions, proposal.parts)
        scores = text_scores(self.case, answer, self._normalise)
        best = proposal.best
        return Outcome(best, scores.get("f1", 0.0), scores.get("right") == 1, best.confidence)

    def _kept(self, passages: Sequence[Passage]) -> float:
        """F1 of the best answer from the passages with refusing as it is."""
        return self._given(self._outcome(self._pipeline.best(self._question, passages)))

    def _given(self, outcome: Outcome) -> float:
        """Its F1, 0 where it would be refused."""
        kept = self.reading.answerable and outcome.confidence >= self.threshold
        return outcome.f1 if kept else 0.0
