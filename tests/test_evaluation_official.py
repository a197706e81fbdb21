"""The metrics equal those of SQuAD's own scripts on the same predictions."""

from __future__ import annotations

import string
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.passages import Document
from qa.evaluation import testset as testsets
from qa.evaluation.metrics import exact_match, f1
from qa.evaluation.run import evaluate
from qa.evaluation.testset import Case, load_testset
from tests.evaluation_fakes import ScriptedPipeline, answer, position
from tests.official_squad import f1_of_version_1, normalize_answer, version_1, version_2

DEV = load_testset(Path(__file__).parent / "questions" / "dev.jsonl")


def predictions(cases: tuple[Case, ...], seed: int) -> dict[str, str]:
    """Right, too long, too short, misspelt, wrong and withheld answers."""
    random = Random(seed)
    texts = [text for case in cases for text in case.accepted]
    ways = (
        lambda text: text,
        lambda text: text.upper(),
        lambda text: f"the {text}, “{random.choice(texts)}”",
        lambda text: " ".join(text.split()[1:]),
        lambda text: text.replace("e", random.choice(string.punctuation), 1),
        lambda text: random.choice(texts),
        lambda text: "",
    )
    return {
        case.id: random.choice(ways)(random.choice(case.accepted or texts)).strip()
        for case in cases
    }


@pytest.mark.parametrize("seed", range(3))
def test_a_run_scores_as_the_official_scripts_do(seed):
    predicted = predictions(DEV.cases, seed)
    given = {}
    for case in DEV.cases:
        text = predicted[case.id]
        said = (position(Document("d", "d", "d.txt", text), text),) if text else ()
        given[case.question] = answer(case.question, *said)
    asked_once = tuple({case.question: case for case in DEV.cases}.values())
    summary = evaluate(ScriptedPipeline(given), testsets.TestSet("dev", asked_once))["summary"]
    golds = {case.id: list(case.accepted) for case in asked_once}
    official = version_2(golds, predicted)
    ours = {
        "exact": summary["exact_match_all"],
        "f1": summary["f1_all"],
        "HasAns_exact": summary["exact_match"],
        "HasAns_f1": summary["f1"],
    }
    assert {name: 100 * found["value"] for name, found in ours.items()} == pytest.approx(
        {name: official[name] for name in ours}
    )
    assert 100 * (1 - summary["false_answer_rate"]["value"]) == pytest.approx(
        official["NoAns_exact"]
    )
    answerable = {identity: texts for identity, texts in golds.items() if texts}
    assert version_1(answerable, predicted) == pytest.approx(
        (official["HasAns_exact"], official["HasAns_f1"])
    )


WORDS = st.lists(
    st.sampled_from(
        ["the", "a", "An", "440", "graves", "U.S.", "north-east", "“quoted”", "—", "'s"]
    ),
    max_size=5,
).map(" ".join)


@given(predicted=WORDS, golds=st.lists(WORDS.filter(bool), min_size=1, max_size=3))
def test_every_text_scores_as_in_the_official_scripts(predicted, golds):
    official = version_2({"q": golds, "none": []}, {"q": predicted, "none": ""})
    assert 100 * exact_match(predicted, golds) == official["HasAns_exact"]
    assert 100 * f1(predicted, golds) == pytest.approx(official["HasAns_f1"])
    if normalize_answer(predicted) and all(map(normalize_answer, golds)):
        first = max(f1_of_version_1(predicted, gold) for gold in golds)
        assert f1(predicted, golds) == pytest.approx(first)
