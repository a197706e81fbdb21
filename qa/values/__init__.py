"""Answers compared as values: when do two texts say the same, when can both not be true?

equality.py    same_answer, incompatible, compatible
quantities.py  numbers with bounds, kinds and units
dates.py       dates as far as a text gives them
clock.py       times of day
names.py       names in any spelling; number words and plurals
hedges.py      "about", "at least", "reportedly"
"""
