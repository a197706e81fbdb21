"""Passages in, cited answer out.

answers.py     Span, Citation, Position, Answer: the records, each a slice of a Document
spans.py       best_spans: arrays of logits in, legal spans out, no model
span_models.py models with a span head; windows.py: question and passage as tokens
reader.py      Reader.read(question, passages) -> spans, by one model or by two in turn
confidence.py  the fitted probability that an answer is right
values/        answers compared as values: figures, dates, names
attribution/   who states an answer
fit.py         whether a span can be an answer to a question at all; persons.py: whether it is
               of the person asked about
extent.py      how far an answer reaches: clause, range, title
items.py       which words around an answer are items of a list, by a model
lists.py       the items of a list, of one sentence and of others
contrast.py    whether two answers differ; measures.py: by figure, date or hour
conflict.py    whether two that differ are of the same: the fitted probability
aggregate.py   spans to Positions: merge, rank, cite, say who states it
questions/     the kind of a question, typing errors, follow-ups
interpreter.py a question as it is asked of the sources
pipeline.py    Pipeline.ask(question, history) -> Answer
selection.py   a pipeline over a choice of documents
trace.py       how an answer came about
render.py      an Answer as JSON and text
export.py      a conversation as Markdown, HTML, JSON
feedback.py    what readers said of answers, and the test set it makes
mcp_server.py  the sources as tools for an assistant
page/          the chat page
evaluation/    scripted test sets and metrics
training/      data to bundled weights
libraries.py   the library a command works on
options.py     options that several commands share
progress.py    progress bars
cli.py         the command sourcesay; feedback_commands.py: sourcesay feedback
"""
