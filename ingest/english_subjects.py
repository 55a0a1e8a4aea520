"""Who is the subject of a reporting verb in an English sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.english_people import opens_with_place
from ingest.english_phrases import Verb, phrase_after, phrase_before

_ADVERBS = re.compile(
    r"(?:,\s*(?:however|meanwhile|instead|too|in turn),"
    r"|\s+(?:also|later|then|earlier|once|again|repeatedly|publicly|formally|reportedly|had|has|have|"
    r"further|instead|separately|first|still|today|immediately|briefly|would|will|did|on \w+day)\b"
    r")*\s*$",
    re.IGNORECASE,
)
PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he|[Tt]hey|[Ii]t|[Ww]ho)$")
_APPOSITION = re.compile(r"([^,]+), [^,]{3,90},$")


class Subjects:
    """The subjects of the reporting verbs of one sentence, quotations in it blotted out.

    `opening` is the person the sentence opens with, if it does.
    """

    def __init__(self, masked: str, verbs: Sequence[Verb], opening: str | None) -> None:
        self._masked = masked
        self._verbs = verbs
        self._opening = opening

    @property
    def _first(self) -> str | None:
        """The noun phrase the sentence opens with, "In Haesol" and the like aside."""
        phrase = phrase_after(self._masked)
        return phrase if phrase is not None and not opens_with_place(phrase) else None

    def left(self, verb: Verb) -> str:
        """What stands before a verb, from the last quotation on, without the verb's adverbs."""
        quoted = self._masked.rfind("”", 0, verb.start)
        left = self._masked[quoted + 1 : verb.start]
        adverbs = _ADVERBS.search(left)
        return left[: adverbs.start()] if adverbs else left

    def coordinated(self, verb: Verb) -> bool:
        """As in "... gave homework and told both": the sentence's subject goes on."""
        return self.left(verb).rstrip().endswith((" and", " but", ","))

    def phrase(self, verb: Verb) -> str | None:
        """The noun phrase or pronoun that is a verb's subject."""
        if verb.participle:
            return self._first
        if self.follows_quotation(verb):
            return phrase_after(self._masked[verb.end :])
        left = self.left(verb)
        if left.rstrip().endswith((" and", " but")):
            return self._opening
        pronoun = PRONOUN.search(left)
        if pronoun:
            return pronoun.group()
        if left.endswith(","):
            apposition = _APPOSITION.search(left)
            return phrase_before(apposition[1]) if apposition else None
        return phrase_before(left)

    def follows_quotation(self, verb: Verb) -> bool:
        """“…,” said Eo Yun-chae."""
        return self._masked[: verb.start].rstrip().endswith("”")
