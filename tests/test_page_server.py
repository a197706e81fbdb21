"""The page as a server: what it answers, what it refuses, what it sends along."""

from __future__ import annotations

import base64
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from qa.cli import main
from qa.page.guard import HEADERS, is_loopback, served_host
from qa.page.handlers import FAILED, Handlers, Session
from qa.page.keeping import Kept
from qa.page.login import Login
from qa.page.offline import gr
from qa.page.server import Options, address, listen
from qa.page.shelves import Shelves
from qa.pipeline import Pipeline
from qa.render import answer_json
from tests.browser.conftest import Served, build
from tests.browser.scripted import ScriptedPipeline, seed_documents

KNOWN = "002_de31b8ac0f0158f6"
GRAVES = "How many graves were found at Izium?"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(build(ScriptedPipeline()), base_url="http://127.0.0.1:7860") as opened:
        yield opened


def run(client: TestClient, name: str, *data: Any) -> Any:
    return client.post(f"/gradio_api/run/{name}", json={"data": list(data)})


def arrive(client: TestClient, kept: object = None) -> str:
    """The key of the shelf that a page gets when it is opened."""
    listed = run(client, "arrive", kept).json()["data"][-1]
    return re.search(r'data-shelf="([^"]+)"', listed).group(1)


def test_every_response_carries_the_security_headers(client: TestClient) -> None:
    for path in ("/", "/config", "/gradio_api/info", "/nowhere", "/gradio_api/upload", "/own"):
        headers = client.get(path).headers
        assert {name: headers.get(name) for name in HEADERS} == HEADERS, path


def test_policy_allows_no_handlers_evaluation_or_other_hosts() -> None:
    policy = HEADERS["content-security-policy"]
    assert "script-src-attr 'none'" in policy
    assert "unsafe-eval" not in policy
    assert "http" not in policy


def test_page_of_another_host_name_is_turned_away(client: TestClient) -> None:
    for host, status in (
        ("127.0.0.1:7860", 200),
        ("localhost:7860", 200),
        ("[::1]:7860", 200),
        ("rebound.example:7860", 421),
        ("[", 421),
        ("", 421),
    ):
        assert client.get("/", headers={"host": host}).status_code == status, host


SERVED_AS = frozenset({"sources.example", "sources.example:8443"})


@pytest.mark.parametrize("local", [True, False])
@pytest.mark.parametrize(
    ("host", "origin", "status"),
    [
        ("sources.example", None, 200),
        ("Sources.Example", "https://sources.example", 200),
        ("sources.example", "http://sources.example", 200),
        ("sources.example:8443", "https://sources.example:8443", 200),
        ("127.0.0.1:7860", "https://sources.example", 200),  # the proxy names its own target
        ("127.0.0.1:7860", "http://127.0.0.1:7860", 200),
        ("localhost:7860", None, 200),
        ("sources.example:7860", None, 421),
        ("sources.example.", None, 421),
        ("www.sources.example", None, 421),
        ("sources.example.evil.example", None, 421),
        ("evil.example", "https://sources.example", 421),
        ("", "https://sources.example", 421),
        ("sources.example", "https://evil.example", 403),
        ("sources.example", "https://www.sources.example", 403),
        ("sources.example", "https://sources.example.evil.example", 403),
        ("sources.example", "https://sources.example:7860", 403),
        ("sources.example", "https://evil.example://sources.example", 403),
        ("sources.example", "ftp://sources.example", 403),
        ("sources.example", "sources.example", 403),
        ("sources.example", "null", 403),
        ("127.0.0.1:7860", "https://evil.example", 403),
    ],
)
def test_page_is_let_in_under_the_names_it_is_served_as_and_no_others(
    served_app: dict[bool, TestClient], local: bool, host: str, origin: str | None, status: int
) -> None:
    headers = {"host": host, **({} if origin is None else {"origin": origin})}
    data = {"data": [GRAVES, None]}
    response = served_app[local].post("/gradio_api/run/ask", json=data, headers=headers)
    assert response.status_code == status
    if status == 421:
        assert response.text == "Open this page as sources.example or sources.example:8443."


@pytest.fixture(scope="module")
def served_app() -> Iterator[dict[bool, TestClient]]:
    """The page behind a proxy, on a loopback address and on one of a network."""
    options = Options(served_as=SERVED_AS)
    here, network = (build(ScriptedPipeline(), options, local=local) for local in (True, False))
    with TestClient(here) as one, TestClient(network) as other:
        yield {True: one, False: other}


def test_page_behind_a_proxy_does_not_claim_to_be_local_and_is_called_by_https(
    served_app: dict[bool, TestClient],
) -> None:
    headers = {"host": "sources.example", "x-forwarded-proto": "https"}
    config = served_app[True].get("/config", headers=headers)
    assert config.json()["root"] == "https://sources.example"
    assert "Nothing leaves this computer" not in config.text
    assert "Questions go only to the computer that serves this page" in config.text


@pytest.mark.parametrize(
    ("given", "host"),
    [
        ("sources.example", "sources.example"),
        (" Sources.EXAMPLE:8443", "sources.example:8443"),
        ("sources.example:443", "sources.example"),
        ("archive:80", "archive"),
        ("192.0.2.7:8080", "192.0.2.7:8080"),
        ("[2001:db8::7]:8443", "[2001:db8::7]:8443"),
    ],
)
def test_host_that_a_page_is_served_as_is_written_as_browsers_do(given: str, host: str) -> None:
    assert served_host(given) == host


@pytest.mark.parametrize(
    "given",
    [
        *("", "https://sources.example", "sources.example/page", "*.example", "a b", ".example"),
        *(
            "reader@sources.example",
            "sources.example:",
            "sources.example:port",
            "quellen–ä.example",
        ),
    ],
)
def test_host_that_is_none_is_told(given: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["chat", "--served-as", "sources.example", "--served-as", given]) == 1
    assert capsys.readouterr().err == (
        f"sourcesay: {given!r} is no host; give it as the browser shows it, e.g. sources.example "
        "or sources.example:8443, without https:// and path\n"
    )


def test_page_on_a_network_address_serves_any_name_and_does_not_claim_to_be_local() -> None:
    app = build(ScriptedPipeline(), local=False)
    with TestClient(app, base_url="http://reader.example") as client:
        config = client.get("/config").text
    assert "Nothing leaves this computer" not in config
    assert "Questions go only to the computer that serves this page" in config


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "http://127.0.0.1:7860"}, 200),
        ({"origin": "http://127.0.0.1:7860", "sec-fetch-site": "same-origin"}, 200),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "http://127.0.0.1:3000"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://[x"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
    ],
)
def test_requests_of_other_sites_pages_are_turned_away(
    client: TestClient, headers: dict[str, str], status: int
) -> None:
    response = client.post("/gradio_api/run/ask", json={"data": [GRAVES, None]}, headers=headers)
    assert response.status_code == status


def test_login_stands_before_everything() -> None:
    login = Login("reader", "correct horse")
    app = build(ScriptedPipeline(), Options(login=login))
    with TestClient(app, base_url="http://127.0.0.1:7860") as client:
        for path in ("/", "/config", "/gradio_api/info", "/nowhere", "/theme.css"):
            refused = client.get(path)
            assert (refused.status_code, refused.text) == (401, "Please log in."), path
            assert refused.headers["www-authenticate"].startswith("Basic "), path
        assert run(client, "ask", GRAVES, None).status_code == 401
        assert client.put("/own", content=b"x").status_code == 401
        assert client.get("/", auth=("reader", "wrong")).status_code == 401
        client.auth = ("reader", "correct horse")
        assert client.get("/").status_code == 200
        assert run(client, "ask", GRAVES, None).json()["data"][0]["text"] == "445"


def test_login_is_read_from_a_variable_or_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAGE_LOGIN", "ada:with:colons")
    assert Login.of("PAGE_LOGIN") == Login("ada", "with:colons")
    file = tmp_path / "login"
    file.write_text("ada:pässword\n", encoding="utf-8")
    login = Login.of(str(file))
    given = base64.b64encode("ada:pässword".encode()).decode()
    assert login.admits(f"Basic {given}")
    for header in ("", "Basic", "Basic !", "Bearer x", f"Basic {given[:-4]}", "Basic YWRhOg=="):
        assert not login.admits(header)


@pytest.mark.parametrize("text", ["", "name", ":password9", "name:short"])
def test_login_that_is_none_is_told(tmp_path: Path, text: str) -> None:
    file = tmp_path / "login"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="NAME:PASSWORD"):
        Login.of(str(file))


def test_login_that_is_nowhere_is_told() -> None:
    with pytest.raises(ValueError, match="no environment variable and no file"):
        Login.of("no/such/file")


def test_ask_returns_the_answer_as_json(client: TestClient) -> None:
    answer = run(client, "ask", GRAVES, None).json()["data"][0]
    assert answer == answer_json(ScriptedPipeline().ask(GRAVES))
    follow_up = run(client, "ask", "Who said so?", [GRAVES]).json()["data"][0]
    assert follow_up["text"] == "Oleksandr Filchakov"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (["", None], "The question is empty"),
        ([3, None], "A question is text."),
        ([GRAVES, "no list"], "The history is a list"),
        ([GRAVES, [""]], "The question is empty"),
        (["a" * 10_000, []], "at most 1,000"),
    ],
)
def test_ask_refuses_what_is_no_question(client: TestClient, data: list[Any], message: str) -> None:
    response = run(client, "ask", *data)
    assert response.status_code == 500
    assert message in response.json()["error"]


def test_failure_does_not_tell_its_details(client: TestClient) -> None:
    response = run(client, "ask", "Please fail.", [])
    assert response.status_code == 500
    assert "secret" not in response.text


def test_source_marks_the_given_characters(client: TestClient) -> None:
    document = seed_documents()[2]
    source = run(client, "source", arrive(client), document.id, 10, 19, None).json()["data"][0]
    assert source["title"] == document.title
    assert (
        re.search(r'<mark id="cited"[^>]*>(.*?)</mark>', source["markup"]).group(1)
        == (document.text[10:19])
    )


@pytest.mark.parametrize(
    ("document", "place", "others", "message"),
    [
        ("nowhere", (None, None), None, "This source is not in the library."),
        ("../../etc/passwd", (None, None), None, "This source is not in the library."),
        (None, (None, None), None, "This source is not in the library."),
        (KNOWN, (5, 5), None, "This place is not in the source."),
        (KNOWN, (-1, 5), None, "This place is not in the source."),
        (KNOWN, (0, 10**9), None, "This place is not in the source."),
        (KNOWN, ("0", "5"), None, "This place is not in the source."),
        (KNOWN, (0, None), None, "This place is not in the source."),
        (KNOWN, (0, 5), [[0, 10**9]], "This place is not in the source."),
        (KNOWN, (0, 5), [[0]], "A place is a pair of start and end."),
    ],
)
def test_source_refuses_places_that_do_not_exist(
    client: TestClient, document: object, place: tuple, others: object, message: str
) -> None:
    response = run(client, "source", arrive(client), document, *place, others)
    assert (response.status_code, response.json()["error"]) == (500, message)


@pytest.mark.parametrize("key", [None, "", "guessed", 3])
def test_session_of_an_unknown_key_has_the_library_and_nothing_else(
    client: TestClient, key: object
) -> None:
    for name, data in (
        ("list_sources", ()),
        ("choose", (None, True)),
        ("remove", (KNOWN,)),
        ("save", (["turn"], "json")),
    ):
        error = run(client, name, key, *data).json()["error"]
        assert error == "This session has ended. Reload the page.", name
    judged = run(client, "judge", key, "turn", "right", "").json()["error"]
    assert judged == "This page keeps no feedback."
    assert "1 source" in run(client, "search", key, "nameless graves").json()["data"][0]
    assert run(client, "source", key, KNOWN, None, None, None).status_code == 200


def test_question_of_a_library_that_broke_meanwhile_gets_word_and_stays(
    town_pipeline: Pipeline,
) -> None:
    handlers = Handlers(Shelves(town_pipeline))
    session = handlers.arrive(None)[1]
    for file in Path(town_pipeline.library.folder).glob("library.sqlite3*"):
        with file.open("r+b") as opened:
            opened.write(b"\0" * file.stat().st_size)
    *_, last = handlers.respond("When was the mill built?", session, None)
    assert [(turn.question, turn.failure) for turn in last[1].turns] == [
        ("When was the mill built?", FAILED)
    ]
    assert FAILED in last[0]
    assert "sqlite" not in last[0]


def test_an_ended_session_says_so_and_leaves_what_the_browser_keeps() -> None:
    handlers = Handlers(Shelves(ScriptedPipeline()))
    lost = Kept("a key that is not known any more").text
    for sent in (Session("a key that is not known any more"), Session(), None):
        for updates in (
            *handlers.respond(GRAVES, sent, lost),
            handlers.start_over(sent, lost),
            handlers.reopen(0, sent, lost),
            handlers.forget(sent, lost),
        ):
            assert "This session has ended. Reload the page." in updates[4]
            assert updates[2] == gr.skip()


def test_session_that_the_server_forgot_goes_on_from_what_the_browser_keeps() -> None:
    handlers = Handlers(Shelves(ScriptedPipeline()))
    *_, first = handlers.respond(GRAVES, Session(), None)  # before the page had arrived
    assert [turn.answer.text for turn in first[1].turns] == ["445"]
    *_, second = handlers.respond("Who said so?", Session(), first[2])
    assert second[1].shelf == first[1].shelf
    assert [turn.question for turn in second[1].turns] == [GRAVES, "Who said so?"]
    assert second[1].turns[1].history == (GRAVES,)


def asked_by(updates: tuple[Any, ...]) -> list[list[str]]:
    """The questions of each conversation that the browser is to keep."""
    kept = Kept.of(updates[2]).conversations
    return [[turn["question"] for turn in turns] for turns in kept]


def test_tabs_of_one_browser_keep_what_each_of_them_asked() -> None:
    handlers = Handlers(Shelves(ScriptedPipeline()))
    stored = handlers.arrive(None)[2]
    *_, one = handlers.respond(GRAVES, handlers.arrive(stored)[1], None)
    other = handlers.arrive(one[2])  # a second tab goes on from there
    *_, one = handlers.respond("Who dug?", one[1], None)
    *_, other = handlers.respond("Who fell?", other[1], None)
    assert asked_by(other) == [[GRAVES, "Who dug?"], [GRAVES, "Who fell?"]]
    other = handlers.start_over(other[1], None)
    *_, one = handlers.respond("Who left?", one[1], None)
    assert asked_by(one) == [[GRAVES, "Who fell?"], [GRAVES, "Who dug?", "Who left?"]]
    *_, other = handlers.respond("Who came?", other[1], None)
    whole = [[GRAVES, "Who fell?"], [GRAVES, "Who dug?", "Who left?"], ["Who came?"]]
    assert asked_by(other) == whole
    again = handlers.arrive(other[2])
    assert asked_by(again) == whole
    assert asked_by(handlers.reopen(1, again[1], None)) == [whole[1], whole[2], whole[0]]


def test_what_was_deleted_in_one_tab_is_not_brought_back_by_another() -> None:
    handlers = Handlers(Shelves(ScriptedPipeline()))
    *_, one = handlers.respond(GRAVES, handlers.arrive(None)[1], None)
    one = handlers.start_over(one[1], None)
    other = handlers.arrive(one[2])
    assert asked_by(handlers.forget(one[1], None)) == [[]]
    *_, other = handlers.respond("Who fell?", other[1], None)
    assert asked_by(other) == [["Who fell?"]]


def test_gradio_client_gets_the_same_answer() -> None:
    from gradio_client import Client

    with Served(ScriptedPipeline()) as served:
        client = Client(served.url, verbose=False)
        try:
            assert client.predict(GRAVES, api_name="/ask")["text"] == "445"
            follow_up = client.predict("Who said so?", [GRAVES], api_name="/ask")
            assert follow_up["standalone_question"] == (
                "Who said how many graves were found at Izium?"
            )
            names = set(client.view_api(return_format="dict")["named_endpoints"])
            assert names == {"/ask", "/sources"}
            listed = client.predict(api_name="/sources")
            assert listed[2] == {
                "file": "002_de31b8ac0f0158f6.txt",
                "title": seed_documents()[2].title,
                "words": 360,
            }
        finally:
            client.close()


def test_port_in_use_is_told_with_the_remedy() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(OSError, match=rf"cannot listen on 127.0.0.1 port {port} .*--port"):
            listen("127.0.0.1", port)


@pytest.mark.parametrize("host", ["no such host", "256.1.1.1", "x" * 300])
def test_bad_host_is_told_with_the_remedy(host: str) -> None:
    with pytest.raises(OSError, match=r"--host 127\.0\.0\.1"):
        listen(host, 0)


def test_address_is_what_a_browser_can_open() -> None:
    with listen("127.0.0.1", 0) as listener:
        assert address(listener) == f"http://127.0.0.1:{listener.getsockname()[1]}"


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("127.8.9.1", True),
        ("::1", True),
        ("[::1]", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.4", False),
        ("localhost.example.com", False),
        ("", False),
    ],
)
def test_loopback_hosts_are_known(host: str, loopback: bool) -> None:
    assert is_loopback(host) == loopback
