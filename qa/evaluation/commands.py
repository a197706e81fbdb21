"""The commands that run test sets."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Annotated

import typer

from qa.options import EncoderOption, LibraryOption, ReaderOption, SourcesOption, named_pipeline

log = logging.getLogger(__name__)


def evaluate(
    testset: Annotated[Path, typer.Argument(metavar="TESTSET", help=".jsonl, or SQuAD .json[.gz]")],
    library: LibraryOption = None,
    sources: SourcesOption = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write all results here.")
    ] = None,
    report: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a page to look at here.")
    ] = None,
    markdown: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a summary for a pull request here.")
    ] = None,
    baseline: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Earlier results; fail if a metric fell beyond noise."),
    ] = None,
    faults: Annotated[
        bool, typer.Option("--faults", help="Also find what is to blame (--report does).")
    ] = False,
    encoder: EncoderOption = None,
    reader: ReaderOption = None,
) -> None:
    """Run a scripted test set and print its metrics.

    To find what is to blame, questions that went wrong are run again in parts, which takes longer.
    The articles of a SQuAD file are indexed too, unless --library or --sources is given. An
    interrupted run with --json or --report goes on where it was when the same command is given
    again.
    """
    from qa.evaluation.compare import compare, comparison_text
    from qa.evaluation.faults import FaultFinder
    from qa.evaluation.losses import losses_table
    from qa.evaluation.markdown import markdown_summary
    from qa.evaluation.report import report_html
    from qa.evaluation.results import load_results, save_results
    from qa.evaluation.run import evaluate as run
    from qa.evaluation.tables import summary_table
    from qa.evaluation.testset import load_testset, misplaced_evidence
    from qa.progress import progress_bar

    if baseline and json_file and baseline.resolve() == json_file.resolve():
        raise typer.BadParameter("--json would take the place of --baseline; name another file")
    cases = load_testset(testset)
    before = load_results(baseline) if baseline else None
    pipeline = named_pipeline(library, sources, encoder, reader, cases.documents)
    for line in misplaced_evidence(cases, pipeline.documents):
        log.warning("%s", line)
    output = json_file or report or markdown
    unfinished = output.with_name(f"{output.name}.unfinished") if output else None
    finder = FaultFinder(pipeline) if faults or report else None
    with progress_bar("asking") as progress:
        results = run(pipeline, cases, finder=finder, unfinished=unfinished, progress=progress)
    if json_file:
        save_results(results, json_file)
    if report:
        report.write_text(report_html(results, cases), encoding="utf-8")
    comparison = compare(before, results) if before else None
    if markdown:
        markdown.write_text(markdown_summary(results, comparison), encoding="utf-8")
    if unfinished:
        unfinished.unlink()
    print(summary_table(results))
    if finder:
        print(f"\n{losses_table(results['cases'])}")
    if comparison:
        print(f"\n{comparison_text(comparison)}")
        if comparison.fallen:
            raise ValueError(f"fell beyond noise: {', '.join(comparison.fallen)}")
        if comparison.unpaired:
            raise ValueError(
                f"{comparison.unpaired} cases are in one of the runs only, so the runs cannot be "
                "compared; evaluate the baseline again on this test set"
            )
