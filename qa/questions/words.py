"""English words by class and the forms of irregular verbs, as far as questions need them."""

from __future__ import annotations

WH_WORDS = frozenset("who whom whose which what when where why how".split())
BE = frozenset("is are was were am isn't aren't wasn't weren't".split())
DO = frozenset("do does did don't doesn't didn't".split())
HAVE = frozenset("has have had hasn't haven't hadn't".split())
MODAL = frozenset(
    "can could will would shall should may might must can't couldn't won't wouldn't "
    "shouldn't cannot mustn't".split()
)
AUXILIARIES = BE | DO | HAVE | MODAL | frozenset(("be", "been", "being"))
DETERMINERS = frozenset(
    "the a an this that these those some any no every each all both another many much more most "
    "several few other my your his her its our their".split()
)
NUMBERS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty "
    "sixty seventy eighty ninety hundred thousand million billion dozen half".split()
)
PRONOUNS = frozenset(
    "i you he she it we they me him us them himself herself itself themselves mine yours hers "
    "theirs someone anyone everyone nobody something anything everything nothing there here "
    "somebody anybody everybody".split()
)
PREPOSITIONS = frozenset(
    "about above according across after against along among around as at before behind below "
    "beneath beside besides between beyond by despite down during except for from in inside into "
    "like near of off on onto out outside over per since than through throughout till to toward "
    "towards under until up upon via with within without".split()
)
PLACE_PREPOSITIONS = frozenset("in at from near outside around into".split())
CONJUNCTIONS = frozenset(
    "and but or nor if whether while because although though unless once that wherever whenever "
    "whatever".split()
)
CLAUSE_OPENERS = frozenset("if when after before while because unless although since once".split())
ADVERBS = frozenset(
    "not never ever also still already just only even then now again soon later twice too very so "
    "really else exactly currently together apart away back ago yet today yesterday tomorrow here "
    "often always precisely actually approximately afterwards n't down".split()
)
ADJECTIVES = frozenset(
    "able alive dead safe open true false happy sad glad ill sick sure certain clear ready free "
    "responsible effective possible impossible necessary available higher lower larger smaller "
    "better worse older younger bigger longer first last second third next previous other same "
    "new old young big small large long high deep far near good bad great own main red white "
    "black blue likely famous guilty aware afraid missing empty full late early heavy".split()
)
TIME_NOUNS = frozenset(
    "january february march april may june july august september october november december monday "
    "tuesday wednesday thursday friday saturday sunday spring summer autumn winter day week month "
    "year hour minute morning afternoon evening night weekend century decade time".split()
)
PLACE_NOUNS = frozenset(
    "town city village country region place area district state province island capital".split()
)
ANIMATE = frozenset(
    "man woman boy girl child person people men women children police troops soldier officer "
    "resident citizen civilian refugee official minister president governor mayor prosecutor "
    "doctor coach captain chief leader king queen pope wife husband mother father son daughter "
    "brother sister friend neighbor neighbour guest guard victim witness student nurse judge "
    "candidate deputy head general relative family parent survivor volunteer veteran conscript "
    "inhabitant spokesman spokeswoman spokesperson politician pilot expert investigator spectator "
    "prisoner captive patient pathologist local runner referee goalkeeper champion hero thief "
    "author passenger hostage farmer inspector journalist reporter rescuer attacker voter tourist "
    "migrant scientist manager owner lawyer employee priest senator actor actress singer writer "
    "artist sailor suspect gunman teenager pupil baby twin player publisher engineer driver "
    "teacher researcher member worker lady lad guy bloke boss sergeant constable colonel surgeon "
    "commander professor colleague cook chef baker steward porter skipper warden guide bishop nun "
    "monk hunter clerk kid director secretary rival successor predecessor "
    "opponent".split()
)
FEMALE = frozenset(
    "lady woman girl wife mother daughter sister queen mrs ms miss spokeswoman "
    "anna maria mary olga svetlana svitlana natasha tamara galina elena irina julia jane sarah "
    "emma laura linda susan elizabeth angela margaret theresa hillary kamala ursula serena simone "
    "marie greta jennifer helen alice ruth luba oksana kate karen nancy lisa sophie".split()
)
MALE = frozenset(
    "man boy husband father son brother king mr sir pope spokesman john james david michael robert "
    "william richard thomas peter paul george joe donald barack vladimir volodymyr boris antony "
    "sergey sergei serhiy oleg oleh andriy andrew anatoly artyom roman nikolai maksim ivan dmitry "
    "edward emmanuel mark steve bill tom jack henry charles joseph alexander roger lionel".split()
)
COLLECTIVES = frozenset(
    "army government team committee family military company police party club council parliament "
    "brigade crew jury navy ministry union force staff press opposition couple crowd".split()
)
ATTRIBUTES = frozenset(
    "age area capital cause colour cost currency date depth distance height language length name "
    "nationality number population price purpose rate size speed temperature value weight width "
    "worth".split()
)
PLURALS = frozenset("people men women children police troops mice teeth feet bacteria".split())

# base past [participle]
_IRREGULAR = """
arise arose arisen|be was been|bear bore born|beat beat beaten|become became become|begin began
begun|bend bent|bind bound|bite bit bitten|bleed bled|blow blew blown|break broke broken|breed
bred|bring brought|build built|burst burst|buy bought|catch caught|choose chose chosen|come came
come|cost cost|cut cut|deal dealt|dig dug|do did done|draw drew drawn|drink drank drunk|drive drove
driven|eat ate eaten|fall fell fallen|feed fed|feel felt|fight fought|find found|flee fled|fly flew
flown|forbid forbade forbidden|forget forgot forgotten|freeze froze frozen|get got gotten|give gave
given|go went gone|grow grew grown|hang hung|have had|hear heard|hide hid hidden|hit hit|hold
held|hurt hurt|keep kept|know knew known|lay laid|lead led|learn learned|leave left|lend lent|let
let|lie lay lain|lose lost|make made|mean meant|meet met|pay paid|put put|read read|rebuild
rebuilt|retake retook retaken|overthrow overthrew overthrown|undergo underwent undergone|overtake
overtook overtaken|ride rode ridden|ring rang rung|rise rose risen|run ran run|say said|see saw
seen|seek sought|sell sold|send sent|set set|shake shook shaken|shine shone|shoot shot|show showed
shown|shut shut|sing sang sung|sink sank sunk|sit sat|sleep slept|speak spoke spoken|spend
spent|split split|spread spread|stand stood|steal stole stolen|stick stuck|strike struck|swear swore
sworn|swim swam swum|take took taken|teach taught|tear tore torn|tell told|think thought|throw threw
thrown|wake woke woken|wear wore worn|win won|withdraw withdrew withdrawn|write wrote written
"""
_REGULAR = """
abandon abolish abuse accept accuse achieve act add admit adopt affect agree aim allow announce
answer apologise appear apply appoint approve argue arrest arrive ask attack attend avoid ban beg
behave believe belong blame block bomb borrow breathe burn bury call cancel capture carry cause
celebrate change charge check cite claim clean climb close collapse collect collide command compare
complain compose conceal concede conclude confess confirm consider consist contain continue control
convict cook cool cooperate count cover crash crawl create criticize cross damage decide declare
decline defeat defend deliver demand deny depart depend describe design destroy detain develop die
disagree disappear discover discuss dismiss dive divide drag drop drown earn elect employ end enjoy
enter erupt escape establish evacuate examine execute exhume exist expect explain explode explore
express face fail fetch fill film fire fish flood follow forgive form fund gather govern grab
happen help hire hope identify impose improve include increase injure insist inspect install intend
interview invade invent investigate join judge jump justify kidnap kill land last launch like list
listen live locate look love manage mark marry mention miss mourn move murder name need negotiate
nominate note notice number obey obtain occupy occur offer open operate oppose order organize
originate owe own paint pass perform pick plan plant play plead point possess post postpone pour
pray preach predict prepare present pretend prevent produce promise propose protect prove provide
publish pull punish push raise rape reach react recall recapture receive recognise recognize
recommend record recount recover reduce refuse reject release rely remain remember remove repair
repeat replace reply report represent request require rescue resign respond restore retire retreat
return reveal rob rule save score search seem seize serve settle share shell shout sign smell
smuggle sneak speculate start state stay stop store storm study stumble succeed suffer suggest
summon support suppose surrender survive suspect swallow take talk target tell test testify thank
threaten torture touch trade train transfer translate travel treat trust try turn unlock use vanish
visit vote wait walk want warn wash watch weigh welcome work worry wound
"""
_FORMS = [entry.split() for entry in " ".join(_IRREGULAR.split("\n")).split("|")]
PASTS = {base: past for base, past, *_ in _FORMS}
BASES = {form: base for base, *forms in _FORMS for form in forms}
VERBS = frozenset(_REGULAR.split()) | frozenset(PASTS)
LISTED = frozenset().union(
    *(WH_WORDS, AUXILIARIES, DETERMINERS, NUMBERS, PRONOUNS, PREPOSITIONS, CONJUNCTIONS),
    *(ADVERBS, ADJECTIVES, TIME_NOUNS, ANIMATE, PLURALS, VERBS),
)
HUMAN_VERBS = frozenset(
    "say tell claim think believe know want die marry feel speak write expect fear see hear live "
    "work retire resign train study".split()
)
DONE_TO_PERSONS = frozenset(
    "born arrested elected appointed killed married injured wounded tortured released".split()
)
