"""An e-mail's bytes as a message that is safe to walk through."""

import email
import email.policy
from collections.abc import Container, Iterator
from email.message import EmailMessage, Message

from ingest.errors import ParserLimit

# What the library puts where it cannot read a header.
UNREAD = "\ufffd"
# Forwarded five times with attachments, a message nests some fifteen parts deep. The library walks
# and writes them by recursion, several calls to a level.
MAX_NESTING = 50


def parse_mail(content: bytes) -> EmailMessage:
    """The message. Raises ParserLimit for one whose parts nest deeper than MAX_NESTING."""
    try:
        message = email.message_from_bytes(content, policy=email.policy.default)
    except RecursionError:
        nesting = MAX_NESTING + 1
    else:
        nesting = _nesting(message)
    if nesting > MAX_NESTING:
        raise ParserLimit(f"the e-mail's parts nest deeper than {MAX_NESTING}")
    return message


def as_written(part: Message, names: Container[str]) -> Iterator[str]:
    """The values of header fields (in small letters) as old Korean mailers write them: in CP949
    as it is, which the standard does not allow."""
    for name, value in part.raw_items():
        if name.lower() in names:
            yield str(value).encode("utf-8", "surrogateescape").decode("cp949", "replace")


def _nesting(message: Message) -> int:
    level: list[Message] = [message]
    deep = 0
    while level and deep <= MAX_NESTING:
        deep += 1
        parts = [one.get_payload() for one in level if one.is_multipart()]
        level = [part for several in parts for part in several if isinstance(part, Message)]
    return deep
