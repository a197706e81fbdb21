"""A model small enough to be trained in a test."""

from __future__ import annotations

from pathlib import Path

import torch
from transformers import BertConfig, BertModel, BertTokenizer
from transformers.utils import logging as transformers_logging


def save_tiny_bert(folder: Path, letters: str) -> Path:
    """Save a random BERT of two layers, 32 wide, which reads these letters."""
    transformers_logging.disable_progress_bar()
    torch.manual_seed(1)
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *letters, *(f"##{c}" for c in letters)]
    BertTokenizer(vocab={v: n for n, v in enumerate(vocabulary)}).save_pretrained(folder)
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
    )
    BertModel(config).save_pretrained(folder)
    return folder
