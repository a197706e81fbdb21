"""A worker: one system in a process of its own that answers a line of JSON with a line of JSON.

The time is taken inside, around the system's own call, so that the pipe does not count.
"""

from __future__ import annotations

import json
import os
import re
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

THREADS = 2

_PEAK = re.compile(r"^VmHWM:\s+(\d+) kB$", re.M)

Handler = Callable[[dict[str, Any]], dict[str, Any]]


def peak_mb() -> float:
    """The most memory that this process has had, in MB.

    What the system's call tells is, after a start by another process, at least that one's.
    """
    try:
        found = _PEAK.search(Path("/proc/self/status").read_text(encoding="ascii"))
    except OSError:
        found = None
    kilobytes = int(found[1]) if found else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return kilobytes / 1024


def serve(handle: Handler) -> None:
    """Answer the lines of standard input until it ends; whatever else is printed goes to stderr."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for line in sys.stdin:
        request = json.loads(line)
        started = time.perf_counter()
        reply = handle(request)
        reply.setdefault("seconds", time.perf_counter() - started)
        reply["peak_mb"] = peak_mb()
        print(json.dumps(reply, ensure_ascii=False), file=answers, flush=True)
