"""How soon the chat page is there, and how soon an answer is, in a real Chromium.

    python -m benchmarks.page_speed [--runs 10] [--sources seeds]

First paint and largest paint are the browser's own figures (paint timing); "usable" is when the
question can be typed and the sources are listed; "answer" is from Enter to the answer on the page,
over the example questions. Each run is a new browser context with an empty cache. Requests to any
other host than the page's are counted.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks.times import times_line
from embeddings.encoder import load_encoder
from qa.items import load_tagger
from qa.libraries import cached_library
from qa.page.examples import IZIUM_QUESTIONS
from qa.pipeline import load_pipeline
from qa.reader import load_reader
from tests.browser.conftest import ARGUMENTS, Served, find_chromium
from tests.browser.screen import Screen

PAINTS = """() => new Promise((resolve) => {
    const first = performance.getEntriesByName("first-contentful-paint")[0].startTime;
    new PerformanceObserver((list) => resolve([first, list.getEntries().at(-1).startTime]))
        .observe({type: "largest-contentful-paint", buffered: true});
})"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--sources", type=Path, default=Path("seeds"))
    options = parser.parse_args()

    encoder = load_encoder()
    times: dict[str, list[float]] = {
        name: [] for name in ("first paint", "largest paint", "usable", "answer")
    }
    elsewhere = 0
    with (
        cached_library(options.sources, encoder) as library,
        sync_playwright() as playwright,
        Served(load_pipeline(library, encoder, load_reader(), load_tagger())) as served,
    ):
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        for run in range(options.runs):
            started = time.perf_counter()
            with Screen(browser, served.url) as screen:
                screen.page.locator("#source-list").wait_for()
                times["usable"].append(time.perf_counter() - started)
                first, largest = screen.page.evaluate(PAINTS)
                times["first paint"].append(first / 1000)
                times["largest paint"].append(largest / 1000)
                question = IZIUM_QUESTIONS[run % len(IZIUM_QUESTIONS)]
                started = time.perf_counter()
                screen.ask(question)
                times["answer"].append(time.perf_counter() - started)
                elsewhere += len(screen.hosts() - {"127.0.0.1"})
        browser.close()
    for name, values in times.items():
        print(times_line(name, values))
    print(f"other hosts asked: {elsewhere}")


if __name__ == "__main__":
    main()
