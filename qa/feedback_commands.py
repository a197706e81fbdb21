"""The commands sourcesay feedback ..."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

feedback_commands = typer.Typer(
    name="feedback", help="What readers said of answers on the chat page.", no_args_is_help=True
)

StoreOption = Annotated[
    Path | None,
    typer.Option(
        "--from",
        metavar="FILE",
        help="The file it is kept in. [default: the one that the chat page writes]",
    ),
]


@feedback_commands.command()
def export(
    testset: Annotated[Path, typer.Argument(metavar="TESTSET", help="The .jsonl file to write.")],
    store: StoreOption = None,
) -> None:
    """Write a test set that sourcesay evaluate runs.

    An answer that was wrong is left out unless the reader said what would be right.
    """
    from qa.evaluation.rows import save_rows
    from qa.feedback import as_cases, default_store, read_feedback

    if testset.suffix != ".jsonl":
        raise ValueError(f"{testset} is no name for a test set; end it in .jsonl")
    cases, left_out = as_cases(read_feedback(store or default_store()))
    if left_out:
        print(
            f"left out, as nobody said what would be right: {', '.join(left_out)}", file=sys.stderr
        )
    if not cases:
        raise ValueError("no feedback that makes a case; nothing is written")
    save_rows(cases, testset)
    print(f"{testset}: {len(cases)} cases")


@feedback_commands.command()
def path() -> None:
    """Print where feedback is kept; SOURCESAY_FEEDBACK names another file."""
    from qa.feedback import default_store

    print(default_store())
