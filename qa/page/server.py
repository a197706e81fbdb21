"""The page on a port of this computer, behind security headers."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from qa.answers import Answer
from qa.feedback import FeedbackStore
from qa.page.blocks import build_page, head, theme
from qa.page.conversation import Answering
from qa.page.desk import Desk
from qa.page.examples import examples_for
from qa.page.guard import Guard, is_loopback
from qa.page.handlers import Handlers
from qa.page.limits import Limits
from qa.page.login import Login
from qa.page.offline import gr
from qa.page.shelves import Shelves
from qa.page.uploads import add_upload_route
from qa.pipeline import Pipeline
from qa.trace import trace
from qa.voices import Voice, voices


@dataclass(frozen=True, slots=True)
class Options:
    """What the page offers: None takes own files, feedback or the login away.

    ``examples`` default to those of the bundled articles, ``feedback`` is the file it is kept in,
    ``served_as`` the hosts under which a proxy serves the page.
    """

    examples: Sequence[str] | None = None
    limits: Limits | None = None
    feedback: Path | None = None
    login: Login | None = None
    served_as: frozenset[str] = frozenset()


PLAIN = Options()
"""Reading and asking only."""

CLEAR_SECONDS = 600.0
"""Between two looks for sessions long unused."""


def create_app(pipeline: Answering, options: Options = PLAIN, *, local: bool = True) -> FastAPI:
    """The page as an application; ``local`` when only this computer can reach it."""
    shelves = Shelves(pipeline, options.limits)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        clearing = asyncio.create_task(clear_now_and_then(shelves))
        try:
            yield
        finally:
            clearing.cancel()
            shelves.close()

    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, lifespan=lifespan)
    if options.limits:
        add_upload_route(app, shelves, options.limits)
    examples = options.examples
    if examples is None:
        examples = examples_for(pipeline.documents)
    feedback = FeedbackStore(options.feedback) if options.feedback else None
    desk = Desk(shelves, feedback, explain, each_source)
    gr.mount_gradio_app(
        app,
        build_page(
            Handlers(shelves), desk, examples=examples, local=local and not options.served_as
        ),
        path="/",
        show_error=False,
        run_history=False,
        footer_links=[],
        max_file_size="1mb",
        enable_monitoring=False,
        ssr_mode=False,
        mcp_server=False,
        theme=theme(),
        head=head(),
    )
    app.add_middleware(Guard, local=local, served_as=options.served_as, login=options.login)
    return app


async def clear_now_and_then(shelves: Shelves) -> None:
    """Delete the own files of sessions long unused, also while nobody comes."""
    while True:
        await asyncio.sleep(CLEAR_SECONDS)
        await asyncio.to_thread(shelves.clear)


def explain(pipeline: Answering, answer: Answer) -> str:
    """The trace of an answer; of anything but a Pipeline there is none."""
    return trace(pipeline, answer) if isinstance(pipeline, Pipeline) else ""


def each_source(pipeline: Answering, answer: Answer) -> tuple[Voice, ...]:
    """What each source says alone; of anything but a Pipeline nothing is known."""
    return voices(pipeline, answer) if isinstance(pipeline, Pipeline) else ()


def say(line: str) -> None:
    """Print it at once, also where the output is no terminal."""
    print(line, flush=True)


def serve(
    pipeline: Answering,
    options: Options = PLAIN,
    *,
    host: str = "127.0.0.1",
    port: int = 7860,
    ready: Callable[[str], None] = say,
) -> None:
    """Serve the page until interrupted; ``ready`` is told where it is, port 0 takes any free one.

    Raises OSError, with the remedy, where the address cannot be used.
    """
    with listen(host, port) as listener:
        app = create_app(pipeline, options, local=is_loopback(host))
        config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=2)
        server = uvicorn.Server(config)
        ready(f"Sourcesay is at {address(listener)} (Ctrl+C stops it)")
        server.run(sockets=[listener])


def listen(host: str, port: int) -> socket.socket:
    """A socket bound to the address; OSError says in one line why not and what to do."""
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (socket.gaierror, UnicodeError) as error:
        raise OSError(f"no address {host!r} to listen on; try --host 127.0.0.1") from error
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(where)
        listener.listen(128)  # without it two servers could bind one port
    except OSError as error:
        listener.close()
        raise OSError(
            f"cannot listen on {host} port {port} ({error.strerror}); "
            f"choose another port with --port, e.g. --port {port + 1 if port < 65535 else 7860}"
        ) from error
    return listener


def address(listener: socket.socket) -> str:
    """Where a browser on this computer finds the page."""
    host, port = listener.getsockname()[:2]
    if host in ("0.0.0.0", "::"):
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
