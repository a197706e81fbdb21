"""Questions answered from many paragraphs, side by side, with the same encoder and reader weights.

    python -m benchmarks.answer_side_by_side SQUAD.json.gz --distractors TRAIN.json.gz
        [--halved SQUAD.json.gz] [--paragraphs 20000] [--questions 500] [--name squad]
    python -m benchmarks.answer_side_by_side tests/questions/dev.jsonl --sources seeds
        --name project

Every system gets the same texts and does the rest itself: paragraphs of SQuAD, or Sourcesay's own
passages of the sources, boilerplate left out. Questions with a history are left out: not every
system takes one; so are those on articles of ``--halved`` that readers were trained on. Vectors of
the texts are kept in the cache folder: on two slow cores the first run takes each system up to an
hour to encode 20,000 paragraphs, and goes on where it was stopped. Results go to
benchmarks/results/.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from random import Random

from benchmarks.outcome import publish, score
from benchmarks.systems import ANSWERERS, SOURCESAY, in_turns
from embeddings.loaders import load
from embeddings.passages import Document
from embeddings.sources import find_sources
from embeddings.split import split
from qa.evaluation.squad import paragraphs
from qa.evaluation.testset import TestSet, load_testset
from qa.training.data import learnt_articles


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("testset", help="SQuAD JSON, plain or gzip'd, or JSON lines")
    parser.add_argument("--sources", type=Path, help="the folder that JSON lines are about")
    parser.add_argument("--distractors", help="SQuAD JSON whose paragraphs are added")
    parser.add_argument("--halved", type=Path, help="SQuAD 2.0 JSON that was learnt from in part")
    parser.add_argument("--paragraphs", type=int, default=20_000, help="in all")
    parser.add_argument("--questions", type=int, default=500, help="at most, drawn at random")
    parser.add_argument("--name", default="squad", help="of the results")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()

    testset = load_testset(options.testset)
    random = Random(options.seed)
    if options.sources:
        documents = [d for d in load(find_sources([options.sources])) if isinstance(d, Document)]
        texts = [passage.text for document in documents for passage in split(document)]
    else:
        texts = list(dict.fromkeys(paragraphs(testset.documents)))
    if options.distractors:
        distracting = dict.fromkeys(paragraphs(load_testset(options.distractors).documents))
        taken = set(texts)
        more = [text for text in distracting if text not in taken]
        texts += random.sample(more, max(0, min(options.paragraphs - len(texts), len(more))))
    learnt = learnt_articles(options.halved)
    alone = [c for c in testset.cases if not c.history and c.article not in learnt]
    cases = random.sample(alone, min(options.questions, len(alone)))
    requests = [{"question": case.question} for case in cases]
    replies = in_turns(ANSWERERS, {"documents": texts}, requests)
    systems = {name: score(cases, said, replies[SOURCESAY.name]) for name, said in replies.items()}
    job = {"questions": len(cases), "texts": len(texts), "seed": options.seed}
    publish(options.name, job, TestSet(testset.name, tuple(cases), testset.documents), systems)


if __name__ == "__main__":
    main()
