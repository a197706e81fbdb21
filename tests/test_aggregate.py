import pytest

from embeddings.passages import Passage
from qa.aggregate import aggregate, lead
from qa.answers import Span
from qa.confidence import Calibration
from qa.conflict import Conflict
from qa.extent import full_extent
from tests.conftest import ScriptedTagger, WordEncoder, make_document

TEXT = "They counted the 445 graves. Then “445 graves” again, and – two. …"


def span(text: str, score: float, source: str = "a.txt") -> Span:
    document = make_document(TEXT, source)
    start = TEXT.index(text)
    return Span(Passage(document, 0, len(TEXT)), start, start + len(text), score)


@pytest.mark.parametrize(
    ("spans", "text", "cited"),
    [
        ([span("445 graves", 2.0)], "445 graves", ["a.txt"]),
        (
            [span("445 graves", 2.0), span("the 445 graves", 1.0, "b.txt")],
            "445 graves",
            ["a.txt", "b.txt"],
        ),
        ([span("445 graves", 2.0), span("“445 graves”", 1.0)], "445 graves", ["a.txt"]),
        ([span("445 graves", 2.0), span("445 graves", -1.0, "b.txt")], "445 graves", ["a.txt"]),
        ([span("445", 2.0), span("two", 1.0, "b.txt")], "445", ["a.txt"]),
        ([span("…", 9.0), span("two", 1.0)], "two", ["a.txt"]),
        ([span("two", -3.0), span("two", -4.0, "b.txt")], "two", ["a.txt"]),
    ],
)
def test_equal_answers_become_one_position(spans, text, cited, calibration: Calibration) -> None:
    proposal = aggregate("How many did they count?", spans, calibration)
    assert proposal is not None
    position = proposal.best
    assert position.text == text
    assert [(c.number, c.document.source) for c in position.citations] == list(enumerate(cited, 1))
    best = next(span for span in spans if span.text == text)
    assert position.confidence == calibration.probability(best.score)
    assert proposal.score == best.score


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ([], 8.0),
        ([span("the 445 graves", 2.5)], 8.0),  # the same with other borders
        ([span("445", 2.5, "b.txt")], 8.0),  # the same elsewhere
        ([span("two", 4.0), span("two", 0.5, "b.txt")], 2.5),  # what stands above does not count
        ([span("two", -9.0)], 8.0),
    ],
)
def test_lead_is_the_distance_to_the_next_different_answer(others, expected) -> None:
    best = span("445 graves", 3.0)
    assert lead(best, [best, *others]) == expected


@pytest.mark.parametrize("spans", [[], [span("…", 5.0)]])
def test_nothing_said_is_no_position(spans, calibration: Calibration) -> None:
    assert aggregate("How many?", spans, calibration) is None


REPORT = (
    "“We counted more than 440 graves,” said Olena Koval, the prosecutor. Dozens fled. "
    "The list – 17."
)


@pytest.mark.parametrize(
    ("answer", "text", "attribution"),
    [
        ("440", "more than 440", "Olena Koval, the prosecutor"),
        ("440 graves", "more than 440 graves", "Olena Koval, the prosecutor"),
        ("Dozens", "Dozens", None),
        ("list – 17", "17", None),
    ],
)
def test_bounds_and_speaker_stay_with_the_answer(answer, text, attribution, calibration) -> None:
    passage = Passage(make_document(REPORT), 0, len(REPORT))
    start = REPORT.index(answer)
    spans = [Span(passage, start, start + len(answer), 1.0)]
    proposal = aggregate("How many were there?", spans, calibration)
    assert proposal is not None
    assert (proposal.best.text, proposal.best.attribution) == (text, attribution)


TOOLS = {"axes": 0.97, "saws": 0.65, "ropes": 0.96, "police": 0.6}


TOOL, WHAT, ALL = "Which tools were found?", "What was found?", "axes, saws and ropes"


@pytest.mark.parametrize(
    ("question", "answer", "items", "text", "parts"),
    [
        (TOOL, "saws", TOOLS, ALL, ["axes", "saws", "ropes"]),  # "police" is too unlikely
        (TOOL, "axes, saws", TOOLS, ALL, ["axes", "saws", "ropes"]),
        (TOOL, "saws", {}, "saws", []),
        (
            TOOL,
            "police found axes",
            TOOLS,
            f"police found {ALL}",
            ["police", "axes", "ropes"],
        ),
        # where one thing may be asked for, two must be sure, or two of the answer likely
        (WHAT, "saws", TOOLS, "saws", ["axes", "saws", "ropes"]),
        (WHAT, "axes", TOOLS, "axes", ["axes", "ropes"]),
        (WHAT, "saws", {**TOOLS, "axes": 0.89}, "saws", []),
        (WHAT, "axes, saws", {"axes": 0.8, "saws": 0.7}, "axes, saws", ["axes", "saws"]),
        (WHAT, "axes, saws", {"axes": 0.8, "saws": 0.6}, "axes, saws", []),
        (WHAT, "saws and", {"saws": 0.9, "and": 0.9}, "saws and", []),  # "and" tells nothing
        (WHAT, "May", TOOLS, "May", []),  # the answer is none of them
        ("Which people came?", "Jan", TOOLS, "Jan", []),
        ("Did the police find axes?", "axes", TOOLS, f"In May the police found {ALL}", []),
    ],
)
def test_answer_reaches_as_far_as_the_question_asks(
    question, answer, items, text, parts, calibration
) -> None:
    source = "In May the police found axes, saws and ropes. Jan came."
    passage = Passage(make_document(source), 0, len(source))
    start = source.index(answer)
    span = Span(passage, start, start + len(answer), 1.0)
    proposal = aggregate(question, [span], calibration, tagger=ScriptedTagger(items))
    assert proposal is not None
    assert (proposal.best.text, [p.text for p in proposal.parts]) == (text, parts)
    assert [p.citations[0].number for p in proposal.parts] == list(range(1, len(parts) + 1))


def test_words_that_tell_nothing_are_no_items(calibration) -> None:
    source = "They took axes if they could, not saws."
    passage = Passage(make_document(source), 0, len(source))
    span = Span(passage, source.index("axes"), source.index("axes") + 4, 1.0)
    tagger = ScriptedTagger({"axes": 0.95, "if": 0.95, "not": 0.95})
    proposal = aggregate(WHAT, [span], calibration, tagger=tagger)
    assert proposal is not None
    assert proposal.parts == ()


def test_items_of_the_next_sentence_are_parts_and_the_text_keeps_to_one_sentence(
    calibration,
) -> None:
    source = "They found axes and saws. They found ropes too."
    passage = Passage(make_document(source), 0, len(source))
    span = Span(passage, source.index("saws"), source.index("saws") + 4, 1.0)
    tagger = ScriptedTagger(dict.fromkeys(("axes", "saws", "ropes"), 0.9))
    proposal = aggregate("Which tools were found?", [span], calibration, tagger=tagger)
    assert proposal is not None
    assert proposal.best.text == "axes and saws"
    assert [part.text for part in proposal.parts] == ["axes", "saws", "ropes"]
    assert [part.citations[0].excerpt for part in proposal.parts] == [
        "They found axes and saws.",
        "They found axes and saws.",
        "They found ropes too.",
    ]


@pytest.mark.parametrize(("other", "stance"), [("Ben took a cart.", 2), ("Ben took axes.", 1)])
def test_items_do_not_hide_what_other_sources_say(other, stance, calibration) -> None:
    documents = [make_document("Ada took axes and saws.", "a.txt"), make_document(other, "b.txt")]
    spans = []
    for document, answer, score in zip(documents, ("axes", other[9:-1]), (4.0, 3.9), strict=True):
        start = document.text.index(answer)
        passage = Passage(document, 0, len(document.text))
        spans.append(Span(passage, start, start + len(answer), score))
    conflict = Conflict((0.0,) * 10, 9.0, 0.5)  # takes all to be of the same
    tagger = ScriptedTagger({"axes": 0.97, "saws": 0.97})
    alone = aggregate("What was taken?", spans[:1], calibration, tagger=tagger)
    both = aggregate("What was taken?", spans, calibration, conflict=conflict, tagger=tagger)
    assert alone is not None
    assert both is not None
    assert [part.text for part in alone.parts] == ["axes", "saws"]
    assert (len(both.positions), both.parts) == (stance, ())


def test_list_takes_the_items_of_other_sentences(calibration) -> None:
    text = (
        "They found axes and saws. It rained. It was cold. "
        "Later they found saws, ropes, nails, Nails. It rained. They saw a cart."
    )
    passage = Passage(make_document(text), 0, len(text))
    spans = [
        Span(passage, text.index(answer), text.index(answer) + len(answer), score)
        for answer, score in (("axes", 4.0), ("ropes, nails", 3.0), ("a cart", 0.5))
    ]
    tagger = ScriptedTagger(dict.fromkeys(("axes", "saws", "ropes", "nails", "Nails"), 0.9))
    proposal = aggregate("Which tools were found?", spans, calibration, tagger=tagger)
    assert proposal is not None
    assert [part.text for part in proposal.parts] == ["axes", "saws", "ropes", "nails"]
    assert [part.citations[0].number for part in proposal.parts] == [1, 2, 3, 4]


def far(text: str, score: float, source: str) -> Span:
    document = make_document(text, source)
    start = next(i for i, c in enumerate(text) if c.isdigit())
    return Span(Passage(document, 0, len(text)), start, start + 3, score)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["There were 443 graves.", "There were 445 graves."], [["443"], ["445"]]),
        (["There were 443 graves.", "There were 443 graves."], [["443", "443"]]),
        (["There were about 450 graves.", "I saw 445 graves."], [["about 450"], ["445"]]),
        (["There were 443 graves.", "At least 440 graves."], [["443"]]),
        (["There were 443 graves.", "There were 445 tanks."], [["443"]]),
    ],
)
def test_differing_figures_stand_side_by_side(texts, expected, calibration, conflict) -> None:
    spans = [far(text, 4.0 - i, f"{i}.txt") for i, text in enumerate(texts)]
    spans = [full_extent("how-many", span) for span in spans]
    proposal = aggregate("How many graves were there?", spans, calibration, conflict=conflict)
    assert proposal is not None
    found = [[c.span.text for c in position.citations] for position in proposal.positions]
    assert found == expected
    numbers = [c.number for position in proposal.positions for c in position.citations]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize(
    ("question", "texts", "answers", "expected"),
    [
        (
            "How were the graves marked?",
            ["With wooden crosses.", "They had numbers."],
            ["wooden crosses", "numbers"],
            [["wooden crosses"], ["numbers"]],
        ),
        (
            "How were the graves marked?",
            ["With wooden crosses.", "They had crosses."],
            ["wooden crosses", "crosses"],
            [["wooden crosses", "crosses"]],
        ),
        (
            "Where did they stop?",
            ["At a school in Brno.", "At a bridge in Brno."],
            ["a school in Brno", "a bridge in Brno"],
            [["a school in Brno"]],
        ),
        ("Who led them?", ["It was Ada.", "It was Ben."], ["Ada", "Ben"], [["Ada"], ["Ben"]]),
        ("Why did they flee?", ["Ice came.", "War came."], ["Ice", "War"], [["Ice"]]),
        (
            "How long did it last?",
            ["It took five months.", "It took six months."],
            ["five months", "six months"],
            [["five months"], ["six months"]],
        ),
    ],
)
def test_differing_words_stand_side_by_side(
    question, texts, answers, expected, calibration, conflict
):
    spans = []
    for i, (text, answer) in enumerate(zip(texts, answers, strict=True)):
        passage = Passage(make_document(text, f"{i}.txt"), 0, len(text))
        start = text.index(answer)
        spans.append(Span(passage, start, start + len(answer), 4.0 - i))
    proposal = aggregate(question, spans, calibration, conflict=conflict)
    assert proposal is not None
    found = [[c.span.text for c in position.citations] for position in proposal.positions]
    assert found == expected


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ("Ben counted 445 graves in the forest.", ["443", "445"]),
        ("A shell hit 445 trees by noon.", ["443"]),
    ],
)
def test_a_sentence_about_something_else_does_not_differ(
    other, expected, calibration, conflict
) -> None:
    texts = ["Ada counted 443 graves in the forest.", other]
    spans = [far(text, 4.0 - i, f"{i}.txt") for i, text in enumerate(texts)]
    proposal = aggregate("How many graves were there?", spans, calibration, WordEncoder(), conflict)
    assert proposal is not None
    assert [position.text for position in proposal.positions] == expected


def test_unlikely_figures_of_others_are_not_held_against_the_best(calibration, conflict) -> None:
    spans = [far("There were 443 graves.", 3.0, "a"), far("There were 445 graves.", 0.5, "b")]
    proposal = aggregate("How many graves were there?", spans, calibration, conflict=conflict)
    assert proposal is not None
    assert [position.text for position in proposal.positions] == ["443"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada counted 443 graves. Ben counted 445 graves.", ["443", "445"]),
        ("Ada counted 443 graves, Ben 445 graves.", ["443"]),  # one sentence shows both
        ("Ada counted 443 graves. There are 443 graves.", ["443"]),
    ],
)
def test_two_sentences_of_one_source_can_differ(text, expected, calibration, conflict) -> None:
    passage = Passage(make_document(text), 0, len(text))
    starts = [text.index("443"), text.rindex("44")]
    spans = [Span(passage, start, start + 3, 4.0 - i) for i, start in enumerate(starts)]
    proposal = aggregate("How many graves were there?", spans, calibration, conflict=conflict)
    assert proposal is not None
    assert [position.text for position in proposal.positions] == expected
