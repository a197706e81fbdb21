"""What Gradio's advisories were about, tried on the page; docs/security.md says which is which."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from starlette.testclient import TestClient

from qa.page import bodies
from tests.browser.conftest import build
from tests.browser.scripted import ScriptedPipeline
from tests.test_page_server import GRAVES, arrive, run


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(build(ScriptedPipeline()), base_url="http://127.0.0.1:7860") as opened:
        yield opened


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/file/etc/passwd",
        "/gradio_api/file=../../../../etc/passwd",
        "/gradio_api/file=https://evil.example/",
        "/file=/etc/passwd",
        "/gradio_api/proxy=http://169.254.169.254/latest/meta-data/",
        "/gradio_api/custom_component/x/client/component/../../../etc/passwd",
        "/gradio_api/stream/x/0/1/playlist.m3u8",
        "/gradio_api/runs",
        "/gradio_api/run-history/records",
        "/gradio_api/upload_progress?upload_id=x",
        "/gradio_api/deep_link?session_hash=x",
        "/gradio_api/mcp/sse",
        "/gradio_api/openapi.json",
        "/gradio_api/dev/reload",
        "/gradio_api/profiling/traces",
        "/monitoring",
        "/monitoring/summary",
        "/login/huggingface",
        "/login/callback?_target_url=//evil.example",
        "/logout?_target_url=https://evil.example",
        "/openapi.json",
        "/docs",
        "/own",
    ],
)
def test_route_that_the_page_does_not_need_is_closed(client: TestClient, path: str) -> None:
    response = client.get(path, follow_redirects=False)
    assert response.status_code in (404, 405)
    assert "location" not in response.headers


@pytest.mark.parametrize(
    "path",
    [
        "/static/../../../../../../etc/passwd",
        "/static//etc/passwd",
        "/static/..%2f..%2f..%2f..%2fetc/passwd",
        "/assets/..%2f..%2f..%2f..%2fetc/passwd",
        "/svelte/..%2f..%2fpackage.json",
        "/assets/%5c%5cetc%5cpasswd",
    ],
)
def test_no_file_outside_the_page_is_served(client: TestClient, path: str) -> None:
    response = client.get(path, follow_redirects=False)
    assert response.status_code in (400, 403, 404)
    assert "root:" not in response.text


@pytest.mark.parametrize(
    "path",
    [
        *("upload", "component_server", "stream/x", "process_recording", "vibe-edit", "vibe-code"),
        *("run-history/connect", "undo-vibe-edit", "token", "login"),
    ],
)
def test_route_that_takes_more_than_questions_is_closed(client: TestClient, path: str) -> None:
    assert client.post(f"/gradio_api/{path}", json={}).status_code == 404


def marked_as_file(address: str) -> dict[str, Any]:
    return {"path": address, "url": address, "meta": {"_type": "gradio.FileData"}}


def test_server_fetches_nothing_it_is_told_to(client: TestClient) -> None:
    asked_for: list[str] = []

    class Listening(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked_for.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *values: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Listening) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for address in (f"http://127.0.0.1:{server.server_port}/x", "/etc/passwd"):
            file = marked_as_file(address)
            for name, data in (
                ("arrive", [file]),
                ("arrive", [[[file]]]),
                ("ask", [file, None]),
                ("ask", [GRAVES, [file]]),
                ("save", ["key", [file], "json"]),
            ):
                response = run(client, name, *data)
                assert response.status_code == 400
                assert response.text == "Values are texts, numbers and lists of them."
                joined = {"data": data, "fn_index": 0, "session_hash": "s"}
                assert client.post("/gradio_api/queue/join", json=joined).status_code == 400
        server.shutdown()
    assert asked_for == []


@pytest.mark.parametrize(
    "body", [b"{", b"\xff", b"[" * 100_000, b'{"data": [' + b"9" * 5000 + b"]}"]
)
def test_body_that_is_not_json_is_told(client: TestClient, body: bytes) -> None:
    response = client.post("/gradio_api/run/ask", content=body)
    assert (response.status_code, response.text) == (400, "The body is not JSON.")


def test_file_inside_what_the_browser_kept_is_only_text(client: TestClient) -> None:
    kept = json.dumps({"shelf": "", "conversations": [[marked_as_file("/etc/passwd")], []]})
    answer = run(client, "arrive", kept)
    assert answer.status_code == 200
    assert "root:" not in answer.text
    assert "/gradio_api/file=" not in answer.text


@pytest.mark.parametrize("body", [b"no json", b"[1, 2]", b"\xff", b"[" * 50_000])
def test_body_that_is_no_set_of_values_is_turned_away(client: TestClient, body: bytes) -> None:
    assert client.post("/gradio_api/run/ask", content=body).status_code == 400


def test_body_beyond_any_use_is_turned_away(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "MAX_BODY", 2000)
    assert run(client, "ask", "x" * 2000, None).status_code == 413
    chunks = iter([b"x" * 500] * 5)
    assert client.post("/gradio_api/run/ask", content=chunks).status_code == 413
    assert run(client, "ask", GRAVES, None).status_code == 200


def test_session_of_another_cannot_be_guessed(client: TestClient) -> None:
    keys = {arrive(client) for _ in range(20)}
    assert len(keys) == 20
    assert {len(key) for key in keys} == {24}  # 18 random bytes
