"""A question taken apart: question word, auxiliary, subject, verb, rest."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.questions.grammar import Token, is_one_person, is_past, is_plural, tokens
from qa.questions.words import BE, DO, HAVE, MODAL, VERBS

POLITE = re.compile(
    r"(please|kindly|ok(ay)?|well|so|and|but|now|hello|hi|hey|"
    r"((can|could|would|will) you )?(please )?(tell|show|give|explain to|remind) (me|us)(?! about)|"
    r"(can|could|would|will) (you|anyone) (please )?"
    r"(say|explain|find( out)?|(?=(name|list|enumerate|give) ))|"
    r"(do|does|did) (you|anyone|anybody|we) (happen to )?(know|say)|"
    r"i('d| would) (like|love) to (know|find out|learn)|i (want|need) to (know|find out)|"
    r"i('m| am) (wondering|curious)|i (was )?wonder(ed|ing)?|any idea|may i ask|"
    r"(is it|do we) know(n)?|according to (the|these) (articles?|sources?|reports?))\b[\s,:]*",
    re.I,
)
ADJUNCTS = re.compile(
    r"(when|where|why|how(?! many| much)( \w+)*|how many (times|days|weeks|months|years|hours)|"
    r"(at|by|for|from|in|on|since|until|till|to|with|after|before|under|near|against|of|about|"
    r"over|during|within|through) .+)"
    r"( exactly| else| precisely)*",
    re.I,
)
NOMINAL = ("noun", "name", "det", "num", "adj")


@dataclass(frozen=True, slots=True)
class Clause:
    """The parts of a question, in order; ``subject`` is empty where the question word is it."""

    lead: str
    wh: str
    aux: str
    subject: str
    verb: str
    rest: str

    @property
    def noun(self) -> str:
        """What "which", "what", "how many" count or choose: "graves" in "how many graves"."""
        words = re.sub(
            r"^(how (many|much)|which|what|whose)( (other|else|more))?\b ?", "", self.wh, flags=re.I
        )
        return words if words != self.wh and " of " not in f" {words[:3]}" else ""

    @property
    def body(self) -> str:
        """What follows the question word."""
        return joined(self.aux, self.subject, self.verb, self.rest)


def joined(*parts: str) -> str:
    """The parts that are not empty, with single spaces and none before a sign."""
    return re.sub(r"\s+([,.;:?!])", r"\1", " ".join(part for part in parts if part))


def opening(question: str) -> int:
    """Where the question itself begins, after "please" and "could you tell me"."""
    start = 0
    while (match := POLITE.match(question, start)) and match.end() < len(question.rstrip(" ?")):
        start = match.end()
    return start


def question_word(words: list[Token]) -> int | None:
    """Which token opens the question: a question word, or the preposition before it."""
    for i, word in enumerate(words):
        if word.tag != "wh":
            continue
        first = i - 1 if i and words[i - 1].tag == "prep" else i
        if first == 0 or words[first - 1].tag == "punct":
            return first
    return None


def take_apart(question: str) -> Clause | None:
    """The parts of a question; None where it has no question word and no auxiliary in front."""
    text = question.strip().rstrip("?!. ")
    offset = opening(text)
    words = tokens(text[offset:])
    text = text[offset:]
    lead = question.strip()[:offset]
    first = 0 if words and words[0].tag == "aux" else question_word(words)
    if first is None:
        return None
    lead += text[: words[first].start]
    after = first if words[first].tag == "aux" else _end_of_wh(words, first)

    def piece(start: int, end: int) -> str:
        return text[words[start].start : words[end - 1].end] if start < end else ""

    wh = piece(first, after)
    if lead and len(words) > after + 1 and words[-1].lower in BE and words[after].tag != "aux":
        return Clause(lead, wh, words[-1].text, piece(after, len(words) - 1), "", "")
    if after == len(words) or words[after].tag != "aux" or not _inverted(words, after, wh):
        aux = after < len(words) and words[after].tag == "aux"
        rest = after + (after < len(words))
        return Clause(
            lead,
            wh,
            piece(after, rest) if aux else "",
            "",
            "" if aux else piece(after, rest),
            piece(rest, len(words)),
        )
    subject_end, verb_end = _end_of_subject(words, after)
    return Clause(
        lead,
        wh,
        words[after].text,
        piece(after + 1, subject_end),
        piece(subject_end, verb_end),
        piece(verb_end, len(words)),
    )


def _end_of_wh(words: list[Token], first: int) -> int:
    """The token after the question word and the noun phrase that goes with it."""
    at = first if words[first].tag == "wh" else first + 1
    head, end = words[at].lower, at + 1
    following = words[end].lower if end < len(words) else ""
    if head in ("who", "whom", "when", "where", "why"):
        while end < len(words) and words[end].lower in ("else", "exactly", "precisely"):
            end += 1
        return end
    if head == "how":
        if following not in ("many", "much"):
            return end + (end < len(words) and _is_degree(words, end))
        end += 1
        if _is_verb_without_noun(words, end):
            return end
    while end < len(words) and words[end].tag not in ("aux", "pron", "punct", "conj", "wh", "verb"):
        end += 1
    if end == len(words) and head in ("what", "which"):  # "What involves...": a verb in no list
        nouns = range(at + 1 + (head == "which"), end - 1)
        return next((i for i in nouns if re.search(r"[^s]s$", words[i].lower)), end)
    return end


def _is_degree(words: list[Token], at: int) -> bool:
    """Whether a word belongs to the "how" before it: "tall" in "how tall is the tower"."""
    if words[at].tag in ("adj", "adv", "det"):
        return True
    inverts = at + 1 < len(words) and words[at + 1].tag == "aux"
    return inverts and words[at].tag in ("noun", "verb") and not is_plural(words[at].text)


def _is_verb_without_noun(words: list[Token], at: int) -> bool:
    """Whether a verb follows "how many": "died in the fire", but not "wounded soldiers"."""
    if at >= len(words):
        return False
    word = words[at].lower
    after = words[at + 1].tag if at + 1 < len(words) else "punct"
    can = is_past(word) or (words[at - 1].lower == "many" and word in VERBS and word != "fish")
    return can and after in ("prep", "det", "pron", "adv", "conj", "num", "poss", "punct", "name")


def _inverted(words: list[Token], aux: int, wh: str) -> bool:
    """Whether the subject follows the auxiliary ("did they", "was the dam"), as it need not."""
    following = [word for word in words[aux + 1 :] if word.tag != "adv"]
    if not following or following[0].tag not in (*NOMINAL, "poss", "pron"):
        return False
    if words[aux].lower in HAVE and wh:
        return any(w.tag == "verb" and is_past(w.lower) for w in following)
    if following[0].tag == "adj":
        return any(word.tag in ("noun", "name") for word in following[1:2])
    return True


def _is_office(words: list[Token], at: int) -> bool:
    """Whether a question about a name ends in what he is: "Until when was Tom Reed director?"."""
    ends = at + 1 == len(words) or words[at + 1].tag == "prep"
    return ends and words[at].tag == "noun" and is_one_person(words[at].text)


def _end_of_subject(words: list[Token], aux: int) -> tuple[int, int]:
    """The tokens after the subject that follows ``aux``, and after the verb where one must come."""
    start, size = aux + 1, len(words)
    if words[aux].lower not in DO | MODAL:
        end = start + 1
        while end < size:
            tag, last = words[end].tag, words[end - 1].tag
            if words[start].tag == "pron" or tag not in (*NOMINAL, "poss", "prep"):
                break
            if tag == "prep":
                later = (w for w in range(end, size) if words[w].tag == "verb")
                if words[end].lower != "of" and next(later, None) is None:
                    break
            elif last in ("noun", "name") and (
                tag in ("det", "adj", "num")
                or (last == words[start].tag == "name" and _is_office(words, end))
            ):
                break
            end += 1
        return end, end
    best = 0
    for at in range(start + 1, size):
        if words[at].tag in ("punct", "wh", "conj") or (best and at > best + 1):
            break
        owner = words[best - 1]
        if best and (is_plural(owner.text) or (owner.tag == "name" and words[start].tag != "det")):
            break
        if words[at].lower in VERBS and words[at - 1].tag not in ("det", "prep", "poss", "num"):
            best = at
    if not best:
        end = start + 1
        while end < size and words[end].tag in ("noun", "name", "adj", "poss", "verb"):
            end += 1
        best = end - 1
        for at in range(start + 1, end):  # an unknown verb after a plural: "armies lure"
            if is_plural(words[at - 1].text) and words[at].tag == "noun":
                best = at if not is_plural(words[at].text) else best
                break
    return (best, best + 1) if best > start else (size, size)
