"""Names, counted nouns and number words compared as what they stand for."""

from __future__ import annotations

import re
import unicodedata

from rapidfuzz.distance import OSA

from embeddings.names import name_key

_CONNECTORS = frozenset("of the and for".split())
_PARTICLES = frozenset("de del della di da du la le van von der den al bin ibn".split())
TITLES = frozenset(
    "mr mrs ms dr sir president minister governor mayor colonel prof professor king queen"
    " prince princess pope senator judge captain chancellor ambassador chief".split()
)
OTHER_PLACE = frozenset(
    "new north south east west northern southern eastern western central upper lower great greater"
    " equatorial san santa saint st los las el port fort mount lake cape".split()
)
"""Words before a name that make it another one: York and New York, Korea and South Korea."""

_SEX = {"Mr": "he", "Sir": "he", "Mrs": "she", "Ms": "she", "Miss": "she"}
_SEX_TITLE = re.compile(rf"\b(?:{'|'.join(_SEX)})\b")
_INITIAL = re.compile(r"\b[^\W\d_a-z]\.(?=[\s-]|[^\W\d_a-z]\.)")

_NO_OFFICE = OTHER_PLACE | frozenset(
    "of in on at by for from with to into over under near outside between who which that is was and"
    " or not no pro anti former against before after during among through behind about".split()
)
_GENERIC = frozenset(
    "river sea lake street square city town region district station church school university bank"
    " college hospital museum company group party union council court ministry government army cup"
    " forces police office service committee commission war day league united club team republic"
    " people president minister".split()
)

_SAME_NOUN = dict(
    pair.split("=")
    for pair in (
        "km=kilometre kilometer=kilometre m=metre meter=metre cm=centimetre centimeter=centimetre"
        " mm=millimetre ft=foot feet=foot h=hour hr=hour hrs=hour min=minute mins=minute"
        " kg=kilogram kilo=kilogram g=gram mg=milligram ton=tonne people=person"
        " inhabitant=person resident=person men=man women=woman children=child kid=child lives=life"
        " corpse=body ruble=rouble inmate=prisoner detainee=prisoner"
    ).split()
)

PERSONS = frozenset("person man body life death victim fatality casualty".split())
"""Nouns in the singular by which people are counted, the dead too, whoever they are."""

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
).split()
CARDINALS = frozenset(_ONES)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
    " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
SCALES = {"dozen": 12.0, "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9}
SCALES |= {"trillion": 1e12, "k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "tn": 1e12}
_NUMERALS = {word: float(n) for n, word in enumerate(_ONES)}
_NUMERALS |= {word: 20.0 + 10 * n for n, word in enumerate(_TENS)}
_NUMERALS |= {word: 1.0 + n for n, word in enumerate(ORDINALS)} | {"thirtieth": 30.0}
_NUMERALS |= {"half": 1 / 2, "quarter": 1 / 4}

VAGUE = {"few": (2.0, 9.0), "couple": (2.0, 3.0), "several": (3.0, 9.0), "handful": (3.0, 9.0)}
VAGUE |= {"tens": (20.0, 99.0), "dozens": (20.0, 99.0), "scores": (40.0, 99.0)}
VAGUE |= {f"{word}s": (value, 10 * value - 1) for word, value in SCALES.items() if len(word) > 6}
"""How many "a few" are at least and at most."""

SCALE = "(?:dozen|hundred|thousand|million|billion|trillion)"
SMALL = rf"(?:(?:{'|'.join(_TENS)})(?:[-\s](?:{'|'.join(_ONES[1:10])}))?|{'|'.join(_ONES[::-1])})"
NUMERAL = (
    r"(?:\d{1,3}(?:[,\u00a0\u2009\u202f]\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?"
    rf"|{SMALL}\b|an?\s(?={SCALE}\b)|half\san?\s(?={SCALE}\b))"
    r"(?:\sand\s(?:an?|one)\s(?:half|quarter)\b)?"
    rf"(?:[-\s]?{SCALE}\b(?:\s(?:and\s)?{SMALL}\b)?)*"
)
"""Pattern of a number in digits or words: "46,000", "a thousand", "two and a half million"."""


def same_name(a: str, b: str) -> bool:
    """Whether two texts are one name: as variants, by its surname, or by its initials.

    A shorter name is part of a longer one that ends with it, unless a word such as "New" or
    "South" makes it another; a given name alone is not enough, nor is a common noun ("River").
    """
    if _initials(a, b) or _initials(b, a):
        return True
    short, long = sorted((_name_words(a), _name_words(b)), key=len)
    if not short or 1 in (len(short[-1]), len(long[-1])):
        return False
    if len(short) == len(long):
        return all(map(same_word, short, long))
    rest = long[: -len(short)]
    if rest[-1] in OTHER_PLACE or (len(short) == 1 and short[0] in _GENERIC):
        return False
    joints = [i for i, word in enumerate(rest) if word in _CONNECTORS]
    if joints and (len(long) - joints[-1] <= 3 or not TITLES & {*rest}):
        return False  # Bank of America; but Minister of Defence Oleksii Reznikov
    if all(map(same_word, short, long[-len(short) :])):
        return True
    return len(short) > 1 and same_word(short[0], long[0]) and same_word(short[-1], long[-1])


def other_person(a: str, b: str) -> bool:
    """Whether two names alike are of two people: John A. and John B. Smith, Mr and Mrs Smith."""
    titles = [{_SEX[t] for t in _SEX_TITLE.findall(text)} for text in (a, b)]
    if titles[0] and titles[1] and not titles[0] & titles[1]:
        return True
    initials = [_INITIAL.findall(text) for text in (a, b)]
    rest = [" ".join(_INITIAL.sub(" ", text).split()).lower() for text in (a, b)]
    return bool(all(initials) and initials[0] != initials[1] and rest[0] == rest[1])


def _name_words(text: str) -> list[str]:
    """The words of a name in lower case, without what stands around it; empty if it is none.

    "retired police chief Vladislav Sokolov, 58" has the name Vladislav Sokolov.
    """
    text = re.sub(r"\([^)]*\)", "", unicodedata.normalize("NFC", text))
    head = re.split(r",(?!\s*[A-Z])|\s[-–—]\s|[;:]", text.strip(" \t\n\"'“”‘’«».,"))[0]
    words = re.findall(r"[^\W\d_](?:[\w’'.]*[^\W_])?", re.sub(r"['’]s$", "", head.strip()))
    first = len(words)
    while first and (words[first - 1][0].isupper() or words[first - 1] in _CONNECTORS | _PARTICLES):
        first -= 1
    office, name = words[:first], [word.lower() for word in words[first:]]
    if office[-1:] in (["city"], ["town"], ["village"]) and name[:1] == ["of"]:
        office, name = office[:-1], name[1:]
    if name[:1] == ["the"] and not office:
        name = name[1:]
    if (
        re.search(r"\d", head)
        or _NO_OFFICE & set(office)
        or not name
        or name[0] in _CONNECTORS
        or "," in head
    ):
        return []
    titles = [i for i, word in enumerate(name[:-1]) if word in TITLES]
    if titles and name[titles[-1] + 1] not in _CONNECTORS:
        name = name[titles[-1] + 1 :]
    return name


def same_word(a: str, b: str) -> bool:
    """One key, an initial of the other, or one slip inside a word of nine letters and more."""
    if len(a.rstrip(".")) == 1 or len(b.rstrip(".")) == 1:
        return a[0] == b[0]
    one, other = name_key(a), name_key(b)
    return one == other or (
        min(len(one), len(other)) >= 9
        and one[0] == other[0]
        and one[-2:] == other[-2:]
        and OSA.distance(one, other, score_cutoff=1) <= 1
    )


def _initials(short: str, long: str) -> bool:
    """Whether ``short`` is ``long`` abbreviated, or given there in brackets: UN, U.S., ICRC."""
    letters = short.replace(".", "").removeprefix("the ").strip()
    words = [w for w in re.findall(r"[^\W\d_]+", long) if w.lower() not in _CONNECTORS]
    if not (len(letters) >= 2 and letters.isalpha() and letters.isupper()):
        return False
    return letters == "".join(w[0] for w in words) or f"({letters})" in long


def plain_case(text: str) -> str:
    """The text, as long as before, without the four letters that ``re.I`` takes for ASCII."""
    return text.translate({0x130: "I", 0x131: "i", 0x17F: "s", 0x212A: "K"})


def singular(word: str) -> str:
    """The singular of a noun by its ending; one word for one unit ("km", "kilometers")."""
    word = word.lower()
    if is_plural(word) and word not in _SAME_NOUN:
        if word.endswith("ies") and len(word) > 4:
            word = word[:-3] + "y"
        else:
            word = word[: -2 if word.endswith(("ches", "shes", "sses", "xes", "zes")) else -1]
    return _SAME_NOUN.get(word, word)


def is_plural(word: str) -> bool:
    """Whether a word looks like a plural noun."""
    return word.lower() in ("people", "men", "women", "children", "feet") or (
        len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "'s", "’s"))
    )


def number(text: str) -> float:
    """The value of a text that NUMERAL matches, or of an ordinal."""
    total, group = 0.0, 0.0
    for token in re.findall(
        r"\d+(?:\.\d+)?|[a-z]+", re.sub(r"[,\u00a0\u2009\u202f]", "", text.lower())
    ):
        if token in SCALES:
            group = (group or 1.0) * SCALES[token]
            if SCALES[token] >= 1000:
                total, group = total + group, 0.0
        elif token[0].isdigit():
            group += float(token)
        else:
            group += _NUMERALS.get(token, 0.0)
    return total + group
