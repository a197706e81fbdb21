"""Cases as the JSON lines of a test set."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from qa.evaluation.testset import Case


def row_of(case: Case) -> dict[str, Any]:
    """The line that loads as ``case``, without the fields that say nothing."""
    row = {name: value for name, value in asdict(case).items() if value not in ((), None)}
    if not case.disagreement_optional:
        del row["disagreement_optional"]
    if case.sources:
        row["sources"] = [
            {"file": source.file, "evidence": source.text}
            | ({} if source.start is None else {"start": source.start})
            for source in case.sources
        ]
    return row


def save_rows(rows: Iterable[dict[str, Any]], path: Path) -> None:
    """Write a new test set.

    Raises FileExistsError where there is a file: it may hold somebody's work.
    """
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(lines)
    except FileExistsError as error:
        raise FileExistsError(f"{path} is there already; name a new file") from error
