"""Progress bars on standard error, for work that may take long."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")


@contextmanager
def progress_bar(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar that is moved by calling it with the number done and the total.

    It appears with the first call, goes away at the end, and stays out of files and pipes.
    """
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    hidden = not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=hidden) as bar:
        task = bar.add_task(what, total=None, visible=False)

        def move(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, visible=True)

        yield move


def counted(items: Sequence[T], progress: Callable[[int, int], None]) -> Iterator[T]:
    """The items, each counted as done when the next is asked for."""
    for done, item in enumerate(items, start=1):
        yield item
        progress(done, len(items))
