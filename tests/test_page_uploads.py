"""Own files through the server: what is taken, refused and told."""

from __future__ import annotations

import json
import re
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import numpy as np
import pytest
from starlette.testclient import TestClient

from qa.page.limits import Limits
from qa.page.server import Options
from qa.pipeline import Pipeline
from tests.browser.conftest import Served, build
from tests.conftest import WordEncoder
from tests.test_page_server import arrive, run

LIMITS = Limits(files=2, bytes=2000, characters=3000)


@pytest.fixture
def client(town_pipeline: Pipeline) -> Iterator[TestClient]:
    app = build(town_pipeline, Options(limits=LIMITS))
    with TestClient(app, base_url="http://127.0.0.1:7860") as opened:
        yield opened


def send(client: TestClient, shelf: str, name: str, data: bytes, **options: Any) -> Any:
    return client.put(
        "/own", params={"name": name}, headers={"X-Shelf": shelf}, content=data, **options
    )


def steps(response: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in response.text.splitlines()]


def test_file_is_indexed_with_progress_listed_and_removed(client: TestClient) -> None:
    shelf = arrive(client)
    text = " ".join(f"The wall number {number} is purple." for number in range(60))
    waiting, *indexing, outcome = steps(send(client, shelf, "walls.txt", text.encode()))
    assert waiting == {"waiting": False}
    total = indexing[0]["total"]
    assert indexing == [{"done": 0, "total": total}, {"done": total, "total": total}]
    listed = run(client, "list_sources", shelf).json()["data"][0]
    assert "walls.txt" in listed
    assert "walls.txt" not in run(client, "list_sources", arrive(client)).json()["data"][0]
    assert "number 59" in run(client, "search", shelf, "number 59").json()["data"][0]
    opened = run(client, "source", shelf, outcome["document"], None, None, None)
    assert opened.json()["data"][0]["title"]
    stranger = run(client, "source", arrive(client), outcome["document"], None, None, None)
    assert stranger.json()["error"] == "This source is not in the library."
    left = run(client, "remove", shelf, outcome["document"]).json()["data"][0]
    assert "walls.txt" not in left


@pytest.mark.parametrize(
    ("name", "data", "status", "reason"),
    [
        ("a.exe", b"MZ", 413, ".exe files cannot be read here"),
        ("", b"x", 413, "the file has no name"),
        ("a.txt", b"x" * 2001, 413, "larger than 0.002 MB, the limit for one file"),
        ("a.txt", b"", 200, "empty: it holds no text"),
        ("a.txt", b"\x00\x01\x02" * 50, 200, "binary, not text"),
        ("a.txt", b"caf\xe9 \x81", 200, "UTF-8"),
    ],
)
def test_file_that_cannot_be_read_is_refused_and_the_page_lives(
    client: TestClient, name: str, data: bytes, status: int, reason: str
) -> None:
    shelf = arrive(client)
    response = send(client, shelf, name, data)
    assert response.status_code == status
    assert reason in steps(response)[-1]["refused"]
    assert run(client, "ask", "When was the mill built?", None).json()["data"][0]["text"] == "1921"


def test_file_larger_than_it_says_is_broken_off(client: TestClient) -> None:
    parts = iter([b"x" * 500] * 5)
    response = send(client, arrive(client), "a.txt", parts)  # type: ignore[arg-type]
    assert response.request.headers["transfer-encoding"] == "chunked"
    assert (response.status_code, response.json()) == (
        413,
        {"refused": "larger than 0.002 MB, the limit for one file"},
    )


def test_file_without_a_session_is_refused(client: TestClient) -> None:
    response = send(client, "guessed", "a.txt", b"text")
    assert (response.status_code, response.json()) == (
        404,
        {"refused": "this session has ended; reload the page"},
    )


def test_third_file_is_refused(client: TestClient) -> None:
    shelf = arrive(client)
    for name in ("a.txt", "b.txt"):
        assert "document" in steps(send(client, shelf, name, b"Something else."))[-1]
    refused = send(client, shelf, "c.txt", b"More.")
    assert refused.json() == {"refused": "there are 2 files already; remove one first"}


class GatedEncoder(WordEncoder):
    """Waits at the gate before each text of a house."""

    def __init__(self) -> None:
        super().__init__()
        self.arrived, self.gate = threading.Event(), threading.Event()

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        if any("house" in text for text in texts):
            self.arrived.set()
            assert self.gate.wait(60)
        return super().encode(texts)


def test_upload_broken_off_while_it_is_indexed_leaves_nothing(
    town_pipeline: Pipeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    encoder = GatedEncoder()
    town_pipeline.retriever.encoder = encoder
    with (
        Served(town_pipeline, Options(limits=LIMITS)) as served,
        httpx.Client(base_url=served.url, timeout=60) as client,
    ):
        shelf = arrive(client)
        connection = HTTPConnection("127.0.0.1", urlsplit(served.url).port)
        connection.request(
            "PUT", "/own?name=house.txt", b"The house is purple.", {"X-Shelf": shelf}
        )
        assert encoder.arrived.wait(60)
        connection.close()  # as a page does that is closed
        time.sleep(0.5)  # for the server to be told
        encoder.gate.set()
        outcome = steps(send(client, shelf, "other.txt", b"Something else."))[-1]
        listed = run(client, "list_sources", shelf).json()["data"][0]
        assert re.findall(r'data-remove="([^"]*)"', listed) == [outcome["document"]]
        assert list(tmp_path.glob("sourcesay-upload-*")) == []


def test_page_without_own_files_has_no_way_in(town_pipeline: Pipeline) -> None:
    with TestClient(build(town_pipeline), base_url="http://127.0.0.1:7860") as client:
        shelf = arrive(client)
        assert send(client, shelf, "a.txt", b"text").status_code in (404, 405)
        assert 'id="files"' not in run(client, "list_sources", shelf).json()["data"][0]
