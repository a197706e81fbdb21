from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings.boilerplate import find_boilerplate
from embeddings.titles import markdown_title

SEEDS = Path(__file__).parent.parent / "seeds"


def marked(text: str) -> list[str]:
    return [text[start:end] for start, end in find_boilerplate(text)]


# In each case the boilerplate stands between ⟦ and ⟧.
@pytest.mark.parametrize(
    "case",
    [
        # Photo credits end with the name or agency, not with the next sentence.
        "He fled. ⟦Photo: Daniel Carde/The Observer⟧ He was arrested a second time.",
        "It was bombed. ⟦Photo: Alessio Mamo/The Guardian⟧ According to reports, many died.",
        "At home. ⟦Photo: Alessio Mamo/The Guardian⟧ “After the Russians came,” he said.",
        "Bombed. ⟦Photo: Jane Roe/The Daily Planet⟧ Villagers fled.",
        "Bombed. ⟦Photo: Jane Roe/Novaya Gazeta⟧ They fled.",
        "Bombed. ⟦Photograph: Sergei Supinsky/AFP/Getty Images⟧ The army left.",
        "Bombed. ⟦Photo by John Smith/AFP via Getty Images.⟧ He left.",
        "Bombed. ⟦PHOTO: REUTERS/Gleb Garanich⟧\nThe army left.",
        "Bombed. ⟦Picture: Jane de Vries/EPA⟧ Kyiv fell.",
        "Bombed. ⟦Photo: J. Scott Applewhite/AP⟧ “I left,” he said.",
        "Bombed. ⟦Photo: Jane Roe⟧ The army left.",
        "A caption ⟦(Photo: Jane Roe)⟧ goes on.",
        "⟦Image: Wikimedia Commons⟧",
        "Bombed. ⟦Credit: Reuters⟧ He left town.",
        "Bombed. ⟦Photo: supplied⟧",
        "Photos and footage released by the police chief show the dingy cells.",
        "He posed for a photo: a man with a gun.",
        "Photo: He was seen in Kyiv.",
        "Photo: Residents of Izium queue for bread.",
        "Photo: Ukrainian President Volodymyr Zelenskiy visits Izium",
        "Photo by photo the jury looked.",
        "Credit: The bank gave them money.",
        "Credit: Banks lend more now.",
        # Reporters and sources.
        "“They came.” ⟦Additional reporting by Artem Mazhulin.⟧",
        "It ended. ⟦Additional reporting by Jane Roe and John Doe in Kyiv.⟧ Next.",
        "⟦Reporting by Jane Roe in Kyiv; Editing by John Doe⟧",
        "Additional reporting by Reuters showed the deal failed.",
        "His arm.\n\n⟦Source: Ukrainian Public TV\n\nSource: Avdeeva Mariia⟧\n\nMore",
        "⟦Source: Reuters Source: AFP⟧",
        "According to sources: the army left.",
        "Source: the river rises in the hills.",
        "Source: Police officials who asked not to be named.",
        "One source: Police said nothing.",
        # Line breaks that were written out.
        "Proper grave markings.⟦\\n⟧Out of those, 100 were killed.",
        "He left.⟦\\n\\n⟧“Yes,” he said. ⟦\\n⟧",
        "He left.⟦\\r\\n⟧She stayed.",
        r'Open C:\new\notes and C:\Users\nAdmin, then print("a\n").',
        # Links to other articles.
        "⟦Read more: Another story⟧\nText\n⟦READ MORE⟧\nText\n⟦Related articles: One, two⟧",
        "Read more books: they help.",
        "See also the church.",
        # Rights.
        "Text.\n⟦© 2022 Daily News. All rights reserved.⟧",
        "Text. ⟦Copyright 2022 The Associated Press. All rights reserved. This material may not be"
        " published, broadcast, rewritten or redistributed.⟧",
        "Text. ⟦All rights reserved.⟧",
        "⟦Copyright (c) 2001, 2002 SciPy Developers.⟧ Text. Copyright 2016 Jane J. Roe wrote it.",
        "All rights reserved to the crown were lost. Copyright 2019 reforms passed.",
        # Newsletters, privacy, cookies.
        "Text. ⟦Jane Roe takes you to the top stories, free every weekday morning Privacy Notice:"
        " Newsletters may contain advertising. For more information, see our Privacy Policy.⟧",
        "The mayor left town ⟦Privacy Notice: Newsletters may contain adverts. We use reCaptcha.⟧",
        "⟦Sign up to First Edition, our free daily newsletter.⟧ Then he left.",
        "He left. ⟦Get the headlines delivered to your inbox in our free newsletter. By signing up,"
        " you agree to our terms of service.⟧ The war goes on.",
        "⟦We use cookies to improve your experience. By continuing to use this site you agree to"
        " our cookie policy. Accept all cookies.⟧\nText",
        "The newsletter reached 10,000 readers. Its privacy policy was criticised.",
        "“We use cookies and our privacy policy is fine,” the firm said.",
        "The firm said by signing up you agree to the terms of service and our newsletter.",
        "Users sign up to the site and unsubscribe.",
        "We value your privacy.",
        "Sign up for the course before May.",
        # Helplines.
        "“No,” he said. ⟦• In the UK, Samaritans can be contacted on freephone 116 123. In the US,"
        " the Suicide Prevention Lifeline is at 800-273-8255. You can also text HOME to 741741 to"
        " reach a crisis text line counselor. Other helplines can be found at befrienders.org⟧",
        "He left. ⟦If you have suicidal thoughts, you are not alone. Call Samaritans on 116 123 or"
        " visit samaritans.org.⟧ Next.",
        "Police opened a hotline on 0800 123 456 for relatives.",
        "Relatives can call the police hotline on 0800 123 456.",
        "The suicide hotline, 1-800-273-8255, received 2 million calls.",
        "The Samaritans can be contacted on freephone 116 123, a spokesman said.",
        "The bridge, a lifeline in the crisis, is 13 kilometres long.",
        # Metadata in front of the text.
        " ⟦date 2022-09-20⟧ Almost all the bodies were exhumed.",
        "⟦Published: 2022-09-20T10:00:00Z url https://a.b/c⟧ Almost all",
        "⟦---\ntitle: A\ntags:\n  - b\n---⟧\nText",
        "⟦Title: A\nDate: 2022-01-01⟧\n\nText",
        "The date 2022-09-20 was chosen.",
        "Date palms grow here.",
        "Title: a history of names\n\nText",
        "---\nA line of prose here\n---\nMore",
        # Nothing.
        "",
        " ",
        "x",
    ],
    ids=lambda case: case[:40],
)
def test_only_boilerplate_is_marked(case: str) -> None:
    text = case.replace("⟦", "").replace("⟧", "")
    expected = [part.split("⟧")[0] for part in case.split("⟦")[1:]]
    assert marked(text) == expected


NOTICE = (
    "We use cookies to improve your experience. You can unsubscribe at any time. For more"
    " information, see our privacy policy. By continuing to use this site you agree to our terms of"
    " service. "
)


def test_a_text_that_is_all_notice_is_about_its_subject() -> None:
    assert marked("An article about the war. " * 100 + NOTICE) == [NOTICE.strip()]
    assert marked(NOTICE * 20) == []


def test_stretches_are_found_in_text_of_another_case_and_length() -> None:
    assert marked("İİİİ. " + NOTICE.strip()) == [NOTICE.strip()]


EXPECTED = {
    "000_765f5df2bf05b5eb.txt": ["Photo: Daniel Carde/The Observer"],
    "001_4c1c60697db668da.txt": [
        "\\n",
        "\\n",
        "• In the UK and Ireland, Samaritans can be contacted on freephone 116 123, or email"
        " jo@samaritans.org or jo@samaritans.ie. In the US, the National Suicide Prevention"
        " Lifeline is at 800-273-8255 or chat for support. You can also text HOME to 741741 to"
        " connect with a crisis text line counselor. In Australia, the crisis support service"
        " Lifeline is 13 11 14."
        " Other international helplines can be found at befrienders.org",
    ],
    "002_de31b8ac0f0158f6.txt": [
        "Source: Ukrainian Public TV\n\nSource: Avdeeva Mariia\n\nSource: Kharkiv Police"
    ],
    "003_19b7f053852925dc.txt": [
        "Photo: Alessio Mamo/The Guardian",
        "Photo: Alessio Mamo/The Guardian",
        "Photo: Alessio Mamo/The Guardian",
        "Archie Bland and Nimo Omer take you to the top stories and what they mean, free every"
        " weekday morning Privacy Notice: Newsletters may contain information about charities,"
        " online advertising and content sponsored by external parties. For more information, see"
        " our Privacy Policy. We use Google reCaptcha to protect our website and Google’s Privacy"
        " Policy and Terms of Service apply.",
        "Additional reporting by Artem Mazhulin.",
    ],
    "004_0f69f57602d15999.txt": ["date 2022-09-20"],
}


@pytest.mark.parametrize("name", EXPECTED)
def test_boilerplate_of_the_seed_articles(name: str) -> None:
    assert marked((SEEDS / name).read_bytes().decode()) == EXPECTED[name]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_stretches_are_sorted_trimmed_and_apart(text: str) -> None:
    before = 0
    for start, end in find_boilerplate(text):
        assert before <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        before = end


@pytest.mark.parametrize(
    "text",
    [
        "©" + " " * 100_000 + "x",
        "Copyright 2020" + "\t" * 100_000 + "x",
        "date" + " " * 100_000 + "x",
        "link" + "\n" * 100_000 + "x",
        "# " + "`" * 100_000,
    ],
    ids=["sign", "word", "stamp", "link", "heading"],
)
def test_long_runs_take_no_time_worth_telling(text: str) -> None:
    """A quadratic rule would take hours, a cubic one years."""
    assert find_boilerplate(text) == ()
    assert markdown_title(text) in (None, "``")
