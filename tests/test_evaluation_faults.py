"""Faults planted one by one, in a pipeline whose reader does as it is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from embeddings.library import Library
from embeddings.passages import Document, Passage
from qa import pipeline as pipeline_module
from qa.answers import Span
from qa.evaluation import testset as testsets
from qa.evaluation.faults import FaultFinder
from qa.evaluation.losses import bounds, losses, losses_table
from qa.evaluation.run import evaluate
from qa.evaluation.stages import BOUNDS, STAGES
from qa.evaluation.testset import Case, Claim, Evidence
from qa.pipeline import Pipeline, load_pipeline
from tests.conftest import ScriptedReader, WordEncoder, make_document
from tests.test_library import passages_of, put

DUG = make_document(
    "Prosecutors counted 445 graves. They dug all week in rain near the brewery. Ann. Bo wept.",
    "dug.txt",
)
TOWN = make_document("The town of Izium lost its brewery. Police counted 17 graves.", "town.txt")
RAN = make_document("A nurse (and cook) ran.", "ran.txt")
NOISE = [
    make_document(f"What was the harvest like in the village of number {n}?.", f"noise{n}.txt")
    for n in range(22)
]
FOOTER = Document(
    "foot.txt", "Footer", "foot.txt", "News. Photo by Carl.", ((0, 5),), boilerplate=((6, 20),)
)


def case(question: str, *answers: str, evidence: str = "", file: str = "dug.txt", **more) -> Case:
    return Case("c", question, bool(answers), answers, sources=(Evidence(file, evidence),), **more)


GRAVES = case("How many graves?", "445", evidence="Prosecutors counted 445 graves.")
HARVEST = case("What was the harvest like?", "bad", evidence="It was bad.", file="late.txt")
DIFFER = replace(
    case("How many graves?", "445 graves", "445", evidence="Prosecutors counted 445 graves."),
    disagreement=(Claim("445", "dug.txt", "1"), Claim("17", "town.txt", "2")),
)


@pytest.fixture
def pipeline(tmp_path: Path, calibration, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pipeline_module, "calibration_of", lambda _: calibration)
    with Library.create(tmp_path, "words", 256) as library:
        for document in (DUG, TOWN, RAN, *NOISE, FOOTER, make_document("It was bad.", "late.txt")):
            put(library, document)
        yield load_pipeline(library, WordEncoder(), ScriptedReader({}))


def fault_of(pipeline: Pipeline, one: Case, proposed: dict[str, float]):
    pipeline.reader.scores = proposed  # type: ignore[attr-defined]
    testset = testsets.TestSet("set", (one,))
    [result] = evaluate(pipeline, testset, finder=FaultFinder(pipeline))["cases"]
    return result["fault"]


@pytest.mark.parametrize(
    ("one", "proposed", "stage", "seen"),
    [
        (replace(GRAVES, sources=(Evidence("z.txt", "445"),)), {}, "not loaded", STAGES),
        (
            case("Who took it?", "Carl", evidence="Photo by Carl.", file="foot.txt"),
            {},
            "boilerplate",
            STAGES,
        ),
        (
            case("Who was it?", "Ann. Bo wept", evidence="Ann. Bo wept."),
            {"Ann": 1.0},
            "not split well",
            STAGES,
        ),
        (
            case("🙂🙂", "Ann", evidence="Ann."),
            {"Ann": 9.0},
            "taken for no question",
            "read as “🙂🙂”",
        ),
        (
            case("Who? " * 300, "Ann", evidence="Ann."),
            {"Ann": 9.0},
            "taken for no question",
            "the question has 1,499 characters; ask in at most 1,000",
        ),
        (HARVEST, {"village": 1.0, "bad": 3.0}, "not retrieved", "passage 23 of those found"),
        (
            GRAVES,
            {"Prosecutors counted 445 graves": 1.0, "17": 0.5},
            "not read",
            "passage 1 of those found; the nearest it proposes there: "
            "“Prosecutors counted 445 graves”",
        ),
        (
            case("Who ran?", "nurse (and", evidence="nurse (and", file="ran.txt"),
            {"nurse (and": 3.0, "445 graves": 1.0},
            "ruled out",
            "“nurse (and” was proposed",
        ),
        (
            case("Did they dig?", "dug", evidence="They dug all week in rain"),
            {"dug": 3.0},
            "wrong extent",
            "“dug” was proposed, and became “They dug all week in rain near the brewery” at 91%",
        ),
        (
            GRAVES,
            {"445 graves": 1.0, "17 graves": 2.0},
            "not chosen",
            "“445 graves” at 73% was proposed, “17 graves” at 79% preferred",
        ),
        (
            GRAVES,
            {"445": -1.0},
            "wrongly refused",
            "“445” at 27% is below the threshold 50%",
        ),
        (
            Case("c", "How many graves did Carl dig?", False),
            {"17": 2.0},
            "wrongly answered",
            "“17” at 79%",
        ),
        (DIFFER, {"445": 2.0}, "wrongly grouped", "the sources differ, and that is not shown"),
        (
            replace(
                case("Which places were named?", "Izium", evidence="The town of Izium"),
                answers_all=("Izium",),
                sources=(Evidence("town.txt", "The town of Izium lost its brewery."),),
            ),
            {"Izium": 9.0, "rain": 8.0},
            "wrongly grouped",
            "50% of what is shown are items of the list",
        ),
        (GRAVES, {"445 graves": 2.0}, "not exact", "“445 graves”, accepted “445”"),
    ],
    ids=lambda value: value if isinstance(value, str) and value in STAGES else "",
)
def test_the_first_stage_that_went_wrong_is_to_blame(pipeline, one, proposed, stage, seen):
    fault = fault_of(pipeline, one, proposed)
    assert fault["stage"] == stage
    assert fault["seen"] == (STAGES[stage] if seen is STAGES else seen)


@pytest.mark.parametrize(
    ("one", "proposed"),
    [(GRAVES, {"445": 2.0}), (Case("c", "Who sang?", False), {"17": -2.0})],
)
def test_a_case_without_fault(pipeline, one, proposed):
    assert fault_of(pipeline, one, proposed) is None


def test_a_wrong_proposal_is_not_blamed_on_refusing_it(pipeline):
    fault = fault_of(pipeline, GRAVES, {"445 graves": -3.0, "17 graves": -2.0})
    assert (fault["stage"], fault["passage"], fault["document"]) == ("not chosen", True, True)
    assert fault["bounds"] == dict.fromkeys(BOUNDS, 0.0) | {
        "choice and refusal": pytest.approx(2 / 3),
        "all": pytest.approx(2 / 3),
    }


class ShortSighted(ScriptedReader):
    """Overlooks a document's passages where it reads many."""

    def read(self, question: str, passages: Sequence[Passage]) -> list[Span]:
        seen = [p for p in passages if len(passages) < 5 or p.document.id != "dug.txt"]
        return super().read(question, seen)


def test_what_only_a_full_reading_overlooks_is_crowded_out(pipeline):
    pipeline.reader = ShortSighted({})
    fault = fault_of(pipeline, GRAVES, {"445": 3.0, "17 graves": 2.0})
    assert (fault["stage"], fault["seen"]) == (
        "crowded out",
        "passage 1 of those found; read alone it proposes “445”",
    )
    assert fault["alone"] == {"passage": "“445” at 95%", "document": "“445” at 95%"}
    assert [each["text"] for each in fault["proposed"]] == ["17 graves"]


def test_answers_to_choose_from_are_kept_with_their_places(pipeline):
    fault = fault_of(pipeline, GRAVES, {"445": 1.0, "17 graves": 2.0})
    [first, second] = fault["proposed"]
    assert (first["text"], first["right"], first["file"]) == ("17 graves", False, "town.txt")
    assert second == {
        "text": "445",
        "confidence": pytest.approx(0.731, abs=0.001),
        "right": True,
        "file": "dug.txt",
        "excerpt": "Prosecutors counted 445 graves.",
        "rank": 1,
    }


def test_what_would_be_refused_even_if_it_were_chosen_is_told(pipeline):
    fault = fault_of(pipeline, GRAVES, {"445": -3.0, "17 graves": -2.0})
    assert fault["seen"].endswith("preferred; both would be refused")


def test_what_perfect_parts_would_bring(pipeline):
    missed = fault_of(pipeline, HARVEST, {"village": 1.0, "bad": 3.0})
    assert missed["bounds"] == {
        **dict.fromkeys(("passages", "document", "ranking", "all"), 1.0),
        **dict.fromkeys(("choice", "refusal", "choice and refusal"), 0.0),
    }
    beaten = fault_of(pipeline, GRAVES, {"445": 1.0, "17 graves": 2.0})
    assert beaten["bounds"] == {
        **dict.fromkeys(("passages", "refusal"), 0.0),
        **dict.fromkeys(("document", "ranking", "choice", "choice and refusal", "all"), 1.0),
    }
    false = fault_of(pipeline, Case("c", "How many graves did Carl dig?", False), {"17": 2.0})
    assert false["bounds"] == dict.fromkeys(BOUNDS, 0.0) | dict.fromkeys(
        ("refusal", "choice and refusal", "all"), 1.0
    )


def test_faults_leave_the_pipeline_as_it_was(pipeline):
    reader = pipeline.reader
    fault_of(pipeline, GRAVES, {"445": -1.0})
    assert pipeline.reader is reader


def result(identity: str, f1: float, stage: str | None, **bounds: float):
    reached = dict.fromkeys(BOUNDS, f1) | bounds
    alone = {"passage": bool(bounds), "document": False}
    fault = {"stage": stage, "bounds": reached, "seen": "", **alone} if stage else None
    return {"id": identity, "scores": {"f1": f1}, "answer": {}, "fault": fault}


CASES = [
    result("c1", 1.0, None),
    result("c2", 0.0, "not read"),
    result("c3", 0.0, "not chosen", choice=1.0),
    result("c4", 0.5, "not exact", choice=1.0),
    result("c5", 0.0, "not chosen"),
]


def test_losses_by_stage_add_up_to_what_is_missing():
    found = losses(CASES)
    assert [(loss.stage, loss.cases, loss.f1["value"], loss.passage) for loss in found] == [
        ("not read", ("c2",), pytest.approx(0.2), 0),
        ("not chosen", ("c3", "c5"), pytest.approx(0.4), 1),
        ("not exact", ("c4",), pytest.approx(0.1), 1),
    ]
    assert sum(loss.f1["value"] for loss in found) + 1.5 / 5 == pytest.approx(1)


def test_bounds_are_means_over_all_questions():
    found = {bound.part: bound for bound in bounds(CASES)}
    assert list(found) == list(BOUNDS)
    assert (found["choice"].f1, found["choice"].gain["value"]) == (
        pytest.approx(0.6),
        pytest.approx(0.3),
    )
    assert (found["ranking"].f1, found["ranking"].gain["value"]) == (pytest.approx(0.3), 0)


def test_losses_as_tables():
    lines = losses_table(CASES).splitlines()
    assert [line.split("|")[1].strip() for line in lines[2:5]] == [
        *("not chosen", "not read", "not exact")
    ]
    assert "| -0.400 " in lines[2]
    assert bounds([]) == losses([]) == []


def test_passages_of_a_document_come_in_order(pipeline):
    assert pipeline.library.passages_of("town.txt") == passages_of(TOWN)
    assert isinstance(pipeline.library.passages_of("town.txt")[0], Passage)
