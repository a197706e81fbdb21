"""What a long run shows and heeds: a log of its progress, and the signals that end it."""

from __future__ import annotations

import logging
import signal
import time
from pathlib import Path
from types import FrameType

logger = logging.getLogger(__name__)


class Stop:
    """Notes SIGTERM and SIGINT instead of dying, so that the step can end and be saved."""

    def __init__(self) -> None:
        self.asked = False

    def __enter__(self) -> Stop:
        self._before = {s: signal.signal(s, self._ask) for s in (signal.SIGTERM, signal.SIGINT)}
        return self

    def __exit__(self, *error: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self.asked = True
        logger.info("asked to stop: it ends after this step")


class Progress:
    """Logs the mean loss, the speed and the remaining time every ten steps."""

    def __init__(self, total: int, seen: float, every: int = 10) -> None:
        self._total, self._every = total, every
        self._losses: list[float] = []
        self._seen, self._since = seen, time.monotonic()

    def add(self, step: int, seen: float, loss: float, rate: float) -> None:
        """Count one step."""
        self._losses.append(loss)
        if len(self._losses) < self._every:
            return
        now = time.monotonic()
        speed = (seen - self._seen) / max(now - self._since, 1e-9)
        logger.info(
            "step %d  examples %.0f  loss %.4f  rate %.2e  %.2f examples/s  %.1f h left",
            step,
            seen,
            sum(self._losses) / len(self._losses),
            rate,
            speed,
            (self._total - seen) / max(speed, 1e-9) / 3600,
        )
        self._losses, self._seen, self._since = [], seen, now


def log_to(path: Path) -> None:
    """Log to the terminal and, appending, to a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handlers: list[logging.Handler] = [
        logging.StreamHandler(),
        logging.FileHandler(path, encoding="utf-8"),
    ]
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(message)s", handlers=handlers, force=True
    )
