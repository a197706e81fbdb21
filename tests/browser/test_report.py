"""The report of an evaluation: its keys and filters, and that it asks for nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from qa.evaluation.report import report_html
from tests.test_evaluation_report import ScriptedFinder, run

pytestmark = pytest.mark.browser


def test_keys_and_filters_lead_through_the_questions(chromium: Any, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_text(report_html(*run(ScriptedFinder())), encoding="utf-8")
    page = chromium.new_page(viewport={"width": 420, "height": 800}, color_scheme="dark")
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url))
    page.on("pageerror", lambda error: seen.append(str(error)))
    page.on("dialog", lambda dialog: seen.append(dialog.message))
    page.goto(file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == 420

    count, current = page.locator("#count"), page.locator(".case:focus .question")
    assert count.inner_text() == "5 of 5 questions"
    page.get_by_role("button", name="show 2").press("Enter")
    assert (count.inner_text(), current.inner_text()) == ("2 of 5 questions", "Who spoke?")
    page.keyboard.press("k")
    assert current.inner_text() == "Who spoke?"
    page.keyboard.press("x")
    page.keyboard.press("/")
    page.keyboard.type("SANG?")
    assert count.inner_text() == "1 of 5 questions"
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert current.inner_text() == "Who sang?"
    assert seen == [file.as_uri()]
    page.close()
