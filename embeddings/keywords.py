"""Keyword search over a library's passages: BM25 by words, pairs of words and names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise, product
from math import log

from rapidfuzz import process
from rapidfuzz.distance import OSA
from tantivy import Occur, Query

from embeddings.choice import Choice
from embeddings.library import Library
from embeddings.names import MOST_SPELLINGS, Name, name_key
from embeddings.postings import SCHEMA, english, open_postings

# Question words and the commonest function words: they match everywhere and say nothing of where.
STOP_WORDS = frozenset(
    "a about after all also an and any are as at be been before being but by can could did do "
    "does for from had has have he her him his how i if in into is it its me my no not of on or "
    "our she should so some such than that the their them then there these they this those to "
    "was we were what when where which who whom whose why will with would you your".split()
)
PAIR = 0.5  # weight of two neighbouring words of the question that are neighbours in a passage
MOST_WORDS = 64  # of a question
MOST_VARIANTS = 4  # keys taken for the key of a name
MOST_NEIGHBOURS = 20  # names before a name that tell which other names may be the same
SHORTEST_VARIANT = 6  # letters of a key that may be another with one letter changed

_WORD = re.compile(r"(?<!\w['’ʼ])[^\W_]+(?:['’ʼ](?!s\b)[^\W\d_]+)*", re.IGNORECASE)
_CONTRACTED = re.compile(r".+(?:n['’ʼ]t|['’ʼ](?:d|ll|m|re|ve))$")


class KeywordIndex:
    """BM25 ranking (Robertson and Zaragoza 2009) of the passages that share a question's words.

    A name is searched for in every spelling that the library has.
    """

    def __init__(self, library: Library) -> None:
        self._searcher = open_postings(library).searcher()
        self.names = lru_cache(maxsize=64)(self._names)

    def search(
        self, question: str, top_k: int, choice: Choice | None = None
    ) -> list[tuple[int, float]]:
        """Passage numbers with scores, best (highest) first; at most ``top_k``, of a choice.

        A score is BM25 as a share of the question's weight, the sum of its words' inverse document
        frequencies: comparable between questions and libraries, about 0 to 2.
        """
        if choice is None:
            return self._search(question, [], top_k)
        listed = _numbered(choice.numbers.tolist())
        condition = (Occur.MustNot, listed) if choice.others else (Occur.Must, listed)
        return self._search(question, [condition], top_k)

    def scores(self, question: str, numbers: Sequence[int]) -> dict[int, float]:
        """The scores of these passages, of those among them that have any."""
        return dict(self._search(question, [(Occur.Must, _numbered(numbers))], len(numbers)))

    def _search(
        self, question: str, conditions: list[tuple[Occur, Query]], top_k: int
    ) -> list[tuple[int, float]]:
        words = list(_WORD.finditer(question))[:MOST_WORDS]
        kept = [word for word in words if not _is_stop_word(word[0])] or words
        if not kept or top_k < 1:
            return []
        names = {name.start: name for name in self.names(question)}
        clauses = {w[0].casefold(): self._word(w[0], names.get(w.start())) for w in kept}
        asked = [*((Occur.Should, query) for query, _ in clauses.values()), *_pairs(words, names)]
        query = Query.boolean_query([*conditions, (Occur.Must, Query.boolean_query(asked))])
        hits = self._searcher.search(query, top_k, count=False).hits
        numbers = self._searcher.fast_field_values("number", [address for _, address in hits])
        weight = sum(weight for _, weight in clauses.values()) or 1.0
        found = [(int(n or 0), score / weight) for n, (score, _) in zip(numbers, hits, strict=True)]
        return sorted(found, key=lambda item: (-item[1], item[0]))

    def _names(self, question: str) -> list[Name]:
        """The names in a question that the library spells otherwise as well, or only otherwise.

        Spellings with the same key are one name, and so are two long keys that differ by one
        letter inside, both follow the same name and never stand in one passage.
        """
        found = []
        words = list(_WORD.finditer(question))[:MOST_WORDS]
        for at, word in enumerate(words):
            if len(word[0]) < 4 or _is_stop_word(word[0]):
                continue
            keys = self._keys(word[0], words[at - 1][0] if at else None)
            counts = {form: n for key in keys for form, n in self._forms(f"{key}=")}
            if all(form.casefold() == word[0].casefold() for form in counts):
                continue
            if word[0].islower() and self._count(word[0]) > sum(counts.values()):
                continue  # a common word
            spellings = sorted(counts, key=lambda form: (-counts[form], form))
            found.append(Name(*word.span(), tuple(keys), tuple(spellings)))
        return found

    def unknown(self, question: str) -> tuple[str, ...]:
        """The words of ``question``, as typed, that no passage has; function words aside."""
        words = dict.fromkeys(word[0] for word in _WORD.finditer(question))
        said = [word for word in words if not _is_stop_word(word)]
        named = {question[slice(name.start, name.end)] for name in self.names(question)}
        return tuple(word for word in said if word not in named and not self._count(word))

    def _keys(self, name: str, before: str | None) -> list[str]:
        """The key of a name and those that are taken for the same name."""
        key = name_key(name).replace(" ", "")
        if len(key) < SHORTEST_VARIANT or name.islower():
            return [key] if key else []
        firsts = {first for first, _ in self._forms(f"{key}<", MOST_NEIGHBOURS)}
        if before is not None:
            firsts.add(name_key(before).replace(" ", ""))
        seconds = {second for one in firsts for second, _ in self._forms(f"{one}>")}
        near = process.extract(
            key, sorted(seconds), scorer=OSA.distance, score_cutoff=1, limit=MOST_VARIANTS
        )
        return [key, *(other for other, *_ in near if self._is_variant(key, other))]

    def _is_variant(self, key: str, other: str) -> bool:
        if key == other or key[0] != other[0] or key[-2:] != other[-2:]:
            return False
        both = [(Occur.Must, Query.term_query(SCHEMA, "names", name)) for name in (key, other)]
        return not self._searcher.search(Query.boolean_query(both), 1, count=False).hits

    def _forms(self, prefix: str, limit: int | None = None) -> list[tuple[str, int]]:
        """What follows ``prefix`` in the forms of the library's names, with how often."""
        found = self._searcher.terms_with_prefix("forms", prefix, limit=limit)
        return [(form.removeprefix(prefix), count) for form, count in found]

    def _count(self, word: str) -> int:
        """In how many passages a word stands."""
        counts = [self._searcher.doc_freq("text", stem) for stem in english.analyze(word)]
        return min(counts, default=0)

    def _word(self, word: str, name: Name | None) -> tuple[Query, float]:
        """Passages with a word, or with a name in any spelling; its inverse document frequency."""
        if name is None:
            terms = [Query.term_query(SCHEMA, "text", stem) for stem in english.analyze(word)]
            query, count = (
                Query.boolean_query([(Occur.Should, t) for t in terms]),
                self._count(word),
            )
        else:
            terms = [Query.term_query(SCHEMA, "names", key) for key in name.keys]
            query = Query.disjunction_max_query(terms)
            count = max(self._searcher.doc_freq("names", key) for key in name.keys)
        total = max(self._searcher.num_docs, count)  # removed passages are counted with the words
        return query, log(1 + (total - count + 0.5) / (count + 0.5))


def _numbered(numbers: Sequence[int]) -> Query:
    """The passages of these numbers; that a passage is one of them adds nothing to its score."""
    return Query.const_score_query(Query.term_set_query(SCHEMA, "number", list(numbers)), 0.0)


def _is_stop_word(word: str) -> bool:
    """Whether a word says nothing of where an answer stands: "the", "didn't"."""
    lower = word.casefold()
    return lower in STOP_WORDS or _CONTRACTED.match(lower) is not None


def _pairs(
    words: Sequence[re.Match[str]], names: Mapping[int, Name]
) -> Iterator[tuple[Occur, Query]]:
    """Passages in which two neighbouring words of the question are neighbours too."""
    for one, two in pairwise(words):
        if _is_stop_word(one[0]) or _is_stop_word(two[0]):
            continue
        spelled = [
            names[word.start()].spellings[:MOST_SPELLINGS] if word.start() in names else [word[0]]
            for word in (one, two)
        ]
        stems = [english.analyze(" ".join(pair)) for pair in product(*spelled)]
        phrases = [Query.phrase_query(SCHEMA, "text", [*pair]) for pair in stems if len(pair) == 2]
        if phrases:
            yield Occur.Should, Query.boost_query(Query.disjunction_max_query(phrases), PAIR)
