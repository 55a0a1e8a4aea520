"""What is attached to an e-mail: the parts that a reader may know, each a document of its own."""

import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage, Message

from ingest.containers.member import Budget, Member
from ingest.decode import normalise
from ingest.message import UNREAD, as_written, parse_mail
from ingest.sniff import Kind, sniff

# Logos, contact cards, invitations and signatures come with half of all mails and are no documents.
_NO_KINDS = frozenset([Kind.IMAGE, Kind.BINARY])
_NO_TYPES = frozenset(
    ["text/calendar", "text/vcard", "text/x-vcard", "application/pgp-signature", "application/ics"]
)
_PLAIN_NAME = re.compile(r'name="?([^";\r\n]+)')


@dataclass(frozen=True, slots=True)
class Attachment:
    """One attached file; `content` is None where there is no document in it."""

    name: str
    content: bytes | None


def open_mail(content: bytes, _budget: Budget) -> Iterator[Member]:
    """The attachments that may be documents, in order. Raises ParserLimit."""
    for one in attachments(parse_mail(content)):
        if one.content is not None:
            yield Member(one.name, one.content)


def attachments(message: EmailMessage) -> Iterator[Attachment]:
    """Everything attached to a message."""
    for part in message.iter_attachments():
        content = _content(part)
        if content is None or sniff(content) in _NO_KINDS or part.get_content_type() in _NO_TYPES:
            content = None
        yield Attachment(_name(part), content)


def _content(part: EmailMessage) -> bytes | None:
    if (inner := _forwarded(part)) is not None:
        # As it came: the newer policies would write the header anew.
        return inner.as_bytes(policy=email.policy.compat32)
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else None


def _forwarded(part: EmailMessage) -> Message | None:
    """The message that a part encloses."""
    if part.get_content_type() != "message/rfc822" or not part.is_multipart():
        return None
    inner = part.get_payload(0)
    return inner if isinstance(inner, Message) else None


def _name(part: EmailMessage) -> str:
    """The last part of the name it was sent under; its type where it has none."""
    if (inner := _forwarded(part)) is not None:
        name = f"{inner.get('subject', 'message')}.eml"
    else:
        name = part.get_filename() or part.get_content_type()
    if UNREAD in name:
        name = _plain_name(part) or name
    return " ".join(normalise(name).replace("\\", "/").rpartition("/")[2].split())


def _plain_name(part: EmailMessage) -> str | None:
    fields = as_written(part, {"content-disposition", "content-type"})
    return next((found[1] for field in fields if (found := _PLAIN_NAME.search(field))), None)
