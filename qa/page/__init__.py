"""The chat page: a question in, quoted sources out.

offline.py       Gradio, imported with its telemetry off
conversation.py  Turn, clean_question: what was asked and what came of it
citations.py     chips and quoted sentences as escaped markup
markup.py        an Answer and a conversation as escaped markup
sources.py       documents as escaped markup, the cited place marked by offset
examples.py      example questions for the bundled articles
handlers.py      what the events and the interface for programs do
blocks.py        build_page(pipeline): the page's components and events
server.py        serve(pipeline): the page behind security headers
page.css         colours and the frame; answers.css: the conversation and the sources
page.js          opening sources, the quote on hover, announcements
"""
