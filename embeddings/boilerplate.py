"""Stretches of a text that are not part of the article: notices, credits, stamps.

They are marked, never removed: nothing is answered from them, and the source still shows them.
Precision comes first: a rule asks for several signs at once, and what is doubtful stays prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from embeddings.credits import NAMES, find_credits
from embeddings.notices import find_notices
from embeddings.passages import Interval

_DATE = r"\d{4}-\d\d?-\d\d?(?:[T ]\d\d?:\d\d(?::\d\d)?(?:\.\d+)?)?(?: ?(?:Z|[+-]\d\d:?\d\d))?"
_DATED = r"(?:date|published(?: on)?|(?:last )?updated|posted(?: on)?|modified|created|timestamp)"
_ADDRESSED = r"(?:url|link|permalink)\s*(?:[:=]\s*)?https?://\S+"
_STAMP = re.compile(
    rf"\s*(?:(?:{_DATED}\s*(?:[:=]\s*)?{_DATE}|{_ADDRESSED})(?:\s+|\Z))+(?-i:(?=[^a-z]|\Z))", re.I
)
_KEY = (
    r"(?:title|headline|subject|date|published|updated|modified|created|author|authors|by|byline"
    r"|source|publisher|url|link|tags|keywords|category|categories|section|lang|language|layout|slug)"
)
_HEADER = re.compile(
    rf"\s*(?:{_KEY}[ \t]*:[ \t]*\S.{{0,300}}(?:\r?\n|\Z)){{2,}}(?=\s*(?:\n|\Z))", re.I
)
_FRONT_MATTER = re.compile(r"\s*(---|\+\+\+)[ \t]*\r?\n([\s\S]{0,20000}?)^\1[ \t]*\r?$", re.M)
_FRONT_MATTER_LINE = re.compile(r"\s*(?:[\w.-]+\s*[:=]|[-#\[\]{}]|\s+\S|$)")

# Words of which a text must hold one, lower-cased, for the patterns to be tried on it.
_RULES: tuple[tuple[tuple[str, ...], tuple[re.Pattern[str], ...]], ...] = (
    # Line breaks that stand in the text as a backslash and an n.
    (
        ("\\n",),
        (
            re.compile(
                r"\\(?:r\\)?n(?:(?<=[\s.!?;,”’)\]]\\n)|(?<=[\s.!?;,”’)\]]\\r\\n)|(?<=\\n\\n)"
                r"|(?<=\A\\n))(?=[^\W\d_a-z]|\d|[\s“‘•\\]|\Z)"
            ),
        ),
    ),
    # Lines that link to other articles.
    (
        ("read", "see", "watch", "listen", "related", "more on"),
        (
            re.compile(
                r"^[ \t*_]*(?:Read|READ|See|SEE|Watch|WATCH|Listen|LISTEN)[ \t]+"
                r"(?:more|MORE|also|ALSO|next|NEXT)[ \t]*[:|–—-][ \t]*\S.{0,200}$",
                re.M,
            ),
            re.compile(
                r"^[ \t*_]*(?:Also read|ALSO READ|Related (?:stories|articles|coverage|content)"
                r"|RELATED(?: (?:STORIES|ARTICLES|COVERAGE|CONTENT))?|More on this (?:story|topic))"
                r"[ \t]*:.{0,200}$",
                re.M,
            ),
            re.compile(r"^[ \t*_]*(?:Read more|READ MORE)[ \t.…]*$", re.M),
        ),
    ),
    # Rights.
    (
        ("©", "copyright", "(c)", "rights reserved", "may not be"),
        (
            re.compile(
                r"(?:(?:Copyright[ \t]*)?(?:©|\([cC]\)(?=[ \t]*\d{4}))|Copyright(?=[ \t]*\d{4}))"
                r"[ \t]{0,20}(?:\d{4}(?:[ \t]{0,20}[,–-][ \t]{0,20}\d{2,4})*)?,?[ \t]{0,20}"
                r"(?:by[ \t]{1,20})?"
                rf"(?:{NAMES})?(?:[.,]?[ \t]+All [Rr]ights [Rr]eserved)?"
                r"[ \t]{0,20}(?:(?<!\b[A-Z])\.(?=\s|\Z)|(?=[\r\n|]|\Z))"
            ),
            re.compile(r"(?<![\w,;] )(?<!\w)All [Rr]ights [Rr]eserved[ \t]*(?:\.|(?=[\r\n|]|\Z))"),
            re.compile(
                r"This (?:material|content|article|document)\b[^.\n]{0,60} may not be (?:published"
                r"|reproduced|republished|copied|broadcast)[^.\n]{0,200}(?:\.|$)"
            ),
        ),
    ),
)


def find_boilerplate(text: str) -> tuple[Interval, ...]:
    """The stretches that belong to the page around an article: sorted, trimmed, not overlapping."""
    found = list(find_credits(text))
    stamp = leading_stamp(text)
    if stamp is not None:
        found.append(stamp)
    lowered = text.replace("İ", "i").lower()  # as long as the text
    for needed, patterns in _RULES:
        if any(word in lowered for word in needed):
            found += (match.span() for pattern in patterns for match in pattern.finditer(text))
    found += find_notices(text, lowered)
    return _merged(text, found)


def leading_stamp(text: str) -> Interval | None:
    """The metadata in front of the text: front matter, header lines or "date 2022-09-20"."""
    front = _FRONT_MATTER.match(text)
    if front and all(map(_FRONT_MATTER_LINE.match, front[2].splitlines())):
        return front.span()
    match = _HEADER.match(text) or _STAMP.match(text)
    return match.span() if match else None


def _merged(text: str, found: Iterable[Interval]) -> tuple[Interval, ...]:
    """The stretches trimmed, those that touch or have only blanks between them as one."""
    merged: list[Interval] = []
    for start, end in sorted(found):
        piece = text[start:end]
        start, end = end - len(piece.lstrip()), start + len(piece.rstrip())
        if start >= end:
            continue
        if merged and not text[merged[-1][1] : start].strip():
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return tuple(merged)
