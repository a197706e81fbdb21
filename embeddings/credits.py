"""Credits inside an article: who took a photo, who helped to report, where a picture is from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from embeddings.passages import Interval
from embeddings.sentences import SENTENCE_STARTERS

NAME = r"(?:[^\W\d_a-z]\.|[^\W\d_a-z][\w’'&-]*)"
_PARTICLE = r"(?:and|of|the|for|in|with|de|da|di|du|del|van|von|der|den|la|le|el|al|bin|ibn|via|&)"
NAMES = rf"{NAME}(?:,?[ \t]+(?:{_PARTICLE}[ \t]+){{0,2}}{NAME}){{0,11}}"
_AGENCIES = (  # the longest name that fits is taken
    "Getty Images|AFP via Getty Images|Anadolu Agency via Getty Images|The Guardian"
    "|The Observer|Guardian|Observer|Reuters|AFP|AP Photo|AP|Associated Press"
    "|The Associated Press|Agence France-Presse|EPA-EFE|EPA|EFE|PA Wire|PA Media|PA Images|PA"
    "|Press Association|DPA|dpa|Rex Features|REX|Rex|Shutterstock|Alamy Stock Photo|Alamy"
    "|Anadolu Agency|Anadolu|NurPhoto|Zuma Press Wire|ZUMA Press|Zuma|SOPA Images|LightRocket"
    "|Sipa USA|SIPA|Ukrinform|Ukrainska Pravda|Suspilne|UNIAN|TASS|Tass|Sputnik|Xinhua|Kyodo"
    "|UPI|Bloomberg|Magnum Photos|Magnum|Corbis|Barcroft|The New York Times|New York Times"
    "|The Washington Post|Washington Post|The Times|The Telegraph|Telegraph|The Independent"
    "|Los Angeles Times|BBC News|BBC|CNN|Sky News|Al Jazeera|DW|Radio Free Europe"
    "|Wikimedia Commons|Wikimedia|Flickr|Unsplash|iStock|Maxar Technologies|Maxar|NASA"
    "|Planet Labs|Facebook|Twitter|Telegram|Instagram"
)
_AGENCY = re.compile(
    rf"(?:{'|'.join(sorted(_AGENCIES.split('|'), key=len, reverse=True))})(?![\w’'])"
)
_PICTURE = (
    r"(?:Photo(?:s|graph(?:y|s|er)?)?|PHOTO(?:S|GRAPH(?:Y|S|ER)?)?"
    r"|Pictures?|PICTURES?|Images?|IMAGES?)"
)
_LABEL = re.compile(
    rf"(?<![\w-])(?:(?P<photo>{_PICTURE})(?:[ \t]+(?:[Cc]redit|CREDIT|by|BY))?[ \t]*:"
    rf"|{_PICTURE}[ \t]+(?:by|BY)(?=[ \t])"
    r"|(?:Credits?|CREDITS?|Video|VIDEO|Composite)[ \t]*:)"
    r"[ \t]*"
)
_RUN = re.compile(
    rf"{NAME}(?:[ \t]+(?:(?:de|da|di|van|von|der|la|le|el|al|bin)[ \t]+)?{NAME}){{0,7}}"
)
_SLASH = re.compile(r"[ \t]*/[ \t]*|[ \t]+via[ \t]+")
_LAST = re.compile(r"[ \t]*(?:[\r\n|)\]•]|\Z|\.(?=\s|\Z))")
_HANDOUT = re.compile(r"(?:[Ss]upplied|[Hh]andout|HANDOUT)(?=[ \t]*(?:[.\r\n)\]|]|\Z))")

_REPORTING = re.compile(
    r"(?:(?<=[.!?…”’\"')] )|^[ \t*_]*)(?:(?:Additional|Further|Extra|With additional) reporting"
    rf"|Reporting)(?: (?:was )?contributed)? by {NAMES}"
    rf"(?:;[ \t]*(?:[Ee]diting|[Ww]riting|[Rr]eporting) by {NAMES})*[ \t]*(?:\.(?=\s|\Z)|[*_]*$)",
    re.M,
)
_SOURCES = re.compile(
    rf"^[ \t]*(?:Sources?[ \t]*:[ \t]*(?:{NAMES}|https?://\S+)"
    rf"(?:[ \t]*[/;][ \t]*{NAMES})*[ \t]*)+\r?$",
    re.M,
)


def find_credits(text: str) -> Iterator[Interval]:
    """Photo credits, "Additional reporting by ..." and lines that are only "Source: ..."."""
    for word, pattern in (("eporting", _REPORTING), ("Source", _SOURCES)):
        if word in text:
            yield from (match.span() for match in pattern.finditer(text))
    for label in _LABEL.finditer(text):
        end = _end_of_names(text, label.end(), certain=label["photo"] is not None)
        if end is not None:
            bracketed = text[max(label.start() - 1, 0) : label.start()] + text[end : end + 1]
            yield (
                (label.start() - 1, end + 1) if bracketed in ("()", "[]") else (label.start(), end)
            )


def _end_of_names(text: str, start: int, *, certain: bool) -> int | None:
    """Where a credit's names end, None if what follows the label is not a credit.

    A name alone counts behind a ``certain`` label; otherwise an agency or the end of the line
    must confirm that it is one.
    """
    handout = _HANDOUT.match(text, start)
    if handout:
        return handout.end()
    several = False
    while True:
        run = _RUN.match(text, start)
        slash = _SLASH.match(text, run.end()) if run else None
        if slash is None:
            break
        start, several = slash.end(), True
    if run and _LAST.match(text, run.end()):
        return run.end() + (text[run.end() : run.end() + 1] == ".")
    agency = _AGENCY.match(text, start)
    if agency:
        return agency.end()
    if run is None or not (several or certain):
        return None
    names = _without_next_sentence(run[0], text[run.end() : run.end() + 8], cut=several)
    return run.start() + len(names) if len(names.split()) > (not several) else None


def _without_next_sentence(run: str, after: str, *, cut: bool) -> str:
    """The names in a run of capitalised words that may go on with the first words of a sentence."""
    tokens = list(re.finditer(r"\S+", run))
    least = 2 if tokens[0][0] == "The" and cut else 1
    for token in tokens[least - 1 :]:
        if token[0].lower() in SENTENCE_STARTERS:
            return run[: token.start()].rstrip()
    if not re.match(r"[ \t]+[a-z]|[ \t]*[,:;]", after):
        return run
    return run[: tokens[-1].start()].rstrip() if cut and len(tokens) > least else ""
