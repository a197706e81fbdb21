"""The two question sets keep their format, quote the sources exactly and share no facts."""

import json
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
QUESTIONS = ROOT / "tests" / "questions"
TEXTS = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "seeds").glob("*.txt")}
NAMES = ("dev", "test")
ANSWERABLE, UNANSWERABLE, PER_CATEGORY = 110, 36, 6
CATEGORIES = {
    "who",
    "when",
    "where",
    "how-many",
    "how-long",
    "why",
    "how",
    "what",
    "list",
    "yes-no",
    "who-said",
    "agreement",
    "disagreement",
    "variant",
    "lay",
    "follow-up",
    "typo",
}
SUBTYPES = {"near-miss", "same-topic", "off-topic", "hostile", "nonsense", "opinion"}
REQUIRED = {
    "id",
    "question",
    "history",
    "answerable",
    "answers",
    "answers_all",
    "sources",
    "disagreement",
    "category",
}
OPTIONAL = {"polarity", "subtype", "disagreement_optional"}


def load(name):
    lines = (QUESTIONS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


SETS = {name: load(name) for name in NAMES}


def question_key(row):
    return (" ".join(row["question"].lower().split()), tuple(row["history"]))


def evidence_spans(rows):
    """(file, start, end, id) of every piece of evidence."""
    for row in rows:
        for source in row["sources"]:
            start = TEXTS[source["file"]].index(source["evidence"])
            yield source["file"], start, start + len(source["evidence"]), row["id"]


def malformed(row):
    """What is wrong with the fields of ``row``, by name of the rule."""
    lists = [row[field] for field in ("history", "answers", "answers_all")]
    rules = {
        "fields": set(row) - OPTIONAL == REQUIRED,
        "question": row["question"].strip() == row["question"] != "",
        "texts": all(isinstance(item, str) and item for items in lists for item in items),
        "repeats": all(len(set(items)) == len(items) for items in lists),
    }
    if row["answerable"]:
        rules |= {
            "category": row["category"] in CATEGORIES,
            "subtype": "subtype" not in row,
            "answers": bool(row["answers"] or row["answers_all"]),
            "sources": bool(row["sources"]),
        }
    else:
        rules |= {
            "category": row["category"] == "unanswerable",
            "subtype": row.get("subtype") in SUBTYPES,
            "answers": row["answers"] == row["answers_all"] == row["sources"] == [],
            "disagreement": row["disagreement"] is None,
        }
    return [rule for rule, holds in rules.items() if not holds]


def incomplete(row):
    """What the category of an answerable ``row`` asks for and ``row`` lacks."""
    files = {source["file"] for source in row["sources"]}
    differing = row["disagreement"] or []
    rules = {
        "polarity": row.get("polarity", "yes") in ("yes", "no"),
        "groups": not differing or len({item["group"] for item in differing}) >= 2,
        "optional": bool(differing) or "disagreement_optional" not in row,
        "list": bool(row["answers_all"]) == (row["category"] == "list"),
        "yes-no": row["category"] != "yes-no" or "polarity" in row,
        "follow-up": row["category"] != "follow-up" or bool(row["history"]),
        "agreement": row["category"] != "agreement" or (len(files) >= 2 and not differing),
        "disagreement": row["category"] != "disagreement" or bool(differing),
    }
    return [rule for rule, holds in rules.items() if not holds]


def misquoted(row):
    """Texts in ``row`` that are not verbatim, or first answers and items without evidence."""
    files = {source["file"] for source in row["sources"]}
    evidence = [(source["file"], source["evidence"]) for source in row["sources"]]
    wrong = [text for file, text in evidence if TEXTS[file].count(text) != 1]
    for answer in row["answers"] + row["answers_all"]:
        if not any(answer in TEXTS[file] for file in files):
            wrong.append(answer)
    for answer in row["answers"][:1] + row["answers_all"]:
        if not any(answer in text for _, text in evidence):
            wrong.append(answer)
    for item in row["disagreement"] or []:
        if not any(item["file"] == file and item["answer"] in text for file, text in evidence):
            wrong.append(item["answer"])
    return wrong


@pytest.mark.parametrize("name", NAMES)
def test_rows_have_the_fields_of_the_format(name):
    assert {row["id"]: wrong for row in SETS[name] if (wrong := malformed(row))} == {}


@pytest.mark.parametrize("name", NAMES)
def test_rows_have_what_their_category_needs(name):
    rows = [row for row in SETS[name] if row["answerable"]]
    assert {row["id"]: wrong for row in rows if (wrong := incomplete(row))} == {}


@pytest.mark.parametrize("name", NAMES)
def test_answers_and_evidence_are_verbatim(name):
    assert {row["id"]: wrong for row in SETS[name] if (wrong := misquoted(row))} == {}


@pytest.mark.parametrize("name", NAMES)
def test_ids_run_from_one_and_no_question_is_asked_twice(name):
    rows = SETS[name]
    assert [row["id"] for row in rows] == [f"{name}-{n:03d}" for n in range(1, len(rows) + 1)]
    assert [key for key, n in Counter(map(question_key, rows)).items() if n > 1] == []


@pytest.mark.parametrize("name", NAMES)
def test_set_is_large_enough_in_every_category(name):
    counts = Counter(row["category"] for row in SETS[name])
    subtypes = {row["subtype"] for row in SETS[name] if not row["answerable"]}
    assert counts["unanswerable"] >= UNANSWERABLE
    assert len(SETS[name]) - counts["unanswerable"] >= ANSWERABLE
    assert {category for category in CATEGORIES if counts[category] < PER_CATEGORY} == set()
    assert subtypes == SUBTYPES


def test_sets_share_no_question():
    dev, test = ({row["question"].lower() for row in SETS[name]} for name in NAMES)
    assert dev & test == set()


def test_sets_share_no_fact():
    test_spans = list(evidence_spans(SETS["test"]))
    shared = [
        (dev_id, test_id)
        for file, start, end, dev_id in evidence_spans(SETS["dev"])
        for other, other_start, other_end, test_id in test_spans
        if file == other and start < other_end and other_start < end
    ]
    assert shared == []
