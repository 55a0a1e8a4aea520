"""The other names of what a question names, from the abbreviations the documents define."""

import re
from collections.abc import Iterable

from ingest.document import Alias


def expansions(text: str, aliases: Iterable[Alias]) -> tuple[str, ...]:
    """Long forms of the short names in the text, and the other way round, each once.

    Latin names match whole words in any case; Korean ones match where a word begins, since
    particles follow without a space.

    >>> expansions("What did HIST say?", [Alias("HIST", "한빛과학기술연구원")])
    ('한빛과학기술연구원',)
    """
    folded = text.casefold()
    found: dict[str, None] = {}
    for alias in aliases:
        for name, other in ((alias.short, alias.long), (alias.long, alias.short)):
            if _names(folded, name.casefold()):
                found[other] = None
    return tuple(found)


def _names(text: str, name: str) -> bool:
    if name not in text:  # the cheap question first: nearly every alias ends here
        return False
    ending = r"(?![^\W_])" if name.isascii() else ""
    return re.search(r"(?<![^\W_])" + re.escape(name) + ending, text) is not None
