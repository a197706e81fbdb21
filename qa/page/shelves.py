"""The shelves of all sessions, by their keys; those long unused are cleared."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict

from qa.page.conversation import Answering
from qa.page.limits import Limits
from qa.page.shelf import Shelf

IDLE_SECONDS = 24 * 3600.0
MOST = 1000
"""Sessions kept at the same time; beyond, the one unused for longest is cleared."""

WITH_FILES = 50
"""Sessions that may have own files at the same time."""


class Shelves:
    """One shelf a session; ``limits`` of own files, None where the page takes none."""

    def __init__(self, base: Answering, limits: Limits | None = None) -> None:
        self.base = base
        self.limits = limits
        self._lock = threading.Lock()
        self._shelves: OrderedDict[str, Shelf] = OrderedDict()  # the longest unused first

    def find(self, key: object) -> Shelf | None:
        """The shelf of this key, marked as used; None where there is none (any more)."""
        now = time.monotonic()
        with self._lock:
            shelf = self._shelves.get(key) if isinstance(key, str) else None
            if not shelf or now - shelf.used > IDLE_SECONDS:  # which `clear` will take out
                return None
            shelf.used = now
            self._shelves.move_to_end(shelf.key)
            return shelf

    def open(self, key: object = None) -> Shelf:
        """The shelf of this key, or a new one under a key of its own."""
        found = self.find(key)
        if found:
            return found
        shelf = Shelf(self.base, self.limits)
        with self._lock:
            self._shelves[shelf.key] = shelf
        self.clear()
        return shelf

    def clear(self) -> None:
        """Delete what is idle, then what is too much, sessions without own files first."""
        with self._lock:
            cleared = self._taken_out()
        for shelf in cleared:
            shelf.close()

    def check_room(self, shelf: Shelf) -> None:
        """ValueError where too many other sessions have own files."""
        with self._lock:
            others = sum(bool(other.own) for other in self._shelves.values() if other is not shelf)
        if others >= WITH_FILES:
            raise ValueError(f"{WITH_FILES} other readers have files here; try again later")

    def close(self) -> None:
        """Delete the own files of all sessions."""
        with self._lock:
            shelves = list(self._shelves.values())
            self._shelves.clear()
        for shelf in shelves:
            shelf.close()

    def _taken_out(self) -> list[Shelf]:
        now = time.monotonic()
        cleared = [each for each in self._shelves.values() if now - each.used > IDLE_SECONDS]
        for each in cleared:
            del self._shelves[each.key]
        while len(self._shelves) > MOST:
            keys = [key for key, each in self._shelves.items() if not each.own]
            cleared.append(self._shelves.pop(keys[0] if keys else next(iter(self._shelves))))
        return cleared
