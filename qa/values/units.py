"""Units of time, length and weight with their sizes, and currencies."""

from __future__ import annotations

DAYS = {"second": 1 / 86400, "minute": 1 / 1440, "hour": 1 / 24, "day": 1.0, "night": 1.0}
DAYS |= {"week": 7.0, "fortnight": 14.0, "month": 30.4375, "year": 365.25, "decade": 3652.5}
DAYS |= {"century": 36525.0}
"""Units of time in days."""

MOST = {"second": 180, "minute": 180, "hour": 72, "day": 30, "night": 30, "week": 26}
MOST |= {"fortnight": 12, "month": 36, "year": 100, "decade": 10}
"""How many "hours" or "weeks" without a number are at most."""

METRES = {"millimetre": 0.001, "centimetre": 0.01, "metre": 1.0, "kilometre": 1000.0}
METRES |= {"inch": 0.0254, "foot": 0.3048, "yard": 0.9144, "mile": 1609.344}

GRAMS = {"milligram": 0.001, "gram": 1.0, "kilogram": 1000.0, "tonne": 1e6, "ounce": 28.35}

CURRENCIES = {"$": "dollar", "€": "euro", "£": "pound", "¥": "yen", "₴": "hryvnia", "₽": "rouble"}

UNIT = (
    "(?:minute|hour|day|night|week|fortnight|month|year|decade|century|mile|kilomet(?:re|er)"
    "|met(?:re|er)|kilo(?:gram)?|tonne)"
)
"""Pattern of a unit that "a", "half a" or "-long" may count."""


def sizes(a: str, b: str) -> dict[str, float] | None:
    """The sizes of the units of one measure to which both belong."""
    return next((table for table in (DAYS, METRES, GRAMS) if a in table and b in table), None)
