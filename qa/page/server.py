"""The page on a port of this computer, behind security headers."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Sequence
from typing import Any

import uvicorn
from fastapi import FastAPI
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.page.blocks import build_page, head, theme
from qa.page.conversation import Answering
from qa.page.examples import examples_for
from qa.page.offline import gr

POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline'",  # Gradio's configuration is an inline script
        "script-src-attr 'none'",  # no onclick or onerror, whatever the markup says
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "frame-src 'none'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)

HEADERS = {
    "content-security-policy": POLICY,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}

CLOSED = ("/gradio_api/upload",)
"""Gradio's routes that the page has no use for: it takes no files."""


class Guard:
    """Adds the security headers and turns away closed routes and foreign host names.

    On a loopback address only loopback names are served, so that a web page elsewhere cannot
    reach the sources by pointing its own name here.
    """

    def __init__(self, app: ASGIApp, *, local: bool) -> None:
        self.app = app
        self.local = local

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer or pass on one request."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name.encode() for name in HEADERS}
                message["headers"] = [
                    *(header for header in message["headers"] if header[0].lower() not in own),
                    *((name.encode(), value.encode()) for name, value in HEADERS.items()),
                ]
            await send(message)

        if self.local and not is_loopback(_host(scope)):
            refusal = PlainTextResponse("Open this page as http://127.0.0.1 or localhost.", 421)
            await refusal(scope, receive, send_guarded)
        elif scope["path"].rstrip("/").endswith(CLOSED):
            await PlainTextResponse("Not found.", 404)(scope, receive, send_guarded)
        else:
            await self.app(scope, receive, send_guarded)


def create_app(
    pipeline: Answering, *, examples: Sequence[str] | None = None, local: bool = True
) -> FastAPI:
    """The page as an application; ``examples`` default to those of the bundled articles."""
    if examples is None:
        examples = examples_for(pipeline.documents)
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    gr.mount_gradio_app(
        app,
        build_page(pipeline, examples=examples, local=local),
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
    app.add_middleware(Guard, local=local)
    return app


def serve(
    pipeline: Answering,
    *,
    host: str = "127.0.0.1",
    port: int = 7860,
    examples: Sequence[str] | None = None,
    ready: Callable[[str], None] = print,
) -> None:
    """Serve the page until interrupted; ``ready`` is told where it is, port 0 takes any free one.

    Raises OSError, with the remedy, where the address cannot be used.
    """
    with listen(host, port) as listener:
        app = create_app(pipeline, examples=examples, local=is_loopback(host))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
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


def is_loopback(host: str) -> bool:
    """Whether only this computer can be meant by ``host``, a name or an address."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _host(scope: Scope) -> str:
    """The host name a request was addressed to, without the port."""
    headers: dict[Any, Any] = dict(scope["headers"])
    value = headers.get(b"host", b"").decode("latin-1")
    return value[: value.index("]") + 1] if value.startswith("[") else value.rsplit(":", 1)[0]
