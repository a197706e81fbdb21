"""Checkpoints: written whole or not at all, the last two kept, tied to the run's settings."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import torch
from filelock import FileLock, Timeout

from embeddings.files import whole_file

logger = logging.getLogger(__name__)

KEPT = 2
PATTERN = "step-*.pt"
Settings = Mapping[str, str | int | float]


def alone(directory: Path) -> AbstractContextManager[object]:
    """Keep other runs out of the directory; the lock ends with the process, however it ends.

    Raises TimeoutError where a run is in it: one that was asked to stop may still be at its step,
    and what two write there would be one run's no more.
    """
    directory.mkdir(parents=True, exist_ok=True)
    try:
        return FileLock(directory / "run.lock").acquire(timeout=0)
    except Timeout as error:
        raise TimeoutError(
            f"another run is in {directory}; wait until it has ended, or name another directory"
        ) from error


def save_checkpoint(directory: Path, step: int, state: Mapping[str, Any]) -> Path:
    """Write the state after ``step`` steps; drop all but the last two checkpoints."""
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / f"step-{step:07d}.pt"
    with whole_file(path) as partial, partial.open("wb") as file:
        torch.save(dict(state), file)
    for old in sorted(directory.glob(PATTERN))[:-KEPT]:
        old.unlink()
    return path


def last_checkpoint(directory: Path) -> Path | None:
    """The checkpoint with the most steps, or None."""
    return max(directory.glob(PATTERN), default=None)


def load_checkpoint(path: Path) -> dict[str, Any]:
    """The saved state; tensors and plain values only, so no code of the file is run."""
    state: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    return state


def settings_digest(settings: Settings) -> str:
    """A name for what is made from these settings: a run with others finds nothing of it."""
    return hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest()[:12]


def check_settings(saved: Settings, now: Settings, path: Path) -> None:
    """Raise if a run with other settings wrote the checkpoint."""
    different = [
        f"{name} {saved.get(name)!r} there, {now.get(name)!r} here"
        for name in sorted({*saved, *now})
        if saved.get(name) != now.get(name)
    ]
    if different:
        raise ValueError(
            f"checkpoint {path} belongs to another run: {'; '.join(different)}. "
            "Use the same settings, or another checkpoint directory"
        )
