"""What stands before the page: security headers, closed routes, host names, the login."""

from __future__ import annotations

import asyncio
import ipaddress
import re
from collections.abc import Collection

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.page.bodies import BodyError, checked_body
from qa.page.login import CHALLENGE, Login

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

OPEN = frozenset(
    "/ /config /theme.css /favicon.ico /robots.txt /manifest.json /own /gradio_api/info "
    "/gradio_api/queue/join /gradio_api/queue/data /gradio_api/startup-events /gradio_api/app_id "
    "/gradio_api/cancel /gradio_api/reset".split()
)
OPEN_BELOW = (
    *("/assets/", "/static/", "/svelte/"),
    *("/gradio_api/run/", "/gradio_api/call/", "/gradio_api/heartbeat/"),
)
"""The routes that the page and its clients use. Gradio has others, for uploads, proxies, files of
the server and more: these are closed."""

WRONG_LOGIN_SECONDS = 1.0
"""How long a wrong password waits for its refusal."""


class Guard:
    """Adds the security headers and turns away what should not come in.

    That is: without a login, where one is wanted, everything; on a loopback address all names but
    loopback ones, so that a web page elsewhere cannot reach the sources by pointing its own name
    here; requests that another site's page makes; closed routes; bodies that are too large or
    hold objects.

    ``served_as`` are the hosts, as of ``served_host``, under which a proxy serves the page: they
    are let in beside the loopback names, and then no others on any address.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        local: bool,
        served_as: Collection[str] = (),
        login: Login | None = None,
    ) -> None:
        self.app = app
        self.local = local
        self.served_as = served_as
        self.login = login

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer or pass on one request."""
        if scope["type"] == "lifespan":
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

        refusal = await self._refusal(scope)
        if refusal is None and scope["method"] == "POST":
            try:
                receive = await checked_body(receive)
            except BodyError as error:
                refusal = PlainTextResponse(str(error), error.status)
        await (refusal or self.app)(scope, receive, send_guarded)

    async def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        path = scope["path"].rstrip("/") or "/"
        if (self.local or self.served_as) and not self._is_ours(headers.get("host", "")):
            names = " or ".join(sorted(self.served_as)) or "http://127.0.0.1 or localhost"
            return PlainTextResponse(f"Open this page as {names}.", 421)
        if self.login and not self.login.admits(headers.get("authorization", "")):
            if "authorization" in headers:
                await asyncio.sleep(WRONG_LOGIN_SECONDS)
            return PlainTextResponse("Please log in.", 401, {"www-authenticate": CHALLENGE})
        if scope["type"] != "http":
            return PlainTextResponse("Not found.", 404)
        if scope["method"] not in ("GET", "HEAD") and self._from_elsewhere(headers):
            return PlainTextResponse("This request comes from another site.", 403)
        if path not in OPEN and not scope["path"].startswith(OPEN_BELOW):
            return PlainTextResponse("Not found.", 404)
        return None

    def _is_ours(self, host: str) -> bool:
        """Whether a request with this Host is addressed to this page."""
        return host.lower() in self.served_as or is_loopback(_name(host))

    def _from_elsewhere(self, headers: Headers) -> bool:
        """Whether a browser says that a page of another site made the request."""
        origin = headers.get("origin")
        if origin is not None:
            scheme, _, host = origin.lower().partition("://")
            ours = {headers.get("host", "").lower(), *self.served_as}
            if scheme not in ("http", "https") or host not in ours:
                return True
        return headers.get("sec-fetch-site", "none") not in ("none", "same-origin")


def served_host(given: str) -> str:
    """A host as a browser names it in Host and Origin, the port only where it is not the usual.

    ValueError where it is none.
    """
    host = given.strip().lower()
    if not re.fullmatch(
        r"(?:[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?", host
    ):
        raise ValueError(
            f"{given!r} is no host; give it as the browser shows it, e.g. sources.example or "
            "sources.example:8443, without https:// and path"
        )
    return host.removesuffix(":443").removesuffix(":80")


def is_loopback(host: str) -> bool:
    """Whether only this computer can be meant by ``host``, a name or an address."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _name(host: str) -> str:
    """The name or address in a Host, without the port."""
    return host[: host.find("]") + 1] if host.startswith("[") else host.rsplit(":", 1)[0]
