"""Data to bundled weights.

data.py         SQuAD-format files to paragraphs, questions and training examples
retrieved.py    unanswerable examples: a question with a similar paragraph that lacks the answer
rewritten.py    unanswerable examples: a question changed so that its own paragraph lacks the answer
written.py      libraries written for training
phrases.py      the swappable parts of a question: names, years, numbers, dates, opposites
likeness.py     how alike two names are, from the base model's token embeddings
mixture.py      one epoch: answerable questions, both kinds of unanswerable ones, QAMR
features.py     examples to windows, windows to batches of tensors
teacher.py      soft targets: what another reader says of the windows
model.py        the encoder with a span head, its optimizer, one step
schedule.py     the learning rate
checkpoints.py  atomic checkpoints and the settings they belong to
progress.py     the log of a long run, and the signals that end it
reader.py       train_reader: the training run
smoothing.py    activations made fit for int8
prepared.py     prepare_reader: a trained reader as it is bundled
restored.py     restore_reader: a bundled reader as one that can be trained further
averaged.py     average_readers: the mean of several readers' weights
card.py         the trained reader as a directory with its model card
encoder.py      train_encoder: the encoder on questions and what answers them
items.py        train_items: the tagger of a list's items, from a trained reader
enumerations.py SQuAD's answers that enumerate, for the tagger
confidence.py   the calibration, from development questions
conflict.py     the judge of answers that differ, from libraries that no reader has learnt from
commands.py     sourcesay train-reader, prepare-reader, restore-reader, average-readers,
                train-encoder and train-items; fit_commands.py: train-confidence, train-conflict
"""
