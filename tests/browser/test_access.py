"""The page for everybody: axe-core finds nothing serious, in any colours and on a phone."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest

from tests.browser.conftest import Served
from tests.browser.screen import Screen

pytestmark = [pytest.mark.browser, pytest.mark.slow]

GRAVES = "How many graves were found at Izium?"
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
        page.locator(".voices table").last.wait_for()
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


def test_everything_works_from_the_keyboard(chromium: Any, served: Served) -> None:
    with Screen(chromium, served.url) as screen:
        keyboard = screen.page.keyboard
        screen.page.locator("#question textarea:focus").wait_for()
        keyboard.type(GRAVES)
        keyboard.press("Enter")
        screen.turns.first.wait_for()
        screen.page.locator("#question textarea:focus").wait_for()
        for _ in range(25):
            keyboard.press("Shift+Tab")
            if screen.page.locator(".chip:focus").count():
                break
        tip = screen.page.locator("#tip")
        tip.wait_for()
        assert tip.locator("mark").inner_text() == "445"
        keyboard.press("Escape")
        tip.wait_for(state="hidden")
        keyboard.press("Enter")
        screen.page.locator("#cited:focus").wait_for()
        assert screen.in_view(screen.cited)
        keyboard.press("Escape")
        screen.page.locator(".chip:focus").wait_for()
        keyboard.press("Space")
        screen.page.locator("#cited:focus").wait_for()


def test_phone_shows_source_under_the_conversation(chromium: Any, served: Served) -> None:
    with Screen(
        chromium, served.url, viewport={"width": 360, "height": 740}, has_touch=True
    ) as phone:
        turn = phone.ask(GRAVES)
        talk, sources = (
            phone.page.locator(f"#{name}").bounding_box() for name in ("talk", "sources")
        )
        assert talk["y"] + talk["height"] <= sources["y"] + 1
        turn.locator(".say .chip").tap()
        assert phone.cited.inner_text() == "445"
        assert phone.in_view(phone.cited)
        assert phone.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
        phone.page.get_by_role("button", name="Back to the answer").tap()
        phone.page.locator(".chip:focus").wait_for()
        assert phone.in_view(turn.locator(".say .chip"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_is_readable_in_both_colour_schemes(
    chromium: Any, served: Served, scheme: str
) -> None:
    with Screen(chromium, served.url, color_scheme=scheme) as screen:
        screen.ask(GRAVES).locator(".say .chip").click()
        screen.cited.wait_for()
        for selector in (
            ".question", ".lead", ".facts", ".elapsed", ".excerpt", ".chip", ".hint", ".privacy",
            "#cited", ".article-text", ".open-source", "#send", ".say .words",
        ):  # fmt: skip
            ratio = screen.page.locator(selector).locator("visible=true").first.evaluate(CONTRAST)
            assert ratio >= 4.5, (selector, ratio)


CONTRAST = """(element) => {
    const light = (colour) => {
        const [r, g, b] = colour.match(/[\\d.]+/g).slice(0, 3).map(Number).map((value) => {
            value /= 255;
            return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    let ground = element;
    while (/, 0\\)$|^transparent$/.test(getComputedStyle(ground).backgroundColor)) {
        ground = ground.parentElement;
    }
    const [one, other] = [
        light(getComputedStyle(element).color), light(getComputedStyle(ground).backgroundColor),
    ].sort((a, b) => b - a);
    return (one + 0.05) / (other + 0.05);
}"""
