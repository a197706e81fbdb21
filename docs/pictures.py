"""Takes the pictures of the page that the documents show: python docs/pictures.py"""

from pathlib import Path

from playwright.sync_api import sync_playwright

from embeddings.encoder import load_encoder
from qa.libraries import cached_library
from qa.pipeline import load_pipeline
from qa.reader import load_reader
from tests.browser.conftest import ARGUMENTS, Served, find_chromium
from tests.browser.screen import Screen

HERE = Path(__file__).parent
STATES = {
    "chat": {"viewport": {"width": 1280, "height": 800}},
    "chat-dark": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"},
    "chat-phone": {"viewport": {"width": 390, "height": 844}},
}


def main() -> None:
    """Ask one question in each state of the page and save what is seen."""
    encoder = load_encoder()
    library = cached_library(HERE.parent / "seeds", encoder)
    pipeline = load_pipeline(library, encoder, load_reader())
    with sync_playwright() as playwright, Served(pipeline) as served:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        for name, options in STATES.items():
            with Screen(browser, served.url, **options) as screen:
                turn = screen.ask("How many graves were found at Izium?")
                turn.locator(".chip").first.click()
                screen.cited.wait_for()
                screen.page.wait_for_timeout(1000)
                screen.page.screenshot(path=HERE / f"{name}.png")


if __name__ == "__main__":
    main()
