"""A worker: one system in a process of its own that answers a line of JSON with a line of JSON.

The time is taken inside, around the system's own call, so that the pipe does not count.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from typing import Any

THREADS = 2

Handler = Callable[[dict[str, Any]], dict[str, Any]]


def serve(handle: Handler) -> None:
    """Answer the lines of standard input until it ends; whatever else is printed goes to stderr."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for line in sys.stdin:
        request = json.loads(line)
        started = time.perf_counter()
        reply = handle(request)
        reply.setdefault("seconds", time.perf_counter() - started)
        reply["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps(reply, ensure_ascii=False), file=answers, flush=True)
