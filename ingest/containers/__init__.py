"""One module for each kind of file that holds documents, and the table of them."""

from collections.abc import Callable, Iterator, Mapping

from ingest.containers.attachments import open_mail
from ingest.containers.gzipped import open_gzip
from ingest.containers.mailbox import open_mailbox
from ingest.containers.member import Budget, Member
from ingest.containers.zipped import open_zip
from ingest.sniff import Kind

CONTAINERS: Mapping[Kind, Callable[[bytes, Budget], Iterator[Member]]] = {
    Kind.ZIP: open_zip,
    Kind.GZIP: open_gzip,
    Kind.MAILBOX: open_mailbox,
    Kind.MAIL: open_mail,
}
# These are documents beside what they hold.
ALSO_DOCUMENTS = frozenset([Kind.MAIL])
