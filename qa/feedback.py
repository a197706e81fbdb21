"""What readers said about answers, kept on this computer, and the test set it makes.

The store is a file of JSON lines that only grows. A later line of the same id takes the place of
an earlier one, so that a reader may change a verdict and nothing is lost.
"""

from __future__ import annotations

import json
import logging
import os
import threading
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from platformdirs import user_data_path

from qa.answers import Answer
from qa.render import answer_json

log = logging.getLogger(__name__)

VERDICTS = ("right", "wrong", "wrong evidence", "should have refused")

MAX_NOTE = 500
"""Characters of a right answer that a reader gives."""


def default_store() -> Path:
    """Where feedback is kept unless told otherwise; SOURCESAY_FEEDBACK names another file."""
    override = os.environ.get("SOURCESAY_FEEDBACK")
    return Path(override) if override else user_data_path("sourcesay") / "feedback.jsonl"


class FeedbackStore:
    """The file that feedback is added to; made, with its folder, on the first."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()

    def add(
        self,
        key: str,
        verdict: str,
        answer: Answer,
        *,
        history: Sequence[str] = (),
        right_answer: str = "",
        trace: str = "",
    ) -> None:
        """Keep a verdict on an answer and how that answer came about.

        Raises ValueError for an unknown verdict or a right answer that is too long.
        """
        if verdict not in VERDICTS:
            raise ValueError(f"no verdict {verdict!r}; choose one of {', '.join(VERDICTS)}")
        if verdict in ("wrong evidence", "should have refused") and answer.abstained:
            raise ValueError(f"no answer was given, so its verdict cannot be {verdict!r}")
        right_answer = " ".join(right_answer.split())
        if len(right_answer) > MAX_NOTE:
            raise ValueError(f"a right answer has at most {MAX_NOTE} characters")
        entry = {
            "id": key,
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "verdict": verdict,
            "right_answer": right_answer,
            "history": list(history),
            "answer": answer_json(answer),
            "trace": trace,
        }
        line = json.dumps(entry, ensure_ascii=False) + "\n"
        with self._lock:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("a+b") as file:
                size = file.seek(0, os.SEEK_END)
                file.seek(max(size - 1, 0))
                if size and file.read(1) != b"\n":  # a write was broken off: begin a new line
                    file.write(b"\n")
                file.write(line.encode())


def read_feedback(path: Path) -> list[dict[str, Any]]:
    """The latest entry of each id, oldest first; a damaged line is logged and left out."""
    if not path.is_file():
        raise FileNotFoundError(f"no feedback in {path}; readers give it on the chat page")
    entries: dict[str, dict[str, Any]] = {}
    for number, line in enumerate(path.read_bytes().split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
            whole = {**entry, "verdict": str(entry["verdict"])}
            _case(whole)  # what makes no case is damaged too
            entries[entry["id"]] = whole
        except (ValueError, KeyError, TypeError, IndexError) as error:
            log.warning("%s line %d is damaged and left out (%s)", path, number, error)
    return list(entries.values())


def as_cases(entries: Iterable[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[str]]:
    """Rows of a test set, and the ids of entries that do not tell what would be right.

    An answer found right is what must come again, from the same evidence; one that should have
    been refused makes an unanswerable question. A wrong answer makes a case where the reader said
    what would be right.
    """
    cases, open_ids = [], []
    for entry in entries:
        case = _case(entry)
        if case is None:
            open_ids.append(entry["id"])
        else:
            cases.append(case)
    return cases, open_ids


def _case(entry: dict[str, Any]) -> dict[str, Any] | None:
    answer, verdict = entry["answer"], entry["verdict"]
    case: dict[str, Any] = {
        "id": entry["id"],
        "question": answer["question"],
        "history": entry["history"],
        "answerable": True,
        "answers": [],
        "category": "feedback",
    }
    if verdict == "should have refused" or (verdict == "right" and answer["abstained"]):
        return {**case, "answerable": False}
    if verdict == "wrong":
        right = entry["right_answer"]
        return {**case, "answers": [right]} if right else None
    shown = answer["positions"][:1] or answer["parts"]
    cited = [citation for position in shown for citation in position["citations"]]
    case["answers"] = [] if answer["parts"] else list(dict.fromkeys(c["text"] for c in cited))
    if answer["parts"]:
        case["answers_all"] = [part["text"] for part in answer["parts"]]
    if verdict == "right":
        case["sources"] = [
            {"file": c["file"], "evidence": c["excerpt"], "start": c["excerpt_start"]}
            for c in cited
        ]
    return case
