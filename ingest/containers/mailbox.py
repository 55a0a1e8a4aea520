"""Exported mailboxes (mbox): one message after the other, each under its own id."""

import re
from collections.abc import Iterator

from ingest.containers.member import Budget, Member
from ingest.sniff import MAIL_PARTING

# Lines of a message that would part it were written with a mark before them (mboxrd).
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
_MESSAGE_ID = re.compile(rb"^message-id:\s*<([^<>\s]{1,200})>", re.IGNORECASE | re.MULTILINE)


def open_mailbox(content: bytes, _budget: Budget) -> Iterator[Member]:
    """Its messages. The id of each names it, so that a later export of the mailbox names it so."""
    starts = list(MAIL_PARTING.finditer(content))
    ends = [start.start() for start in starts[1:]] + [len(content)]
    for number, (start, end) in enumerate(zip(starts, ends, strict=True), start=1):
        message = _QUOTED.sub(rb"\1", content[start.end() : end])
        yield Member(_name(message, number), message)


def _name(message: bytes, number: int) -> str:
    header, _, _ = message.replace(b"\r\n", b"\n").partition(b"\n\n")
    found = _MESSAGE_ID.search(header)
    return f"{found[1].decode('ascii', 'replace')}.eml" if found else f"{number}.eml"
