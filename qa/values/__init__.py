"""Answers compared as values: when do two texts say the same, when can both not be true?

equality.py    same_answer, incompatible, compatible
phrases.py     whether one phrase or clause is another in more words
figures.py     two quantities compared
quantities.py  numbers with bounds, kinds and units
intervals.py   the values that a figure leaves open
units.py       sizes of units, currencies
dates.py       dates as far as a text gives them
clock.py       times of day
labels.py      phrases told apart by a number or name in one place
opposites.py   words that exclude each other
denial.py      whether a clause denies
names.py       names in any spelling; number words and plurals
hedges.py      "about", "at least", "reportedly"
"""
