"""The stages at which a question can go wrong, in the order in which it passes them."""

STAGES = {
    "not loaded": "no document of the library holds the evidence",
    "boilerplate": "the evidence was taken for what stands around an article, and is not indexed",
    "not split well": "the answer is cut by the border of a passage",
    "taken for no question": "refused before anything was looked up",
    "not retrieved": "no passage that holds the answer was among those read",
    "not read": "the reader proposes no right answer from the passage that holds it",
    "crowded out": "it proposes one from that passage alone, but not with so many others to read",
    "ruled out": "the right answer was proposed, but is not whole, or is told of another person",
    "wrong extent": "the right words were proposed, and made too long or too short",
    "not chosen": "the right answer was proposed, and another one preferred",
    "wrongly refused": "the right answer was found, and held back",
    "wrongly answered": "the sources do not say, and something was answered all the same",
    "wrongly grouped": "the answer is right, but differing, equal or listed ones are put wrongly",
    "not exact": "the answer is right, in more or fewer words than the accepted one",
}
"""Each stage with what happened there; the first that applies to a case is to blame."""

BOUNDS = {
    "passages": "the passage with the answer always among those read",
    "document": "only passages of the right document read",
    "ranking": "only the passage with the answer read",
    "choice": "the best chosen of the proposed answers that would be given",
    "refusal": "right answers never held back, questions without one never answered",
    "choice and refusal": "both of these",
    "all": "the passage always read, the best proposal chosen, refusal perfect",
}
"""What a case would have scored had parts of the pipeline been perfect, the rest as it is."""
