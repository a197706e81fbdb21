"""The focus of a question: what it asks for, described by its words or named by its answer."""

from __future__ import annotations

import re

from qa.questions.clauses import joined, take_apart
from qa.questions.grammar import is_animate, is_plural, tokens
from qa.questions.mentions import Kind, Mention, definite, gender_of
from qa.questions.rewordings import statement
from qa.questions.words import BE, PLACE_NOUNS, PLACE_PREPOSITIONS, PLURALS

_MEASURES = frozenset("percentage share proportion number amount kind sort type part".split())
_PLURAL_FORMS = {"is": "are", "was": "were", "has": "have", "does": "do"}
_CLAUSE_WORDS = frozenset(("that", "because", "to", "if", "whether"))
_ANSWER_KINDS: dict[str, Kind] = {
    "who": "person",
    "who-said": "person",
    "where": "place",
    "when": "time",
    "what": "thing",
    "list": "thing",
}


def described(question: str, plural: bool = False) -> Mention | None:
    """What a question asks for, described by it: "the person who leads the project"."""
    clause = take_apart(question)
    if clause is None or not clause.wh:
        return None
    if clause.wh.lower().startswith("who") and not clause.subject and clause.body:
        body = clause.body
        if plural:
            body = re.sub(r"^(is|was|has|does)\b", lambda m: _PLURAL_FORMS[m[0].lower()], body)
        return Mention(f"the {'people' if plural else 'person'} who {body}", "person", plural)
    owner = re.fullmatch(r"(.+?)['’]s? (.+)", clause.noun)
    noun = owner[1] if owner else clause.noun
    whence = re.fullmatch(r"(\w+) (?:which|what) (.+)", clause.wh, re.I)
    said = statement(question) if whence else None
    if whence and said:
        place = whence[2].split()[-1]
        text = f"the {whence[2]} {whence[1].lower()} which {said}"
        return Mention(text, "place", is_plural(place)) if _is_place(place) else None
    copular = clause.aux.lower() in BE and clause.subject not in ("", "there") and not clause.rest
    if not noun or copular:
        return None
    head = noun.split(" of ")[0].split()[-1]
    if head.lower() in _MEASURES:
        return None
    relative = f"whose {owner[2]}" if owner else "who" if is_animate(head) else "that"
    if clause.subject == "there":
        text = joined(f"the {noun}", clause.rest)
    elif not clause.subject:
        text = joined(f"the {noun}", relative, clause.body)
    else:
        said = statement(question)
        text = joined(f"the {noun}", relative, said) if said else f"the {noun}"
    kind: Kind = "thing"
    if is_animate(head):
        kind = "person"
    elif _is_place(head):
        kind = "place"
    return Mention(text, kind, is_plural(head))


def answered(question: str, answer: str, kind: str) -> Mention | None:
    """The answer to an earlier question as a mention; ``kind`` is the kind of the question."""
    words = re.split(r", (?=\d|an? |the )(?!.* and )", answer.strip(" .,;:"))[0].split()
    if not 0 < len(words) < 9 or kind not in _ANSWER_KINDS or words[0].lower() in _CLAUSE_WORDS:
        return None
    before = words[0].lower() if words[0].lower() in PLACE_PREPOSITIONS | {"on"} else ""
    text = " ".join(words[1:] if before else words)
    if not text:
        return None
    found = tokens(text)
    if found[0].tag in ("pron", "aux", "verb", "adv", "wh", "prep") or any(
        word.tag == "aux" for word in found
    ):
        return None  # a sentence, or no noun phrase: "There is no gas", "as a witness"
    head = re.split(r" (?:of|in|at|on|by|for|from|near|who|that|containing|with)\b", text)[0]
    head = head.split()[-1]
    plural = is_plural(head) and (not head[0].isupper() or text.startswith("the "))
    plural = plural or head.lower() in PLURALS or "and" in words
    sort = _ANSWER_KINDS[kind]
    if sort == "thing":
        clause = take_apart(question)
        name_of = re.search(r"\bnames? of .*?(\w+)\W*$", question)
        asked = name_of[1] if name_of else clause.noun.split(" ")[-1] if clause else ""
        if is_animate(asked) or is_animate(head):
            sort = "person"
        elif head[0].isupper() and (_is_place(asked) or _is_place(question)):
            sort = "place"
    several = found[0].tag == "num" and plural
    shown = definite(text, named=False) if several or re.match(r"an? ", text) else text
    return Mention(shown, sort, plural, before=before, gender=gender_of(words[0].lower()))


def _is_place(text: str) -> bool:
    """Whether a word for a place stands in ``text``."""
    return any(w.strip("?'’s,") in PLACE_NOUNS for w in text.lower().split())
