import pytest

from embeddings.vocabulary import word_counts
from qa.answers import Silence
from qa.interpreter import Interpreter, Reading
from qa.reader import BUNDLED
from tests.conftest import make_document

DOCUMENT = make_document(
    "Helena Brandt governs the province. The governor recognized the messaging service. "
    "Brandt opened the bridge in March. Serhiy Zelensky came from Kyiv. "
    "The Tayichi'ud rode after Taichi."
)


@pytest.fixture(scope="module")
def interpreter() -> Interpreter:
    return Interpreter(word_counts(DOCUMENT.text), BUNDLED["fast"] / "tokenizer.json")


@pytest.mark.parametrize(
    ("question", "history", "answers", "expected"),
    [
        ("Who governs the province?", [], [], Reading("Who governs the province?")),
        ("who is teh govenor", [], [], Reading("who is the governor")),
        (
            "When did she open the bridge?",
            ["Who governs the province?"],
            ["Helena Brandt"],
            Reading("When did Helena Brandt open the bridge?"),
        ),
        (
            "Why?",
            ["Did the govenor open the bridge?"],
            [""],
            Reading("Why did the governor open the bridge?"),
        ),
        (
            "What is the capital of Peru?",
            ["Who governs the province?"],
            ["Helena Brandt"],
            Reading("What is the capital of Peru?"),
        ),
        (
            "Is Helene Brandt's bridge open?",
            [],
            [],
            Reading("Is Helene Brandt's bridge open?"),
        ),
        (
            "When did Mayor Sergei Zelenskyy’s son flee Kiev?",
            [],
            [],
            Reading("When did Mayor Serhiy Zelensky’s son flee Kyiv?"),
        ),
        ("Where did the Tayichi'ud ride?", [], [], Reading("Where did the Tayichi'ud ride?")),
        ("Write a poem about it", [], [], Reading("Write a poem about it", Silence("no question"))),
        ("How old is he?", [], [], Reading("How old is he?", Silence("unclear", ("he",)))),
        (
            "How old is he?",
            ["Which warder was killed?"],
            [],
            Reading("How old is he? (which warder was killed)"),
        ),
        (
            "How old is he?",
            ["How many houses burned?"],
            [],
            Reading("How old is he? (how many houses burned)", Silence("unclear", ("he",))),
        ),
        ("Did Brandt open her bridge?", [], [], Reading("Did Brandt open her bridge?")),
        (
            "How did the sergeant back up his story?",
            [],
            [],
            Reading("How did the sergeant back up his story?"),
        ),
        (
            "What did Tim's bosses want him to hand over?",
            [],
            [],
            Reading("What did Tim's bosses want him to hand over?"),
        ),
        (
            "Which of her own chairs has the piano teacher given up?",
            [],
            [],
            Reading("Which of her own chairs has the piano teacher given up?"),
        ),
        (
            "Where did the seamstress and her children hide?",
            [],
            [],
            Reading("Where did the seamstress and her children hide?"),
        ),
        (
            "What did the schoolteacher take with her?",
            [],
            [],
            Reading("What did the schoolteacher take with her?"),
        ),
        (
            "How did the wife know that it was his coat?",
            [],
            [],
            Reading("How did the wife know that it was his coat?", Silence("unclear", ("his",))),
        ),
        (
            "When did his wife find him?",
            [],
            [],
            Reading("When did his wife find him?", Silence("unclear", ("his", "him"))),
        ),
        (
            "What did he find?",
            ["Did Peter Smith call John Brown?"],
            [],
            Reading(
                "What did Peter Smith find?",
                others=("What did John Brown find?",),
            ),
        ),
        ("🙂🙂", [], [], Reading("🙂🙂", Silence("no question"))),
    ],
)
def test_question_is_read_as_it_will_be_asked(
    interpreter: Interpreter, question, history, answers, expected
) -> None:
    assert interpreter.interpret(question, history, answers) == expected


@pytest.mark.parametrize(
    ("question", "reading"),
    [
        ("who is teh govenor of Kiev", Reading("who is teh govenor of Kiev")),
        ("When did she leave?", Reading("When did she leave?", Silence("unclear", ("she",)))),
    ],
)
def test_question_as_typed_is_not_mended(
    interpreter: Interpreter, question: str, reading: Reading
) -> None:
    assert interpreter.as_typed(question) == reading
