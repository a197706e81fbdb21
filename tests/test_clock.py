import pytest

from qa.values.clock import (
    ClockTime,
    apart_in_the_day,
    compatible_times,
    find_times,
    same_time,
)


def t(hour: int, minute: int, *, half_known: bool = True, rough: bool = False) -> ClockTime:
    return ClockTime(60 * hour + minute, half_known, rough)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("at 1:20, before the dam broke", [t(1, 20, half_known=False)]),
        ("10.27 in the morning", [t(10, 27)]),
        ("at 22.10", [t(22, 10)]),
        ("5:30am", [t(5, 30)]),
        ("at 1 p.m. on Friday", [t(13, 0)]),
        ("12 p.m.", [t(12, 0)]),
        ("ten minutes to ten", [t(9, 50, half_known=False)]),
        ("a quarter past four in the morning", [t(4, 15)]),
        ("half past ten", [t(10, 30, half_known=False)]),
        ("five o'clock on Tuesday afternoon", [t(17, 0)]),
        ("at three on Wednesday afternoon", [t(15, 0)]),
        ("at four that morning", [t(4, 0)]),
        ("on Wednesday night at eleven o'clock", [t(23, 0)]),
        ("on Sunday around midday", [t(12, 0, rough=True)]),
        ("about ten to four", [t(3, 50, half_known=False, rough=True)]),
        ("a little before half past ten", [t(10, 30, half_known=False, rough=True)]),
        ("from eight o'clock to midnight", [t(8, 0, half_known=False), t(0, 0)]),
        ("at three places", []),
        ("2.5 million", []),
        ("3.40 metres", []),
        ("1.900 tonnes", []),
        ("24 hours, 16 men", []),
    ],
)
def test_times_of_a_text(text: str, expected: list[ClockTime]) -> None:
    assert find_times(text) == expected


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (t(10, 30), t(22, 30), False),
        (t(10, 30, half_known=False), t(22, 30), True),
        (t(10, 30), t(10, 34), True),
        (t(10, 31), t(10, 34), False),
        (t(10, 30), t(10, 40), False),
        (t(10, 30, rough=True), t(10, 51), True),
        (t(0, 0, rough=True), t(23, 40), True),
        (t(10, 40, rough=True), t(10, 57), False),
        (t(10, 15, rough=True), t(10, 30), True),
    ],
)
def test_one_time(a: ClockTime, b: ClockTime, expected: bool) -> None:
    assert compatible_times(a, b) is compatible_times(b, a) is expected


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (t(12, 0), t(12, 0, half_known=False), True),
        (t(5, 0), t(17, 0), False),
        (t(17, 0), t(17, 0, rough=True), False),
    ],
)
def test_same_time(a: ClockTime, b: ClockTime, expected: bool) -> None:
    assert same_time(a, b) is same_time(b, a) is expected


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("in the morning", "at 5 pm", True),
        ("in the morning", "at 5", False),
        ("at night", "2 am", False),
        ("in the early hours", "3 p.m.", True),
        ("at dawn", "at 4.30 in the morning", False),
    ],
)
def test_hour_outside_a_part_of_the_day(a: str, b: str, expected: bool) -> None:
    assert apart_in_the_day(a, b) is apart_in_the_day(b, a) is expected
