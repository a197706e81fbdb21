"""Dates that a file states, in ISO 8601 where they can be read in one way only."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = "january february march april may june july august september october november december"
_NUMBERS = {name[:3]: number for number, name in enumerate(_MONTHS.split(), start=1)}
_MONTH = r"(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_YEAR, _DAY = r"(?P<year>[12]\d{3})", r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_WRITTEN = (
    re.compile(r"(?P<year>[12]\d{3})-(?P<month>\d\d?)-(?P<day>\d\d?)(?!\d)"),
    re.compile(r"(?P<year>[12]\d{3})/(?P<month>\d\d?)/(?P<day>\d\d?)(?!\d)"),
    re.compile(r"(?P<year>[12]\d{3})(?P<month>\d\d)(?P<day>\d\d)(?!\d)"),
    re.compile(rf"(?:[A-Z][a-z]+\.?,? )?{_DAY}(?: of)? {_MONTH},? {_YEAR}\b", re.I),
    re.compile(rf"(?:[A-Z][a-z]+\.?,? )?{_MONTH} {_DAY},? {_YEAR}\b", re.I),
)
_LONGEST = 60  # characters of what is still a date


def stated_date(text: object) -> str | None:
    """``2022-09-20`` where the text begins with one certain day, else the text itself.

    A time of day behind it is left out; a day such as 03/04/2022 stays as it is written.
    """
    if not isinstance(text, str):
        return None
    line = " ".join(text.split())
    for pattern in _WRITTEN:
        match = pattern.match(line)
        if match is None:
            continue
        month = match["month"].lower()
        number = int(month) if month.isdigit() else _NUMBERS[month[:3]]
        try:
            return date(int(match["year"]), number, int(match["day"])).isoformat()
        except ValueError:
            break
    return line if line and len(line) <= _LONGEST and re.search(r"\d", line) else None
