"""What a question asks for: its kind, and whether several things are asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from qa.questions.clauses import opening, question_word, take_apart
from qa.questions.grammar import Token, is_animate, is_plural, tokens
from qa.questions.words import NUMBERS, PREPOSITIONS

# fmt: off
Kind = Literal[
    "who", "when", "where", "how-many", "how-long", "why", "how", "what", "list", "yes-no",
    "who-said",
]
# fmt: on

MISTYPED = {
    slip: word
    for word, slips in (
        ("what", "waht whta wat whar wath hwat"),
        ("which", "wich whcih hwich whihc"),
        ("when", "wehn wen whne hwen whem"),
        ("where", "whre wher whear wheer hwere"),
        ("who", "hwo woh"),
        ("whose", "whoes"),
        ("why", "hwy wyh whi"),
        ("how", "hw hwow howe ohw"),
    )
    for slip in slips.split()
}
_HOW = re.compile(
    r"\b(hwo(?= (did|does|do|many|much|long|old|often|far)\b)|who(?= (many|much)\b"
    r"| (long|old|often|far) (is|are|was|were|did|do|does|has|have|had)\b))",
    re.I,
)
_WHERE = re.compile(r"^were(?= (did|does|do|is|are|was|were|can|could|has|have)\b)", re.I)
_SAYING = (
    "(say|said|saying|claim|state|admit|warn|caution|blame|deny|denied|report|confirm|announce|"
    "declare|accuse|told|tell|estimate|assert|argue|stress|explain|suggest|allege|mention|"
    "describe|call|insist|predict|add)(s|ed|d|ted)?"
)
_PERIOD = "(days?|weeks?|months?|years?|hours?|minutes?|seconds?|decades?|time)"
_AUX = "is|are|was|were|did|do|does|has|have|had|can|could|will|would"
_PLACE = (
    "(town|city|village|country|region|place|building|street|state|province|area|district|"
    "location|room|spot|continent|forest)"
)
_BEHIND_NOUN = re.compile(rf" (?:{'|'.join(sorted(PREPOSITIONS))}) ")
_COUNTED = re.compile(r"the (two|three|four|five|six|seven|eight|nine|ten|\d+) ", re.I)
# Kinds told by the words from the question word on; the first that fits counts.
# fmt: off
_KINDS: tuple[tuple[Kind, str], ...] = (
    ("who-said",
     r"(according to|from|by) (whom?|which \w+) (were|was|are|is|do|does|did) .*\b(said|claimed)"),
    ("who-said", rf"who( else)?( has| had| have)?( also| first| ever)? {_SAYING}\b(?! to be)"),
    ("who-said",
     rf"(which|what)(?! ({_AUX})\b)( \S+)? \w+(?<!say)( has| had)? (?!(report|state|claim)\b)"
     rf"{_SAYING}( (that|there|they|he|she|it|so|of|how|why|this|the|an?)\b|$)"),
    ("who-said",
     r"who( has| had)? (\w+ )?(hint|remark|maintain|testif|recall|conclud|complain|conced|point"
     r"|made)(e?s|e?d|ied|ies)?( out| clear)? (that|how)\b"),
    ("who-said", r"(who|which \w+) (has |had )?puts? .* down to\b"),
    ("who-said", r"whose (words?|statements?|claims?|quot\w+|opinions?|estimates?|figures?|view)"),
    ("who-said", r"who(m|se)? .*\b(say|think|claim|believe) so"),
    ("how-long",
     rf"((for|after|in|within|over|during) )?how (long|much time|many {_PERIOD}\b)(?! times)"),
    ("when",
     r"(during|in|since|until) (what|which) (year|decade|century|month|week|season)\b"),
    ("how-long", r"since (when|what|which)"),
    ("how-long", r"(for|over|during) (what|which) (length|period|time)"),
    ("how-many",
     r"(\w+ )?how (many|much|often|old|far|high|tall|deep|big|large|wide|fast|heavy|hot|cold|"
     r"expensive|frequently|strong)\b"),
    ("how-many",
     r"(\w+ )?(what|which)( (was|is|were|are))?( the| an?| his| her| their| its)?( [\w-]+'s)? "
     r"((exact|total|average|estimated|official|final|maximum|minimum|\w+est) )?"
     r"(numbers?|percent\w*|share|proportion|fraction|sum|age|figure|amount|population|price|distance|"
     r"height|length|weight|size|speed|temperature|depth|rate|cost|count|quantity|death toll)\b"
     r"(?! (group|class|plate|scale|zone|range|bracket|limit|gap|control)s?\b)"),
    ("when",
     r"(\w+ )?(when\b|(what|which)( (was|is))?( the)? (exact )?(date|day|month|year|time|week|"
     r"century|decade|weekday|season|deadline|hour|morning|afternoon|evening|night)s?\b"
     r"(?! (zone|job|shift|school|care|line|table|frame|limit|trip|centre)s?\b))"),
    ("how", r"in what state (is|are|was|were) the\b"),
    ("where", r"(\w+ )?where\b"),
    ("where",
     rf"(in|at|to|from|near|through|into|outside) (what|which) "
     rf"((kind|sort|type) of )?([\w-]+ )?{_PLACE}\b(?!['’])"),
    ("where", rf"(what|which) {_PLACE}\b .+ (in|from|to|at)$"),
    ("why",
     r"why\b|how come\b|how is it that\b|for (what|which) (reason|purpose)|what for$|"
     r"(what|which) (\w+ )?(reason|motive|explanation|excuse|justification)\b|"
     r"what (is|was|were|are) (the |given as )?.*\b(reason|motive|grounds?|purpose)s?\b"),
    ("how", r"how\b|(in|by|through|with) (what|which) (way|manner|means|method|condition|form)\b"),
)
_LATE = re.compile(r"\bhow (many|much|long|old|far|often)\b|\b(when|where|why)$")
_NO_LIST = frozenset(
    "means grounds circumstances conditions terms times hours days nights weeks months"
    " years".split()
)
_SEVERAL = NUMBERS - {"one", "half"}
# Kinds of bare key words, told by the word they begin with.
_KEYWORDS: tuple[tuple[Kind, str], ...] = (
    ("how-many", "(number|percentage|share|age|population|amount|count|size|price|total)s?"),
    ("when", "(date|day|month|year|time)"),
    ("where", "(place|location|whereabouts|site)"),
    ("why", "(reason|cause)s?( for| why)"),
    ("how-long", "(duration|length of time)"),
    ("who-said", "(speaker|author|source) of"),
    ("who", r"names? of .*\b(man|woman|person|boy|girl|mayor|president|minister|\w+man|\w+woman)"),
)
# fmt: on


def repaired(question: str) -> str:
    """The question with the commonest slips in its question words undone: "hw many"."""
    text = _HOW.sub("how", question)
    text = re.sub(r"[A-Za-z]+", _mended, text)
    text = re.sub(r"\b(how) ((?!men\b)m[aeny]{2,4}|mayn)\b", r"\1 many", text, flags=re.I)
    return _WHERE.sub("where", text)


def _mended(word: re.Match[str]) -> str:
    """A question word for its slip; a name inside the question stays: Angkor Wat."""
    if word[0][0].isupper() and word.start():
        return word[0]
    return MISTYPED.get(word[0].lower(), word[0])


def question_kind(question: str) -> Kind:
    """The kind of answer a question asks for."""
    text = repaired(question.lower()).strip().rstrip("?!. ").replace("’", "'")
    text = re.sub(r"\b(what|who|where|when|why|how)'?s(?= )", r"\1 is", text)
    text = text[opening(text) :].strip()
    if text.startswith("whether "):
        return "yes-no"
    words = tokens(text)
    if main := _after_when(words):
        return question_kind(text[words[main].start :])
    listed = asks_for_list(question)
    first = question_word(words)
    if words and words[0].tag == "aux" and (first is None or first == 0):
        return "yes-no"
    if first is None:
        for kind, pattern in _KEYWORDS:
            if re.match(rf"(the )?{pattern}\b", text):
                return kind
        first = next(
            (
                i - (words[i - 1].tag == "prep")
                for i, w in enumerate(words)
                if i and w.tag == "wh" and words[i - 1].tag == "prep"
            ),
            None,
        )
        if first is None and (late := _LATE.search(text)):
            return question_kind(text[late.start() :])
        if first is None and (_asks_after_a_clause(words) or text.startswith("if ")):
            return "yes-no"
        if first is None:
            return "list" if listed else "what"
    if words[0].tag == "aux" and first:
        return "yes-no"
    asked = text[words[first].start :]
    for kind, pattern in _KINDS:
        if re.match(pattern, asked):
            return kind
    if listed:
        return "list"
    if re.match(r"(\w+ )?who", asked):
        return "who"
    clause = take_apart(text)
    head = clause.noun.split(" of ")[0].split()[-1:] if clause else []
    return "who" if head and is_animate(head[0]) and "'" not in head[0] else "what"


def _after_when(words: Sequence[Token]) -> int:
    """Where the question begins after a clause of time: "When they came, who fled?"; else 0."""
    tags = [word.tag for word in words]
    if tags[1:2] in ([], ["aux"], ["punct"]) or words[0].lower != "when":
        return 0
    for at in range(2, len(words)):
        asks = tags[at] in ("wh", "aux") or tags[at : at + 2] == ["prep", "wh"]
        if asks and words[at - 1].text == ",":
            return at
    return 0


def _asks_after_a_clause(words: Sequence[Token]) -> bool:
    """Whether an auxiliary opens a later part: "While they waited, was anybody seen?"."""
    tags = [word.tag for word in words]
    subject = ("noun", "name", "det", "poss", "pron", "num")
    return any(
        tag == "aux"
        and following in subject
        and (tags[at] == "punct" or (tags[at] == "conj" and at > 0 and tags[at - 1] == "punct"))
        for at, (tag, following) in enumerate(pairwise(tags[1:]))
    )


def asks_for_list(question: str) -> bool:
    """Whether several things are asked for: "Which towns...", "Name the...", "Who were the..."."""
    text = repaired(question).strip().rstrip("?!. ")
    text = text[opening(text) :]
    if re.match(r"((list|enumerate|name) (?!of\b)|(give )?(the )?names of )", text, re.I):
        return True
    clause = take_apart(text)
    if clause is None or re.match(r"(\w+ )?(how|why|when|where)", clause.wh, re.I):
        return False
    if re.fullmatch(r"who|what", clause.wh, re.I):
        known = re.search(r"\b(by|for|with|of|to|from|about|like)$", clause.body)
        plural = is_plural(clause.subject.split(" of ")[0].split(" ")[-1])
        return (
            clause.aux.lower() in ("are", "were")
            and plural
            and not known
            and clause.subject.lower().startswith("the ")
            and (not clause.rest or bool(_COUNTED.match(clause.subject)))
        )
    chosen = re.match(r"(?:\w+ )?(?:which|what) (?!of\b)(.+)", clause.wh, re.I)
    words = _BEHIND_NOUN.split(chosen[1])[0].split() if chosen else []
    last = words[-1].lower() if words else ""
    return last in _SEVERAL or (bool(last) and is_plural(words[-1]) and last not in _NO_LIST)
