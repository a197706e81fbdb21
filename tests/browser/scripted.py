"""A pipeline that answers from a script: real records over the real articles, no models."""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from pathlib import Path

from embeddings.passages import Document, Hit, Interval, Passage
from qa.answers import Answer, Citation, Position, Span

SEEDS = Path(__file__).parents[2] / "seeds"

PROSECUTOR = "001_4c1c60697db668da.txt"
SHELLING = "003_19b7f053852925dc.txt"
EXHUMED = "004_0f69f57602d15999.txt"

BOILERPLATE = (
    r"Photo: Alessio Mamo/The Guardian",
    r"Photo: Daniel Carde/The Observer",
    r"Archie Bland and Nimo Omer .*?Terms of Service apply\.",
    r"• In the UK and Ireland, Samaritans .*",
    r"Additional reporting by Artem Mazhulin\.",
    r"Source: .*",
)

HOSTILE_TITLE = (
    '</button><script>window.hacked = "title"</script>'
    '<img src="http://198.51.100.1/t.png" onerror="window.hacked = 1"> ![x](http://198.51.100.2/y)'
)
REPEATED = "The bridge was destroyed in March."
HOSTILE_TEXT = "\n".join(
    (
        REPEATED,
        '<script>window.hacked = "text"</script> <b>bold?</b> &lt;kept&gt; &amp;',
        '<img src="http://198.51.100.1/a.png" onerror="window.hacked = 2">',
        "![picture](http://198.51.100.2/b.png) [link](javascript:window.hacked=3) **stars** `code`",
        "```mermaid\ngraph TD; A-->B\n```",
        "$$\\frac{1}{2}$$ costs $5 to $6\ttabbed",
        "<style>body { display: none }</style><iframe srcdoc='<script>1</script>'></iframe>",
        "\u202eoverride\u202c and \u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd",
        "W" * 3000,
        "    indented line",
        "# no heading",
        *[f"Filler sentence number {number} stands here for length." for number in range(120)],
        REPEATED,
        "The secret word is <mark>quince</mark>.",
        "",
    )
)


def make_document(source: str, text: str, title: str | None = None) -> Document:
    """A document with boundaries good enough for a page: the splitter has its own tests."""
    boilerplate = sorted(
        match.span() for pattern in BOILERPLATE for match in re.finditer(pattern, text)
    )
    sentences: list[Interval] = []
    for match in re.finditer(r"\S.*?(?:[.!?][”’]?(?=\s|$)|$)", text, re.MULTILINE):
        start, end = match.span()
        if all(end <= first or last <= start for first, last in boilerplate):
            sentences.append((start, end))
    first_words = " ".join(text.split()[:8]) + " …"
    return Document(
        id=source.split(".")[0],
        title=title or first_words,
        source=source,
        text=text,
        sentences=tuple(sentences),
        boilerplate=tuple(boilerplate),
    )


def seed_documents() -> tuple[Document, ...]:
    return tuple(
        make_document(path.name, path.read_bytes().decode("utf-8"))
        for path in sorted(SEEDS.glob("*.txt"))
    )


def hostile_document() -> Document:
    return make_document("<i>hostile</i>.txt", HOSTILE_TEXT, title=HOSTILE_TITLE)


def span(document: Document, text: str, occurrence: int = 0, score: float = 8.0) -> Span:
    """The given occurrence of ``text`` in a passage that reaches 300 characters around it."""
    start = [match.start() for match in re.finditer(re.escape(text), document.text)][occurrence]
    end = start + len(text)
    passage = Passage(document, max(0, start - 300), min(len(document.text), end + 300))
    return Span(passage, start, end, score)


def position(
    *spans: Span, first: int = 1, confidence: float = 0.93, attribution: str | None = None
) -> Position:
    citations = tuple(Citation(number, each) for number, each in enumerate(spans, start=first))
    return Position(citations, confidence, attribution)


class ScriptedPipeline:
    """Answers the questions of the browser tests; everything else is refused."""

    def __init__(self) -> None:
        self.documents = (*seed_documents(), hostile_document())
        self.asked: list[tuple[str, tuple[str, ...]]] = []
        self.taken_as_typed: list[str] = []
        self.gate = threading.Event()

    def ask(self, question: str, history: Sequence[str] = (), *, as_typed: bool = False) -> Answer:
        self.asked.append((question, tuple(history)))
        self.taken_as_typed += [question] if as_typed else []
        known = {document.source: document for document in self.documents}
        prosecutor, shelling, exhumed = known[PROSECUTOR], known[SHELLING], known[EXHUMED]
        hostile = self.documents[-1]
        positions: tuple[Position, ...] = ()
        parts: tuple[Position, ...] = ()
        standalone = question
        if question == "How many graves were found at Izium?":
            positions = (
                position(
                    span(prosecutor, "445"),
                    attribution="Oleksandr Filchakov, the chief prosecutor of the Kharkiv region",
                ),
            )
        elif question == "When did Izium fall to Russian forces?":
            positions = (position(span(prosecutor, "1 April"), span(shelling, "April 1")),)
        elif question == "Do the sources agree on the number of graves?":
            positions = (
                position(span(prosecutor, "445 graves"), confidence=0.78),
                position(
                    span(exhumed, "About 450 graves"),
                    first=2,
                    confidence=0.66,
                    attribution="President Volodymyr Zelensky",
                ),
                position(span(exhumed, "more than 440 graves"), first=3, confidence=0.51),
            )
        elif question == "What signs of torture were found on the bodies?":
            items = ("broken ribs", "cracked skulls", "men with bound hands", "broken jaws")
            parts = tuple(
                position(span(exhumed, item), first=number, confidence=0.84 - number / 20)
                for number, item in enumerate(items, start=1)
            )
        elif question == "Why were residents without water?":
            text = (
                "As most people in the city rely on electric pumps for their water supply, the "
                "lack of electricity also meant there was no water"
            )
            positions = (position(span(shelling, text), confidence=0.72),)
        elif question == "Who said so?" and history:
            standalone = "Who said how many graves were found at Izium?"
            positions = (position(span(prosecutor, "Oleksandr Filchakov"), confidence=0.81),)
        elif question == "When was the bridge destroyed?":
            positions = (position(span(hostile, "March", 1)),)
        elif question == "What is the secret word?":
            positions = (position(span(hostile, "quince", 0)),)
        elif question == "Please wait for the gate.":
            self.gate.wait(60)
        elif question == "Please fail.":
            raise RuntimeError("secret detail of the failure")
        nearest: tuple[Hit, ...] = ()
        if not positions and not parts:
            nearest = (
                Hit(span(exhumed, "146 bodies").passage, 0.5),
                Hit(span(shelling, "cellphone signals").passage, 0.4),
                Hit(span(hostile, "**stars**").passage, 0.3),
            )
        return Answer(
            question=question,
            standalone_question=standalone,
            positions=positions,
            parts=parts,
            nearest=nearest,
            confidence=positions[0].confidence if positions else 0.3,
            elapsed_ms=412.0,
        )
