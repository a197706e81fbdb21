"""A trained reader as a directory: float16 weights, tokenizer, settings and model card."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import torch
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from qa.training.mixture import Sources

CARD = """---
license: apache-2.0
language: en
pipeline_tag: question-answering
---

# An extractive reader

{base} (Apache-2.0) with a span head, fine-tuned for extractive question answering. {weights}
Inputs: question first, passage second. Both ends at the first token mean "the passage does not
answer".

## Data

{data}

## Training

{date}, {parameters:,} parameters. Settings:

```json
{settings}
```

## Scores

Not measured yet.
"""


FLOAT16 = "Weights are float16: load with `dtype=torch.float32`."
INT8 = "An ONNX graph with weights of 8 bits; `sourcesay restore-reader` makes floats of them."

KINDS = {
    "squad": "SQuAD 1.1 train (Rajpurkar et al. 2016), CC BY-SA 4.0, and unanswerable questions "
    "made of it by\n  rule: similar paragraphs without the answer, and rewritten questions (names, "
    "numbers and dates\n  swapped, opposites, negation)",
    "extra": "unanswerable questions of SQuAD 2.0 train (Rajpurkar et al. 2018), CC BY-SA 4.0",
    "sentences": "QAMR (Michael et al. 2018), MIT",
    "halved": "questions on every second article of half of SQuAD 2.0 dev, CC BY-SA 4.0; the "
    "others are\n  not learnt from",
    "written": "articles and questions written for it (qa/training/written), CC0",
    "further": "questions written on paragraphs of SQuAD 1.1 train, CC BY-SA 4.0, and on sets "
    "of passages,\n  CC0 (qa/training/further)",
}
"""What each field of the mixture's sources holds; its README has the details."""


def data_lines(sources: Sources) -> str:
    """What a run learnt from, as lines of Markdown."""
    return "\n".join(f"- {text}" for kind, text in KINDS.items() if getattr(sources, kind))


def save_reader(
    model: PreTrainedModel,
    tokenizer: PreTrainedTokenizerBase,
    directory: Path,
    settings: Mapping[str, str | int | float],
    data: str = "That of the reader it was made from.",
) -> None:
    """Write the reader to a directory, which is made; the card's scores are left open.

    ``data`` is what it learnt from, in Markdown. The tokenizer is saved without the truncation
    and padding it was last used with.
    """
    directory.mkdir(parents=True, exist_ok=True)
    tokenizer.backend_tokenizer.no_truncation()
    tokenizer.backend_tokenizer.no_padding()
    tokenizer.save_pretrained(directory)
    halves = {name: weight.to(torch.float16) for name, weight in model.state_dict().items()}
    model.save_pretrained(directory, state_dict=halves)
    config = directory / "config.json"
    saved = json.loads(config.read_text(encoding="utf-8"))
    config.write_text(json.dumps({**saved, "dtype": "float16"}, indent=2), encoding="utf-8")
    base = Path(str(settings["base"])).name
    card = CARD.format(
        base=base,
        weights=FLOAT16,
        data=data,
        date=datetime.now(UTC).date().isoformat(),
        parameters=sum(p.numel() for p in model.parameters()),
        settings=json.dumps({**settings, "base": base}, indent=2),
    )
    (directory / "README.md").write_text(card, encoding="utf-8")
