"""Files read in a process of their own: a parser that hangs, crashes or eats memory ends there."""

from __future__ import annotations

import json
import logging
import os
import signal
import struct
import subprocess
import sys
from base64 import b64decode, b64encode
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

from embeddings.documents import read_document
from embeddings.formats.extract import Member
from embeddings.passages import Document, Metadata, Origin

SECONDS = 120.0  # of computing for one file
MEMORY = 4_000_000_000  # bytes of address space

_HEADER = struct.Struct(">IQ")  # lengths of a JSON object and of the bytes behind it


class Sandbox:
    """One worker process, started with the first file and again after a file that ended it."""

    def __init__(self, *, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self.seconds = seconds
        self.memory = memory
        self._worker: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """End the worker."""
        if self._worker is not None:
            self._worker.kill()
            self._worker.communicate()
            self._worker = None

    def read(self, source: str, data: bytes) -> tuple[Document, tuple[Member, ...]]:
        """What ``read_document`` gives; also ValueError where that fails, hangs or crashes."""
        worker = self._worker or self._start()
        try:
            _send(worker.stdin, {"source": source}, data)
            answer, _ = _receive(worker.stdout)
        except (OSError, EOFError) as error:
            self._worker = None
            worker.kill()
            worker.communicate()
            raise ValueError(self._ended(worker.returncode)) from error
        if "reason" in answer:
            raise ValueError(answer["reason"])
        members = (Member(m["name"], b64decode(m["data"]), m["reason"]) for m in answer["members"])
        return _document(answer["document"]), tuple(members)

    def _start(self) -> subprocess.Popen[bytes]:
        package = str(Path(__file__).parent.parent)
        path = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH"))))
        self._worker = subprocess.Popen(
            [sys.executable, "-P", "-m", "embeddings.sandbox", str(self.seconds), str(self.memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
        )
        return self._worker

    def _ended(self, status: int) -> str:
        if status == -signal.SIGPROF:
            return f"not read: it takes more than {self.seconds:g} seconds"
        return "not read: its reader crashed on it"


def _send(stream: BinaryIO | Any, value: dict[str, Any], data: bytes = b"") -> None:
    text = json.dumps(value).encode()
    stream.write(_HEADER.pack(len(text), len(data)) + text)
    stream.write(data)
    stream.flush()


def _receive(stream: BinaryIO | Any) -> tuple[dict[str, Any], bytes]:
    header = stream.read(_HEADER.size)
    if len(header) < _HEADER.size:
        raise EOFError
    length, size = _HEADER.unpack(header)
    text, data = stream.read(length), stream.read(size)
    if len(text) < length or len(data) < size:
        raise EOFError
    return json.loads(text), data


def _document(fields: dict[str, Any]) -> Document:
    for name in ("sentences", "boilerplate"):
        fields[name] = tuple(map(tuple, fields[name]))
    fields["pages"] = tuple(fields["pages"])
    fields["metadata"] = Metadata(**fields["metadata"])
    fields["origin"] = Origin(**fields["origin"])
    return Document(**fields)


def _answer(source: str, data: bytes) -> dict[str, Any]:
    try:
        document, members = read_document(source, data)
    except ValueError as error:
        return {"reason": " ".join(str(error).split())}
    except MemoryError:
        return {"reason": "not read: it takes too much memory"}
    except RecursionError:
        return {"reason": "not read: it is nested too deeply"}
    except Exception as error:  # of a parser, whatever it may be: the next file shall be read
        return {"reason": f"not read: its reader failed on it ({type(error).__name__})"}
    attached = [
        {"name": m.name, "data": b64encode(m.data).decode(), "reason": m.reason} for m in members
    ]
    return {"document": asdict(document), "members": attached}


def _limit(kind: int, most: int) -> None:
    """Set a limit of the process, or the lower one that it has; macOS has none for memory."""
    import resource

    _, hard = resource.getrlimit(kind)
    limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
    try:
        resource.setrlimit(kind, (limit, limit))
    except (ValueError, OSError) as error:
        logging.getLogger(__name__).info("no limit: %s", error)


def _work(seconds: float, memory: int) -> None:
    """Read files from standard input until it ends; SIGPROF ends the process after a time limit."""
    import resource

    logging.disable()
    _limit(resource.RLIMIT_AS, memory)
    _limit(resource.RLIMIT_CORE, 0)
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a parser prints is no answer
    while True:
        try:
            request, data = _receive(requests)
        except EOFError:
            return
        signal.setitimer(signal.ITIMER_PROF, seconds)
        answer = _answer(request["source"], data)
        signal.setitimer(signal.ITIMER_PROF, 0)
        _send(answers, answer)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _work(float(sys.argv[1]), int(sys.argv[2]))
