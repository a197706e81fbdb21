"""Where the sentences of one paragraph begin and end.

nupunkt finds the sentence ends; the rules here repair what it gets wrong in news prose. A quotation
inside a larger sentence (``"Stop it! Now." he said``) is held together with it, so that whoever
reads it as evidence also reads who said it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import pairwise

from nupunkt import sent_spans

from embeddings.passages import Interval

LONGEST_SENTENCE = 320
"""Words after which text without a sentence end is cut at a word border."""

_JOINED_WORDS = 60  # a quotation longer than this is not held together
_JOINED_CHARACTERS = 600
_TOKEN_END = 40  # characters of a far too long token that are looked at
_SHORT_FRAGMENT = 5  # a lower-case piece of fewer words belongs to the sentence before it
_END = re.compile(r"[.!?…](?<![.!?…]{2})[.!?…]*[”’»\"')\]]*\s+")
_LONG_TOKEN = re.compile(r"\S{1000,}")
_MAYBE_SEVERAL = re.compile(r"[.!?…。！？।؟]\S*\s*\S")
_OTHER_END = re.compile(r"[。！？।؟]+[”’」』]*")  # nupunkt knows only Latin script
_CLOSING = re.compile(r"(?:[”’»\"')\]}]|\[[^\[\]]{1,30}\]|:\d[\d.,–-]*\d|:\d)+")
_DETACHED_CLOSING = re.compile(r"[”»)\]}]+(?=\s|$)")
_FIRST_WORD = re.compile(r"[“‘«\"'(\[]*([^\W\d_]+)")
_ACRONYM = re.compile(r"(?:[^\W\d_]\.){2,}")
_QUOTES = "“‘«\"'([”’»)]"
_ENUMERATOR = re.compile(r"\(?(?:\d{1,3}|[A-Za-z])[.)]")
_QUOTE = re.compile("[“”\"«»()‘’']")
_OPENING = "“«‘("
_KINDS = {"‘": "'", "’": "'", "“": '"', "”": '"', "«": '"', "»": '"', ")": "("}
_NOT_BEFORE_OPENING = frozenset(".,!?…;)")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TITLES = _words(
    "mr mrs ms dr rs lt gen col sgt maj capt cpl adm cmdr sen rep gov rev fr st mt hon prof pte pvt"
)
_MONTHS = _words("jan feb mar apr may jun jul aug sep sept oct nov dec")
_NUMBERED = _MONTHS | _words("no nos p pp vol fig art sec ch op ed")
_SUFFIXES = _words("jr sr inc co corp ltd etc bros al")
# Short forms that may or may not end a sentence: nupunkt decides.
_SHORT_FORMS = _NUMBERED | _words(
    "ave blvd dept univ est eds approx asst assoc lieut pres supt insp det cont esp ext incl max"
    " min misc orig ref viz mon tue tues wed thu thur thurs fri sat sun cal ill fla mass penn ariz"
    " calif colo conn okla ore wis wash tex mex cf ibid trans repr"
)
_AFTER_TIME = _words(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june"
    " july august september october november december eastern central pacific mountain local kyiv"
    " moscow gmt utc est edt cst cdt pst pdt cet cest bst eet eest"
)
SENTENCE_STARTERS = _words(
    "the a an this that these those he she it we they i you his her its our their my your in on at"
    " by for from with after before during when while where as if since but and or so yet however"
    " although though according there here then now today yesterday earlier later meanwhile"
    " moreover some many most all both each no not one two three several what who why how last next"
    " about over under between among because despite until once only even also such another other"
)


def words(text: str) -> int:
    """The number of words; text without spaces counts one word for ten characters."""
    return max(len(text.split()), len(text) // 10)


def sentences_of_paragraph(flat: str) -> list[Interval]:
    """The sentences of a paragraph without line breaks: trimmed, in order, nothing left out.

    Text of more than ``LONGEST_SENTENCE`` words without a sentence end is cut at word borders.
    """
    if not _MAYBE_SEVERAL.search(flat):
        start, end = _trim(flat, 0, len(flat))
        return list(_cut(flat, start, end)) if start < end else []
    borders = [0, *sorted(_borders(flat)), len(flat)]
    spans = [_trim(flat, start, end) for start, end in pairwise(borders)]
    spans = _join_fragments(flat, [span for span in spans if span[0] < span[1]])
    spans = _join_quotations(flat, spans)
    return [piece for start, end in spans for piece in _cut(flat, start, end)]


def _trim(text: str, start: int, end: int) -> Interval:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _borders(flat: str) -> set[int]:
    """Where sentences begin: nupunkt's borders and those of the rules."""
    proposed = {start for start, _ in sent_spans(_LONG_TOKEN.sub(_masked, flat)) if start}
    proposed.update(match.end() for match in _OTHER_END.finditer(flat))
    for match in _END.finditer(flat):
        verdict = _ends_sentence(flat, match)
        if verdict is not None:
            (proposed.add if verdict else proposed.discard)(match.end())
    return {_after_closing(flat, border) for border in proposed}


def _masked(token: re.Match[str]) -> str:
    """As many letters, with the token's own end: nupunkt looks at all of a token at each mark."""
    return "x" * (len(token[0]) - _TOKEN_END) + token[0][-_TOKEN_END:]


def _after_closing(flat: str, border: int) -> int:
    """The border moved behind closing quotes and note marks, which belong to the text before."""
    pattern = _DETACHED_CLOSING if flat[border - 1].isspace() else _CLOSING
    match = pattern.match(flat, border)
    return match.end() if match else border


def _ends_sentence(flat: str, end: re.Match[str]) -> bool | None:
    """Whether a sentence ends at these full stops and blanks; None leaves it to nupunkt."""
    after = flat[end.end() : end.end() + 40]
    token = (flat[max(0, end.start() - 40) : end.start()] + end[0]).split()[-1].strip(_QUOTES)
    if not after or not token:
        return None
    following = _FIRST_WORD.match(after)
    if token[-1] in "!?":
        return False if after[0].islower() else None
    word = token[:-1].lower()
    if word in _TITLES or (word in _NUMBERED and after[0].isdigit()):
        return False
    if following is None or following[1][0].islower() or token[-1] != ".":
        return None
    starter = following[1].lower() in SENTENCE_STARTERS
    if word in ("a.m", "p.m"):
        return following[1].lower() not in _AFTER_TIME
    if _ACRONYM.fullmatch(token) or (len(word) == 1 and word.isalpha()):
        return starter and token[0].isupper()
    if word in _SUFFIXES:
        return True if starter else None
    known = word.isalpha() and word not in _SHORT_FORMS
    full = word in SENTENCE_STARTERS or (len(word) > 2 and re.search("[aeiouy]", word))
    return True if known and full else None


def _join_fragments(flat: str, spans: Iterable[Interval]) -> list[Interval]:
    """Put stray marks, list numbers and short lower-case pieces with their sentence."""
    found: list[Interval] = []
    open_start: int | None = None  # of a list number that waits for its sentence
    for start, end in spans:
        piece = flat[start:end]
        letter = re.search(r"\w", piece[:80])
        if found and open_start is None:
            short = letter is not None and letter[0].islower() and piece[:1] not in "“‘«\"'"
            lone = letter is None and len(piece) < 80
            fragment = lone or (short and len(piece.split()) < _SHORT_FRAGMENT)
            if fragment and end - found[-1][0] <= _JOINED_CHARACTERS:
                found[-1] = (found[-1][0], end)
                continue
        begin = start if open_start is None else open_start
        open_start = begin if _ENUMERATOR.fullmatch(piece) else None
        if open_start is None:
            found.append((begin, end))
    if open_start is not None:
        found.append((open_start, len(flat.rstrip())))
    return found


def _quotations(flat: str) -> Iterator[Interval]:
    """Start and end of everything in quotation marks or brackets, closed in the same paragraph."""
    opened: dict[str, int] = {}
    for match in _QUOTE.finditer(flat):
        at, mark = match.start(), match[0]
        before, after = flat[max(at - 1, 0) : at], flat[at + 1 : at + 2]
        kind = _KINDS.get(mark, mark)
        inside_word = before.isalnum()
        if kind == "'" and inside_word:
            continue  # an apostrophe, or the end of a quotation without a full stop
        straight = mark in "\"'" and not inside_word and before not in _NOT_BEFORE_OPENING
        if mark in _OPENING or (straight and after and not after.isspace()):
            opened[kind] = at
        elif kind in opened:
            yield opened.pop(kind), at


def _join_quotations(flat: str, spans: list[Interval]) -> list[Interval]:
    """Hold a quotation of several sentences together when it is part of a larger sentence."""
    starts = [start for start, _ in spans]
    joined = [False] * len(spans)  # to the sentence before
    for opening, closing in _quotations(flat):
        first, last = bisect_right(starts, opening) - 1, bisect_right(starts, closing) - 1
        start, end = spans[first][0], spans[last][1]
        if first == last or end - start > _JOINED_CHARACTERS:
            continue
        around = flat[start:opening] + flat[closing + 1 : end]
        if any(map(str.isalnum, around)) and words(flat[start:end]) <= _JOINED_WORDS:
            joined[first + 1 : last + 1] = [True] * (last - first)
    found: list[Interval] = []
    for span, to_previous in zip(spans, joined, strict=True):
        if to_previous:
            found[-1] = (found[-1][0], span[1])
        else:
            found.append(span)
    return found


def _cut(flat: str, start: int, end: int) -> Iterator[Interval]:
    """The sentence, or its pieces of equal length when it is far too long."""
    size = words(flat[start:end])
    if size <= LONGEST_SENTENCE:
        yield start, end
        return
    limit = -(-size // -(-size // LONGEST_SENTENCE))
    begin, previous, filled = start, start, 0.0
    for match in re.compile(rf"\S{{1,{limit * 10}}}").finditer(flat, start, end):
        weight = max(1.0, len(match[0]) / 10)
        if filled and filled + weight > limit:
            yield begin, previous
            begin, filled = match.start(), 0.0
        filled += weight
        previous = match.end()
    yield begin, end
