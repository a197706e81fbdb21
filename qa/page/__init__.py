"""The chat page: a question in, quoted sources out.

offline.py       Gradio, imported with its telemetry off
conversation.py  Turn, clean_question: what was asked and what came of it
keeping.py       conversations as the browser keeps them
limits.py        how much a reader may bring along
shelf.py         the sources of one session; shelves.py: those of all sessions
uploads.py       own files, received and indexed with progress
citations.py     chips and quoted sentences as escaped markup
answer.py        an Answer as escaped markup; caution.py: the notice before violence
markup.py        a conversation as escaped markup
sources.py       documents as escaped markup, the cited place marked by offset
listing.py       the list of sources as escaped markup, and searching them
examples.py      example questions for the bundled articles
handlers.py      what the conversation's events and the interface for programs do
desk.py          what the page's script asks for: sources, exports, feedback
blocks.py        build_page: the page's components and events
guard.py         what stands before the page: headers, open routes, host names
bodies.py        what a request may hold; login.py: name and password
server.py        serve(pipeline): the page on a port
page.css         colours and the frame; answers.css and sources.css: its two sides
page.js          opening sources, quotes on hover, copying, saving, announcements
list.js          choosing, searching, bringing sources
"""
