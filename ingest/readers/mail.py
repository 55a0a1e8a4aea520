"""An e-mail saved as a file: its subject, sender, date and text; what is attached is named."""

from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime

from ingest.containers.attachments import attachments
from ingest.decode import decode, normalise
from ingest.document import Dropped
from ingest.errors import DamagedDocument, EncryptedDocument
from ingest.facts import Facts
from ingest.message import UNREAD, as_written, parse_mail
from ingest.origins import Confidence, StatedBy
from ingest.readers.flowed import read_flowed
from ingest.readers.html import read_html
from ingest.readers.page import Page
from ingest.readers.text import read_text
from ingest.reasons import Reason
from ingest.timestamps import KOREA

_ENCRYPTED = frozenset(["multipart/encrypted", "application/pkcs7-mime"])


def read_mail(content: bytes) -> Page:
    """The message's plain text, or its HTML where it has no other.

    Attachments are reported as dropped: those that are documents are ones of their own (see
    `ingest.expand`). Raises DamagedDocument for a message without a readable part,
    EncryptedDocument, UndecodableText, ParserLimit.
    """
    message = parse_mail(content)
    if message.get_content_type() in _ENCRYPTED:
        raise EncryptedDocument("the e-mail is encrypted")
    page = _body(message)
    return Page(
        text=page.text,
        facts=_stated(message).beside(page.facts),
        headings=page.headings,
        furnished=False,
        dropped=(*page.dropped, *_attachments(message)),
    )


def _body(message: EmailMessage) -> Page:
    """What the message says; some programs send it as HTML beside plain text that is empty."""
    plain, html = (_part(message, kind) for kind in ("plain", "html"))
    if plain is None and html is None:
        raise DamagedDocument("the e-mail has no text")
    said, shown = ("" if part is None else _text(part) for part in (plain, html))
    return read_html(shown) if shown and not said.strip() else _laid_out(said, plain)


def _part(message: EmailMessage, kind: str) -> EmailMessage | None:
    body = message.get_body((kind,))
    return body if isinstance(body, EmailMessage) else None


def _laid_out(text: str, part: EmailMessage | None) -> Page:
    """The text with its lines put together as its part says, or as they look."""
    if part is None or not _says(part, "format", "flowed"):
        return read_text(text)
    return read_flowed(text, deletes_space=_says(part, "delsp", "yes"))


def _says(part: EmailMessage, parameter: str, value: str) -> bool:
    return str(part.get_param(parameter)).lower() == value


def _stated(message: EmailMessage) -> Facts:
    return Facts(
        title=_header(message, "subject"),
        byline=parseaddr(_header(message, "from") or "")[0] or None,
        published_at=_sent(message),
    ).stated(StatedBy.MAIL_HEADER, Confidence.HIGH)


def _text(part: EmailMessage) -> str:
    """The part's text as it is declared, or as it is where that is wrong or unknown."""
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        raise DamagedDocument("the e-mail's text cannot be unpacked")
    try:
        text = content.decode(part.get_content_charset("utf-8"))
    except (UnicodeDecodeError, LookupError):
        text = decode(content, "the e-mail's text")
    return normalise(text)


def _header(message: EmailMessage, name: str) -> str | None:
    value = str(message.get(name) or "")
    if UNREAD in value:
        value = next(as_written(message, {name}), value)
    return " ".join(normalise(value).split()) or None


def _sent(message: EmailMessage) -> datetime | None:
    # As written: the library makes "-0000" of a missing zone.
    written = next(as_written(message, {"date"}), "")
    try:
        sent = parsedate_to_datetime(written)
    except (TypeError, ValueError):
        return None
    # "-0000" is a moment in UTC that says nothing of where it was written (RFC 5322, 3.3).
    zone = UTC if written.rstrip().endswith("-0000") else KOREA
    return sent if sent.tzinfo else sent.replace(tzinfo=zone)


def _attachments(message: EmailMessage) -> list[Dropped]:
    return [
        Dropped(one.name, Reason.OTHER_ATTACHMENT if one.content is None else Reason.ATTACHMENT)
        for one in attachments(message)
    ]
