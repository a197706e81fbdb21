"""The sources as tools of the Model Context Protocol, so that an assistant can quote them."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Protocol

from qa.answers import Answer
from qa.render import answer_json

if TYPE_CHECKING:
    from mcp.server import MCPServer

    from embeddings.passages import Document

INSTRUCTIONS = (
    "Quotes a folder of sources word for word. Give the quotation, the file and the excerpt as "
    "they are returned. If abstained is true, say that the sources do not say; the nearest "
    "passages are no answer. If silence has choices, ask the user which of them is meant. If "
    "stance is differ, give every position."
)


class Answering(Protocol):
    """What the tools need of a pipeline."""

    @property
    def documents(self) -> tuple[Document, ...]:
        """The sources that can be cited."""

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer:
        """What the sources say; raises ValueError with a readable message."""


def build_server(pipeline: Answering) -> MCPServer:
    """A server with the tools ask and sources; ModuleNotFoundError without the package mcp."""
    try:
        from mcp.server import MCPServer
        from mcp_types import ToolAnnotations
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            "the package mcp is not installed; run: pip install 'sourcesay[mcp]'"
        ) from error

    server = MCPServer("sourcesay", instructions=INSTRUCTIONS, log_level="WARNING")
    reading = ToolAnnotations(read_only_hint=True, open_world_hint=False)
    asking = threading.Lock()  # the models' threads are shared

    @server.tool(annotations=reading)
    def ask(question: str, history: list[str] | None = None) -> dict[str, Any]:
        """What the sources say to a question, verbatim, with file and place of every quotation.

        history: the user's earlier questions, oldest first, which a follow-up may refer to.
        Returns text (the best answer, null without one), abstained, stance (single, agree or
        differ), positions with citations, parts of a list, nearest passages without an answer;
        silence is why there is none: its reason, the words that are unknown or unclear, and the
        readings to choose from.
        """
        with asking:
            answer = pipeline.ask(question, history or ())
        silence = asdict(answer.silence) if answer.silence else None
        return {**answer_json(answer), "silence": silence}

    @server.tool(annotations=reading)
    def sources() -> list[dict[str, Any]]:
        """The sources that questions are asked of: file, title and length in words of each."""
        return [
            {"file": each.source, "title": each.title, "words": len(each.text.split())}
            for each in pipeline.documents
        ]

    return server


def serve(pipeline: Answering) -> None:
    """Answer on standard input and output until the other side closes them."""
    build_server(pipeline).run("stdio")
