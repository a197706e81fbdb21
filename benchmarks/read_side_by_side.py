"""The same reader weights side by side: ten passages of 160 tokens a question, on two cores.

    python -m benchmarks.read_side_by_side SQUAD.json.gz [--halved SQUAD.json.gz] [--questions 200]

Left out are questions on articles of ``--halved`` that readers were trained on.
The passages are the question's own, cut to 160 tokens around the answer, and nine others of its
article. Sourcesay reads with its int8 export, the alternatives with torch, in both types of numbers
that a processor may be quick at. Results go to benchmarks/results/.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from random import Random

from benchmarks.outcome import publish, score
from benchmarks.systems import READERS, SOURCESAY, in_turns
from embeddings.exported import load_tokenizer
from qa.evaluation.testset import Case, TestSet, load_testset
from qa.reader import BUNDLED
from qa.training.data import learnt_articles

PASSAGES, TOKENS = 10, 160


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("squad", help="SQuAD JSON, plain or gzip'd")
    parser.add_argument("--halved", type=Path, help="SQuAD 2.0 JSON that was learnt from in part")
    parser.add_argument("--questions", type=int, default=200, help="drawn at random")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()

    testset = load_testset(options.squad)
    random = Random(options.seed)
    paragraphs = {d.source: d.text.split("\n\n") for d in testset.documents}
    texts = {d.source: d.text for d in testset.documents}
    learnt = learnt_articles(options.halved)
    tokenizer = load_tokenizer(BUNDLED["fast"])
    cases: list[Case] = []
    requests = []
    for case in random.sample(testset.cases, len(testset.cases)):
        if len(cases) == options.questions:
            break
        if not case.answerable or case.category in learnt:
            continue
        start = case.sources[0].start or 0
        text = texts[case.sources[0].file]
        first = text.rfind("\n\n", 0, start) + 2 if "\n\n" in text[:start] else 0
        own = text[first:].split("\n\n")[0]
        others = [p for p in paragraphs[case.sources[0].file] if p != own]
        cuts = [cut(tokenizer, own, start - first)]
        cuts += [cut(tokenizer, p, 0) for p in random.sample(others, len(others))]
        passages = [passage for passage in cuts if passage][:PASSAGES]
        if cuts[0] and len(passages) == PASSAGES:
            cases.append(case)
            requests.append({"question": case.question, "passages": passages})
    replies = in_turns(READERS, None, requests)
    systems = {name: score(cases, said, replies[SOURCESAY.name]) for name, said in replies.items()}
    job = {"questions": len(cases), "passages": PASSAGES, "tokens": TOKENS, "seed": options.seed}
    publish("reading", job, TestSet(testset.name, tuple(cases)), systems)


def cut(tokenizer, text: str, around: int) -> str | None:
    """160 tokens of the text with the character ``around`` among them; None if it is shorter."""
    offsets = tokenizer.encode(text, add_special_tokens=False).offsets
    if len(offsets) < TOKENS:
        return None
    at = next(n for n, (_, end) in enumerate(offsets) if end > around)
    first = min(max(at - TOKENS // 2, 0), len(offsets) - TOKENS)
    return text[offsets[first][0] : offsets[first + TOKENS - 1][1]]


if __name__ == "__main__":
    main()
