"""Bytes of a file to its text, title and metadata: one module a format.

extract.py      Extract: what a reader gives
registry.py     which reader takes which file, and its version
text.py         plain text and Markdown; decoding
stated.py       author, date, publisher and address as a text's own header states them
webpage.py      HTML: the article's body
webmeta.py      HTML: what the page's head states
blocks.py       marked-up text to paragraphs
pdf.py          PDF: paragraphs and where its pages begin
lines.py        PDF: printed lines put together to paragraphs
docx.py         Word documents
epub.py         electronic books
mail.py         e-mail messages
archive.py      ZIP containers within limits
dates.py        dates as files state them
"""
