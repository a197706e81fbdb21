"""Text in, scored passages out.

passages.py   Document, Passage, Hit: the records, of which only Document stores text
sources.py    the files of folders, by name
loaders.py    files to Documents
documents.py  the bytes of one file to a Document
sandbox.py    the same in a process of its own, within limits of time and memory
formats/      one reader a format
boilerplate.py  stretches of a text that are not part of the article
notices.py    those about newsletters, privacy and helplines
credits.py    those that say who took a photo or helped to report
titles.py     the title that a text states, its heading or its first words
split.py      a Document's boundaries: sentences and passages
sentences.py  where the sentences of one paragraph begin and end
encoder.py    texts to unit vectors, by the model in weights/
encoding.py   passages and their sentences to vectors
exported.py   models as int8 ONNX, served without torch
exporting.py  models to int8 ONNX
library.py    the durable store of documents and passages, one SQLite file
connection.py the file, opened for reading and for changing
schema.py     its tables and what its errors mean
rows.py       its rows and their checksums
writing.py    one process at a time changes it
indexing.py   bringing it up to date with documents
vocabulary.py  the words of texts, counted
files.py      files written whole, their hashes, and which of them a dead process left
choice.py     some of its passages, to which a search is confined
index.py      dense search (FAISS), derived from the library
keywords.py   keyword search (BM25) and names in any spelling
postings.py   the word index that it searches (tantivy), derived from the library
names.py      spellings of a name folded to one key
mentions.py   names of a question in a passage and its document
duplicates.py  one text in several documents
retriever.py  both searches, ranked with the nearest sentence and the names
"""
