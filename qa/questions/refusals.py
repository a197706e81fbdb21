"""Whether what is typed is a question to the sources; when in doubt it is."""

from __future__ import annotations

import re
from typing import Literal

Refusal = Literal["opinion", "instruction", "greeting", "insult", "nonsense"]

# Each paragraph is one pattern for the whole text, its lines joined.
_PATTERNS: dict[Refusal, str] = {
    "greeting": r"""
(hello|hi|hey|howdy|greetings|good (morning|evening|afternoon|day|night)|thanks?( you)?|thx|cheers|
bye|goodbye|see you|ok(ay)?|yes|no|cool|great|nice|wow|lol|help|welcome|sorry)
( (there|everyone|all|again|later|so much|very much|a lot|sourcesay|bot|you|then))*

(hello |hi |hey )?(how are you|how do you do|what('s| is) up|nice to meet you|
who (are|made|built|created) you|what are you|what('s| is) your name|what can you do|
are you (a |an |there|real|human|alive|sentient|ai\b|chat\w*|ok|sure).*)( today| doing| exactly)*
""",
    "insult": r"""
(you( are|'re|r)?|u r|ur) (\w+ )*(stupid|idiot\w*|useless|dumb\w*|moron\w*|trash|garbage|worthless|
pathetic|liar|suck|junk)\b.*

(shut up|fuck|f\*+k|screw you|go to hell|i hate you|damn you|piss off|
(stupid|idiot|moron)(?! (question|by|is|was)\b)).*
""",
    "nonsense": r"""
(test(ing)?|foo|bar|baz|blah|lorem|ipsum|bla|qwerty|asdf|abc|xyz| )+( [0-9 ]+)?
""",
    "instruction": r"""
(ignore|disregard|forget|override|bypass) ((all|any|the|of|my|your|every\w*|about|these|those|
previous|prior|above|earlier) )*(instructions?|prompts?|rules?|everything|previous|prior|above|
guidelines|sources?|articles?|restrictions?|that|training)\b.*

(system|admin|developer)\W+(override|prompt|message|mode).*

(from now on|you are now|act (as|like)|pretend|role-?play|imagine (that|you|a)|repeat after|
simulate|(reply|respond|answer) (only|with|in))\b.*

(print|output|draw|sing|repeat|run|delete)( (an?|the|this|that|these|it|them|me|us|my|your|all|any|
every\w*|some|out|again|as|in|only)\b(?!.*\?).*|)

(write|compose|create|generate|draft|invent|make up|make|draw|paint|design|produce|sing)( me| us)?
 (an?|the|some|my|your|another) (\w+ )*(poems?|haiku|songs?|stor(y|ies)|essays?|letters?|e-?mails?|
codes?|program|script|jokes?|articles?|pictures?|images?|limericks?|rap|tweets?|posts?|speech|
summary|novel|website|reports?)\b.*

(give|tell|show|play)( me| us)? (an?|some|another) (\w+ )*(poems?|haiku|songs?|stor(y|ies)|jokes?|
recipes?|pictures?|images?|limericks?|summary|advice|game|riddle)\b.*

(write|translate|summari[sz]e|paraphrase|rephrase|rewrite|compose|joke|shorten|proofread|execute|
calculate|solve|count (to|from))\b(?!.*\?).*

.*\bhow (i|to|(can|could|do|should) (i|you|one|we)) .*\b(build|make) (an? )?(bomb|explosive|weapon|
gun|poison).*
""",
    "opinion": r"""
((what|who|which \w+|how|where|why|when) )?(do|would|did|should) you (personally |really |
yourself )*(think|believe|feel|prefer|like|say|recommend|suggest|support|agree|want|choose|love|
hate|consider)\b(?! (that )?(the|these|those|your|our|all|any|two|both)( \w+)? (sources?|articles?|
reports?|accounts?|papers?|documents?|texts?)\b(?!.*\b(right|wrong|fair|trust\w*|reliable|good|bad|
better|best|bias\w*)\b)).*

(what('s| is| are) your|in your|give me your|i want your) .*\b(opinion|view|thought|take|feeling|
favou?rite|judge?ment)s?\b.*

(should|shouldn't|ought)\b(?!.*, (who|what|which|when|where|why|how|is|are|will|would|can)\b).*

(?!is it right that\b)
(is|was|were|are|isn't|wasn't|would|it) (it|that|this|they|is|be)? ?(be )?((really|ever|morally|
just) )*(right|wrong|justified|fair|unfair|ok|okay|moral|immoral|ethical|unethical|acceptable|
a good idea|a mistake|good|bad|worth it|wise|stupid|better|cruel)( (to|of|for|that|if|when)\b.*|)

(which|what) ((of (these|the|those|your)|one|is|was|are|the) )*(\w+ )?(is|was|are|the|) ?(the )?
(best|worst|nicest|better|most \w+|least \w+) (written|article|to read|source(?! of))\b.*

who('s| is| was) (right|wrong|the (good|bad) guys?|morally .*|better|worse)( here| in this.*)?

(can|could) .*\b(be trusted|one trust|we trust|you trust|i trust)

(is|was|are|were) [\w ]+ (evil|a monster|a hero|heroes|monsters|good or bad|to be trusted)
""",
}
_REFUSALS = [
    (reason, re.compile(paragraph.replace("\n", "")))
    for reason, patterns in _PATTERNS.items()
    for paragraph in patterns.strip("\n").split("\n\n")
]
_ATTRIBUTED = re.compile(
    r"\baccording to (?!you\b)|(?<!you )\b(say|says|said)\b|"
    r"\bin the (view|opinion|eyes) of (?!you)|"
    r"\bin (?!your\b|my\b)([\w'-]+ ){1,4}(view|opinion|judge?ment)\b|"
    r", as ([\w'-]+ ){1,4}(sees?|saw|finds?|found|puts?|argues?|argued)\b"
)
_POLITE = re.compile(
    r"((please|kindly|now|then|ok|hey|hi|hello|so|and|but|i want you to|"
    r"(can|could|would|will) you( please)?)[ ,]+)+"
)
_KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "poiuytrewq", "lkjhgfdsa", "mnbvcxz")


def refusal(question: str) -> Refusal | None:
    """Why the sources cannot answer this; None for a question to them.

    Key words and "tell me", "name", "list" ask; "write", "translate", "ignore" do not.
    """
    text = re.sub(r"\s+", " ", question.lower().replace("’", "'")).strip()
    if not re.search(r"[^\W_]", text) or _is_mashed(text):
        return "nonsense"
    bare = text.strip("?!.,;: \"'")
    asked = _POLITE.sub("", bare, count=1) if _POLITE.match(bare) else bare
    for reason, pattern in _REFUSALS:
        if reason == "opinion" and _ATTRIBUTED.search(bare):
            continue
        if pattern.fullmatch(bare) or pattern.fullmatch(asked):
            return reason
    return None


def is_question_to_sources(question: str) -> bool:
    """Whether sources could answer this, whatever these ones say."""
    return refusal(question) is None


def _is_mashed(text: str) -> bool:
    """Whether most words are no words: keys in a row, one letter repeated, no vowels."""
    words = re.findall(r"\w+", text)
    mashed = [
        word
        for word in words
        if len(word) > 3
        and (
            re.search(r"(.)\1{3,}", word)
            or not re.search(r"[aeiouy\d]", word)
            or any(word in row for row in _KEYBOARD)
        )
    ]
    return text.isascii() and len(mashed) * 2 > len(words)
