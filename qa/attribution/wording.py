"""How English news prose words a report: the lists and patterns behind the rules on speakers."""

from __future__ import annotations

import re

from qa.questions.words import PASTS
from qa.values.dates import MONTHS

LY = r"(?!(?:family|assembly|ally|supply|reply)\b)[a-z]+ly"
"""An adverb by its ending."""
NAME = (
    r"(?:(?:Dr|Mr|Mrs|Ms|Prof|Gen|Sen|Rep|Gov|St|Rev|Col|Lt|Capt|Sgt"
    r"|(?:[^\W\d_a-z]\.)*[^\W\d_a-z])\.|[^\W\d_a-zß-öø-ÿ][\w’'-]*)"
)
NAMES = (
    rf"{NAME}(?:\s+(?:(?:de|da|di|du|del|van|von|der|den|la|el|al|bin|ibn)\s+){{0,2}}{NAME}){{0,7}}"
)
_THINGS = (
    "human german roman norman ottoman omen specimen exist consist insist resist assist persist"
    " list twist mist fist beer deer career steer sheer wager eager river liver deliver winter"
    " center counter encounter enter dinner inner thinner factor sector reactor tractor older"
    " colder folder shoulder boulder generator indicator elevator layer prayer sooner server"
    " register military monetary voluntary commentary documentary"
)
"""Words that end as those for persons do."""
PERSON = re.compile(
    rf"\b(?!(?:{_THINGS.replace(' ', '|')})s?\b)"
    r"(?:\w*(?:man|woman|person|men|women|people|ist|ician|[rlt]arian|torian|vilian|eer|ager|eader"
    r"|icer|ister|ayor|ctor|cher|wyer|inner|ounder|orker|armer|ayer|isher|oner|nter|iver|esident"
    r"|essor|tary|utor|erver|ellor|ernor|ator|pher|lder)|official|police|general|colonel|captain"
    r"|commander|major|judge|head|chief|chair|deputy|student|dr|prof|nurse|expert|analyst"
    r"|ambassador|envoy|coach|striker|owner|boss|witness|pupil|author|editor|mother|father|son"
    r"|daughter|wife|husband|widow|survivor|executive|bishop|priest|guard|soldier|sergeant"
    r"|inspector|superintendent|advis[eo]r|member|representative|mechanic|clerk|relative|friend"
    r"|neighbou?r|resident|cook|local|mr|mrs|ms|sir|lord|lady|\w*(?:keeper|[bm]aker|dealer|seller"
    r"|writer|trader)|plumber|waiter|singer|dancer|miner|sailor|tailor|pilot|architect|accountant"
    r"|assistant|consultant|attorney|lieutenant|diplomat|refugee|veteran|passenger|lecturer"
    r"|campaigner|labourer|brother|sister|uncle|aunt|cousin"
    r"|grand(?:mother|father|son|daughter))s?\b",
    re.I,
)
COLLECTIVE = re.compile(
    r"\b(?:police|\w*people|staff|medics|family|management|\w*(?<!\bo)(?<!speci)(?<!abdo)men"
    r"|children|prosecution|defen[cs]e"
    r"|media"
    r"|press|parliament|government)$",
    re.I,
)

_MONTH = rf"(?:{MONTHS}|Jan\.|Feb\.|Aug\.|Sept?\.|Oct\.|Nov\.|Dec\.)"
_DAY = (
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|today|tonight|night|week|month|year"
    r"|day|morning|afternoon|evening|spring|summer|autumn|winter)"
)
TIME = re.compile(
    r"(?:(?:early|late|later|earlier)\s+)?(?:(?:on|by|in|at|since|until|from)\s+(?:the\s+)?"
    rf"(?:early\s+|late\s+|mid-)?(?:{_MONTH}(?:\s+\d{{1,4}})?|\d{{4}})"
    rf"|(?:on\s+)?(?:{_MONTH}\s+\d{{1,2}}|\d{{1,2}}\s+{_MONTH})"
    r"|(?:(?:on|by|in|since|until|from|the|this|that|last|next|early|late|same|following"
    r"|previous)\s+)*"
    rf"{_DAY})(?:\s+(?:morning|afternoon|evening|night))?(?![\w’'])"
)
_AMOUNT = (
    r"(?:at\s+(?:least|most)\b|in\s+all\b|(?:about|over|under|around|nearly|only|\w+ly)\s+[\d£$€])"
)
ADVERBIAL = re.compile(
    rf"\s*(?!{_AMOUNT})(?:{TIME.pattern}|(?:in|on|at|during|after|before|over|by|via|from|through"
    rf"|under"
    r"|outside|inside|near|of|about|when|while|as|with|without|for|ahead|shortly|immediately"
    r"|following|last|earlier|later|again|afterwards|recently|\w+ly|too)\b)"
)
"""How a remark on the time, place or manner of saying something begins."""
LEADING = re.compile(
    r"(?:(?:but|and|however|yet|still|then|later|now|meanwhile|also|so|because|though|although"
    r"|while|as|afterwards|instead|nevertheless|even|that|after|before|which|whereas|sometimes"
    r"|often|elsewhere|finally|recently|thus|therefore|moreover|furthermore|indeed|similarly"
    rf"|{TIME.pattern}|\w+ (?:hours|days|weeks|months|years) (?:later|earlier|ago)"
    r"|in an? (?:statement|interview|letter|speech|report))\s+)+",
    re.I,
)
"""What may stand before the subject of a clause."""

_AUXILIARIES = "was|were|is|are|has|have|had|do|does|did|will|would|can|could|may|might|must|should"
_PRESENT = "says|say|comes|goes|makes|takes|gives|wants|needs|seems|becomes|provides|includes"
_FURTHER_PASTS = (
    "agreed disagreed freed guaranteed awoke burnt clung crept dealt flung forgave knelt leapt lit"
    " misled mistook overcame overheard overran oversaw quit shrank slid spat sped sprang spun"
    " stung strode swept swung thrust understood undertook upheld wept withheld withstood wove"
).split()
_PASTS = "|".join(sorted({*PASTS.values(), *_FURTHER_PASTS} - {"cost"}))  # a noun, mostly
_PASSIVE = (
    "led|held|hit|hurt|shot|caught|taught|sold|paid|sent|built|bought|brought|found|made|told"
    "|struck"
)
_PARTICIPLES = (
    "based wounded injured killed interviewed located trapped detained displaced involved contacted"
    " published accused convicted charged dressed affected elected arrested armed stationed briefed"
    " found caught hurt"
)
FINITE = re.compile(
    rf"(?<![-\w’'])(?:(?:{_AUXILIARIES})(?:n’t|n't)?|{_PRESENT}"
    r"|(?<!\b[Tt]he )(?<!\b[Aa] )(?<!\b[Aa]n )(?<!\bof )(?<!newly )(?<!recently )"
    rf"(?!(?:hundred|kindred|sacred)\b|(?:{_PARTICIPLES.replace(' ', '|')})\s+(?:in|on|at|of|with)"
    rf"|(?:{_PASSIVE})\sby\b)"
    rf"(?:{_PASTS}|[a-z]{{2,}}(?<!e)ed(?!\s+by\b)))(?![-\w])"
)
"""A verb that makes a clause, as far as its form shows."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _forms(stems: str) -> frozenset[str]:
    """Present and past of regular verbs, without the form that is a noun as well."""
    regular = {stem: stem.removesuffix("e") for stem in stems.split()}
    return frozenset(form for stem, cut in regular.items() for form in (stem + "s", cut + "ed"))


_PLAIN = "claim insist estimate argue confirm report allege"
LATE = _forms(
    f"{_PLAIN} explain note declare recall add acknowledge stress warn inform announce concede"
    " complain predict conclude reckon"
) | _words(
    f"{_PLAIN} said says say wrote writes write told tells tell admitted admits stated believe"
    " believes warn"
)
"""May stand behind what is said, too: "..., X said"."""
_EARLY = _forms(
    "maintain promise vow agree emphasise emphasize"
    " assert comment observe contend rule believe assure remind tweet post answer affirm"
    " disclose remark"
) | _words("testified testifies thinks think maintain predict agree contend reckon swore swears")
TELL = _forms("inform assure warn remind ask") | _words("told tells tell telling")
SHOW = _forms("suggest indicate show find reveal") | _words("found suggest indicate show find")
OF = _words("spoke speaks speak")
ABOUT = OF | TELL | _words("complained complains")
"""What is said may follow "of": "warned of rain"."""
NAME_IT = _words("called calls described describes") | _forms(
    "dismiss reject brand hail denounce condemn"
)
UTTER_THAT = _words("replied replies cried cries quipped") | _forms(
    "respond joke shout exclaim whisper caution repeat lament boast remember mutter murmur"
)
"""With direct speech, or a clause with "that"."""
UTTER = (
    UTTER_THAT
    | _words("snapped")
    | _forms("ask laugh sigh smile urge continue recount plead demand muse wonder gush yell scream")
)
"""With direct speech only, but for those."""
ING = _words(
    "adding saying claiming warning insisting arguing explaining noting stressing announcing"
    " writing predicting alleging telling complaining admitting confirming promising"
    " declaring concluding"
)
SAY = _words("said says say") | ING | OF | UTTER | NAME_IT
"""Whatever follows is said."""
CLAUSE = (
    SHOW
    | TELL
    | _forms(f"{_PLAIN} predict reckon announce disclose")
    | _words(f"{_PLAIN} predict reckon stated thinks think believe believes admitted admits")
)
"""May do without "that" before the clause that is said."""
COUNT = _forms("confirm report estimate predict") | _words("confirm report estimate predict")
_ALL = TELL | LATE | _EARLY | SHOW | SAY
BASE = frozenset(verb for verb in _ALL if verb + "s" in _ALL)
"""Verbs of several speakers, and nouns."""
THIRD = frozenset(verb + "s" for verb in BASE)
"""Verbs of one speaker, and nouns."""
_VERBS = "|".join(sorted(_ALL))
REPORTING = re.compile(
    r"(?<![\w’'-])(?:(?:has|have|had)\s+(?!been\s))?(?:(?:also|later|then|now|still|again|once"
    r"|earlier|since|long|further|indeed|thus|therefore|instead|often|both|all|themselves|himself"
    r"|herself"
    rf"|{LY})\s+)*(?P<verb>(?:was|were)\s+(?:quoted|cited)\s+(?:(?:by|in)\s[^,.;:]{{2,40}}?\s)?as\s+saying|{_VERBS})(?![\w’'-])"
)
NOT_SAID = re.compile(
    r"(?:\b(?:not|never|would|could|can|cannot|may|might|should|will|must|be|been|being|was|were"
    r"|is|are|did|does|do|ever|as|of|by|in|with|without)|n[’']t)\s+$"
)
NOUN = re.compile(
    rf"\s(?:by(?!\s(?:tele)?phone|\se-?mail|\sletter|\stext|\svideo)|{_VERBS}|(?<=[^d]\s)(?:was|were|is|are|has|had|from|of(?=\s\w+s\b)))\b"
)
"""What stands behind a word that only looks like a reporting verb: "the report was"."""

STUDY = re.compile(
    r"(?:stud(?:y|ies)|polls?|reports?|surveys?|figures|data|research(?:ers)?|analys[ie]s|analysts?"
    r"|reviews?|audit(?:ors)?|inquiry|investigat(?:ion|ors)|scientists?|experts?|courts?|jury"
    r"|judges?"
    r"|team|colleagues|authors|results|officials|documents|records|recorder)\b",
    re.I,
)
NO_CONTENT = re.compile(
    r"\s+(?:to|how|what|who|why|whether|if|no(?=[.,])|nothing|so|goodbye|little|and|or|themselves"
    r"|himself|herself)\b(?!-)"
)
LED_UP_TO = re.compile(r"[^.;:“”„«»\"()–—]{1,110}?(?P<mark>\sthat\s|[,:]?\s(?=[“„«\"‘](?=\S))|:\s)")
ADDRESSEE = re.compile(
    rf"\s+(?:him|her|them|me|us|you|it|(?:(?:the|an?|his|her|its|their"
    rf"|this)\s+)?(?:{NAME}(?:\s+{NAME})*"
    r"(?:\s+(?:news\s+agency|radio|television|magazine|newspaper|[a-z]+s)\b)?"
    r"|(?:[a-z-]+ing\s)?[a-z-]+(?:\s+(?:conference|agency|channel|paper|newspaper|programme"
    r"|committee|television|radio))?))(?![\w’'])"
)
CLAUSE_AFTER = re.compile(
    r";|\s[–—-]\s|,\s+(?:but|while|whereas|although|though|as|who|whom|which|whose|where|when|after"
    r"|before|because|since|prompting|leading|citing|yet|so"
    r"|and\s+(?:the|an?|he|she|it|they|his|her|their|many|some|[A-Z]\w*))\b"
    r"|\sand\s(?:has|is|later|went\s+on|promised|vowed|thanked|called|urged|asked|added|said|told"
    r"|warned|accused|declined|refused|pledged|apologi[sz]ed|ordered|sentenced|demanded|appealed"
    r"|rejected|criticised|praised|dismissed|threw\sout)\b"
)
CLAUSE_BEFORE = re.compile(r"[;(]|,\s+(?:which|who|whose|where|but|while|although|though)\b")
VERDICT = re.compile(
    r"(?<![\w’'-])(?:blame[sd]|puts?\s+(?:the|its|his|her|their)\s[\w\s’]{3,50}?\sat"
    r"|accuse[sd]?\s(?:[^.,;:]{2,80}\sof(?=\s[a-z]+ing)|[^.,;:]{2,60}?\sof))(?=\s)"
)
ACCORDING = re.compile(
    r"\b[Aa]ccording\s+to\s+(?:(?:the\s+|an?\s+)?(?:(?:latest|initial|preliminary|official)\s+)?"
    r"(?:reports?|figures|data|estimates?|accounts?|statements?|information)\s+(?:from|by|of)\s+)?"
)
SOURCE = re.compile(
    r"(?:[^\W\d_a-z][\w’'.-]*\)?|officials?|authorit(?:y|ies)|sources?|reports?|stud(?:y|ies)"
    r"|analys[ie]s|agenc(?:y|ies)|ministr(?:y|ies)|department|office|compan(?:y|ies)|firm|census"
    r"|data|figures|statistics|documents?|records|transcripts?|papers?|commission|committee|council"
    r"|court|union|bank|groups?|newspaper|website|family|diocese|embassy|institute|operator|club"
    r"|hospital|university|party|polls?|survey|research|investigation|inquiry|historians|observers"
    r"|others|accounts|charity|service|board|army|military|navy|biography|autobiography"
    r"|organi[sz]ations?|airline|network|magazine|statement|indictment|judge?ment|ruling|testimony"
    r"|lawsuit|diar(?:y|ies)|letters?|some|many)$"
)
"""The last word of those whom ``according to`` names, besides persons."""
PASSED_ON = (
    (
        re.compile(r"\b(?:was|were|been)\s(?:told|informed|warned|assured|reminded|advised)\sby\s"),
        re.compile(r"\s+that\b"),
    ),
    (
        re.compile(r"(?<!was )(?<!were )\b(?:quote|cite)[sd]\s"),
        re.compile(r"\s+as\s+saying(?:\s+that\b)?"),
    ),
)
"""What stands before and behind a speaker whom somebody else passes on."""
_SAYING = r"(?:words|counts?|estimates?|reckoning|account|telling)\b"
IN_WORDS = re.compile(
    rf"\b(?:[Ii]n|[Bb]y|[Oo]n)\s(?P<owner>[^,.;:’']{{2,60}}?)[’']s?\s(?:own\s)?{_SAYING}"
)
IN_WORDS_OF = re.compile(
    rf"\b(?:(?:[Ii]n|[Bb]y|[Oo]n)\sthe\s{_SAYING}\sof"
    r"|[Aa]s\s(?:first\s)?(?:reported|stated|noted|explained|claimed)\sby)\s"
)
PUT_IT = re.compile(
    r"\b[Aa]s\s(?P<who>[^.;:]{2,80}?),?\s(?:(?:once|later|recently|has|had)\s)?puts?\sit\b"
)
