"""The command sourcesay; also python -m qa."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from typer.exceptions import TyperException

from qa.evaluation.commands import evaluate
from qa.evaluation.testset_commands import commands as testset_commands
from qa.feedback_commands import feedback_commands
from qa.options import EncoderOption, LibraryOption, ReaderOption, SourcesOption, named_pipeline
from qa.training.commands import (
    average_readers,
    prepare_reader,
    restore_reader,
    train_encoder,
    train_items,
    train_reader,
)
from qa.training.fit_commands import train_confidence, train_conflict

# Imports of the packages that do the work stand inside the commands: --help then needs none.

commands = typer.Typer(
    name="sourcesay",
    help="Answers questions from a folder of sources, with verbatim excerpts, from nothing else.",
    epilog="--debug, before or after a command, shows where in the program an error arose.",
    context_settings={"help_option_names": ["-h", "--help"]},
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@commands.command()
def chat(
    sources: SourcesOption = None,
    library: LibraryOption = None,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on.")] = 7860,
    upload: Annotated[
        bool, typer.Option("--upload/--no-upload", help="Let readers add files of their own.")
    ] = True,
    feedback: Annotated[
        bool, typer.Option("--feedback/--no-feedback", help="Keep what readers say of answers.")
    ] = True,
    auth: Annotated[
        str | None,
        typer.Option(
            metavar="WHERE",
            help="Ask for a login: the environment variable or file that holds NAME:PASSWORD.",
        ),
    ] = None,
    served_as: Annotated[
        list[str] | None,
        typer.Option(
            metavar="HOST",
            help="The host under which a proxy serves the page, as browsers show it; repeatable.",
        ),
    ] = None,
    encoder: EncoderOption = None,
    reader: ReaderOption = None,
) -> None:
    """Serve the chat page.

    Without --library and --sources: the library in ./library, else the sources in ./seeds.
    """
    from qa.feedback import default_store
    from qa.page.guard import served_host
    from qa.page.limits import Limits
    from qa.page.login import Login
    from qa.page.server import Options, serve

    options = Options(
        limits=Limits() if upload else None,
        feedback=default_store() if feedback else None,
        login=Login.of(auth) if auth is not None else None,
        served_as=frozenset(served_host(each) for each in served_as or ()),
    )
    serve(named_pipeline(library, sources, encoder, reader), options, host=host, port=port)


@commands.command()
def mcp(
    sources: SourcesOption = None,
    library: LibraryOption = None,
    encoder: EncoderOption = None,
    reader: ReaderOption = None,
) -> None:
    """Let an assistant quote the sources: an MCP server on standard input and output.

    Needs the package mcp: pip install 'sourcesay[mcp]'.
    """
    from qa.mcp_server import serve

    serve(named_pipeline(library, sources, encoder, reader))


@commands.command()
def index(
    sources: Annotated[list[Path], typer.Argument(metavar="SOURCE...", help="Files or folders.")],
    library: Annotated[
        Path, typer.Option("--library", metavar="DIR", help="Where the library is kept.")
    ] = Path("library"),
    prune: Annotated[
        bool, typer.Option("--prune", help="Remove documents whose source is not given.")
    ] = False,
    encoder: EncoderOption = None,
) -> None:
    """Add sources to a library, or update it; unchanged documents are skipped."""
    from embeddings.encoder import load_encoder
    from qa.libraries import index_sources

    summary = index_sources(library, sources, load_encoder(encoder), prune=prune)
    for source in summary.skipped:
        print(f"skipped {source.source}: {source.reason}", file=sys.stderr)
    print(
        f"{library}: {len(summary.added)} added, {len(summary.changed)} changed, "
        f"{len(summary.unchanged)} unchanged, {len(summary.removed)} removed, "
        f"{len(summary.skipped)} skipped"
    )


@commands.command()
def ask(
    question: Annotated[str, typer.Argument(help="The question, in quotation marks.")],
    history: Annotated[
        list[str] | None,
        typer.Option("--history", metavar="QUESTION", help="An earlier question; repeatable."),
    ] = None,
    library: LibraryOption = None,
    sources: SourcesOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
    each_source: Annotated[
        bool, typer.Option("--each-source", help="Also say what each source says alone.")
    ] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Also say how it came about, on standard error.")
    ] = False,
    encoder: EncoderOption = None,
    reader: ReaderOption = None,
) -> None:
    """Answer one question."""
    from qa.pipeline import clean
    from qa.render import answer_json, answer_text, voices_text
    from qa.trace import trace
    from qa.voices import voices

    if each_source and as_json:
        raise typer.BadParameter("--each-source is text; give it without --json")
    clean(question)  # a bad question is told before anything is loaded
    pipeline = named_pipeline(library, sources, encoder, reader)
    answer = pipeline.ask(question, history or ())
    if explain:
        print(trace(pipeline, answer), file=sys.stderr)
    if as_json:
        print(json.dumps(answer_json(answer), ensure_ascii=False, indent=2))
    else:
        print(answer_text(answer))
    if each_source:
        print(voices_text(voices(pipeline, answer)))


commands.command()(evaluate)
commands.add_typer(testset_commands)
commands.add_typer(feedback_commands)
commands.command("train-confidence")(train_confidence)
commands.command("train-conflict")(train_conflict)
commands.command("train-reader")(train_reader)
commands.command("train-encoder")(train_encoder)
commands.command("restore-reader")(restore_reader)
commands.command("average-readers")(average_readers)
commands.command("prepare-reader")(prepare_reader)
commands.command("train-items")(train_items)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status: 0 done, 1 the run failed, 2 bad usage."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in given
    given = [argument for argument in given if argument != "--debug"]
    logging.basicConfig(level=logging.WARNING, format="sourcesay: %(message)s")
    command = typer.main.get_command(commands)
    try:
        status = command.main(given or ["--help"], prog_name="sourcesay", standalone_mode=False)
        return status if isinstance(status, int) else 0
    except (typer.Abort, KeyboardInterrupt):
        return _fail("stopped", 1)
    except TyperException as error:  # bad usage
        return _fail(
            f"{error.format_message()} (see sourcesay --help)", getattr(error, "exit_code", 2)
        )
    except BrokenPipeError:
        return 1
    except Exception as error:
        if debug:
            raise
        return _fail(str(error) or type(error).__name__, 1)


def _fail(message: str, status: int) -> int:
    print("sourcesay: " + " ".join(message.split()), file=sys.stderr)
    return status
