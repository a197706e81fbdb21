"""What a question asks, and what it means after the questions before it. No model.

kinds.py        the kind of a question and the noun it asks for
refusals.py     what is no question to the sources: opinions, instructions, insults, nonsense
spelling.py     typing errors, corrected by the words the sources use
spacing.py        spaces at the wrong place
followups.py    a question that depends on earlier ones, made to stand alone
fragments.py      "And the soldiers?": completed by the question before
replacements.py   the noun or phrase that it replaces
slots.py          "Who is he?": the pronouns whose nouns stand in earlier questions
pronouns.py       the nouns put in their places
antecedents.py    which of the things mentioned that can be
mentions.py       the names and things that a question mentions
focus.py          what it asks for, described or as answered
clauses.py      a question taken apart: question word, subject, verb, rest
rewordings.py   a question as a statement, or with another question word
grammar.py      words tagged by class, verb forms
words.py        word lists
"""
