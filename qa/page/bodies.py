"""The body of a request, read within a limit and looked into before Gradio gets it."""

from __future__ import annotations

import json
from typing import Any

from starlette.types import Message, Receive

MAX_BODY = 4_000_000
"""Bytes of a request that brings no file: a question, a conversation out of the browser."""


class BodyError(ValueError):
    """A body that is not taken; ``status`` is the answer's."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


async def checked_body(receive: Receive) -> Receive:
    """The same body, to be received again; BodyError where it is too large or holds objects.

    Gradio takes any object that is marked as a file, in any value, and fetches the address in it.
    The page's values are texts, numbers and lists of them, so that nothing is lost by refusing
    objects, and nobody can send its server to other hosts.
    """
    body = b""
    more = True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            raise BodyError(400, "The request was broken off.")
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > MAX_BODY:
            raise BodyError(413, f"More than {MAX_BODY:,} bytes.")
    try:
        values = json.loads(body) if body else {}
    except (ValueError, RecursionError) as error:  # also numbers of thousands of digits
        raise BodyError(400, "The body is not JSON.") from error
    if not isinstance(values, dict) or holds_objects(values):
        raise BodyError(400, "Values are texts, numbers and lists of them.")
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


def holds_objects(values: dict[str, Any]) -> bool:
    """Whether any value is or holds an object; what an event tells of itself is not looked at."""
    stack = [value for name, value in values.items() if name != "event_data"]
    while stack:
        each = stack.pop()
        if isinstance(each, dict):
            return True
        if isinstance(each, list):
            stack += each
    return False
