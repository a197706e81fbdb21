"""The cases done so far, kept in a file, so that an interrupted run goes on where it was."""

from __future__ import annotations

import json
import logging
import os
from pathlib import Path
from typing import Any

from qa.evaluation.results import CaseResult

log = logging.getLogger(__name__)


class Journal:
    """A file with what the run was made with, then one finished case a line.

    A file of another run (other questions, sources, models or program) is begun anew, and a line
    that was cut short by the interruption is left out.
    """

    def __init__(self, path: Path, run: dict[str, Any]) -> None:
        self.path = path
        self.done: dict[str, CaseResult] = {}
        heading = json.loads(json.dumps(run))
        rows, whole = _whole_lines(path)
        if rows[:1] == [heading]:
            self.done = {row["id"]: row for row in rows[1:]}
            log.warning("%s: going on after %d cases", path, len(self.done))
            os.truncate(path, whole)
        elif rows:
            log.warning("%s is of another run; starting anew", path)
        self._file = path.open("a" if rows[:1] == [heading] else "w", encoding="utf-8")
        if not self._file.tell():
            self._write(heading)

    def add(self, case: CaseResult) -> None:
        """Keep a finished case."""
        self.done[case["id"]] = case
        self._write(case)

    def close(self) -> None:
        """Leave the file for a later run to go on from."""
        self._file.close()

    def _write(self, row: Any) -> None:
        print(json.dumps(row, ensure_ascii=False), file=self._file, flush=True)


def _whole_lines(path: Path) -> tuple[list[Any], int]:
    """The lines of the file up to the first that is not whole, and how many bytes they take."""
    rows: list[Any] = []
    whole = 0
    for line in path.read_bytes().splitlines(keepends=True) if path.exists() else []:
        try:
            rows.append(json.loads(line if line.endswith(b"\n") else b""))
        except ValueError:
            break
        whole += len(line)
    return rows, whole
