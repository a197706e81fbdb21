"""The reader's own files: received within limits, indexed with progress, one at a time."""

from __future__ import annotations

import asyncio
import json
import logging
import tempfile
import threading
from collections.abc import AsyncIterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import anyio
from fastapi import FastAPI
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from qa.page.limits import Limits, file_name
from qa.page.shelf import OVER, Shelf
from qa.page.shelves import Shelves

FAILED = "the program failed on this file; its log says why"

log = logging.getLogger(__name__)


def add_upload_route(app: FastAPI, shelves: Shelves, limits: Limits) -> None:
    """Take files at PUT /own?name=NAME, the key in X-Shelf and the bytes in the body.

    Refused at once with status 4xx and ``{"refused": reason}``, or answered by JSON lines while
    the file is indexed: ``{"done": 3, "total": 9}``, at the end ``{"document": id}`` or
    ``{"refused": reason}``. A request that is broken off before leaves nothing.
    """
    indexing = asyncio.Lock()  # one file at a time, so that questions are still answered

    async def receive(request: Request) -> Response:
        shelf = shelves.find(request.headers.get("x-shelf"))
        if shelf is None:
            return _refused(404, OVER)
        with ExitStack() as stack:
            try:
                name = file_name(request.query_params.get("name", ""))
                limits.check_name(name)
                limits.check_size(_announced(request))
                limits.check_room(len({*(each.source for each in shelf.own), name}), 0)
                shelves.check_room(shelf)
                folder = stack.enter_context(
                    tempfile.TemporaryDirectory(prefix="sourcesay-upload-")
                )
                path = Path(folder) / f"file{Path(name).suffix.lower()}"
                await _receive(request, path, limits)
            except ValueError as error:
                return _refused(413, str(error))
            except ClientDisconnect:
                return _refused(400, "the upload was broken off")
            lines = _index(shelf, name, path, stack.pop_all(), indexing)
        return StreamingResponse(lines, media_type="application/x-ndjson")

    app.add_api_route("/own", receive, methods=["PUT"])


async def _receive(request: Request, path: Path, limits: Limits) -> None:
    """Write the body to ``path``; ValueError as soon as it is too large."""
    size = 0
    with path.open("wb") as file:
        async for chunk in request.stream():
            size += len(chunk)
            limits.check_size(size)
            file.write(chunk)


async def _index(
    shelf: Shelf,
    name: str,
    path: Path,
    folder: ExitStack,
    indexing: asyncio.Lock,
) -> AsyncIterator[bytes]:
    """One JSON line for each step, the last one with the outcome."""
    loop = asyncio.get_running_loop()
    broken_off = threading.Event()
    steps: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    def progress(done: int, total: int) -> None:
        loop.call_soon_threadsafe(steps.put_nowait, {"done": done, "total": total})

    def work() -> None:
        try:
            outcome = {"document": shelf.add(name, path, progress, broken_off).id}
        except ValueError as error:
            outcome = {"refused": str(error)}
        except Exception:  # the page outlives whatever a file does; the log has the traceback
            log.exception("could not index %r", name)
            outcome = {"refused": FAILED}
        loop.call_soon_threadsafe(steps.put_nowait, outcome)

    with folder:
        yield _line({"waiting": indexing.locked()})
        async with indexing:
            task = asyncio.create_task(asyncio.to_thread(work))
            step: dict[str, Any] = {}
            try:
                while not {"document", "refused"} & step.keys():
                    step = await steps.get()
                    yield _line(step)
            finally:  # also where nobody reads on; the next file waits for the end of this one
                broken_off.set()
                with anyio.CancelScope(shield=True):
                    await task


def _line(step: dict[str, Any]) -> bytes:
    return json.dumps(step).encode() + b"\n"


def _announced(request: Request) -> int:
    """The size that a request says it has."""
    length = request.headers.get("content-length", "0")
    return int(length) if length.isdecimal() else 0


def _refused(status: int, reason: str) -> Response:
    return JSONResponse({"refused": reason}, status)
