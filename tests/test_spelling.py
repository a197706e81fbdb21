from collections import Counter
from pathlib import Path

import pytest

import qa
from qa.questions.spelling import correct, english_words

TOKENIZER = Path(qa.__path__[0]) / "readers" / "fast" / "tokenizer.json"
VOCABULARY = Counter(
    """
    The governor of the Kharkiv region said prosecutors exhumed bodies from graves near Izium and
    soldiers buried civilians in a forest by the railway bridge after castrations and torture
    Russians Russians Russians Russians Ukrainian Ukrainian Ukrainian Ukrainian Ukrainian
    Maksimov Volodymyrovna Bukha Zelensky Kyiv Balakliia Locals local bombs cameras television
    warplane deputy general prosecutor wearing explosion hospital investigators cells electricity
    reopened brewery cathedral clothes wrote write occupied occupiers missiles recognize learned
    which witness cemetery exhumation colour kilometers showed rise locked carried baptised valley
    unregulated
    """.split()
)

CORRECTED = """
howmany bodies | how many bodies
Whowas the governor? | Who was the governor?
how many werefound inthe forest | how many were found in the forest
what happened i nthe region | what happened in the region
o fthe bodies | of the bodies
th e governor | the governor
how m any bodies | how many bodies
what did th eprosecutor say | what did the prosecutor say
how many bodie swere there | how many bodies were there
the firstg overnor | the first governor
in iz ium | in izium
Wich genral spoke, and were? | Which general spoke, and were?
wich towns were hit | which towns were hit
Wich towns were hit? | Which towns were hit?
waht happened | what happened
hwo many graves | how many graves
hwo said that | who said that
how mnay bodies | how many bodies
how meny bodies | how many bodies
wehn was it | when was it
hwy did they leave | why did they leave
hw many cells | how many cells
were did they go | where did they go
teh governor | the governor
Teh governor | The governor
what did thier leader say | what did their leader say
becuase of the bombs | because of the bombs
how many peple fled | how many people fled
what hapened next | what happened next
the govenor of the region | the governor of the region
the govenror | the governor
how many boddies were found | how many bodies were found
the exlposion | the explosion
televison camras | television cameras
depuy genral prosecuter | deputy general prosecutor
the warplaine | the warplane
who was waering it | who was wearing it
casterations | castrations
did investigaters come | did investigators come
she lerned to reconize bombs | she learned to recognize bombs
the rusians left | the Russians left
Did the Rusians leave? | Did the Russians leave?
Ukranian soldiers | Ukrainian soldiers
in Izuim | in Izium
in izuim | in Izium
in Arpil | in April
who is maksiomv | who is Maksimov
what happened to Mkasimov? | what happened to Maksimov?
missles | missiles
the ocupied town | the occupied town
elecricity | electricity
the catherdal and the brewrey | the cathedral and the brewery
the cemetary | the cemetery
the lockd room in the vally | the locked room in the valley
he caried it | he carried it
the expolsion, the hosptial - which? | the explosion, the hospital - which?
locals' and loacls | locals' and locals
"""

UNCHANGED = """
does maksimof speak
to prise it open
When did the y. pestis come?
Who is J Smith?
Which towns were hit?
is it upregulated
What happened in Bucha?
what happened in bucha
Who is Maximov?
Who is Maximoff
How many graves are in Izyum?
Did Zelenskiy visit Kiev?
the Balakleya station
Volodymirovna said
Who is Olga Gruzodub?
445 graves and T-80 tanks
grave 333
how do i reset my router
a recipe for borscht
Who wrote the song Imagine?
which rock star is on the wall
bom and bmb
cat sat on a mat
the colours of the wall
exhuming soldiers
the soldier, a civilian and a local
re-exhumed unburied regional
the NATO summit
the LNR and the UN
witch trials
kilometre
asdf qwer zxcv
instigate informatics
Did Clera and Tebs meet?
who is hospitl
Who is Mr Geenral?
Krzysztof Szczęsny
don't they've isn't
Świętokrzyskie
grave graves graver
where was it stowed
did they rinse it
to baptise him
what is the capital of Australia

???
"""


@pytest.mark.parametrize("line", CORRECTED.strip().splitlines())
def test_typing_error_is_undone(line: str) -> None:
    typed, meant = line.split(" | ")
    assert correct(typed, VOCABULARY, english_words(TOKENIZER)) == meant


@pytest.mark.parametrize("question", UNCHANGED.strip("\n").splitlines())
def test_right_or_unknown_word_stays(question: str) -> None:
    assert correct(question, VOCABULARY, english_words(TOKENIZER)) == question


@pytest.mark.parametrize("question", ["which rock star is it", "a poet and a hero", "the goal"])
def test_short_unknown_words_stay_without_a_word_list(question: str) -> None:
    assert correct(question, {"start": 9, "sport": 2, "point": 3}) == question


def test_long_word_with_a_capital_may_be_a_common_one() -> None:
    assert correct("Did the Goverment fall?", {"government": 9}) == "Did the Government fall?"


def test_two_words_equally_near_leave_the_typing_error() -> None:
    assert correct("the grapls", {"grapes": 2, "graphs": 2}) == "the grapls"


def test_empty_vocabulary_still_knows_question_words() -> None:
    assert correct("waht happend", {}) == "what happened"
