"""A question taken apart, turned into a statement or asked with another question word."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.questions.grammar import (
    Token,
    base_form,
    is_past,
    is_plural,
    past_form,
    third_person,
    tokens,
)
from qa.questions.words import BE, DO, HAVE, MODAL, VERBS

POLITE = re.compile(
    r"(please|kindly|ok(ay)?|well|so|and|but|now|hello|hi|hey|"
    r"((can|could|would|will) you )?(please )?(tell|show|give|explain to|remind) (me|us)(?! about)|"
    r"(can|could|would) (you|anyone) (please )?"
    r"(say|explain|find( out)?)|(do|does|did) (you|anyone|anybody|we) (happen to )?(know|say)|"
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
            return end + (end < len(words) and words[end].tag in ("adj", "adv", "det"))
        end += 1
    while end < len(words) and words[end].tag not in ("aux", "pron", "punct", "conj", "wh", "verb"):
        end += 1
    if end == len(words) and head in ("what", "which"):  # "What involves...": a verb in no list
        nouns = range(at + 1 + (head == "which"), end - 1)
        return next((i for i in nouns if re.search(r"[^s]s$", words[i].lower)), end)
    return end


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


def _has_participle(text: str) -> bool:
    return any(word.tag == "verb" or word.lower == "been" for word in tokens("has " + text))


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
            elif last in ("noun", "name") and tag in ("det", "adj", "num"):
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


def statement(question: str) -> str | None:
    """What a question supposes or asks to confirm: "Did Kenya win?" -> "Kenya won".

    None where it cannot be taken apart safely. A "who" becomes "someone".
    """
    clause = take_apart(question)
    if clause is None:
        return None
    if not clause.subject:
        subject = clause.noun or ("someone" if clause.wh.lower()[:3] == "who" else "something")
        return joined(_defined(clause.wh, subject), clause.aux, clause.verb, clause.rest)
    aux = clause.aux.lower()
    if aux not in DO:
        said = joined(clause.verb, clause.rest)
        return joined(clause.subject, aux, said) if said else None
    base = clause.verb.lower()
    if not base:
        return None
    verb = f"{aux} {base}"
    if aux == "did":
        verb = past_form(base)
    elif aux in ("do", "does"):
        verb = third_person(base) if aux == "does" else base
    return joined(clause.subject, verb, clause.rest)


def _defined(wh: str, noun: str) -> str:
    return f"the {noun}" if re.match(r"(which|what) \w", wh, re.I) else noun


def ask_with(wh: str, question: str, subject: str = "") -> str | None:
    """``question`` with another question word: "When", "Who won?" -> "When did someone win?".

    ``subject`` is the known answer to a question for the subject. None where no safe form exists.
    """
    clause = take_apart(question)
    if clause is None:
        return None
    known = _defined(clause.wh, clause.noun)
    if clause.subject:
        if not clause.wh or ADJUNCTS.fullmatch(clause.wh):
            known = ""
        elif not known and not clause.rest and clause.verb:
            known = "that"
        stranded = bool(re.search(r"\b(for|on|to|with|about|of|from|in|at|by)$", clause.rest))
        tail = (clause.rest, known) if stranded else (known, clause.rest)
        return joined(wh, clause.aux.lower(), clause.subject, clause.verb, *tail)
    if not subject:
        subject = known or ("someone" if clause.wh.lower().startswith("who") else "something")
    if clause.aux and not (clause.aux.lower() in HAVE and not _has_participle(clause.rest)):
        return joined(wh, clause.aux.lower(), subject, clause.rest)
    word = (clause.verb or clause.aux).lower()
    base = base_form(word)
    if base is None:
        return joined(wh, "was it that", subject, word, clause.rest)
    aux = "did" if is_past(word) else "do" if word == base else "does"
    return joined(wh, aux, subject, base, clause.rest)


def core(question: str) -> str:
    """The words of a question that carry its content, to be added in brackets."""
    clause = take_apart(question)
    if clause is None:
        return question.strip(" ?.")
    if not clause.subject and not clause.noun:
        return clause.body
    return statement(question) or clause.subject


def lowered(question: str) -> str:
    """A question as the second part of a sentence, its first letter small unless a name's."""
    first = tokens(question)[0]
    return question if first.tag == "name" else question[:1].lower() + question[1:]
