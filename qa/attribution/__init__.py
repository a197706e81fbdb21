"""Who states an answer, as its source names them. Rules, no model.

attribute.py   attribute(document, start, end): the innermost speaker; quotations carried on
quotations.py  what stands in quotation marks, over sentences and paragraphs
reports.py     the reports of a sentence, with or without a reporting verb
verbs.py       reporting verbs, and which part of a sentence is theirs
subjects.py    the subject of a verb, with its office
speakers.py    the noun phrase that can speak
people.py      who is a person, and whom a pronoun means
wording.py     word lists and patterns
"""
