"""Takes the pictures of the page that the documents show: python -m docs.pictures"""

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from embeddings.encoder import load_encoder
from qa.libraries import cached_library
from qa.page.limits import Limits
from qa.page.server import Options
from qa.pipeline import load_pipeline
from qa.reader import load_reader
from tests.browser.conftest import ARGUMENTS, Served, find_chromium
from tests.browser.screen import Screen

HERE = Path(__file__).parent
WIDE = {"viewport": {"width": 1280, "height": 800}}
STATES = {
    "chat": WIDE,
    "chat-dark": {**WIDE, "color_scheme": "dark"},
    "chat-phone": {"viewport": {"width": 390, "height": 844}},
}
GRAVES = "How many graves were found at Izium?"
OWN_FILE = (
    "Minutes of the town council, 3 May 2021. The council decided to repair the bridge over the "
    "Donets before winter. The work was given to the engineer Anna Kovar."
)


def main() -> None:
    """Show one question in each state of the page, then the list of sources with an own file."""
    encoder = load_encoder()
    library = cached_library(HERE.parent / "seeds", encoder)
    pipeline = load_pipeline(library, encoder, load_reader())
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        Served(pipeline, Options(limits=Limits(), feedback=Path(folder) / "f.jsonl")) as served,
    ):
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        for name, options in STATES.items():
            with Screen(browser, served.url, **options) as screen:
                turn = screen.ask(GRAVES)
                turn.locator(".chip").first.click()
                screen.cited.wait_for()
                _picture(screen, name)
        own = Path(folder) / "council.txt"
        own.write_text(OWN_FILE, encoding="utf-8")
        with Screen(browser, served.url, **WIDE) as screen:
            screen.page.locator("#files").set_input_files([own])
            screen.page.locator("#uploads li", has_text="added").wait_for()
            turn = screen.ask("Who repaired the bridge over the Donets?")
            turn.locator("summary").last.click()
            turn.locator("table").wait_for()
            screen.page.locator(".choose").last.uncheck()
            _picture(screen, "sources")


def _picture(screen: Screen, name: str) -> None:
    screen.page.wait_for_timeout(1000)
    screen.page.screenshot(path=HERE / f"{name}.png")


if __name__ == "__main__":
    main()
