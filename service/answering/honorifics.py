"""Names as articles have them, without the 님 that is said behind a title."""

import re

from ingest.titles import TITLES

_POLITE = re.compile(rf"({'|'.join(sorted(TITLES, key=len, reverse=True))})님")


def without_honorifics(text: str) -> str:
    """A text without 님 behind titles.

    >>> without_honorifics("표민서 장관님께서")
    '표민서 장관께서'
    """
    return _POLITE.sub(r"\1", text)
