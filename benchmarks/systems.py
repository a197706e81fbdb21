"""The systems that are set side by side, each running as a worker in its own environment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.environments import environment
from embeddings.encoder import BUNDLED as ENCODER
from embeddings.exported import cache_folder, weights_hash
from qa.reader import BUNDLED
from qa.training.model import has_bfloat16
from qa.training.restored import restore_reader

WORKERS = Path(__file__).parent / "workers"
SETTINGS = {
    "OMP_NUM_THREADS": "2",
    "TOKENIZERS_PARALLELISM": "false",
    "HF_HUB_OFFLINE": "1",
    "HAYSTACK_TELEMETRY_ENABLED": "False",
}


@dataclass(frozen=True, slots=True)
class System:
    """One way to answer: the worker's file and the type of its numbers.

    All run the weights of Sourcesay's fast reader, but for Sourcesay's own other readers.
    """

    name: str
    worker: str
    environment: str | None  # None: the one this runs in
    dtype: str = "int8"
    reader: str = "fast"


SOURCESAY = System("Sourcesay, fast", "sourcesay.py", None)
BETTER = tuple(
    System(f"Sourcesay, {name}", "sourcesay.py", None, reader=name)
    for name in ("accurate", "cascade")
)
READERS = (
    SOURCESAY,
    *BETTER,
    System("transformers, float32", "plain_transformers.py", "transformers", "float32"),
    System("transformers, bfloat16", "plain_transformers.py", "transformers", "bfloat16"),
    System("Haystack, float32", "haystack_reader.py", "haystack", "float32"),
    System("Haystack, bfloat16", "haystack_reader.py", "haystack", "bfloat16"),
)
ANSWERERS = (
    SOURCESAY,
    BETTER[-1],
    System("Haystack, float32", "haystack_reader.py", "haystack", "float32"),
    System("Haystack, bfloat16", "haystack_reader.py", "haystack", "bfloat16"),
    System("txtai, float32", "txtai_rag.py", "txtai", "float32"),
    System("txtai, bfloat16", "txtai_rag.py", "txtai", "bfloat16"),
)


def float_weights() -> Path:
    """The fast reader in float32, which the other programs load; made once for each weights."""
    folder = cache_folder() / "benchmarks" / f"fast-{weights_hash(BUNDLED['fast'])[:16]}"
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder.parent) as scratch:
            os.replace(restore_reader(BUNDLED["fast"], Path(scratch) / "reader"), folder)
    return folder.resolve()


def kept_vectors() -> Path:
    """Where the other programs' vectors of texts are kept, which take them an hour each."""
    return cache_folder() / "benchmarks" / f"vectors-{weights_hash(ENCODER)[:16]}.sqlite3"


class Running:
    """A system at work."""

    def __init__(self, system: System) -> None:
        self.system = system
        python = sys.executable if system.environment is None else environment(system.environment)
        arguments = [system.reader]
        if system.environment is not None:
            arguments = [str(float_weights()), system.dtype, str(ENCODER), str(kept_vectors())]
        self._process = subprocess.Popen(
            [str(python), str(WORKERS / system.worker), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | SETTINGS,
            text=True,
            encoding="utf-8",
        )

    def ask(self, **request: Any) -> dict[str, Any]:
        """The worker's reply to a request; raises RuntimeError where it died of it."""
        try:
            print(json.dumps(request), file=self._process.stdin, flush=True)
            line = self._process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            raise RuntimeError(f"{self.system.name} stopped; its message stands above")
        return json.loads(line)

    def __enter__(self) -> Running:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self._process.communicate(timeout=60)  # closes its input, which ends it
        except BrokenPipeError:
            self._process.wait()
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()


def in_turns(
    systems: Sequence[System], setup: dict[str, Any] | None, requests: Sequence[dict[str, Any]]
) -> dict[str, list[dict[str, Any]]]:
    """The replies of every system, once set up, to every request.

    None runs in bfloat16 where the processor only imitates that, taking many times as long.
    The systems take turns question by question, another one first each time, so that a machine
    that gets slower or faster does so for all. The first request is asked once before for warmth.
    """
    able = [system for system in systems if system.dtype != "bfloat16" or has_bfloat16()]
    replies: dict[str, list[dict[str, Any]]] = {system.name: [] for system in able}
    with ExitStack() as stack:
        running = [stack.enter_context(Running(system)) for system in able]
        for one in running:
            if setup is not None:
                one.ask(**setup)
            one.ask(**requests[0])
        for number, request in enumerate(requests):
            first = number % len(running)
            for one in running[first:] + running[:first]:
                replies[one.system.name].append(one.ask(**request))
            if (number + 1) % 10 == 0:
                print(f"{number + 1} of {len(requests)} questions", file=sys.stderr)
    return replies
