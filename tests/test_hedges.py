import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.values.hedges import bound_after, bound_before, with_hedge


@pytest.mark.parametrize(
    ("text", "answer", "widened"),
    [
        ("They uncovered more than 440 graves there.", "440", "more than 440"),
        ("They uncovered more than 440 graves there.", "than 440 graves", "more than 440 graves"),
        ("They uncovered more than 440 graves.", "more than 440 graves", "more than 440 graves"),
        ("About 450 graves have been found", "450 graves", "About 450 graves"),
        ("killed at least about 40 people", "40 people", "at least about 40 people"),
        ("lost more than a thousand residents", "a thousand", "more than a thousand"),
        ("rain of up to 80 millimetres", "80 millimetres", "up to 80 millimetres"),
        ("profit fell by just under $3bn", "$3bn", "just under $3bn"),
        ("There were never more than 40 there.", "40", "never more than 40"),
        ("with never fewer than 40 guards", "40 guards", "never fewer than 40 guards"),
        ("an estimated 500 fans", "500 fans", "an estimated 500 fans"),
        ("at least another 20 were hurt", "20", "at least another 20"),
        ("50 people or more were hurt", "50 people", "50 people or more"),
        ("300+ homes", "300", "300+"),
        ("some 40-odd houses", "40", "some 40-odd"),
        ("it began around April 1.", "April 1", "around April 1"),
        ("nearly two-thirds voted", "two-thirds", "nearly two-thirds"),
        ("about a week later", "a week", "about a week"),
        ("no longer than six months", "six months", "no longer than six months"),
        ("longer than six months", "six months", "longer than six months"),
        ("just short of 200 bodies", "200 bodies", "just short of 200 bodies"),
        ("at the very least 200 bodies", "200 bodies", "at the very least 200 bodies"),
        ("not quite 200 bodies", "200 bodies", "not quite 200 bodies"),
        ("as few as 200 bodies", "200 bodies", "as few as 200 bodies"),
        ("It sank within ten minutes.", "ten minutes", "within ten minutes"),
        ("losses estimated at 2,300 sheep", "2,300 sheep", "estimated at 2,300 sheep"),
        ("fell by less than a tenth", "a tenth", "less than a tenth"),
        ("440 bodies, if not more", "440 bodies", "440 bodies, if not more"),
        ("They left before 10 September.", "10 September", "before 10 September"),
        ("They left not before 10 September.", "10 September", "not before 10 September"),
        ("It lasted until March 9.", "March 9", "until March 9"),
        ("They came in mid-March.", "March", "in mid-March"),
        ("They came in early April.", "April", "in early April"),
        ("They left on 10 September.", "10 September", "10 September"),
        ("They left by 10 September.", "10 September", "by 10 September"),
        ("It will not reopen before 2025.", "2025", "2025"),
        ("No shot was fired before 10 November.", "10 November", "10 November"),
        ("two days before 10 September", "10 September", "two days before 10 September"),
        ("at the end of September", "September", "at the end of September"),
        # nothing that belongs to the figure
        ("The war was over. 440 graves remain", "440", "440"),
        ("All is over\n440 graves remain", "440", "440"),
        ("It took over 40 villages.", "40 villages", "40 villages"),
        ("They asked about three men.", "three men", "three men"),
        ("Walk around the city.", "the city", "the city"),
        ("Some local politicians cooperated.", "local politicians", "local politicians"),
        ("It killed 40. At least that is said.", "40", "40"),
        ("reportedly killed 40 people", "40 people", "40 people"),
        ("the school in 2014", "school in 2014", "school in 2014"),
    ],
)
def test_with_hedge(text: str, answer: str, widened: str) -> None:
    start = text.index(answer)
    left, right = with_hedge(text, start, start + len(answer))
    assert text[left:right] == widened


@settings(deadline=None)
@given(st.text(), st.integers(0, 20), st.integers(1, 20))
def test_widening_keeps_the_answer(text: str, start: int, length: int) -> None:
    start, end = min(start, len(text)), min(start + length, len(text))
    left, right = with_hedge(text, start, end)
    assert 0 <= left <= start <= end <= right <= len(text)
    assert bound_before(text, 0) is None
    assert bound_after(text, len(text)) is None
