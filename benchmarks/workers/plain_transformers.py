"""Reads passages with the question-answering pipeline of transformers 4, the last to have one.

Settings of its documentation for a processor: the passages of a question in one batch, two
threads, no gradients; windows of 384 tokens that share 128, impossible answers allowed.
"""

import sys

import torch
from serving import THREADS, serve
from transformers import pipeline

reader, dtype = sys.argv[1:3]
torch.set_num_threads(THREADS)
answer = pipeline("question-answering", model=reader, tokenizer=reader, dtype=getattr(torch, dtype))


def read(request: dict) -> dict:
    passages = request["passages"]
    with torch.inference_mode():
        found = answer(
            question=[request["question"]] * len(passages),
            context=passages,
            handle_impossible_answer=True,
            max_seq_len=384,
            doc_stride=128,
            batch_size=len(passages),
        )
    found = found if isinstance(found, list) else [found]
    best = max((one for one in found if one["answer"]), key=lambda one: one["score"], default=None)
    return {"text": best["answer"] if best else None}


serve(read)
