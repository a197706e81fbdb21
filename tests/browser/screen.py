"""What a reader does on the page and sees there."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from tests.browser.conftest import PATIENCE


class Screen:
    """One reader's page, which notes every request and whatever goes wrong."""

    def __init__(self, browser: Any, url: str, **options: Any) -> None:
        self.context = browser.new_context(
            **{"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce", **options}
        )
        self.page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.requests: list[str] = []
        self.errors: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("response", self._note_failure)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("dialog", lambda dialog: self.errors.append(dialog.message))
        self.page.goto(url)
        self.box.wait_for()

    def __enter__(self) -> Screen:
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()

    @property
    def box(self) -> Any:
        return self.page.locator("#question textarea")

    @property
    def turns(self) -> Any:
        return self.page.locator("#turns > .turn:not(.pending)")

    @property
    def cited(self) -> Any:
        return self.page.locator("#cited")

    def ask(self, question: str) -> Any:
        """Types the question, presses Enter and waits for the answer's turn."""
        before = self.turns.count()
        self.box.fill(question)
        self.box.press("Enter")
        turn = self.turns.nth(before)
        turn.wait_for()
        return turn

    def _note_failure(self, response: Any) -> None:
        if response.status >= 400 and "/own?" not in response.url:  # refused files are expected
            self.errors.append(f"{response.status} {response.url}")

    def hosts(self) -> set[str]:
        """The hosts that requests went to; data: and blob: stay in the browser."""
        web = (urlsplit(url) for url in self.requests if not url.startswith(("data:", "blob:")))
        return {url.hostname or "" for url in web}

    def in_view(self, locator: Any) -> bool:
        """Whether the element's first line stands inside the window and inside its pane."""
        locator.wait_for()
        return locator.evaluate(
            """(element) => {
                const box = element.getClientRects()[0];
                const at = document.elementFromPoint(
                    box.left + box.width / 2, box.top + box.height / 2);
                return box.top >= 0 && box.bottom <= innerHeight && element.contains(at);
            }"""
        )

    def place(self) -> int:
        """How many characters of the shown source stand before the marked place."""
        self.cited.wait_for()
        return self.cited.evaluate(
            """(mark) => {
                const range = document.createRange();
                range.setStart(document.querySelector(".article-text"), 0);
                range.setEndBefore(mark);
                return [...range.toString()].length;
            }"""
        )
