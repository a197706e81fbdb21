"""The page for everybody: axe-core finds nothing serious, in any colours and on a phone."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest

from tests.browser.conftest import Served
from tests.browser.screen import Screen

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
QUESTIONS = (
    "Do the sources agree on the number of graves?",
    "What signs of torture were found on the bodies?",
    "Who dug the tunnel under the moon?",
    "When did Izium fall to Russian forces?",
)
STATES = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "phone": {"viewport": {"width": 360, "height": 740}, "has_touch": True},
}


def findings(screen: Screen) -> list[str]:
    """What axe-core finds on the page as it stands."""
    screen.page.evaluate(AXE)
    found = screen.page.evaluate("() => axe.run()")["violations"]
    return [f"{each['impact']}: {each['help']}: {each['nodes'][0]['html']}" for each in found]


@pytest.mark.parametrize("state", STATES)
def test_nothing_stands_in_anybodys_way(chromium: Any, served: Served, state: str) -> None:
    with Screen(chromium, served.url, **STATES[state]) as screen:
        page = screen.page
        page.locator("#source-list").wait_for()
        assert findings(screen) == []
        for question in QUESTIONS:
            screen.ask(question)
        page.locator(".by-source summary").last.click()
        page.locator("#search").fill("graves")
        page.locator("#matches .match").first.wait_for()
        assert findings(screen) == []
        screen.turns.last.locator(".chip").first.click()
        screen.cited.wait_for()
        assert findings(screen) == []
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
        assert screen.errors == []


def test_findings_are_found(chromium: Any, served: Served) -> None:
    with Screen(chromium, served.url) as screen:
        screen.page.evaluate("() => document.querySelector('.masthead').append(new Image())")
        assert [finding.split(":")[0] for finding in findings(screen)] == ["critical"]
