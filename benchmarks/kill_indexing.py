"""What becomes of a library when indexing is killed, the disk is full or its files are damaged.

    python -m benchmarks.kill_indexing [--kills 200] [--flips 200] [--seed 0]

Every step runs in a process of its own, over a folder of small sources that changes from round to
round. After each a fresh process holds the whole library against the sources: each document is
there as it was or as it is, whole, with all its passages, vectors and words, and what a search
returns is a slice of a source. Prints the counts; exit status 1 if anything is wrong.
Vectors are hashed words, which makes the runs fast; all else is the real indexing.
"""

from __future__ import annotations

import argparse
import logging
import multiprocessing
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from benchmarks.library_state import Texts, faults, search_faults
from embeddings.library import Library
from qa.libraries import index_sources
from tests.conftest import WordEncoder

FORK = multiprocessing.get_context("fork")
PLACES = "Aberfeld Brunnau Corvale Dunmere Eschwil Farnholt Grenna Holtau Ilmark Jorvik".split()


class Folder:
    """A folder of sources that changes at random; ``texts`` are those that may be stored."""

    def __init__(self, path: Path, draw: random.Random) -> None:
        self.path = path
        self.draw = draw
        self.now: dict[str, str] = {}
        path.mkdir()

    def change(self, files: int) -> None:
        """Write or change some files, remove one in five."""
        for _ in range(files):
            name = f"{self.draw.randrange(4 * files)}.txt"
            if name in self.now and self.draw.random() < 0.2:
                (self.path / name).unlink()
                del self.now[name]
                continue
            self.now[name] = self._text()
            (self.path / name).write_text(self.now[name], encoding="utf-8")

    def _text(self) -> str:
        draw = self.draw
        return "\n\n".join(
            " ".join(
                f"In {draw.choice(PLACES)} {draw.randrange(1000)} graves were found by "
                f"{draw.choice(PLACES)} officials."
                for _ in range(12)
            )
            for _ in range(draw.randrange(1, 12))
        )


def in_child(work: Callable[..., Any], *arguments: Any) -> Any:
    """What ``work`` returns in a process of its own; an error as the text of the error."""
    ours, theirs = FORK.Pipe(duplex=False)

    def run() -> None:
        try:
            theirs.send(work(*arguments))
        except Exception as error:
            theirs.send(f"{type(error).__name__}: {error}")

    process = FORK.Process(target=run)
    process.start()
    theirs.close()
    try:
        return ours.recv()
    except EOFError:
        return "the process ended without a word"
    finally:
        process.join()


def index(library: Path, sources: Path, prune: bool = True) -> str:
    """Bring the library up to date and forget removed sources."""
    logging.disable()
    index_sources(library, [sources], WordEncoder(), prune=prune)
    return "done"


def stored(library: Path) -> dict[str, str]:
    """The texts in the library; nothing where there is none yet."""
    try:
        with Library.open(library) as opened:
            return {document.source: document.text for document in opened.documents()}
    except FileNotFoundError:
        return {}


def either(before: Mapping[str, str], now: Mapping[str, str]) -> Texts:
    """What may be stored after a change that was cut off: None stands for nothing."""
    names = before.keys() | now.keys()
    return {name: {before.get(name), now.get(name)} for name in names}


def faults_in(library: Path, texts: Texts) -> list[str]:
    """What is wrong in a library; an error is a fault too."""
    found = in_child(faults, library, texts)
    return [found] if isinstance(found, str) else found


def kill(folder: Path, draw: random.Random, kills: int) -> Counter[str]:
    """SIGKILL at random moments of indexing."""
    counts: Counter[str] = Counter()
    library, sources = folder / "library", Folder(folder / "sources", draw)
    sources.change(40)
    started = time.monotonic()
    in_child(index, library, sources.path)
    whole = time.monotonic() - started  # seconds of a run to its end
    for number in range(kills):
        before = in_child(stored, library)
        sources.change(20)
        process = FORK.Process(target=index, args=(library, sources.path))
        process.start()
        process.join(draw.uniform(0, whole))
        if process.is_alive():
            process.kill()
            process.join()
            counts["killed while indexing"] += 1
        else:
            counts["finished before"] += 1
        after = in_child(stored, library)
        cut_off = after not in (before, sources.now)
        counts["left between the old and the new state"] += cut_off
        found = faults_in(library, either(before, sources.now)) if after else []
        if number % 10 == 9:
            found += [] if in_child(index, library, sources.path) == "done" else ["not finished"]
            found += faults_in(library, either(sources.now, sources.now))
            counts["finished by the next run"] += 1
        counts["faults"] += len(found)
        report(found)
    return counts


def fill_disk(folder: Path, draw: random.Random) -> Counter[str]:
    """Indexing onto a disk that is too small, then onto a larger one."""
    counts: Counter[str] = Counter()
    small, sources = folder / "small", Folder(folder / "more-sources", draw)
    small.mkdir()
    sources.change(40)
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(small)]
    mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    counts["on a small tmpfs" if mounted else "under a limit of file size"] = 1
    try:
        word = in_child(index if mounted else limited_index, small / "library", sources.path)
        counts["told"] = "the library is as before: free space" in word
        found = [] if counts["told"] else [f"the word was: {word}"]
        found += faults_in(small / "library", either({}, sources.now))
        counts["documents stored before it was full"] = len(in_child(stored, small / "library"))
        if mounted:
            larger = ["mount", "-o", "remount,size=100m", str(small)]
            subprocess.run(larger, check=True)
        found += [] if in_child(index, small / "library", sources.path) == "done" else ["stuck"]
        found += faults_in(small / "library", either(sources.now, sources.now))
    finally:
        if mounted:
            subprocess.run(["umount", str(small)], check=True)
    counts["faults"] = len(found)
    report(found)
    return counts


def limited_index(library: Path, sources: Path) -> str:
    """``index`` where no file can become larger than 600 kB."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))
    return index(library, sources)


def damage(folder: Path, draw: random.Random, flips: int, files: str) -> Counter[str]:
    """A stretch of a file overwritten with noise; what is answered must still be true."""
    counts: Counter[str] = Counter()
    library, sources = folder / "whole", Folder(folder / "whole-sources", draw)
    sources.change(30)
    in_child(index, library, sources.path)
    in_child(search_faults, library, sources.now)
    for _ in range(flips):
        copy = folder / "damaged"
        shutil.copytree(library, copy)
        damaged = draw.choice(sorted(path for path in copy.glob(files) if path.stat().st_size))
        data = bytearray(damaged.read_bytes())
        start, length = draw.randrange(len(data)), draw.choice((1, 16, 4096))
        data[start : start + length] = draw.randbytes(len(data[start : start + length]))
        damaged.write_bytes(data)
        found = in_child(search_faults, copy, sources.now)
        if isinstance(found, str):
            clear = "cannot be used" in found and "move it away" in found
            counts["told" if clear else "faults"] += 1
            report([] if clear else [found])
        else:
            counts["answered rightly"] += not found
            counts["faults"] += len(found)
            report(found)
        shutil.rmtree(copy)
    shutil.rmtree(library)
    shutil.rmtree(sources.path)
    return counts


def write_twice(folder: Path, draw: random.Random) -> Counter[str]:
    """Two processes index into one library while others read it."""
    library = folder / "shared"
    one, two = Folder(folder / "one", draw), Folder(folder / "two", draw)
    one.change(40)
    two.change(40)
    apart = {name if name not in one.now else f"two/{name}": two.now[name] for name in two.now}
    whole = one.now | apart
    known = either({}, whole)
    in_child(index, library, one.path, False)
    writers = [
        FORK.Process(target=index, args=(library, path, False)) for path in (one.path, two.path)
    ]
    for writer in writers:
        writer.start()
    counts: Counter[str] = Counter()
    while any(writer.is_alive() for writer in writers):
        found = in_child(search_faults, library, known)
        counts["searches meanwhile"] += 1
        counts["faults"] += len(found) if isinstance(found, list) else 1
        report(found if isinstance(found, list) else [found])
    counts["faults"] += sum(writer.exitcode != 0 for writer in writers)
    found = faults_in(library, either(whole, whole))
    counts["faults"] += len(found)
    report(found)
    return counts


def report(found: list[str]) -> None:
    """Each fault on a line of its own."""
    for fault in found:
        print(f"FAULT {fault}", file=sys.stderr)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--flips", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    draw = random.Random(given.seed)
    wrong = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for title, step, more in (
            ("killed", kill, (given.kills,)),
            ("disk full", fill_disk, ()),
            ("database damaged", damage, (given.flips, "library.sqlite3")),
            ("dense index damaged", damage, (given.flips // 3, "passages.*")),
            ("word index damaged", damage, (given.flips // 3, "keywords-*/*")),
            ("two writers", write_twice, ()),
        ):
            counts = step(folder, draw, *more)
            told = ", ".join(
                f"{count} {what}" for what, count in counts.items() if what != "faults"
            )
            print(f"{title}: {told}, {counts['faults']} faults", flush=True)
            wrong += counts["faults"]
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
