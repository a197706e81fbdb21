"""Text in, scored passages out.

passages.py   Document, Passage, Hit: the records, of which only Document stores text
loaders.py    files to Documents
boilerplate.py  stretches of a text that are not part of the article
split.py      a Document's boundaries: sentences and passages
encoder.py    texts to unit vectors
library.py    the durable store of documents and passages, one SQLite file
index.py      dense search (FAISS), derived from the library
keywords.py   keyword search (BM25), derived from the library
retriever.py  both rankings fused
"""
