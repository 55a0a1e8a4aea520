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
    plain, html = (_text_of(message, kind) for kind in ("plain", "html"))
    if plain is None and html is None:
        raise DamagedDocument("the e-mail has no text")
    return read_html(html) if html and not (plain or "").strip() else read_text(plain or "")


def _text_of(message: EmailMessage, kind: str) -> str | None:
    body = message.get_body((kind,))
    return normalise(_text(body)) if isinstance(body, EmailMessage) else None


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
        return content.decode(part.get_content_charset("utf-8"))
    except (UnicodeDecodeError, LookupError):
        return decode(content, "the e-mail's text")


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
