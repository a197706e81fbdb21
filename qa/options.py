"""Options that several commands share, and the pipeline they name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from embeddings.passages import Document
    from qa.pipeline import Pipeline

LibraryOption = Annotated[
    Path | None,
    typer.Option("--library", metavar="DIR", help="A library made by: sourcesay index."),
]
SourcesOption = Annotated[
    Path | None,
    typer.Option(
        "--sources", metavar="DIR", help="A folder of sources, indexed on first use and kept."
    ),
]
EncoderOption = Annotated[
    str | None,
    typer.Option(
        "--encoder",
        metavar="MODEL",
        help="A sentence-transformers model, path or hub name. [default: the bundled one]",
    ),
]
ReaderOption = Annotated[
    str | None,
    typer.Option(
        "--reader",
        metavar="MODEL",
        help="fast, accurate, cascade, or a model by path or hub name. [default: cascade]",
    ),
]


def named_pipeline(
    library: Path | None,
    sources: Path | None,
    encoder_name: str | None,
    reader_name: str | None,
    documents: Sequence[Document] = (),
) -> Pipeline:
    """The pipeline that the options name; ``documents`` are taken where they name no sources."""
    from embeddings.encoder import load_encoder
    from qa.items import load_tagger
    from qa.libraries import cached_library, library_of, open_library
    from qa.pipeline import load_pipeline
    from qa.reader import load_reader

    if library is not None and sources is not None:
        raise typer.BadParameter("give --library or --sources, not both")
    encoder = load_encoder(encoder_name)
    if library is None and sources is None and documents:
        opened = library_of(documents, encoder)
    elif sources is not None:
        opened = cached_library(sources, encoder)
    else:
        opened = open_library(library, encoder)
    return load_pipeline(opened, encoder, load_reader(reader_name), load_tagger())
