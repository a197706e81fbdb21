from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from embeddings.documents import build_document
from embeddings.passages import Document
from qa.attribution.attribute import attribute

LABELLED = Path(__file__).parent / "data" / "attribution.jsonl"
PRECISION, RECALL = 0.95, 0.7  # floors, not what is reached


def speaker(document: Document, answer: str, occurrence: int = 1) -> str | None:
    """Who states the n-th occurrence of the answer."""
    at = -1
    for _ in range(occurrence):
        at = document.text.index(answer, at + 1)
    found = attribute(document, at, at + len(answer))
    return None if found is None else document.text[slice(*found)]


def stated(text: str, answer: str) -> str | None:
    return speaker(build_document("article.txt", text), answer)


DIRECT = [
    ("“It was cold,” said Ann Reed.", "cold", "Ann Reed"),
    ("“It was cold”, said Ann Reed.", "cold", "Ann Reed"),
    ('"It was cold," Ann Reed said on Monday.', "cold", "Ann Reed"),
    ("‘It was cold,’ says Ann Reed, 44.", "cold", "Ann Reed"),
    ("'It wasn't the residents' fault,' Ann Reed said.", "residents", "Ann Reed"),
    ("«It was cold», declared the mayor.", "cold", "the mayor"),
    ("Ann Reed said: “It was cold. We had no coal.”", "no coal", "Ann Reed"),
    ("Ann Reed, of the fund, told the BBC: “It was cold.”", "cold", "Ann Reed, of the fund"),
    ("“It was cold,” Ann Reed said. “We had no coal.”", "no coal", "Ann Reed"),
    ("“It was cold,” Ann Reed said, “and we had no coal.”", "no coal", "Ann Reed"),
    ("“It was cold,” Ann Reed said.\n\n“We had no coal.”", "no coal", "Ann Reed"),
    ("“It was cold,” Ann Reed said.\n\n“We had no coal.\n\n“The sea froze.”", "sea", "Ann Reed"),
    ("“It was cold.\n\n“We had no coal,” Ann Reed said.", "cold", "Ann Reed"),
    ("“They said ‘Go home!’ to us,” said Ann Reed.", "to us", None),
    ("“Was it cold?” asked the judge. “It was,” Ann Reed replied.", "It was", "Ann Reed"),
    ("“It was cold! And dark! Were you there?” Ann Reed said.", "dark", "Ann Reed"),
    ("The coroner was blunt: “It was cold.”", "cold", "The coroner"),
    ("Coroner Ann Reed: “It was cold.”", "cold", "Coroner Ann Reed"),
    ("Ann Reed, 60, was angry. “It was cold.”", "cold", "Ann Reed"),
    ("“It was cold,” said Dr. Ann Reed. “We had no coal.”", "no coal", "Dr. Ann Reed"),
    ("“It fell,” said Marko P. “I saw it.”", "I saw it", "Marko P."),
    ("Ida Berg promised “a year without rain”.", "a year without rain", "Ida Berg"),
    ("Ann Reed, 44, was there.\n\nReed: The well was dry.", "dry", "Reed"),
    ("“He said: ‘Kneel.’ Then he shot Tom,” Ida Berg told the court.", "shot Tom", "Ida Berg"),
    ("“He sold us,” said Ida Berg of the colonel. “We ran.”", "We ran", "Ida Berg"),
    ("In what the UN called “a massacre”, ten men died.", "a massacre", "the UN"),
    ("‘It was the boys’ fault and not ours,’ said Ann Reed.", "not ours", "Ann Reed"),
    ("'We're late,' said Ann Reed. 'I'm cold.'", "cold", "Ann Reed"),
    ("The ‘mayor’ fell ill. ‘I am cold,’ said Ann Reed.", "cold", "Ann Reed"),
    ("Ann Reed called it a “mess” and a “shame”.", "shame", "Ann Reed"),
]

SPEAKERS = [
    (
        "“It fell,” said Ann Reed, chief of the team that came.",
        "fell",
        "Ann Reed, chief of the team",
    ),
    ("“It fell,” Ann Reed, the deputy mayor, told the Post.", "fell", "Ann Reed, the deputy mayor"),
    ("“It fell,” said Tom Hall, 33, who was watching.", "It fell", "Tom Hall"),
    (
        "“It fell,” said Tom Hall, 33, a welder from Leeds, on Friday.",
        "fell",
        "Tom Hall, 33, a welder from Leeds",
    ),
    (
        "“It fell,” explained the city’s mayor, Tom Hall, after the match.",
        "fell",
        "the city’s mayor, Tom Hall",
    ),
    (
        "“These are lies,” government spokesman Tom Hall said.",
        "lies",
        "government spokesman Tom Hall",
    ),
    ("The minister, who used to teach, said 12 people died.", "12", "The minister"),
    ("The minister replied that he liked facts.", "facts", "The minister"),
    ("Mr Pryce, his partner, says that two drums are gone.", "two drums", "Mr Pryce, his partner"),
    ("A sapper, Ned Lind, said it weighed nothing.", "nothing", "A sapper, Ned Lind"),
    ("The registrar, Omar Lakh, told them it was dry.", "dry", "The registrar, Omar Lakh"),
    (
        "His deputy, the lawyer Fenna Holt, remarked that there was a way.",
        "a way",
        "His deputy, the lawyer Fenna Holt",
    ),
    ("Silas, who visits me, swears that there was a blow.", "a blow", "Silas"),
    ("Ada Lind, who is no friend, went in and told me that it broke.", "it broke", "Ada Lind"),
    ("The bridge, Tom Reed, the mayor, said, was safe.", "safe", "Tom Reed, the mayor"),
    (
        "Ida Berg, the head of a school that burned, said it was arson.",
        "arson",
        "Ida Berg, the head of a school",
    ),
    ("Ida Berg, speaking in Oslo, said it was arson.", "arson", "Ida Berg"),
    ("Officials, meanwhile, accused Norway of hiding the losses.", "the losses", "Officials"),
    ("On the sixth day, the guards said that help would come.", "help", "the guards"),
    ("The road was shut, but police said 12 cars got through.", "12 cars", "police"),
    ("Berg, Holm and Lind said it was arson.", "arson", "Berg, Holm and Lind"),
    (
        "A woman who gave her name as Ida told AFP it was arson.",
        "arson",
        "A woman who gave her name as Ida",
    ),
    ("Police at the scene said it was arson.", "arson", "Police at the scene"),
    ("President Ida Berg toured the ruins and said it was arson.", "arson", "President Ida Berg"),
    (
        "“It burned,” said Ida Berg, who said she has had no power since May.",
        "no power",
        "Ida Berg",
    ),
    ("The well was dry and the mayor said ten men had left.", "ten men", "the mayor"),
    ("The well was dry; officials said ten men had left.", "ten men", "officials"),
    ("The man she was married to said it was arson.", "arson", "The man she was married to"),
    ("The contractor later blamed the rain.", "the rain", "The contractor"),
    ("“It fell,” said Ida Berg in a hoarse voice.", "It fell", "Ida Berg"),
    ("“It fell,” said Ida Berg, a baker, as she swept.", "It fell", "Ida Berg, a baker"),
    (
        "The lead author, Prof Ida Berg of the University of Oslo, said it was arson.",
        "arson",
        "The lead author, Prof Ida Berg of the University of Oslo",
    ),
    (
        "Many stay but, according to Ida Berg, soldiers force them to dig.",
        "force them to dig",
        "Ida Berg",
    ),
    ("The police report says ten men died.", "ten men", "The police report"),
    ("Two women shot by a guard said he was drunk.", "drunk", "Two women shot by a guard"),
    (
        "Researchers led by Ida Berg of Oslo University say it is old.",
        "old",
        "Researchers led by Ida Berg of Oslo University",
    ),
    ("People hurt in the blast said it was late.", "late", "People hurt in the blast"),
    ("The paid official said it was late.", "late", "The paid official"),
    (
        "A clerk who was not allowed to speak publicly said it was arson.",
        "arson",
        "A clerk who was not allowed to speak publicly",
    ),
    (
        "The court heard from Dr Ida Berg, a pathologist, who said it was arson.",
        "arson",
        "Dr Ida Berg, a pathologist",
    ),
    ("James Hughes says it was arson.", "arson", "James Hughes"),
    ("Many say the well was dry.", "dry", "Many"),
    ("Tom Hall who was there said it was arson.", "arson", "Tom Hall"),
    ("Councillor Eva Lind (Labour) said it was arson.", "arson", "Councillor Eva Lind (Labour)"),
    ("On Monday, charities said it was arson.", "arson", "charities"),
    ("On Monday, parliament said it was arson.", "arson", "parliament"),
    ("On Friday, relatives of the dead said it was arson.", "arson", "relatives of the dead"),
    ("The mill burned and the mayor, who was away, said it was arson.", "arson", "the mayor"),
    ("Many stay but, according to Ida Berg, the mayor lied.", "lied", "Ida Berg"),
    ("“It fell,” said Ida Berg of the fire service.", "It fell", "Ida Berg of the fire service"),
    ("“It fell,” said Ida Berg of the city police.", "It fell", "Ida Berg of the city police"),
    ("“It fell,” said Ida Berg, from Oslo.", "It fell", "Ida Berg, from Oslo"),
    ("“It fell,” said Tom Hall, 19, an orphan.", "It fell", "Tom Hall, 19, an orphan"),
    ("“It fell,” said Ida Berg, Eva Lind listening.", "It fell", "Ida Berg"),
]

INDIRECT = [
    ("Police said that 12 people died.", "12", "Police"),
    ("Police say at least 12 people died.", "at least 12", "Police"),
    ("Twelve people died, police said.", "Twelve", "police"),
    ("Twelve people died, police said in a statement on Friday.", "Twelve", "police"),
    (
        "Twelve people died, said Ida Berg, head of the clinic.",
        "Twelve",
        "Ida Berg, head of the clinic",
    ),
    ("The bridge, engineers say, was too weak.", "too weak", "engineers"),
    ("The army claims 12 tanks were hit.", "12 tanks", "The army"),
    ("The mayor thinks they need more coal.", "more coal", "The mayor"),
    ("The ministry estimates that 12 per cent left.", "12 per cent", "The ministry"),
    ("Police confirmed two deaths.", "two deaths", "Police"),
    ("Police told reporters on Friday that 12 people died.", "12", "Police"),
    ("The soldiers told him they had come from Orsk.", "Orsk", "The soldiers"),
    ("According to officials, 12 people died.", "12", "officials"),
    (
        "According to Ida Berg, a 50-year-old nurse, 12 people died.",
        "12",
        "Ida Berg, a 50-year-old nurse",
    ),
    ("According to reports from residents, 12 people died.", "12", "residents"),
    ("Twelve people died, according to Ida Berg, a nurse.", "Twelve", "Ida Berg, a nurse"),
    ("Many fled but, according to officials, 12 people stayed.", "12", "officials"),
    ("As Colonel Ida Berg reported, 12 people died.", "12", "Colonel Ida Berg"),
    ("Ida Berg was quoted as saying that 12 people died.", "12", "Ida Berg"),
    ("“It is over,” Ida Berg said, adding that 12 people died.", "12", "Ida Berg"),
    ("Police said the driver told officers he was asleep.", "asleep", "the driver"),
    ("Police put the number of dead at 12.", "12", "Police"),
    ("Ida Berg said she was “deeply sorry” for it.", "deeply sorry", "Ida Berg"),
    ("The government says 12 people died.", "12", "The government"),
    ("The family says that 12 people died.", "12", "The family"),
    ("Locals say the bridge was mined.", "mined", "Locals"),
    ("Reports say the general fled.", "fled", "Reports"),
    ("Police were told by a neighbour that the flat was empty.", "empty", "a neighbour"),
    ("Ida Berg was quoted by the Post as saying that it was arson.", "arson", "Ida Berg"),
    ("The Post quoted Ida Berg as saying that it was arson.", "arson", "Ida Berg"),
    (
        "In the words of Ida Berg, the mayor, it was “a dry year”.",
        "a dry year",
        "Ida Berg, the mayor",
    ),
    ("In the words of Ida Berg, the list consists of lies.", "lies", "Ida Berg"),
    ("By the regulator’s count, 12 banks failed.", "12 banks", "the regulator"),
    ("As the poet Ida Berg once put it, “rain is news”.", "rain is news", "the poet Ida Berg"),
    ("As first reported by Le Monde, the minister fled.", "fled", "Le Monde"),
    ("The contractor blamed the rain.", "the rain", "The contractor"),
    ("The mill will not reopen, the owner announced.", "not reopen", "the owner"),
    ("Twelve men have left, a survey suggests.", "Twelve", "a survey"),
    ("It was, the minister conceded, a mistake.", "a mistake", "the minister"),
    ("The witness says the bus was blue.", "blue", "The witness"),
    ("Families of the missing say it was arson.", "arson", "Families of the missing"),
    ("The army said in a statement it had left Orsk.", "left Orsk", "The army"),
    ("Ida Berg, an official, said by telephone: “It is over.”", "over", "Ida Berg, an official"),
    ("It was arson, said Ida Berg, 40, who saw it.", "arson", "Ida Berg"),
    ("Police say the men, who deny it, dug for weeks.", "dug for weeks", "Police"),
    ("The survey, published by a union, found that 12 men slept.", "12", "The survey"),
    ("It fell, said the mayor, Ida Berg, since it was old.", "It fell", "the mayor, Ida Berg"),
    ("In a hall in the old port she said it was arson.", "arson", None),
    ("Ida Berg told the packed court that ten men had died.", "ten men", "Ida Berg"),
    ("The minister said, after a pause, that ten men had died.", "ten men", "The minister"),
    ("Engineers warn it could fall.", "fall", "Engineers"),
    ("Ida Berg warned of gusts on the coast.", "gusts", "Ida Berg"),
    ("Neighbours complained of a smell of gas.", "a smell of gas", "Neighbours"),
    (
        "Ida Berg and her colleagues found that ice had melted.",
        "ice",
        "Ida Berg and her colleagues",
    ),
    ("The drug cut deaths by half, the authors write.", "by half", "the authors"),
    ("According to the indictment, ten men died.", "ten men", "the indictment"),
    ("Ten men died, according to a report published on Monday.", "Ten men", "a report"),
    ("Police say the colonel, whom Kos knew, sold them.", "sold them", "Police"),
    ("Orsk sold the mill for £2m, the mayor said.", "£2m", "the mayor"),
    ("The firm paid ten men, the owner said.", "ten men", "the owner"),
    ("He taught ten men to shoot, the witness said.", "ten men", "the witness"),
    ("They hurt nobody, the captain insisted.", "nobody", "the captain"),
    ("The patrol caught two men and the sergeant said they had guns.", "guns", "the sergeant"),
    ("Lind quit the party and Berg said the seat was lost.", "seat", "Berg"),
    ("The inquiry found the men had fled.", "had fled", "The inquiry"),
    ("Ida Berg told investors on Monday the mill was safe.", "safe", "Ida Berg"),
    ("Ida Berg told Tom Hall that the mill was safe.", "safe", "Ida Berg"),
    ("Ida Berg wrote to the mayor that the mill was safe.", "safe", "Ida Berg"),
    ("Ida Berg announced the mill had closed.", "had closed", "Ida Berg"),
    ("Ida Berg spoke of rain.", "rain", "Ida Berg"),
    ("As officials said, ten men died.", "ten men", "officials"),
    ("Ten men, according to Ida Berg, died.", "died", "Ida Berg"),
]

CARRIED = [
    ("Ida Berg said the well was dry. She said the school was shut.", "shut", "Ida Berg"),
    ("Ida Berg, 60, wept for her son. “He was ten,” she said.", "ten", "Ida Berg"),
    ("The mayor said the well was dry. “There is no rain,” he added.", "no rain", "The mayor"),
    ("Officials said the well was dry. They said the school was shut.", "shut", "Officials"),
    (
        "Police chief Ida Berg showed a cellar, which she said was flooded.",
        "flooded",
        "Police chief Ida Berg",
    ),
    ("Ida Berg met Eva Lind. “It is late,” she said.", "late", None),
    ("Ida Berg met Judge Eva Lind. “It is late,” she said.", "late", None),
    ("Ida Berg, 60, told Human Rights Watch it was late. “We ran,” she said.", "ran", "Ida Berg"),
    ("Asked why he left, the general paused. “It was late,” he said.", "late", "the general"),
    ("The airline apologised. It said 12 flights were late.", "12", "The airline"),
    ("Ida Berg, the judge, asked Tom Hall why. “It was late,” she replied.", "late", None),
    ("“Was it late?” asked Ida Berg, 60. “It was,” she said.", "It was", None),
    ("Ida Berg, 60, said it was late. Kot shook his head. “No,” he said.", "No", None),
    ("The board says it was late. “The board is one man.”", "one man", None),
    ("He was told by two guards that it was late. “It never is.”", "never", None),
    (
        "On the night of 24 October, the witness said, it was late. He said it rained.",
        "rained",
        "the witness",
    ),
    ("“It fell,” said Tom Hall. He left. The well was dry, she said.", "dry", None),
    ("“Is it over?” the reporter asked.\n\n“No.”", "No", None),
    (
        "Ida Berg, 60, came home. At the gate of the mill she said it was arson.",
        "arson",
        "Ida Berg",
    ),
    ("It was late when captain Ida Berg came. “We ran,” she said.", "ran", "captain Ida Berg"),
    ("Vera Dub, his sister, wept. “He was ten,” she said.", "ten", "Vera Dub, his sister"),
    ("It was late when her sister Ida Berg, 50, came. “We ran,” she said.", "ran", None),
    ("Ida Berg, 60, wept. She met Eva Lind, 50. “It is late,” she said.", "late", None),
    (
        "Lena Horn, the coach, left. Her captain, Mia Lind, less so. “No,” she said.",
        "No",
        "Mia Lind",
    ),
    ("The spokesman said it was late. “We ran,” she said.", "ran", None),
    ("The spokeswoman said it was late. “We ran,” he said.", "ran", None),
    ("The Kremlin said it was late. “We won,” he said.", "won", None),
    ("Mayor Ida Berg, her deputy Eva Lind and the coach left. “No,” she said.", "No", None),
    ("James Hughes said it was late. “We ran,” he said.", "ran", "James Hughes"),
    ("Maria Berg said it was late. “We ran,” he said.", "ran", None),
    ("John Berg said it was late. “We ran,” she said.", "ran", None),
    ("The mayor wept. “We ran,” she said.", "ran", "The mayor"),
    ("A woman met Ida Berg, 40. “We ran,” she said.", "ran", None),
    ("The bank closed. It said ten men had left.", "ten men", "The bank"),
    ("The banks closed. It said ten men had left.", "ten men", None),
    ("The river rose. It said ten men had left.", "ten men", None),
    ("Ida Berg, 40, read a sign. It said ten men had left.", "ten men", None),
    ("The bank said it was late. They said ten men had left.", "ten men", None),
    ("The mayor said it was late. They said ten men had left.", "ten men", None),
    ("The mayor spoke and she said ten men had left.", "ten men", "The mayor"),
    ("Ida Berg, 40, fled. The mill burned. “We ran,” she said.", "ran", "Ida Berg"),
    (
        "Ida Berg, 40, fled. The mill burned. The well was dry. The town fell. Snow fell."
        " “We ran,” she said.",
        "ran",
        None,
    ),
    ("Ida Berg, 40, fled. When Eva Lind, 30, met Mia Horn, 50, she said no.", "no", None),
    ("The board said it was late.\n\n“We ran.”", "We ran", None),
    ("Ann Reed, 40, was late.\n\n“We ran.”", "We ran", None),
    ("Ann Reed said it was late and Tom Hall said it was not. “We ran.”", "We ran", None),
    ("The well was dry: “We ran.”", "We ran", None),
]

JOINT = [
    ("“It fell,” said Kos, Lind and Berg.", "It fell", "Kos, Lind and Berg"),
    ("“It fell,” said Kos, Lind, and Berg on Friday.", "It fell", "Kos, Lind, and Berg"),
    ("“It fell,” said Kos, Lind and Berg, who saw it.", "It fell", "Kos, Lind and Berg"),
    ("“It fell,” said Kos and the priest.", "It fell", "Kos and the priest"),
    ("It fell, according to Kos, Lind and Berg.", "It fell", "Kos, Lind and Berg"),
    ("According to Kos, Lind and Berg, the mill fell.", "the mill", "Kos, Lind and Berg"),
    ("According to Kos, Lind and Berg had sold the mill.", "the mill", "Kos"),
    ("Kos, Lind and Berg, who saw it, said it fell.", "fell", "Kos, Lind and Berg"),
    ("“It fell,” said Kos, Lind and Berg. “We ran,” they said.", "We ran", "Kos, Lind and Berg"),
    ("“It fell,” said Kos, Lind and Berg. “We ran,” he said.", "We ran", None),
    ("Thanks to Kos, Lind and Berg said it fell.", "fell", "Lind and Berg"),
    ("“It fell,” said Kos, the mayor of Lind, and left.", "It fell", "Kos, the mayor of Lind"),
    ("“It fell,” said Kos, who succeeded Lind and Berg.", "It fell", "Kos"),
    ("“It fell,” said Kos, and Berg nodded.", "It fell", "Kos"),
    ("“It fell,” said Kos, the mayor, and the crowd cheered.", "It fell", "Kos, the mayor"),
    ("“It fell,” said Kos, the mayor, and Ida Lind agreed.", "It fell", "Kos, the mayor"),
    ("“It fell,” said Kos, the mayor, and Ida Lind, her deputy.", "It fell", None),
    ("“It fell,” said Kos, the mayor, and the priest.", "It fell", None),
    ("“It fell,” said Kos, 44, and Lind, 50.", "It fell", None),
    ("“It fell,” said Kos, Lind and two others.", "It fell", None),
    ("“It fell,” said the mayor, Ana Kos and Ida Lind.", "It fell", None),
]

LEAVING = [
    ("“It is over,” said Kos, and walked away.", "over", "Kos"),
    ("“It is over,” he said, and walked away. Berg had lost two sons.", "two sons", None),
    ("“It is over,” said Kos, and walked away. Berg had lost two sons.", "two sons", None),
    ("“It is over,” said Kos, and walked away. “He wept,” Berg recalled.", "wept", "Berg"),
    ("“It is over,” said Kos, and walked away. Berg said it was not.", "not", "Berg"),
    ("“It is over,” said Kos, and left. He had two sons, Berg recalled.", "two sons", "Berg"),
    ("“It is over,” said Kos, and left as Berg told AFP it was not.", "not", "Berg"),
    ("Tom Hall, 30, met Jan Kos, 50. “Go,” he said, and left. He said it was over.", "over", None),
    (
        "Ida Berg, 60, wept. “No,” she said, and left. Tom Lind, 50, stayed. “I am ill,” he said.",
        "ill",
        "Tom Lind",
    ),
]

NOBODY = [
    ("Ann Reed said it was wrong to say that ten men had died.", "ten men"),
    ("The ministry’s report that ten men had died is false.", "ten men"),
    ("Kyiv no longer says ten men died.", "ten men"),
    ("Ann Reed said it was a lie that ten men had died.", "ten men"),
    ("Ann Reed said she did not believe that ten men had died.", "ten men"),
    ("Ann Reed said nobody claimed that ten men had died.", "ten men"),
    ("Ann Reed warned against claims that ten men had died.", "ten men"),
    ("“Go,” the soldier told Maria Petrova, 45. “It was cold,” she said.", "cold"),
    ("Oleh Kot said Maria Petrova, 45, was safe. She said it was cold.", "cold"),
    ("“It was cold,” said Ann Reed. Snow fell on Orsk.", "Orsk"),
    ("Snow fell on Orsk. “It was cold,” said Ann Reed.", "Snow"),
    ("The retired chief became the new “mayor” of Orsk.", "mayor"),
    ("Her novel “The Salt Road” sold two million copies.", "The Salt Road"),
    ("Residents were told to boil water until Friday.", "until Friday"),
    ("Residents were told that the well was dry.", "dry"),
    ("The guards told them to run to the river.", "to the river"),
    ("The pipe is said to be a century old.", "a century old"),
    ("It is said that the well is haunted.", "haunted"),
    ("Ann Reed denied that she had met the envoy.", "met the envoy"),
    ("Ann Reed did not say who paid her.", "who paid her"),
    ("Ann Reed refused to say how many died.", "how many died"),
    ("Nobody said the well was dry.", "dry"),
    ("Ann Reed, 44, lost two goats in the flood.", "two goats"),
    ("“It was cold,” said Ann Reed, the chief coroner.", "the chief coroner"),
    ("“It was cold,” said Ann Reed.", "Ann Reed"),
    ("The army claims it is winning and has shelled Orsk.", "shelled Orsk"),
    ("Locals say they were robbed by soldiers, who held Orsk for a month.", "a month"),
    ("The floods claimed 12 lives.", "12 lives"),
    ("The report was read by 12 people.", "12 people"),
    ("Many left but, according to officials, 12 people stayed.", "Many"),
    ("“They said it was our army, but we saw it,” Ann Reed said.", "our army"),
    ("Ida Berg, who told police she slept, was charged on Friday.", "on Friday"),
    ("The chancellor is said to have told them that she would go.", "she would go"),
    ("Police say they do not believe the fire was lit on purpose.", "on purpose"),
    ("The judge said it was late and dismissed the case.", "dismissed the case"),
    ("There were boys as well, whatever the prosecutor says.", "boys"),
    ("Ida Berg, the mayor, and Eva Lind, the priest, said it was arson.", "arson"),
    ("According to the new rules, dogs must be kept on a lead.", "on a lead"),
    ("Officials never said the well was dry.", "dry"),
    ("Ann Reed told him how ten men had died.", "ten men"),
    ("The soldiers told the driver they had come from Orsk.", "the driver"),
    ("The mill closed in May, while ten men, according to the owner, lost their jobs.", "in May"),
    ("Kos runs the mill and Berg says it is closed.", "closed"),
    ("Critics of the claim that ten men died say it is false.", "ten men"),
    ("Soldiers warned by radio that the bridge was mined turned back.", "mined"),
    ("Ida Berg called for talks that would end the war.", "end the war"),
    ("Ida Berg called for a ban on the film “The Salt Road”.", "The Salt Road"),
    ("According to their own accounts, ten men died.", "ten men"),
    ("According to Ida Berg, who lost two goats, ten men died.", "two goats"),
    ("In what the UN called “a massacre”, ten men died.", "ten men"),
    ("The mayor called Berg “a liar and a thief” and left the hall.", "the hall"),
    ("The picture reminded her of Orsk.", "Orsk"),
    ("The UN report that ten men had died was withdrawn.", "ten men"),
    ("It depends on whether police say ten men died.", "ten men"),
    ("The house that Kos claims was sold burned down.", "sold"),
    ("The day the army fled the town officials said it was late.", "late"),
    ("Kos (Labour, Orsk) said the well was dry.", "dry"),
    ("The guards found the men had fled.", "had fled"),
    ("Ann Reed called Tom Hall.", "Tom Hall"),
    ("Ann Reed noted the time and left.", "the time"),
    ("Ann Reed wrote to the mayor, who was away.", "away"),
    ("Ann Reed reported a theft.", "a theft"),
    ("Ten dead wells, Ann Reed says, feed the town.", "Ten dead wells"),
    ("The boy who fell and said it was late slept.", "late"),
    ("Ten men died, according to what she heard.", "Ten men"),
    ("By last year’s count, ten men died.", "ten men"),
    ("They quoted her as saying that ten men had died.", "ten men"),
    ("They were told by the mayor to leave the town.", "the town"),
    ("The book According To Ann Reed sold ten copies.", "ten copies"),
    ("“We ran” is what Ann Reed said.", "We ran"),
    ("Note: The well was dry.", "dry"),
]


@pytest.mark.parametrize(
    ("text", "answer", "expected"), [*DIRECT, *SPEAKERS, *INDIRECT, *CARRIED, *JOINT, *LEAVING]
)
def test_speaker_is_found(text: str, answer: str, expected: str | None) -> None:
    assert stated(text, answer) == expected


@pytest.mark.parametrize(("text", "answer"), NOBODY)
def test_author_and_doubtful_cases_name_nobody(text: str, answer: str) -> None:
    assert stated(text, answer) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On Monday, Ann Reed said the well was dry.", "Ann Reed"),
        ("“It was cold,” said Ann Reed, who lost two goats.", "Ann Reed"),
        ("“It was cold,” Ann Reed said. “We had no coal.”", "Ann Reed"),
        ("Ann Reed toured the ruins and said the well was dry.", None),
        ("Ann Reed said the well was dry. Tom Hall said it was not.", None),
        ("Ann Reed said the well was dry. Snow fell on Orsk.", None),
    ],
)
def test_answer_of_whole_sentences_has_a_speaker_if_all_of_it_has_the_same(
    text: str, expected: str | None
) -> None:
    assert stated(text, text) == expected


def test_document_without_sentences_is_read_as_one() -> None:
    text = "“It was cold,” said Ann Reed, the chief coroner."
    document = Document("1", "Cold", "cold.txt", text)
    assert speaker(document, "cold") == "Ann Reed, the chief coroner"


def test_boilerplate_gives_no_speaker_and_has_none() -> None:
    text = "Ann Reed said: Snow fell on Orsk. Read more, said Tom Hall."
    document = Document(
        "1", "Snow", "snow.txt", text, sentences=((15, 33),), boilerplate=((0, 14), (34, 59))
    )
    assert speaker(document, "Snow fell") is None
    assert speaker(document, "Read more") is None


def test_multi_paragraph_speech_far_into_a_document_keeps_its_speaker() -> None:
    before = "Rain fell on the quiet town of Orsk for days. " * 400
    text = f"{before}\n\n“It was cold,” said Ann Reed, 44.\n\n“We had no coal.”"
    assert stated(text, "no coal") == "Ann Reed"


def labelled(split: str) -> list[dict[str, Any]]:
    rows = [json.loads(line) for line in LABELLED.read_text(encoding="utf-8").splitlines()]
    return [row for row in rows if row["split"] == split]


def precision_and_recall(rows: list[dict[str, Any]]) -> tuple[float, float]:
    """A speaker counts as right in the labelled words or in others that are as good."""
    named = right = 0
    for row in rows:
        document = build_document("article.txt", row["text"])
        found = speaker(document, row["answer"], row["occurrence"])
        named += found is not None
        right += found is not None and found in (row["speaker"], *row.get("also", ()))
    return right / named, right / sum(row["speaker"] is not None for row in rows)


@pytest.mark.parametrize("split", ["development", "test", "traps"])
def test_speakers_of_labelled_news_are_right_and_mostly_found(split: str) -> None:
    precision, recall = precision_and_recall(labelled(split))
    assert precision >= PRECISION
    assert recall >= RECALL
