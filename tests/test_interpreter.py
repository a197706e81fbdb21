import pytest

from qa.interpreter import Interpreter, Reading
from qa.reader import BUNDLED
from tests.conftest import make_document

DOCUMENT = make_document(
    "Helena Brandt governs the province. The governor recognized the messaging service. "
    "Brandt opened the bridge in March. Serhiy Zelensky came from Kyiv."
)


@pytest.fixture(scope="module")
def interpreter() -> Interpreter:
    return Interpreter([DOCUMENT], BUNDLED / "tokenizer.json")


@pytest.mark.parametrize(
    ("question", "history", "answers", "expected"),
    [
        ("Who governs the province?", [], [], Reading("Who governs the province?", True)),
        ("who is teh govenor", [], [], Reading("who is the governor", True)),
        (
            "When did she open the bridge?",
            ["Who governs the province?"],
            ["Helena Brandt"],
            Reading("When did Helena Brandt open the bridge?", True),
        ),
        (
            "Why?",
            ["Did the govenor open the bridge?"],
            [""],
            Reading("Why did the governor open the bridge?", True),
        ),
        (
            "What is the capital of Peru?",
            ["Who governs the province?"],
            ["Helena Brandt"],
            Reading("What is the capital of Peru?", True),
        ),
        (
            "Is Helene Brandt's bridge open?",
            [],
            [],
            Reading("Is Helene Brandt's bridge open?", True),
        ),
        (
            "When did Mayor Sergei Zelenskyy’s son flee Kiev?",
            [],
            [],
            Reading("When did Mayor Serhiy Zelensky’s son flee Kyiv?", True),
        ),
        ("Write a poem about it", [], [], Reading("Write a poem about it", False)),
        ("🙂🙂", [], [], Reading("🙂🙂", False)),
    ],
)
def test_question_is_read_as_it_will_be_asked(
    interpreter: Interpreter, question, history, answers, expected
) -> None:
    assert interpreter.interpret(question, history, answers) == expected
