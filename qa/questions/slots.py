"""The pronouns of a question whose nouns stand in earlier questions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.questions.antecedents import OBJECTIVE, Slot, could_mean
from qa.questions.clauses import Clause, take_apart
from qa.questions.grammar import Token, base_form, is_past, tokens
from qa.questions.mentions import mentions
from qa.questions.words import BE, CLAUSE_OPENERS, HAVE, VERBS

_PRONOUNS = {
    pronoun: meaning
    for meaning, pronouns in (
        ("he", "he him his"),
        ("she", "she her hers"),
        ("they", "they them their theirs those these"),
        ("it", "it its"),
        ("there", "there"),
        ("one", "one"),
        ("that", "that this"),
    )
    for pronoun in pronouns.split()
}
_EMPTY_IT = re.compile(
    r"\bit (\w+ ){0,3}(that|to|whether|who|when|like (?=to|in|for|at|on|under|during|inside))\b|"
    r"\bit (is|was) ([\w'’-]+ ){1,9}(that|who)\b|\b(is|was) it \w+ (for|where|which|how)\b|"
    r"\b(is|was) it, [^?]+, (to|that|who|which)\b|"
    r"^(is|was) it (the|an?|in|at|on) .+ (that|who)\b|"
    r"^who (is|was) it (?!(by|for|to|with)\b)\w|\bas it (is|was|stands|stood)\b|"
    r"\bit cost (\w+ ){0,6}to\b|\bit takes? (\w+ ){0,3}(for|before|until)\b|"
    r"\bit (\w+ )?take\b.+ to\b|idea was it|"
    r"\bit comes to\b|\b(stuck|stick|ma[dk]e) it (out|across|back|home|through|to|over)\b|"
    r"\bas (\w+ )+(tells?|puts?|sees?|has|told|saw|remembers?|recalls?|describes?) it\b|"
    r"\bit (is|was) (\w+ )?(possible|true|easy|hard|known|clear)\b|\bwhat time\b.* it\b|"
    r"\b(is|was) it (\w+ )?(far|\d[\w ]*) from .+ to\b|"
    r"\b(is|was|does|did|will|has|been) it (\w+ )?(rain|snow|freez|cold|warm|dark|hot|calm|"
    r"called when|late|early|true|possible|known|likely|clear|matter|mean)\w*|"
    r"\b(find|makes?|made|consider|found|call(ed)?) it (an? )?(\w+ ){1,4}(to|that|for)\b|"
    r"how (late|cold|hot|dark) (is|was) it\b|how \w+ (is|was) it (in|at|on)\b|"
    r"how (far|long) (is|was) it (to|from|since|until|till|before|between|by)\b|"
    r"\bit (rain|snow)\w*|\bit (turn|seem|appear|happen)\w* (out |to |that )",
    re.I,
)
_EVENT = re.compile(
    r"\b(do|done|doing) it\b|^(and )?who did it$|\bit take\b"
    r"|\bit (all )?(started?|beg[ia]n|happen(ed)?|occur(red)?)\b|\banything to do with it\b"
    r"|\b(do|does|did|will|would) it (last|end)$"
    r"|^(is|was) it (an? )?(accident|arson|attack|crime|mistake|murder|sabotage|suicide)$",
    re.I,
)
_CARRIES = frozenset("have take bring carry keep get leave lead".split())
_HONORIFICS = frozenset("Majesty Highness Holiness Excellency Honour Honor Lordship".split())
_DEMONSTRATIVE = re.compile(
    r"(?:(?:on|in|at) )?\b(?:that|the same) (day|month|year|week|time|night|morning)\b|"
    r"\b(?:that|the same) (town|city|village|country|region|place|man|woman|person)\b",
    re.I,
)


def find_slots(text: str, fragment: bool) -> list[Slot]:
    """The words of ``text`` whose noun stands in an earlier question."""
    words = tokens(text)
    found: list[Slot] = []
    for match in _DEMONSTRATIVE.finditer(text):
        day = match[1] is not None
        person = {"man": "he", "woman": "she", "person": "he"}.get((match[2] or "").lower())
        found.append(Slot(match.start(), match.end(), "then" if day else person or "place"))
    for i, word in enumerate(words):
        meaning = _PRONOUNS.get(word.lower)
        if meaning is None or any(s.start <= word.start < s.end for s in found):
            continue
        if word.text[0].isupper() and _in_title(words, i):
            continue
        following = words[i + 1] if i + 1 < len(words) else None
        last = words[i - 1] if i else None
        nouns = following is not None and following.tag in ("noun", "name", "adj", "num")
        if following is not None and following.lower == "back":  # "on her back", "took her back"
            nouns = last is not None and last.tag == "prep"
        owner = word.lower in ("his", "its", "their") or (word.lower == "her" and nouns)
        if word.lower in ("that", "this", "those", "these", "one"):
            if not _stands_alone(word, last, words[i + 1 :]):
                continue
        elif (word.lower == "it" and not fragment and _EMPTY_IT.search(text)) or (
            word.lower == "there" and _is_empty_there(words, i)
        ):
            continue
        if word.lower == "it" and _EVENT.search(text.strip(" ?")):
            meaning = "that"
        if word.lower == "their" and following is not None and following.lower == "any":
            continue
        if meaning == "that" or not _bound(words, i, meaning, owner):
            found.append(Slot(word.start, word.end, meaning, owner))
    return sorted(found, key=lambda slot: slot.start)


def _acts(preposition: Token, word: Token) -> bool:
    """Whether a clause of its own begins: "to hide it", "without fighting for it"."""
    return word.lower.endswith("ing") or (preposition.lower == "to" and word.tag == "verb")


def _in_title(words: Sequence[Token], at: int) -> bool:
    """Whether a pronoun with a capital belongs to a name: "His Majesty", "She magazine"."""
    if at == 0 or words[at - 1].text in ".?!:":
        return at + 1 < len(words) and words[at + 1].text in _HONORIFICS
    emphasized = words[at].text.isupper() and words[at].lower != "it"
    return not emphasized and any(word.text.islower() for word in words)


def _is_empty_there(words: Sequence[Token], at: int) -> bool:
    """Whether "there" names no place: "there is", "out there", "there tanks" for "their tanks"."""
    last = words[at - 1] if at else None
    following = words[at + 1] if at + 1 < len(words) else None
    if words[0].lower == "who" and (following is None or following.tag == "punct"):
        return False  # "Who else was there?"
    if following is not None and following.tag in ("aux", "noun", "name"):
        return True
    if last is None or last.lower == "out":
        return last is not None
    return last.tag == "aux" and (following is not None or at < 2)


def _stands_alone(word: Token, last: Token | None, after: Sequence[Token]) -> bool:
    """Whether "that", "those" or "one" is a pronoun here, and not an article or conjunction."""
    ends = not after or after[0].text in ",.;?!)"
    if last is None:
        return False
    if word.lower == "one":
        return ends and last.lower in ("had", "have", "has", "got", "kept", "was", "is", "own")
    if ends:
        return last.tag != "aux" or word.lower in ("those", "these")
    tag = after[0].tag
    if last.lower == "of" and tag == "aux":
        return True
    following = after[1].tag if len(after) > 1 else "punct"
    done = is_past(after[0].lower) and following not in ("noun", "name")
    if last.tag == "aux" and done and word.lower in ("that", "this"):
        return True
    verbs = [w for w in after[:2] if w.lower in VERBS]
    if last.tag == "aux" and after[0].lower in VERBS and len(verbs) == 1:
        return word.lower in ("that", "this")
    if word.lower in ("those", "these"):
        return tag == "aux"
    if last.tag == "aux":
        noun = tag == "adj" and len(after) > 1 and after[1].tag in ("noun", "name")
        return tag in ("adj", "adv", "prep", "verb") and not noun
    if last.lower in ("after", "before", "since") and word.lower == "that":
        return tag in ("aux", "verb", "adv")
    said = last.tag in ("noun", "verb") and after[0].lower in ("to", "for", "about")
    return word.lower == "this" and said


def _beside_oneself(clause: Clause, last: Token | None, meaning: str) -> bool:
    """Whether a pronoun means the subject before it: "What did the teacher take with her?"."""
    carries = (base_form(clause.verb.lower()) or clause.verb.lower()) in _CARRIES
    beside = last is not None and last.lower in ("with", "between", "behind")
    return carries and beside and meaning in ("he", "she", "they")


def _bound(words: Sequence[Token], at: int, meaning: str, owner: bool) -> bool:
    """Whether the noun meant by the pronoun at ``at`` stands in the same question; if in doubt."""
    text = " ".join(word.text for word in words)
    starts = [len(" ".join(w.text for w in words[:i])) + (i > 0) for i in range(len(words))]
    last = words[at - 1] if at else None
    following = words[at + 1].tag if at + 1 < len(words) else "punct"
    first_aux = next((i for i, w in enumerate(words) if w.tag == "aux"), -1)
    clause = take_apart(text)
    if at and words[0].tag not in ("wh", "aux", "prep", "conj", "verb", "adv"):
        return True  # a statement with the question word at its end: "Jackson won it in what year?"
    breaks = [
        i
        for i, w in enumerate(words)
        if (i and (w.tag in ("punct", "wh", "conj") or w.lower in CLAUSE_OPENERS))
        or (w.tag == "prep" and words[i + 1 : i + 2] and _acts(w, words[i + 1]))
    ]
    inverted = (
        last is not None
        and last.tag == "aux"
        and at - 1 == first_aux
        and not (owner and last.lower in HAVE)
    )
    objective = (
        words[at].lower in OBJECTIVE
        and not owner
        and last is not None
        and (
            (last.tag == "prep" and last.lower != "as")
            or (
                following not in ("aux", "verb")
                and (
                    last.tag in ("verb", "adv")
                    or last.lower in VERBS
                    or (clause is not None and clause.verb == last.text)
                )
            )
        )
    )
    for named in mentions(text):
        position = next((i for i, s in enumerate(starts) if s >= named.start), len(words))
        acts = (
            clause is not None and clause.verb and clause.subject == text[named.start : named.end]
        )
        if not could_mean(named, meaning) or (meaning == "there" and acts):
            continue
        between = [b for b in breaks if position < b < at]
        if inverted:
            between = [
                b
                for b in between
                if words[b].tag == "punct" or (words[b].tag == "wh" and words[b - 1].tag == "conj")
            ]
        if clause is not None and clause.subject.startswith(text[named.start : named.end]):
            before, after = owner and at < first_aux, position < at and not owner
            if before or (after and _beside_oneself(clause, last, meaning)):
                return True
        owns = text[named.end :].lstrip().startswith(("'s ", "’s ", "' ", "’ "))
        inside = objective and meaning in ("they", "he", "she") and (bool(named.before) or owns)
        if position < at and (between or inside or not (objective or inverted)):
            return True
        opened = words[0].lower in CLAUSE_OPENERS or words[0].tag == "prep"
        if position > at and opened and any(at < b < position for b in breaks):
            return True
    if meaning == "they" and clause and clause.wh.lower() == "how many" and not clause.subject:
        return True  # "How many lost their homes?"
    who = next((i for i, w in enumerate(words[:at]) if w.lower in ("who", "whom", "whose")), None)
    if who is None or meaning in ("it", "there", "place", "one"):
        return False
    copular = last is not None and last.lower in BE and at == who + 2
    if any(who < b < at for b in breaks):
        return True
    return not copular and (owner or not (objective or inverted or at == who + 1))
