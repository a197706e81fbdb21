from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.values.intervals import Quantity
from qa.values.quantities import find_quantities, parse_quantity


def q(low, high=None, kind="count", unit="", rough=False, *, above=False, below=False) -> Quantity:
    return Quantity(low, low if high is None else high, kind, unit, rough, above, below)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # digits and words
        ("445", q(445)),
        ("1,000", q(1000)),
        ("46\u00a0000 voters", q(46_000, unit="voter")),
        ("3.5", q(3.5)),
        ("a thousand", q(1000)),
        ("five hundred airstrikes", q(500, unit="airstrike")),
        ("two hundred and fifty", q(250)),
        ("sixty-four thousand three hundred", q(64_300)),
        ("two and a half million", q(2_500_000)),
        ("half a million people", q(500_000, unit="person")),
        ("1.5bn", q(1.5e9)),
        ("5m viewers", q(5e6, unit="viewer")),
        ("a dozen boats", q(12, unit="boat")),
        ("zero", q(0)),
        ("only twice", q(2)),
        ("at once", None),
        ("minus 5 degrees", q(-5, unit="degree")),
        ("below -5 °C", q(-inf, -5, below=True)),
        ("a handful", q(3, 9, rough=True)),
        ("in her early thirties", q(30, 39, "age")),
        ("half a kilo", q(0.5, unit="kilogram")),
        ("2kg", q(2, unit="kilogram")),
        ("1500", q(1500, kind="year")),
        # vague numbers
        ("dozens of graves", q(20, 99, unit="grave", rough=True)),
        ("hundreds", q(100, 999, rough=True)),
        ("hundreds of thousands of refugees", q(1e5, 999e3, unit="refugee", rough=True)),
        ("a few thousand", q(2000, 9000, rough=True)),
        ("several goals", q(3, 9, unit="goal", rough=True)),
        ("a couple of tries", q(2, 3, unit="try", rough=True)),
        # the noun counted
        ("three quarters of an hour", q(0.75, kind="duration", unit="hour")),
        ("two hours and ten minutes", q(130, kind="duration", unit="minute")),
        ("some two hours and ten minutes", q(130, kind="duration", unit="minute", rough=True)),
        ("three years and two months", q(38, kind="duration", unit="month")),
        ("two years, three months", q(27, kind="duration", unit="month")),
        ("1 hour 20 minutes", q(80, kind="duration", unit="minute")),
        ("1h 20m", q(80, kind="duration", unit="minute")),
        ("6 ft 5 in", q(77, kind="distance", unit="inch")),
        ("6ft 5in", q(77, kind="distance", unit="inch")),
        ("ten miles, 3 km of it on foot", q(10, kind="distance", unit="mile")),
        ("17 Ukrainian soldiers", q(17, unit="soldier")),
        ("the 445 graves found here", q(445, unit="grave")),
        ("17 of them", q(17)),
        ("two other local men", q(2, unit="man")),
        ("one corpse", q(1, unit="body")),
        ("three sports teams", q(3, unit="team")),
        ("60,000 inhabitants", q(60_000, unit="person")),
        # shares
        ("99% of bodies", q(99, kind="percent", unit="body")),
        ("3.5 per cent", q(3.5, kind="percent")),
        ("half", q(50, kind="percent", rough=True)),
        ("about a quarter of the seats", q(25, kind="percent", unit="seat", rough=True)),
        ("three quarters", q(75, kind="percent", rough=True)),
        ("one in five", q(20, kind="percent")),
        ("one in eight", q(12.5, kind="percent", rough=True)),
        ("two out of four", q(50, kind="percent")),
        # money, time, distance, age
        ("$5 million", q(5e6, kind="money", unit="dollar")),
        ("£1.2bn", q(1.2e9, kind="money", unit="pound")),
        ("20 euros", q(20, kind="money", unit="euro")),
        ("ten years", q(10, kind="duration", unit="year")),
        ("five-month occupation", q(5, kind="duration", unit="month")),
        ("a month-long strike", q(1, kind="duration", unit="month")),
        ("half an hour", q(0.5, kind="duration", unit="hour")),
        ("three nights", q(3, kind="duration", unit="night")),
        ("half a century", q(0.5, kind="duration", unit="century")),
        ("for weeks", q(2, 26, "duration", "week", True)),
        ("10 km", q(10, kind="distance", unit="kilometre")),
        ("100m", q(100, kind="distance", unit="metre")),
        ("six feet", q(6, kind="distance", unit="foot")),
        ("33-year-old", q(33, kind="age", unit="year")),
        ("aged 72", q(72, kind="age", unit="year")),
        ("in her 40s", q(40, 49, "age")),
        ("the 1990s", q(1990, 1999, "year")),
        ("2014", q(2014, kind="year")),
        ("2014 people", q(2014, unit="person")),
        ("the first floor", q(1, kind="ordinal", unit="floor")),
        ("21st", q(21, kind="ordinal")),
        ("a third suspect", q(3, kind="ordinal", unit="suspect")),
        ("the first 40 bodies", q(40, unit="body")),
        # ranges
        ("80 to 160", q(80, 160)),
        ("80-160 km", q(80, 160, "distance", "kilometre")),
        ("between 3 and 5", q(3, 5)),
        ("two or three days", q(2, 3, "duration", "day")),
        ("3 to 5 million", q(3e6, 5e6)),
        ("€3–5 million", q(3e6, 5e6, "money", "euro")),
        ("from several weeks to months", q(21 / 30.4375, 36, "duration", "month", True)),
        ("between 2014 and 2022", q(2014, 2022, "year")),
        # bounds and approximations
        ("at least 100", q(100, inf)),
        ("more than 440 graves", q(440, inf, unit="grave", above=True)),
        ("just over 40", q(40, inf, above=True)),
        ("no fewer than 12 seats", q(12, inf, unit="seat")),
        ("fewer than five", q(0, 5, below=True)),
        ("up to 50 millimetres", q(0, 50, "distance", "millimetre")),
        ("no more than 3%", q(0, 3, "percent")),
        ("300+", q(300, inf)),
        ("50 people or more", q(50, inf, unit="person")),
        ("50 or more people", q(50, inf, unit="person")),
        ("about 10 miles", q(10, kind="distance", unit="mile", rough=True)),
        ("some 300", q(300, rough=True)),
        ("nearly 60,000", q(60_000, rough=True)),
        ("an estimated 40-odd houses", q(40, unit="house", rough=True)),
        ("200 or so", q(200, rough=True)),
        ("more than 1500", q(1500, inf, above=True)),
        ("20-30,000 people", q(20_000, 30_000, unit="person")),
        ("a year and a half", q(1.5, kind="duration", unit="year")),
        ("two years and a half", q(2.5, kind="duration", unit="year")),
        ("no longer than six months", q(0, 6, kind="duration", unit="month")),
    ],
)
def test_parse_quantity(text: str, expected: Quantity | None) -> None:
    assert parse_quantity(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Izium",
        "T-80 tanks",
        "Fab-250 bomb",
        "Boeing 737",
        "G7",
        "4x4",
        "March 9",
        "on September 19, 2022",
        "7:30",
        "2am",
        "24/7",
        "116 123",
        "800-273-8255",
        "a 2-1 win",
        "a 3–3 draw",
        "one of the two men",
        "no one",
        "half-built",
        "the years of war",
        "a six-figure sum",
    ],
)
def test_no_quantity(text: str) -> None:
    assert parse_quantity(text) is None


def test_ordinal_ends_where_another_figure_begins() -> None:
    text = "The first engine arrived nine minutes later."
    found = [text[start:end] for start, end, _ in find_quantities(text)]
    assert found == ["first engine arrived", "nine minutes"]


def test_quantities_of_a_sentence_come_in_order_with_their_place() -> None:
    text = "Floods cut off some 3,000 homes for two to three days; 12 of 40 bridges fell on May 3."
    found = find_quantities(text)
    assert [text[start:end] for start, end, _ in found] == [
        "3,000 homes",
        "two to three days",
        "12",
        "40 bridges",
    ]
    assert [value for _, _, value in found] == [
        q(3000, unit="home", rough=True),
        q(2, 3, "duration", "day"),
        q(12),
        q(40, unit="bridge"),
    ]


@pytest.mark.parametrize(
    ("text", "low"), [("took over 40 villages", 40), ("asked about three men", 3)]
)
def test_particle_of_a_verb_is_no_bound(text: str, low: float) -> None:
    quantity = parse_quantity(text)
    assert quantity is not None
    assert (quantity.low, quantity.high, quantity.approximate) == (low, low, False)


WORDS = st.sampled_from(
    "one two a an half third 5 1,000 2014 40s $ € % - – to and or of between about at least more"
    " than hundred million dozens few years month-long km m ° st first 1 in out İ ſ K .".split()
)


@settings(deadline=None)
@given(st.one_of(st.text(), st.lists(WORDS).map(" ".join), st.lists(WORDS).map("".join)))
def test_any_text_parses(text: str) -> None:
    for start, end, value in find_quantities(text):
        assert 0 <= start < end <= len(text)
        assert value.low <= value.high
