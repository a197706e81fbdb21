"""The enumeration an answer belongs to, item by item."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from embeddings.passages import Document, Interval
from qa.clauses import clauses_around
from qa.phrases import (
    ACTOR,
    INNER_PREPOSITION,
    NAME,
    OPENER,
    PREPOSITION,
    PRONOUN,
    VERB,
    after_verb,
    before_verb,
    names_a_role,
    opens_with_past,
    shortened,
)
from qa.pieces import Piece, divided, masked
from qa.questions.grammar import is_past
from qa.questions.words import TIME_NOUNS

_ASIDE = re.compile(r"(?:who|whom|which|whose|where|aged)\b|(?:he|she|it|they) s(?:aid|ays)$")
_FIRST_WORD = re.compile(r"\S+\s")
_DOING = re.compile(r"\w+ing\b")
_AGE = re.compile(r"\d{1,3}$")
_APPOSITION = re.compile(r"(?:an?|the|now|then|former)\s[^A-Z]*$")
_REST = re.compile(r"(?:many )?(?:others?|more|so on|so forth|the like|elsewhere|etc\.?|both|all)$")


def enumeration_around(document: Document, start: int, end: int) -> tuple[Interval, ...]:
    """The items of the enumeration that the span stands in or is, in order; () if it is none.

    Items are the clauses of a series, or short phrases without a verb, separated by commas or
    semicolons and a last "and" or "or". What is only said of an item between commas is none. The
    span keeps its own first word, and its own last one where it holds several items already.
    """
    first, last = document.sentences_around(start, end)
    text = masked(document.text[first:last], start - first, end - first)
    at = start - first, end - first
    found = clauses_around(text, *at) or [(p.start, p.end) for p in _Enumeration(text, *at).items()]
    return tuple((first + low, first + high) for low, high in found)


class _Enumeration:
    """The pieces around a span of a sentence, and which of them are items beside it."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._text = text
        self._has_rest = False  # "... and others"
        self._pieces = divided(text, start, end)
        by_semicolons = text[self._pieces[0].end :].lstrip()[:1] == ";"
        self._most, self._most_of_head = (14, 8) if by_semicolons else (7, 3)
        touched = [i for i, p in enumerate(self._pieces) if p.start < end and start < p.end]
        self._low, self._high = (touched[0], touched[-1]) if touched else (0, -1)
        if not touched:
            return
        low = self._pieces[self._low]
        self._prefix = text[low.start : start]
        self._named = not by_semicolons and bool(NAME.search(text[start:end]))
        lead = low.start + after_verb(text[low.start : low.end])
        opened = PREPOSITION.match(text, lead if lead < end else low.start, low.end)
        self._parallel = opened[0] if opened else None
        self._is_object = low.start < lead <= start
        self._is_figure = text[start].isdigit()
        opening = text[start : low.end]
        self._acts = bool(ACTOR.match(opening)) or opens_with_past(opening)
        self._is_subject = not after_verb(text[:start])
        self._pieces[self._low] = replace(low, start=max(low.start, start))
        high = self._pieces[self._high]
        trimmed = self._before_verb(high, end)
        self._goes_on = trimmed == high
        self._pieces[self._high] = replace(high, end=end) if self._low < self._high else trimmed
        self._asides: set[int] = set()
        item = 0
        for at in range(1, len(self._pieces)):
            if self._is_aside(at, item):
                self._asides.add(at)
            else:
                item = at

    def items(self) -> list[Piece]:
        """The items in order, without what belongs to the verb before or to the time behind."""
        if self._high < self._low:
            return []
        touched = [
            self._pieces[i]
            for i in range(self._low, self._high + 1)
            if i in (self._low, self._high) or i not in self._asides
        ]
        left = self._to_the_left()
        right = self._to_the_right() if self._goes_on else []
        found = [*left, *touched, *right]
        joined = [i for i, piece in enumerate(found) if piece.joined and i]
        if joined:
            found = found[: max(joined[-1] + 1, len(left) + len(touched))]
        elif not self._has_rest and (len(found) < 3 or not all(map(self._is_brief, found))):
            found = touched
        if len(touched) == 2 and touched[1].joined and len(found) > len(left) + 2:
            pair = replace(touched[0], end=touched[1].end)  # "fish and chips, pies and salads"
            found = [*left, pair, *found[len(left) + 2 :]]
        return self._bare(found) if len(found) > 1 else []

    def _words(self, piece: Piece) -> str:
        return self._text[piece.start : piece.end]

    def _is_name(self, piece: Piece) -> bool:
        return bool(NAME.search(self._words(piece)))

    def _is_brief(self, piece: Piece) -> bool:
        """Whether a piece is fit for an enumeration without "and": "no water, no gas, no light"."""
        words = self._words(piece)
        return (
            len(words.split()) <= self._most_of_head
            and not _DOING.match(words)
            and (not self._named or self._is_name(piece))
        )

    def _is_aside(self, at: int, item: int) -> bool:
        """Whether a piece only says something of the item before: "a nurse", "who fled", "54"."""
        piece, words = self._pieces[at], self._words(self._pieces[at])
        if piece.joined:
            return False
        if _ASIDE.match(words):
            return True
        if (opened := PREPOSITION.match(words)) and opened[0] != self._parallel:
            following = self._pieces[at + 1 : at + 2]
            joins = following and following[0].joined and not following[0].apart
            alike = words[opened.end()].isdigit() and self._is_figure
            return not (joins or (alike and at == self._low - 1))
        said = _AGE.match(words) or _APPOSITION.match(words) or names_a_role(words)
        return bool(said) and self._is_name(self._pieces[item])

    def _to_the_left(self) -> list[Piece]:
        found: list[Piece] = []
        if self._is_first():
            return found
        for at in range(self._low - 1, -1, -1):
            if at in self._asides:
                continue
            item = self._without_lead(at)
            if item is None:
                break
            found.insert(0, item)
            if item != self._pieces[at]:
                break
        return found

    def _is_first(self) -> bool:
        """Whether the words before the span in its piece make it the first of its enumeration."""
        prefix = self._prefix.strip()
        if not prefix or not self._low:
            return False
        if preposition := PREPOSITION.match(self._prefix):
            before = self._words(self._pieces[self._low - 1])
            return f" {preposition[0]}" not in f" {before}"
        opened = OPENER.match(self._prefix)
        return bool(opened) or len(prefix.split()) > self._most_of_head or after_verb(prefix) > 0

    def _without_lead(self, at: int) -> Piece | None:
        """A piece to the left of the span as an item, without the verb and what goes before it."""
        piece = self._pieces[at]
        after = piece.start + after_verb(self._words(piece), opens=at == 0)
        start = after
        if opened := OPENER.match(self._text, start, piece.end):
            start = opened.end()
        while (after > piece.start or at) and (
            preposition := PREPOSITION.match(self._text, start, piece.end)
        ):
            start = preposition.end()
        words = self._text[start : piece.end]
        last = words.split()[-1].lower() if words.split() else ""
        if not last or PREPOSITION.match(f"{last} "):
            return None
        if at == 0 and (last in TIME_NOUNS or last == "ago"):
            return None
        joins = self._pieces[at + 1].joined and not self._pieces[at + 1].apart
        name = NAME.search(words) if self._named else None
        if self._named and name is None and not joins:
            return None  # "two sons, Ben and Tom"
        inside = INNER_PREPOSITION.search(words)
        is_whole = bool(at) and start == piece.start
        most = self._most if is_whole else self._most_of_head
        if len(words.split()) <= most and (is_whole or not inside):
            return None if PREPOSITION.match(words) else replace(piece, start=start)
        return replace(piece, start=start + name.start()) if name else None

    def _to_the_right(self) -> list[Piece]:
        found: list[Piece] = []
        rest = [i for i in range(self._high + 1, len(self._pieces)) if i not in self._asides]
        if len(rest) > 1 and self._is_object and all(self._does(self._pieces[i]) for i in rest):
            return found  # "stole cars, burned houses and killed cows"
        closed = any(piece.joined for piece in self._pieces[self._low : self._high + 1])
        for at in rest:
            piece = self._pieces[at]
            words = self._words(piece)
            if piece.joined and _REST.match(words):
                self._has_rest = True
            if PRONOUN.match(words) or _REST.match(words):
                break
            if not self._acts and opens_with_past(words):
                break
            if (opened := PREPOSITION.match(words)) and opened[0] != self._parallel:
                break
            item = piece
            if piece.joined:
                item = self._before_verb(piece, piece.start)
                if item != piece and piece.apart and at == self._low + 1:
                    break  # "Izium was hit, and Kupiansk fell"
                item = self._shortened(item)
            words = self._words(item)
            if not 0 < len(words.split()) <= self._most or VERB.search(words):
                break
            if closed and self._named and not self._is_name(item):
                break
            found.append(item)
            closed |= piece.joined
            if item != piece:
                break
        return found

    def _before_verb(self, piece: Piece, after: int) -> Piece:
        words = self._words(piece)
        kept = before_verb(words, subject=self._is_subject, after=max(after - piece.start, 0))
        return replace(piece, end=piece.start + kept)

    def _shortened(self, piece: Piece) -> Piece:
        return replace(piece, end=piece.start + shortened(self._words(piece), self._most))

    def _does(self, piece: Piece) -> bool:
        """Whether a piece begins with a verb in the past or a participle: "tied up"."""
        return is_past(self._words(piece).split(" ")[0].lower())

    def _bare(self, items: Sequence[Piece]) -> list[Piece]:
        """The items, the first without "to" or "both", the last without its time."""
        bare = list(items)
        if bare[-1].end > self._pieces[self._high].end or self._low == self._high:
            bare[-1] = self._shortened(bare[-1])
        for at, piece in enumerate(bare):
            start = piece.start
            if at == 0 and opens_with_past(self._words(piece)) and not self._does(items[1]):
                verb = _FIRST_WORD.match(self._text, start)
                start = verb.end() if verb else start
            opened = PREPOSITION.match(self._text, start, piece.end)
            if at == 0 and opened is None:
                opened = OPENER.match(self._text, piece.start, piece.end)
            elif at and (opened is None or opened[0] != self._parallel):
                continue
            if opened and opened.end() < piece.end:
                bare[at] = replace(piece, start=opened.end())
        return bare
