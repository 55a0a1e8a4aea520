"""An e-mail's bytes as a message that is safe to walk through."""

import email
import email.policy
from email.message import EmailMessage, Message

from ingest.errors import ParserLimit

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


def _nesting(message: Message) -> int:
    level: list[Message] = [message]
    deep = 0
    while level and deep <= MAX_NESTING:
        deep += 1
        parts = [one.get_payload() for one in level if one.is_multipart()]
        level = [part for several in parts for part in several if isinstance(part, Message)]
    return deep
