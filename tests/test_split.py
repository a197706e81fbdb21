from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings.documents import build_document
from embeddings.loaders import load_file
from embeddings.passages import Document
from embeddings.sentences import LONGEST_SENTENCE, words
from embeddings.split import paragraphs, sentences, split

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


def prose(sentence_words: list[int], *, start: int = 0) -> str:
    """Sentences of these lengths, every word different."""
    number, made = start, []
    for count in sentence_words:
        made.append(" ".join(f"w{number + at}" for at in range(count)).capitalize() + ".")
        number += count
    return " ".join(made)


@pytest.mark.parametrize(
    "expected",
    [
        # Quotations.
        ['"Stop it! Now." he said.', "She left."],
        ["“Stop it! Now.” he said.", "She left."],
        ["He asked, “Why? Who did it?” and wept.", "Nobody answered."],
        ["He said: “I know. We left.”", "Then he went."],
        ["‘Some died. There are corpses,’ the governor wrote.", "Others lived."],
        ["“They left.", "Nobody came back.”", "He waited."],
        ["“They disappeared,” says Edward, 30.", "“A friend rebelled.", "They killed him.”"],
        ["“You think we have no future,” he said.", "“But I think we do.", "We can rebuild.”"],
        ["We breathed a sigh of relief.” .", "Outside it was dark."],
        ["“Well, we just started…”", "Apartment blocks were bombed."],
        ["“I just said ‘no’ … and they just left,” the woman said.", "He nodded."],
        ["The new “mayor” of Izium fled.", "He (the man. Yes.) left."],
        ['He asked "when", he asked "why".', '"I do not know," she said.'],
        # Abbreviations, titles, times and numbers.
        ["Shares fell at 4 p.m.", "Shares rose at 9 a.m. on Monday."],
        ["He came at 4 p.m. Monday.", "She did not."],
        ["J. R. R. Tolkien met Mr. Smith.", "Lt. Gen. Jones met Dr. No."],
        ["It was Monday, Sept. 19, 2022.", "See No. 5 on p. 7."],
        ["U.S. forces met the U.S. Secretary of Defense.", "They left the U.S.", "He stayed."],
        ["It was World War I.", "The war ended."],
        ["It is an eerie sandbagged ruin.", "A bomb tore a piece off the dome."],
        ["Houses fell in the 20th century.", "Hayek argued against it."],
        ["The price was $3.50.", "At 2am they left."],
        ["They won’t.", "Bodies were found."],
        # Stray pieces.
        ["He looked worn and dressed. in dusty brown clothes.", "“Go,” he said."],
        ["It is eight kilometers away. (five miles) away.", "Today they left."],
        ["We waited… then left.", "Then… nothing came."],
        ["It ended at last.:460", "In August it began.[citation needed]", "More followed.[3]"],
        ["Alexa, Google and Yahoo! are the most used.", "Others are not."],
        ["1. First item.", "2. Second item."],
        ["First she left.”", "He followed."],
        ["Wow!!!", "No way.", "Really?!", "Yes."],
        # Other scripts, no sentence end.
        ["مرحبا.", "كيف حالك؟", "حسنا."],
        ["He said yes.", "😀 Then she left."],
        ["no punctuation at all"],
        ["x"],
        ["😀"],
        ["…"],
    ],
    ids=lambda expected: expected[0][:40],
)
def test_sentences_end_where_a_reader_ends_them(expected: list[str]) -> None:
    assert cut(" ".join(expected)) == expected


def test_closing_quote_stays_with_its_sentence_without_a_blank() -> None:
    assert cut("“We left.”He said so. 你好。世界。") == [
        "“We left.”",
        "He said so.",
        "你好。",
        "世界。",
    ]


def test_any_number_of_blanks_may_follow_a_sentence() -> None:
    assert cut("It ended." + " " * 200 + "He left at 4 p.m." + "\t" * 200 + "She stayed.") == [
        "It ended.",
        "He left at 4 p.m.",
        "She stayed.",
    ]


def test_a_long_quotation_is_not_held_together() -> None:
    quotation = "“" + prose([20, 20, 20, 20])[:-1] + ",” he said."
    assert len(cut(quotation)) == 4


def test_lines_are_paragraphs_and_captions_are_sentences() -> None:
    text = "A heading\nThe first line ends.  It goes on.\r\n\r\nA caption of 2022\n\n\n“Yes.”"
    assert cut(text) == [
        "A heading",
        "The first line ends.",
        "It goes on.",
        "A caption of 2022",
        "“Yes.”",
    ]


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    first = (
        "The men digging in the dusty ground looked visibly sickened by the\n"
        "gruesome task they had been dealt. The rotted bodies were mangled and\n"
        "the smell poisoned the fresh forest air. One corpse had a rope around\n"
        "the neck."
    )
    second = "- a list item that is short\n- another list item"
    text = f"# Heading\n{first}\n\n{second}"
    drawn = [text[start:end] for start, end in paragraphs(text)]
    assert drawn == ["# Heading", first, *second.split("\n")]
    assert cut(text)[1:3] == [
        "The men digging in the dusty ground looked visibly sickened by the\n"
        "gruesome task they had been dealt.",
        "The rotted bodies were mangled and\nthe smell poisoned the fresh forest air.",
    ]


def test_a_poem_is_not_hard_wrapped_prose() -> None:
    text = "Tyger Tyger, burning bright,\nIn the forests of the night;\nWhat immortal hand or eye,"
    assert cut(text) == text.split("\n")


def test_sentences_stop_at_boilerplate() -> None:
    text = "He was seen. Photo: A/B He was arrested. Then"
    marked = (text.index("Photo"), text.index(" He was arr"))
    assert [text[start:end] for start, end in sentences(text, [marked])] == [
        "He was seen.",
        "He was arrested.",
        "Then",
    ]


def test_endless_sentence_is_cut_at_word_borders() -> None:
    text = " ".join(f"word{number}" for number in range(10_000))
    pieces = cut(text)
    assert " ".join(pieces) == text
    assert {words(piece) <= LONGEST_SENTENCE for piece in pieces} == {True}
    assert len(pieces) == -(-10_000 // LONGEST_SENTENCE)


def test_endless_word_is_cut() -> None:
    pieces = cut("a" * 100_000)
    assert "".join(pieces) == "a" * 100_000
    assert max(map(len, pieces)) <= LONGEST_SENTENCE * 10


def passages(text: str, **options: int | bool) -> list[str]:
    return [passage.text for passage in split(build_document("a.txt", text), **options)]


def test_an_endless_word_full_of_marks_is_cut_quickly() -> None:
    pieces = cut(f"We saw {'?b.c' * 100_000}.” He left. She stayed.")  # minutes, were each tried
    assert (pieces[0], pieces[-2:]) == ("We saw", ["He left.", "She stayed."])


def test_short_text_is_one_passage() -> None:
    assert passages("One sentence. Another one.") == ["One sentence. Another one."]


def test_long_paragraph_becomes_balanced_runs_with_one_sentence_of_overlap() -> None:
    runs = passages(prose([20] * 10))
    sizes = [len(run.split()) for run in runs]
    assert sizes == [100, 120]
    assert cut(runs[0])[-1] == cut(runs[1])[0]


def test_overlap_can_be_switched_off() -> None:
    text = prose([20] * 10)
    assert " ".join(passages(text, overlap=0)) == text


def test_paragraphs_of_good_size_are_passages() -> None:
    drawn = [prose([25] * 4, start=1000 * number) for number in range(3)]
    assert passages("\n\n".join(drawn)) == drawn


def test_short_paragraphs_are_joined_unless_switched_off() -> None:
    drawn = ["A heading", *(prose([15, 15], start=1000 * number) for number in range(4))]
    text = "\n\n".join(drawn)
    assert passages(text) == [text]
    assert passages(text, join_paragraphs=False) == drawn


def test_heading_goes_with_the_paragraph_below_it() -> None:
    above, below = prose([25] * 4), prose([25] * 4, start=1000)
    assert passages(f"{above}\n\nA heading\n\n{below}") == [above, f"A heading\n\n{below}"]


def test_lists_of_single_words_are_joined_within_the_limit() -> None:
    lines = [f"word{number}" for number in range(1000)]
    found = passages("\n".join(lines), min_words=10, max_words=20)
    assert " ".join(found).split() == lines
    assert max(len(passage.split()) for passage in found) <= 20


def test_long_sentence_stays_whole() -> None:
    long = prose([300])
    assert long in passages(f"{prose([50])} {long} {prose([50])}", overlap=0)


def test_passages_stop_at_boilerplate() -> None:
    text = "He was seen there. Photo: Jane Roe/Reuters He was arrested."
    assert passages(text) == ["He was seen there.", "He was arrested."]


def test_document_without_sentences_is_split_too() -> None:
    text = prose([20] * 10)
    bare = split(Document(id="1", title="", source="a", text=text))
    assert [passage.text for passage in bare] == passages(text)


@pytest.mark.parametrize("text", ["", " \n\t\r\n ", "Photo: Jane Roe/Reuters"])
def test_nothing_to_read_gives_no_passage(text: str) -> None:
    assert passages(text) == []


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"min_words": 0}, "min_words=0, max_words=160"),
        ({"min_words": 200}, "min_words=200, max_words=160"),
        ({"overlap": -1}, "overlap=-1"),
    ],
)
def test_impossible_sizes_are_refused(options: dict[str, int], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        passages("Text.", **options)


def check(document: Document, max_words: int = 160) -> None:
    """Sentences, boilerplate and passages cover the text, and nothing overlaps boilerplate."""
    text = document.text
    covered = bytearray(len(text))
    for start, end in document.boilerplate:
        covered[start:end] = b"b" * (end - start)
    for start, end in document.sentences:
        assert text[start:end] == text[start:end].strip() != ""
        assert not any(covered[start:end])
        covered[start:end] = b"s" * (end - start)
    assert "".join(text[at] for at in range(len(text)) if not covered[at]).strip() == ""
    assert all(one[1] <= two[0] for one, two in pairwise(document.sentences))
    starts = {start for start, _ in document.sentences}
    ends = {end for _, end in document.sentences}
    in_passages = bytearray(len(text))
    drawn = split(document, max_words=max_words, min_words=max_words // 2)
    for passage in drawn:
        assert passage.start in starts
        assert passage.end in ends
        assert b"b" not in covered[passage.start : passage.end]
        inside = [s for s in document.sentences if passage.start <= s[0] < passage.end]
        tiny = max(end - start for start, end in inside) <= 20
        assert len(inside) == 1 or tiny or len(passage.text.split()) <= max_words
        in_passages[passage.start : passage.end] = b"p" * (passage.end - passage.start)
    assert all(in_passages[start] and in_passages[end - 1] for start, end in document.sentences)
    assert [passage.start for passage in drawn] == sorted(passage.start for passage in drawn)


PIECES = st.sampled_from(
    [
        *"“”‘’\"'().…!?,•#-—aAéİß😀\t\n\r\x00\x1c\u2028\u200d\ufeff\u0301",
        *("\n\n", "\r\n", "\\n", "\\n\\n", "1.", "a.m.", "U.S.", "Mr.", ":460", "[3]", "---"),
        *("The men left.", "He said", "the end", "مرحبا؟", "你好。", "word word word word word"),
        *("Photo: Jane Roe/Reuters", "Photo:", "Source: Reuters\n", "© 2022 Reuters."),
        *("Additional reporting by Jane Roe.", "date 2022-09-20", "title: x\n"),
        *("Privacy Notice: Newsletters may contain content.", "We use reCaptcha."),
        *("Sign up to our newsletter", "Call Samaritans on 116 123.", "If you need help."),
    ]
)
TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(st.tuples(PIECES, st.sampled_from(["", " ", "  ", " " * 50])), max_size=60).map(
        lambda pairs: "".join(piece + blank for piece, blank in pairs)
    ),
)


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.sampled_from([4, 20, 160]))
def test_every_text_is_covered_and_unchanged(text: str, max_words: int) -> None:
    document = build_document("any.txt", text)
    assert document.text == text
    check(document, max_words)


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name[:3])
def test_seed_articles_are_covered_by_passages_of_good_size(path: Path) -> None:
    document = load_file(path, path.name)
    assert document.text == path.read_bytes().decode()
    check(document)
    sizes = [len(passage.text.split()) for passage in split(document)]
    assert sum(80 <= size <= 160 for size in sizes) == len(sizes)


@pytest.mark.parametrize(
    "sentence",
    [
        "“Then they did it again.",
        "Publisher Maksim Maksimov, 50, shows the room in a police station where he was tortured"
        " during the Russian occupation of Izium.",
        "The administration building is an eerie sandbagged ruin.",
        "“I collapsed. They pulled me to my feet. There was a hood on my head. I couldn’t see"
        " anything. My legs went numb. I couldn’t hear in my left ear,” he recalls.",
        "She said the new Russian administration did not provide the materials to make proper grave"
        " markings.",
        "Apartment blocks in Izium were bombed.",
        "We counted every explosion before we could breathe a sigh of relief.” .",
        "Residents are scrambling to get back to life, hoping the battle that forced them into"
        " hiding for months, killed their friends and destroyed their homes is truly over, even as"
        " explosions echo through the streets from the southeast front, just eight kilometers away."
        " (five miles) away.",
        "Emergency workers load a body into a refrigerated truck after its exhumation in the newly"
        " retaken area of Izyum, Ukraine, Monday, Sept. 19, 2022",
        "Bolvinov said the vast majority of the bodies appeared to be civilians.",
    ],
    ids=lambda sentence: sentence[:30],
)
def test_seed_articles_have_these_sentences(sentence: str) -> None:
    documents = [load_file(path, path.name) for path in SEEDS]
    assert any(
        document.text[start:end] == sentence
        for document in documents
        for start, end in document.sentences
    )


def test_large_text_is_split_quickly_and_wholly() -> None:
    article = SEEDS[0].read_text(encoding="utf-8")
    text = re.sub("Photo:.*?Observer ", "", article)
    document = build_document("large.txt", " ".join([text] * 40))
    count = len(build_document("small.txt", text).sentences)
    assert len(document.sentences) == 40 * count
    check(document)
