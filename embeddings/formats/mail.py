"""E-mail messages (EML): the body as text, subject, sender and date from the header."""

from __future__ import annotations

import email
from collections.abc import Iterator
from email.errors import MessageError
from email.message import EmailMessage, MIMEPart
from email.policy import default
from email.utils import parsedate_to_datetime

from embeddings.formats.blocks import block_text
from embeddings.formats.extract import Extract, Member
from embeddings.formats.text import decode
from embeddings.formats.webpage import parse
from embeddings.passages import Metadata

NO_SUBJECT = "(no subject)"
_READABLE = frozenset(("text/plain", "text/html"))
_HEADERS = ("from", "subject", "date", "to", "message-id", "received")


def read_mail(data: bytes) -> Extract:
    """The body of a message, its plain text before its HTML, else its subject; and the files
    attached to it.
    """
    message = _message(data)
    text = _body(message)
    attachments = tuple(_attachments(message))
    sent = message.get("date")
    try:
        day = parsedate_to_datetime(str(sent)).date().isoformat() if sent else None
    except ValueError:
        day = None
    author = " ".join(str(message.get("from", "")).split())
    title = " ".join(str(message.get("subject", "")).split())
    return Extract(
        text if text.strip() else title or (NO_SUBJECT if attachments else ""),
        title or None,
        Metadata(author=author or None, date=day),
        attachments=attachments,
    )


def _body(message: MIMEPart) -> str:
    """The text of a message: of its plain version, or else its HTML; and what stands behind it."""
    if message.get_content_type() == "multipart/mixed":
        parts = [
            part
            for part in message.iter_parts()
            if not part.is_attachment()
            and (part.get_content_maintype() == "multipart" or part.get_content_type() in _READABLE)
        ]
        return "\n\n".join(filter(None, (_body(part).strip("\n") for part in parts)))
    for kind in ("plain", "html"):
        body = message.get_body((kind,))
        text = _text(body) if body is not None else ""
        if text.strip():
            return text
    return ""


def _attachments(message: EmailMessage) -> Iterator[Member]:
    """The files attached to a message."""
    for number, part in enumerate(message.iter_attachments(), start=1):
        name = part.get_filename() or f"attachment-{number}"
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            yield Member(name.replace("/", "_").replace("\\", "_"), content)
        else:
            yield Member(name, reason="a message inside a message is not read")


def _message(data: bytes) -> EmailMessage:
    try:
        message = email.message_from_bytes(data, policy=default)
        found = [name for name in _HEADERS if message.get(name)]
    except (MessageError, ValueError, LookupError, IndexError, AttributeError) as error:
        raise ValueError("damaged: its header is not that of a message") from error
    if not found or not isinstance(message, EmailMessage):
        raise ValueError("no e-mail message: it has no header")
    return message


def _text(part: MIMEPart) -> str:
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    try:
        text = data.decode(part.get_content_charset("utf-8"))
    except (LookupError, UnicodeDecodeError):
        text = decode(data)
    if part.get_content_type() == "text/html":
        tree = parse(text)
        return "" if tree is None else block_text(tree)
    return text.replace("\r\n", "\n")
