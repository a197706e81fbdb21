"""Names in their spellings: folded to one key over transliterations, and put into questions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii

# The variants of a name that no rule of spelling connects, a group between two commas.
_VARIANTS = """
kyiv kiev kyjiw kijow kiew, kharkiv kharkov charkiw, lviv lvov lwow, chernihiv chernigov,
mykolaiv nikolaev nikolayev, dnipro dnepr dniepr dnieper, rivne rovno, sloviansk slavyansk,
zaporizhzhia zaporozhye zaporizhia, chernobyl chornobyl, bucha bukha butscha, oleh oleg, ihor igor,
oleksandr aleksandr alexander, oleksii alexei, volodymyr vladimir wladimir, mykola nikolai,
mykhailo mikhail, artem artyom artiom, dmytro dmitri, yevhen yevgeny yevheny evgeny, olena elena
yelena, fedir fyodor feodor fedor feyodor, hryhorii grigory hrehoriy, heorhii georgy, svitlana
svetlana, kateryna ekaterina yekaterina, muhammad mohammed mohamed mohammad muhammed
"""

# Letter groups that transliterations of one name exchange, in order of use: pattern,
# replacement and the shortest word concerned. After the tables for Ukrainian and Russian of
# BGN/PCGN, the passport rules of 2010 and common German and Polish practice.
_SPELLINGS = tuple(
    (re.compile(pattern), replacement, shortest)
    for pattern, replacement, shortest in (
        (r"vi(?:c|tch|tsch)$", "vich", 6),  # Ivanovic
        (r"kh", "h", 7),  # Kherson, Herson; but not Khan, Han
        (r"(?<=[a-z])g", "h", 6),  # Luhansk, Lugansk; Sergey, Serhiy
        (r"(?:ow|off)$", "ov", 5),
        (r"(?:ew|eff|[iy][eo]v)$", "ev", 6),  # Solovyov, Soloviev
        (r"iw$", "iv", 6),
        (r"schtsch|shch|sch", "sh", 5),
        (r"zhzh", "zh", 6),
        (r"ph", "f", 5),
        (r"ck|c(?=[aoukrlt]|$)", "k", 4),
        (r"ks|xs", "x", 4),
        (r"tz", "ts", 5),
        (r"o[ou]", "u", 5),  # Mahmoud, Mahmood
        (r"(?<=[bdfklmnprstvz])(?:ie|ye)(?=[bdfklmnprstvz])", "e", 7),
        (r"y|(?<=[bdfhklmnprstvzi])j(?=.)|(?<=.)j$", "i", 4),
        (r"^ie(?!ll)", "e", 6),  # Yeltsin; but not Yellen, Ellen
        (r"e?i+$", "i", 5),  # Zelensky, Zelenskyy, Zelenskiy; Sergei
        (r"([bcdfghijklmnpqrstvwxz])\1+", r"\1", 6),  # Donbass, Odessa, Balakliia
    )
)

MOST_SPELLINGS = 3  # of a name, the commonest, that a question is asked with


@dataclass(frozen=True, slots=True)
class Name:
    """A word of a question that the library has as a name, spelled otherwise too or only so.

    ``spellings`` are the library's, commonest first; ``keys`` the keys that they have.
    """

    start: int
    end: int
    keys: tuple[str, ...]
    spellings: tuple[str, ...]


def spelled(question: str, names: Sequence[Name]) -> Iterator[str]:
    """The question with its names as the library spells them, in the commonest ways."""
    for rank in range(max((min(len(n.spellings), MOST_SPELLINGS) for n in names), default=1)):
        chosen = [name.spellings[min(rank, len(name.spellings) - 1)] for name in names]
        yield _replaced(question, names, chosen)


def spelled_as_in(text: str, question: str, names: Sequence[Name]) -> str:
    """The question with its names as ``text`` spells them most, or else as the library does.

    However they were typed: all twins of a question ask a text alike.
    """

    def times(spelling: str) -> int:
        return len(re.findall(rf"\b{re.escape(spelling)}\b", text))

    return _replaced(question, names, [max(name.spellings, key=times) for name in names])


def _replaced(question: str, names: Sequence[Name], spellings: Sequence[str]) -> str:
    for name, spelling in reversed(list(zip(names, spellings, strict=True))):
        question = question[: name.start] + spelling + question[name.end :]
    return question


def name_key(text: str) -> str:
    """One key for the spelling variants of a name: Kharkiv, Kharkov and Харків.

    Words of up to three letters and Roman numerals only lose case and accents.
    """
    words = re.findall(r"[a-z0-9]+", re.sub(r"['’`]", "", anyascii(text).lower()))
    return " ".join(_VARIANT_KEYS.get(key, key) for key in map(_fold, words))


@lru_cache(4096)
def _fold(word: str) -> str:
    folded = word
    for pattern, replacement, shortest in _SPELLINGS:
        if len(word) >= shortest and not re.fullmatch("[ivxlcdm]+", word):
            folded = pattern.sub(replacement, folded)
    return folded


_VARIANT_KEYS = {
    _fold(variant): _fold(group.split()[0])
    for group in _VARIANTS.split(",")
    for variant in group.split()
}
