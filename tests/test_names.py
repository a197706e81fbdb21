from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings.names import name_key
from qa.values.names import number, same_name, singular

VARIANTS = [
    "Izium Izyum Izjum",
    "Kyiv Kiev Kyjiw Київ",
    "Kharkiv Kharkov Charkiw Харків",
    "Odesa Odessa",
    "Lviv Lvov",
    "Luhansk Lugansk Luhans’k",
    "Dnipro Dnepr Dnieper",
    "Donbas Donbass",
    "Bucha Bukha",
    "Balakliia Balaklia Balakliya",
    "Kupiansk Kupyansk Kup'iansk",
    "Slovyansk Sloviansk Slov’yansk Slavyansk",
    "Sievierodonetsk Severodonetsk",
    "Kherson Herson",
    "Zelensky Zelenskiy Zelenskyy Zelenskyi Zelenskij",
    "Maksimov Maximov Maximoff Maksymov",
    "Ivanovich Ivanovic Ivanovych Ivanovitch",
    "Sergey Serhiy Serhii Sergei",
    "Oleksandr Aleksandr Alexander",
    "Dmitry Dmytro Dmitri Dmitriy",
    "Yevhen Evgeny Yevgeny",
    "Synehubov Sinegubov",
    "Khrushchev Khrushcheff",
    "Solovyov Soloviev Solovyev",
    "Natalia Nataliya Natalya Nataliia",
    "Oksana Oxana Oxsana",
    "Mahmoud Mahmood",
    "Muhammad Mohammed Mohamed",
    "Sofia Sophia",
    "Viktor Victor",
    "Lukašenka Lukasenka",
    "Łódź Lodz",
    "Callaghan Callahan",
]

NAMES = """
Adam Ahmed Aisha Alan Albert Alice Amina Amy Ana Andrea Andrew Angela Anita Anton Arthur Barbara
Beatrice Benjamin Bernard Boris Bruno Carla Caroline Carmen Catherine Chen Chloe Christian
Christina Christine Claire Claudia Clara Daniel Daria David Deborah Denis Diana Diego Dominic
Edward Eleanor Elizabeth Ellen Emil Emily Emma Erica Esther Eva Felix Fatima Francis Frank
Frederick Gabriel Gary George Gerald Gloria Grace Gregory Gustav Hamid Hana Hannah Harold Harry
Hassan Helen Henry Hugo Ian Ibrahim Irene Iris Isaac Isabel Ivan Ivana Jack Jacob James Jan Jane
Jasmine Jean Jennifer Jessica Joan Joel John Jonas Jonathan Jordan Josef Joyce Juan Judith Julia
Julian Karen Kevin Khalid Khan Laura Lena Leo Leon Linda Lisa Logan Louis Lucia Lucy Magda Marco
Margaret Maria Marian Marina Mario Marion Mark Martha Martin Mary Matthew Maya Megan Melissa
Miriam Mona Monica Nadia Nancy Nathan Nicholas Nicole Nina Noah Nora Olga Oliver Oscar Osman Otto
Pamela Patricia Paula Paul Peter Philip Rachel Ralph Raymond Rebecca Richard Robert Roger Roman
Rosa Ruth Samuel Sandra Sarah Sean Selma Simon Sonia Stella Stephen Susan Sven Teresa Thomas
Tim Tina Tom Vera Victoria Vincent Viola Walter William Yana Yasmin Yusuf Zoe
Ivanov Ivanova Petrov Petrova Bolvinov Filchakov Sokolov Sokolova Kasyanenko Nebitov Peskov Putin
Anderson Andersen Peterson Petersen Johnson Johansson Hansen Henderson Smith Schmidt Smit Jones
Brown Taylor Wilson Davies Evans Walker White Green Hall Clarke Hill Cooper Ward Morris Moore
Turner Parker Cox Kelly Lee Allen Young King Wright Scott Baker Adams Nelson Carter Mitchell
Roberts Robertson Phillips Campbell Garcia Martinez Hernandez Fernandez Lopez Gonzalez Rodriguez
Perez Sanchez Ramirez Torres Rivera Gomez Diaz Reyes Morales Ortiz Nguyen Tran Kim Park Choi Wang
Zhang Liu Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Guo He Lin Luo Tanaka Suzuki Sato Kobayashi
Singh Kumar Sharma Patel Gupta Mehta Rao Reddy Khanna Hanna Han Yellen Cohen Levy Mizrahi Ferrari
Rossi Russo Bianchi Muller Weber Wagner Becker Schulz Hoffmann Koch Bauer Richter Klein Wolf
Neumann Braun Dubois Durand Leroy Moreau Laurent Simonet Silva Santos Oliveira Sousa Costa Pereira
London Londonderry Paris Berlin Bern Rome Madrid Lisbon Vienna Warsaw Prague Budapest Bucharest
Athens Oslo Stockholm Helsinki Tallinn Riga Vilnius Minsk Moscow Kherson Mariupol Melitopol
Bakhmut Kramatorsk Poltava Sumy Chernihiv Chernivtsi Uzhhorod Ternopil Irpin Borodianka Vovchansk
Husarivka Austria Australia Slovakia Slovenia Niger Nigeria Iran Iraq Mali Malawi Malta Gambia
Zambia Guinea Guyana Georgia Germany Greece Turkey Syria Serbia Siberia India Indiana Indonesia
Bolivia Colombia Columbus Chile China Cuba Cyprus Denmark Dominica Ecuador Egypt Estonia Ethiopia
Finland France Ghana Guatemala Haiti Honduras Hungary Iceland Ireland Israel Italy Jamaica Japan
Kenya Korea Kuwait Laos Latvia Lebanon Liberia Libya Lithuania Mexico Moldova Mongolia Morocco
Nepal Norway Oman Pakistan Panama Peru Poland Portugal Qatar Romania Russia Rwanda Senegal Somalia
Spain Sudan Sweden Switzerland Taiwan Tanzania Thailand Togo Tunisia Uganda Ukraine Uruguay
Venezuela Vietnam Yemen Zimbabwe Oskil Siverskyi Donets Dniester Volga Danube Rhine Amazon Nile
""".split()


@pytest.mark.parametrize("variants", VARIANTS)
def test_variants_of_a_name_share_a_key(variants: str) -> None:
    assert len({name_key(name) for name in variants.split()}) == 1


def test_different_names_have_different_keys() -> None:
    names = [variants.split()[0] for variants in VARIANTS] + NAMES
    keys: dict[str, set[str]] = {}
    for name in names:
        keys.setdefault(name_key(name), set()).add(name)
    shared = sorted(sorted(group) for group in keys.values() if len(group) > 1)
    assert shared == []


def test_different_names_are_not_the_same() -> None:
    alike = [(a, b) for a, b in combinations(NAMES, 2) if a[0] == b[0] or a[1:] == b[1:]]
    assert [pair for pair in alike if same_name(*pair)] == []


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Filchakov", "Oleksandr Filchakov"),
        ("Volodymyrovna", "Tamara Volodymyrovna"),
        ("Maximov", "Publisher Maksim Maksimov"),
        ("Vladislav Sokolov", "a retired police chief Vladislav Sokolov"),
        ("Bolvinov", "Kharkiv Regional Administration police chief Sergey Bolvinov"),
        ("President Volodymyr Zelensky", "Ukrainian President Volodymyr Zelenskiy"),
        ("Vladimir Zelensky", "Volodymyr Zelenskyy"),
        ("Yenin", "First Deputy Minister of Internal Affairs Yevheny Yenin"),
        ("Filchakov", "Oleksandr Filchakov, the chief prosecutor of the region"),
        ("Joe Biden", "Joseph Biden, Joe R. Biden".split(", ")[1]),
        ("J. Biden", "Joe Biden"),
        ("Vincent van Gogh", "van Gogh"),
        ("Donets River", "Siverskyi Donets River"),
        ("the city of Kharkiv", "Kharkov"),
        ("the Observer", "Observer"),
        ("the Armed Forces of Ukraine", "Armed Forces of Ukraine"),
        ("Marriott", "Santa Clara Marriott"),
        ("UN", "the United Nations"),
        ("U.S.", "United States"),
        ("LNR", "the so-called Luhansk People’s Republic (LNR)"),
        ("Dnipropetrovsk", "Dnepropetrovsk"),
        ("Ukraine’s", "Ukraine"),
    ],
)
def test_same_name(a: str, b: str) -> None:
    assert [same_name(a, b), same_name(b, a)] == [True, True]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Artyom", "Artem Mazhulin"),
        ("Boris Johnson", "Rachel Johnson"),
        ("York", "New York"),
        ("Korea", "South Korea"),
        ("North Korea", "South Korea"),
        ("America", "Bank of America"),
        ("London", "the mayor of London"),
        ("Kyiv", "President of Dynamo Kyiv"),
        ("River", "Oskil River"),
        ("Kharkiv", "Kharkiv region"),
        ("Izium", "the center of Izium"),
        ("Ukraine", "eastern Ukraine"),
        ("Artyom", "Anatoly, Galina and Artyom"),
        ("Anatoly", "Anatoly, Galina"),
        ("General Electric", "Westinghouse Electric"),
        ("Super Bowl XLVII", "Super Bowl XLVIII"),
        ("J", "Joe"),
        ("pine", "pine"),
        ("Boeing 737", "Boeing 747"),
        ("", ""),
    ],
)
def test_not_the_same_name(a: str, b: str) -> None:
    assert [same_name(a, b), same_name(b, a)] == [False, False]


@pytest.mark.parametrize(
    ("plural", "expected"),
    [
        ("graves", "grave"),
        ("bodies", "body"),
        ("churches", "church"),
        ("people", "person"),
        ("inhabitants", "person"),
        ("kilometers", "kilometre"),
        ("km", "kilometre"),
        ("children", "child"),
        ("losses", "loss"),
        ("series", "sery"),
        ("bus", "bus"),
    ],
)
def test_singular(plural: str, expected: str) -> None:
    assert singular(plural) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [("46,000", 46_000), ("a hundred and five", 105), ("2.5 million", 2.5e6), ("forty-fifth", 45)],
)
def test_number(text: str, value: float) -> None:
    assert number(text) == value


@settings(deadline=None)
@given(st.text(), st.text())
def test_any_text_is_compared_either_way_round(a: str, b: str) -> None:
    assert same_name(a, b) is same_name(b, a)
    assert name_key(name_key(a)) == name_key(name_key(name_key(a)))
