"""The page: a conversation beside the sources.

How text from sources stays text. The server makes all markup and every text in it is escaped
(markup.py, sources.py). It goes into the page as one HTML block of a Markdown component with
its sanitiser off, because the sanitiser drops the attributes that name the cited place; the
component takes such a block as it is. ``gr.HTML`` and ``js=`` on events need JavaScript
evaluation, which the page's security policy forbids. Should an escape ever be missing, that
policy still runs no handler and loads nothing from outside (server.py).

How a citation opens. A chip carries document, start and end; page.js listens once for the whole
page and asks the handler ``source`` for the article with these characters marked. The list of
sources, searches, exports and feedback go the same way (desk.py); own files go to uploads.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from importlib.resources import files
from typing import Any

from markupsafe import Markup

from qa.page.desk import Desk
from qa.page.handlers import Handlers, Session
from qa.page.keeping import MOST_CONVERSATIONS
from qa.page.markup import one_line
from qa.page.offline import gr
from qa.page.sources import count
from qa.pipeline import MAX_CHARACTERS

AT_ONCE = 4
"""Questions answered at the same time; others wait."""

WAITING = 32
"""Questions that may wait before new ones are turned away."""

SESSION_SECONDS = 24 * 3600.0

STYLES = ("page.css", "answers.css", "sources.css")
SCRIPTS = ("page.js", "list.js")

SAVING = (
    '<p class="saving"><span>Save as</span> '
    '<button type="button" class="plain" data-save="markdown">Markdown</button> '
    '<button type="button" class="plain" data-save="html">HTML</button> '
    '<button type="button" class="plain" data-save="json">JSON</button></p>'
)

HERE = "Nothing leaves this computer, and this page loads nothing from outside."
SERVED = (
    "Questions go only to the computer that serves this page, and it loads nothing from outside."
)


def build_page(
    handlers: Handlers, desk: Desk, *, examples: Sequence[str] = (), local: bool = True
) -> gr.Blocks:
    """The chat page; ``local`` when only this computer can reach it."""
    documents = len(handlers.shelves.base.documents)
    page = gr.Blocks(
        title="Sourcesay", analytics_enabled=False, fill_width=True, delete_cache=(3600, 3600)
    )
    with page:
        session = gr.State(Session(), time_to_live=SESSION_SECONDS)
        kept = gr.BrowserState(None, storage_key="sourcesay", secret="sourcesay")
        _markup(_header(local, desk.feedback is not None))
        with gr.Row(elem_id="columns"):
            with gr.Column(elem_id="talk"):
                with gr.Column(elem_id="talk-scroll"):
                    with gr.Column(elem_id="welcome") as welcome:
                        _markup(_introduction(documents, bool(examples)))
                        buttons = [
                            gr.Button(question, elem_classes="example") for question in examples
                        ]
                        with gr.Column(elem_id="earlier", visible=False) as earlier:
                            _markup('<p class="try">Earlier conversations, in this browser:</p>')
                            reopening = [
                                gr.Button("", elem_classes="example", visible=False)
                                for _ in range(MOST_CONVERSATIONS - 1)
                            ]
                            forget = gr.Button("Delete these", elem_id="forget")
                    conversation = _markup("", elem_id="conversation")
                    with gr.Row(elem_id="actions", visible=False) as actions:
                        as_typed = gr.Button("Ask again exactly as typed", visible=False)
                        clear = gr.Button("New conversation")
                        _markup(SAVING)
                with gr.Column(elem_id="composer"):
                    notice = _markup("", elem_id="notice")
                    with gr.Row(elem_id="ask-row"):
                        box = gr.Textbox(
                            label="Question",
                            placeholder="Ask the sources",
                            lines=1,
                            max_lines=6,
                            autofocus=True,
                            container=False,
                            elem_id="question",
                        )
                        send = gr.Button("Ask", variant="primary", elem_id="send")
                    _markup(_hint())
            with gr.Column(elem_id="sources"):
                listed = _markup("", elem_id="list-pane")
                _markup('<div id="article" hidden></div>', elem_id="article-pane")

        outputs = [
            *(conversation, session, kept, box, notice, welcome, actions, as_typed, earlier),
            *reopening,
        ]
        options: dict[str, Any] = {
            "outputs": outputs,
            "api_visibility": "private",
            "show_progress": "hidden",
        }
        answering: dict[str, Any] = {
            **options,
            "concurrency_limit": AT_ONCE,
            "concurrency_id": "answers",
            "show_progress": "minimal",  # the place in the queue
            "show_progress_on": notice,
        }
        gr.on([box.submit, send.click], handlers.respond, [box, session, kept], **answering)
        for button in buttons:
            button.click(handlers.respond, [button, session, kept], **answering)
        as_typed.click(handlers.respond_as_typed, [session, kept], **answering)
        clear.click(handlers.start_over, [session, kept], queue=False, **options)
        for number, button in enumerate(reopening):
            reopen = partial(handlers.reopen, number)
            button.click(reopen, [session, kept], queue=False, **options)
        forget.click(handlers.forget, [session, kept], queue=False, **options)
        arriving = {**options, "outputs": [*outputs, listed]}
        page.load(handlers.arrive, [kept], queue=False, **arriving)
        gr.api(handlers.ask, api_name="ask", concurrency_limit=AT_ONCE, concurrency_id="answers")
        gr.api(handlers.sources, api_name="sources")
        for service in (
            *(desk.source, desk.list_sources, desk.choose, desk.remove),
            *(desk.search, desk.save, desk.judge, desk.each_source),
        ):
            gr.api(service, api_name=service.__name__, queue=False, api_visibility="undocumented")
    return page.queue(max_size=WAITING)


def head() -> str:
    """The page's own styles and scripts, for the head of the document."""
    folder = files("qa.page")
    styles, scripts = (
        "".join((folder / name).read_text(encoding="utf-8") for name in names)
        for names in (STYLES, SCRIPTS)
    )
    return f"<style>{styles}</style><script>{scripts}</script>{ICON}"


def theme() -> gr.themes.Base:
    """System fonts and the page's two colours of paper."""
    sans = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif"]
    mono = ["ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace"]
    return gr.themes.Base(font=sans, font_mono=mono).set(
        body_background_fill="#faf9f6",
        body_background_fill_dark="#17191c",
        body_text_color="#1d1f21",
        body_text_color_dark="#e8e5df",
    )


ICON = (
    '<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns=\'http://www.w3.org/2000/svg\' '
    "viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='3' fill='%231f4b6e'/%3E"
    "%3Cpath d='M4 4h8v2H4zm0 3h8v2H4zm0 3h5v2H4z' fill='%23fff'/%3E%3C/svg%3E\">"
)


def _markup(value: Any, elem_id: str | None = None) -> gr.Markdown:
    """A place for markup made on the server; see the head of this file."""
    return gr.Markdown(value, sanitize_html=False, latex_delimiters=[], elem_id=elem_id)


def _header(local: bool, feedback: bool) -> str:
    return one_line(
        Markup(
            '<header class="masthead{}"><h1>Sourcesay</h1>'
            "<p>Quotes what the sources say, and nothing else.</p>"
            '<p class="privacy">{}</p><a class="jump" href="#sources">Sources</a></header>'
            '<p id="announcement" class="unseen" role="status" aria-live="polite"></p>'
            '<p id="trouble" class="notice" role="alert" hidden></p>'
            '<div id="tip" role="tooltip" hidden></div>'
        ).format("" if feedback else " no-feedback", HERE if local else SERVED)
    )


def _introduction(sources: int, examples: bool) -> str:
    return one_line(
        Markup(
            '<div class="introduction"><p>Ask a question about the {}. The answer is quoted word '
            "for word, with the sentence it stands in and the place in the source. Where the "
            "sources do not answer, the page says so.</p>{}</div>"
        ).format(
            count(sources, "source"),
            Markup(
                '<p class="caution">These articles describe graves, killings and torture.</p>'
                '<p class="try">For example:</p>'
            )
            if examples
            else "",
        )
    )


def _hint() -> str:
    return one_line(
        Markup(
            '<p id="hint" class="hint"><span class="keys">Enter asks, Shift and Enter start '
            "a new line.</span> <span>Up to {:,} characters.</span> "
            '<span id="counter" data-limit="{}"></span></p>'
        ).format(MAX_CHARACTERS, MAX_CHARACTERS)
    )
