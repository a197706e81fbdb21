"""Passages in, cited answer out.

answers.py     Span, Citation, Position, Answer: the records, each a slice of a Document
spans.py       best_spans: arrays of logits in, legal spans out, no model
reader.py      Reader.read(question, passages) -> spans
confidence.py  the fitted probability that an answer is right
aggregate.py   spans to an Answer: merge, rank, refuse, cite
pipeline.py    Pipeline.ask(question, history) -> Answer
render.py      an Answer as JSON, Markdown, HTML
page/          the chat page
evaluation/    scripted test sets and metrics
training/      data to bundled weights
cli.py         the command sourcesay
"""
