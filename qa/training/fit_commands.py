"""The commands that fit what judges answers: the confidence, and the judge of those that differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qa.options import EncoderOption, LibraryOption, ReaderOption, SourcesOption, named_pipeline

if TYPE_CHECKING:
    from qa.evaluation.testset import TestSet
    from qa.pipeline import Pipeline


def train_confidence(
    testset: Annotated[Path, typer.Argument(metavar="TESTSET", help="Development questions.")],
    library: LibraryOption = None,
    sources: SourcesOption = None,
    also: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="DIR",
            help="Another library to fit the confidence on, a folder of sources and "
            "questions.jsonl; every library counts alike. Repeatable.",
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option(metavar="FILE", help="[default: the bundled calibration]")
    ] = None,
    encoder: EncoderOption = None,
    reader: ReaderOption = None,
) -> None:
    """Fit the confidence and the refusal threshold on development questions."""
    from qa.confidence import BUNDLED
    from qa.evaluation.testset import load_testset
    from qa.progress import progress_bar

    with _training_packages():
        from qa.training.confidence import fit_confidence, save_calibration

    cases = load_testset(testset)
    pipeline = named_pipeline(library, sources, encoder, reader, cases.documents)
    others = _libraries(also or (), encoder, reader)
    with progress_bar("asking") as progress:
        calibration = fit_confidence(pipeline, cases, others, progress)
    save_calibration(calibration, output or BUNDLED)
    print(f"{output or BUNDLED}: answers from probability {calibration.threshold:.2f} on")


def train_conflict(
    libraries: Annotated[
        list[Path],
        typer.Argument(
            metavar="DIR...",
            help="Folders of sources and questions.jsonl that the reader has not learnt from.",
        ),
    ],
    testset: Annotated[
        Path | None, typer.Option(metavar="TESTSET", help="Questions on --sources, too.")
    ] = None,
    sources: SourcesOption = None,
    output: Annotated[Path | None, typer.Option(metavar="FILE", help="[default: bundled]")] = None,
    encoder: EncoderOption = None,
    reader: ReaderOption = None,
) -> None:
    """Fit what tells answers of sources that differ from answers to other questions."""
    from qa.conflict import BUNDLED, save_conflict
    from qa.evaluation.testset import load_testset
    from qa.progress import progress_bar

    with _training_packages():
        from qa.training.conflict import fit_conflict

    asked = _libraries(libraries, encoder, reader)
    if testset is not None:
        cases = load_testset(testset)
        asked.append((named_pipeline(None, sources, encoder, reader, cases.documents), cases))
    with progress_bar("asking") as progress:
        fitted = fit_conflict(asked, progress)
    save_conflict(fitted.conflict, output or BUNDLED)
    print(
        f"{output or BUNDLED}: shows {fitted.shown} of {fitted.differing} conflicts, and "
        f"{fitted.alarms} on {fitted.others} other questions, each library judged by the others"
    )


@contextmanager
def _training_packages() -> Iterator[None]:
    """Tells, where an import inside fails, how to install what it needs."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(f"{error}; run: pip install 'sourcesay[train]'") from error


def _libraries(
    folders: Sequence[Path], encoder: str | None, reader: str | None
) -> list[tuple[Pipeline, TestSet]]:
    """Folders of sources and questions.jsonl, each as a pipeline and its test set."""
    from qa.evaluation.testset import load_testset

    return [
        (
            named_pipeline(None, folder / "sources", encoder, reader),
            load_testset(folder / "questions.jsonl"),
        )
        for folder in folders
    ]
