"""Trains the tagger of items on questions of written libraries and SQuAD, a few sentences each.

The base is a trained reader: its span head tells already where an answer begins and ends. The two
rows of the head become the logits of beginning an item and of going on with one, against being of
none (qa/items.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import Any

import torch
from torch import nn
from transformers import AutoTokenizer, PreTrainedTokenizerBase

from embeddings.passages import Document, Interval
from qa.items import stretch
from qa.lists import KINDS
from qa.questions.kinds import question_kind
from qa.training.card import save_reader
from qa.training.features import cut_question, rounded
from qa.training.model import has_bfloat16, load_base, make_optimizer, model_directory, update
from qa.training.schedule import triangle
from qa.training.written import Row, read_library

MAX_LENGTH = 256  # tokens
WARMUP = 0.05  # share of the steps
IGNORED = -100  # the label of a token that is none of the sentences'
DATA = (
    "articles and questions written for it (qa/training/written), CC0, and questions of SQuAD 1.1 "
    "train (Rajpurkar et al. 2016), CC BY-SA 4.0"
)
SEVERAL = re.compile(r"[,;]| (?:and|or) ")
_BESIDE = re.compile(r"(?:[,;]| and | or )")


@dataclass(frozen=True, slots=True)
class ItemRecipe:
    """The settings that decide the trained weights.

    Every pass reads all lists, and of the other questions as many as it says, drawn anew: those of
    one answer beside which an enumeration may stand, those of any one answer, and those without.
    """

    base: str
    rate: float = 1e-4
    passes: int = 3
    beside: int = 2_000
    single: int = 1_500
    unanswerable: int = 300
    batch: int = 16
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Tagging:
    """A question, a few sentences, and the items in them that answer it, as characters."""

    question: str
    text: str
    items: tuple[Interval, ...]
    several: bool

    @property
    def beside(self) -> bool:
        """Whether what looks like a further item stands beside the one answer."""
        if self.several or not self.items:
            return False
        start, end = self.items[0]
        before, behind = self.text[max(start - 25, 0) : start], self.text[end : end + 6]
        return bool(_BESIDE.search(before) or _BESIDE.match(behind))


def load_taggings(folder: Path) -> list[Tagging]:
    """The questions of a library, each with the sentences of every piece of its evidence.

    Left out are questions of kinds that are never for several things, and those for one whose
    answer names several: whether they are one item, nobody said.
    """
    rows, documents = read_library(folder)
    found: dict[Tagging, None] = {}
    for row in rows:
        question = row.get("standalone") or row["question"]
        if row["answers_all"] or question_kind(question) in KINDS:
            for document in documents:
                found |= dict.fromkeys(_taggings(question, row, document))
    return list(found)


def _taggings(question: str, row: Row, document: Document) -> Iterator[Tagging]:
    if not row["answerable"]:
        tempting = document.text.find(row["tempting"]) if row.get("tempting") else -1
        if tempting >= 0:
            start, end = stretch(document, tempting, tempting + len(row["tempting"]))
            yield Tagging(question, document.text[start:end], (), False)
        return
    several = bool(row["answers_all"])
    places = [
        (place, place + len(source["evidence"]))
        for source in row["sources"]
        if source["file"] == document.source
        and (place := document.text.find(source["evidence"])) >= 0
    ]
    claims = [
        each["answer"] for each in row["disagreement"] or () if each["file"] == document.source
    ]
    answers = row["answers_all"] or claims or row["answers"]
    for around in places:
        low, high = stretch(document, *around)
        inside = [each for each in places if low <= each[0] and each[1] <= high]
        items = _found(answers, inside or [around], document.text)
        chosen = items if several else items[:1]
        text = document.text[low:high]
        shifted = sorted((a - low, b - low) for a, b in chosen if low <= a and b <= high)
        if shifted and (several or not SEVERAL.search(text[slice(*shifted[0])])):
            yield Tagging(question, text, tuple(shifted), several)


def _found(answers: Sequence[str], places: Sequence[Interval], text: str) -> list[Interval]:
    """The first place of every answer in the evidence, none of which overlap."""
    found: list[Interval] = []
    for answer in answers:
        whole = re.compile(rf"(?<!\w){re.escape(answer)}(?!\w)")
        for place in places:
            if match := whole.search(text, *place):
                if all(match.end() <= a or b <= match.start() for a, b in found):
                    found.append(match.span())
                break
    return found


def train_items(
    taggings: Sequence[Tagging],
    recipe: ItemRecipe,
    output: Path,
    progress: Callable[[int, int], None] | None = None,
) -> list[float]:
    """Write the trained tagger to ``output`` and return the loss of every step.

    ``output`` is a folder like a trained reader's; ``progress`` is called with the number of steps
    done and that of all. Raises ValueError where no question asks for several things.
    """
    if not any(each.several for each in taggings):
        raise ValueError("no question with answers_all among them: there are no items to learn")
    torch.manual_seed(recipe.seed)
    directory = model_directory(recipe.base)
    tokenizer = AutoTokenizer.from_pretrained(directory)
    model = load_base(directory)
    optimizer = make_optimizer(model)
    planned = [
        batch for number in range(recipe.passes) for batch in _pass(taggings, recipe, number)
    ]
    losses: list[float] = []
    for step, chosen in enumerate(planned):
        inputs, labels = to_batch(chosen, tokenizer)
        with torch.autocast("cpu", torch.bfloat16, enabled=has_bfloat16()):
            tags = model(**inputs)
        loss = tag_loss(tags.start_logits.float(), tags.end_logits.float(), labels)
        rate = triangle(step, len(planned), warmup=WARMUP, peak=recipe.rate)
        losses.append(update(model, optimizer, loss, rate))
        if progress:
            progress(step + 1, len(planned))
    save_reader(model, tokenizer, output, asdict(recipe), f"- {DATA}")
    return losses


def _pass(taggings: Sequence[Tagging], recipe: ItemRecipe, number: int) -> list[list[Tagging]]:
    """The batches of one pass, each of sentences of like length."""
    random = Random(f"{recipe.seed} {number}")
    lists = [each for each in taggings if each.several]
    beside = [each for each in taggings if each.beside]
    single = [each for each in taggings if each.items and not each.several and not each.beside]
    without = [each for each in taggings if not each.items]
    chosen = list(lists)
    for some, most in (
        (beside, recipe.beside),
        (single, recipe.single),
        (without, recipe.unanswerable),
    ):
        chosen += random.sample(some, min(most, len(some)))
    random.shuffle(chosen)
    made: list[list[Tagging]] = []
    pool = 32 * recipe.batch
    for first in range(0, len(chosen), pool):
        alike = sorted(chosen[first : first + pool], key=lambda t: len(t.question) + len(t.text))
        cut = [alike[at : at + recipe.batch] for at in range(0, len(alike), recipe.batch)]
        random.shuffle(cut)
        made += cut
    return made


def to_batch(
    taggings: Sequence[Tagging], tokenizer: PreTrainedTokenizerBase
) -> tuple[dict[str, Any], torch.Tensor]:
    """Inputs of the model, and the tags (rows, tokens): 0 of none, 1 begins an item, 2 goes on."""
    encoded = tokenizer(
        [cut_question(each.question, tokenizer) for each in taggings],
        [each.text for each in taggings],
        truncation="only_second",
        max_length=MAX_LENGTH,
        padding=True,
        pad_to_multiple_of=rounded(1),
        return_offsets_mapping=True,
        return_tensors="pt",
    )
    offsets = encoded.pop("offset_mapping").tolist()
    labels = torch.full(encoded["input_ids"].shape, IGNORED)
    for row, tagging in enumerate(taggings):
        for token, part in enumerate(encoded.sequence_ids(row)):
            if part == 1:
                labels[row, token] = _tag(tagging.items, *offsets[row][token])
    return dict(encoded), labels


def _tag(items: Sequence[Interval], start: int, end: int) -> int:
    inside = next((first for first, last in items if first <= start and end <= last), None)
    return 0 if inside is None else 1 + (start > inside)


def tag_loss(begins: torch.Tensor, continues: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Cross-entropy of the tags, (rows, tokens) each; being of no item has the logit 0."""
    logits = torch.stack([torch.zeros_like(begins), begins, continues], dim=1)
    return nn.functional.cross_entropy(logits, labels, ignore_index=IGNORED)
