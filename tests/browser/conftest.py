"""A real browser on a real server; the pipeline is a fixture, so another one can be put in."""

from __future__ import annotations

import asyncio
import os
import shutil
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import uvicorn
from fastapi import FastAPI

from qa.page.server import PLAIN, Options, address, create_app, listen
from tests.browser.scripted import ScriptedPipeline

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 60_000  # milliseconds; a busy machine may need them


def find_chromium() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


def build(pipeline: object, options: Options = PLAIN, *, local: bool = True) -> FastAPI:
    """The page's application, made inside an event loop: outside one Gradio leaves some open."""

    async def make() -> FastAPI:
        return create_app(pipeline, options, local=local)

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(make())).result()


class Served:
    """The page over a pipeline on a free port, in a thread."""

    def __init__(self, pipeline: object, options: Options = PLAIN) -> None:
        self.pipeline = pipeline
        self._listener = listen("127.0.0.1", 0)
        self.url = address(self._listener)
        config = uvicorn.Config(
            build(pipeline, options), log_level="error", timeout_graceful_shutdown=1
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._listener]}, daemon=True
        )

    def __enter__(self) -> Served:
        self._thread.start()
        while not self._server.started:
            time.sleep(0.05)
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(20)
        self._listener.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    path = find_chromium()
    if path is None:
        if os.environ.get("SOURCESAY_REQUIRE_BROWSER") == "1":
            pytest.fail("no Chromium or Chrome on PATH, and SOURCESAY_REQUIRE_BROWSER=1")
        pytest.skip("no Chromium or Chrome on PATH: the tests in a browser are left out")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def pipeline() -> ScriptedPipeline:
    return ScriptedPipeline()


@pytest.fixture(scope="module")
def served(pipeline: ScriptedPipeline) -> Iterator[Served]:
    examples = ("How many graves were found at Izium?", "Why were residents without water?")
    with Served(pipeline, Options(examples)) as server:
        yield server
