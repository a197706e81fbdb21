import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.values.dates import DateValue, compatible_dates, find_dates, parse_date, same_date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 April", DateValue(None, 4, (1, 1))),
        ("on April 1", DateValue(None, 4, (1, 1))),
        ("the 19th of September", DateValue(None, 9, (19, 19))),
        ("the twenty-first of September", DateValue(None, 9, (21, 21))),
        ("July 4th, 1776", DateValue(1776, 7, (4, 4))),
        ("2022-09-20", DateValue(2022, 9, (20, 20))),
        ("13/04/2022", DateValue(2022, 4, (13, 13))),
        ("03/04/2022", DateValue(2022)),
        ("Monday, Sept. 19, 2022", DateValue(2022, 9, (19, 19), 0)),
        ("16 September, a Friday", DateValue(None, 9, (16, 16), 4)),
        ("Saturday morning at 2am", DateValue(weekday=5)),
        ("in early March", DateValue(None, 3, (1, 12))),
        ("mid-June 2021", DateValue(2021, 6, (8, 22))),
        ("late in August", DateValue(None, 8, (18, 31))),
        ("the first week of March", DateValue(None, 3, (1, 9))),
        ("9 to 12 March 1999", DateValue(1999, 3, (9, 12))),
        ("September 16-19", DateValue(None, 9, (16, 19))),
        ("Sept 2022", DateValue(2022, 9)),
        ("in May", DateValue(None, 5)),
        ("since 2014", DateValue(2014)),
        ("SEPTEMBER 19", DateValue(None, 9, (19, 19))),
        ("30 February 2022", DateValue(2022, 2)),
        ("2014 people", None),
        ("last week", None),
        ("yesterday at 7:30", None),
        ("He may go", None),
        ("May they rest", None),
        ("Theresa May", None),
        ("they march 9 miles", None),
        ("February and March", None),
        ("from Feb 24 to April 1", None),
        ("the Sun. It", None),
        ("", None),
    ],
)
def test_parse_date(text: str, expected: DateValue | None) -> None:
    assert parse_date(text) == expected


@pytest.mark.parametrize(
    ("a", "b", "compatible", "same"),
    [
        ("April 1", "1 April 2022", True, True),
        ("2022-09-19", "Monday, Sept. 19, 2022", True, True),
        ("September 16", "September 19", False, False),
        ("1 April", "1 May", False, False),
        ("2014", "2022", False, False),
        ("in 2014", "March 2014", True, False),
        ("March", "March 9", True, False),
        ("early March", "March 9", True, False),
        ("early March", "March 28", False, False),
        ("Friday", "on Friday", True, True),
        ("Friday", "Saturday", False, False),
        ("Monday", "September 19, 2022", True, False),
        ("Tuesday", "September 19, 2022", False, False),
        ("Friday", "September 16", None, False),
        ("2022", "May 3", None, False),
    ],
)
def test_dates_compare_by_their_known_parts(
    a: str, b: str, compatible: bool | None, same: bool
) -> None:
    one, other = parse_date(a), parse_date(b)
    assert one is not None
    assert other is not None
    assert [compatible_dates(one, other), compatible_dates(other, one)] == [compatible] * 2
    assert [same_date(one, other), same_date(other, one)] == [same] * 2


def test_dates_of_a_sentence_come_in_order_with_their_place() -> None:
    text = "It fell on 1 April and, after a siege from early March, was freed on Sept. 10, 2022."
    found = find_dates(text)
    assert [text[start:end] for start, end, _ in found] == [
        "1 April",
        "early March",
        "Sept. 10, 2022",
    ]


PIECES = st.sampled_from(
    "0 1 31 99 2022 May Sept. April early of the week Monday , - / . th".split()
)


@settings(deadline=None)
@given(st.one_of(st.text(), st.lists(PIECES).map(" ".join), st.lists(PIECES).map("".join)))
def test_any_text_parses(text: str) -> None:
    date = parse_date(text)
    assert date is None or same_date(date, date) or date == DateValue()
