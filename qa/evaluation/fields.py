"""Fields of JSON objects, read with their kind checked."""

from __future__ import annotations

from typing import Any, NoReturn


class Fields:
    """The fields of one object, found at ``where``; null counts as absent."""

    def __init__(self, row: dict[str, Any], where: str) -> None:
        self.row = row
        self.where = where

    def fail(self, name: str, wanted: str) -> NoReturn:
        """Raise the ValueError for a wrong field: what it is, and what to write instead."""
        found = f"{name} is {self.row[name]!r}" if name in self.row else f"{name} is missing"
        raise ValueError(f"{self.where}: {found}; write {wanted}")

    def text(self, name: str, default: str | None = None, *, empty: bool = False) -> str:
        """A text, empty only where that is allowed; without a default it must be there."""
        value = self.row.get(name)
        value = default if value is None else value
        if not isinstance(value, str) or not (empty or value.strip()):
            self.fail(name, "a text in quotes")
        return value

    def flag(self, name: str, default: bool | None = None) -> bool:
        """True or false; without a default it must be there."""
        value = self.row.get(name)
        value = default if value is None else value
        return value if isinstance(value, bool) else self.fail(name, "true or false")

    def offset(self, name: str) -> int | None:
        """A character offset, or None."""
        value = self.row.get(name)
        whole = isinstance(value, int) and not isinstance(value, bool) and value >= 0
        return value if value is None or whole else self.fail(name, "a character offset")

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts, none of them empty."""
        values = self._list(name, "a list of texts")
        if not all(isinstance(value, str) and value.strip() for value in values):
            self.fail(name, "a list of texts, none of them empty")
        return tuple(values)

    def entries(self, name: str) -> list[Fields]:
        """A list of objects."""
        values = self._list(name, "a list of objects")
        if not all(isinstance(value, dict) for value in values):
            self.fail(name, "a list of objects")
        return [Fields(value, f"{self.where}, {name}[{n}]") for n, value in enumerate(values)]

    def _list(self, name: str, wanted: str) -> list[Any]:
        value = self.row.get(name)
        value = [] if value is None else value
        return value if isinstance(value, list) else self.fail(name, wanted)
