"""The commands that make and check test sets."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qa.options import LibraryOption, SourcesOption

if TYPE_CHECKING:
    from embeddings.passages import Document

commands = typer.Typer(
    name="testset", help="Make and check scripted test sets.", rich_markup_mode=None
)

OutputOption = Annotated[Path, typer.Option(metavar="FILE", help="The new .jsonl file.")]


@commands.command()
def check(
    testsets: Annotated[
        list[Path], typer.Argument(metavar="TESTSET...", help=".jsonl, or SQuAD .json[.gz]")
    ],
    library: LibraryOption = None,
    sources: SourcesOption = None,
) -> None:
    """Find what is wrong with test sets, and what several of them share."""
    from qa.evaluation.checks import leaks, problems
    from qa.evaluation.testset import load_testset

    loaded = [load_testset(path) for path in testsets]
    given = _documents(library, sources) if library or sources else ()
    lines = []
    for path, testset in zip(testsets, loaded, strict=True):
        documents = testset.documents or given
        if not documents:
            raise typer.BadParameter(f"name the sources of {path} by --sources or --library")
        found = problems(testset, documents)
        lines += [f"{path}: {problem}" for problem in found]
        print(f"{path}: {len(testset.cases)} questions, {len(found)} problems")
    for one, other in combinations(loaded, 2):
        lines += leaks(one, other, [*one.documents, *other.documents, *given])
    for line in lines:
        print(line)
    if lines:
        raise ValueError(f"{len(lines)} problems in {len(loaded)} test sets; they are listed above")


@commands.command()
def draft(
    output: OutputOption,
    library: LibraryOption = None,
    sources: SourcesOption = None,
    questions: Annotated[int, typer.Option(min=1, help="At most so many.")] = 50,
    seed: Annotated[int, typer.Option(help="Of the random draw.")] = 0,
) -> None:
    """Propose questions from sources, each marked "draft": true.

    They are made by rules: correct or delete each line, and take the mark away from those that are
    good. Only then they are asked.
    """
    from qa.evaluation.draft import draft_questions
    from qa.evaluation.rows import save_rows

    if not (library or sources):
        raise typer.BadParameter("name the sources by --sources or --library")
    rows = draft_questions(_documents(library, sources), questions, seed)
    if not rows:
        raise ValueError("no sentence of these sources can be turned into a question by the rules")
    save_rows(rows, output)
    print(f"{output}: {len(rows)} drafts")


@commands.command("import")
def import_squad(
    squad: Annotated[Path, typer.Argument(metavar="SQUAD", help="A SQuAD .json or .json.gz file.")],
    output: OutputOption,
    documents: Annotated[
        Path, typer.Option(metavar="DIR", help="A new folder for the articles, as text files.")
    ],
    questions: Annotated[
        int | None, typer.Option(min=1, help="So many, drawn at random. [default: all]")
    ] = None,
    seed: Annotated[int, typer.Option(help="Of the random draw.")] = 0,
) -> None:
    """Turn a SQuAD file into JSON lines and a folder of sources."""
    from random import Random

    from qa.evaluation.rows import row_of, save_rows
    from qa.evaluation.testset import load_testset

    testset = load_testset(squad)
    if not testset.documents:
        raise ValueError(f"{squad} is no SQuAD file; name one that ends in .json or .json.gz")
    count = min(questions or len(testset.cases), len(testset.cases))
    chosen = sorted(Random(seed).sample(range(len(testset.cases)), count))
    if documents.exists():
        raise FileExistsError(f"{documents} is there already; name a new folder")
    rows = [row_of(testset.cases[number]) for number in chosen]
    save_rows(rows, output)
    documents.mkdir(parents=True)
    for document in testset.documents:
        (documents / document.source).write_bytes(document.text.encode("utf-8"))
    print(f"{output}: {len(rows)} questions; {documents}: {len(testset.documents)} articles")


def _documents(library: Path | None, sources: Path | None) -> Sequence[Document]:
    """The documents of a library, or those in a folder, without any model."""
    from embeddings.library import Library
    from embeddings.loaders import Skipped, load
    from embeddings.passages import Document
    from embeddings.sources import find_sources

    if library is not None:
        with Library.open(library) as opened:
            return tuple(opened.documents())
    documents: list[Document] = []
    for loaded in load(find_sources([sources] if sources is not None else [])):
        if isinstance(loaded, Document):
            documents.append(loaded)
        elif isinstance(loaded, Skipped):
            print(f"skipped {loaded.source}: {loaded.reason}", file=sys.stderr)
    return documents
