"""Each row marks the answer in a sentence with brackets and names the items around it."""

import pytest

from embeddings.documents import build_document
from qa.enumeration import enumeration_around

ROWS = """
The mission asks [that boxes be sealed], that they be moved by day, and that no vote be held in May.
=> boxes be sealed|they be moved by day|no vote be held in May
It asks that boxes be sealed, [that they be moved by day and that no vote be held] in May.
=> boxes be sealed|they be moved by day|no vote be held in May
He makes two requests: that the page be found and [that the meadow be opened].
=> the page be found|the meadow be opened
She said that dogs, [cats] and hens were killed, and that houses burned.
=> dogs|cats|hens
She said that [dogs, cats and hens] were killed in every old street, and that houses burned.
=> dogs|cats|hens
They saw [the house that burned], that of his aunt.
=>
The court ordered that much: [ferries are to be seen]; no pilot is to go; and the tug is to stay.
=> ferries are to be seen|no pilot is to go|the tug is to stay
The court ordered that much: [ferries] are to be inspected; no pilot is to go; the tug is to stay.
=>
[they smeared tar on muzzles, gave salted tea], drove them through smoke and tied red threads.
=> they smeared tar on muzzles|gave salted tea|drove them through smoke|tied red threads
The watchman was [struck with a lantern, tied up and burnt with a torch].
=> struck with a lantern|tied up|burnt with a torch
In May the police found [axes], saws and ropes.
=> axes|saws|ropes
In May the police found axes, [saws] and ropes.
=> axes|saws|ropes
In May, [axes] and saws were found.
=> axes|saws
In May, axes and [saws] were found.
=> axes|saws
Last week, [tanks] and guns were lost.
=> tanks|guns
Last week, tanks and [guns] were lost.
=> tanks|guns
Last week, Russian warplanes fired missiles at a [dam] and reservoir.
=> dam|reservoir
Kyiv, the [capital], was hit.
=>
[Kyiv], the capital, was hit.
=>
[Ivan Kot], a teacher, Maria Kot, a nurse, and Olha Kot were killed.
=> Ivan Kot|Maria Kot|Olha Kot
Ivan Kot, a teacher, [Maria Kot], a nurse, and Olha Kot were killed.
=> Ivan Kot|Maria Kot|Olha Kot
Ivan Kot, a teacher, Maria Kot, a nurse, and [Olha Kot] were killed.
=> Ivan Kot|Maria Kot|Olha Kot
[Ivan Kot] (54), Maria Kot (50) and Olha Kot (7) died.
=> Ivan Kot|Maria Kot|Olha Kot
Ivan Kot (54), Maria Kot (50) and [Olha Kot] (7) died.
=> Ivan Kot|Maria Kot|Olha Kot
Ivan Kot, 54, [Maria Kot], 50, and Olha Kot died.
=> Ivan Kot|Maria Kot|Olha Kot
They sold “[bread]”, “milk” and “eggs”.
=> bread|milk|eggs
Telephone records show three calls, at [1.10], 1.50 and 2.20.
=> 1.10|1.50|2.20
The calls came at 1.10, [1.50] and 2.20.
=> 1.10|1.50|2.20
The trains leave at [10:30], 11:15 and 12:45 every day.
=> 10:30|11:15|12:45
It was attended by [Dr. Kot], Mr. Moss and J. Smith.
=> Dr. Kot|Mr. Moss|J. Smith
It was attended by Dr. Kot, Mr. Moss and [J. Smith].
=> Dr. Kot|Mr. Moss|J. Smith
She visited [Bosnia and Herzegovina], Serbia and Croatia.
=> Bosnia and Herzegovina|Serbia|Croatia
She visited Serbia, [Croatia] and Bosnia and Herzegovina.
=> Serbia|Croatia|Bosnia and Herzegovina
She visited [Bosnia and Herzegovina].
=>
The bidders were [Smith and Sons], Moss Ltd and Brown.
=> Smith and Sons|Moss Ltd|Brown
The firm [Smith and Sons] won.
=>
The [Ministry of Health and Social Care] and the army helped.
=> Ministry of Health and Social Care|the army
The winners were [Johnson & Johnson] and Pfizer.
=> Johnson & Johnson|Pfizer
[Poland] and Hungary as well as Romania refused.
=> Poland|Hungary|Romania
[Poland] and Hungary, as well as Romania, refused.
=> Poland|Hungary|Romania
Both [police] and firemen came.
=> police|firemen
Both police and [firemen] came.
=> police|firemen
Neither [water] nor gas was available.
=> water|gas
[Izium], Balakliia and Kupiansk fell in March.
=> Izium|Balakliia|Kupiansk
The army took [Izium], Balakliia and Kupiansk, and then stopped.
=> Izium|Balakliia|Kupiansk
The army took Izium, [Balakliia] and Kupiansk, and then stopped.
=> Izium|Balakliia|Kupiansk
They stole [cars], burned houses and killed cows.
=>
They took [three cars], burned two houses and killed a cow.
=>
He owns [a house], a boat and two cars, took up golf and retired.
=> a house|a boat|two cars
Weapons, including [axes], saws and ropes, were found.
=> axes|saws|ropes
Weapons, including axes, [saws] and ropes, were found.
=> axes|saws|ropes
[Weapons], including axes and saws, were found.
=>
Countries such as [France], Spain and Italy agreed.
=> France|Spain|Italy
Countries such as France, [Spain] and Italy agreed.
=> France|Spain|Italy
Twelve people died, among them [two nurses], a priest and a child.
=> two nurses|a priest|a child
Twelve people died, among them two nurses, [a priest] and a child.
=> two nurses|a priest|a child
The list includes: [axes]; saws; and ropes.
=> axes|saws|ropes
The winners were [Ivan Kot, a teacher]; Maria Moss, a nurse; and Olha Roth, a cook.
=> Ivan Kot, a teacher|Maria Moss, a nurse|Olha Roth, a cook
The winners were Ivan Kot, a teacher; [Maria Moss], a nurse; and Olha Roth, a cook.
=> Ivan Kot, a teacher|Maria Moss, a nurse|Olha Roth, a cook
Shops opened; [bread], milk and eggs were sold.
=> bread|milk|eggs
The school offers three subjects: [law], medicine and history.
=> law|medicine|history
The school offers law, medicine, and [history].
=> law|medicine|history
The colours are [red], white, and blue.
=> red|white|blue
The flag is [red] and white.
=> red|white
They went to Lviv, [Kharkiv] and Odesa.
=> Lviv|Kharkiv|Odesa
He travelled from [Lviv] to Odesa.
=>
In Kharkiv, [Ivan Kot] and Maria Kot were killed.
=> Ivan Kot|Maria Kot
In Kharkiv, Ivan Kot and [Maria Kot] were killed.
=> Ivan Kot|Maria Kot
On Monday, Ivan Kot and [Maria Kot] were killed.
=> Ivan Kot|Maria Kot
[Izium] was freed, and Kupiansk fell.
=>
Izium was freed, and [Kupiansk] fell.
=>
[Ukraine] and Russia signed a deal, and Turkey stayed away.
=> Ukraine|Russia
The dead had [bread], water and other things with them.
=> bread|water|other things
They grow [apples], pears, plums and so on.
=> apples|pears|plums
He brought [a sewing machine] and two sacks of flour.
=> a sewing machine|two sacks of flour
His sister brought the guards a sewing machine and [two sacks of flour].
=>
About 400 soldiers have been sent, with [eleven boats] and two helicopters.
=> eleven boats|two helicopters
About 400 soldiers have been sent, with eleven boats and [two helicopters].
=> eleven boats|two helicopters
He has [two sons] and a daughter.
=> two sons|a daughter
Charges will be brought against [Uhl], Martin Uhde and an engineer by the end of the year.
=> Uhl|Martin Uhde|an engineer
Charges will be brought against Uhl, [Martin Uhde] and an engineer by the end of the year.
=> Uhl|Martin Uhde|an engineer
Volunteers are still sorting [spectacles], dentures and slippers, some 300 items without an owner.
=> spectacles|dentures|slippers
Volunteers are still sorting spectacles, [dentures] and slippers, some 300 items without an owner.
=> spectacles|dentures|slippers
There is no [water], no electricity, no gas.
=> water|no electricity|no gas
Families have begun to sell things: bicycles, [a piano], a wedding ring.
=> bicycles|a piano|a wedding ring
The road leads through [Noll] and Great Pellow.
=> Noll|Great Pellow
On March 3, 2022, and May 4, 2022, [shells] hit the town.
=>
The attacks came on [March 3, 2022], and May 4, 2022.
=> March 3, 2022|May 4, 2022
It happened on [3 May], 5 June and 7 July 2022.
=> 3 May|5 June|7 July 2022
Fell feeds about 700 people a day on [fish], turnips and what the bakers send.
=> fish|turnips|what the bakers send
He was tall, [left-handed], with a cough.
=>
The guards beat, [kicked] and burned him.
=>
The menu offers [fish and chips], pies and salads.
=> fish and chips|pies|salads
Ada Moss, the mayor of Izium, and [Ben Roth] came.
=> Ada Moss|Ben Roth
[Ada Moss], mayor of Izium, and Ben Roth came.
=> Ada Moss|Ben Roth
The police seized [knives], guns (some of them loaded) and cash.
=> knives|guns|cash
There were [two doctors], one nurse and no medicine.
=> two doctors|one nurse|no medicine
The region exports [coal], steel, grain, sunflower oil and timber to Europe.
=> coal|steel|grain|sunflower oil|timber to Europe
The victims were [teachers], miners and farmers; all of them lived in Noll.
=> teachers|miners|farmers
The victims were teachers, miners and [farmers] who lived in Noll.
=> teachers|miners|farmers
The orchestra played Bach, [Haydn] and Mozart last night.
=> Bach|Haydn|Mozart
[Ivan] and his wife Maria fled.
=> Ivan|his wife Maria
Its members are [Norway], Iceland, Liechtenstein and Switzerland.
=> Norway|Iceland|Liechtenstein|Switzerland
Norway, [Iceland], Liechtenstein and Switzerland are its members.
=> Norway|Iceland|Liechtenstein|Switzerland
Norway, Iceland, Liechtenstein, and [Switzerland] are its members.
=> Norway|Iceland|Liechtenstein|Switzerland
Police said that [Kot] and Moss had fled.
=> Kot|Moss
When [Izium], Balakliia and Kupiansk were freed, people cheered.
=> Izium|Balakliia|Kupiansk
When Izium, [Balakliia] and Kupiansk were freed, people cheered.
=> Izium|Balakliia|Kupiansk
The storm hit France, Spain and [Portugal], leaving 20 dead.
=> France|Spain|Portugal
The storm hit [France], Spain and Portugal, leaving 20 dead.
=> France|Spain|Portugal
The team consists of [a doctor], two nurses and a driver from the town of Balakliia in the east.
=> a doctor|two nurses|a driver
She speaks [French], German and a little Dutch.
=> French|German|a little Dutch
Ms. Moss, Mr. Roth and [Mrs. Kot] were fined.
=> Ms. Moss|Mr. Roth|Mrs. Kot
The bridge, the [mill] and the church burned.
=> The bridge|mill|the church
[The bridge], the mill and the church burned down.
=> The bridge|the mill|the church
Tools were found – [axes], saws, ropes – in the barn.
=> axes|saws|ropes
They lack [food], medicine and clean water, the mayor said.
=> food|medicine|clean water
They lack food, medicine and [clean water], the mayor said.
=> food|medicine|clean water
The pupils planted [oaks], limes and maples, watered them and built a fence.
=> oaks|limes|maples
The pupils planted oaks, limes and [maples], watered them and built a fence.
=> oaks|limes|maples
The suspects, [Ivan Kot] and Jan Moss, were arrested in Lviv and Odesa.
=> Ivan Kot|Jan Moss
The suspects, Ivan Kot and Jan Moss, were arrested in [Lviv] and Odesa.
=> Lviv|Odesa
The suspects, Ivan Kot and Jan Moss, were arrested in Lviv and [Odesa].
=> Lviv|Odesa
Sweden, [Norway] and Denmark, which share a border, and Finland agreed.
=> Sweden|Norway|Denmark|Finland
It bans [alcohol], tobacco or both.
=> alcohol|tobacco
The shop sells tea, coffee, [cocoa] and, on Sundays, cake.
=> tea|coffee|cocoa|cake
They grow [apples], pears and others.
=> apples|pears
They sold [bread], milk and eggs at noon.
=> bread|milk|eggs
They sold [bread, milk and eggs] at noon.
=> bread|milk|eggs
They sold [bread], and he left.
=>
They sold [bread].
=>
The dead also had shrapnel and [stab] wounds,’ he wrote.
=> shrapnel|stab wounds
The guests came [by the north road and the track].
=> the north road|the track
They were [taken to three schools], to a hall and to the harbour.
=> three schools|a hall|the harbour
[Ten were shot; the other two died of cold and hunger].
=> Ten were shot|the other two died of cold and hunger
Floods hit Lviv, in 2019, [2020] and 2021.
=> 2019|2020|2021
They killed [Anna] and Tom, burned houses and cars.
=> Anna|Tom
"""


@pytest.mark.parametrize("row", ROWS.strip().replace("\n=>", "=>").splitlines())
def test_enumeration_around_an_answer(row: str) -> None:
    marked, _, items = row.partition("=>")
    before, _, rest = marked.partition("[")
    answer, _, behind = rest.partition("]")
    text, start = before + answer + behind, len(before)
    found = enumeration_around(build_document("a.txt", text), start, start + len(answer))
    assert [text[slice(*item)] for item in found] == [i for i in items.strip().split("|") if i]


def test_any_number_of_asides_may_follow_an_item() -> None:
    text = f"Ann Berg, {'a nurse, ' * 40}Tom Hale and Ivan Kot came."
    found = enumeration_around(build_document("a.txt", text), 0, len("Ann Berg"))
    assert [text[slice(*item)] for item in found] == ["Ann Berg", "Tom Hale", "Ivan Kot"]
