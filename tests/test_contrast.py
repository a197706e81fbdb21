import pytest

from embeddings.passages import Passage
from qa.answers import Span
from qa.contrast import contrary
from qa.questions.kinds import question_kind
from qa.values.denial import denies
from tests.conftest import make_document


def whole(text: str) -> Span:
    return Span(Passage(make_document(text + "."), 0, len(text) + 1), 0, len(text), 1.0)


@pytest.mark.parametrize(
    ("question", "a", "b", "expected"),
    [
        ("How many fled?", "443 people", "445 people", True),
        ("How many fled?", "at least 440 people", "443 people", False),
        ("How long did it last?", "five months", "six months", True),
        ("How long did it last?", "it went on for 70 minutes", "an hour and ten minutes", False),
        ("How long did it last?", "it went on for 70 minutes", "two hours and ten minutes", True),
        ("How long did it last?", "within 20 minutes", "half an hour", True),
        ("How long did it last?", "between 40 and 50 minutes", "an hour", True),
        ("How long did it last?", "between 40 and 50 minutes", "45 minutes", False),
        ("How long did it last?", "within 20 minutes", "a quarter of an hour", False),
        ("How many were there?", "There had been 112 people", "it counts 121 dead", True),
        ("How many were there?", "sixteen bodies", "17 men", True),
        ("How many were there?", "sixteen bodies", "16 men", False),
        ("How many were there?", "17 soldiers", "16 graves", False),
        ("How many were there?", "two of the three graves", "of 130 graves 18 were opened", False),
        ("How many were there?", "17 bodies", "14 of them", True),
        ("How many were there?", "17 of them", "14 of them", True),
        ("How many fell ill?", "nobody had fallen ill", "six guests fell ill", True),
        ("How many fell ill?", "nobody had fallen ill", "many guests fell ill", False),
        ("How many fell ill?", "none", "zero", False),
        ("How often did he ring?", "once", "three times", True),
        ("When was it?", "1 May", "3 May", True),
        ("When was it?", "he told them on 1 May", "she heard of it on the 3rd of May", True),
        ("When was it?", "on Tuesday", "the masks came on Saturday 7 March", True),
        ("When was it?", "on Saturday", "the masks came on Saturday 7 March", False),
        ("When was it?", "ten minutes to ten", "10.27 in the morning", True),
        ("When was it?", "at nine on Tuesday", "at ten on Tuesday", True),
        ("When was it?", "half past ten", "10.34", False),
        ("When was it?", "three years before the war", "a month before the war", True),
        ("How were they marked?", "with wooden crosses", "with numbers", True),
        ("How were they marked?", "wooden crosses", "numbers", True),
        ("Who led them?", "Ada", "Ben", True),
        ("Who led them?", "Maxim Maximov", "Maksim Maksimov", False),
        ("Who led them?", "Anna Petrova", "the nurse Olga Petrova", True),
        ("Who led them?", "Bill Brown", "William Brown", False),
        ("Who led them?", "Private Jones", "Corporal Jones", False),
        ("Who led them?", "Soldiers of the brigade", "Officials of the brigade", False),
        ("Who led them?", "the 42nd brigade", "the 44th Brigade of the army", True),
        ("Who led them?", "the Third Army", "the 3rd Army", False),
        ("Who led them?", "Henry VII", "Henry VIII", True),
        ("Who led them?", "three men", "two men", True),
        ("Where was it?", "in tank 6", "the cooling pump of tank 4", True),
        ("Where was it?", "in rooms 5 and 6", "in room 6", False),
        ("Where was it?", "Gate B12", "Gate B14", True),
        ("Where was it?", "the left bank", "the right bank", True),
        ("Where was it?", "in the first row", "in the last row", True),
        ("Where was it?", "in the Kharkiv region", "in the Donetsk region", True),
        ("What did it cost?", "90,000 lire", "about 15,000 lire", True),
        ("What was found?", "more than 440 graves", "445 graves", False),
        ("What was found?", "the mayor's car", "the mayor's house", True),
        ("What hour was given?", "at about 2.40 in the morning", "2.41", False),
        ("Why did they go?", "hunger", "war", False),
        ("Which tools were found?", "axes", "saws", False),
        ("Was there power?", "there was no power", "power was restored", True),
        ("Was there power?", "there was no power", "there was never any power", False),
        ("Was it arson?", "the police have ruled out arson", "somebody laid it on purpose", True),
        ("Was there power?", "the power came back", "power was restored", False),
        ("When did they leave?", "before 10 September", "8 September", False),
        ("When did they leave?", "before 10 September", "12 September", True),
        ("When did it open?", "after 2014", "2016", False),
        ("When will it reopen?", "no later than 2025", "2024", False),
        ("When was it?", "from 8am to 4pm", "10am", False),
        ("When was it?", "between 2pm and 4pm", "5.30pm", True),
        ("When was it?", "before noon", "10:30am", False),
        ("When was it?", "in the morning", "5 pm", True),
        ("When was it?", "at dawn", "at dusk", True),
        ("When was it?", "from 8am to 10am", "from 2pm to 4pm", True),
        ("When did it start?", "early 2022", "late 2022", True),
        ("When did it start?", "before the battle", "after the battle", True),
        ("When was it?", "5 p.m.", "5 a.m.", True),
        ("How many were there?", "12 dead", "30 injured", False),
        ("Was there power?", "There was no water and no power", "there was power", True),
    ],
)
def test_contrary_answers_must_both_be_seen(question, a, b, expected) -> None:
    kind = question_kind(question)
    found = [contrary(kind, *pair) for pair in ((whole(a), whole(b)), (whole(b), whole(a)))]
    assert found == [expected, expected]


def test_the_whole_of_which_a_part_is_counted_is_a_figure_of_its_own() -> None:
    document = make_document("Two of the six guards fell.")
    six = Span(Passage(document, 0, len(document.text)), 11, 14, 1.0)
    assert [contrary("how-many", six, whole(other)) for other in ("six", "five")] == [False, True]


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("there was no power", True),
        ("they didn’t know", True),
        ("he denied it", True),
        ("the mayor calls that a lie", True),
        ("the bodies lie in the opposite field", False),
        ("nobody could not know", False),
        ("nothing was left without power", False),
        ("the notes were northern", False),
        ("There was no water and no power", True),
        ("neither the school nor the hospital was hit", True),
        ("not only the school was hit", False),
        ("no fewer than ten were hit", False),
        ("it fell without warning", False),
    ],
)
def test_denial(clause, expected) -> None:
    assert denies(clause) is expected
