"""Who is the subject of a reporting verb in an English sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.english_people import NAME, opens_with_place
from ingest.english_phrases import Verb, phrase_after, phrase_before

_ADVERBS = re.compile(
    r"(?:,\s*(?:however|meanwhile|instead|too|in turn|in return|for (?:his|her|its|their) part),"
    r"|\s+(?:also|later|then|earlier|once|again|had|has|have|further|instead|first|still|today|would"
    r"|will|did|nevertheless|nonetheless|likewise|in turn|in return|[a-z]+ly|on \w+day)\b"
    r")*\s*$",
    re.IGNORECASE,
)
PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he|[Tt]hey|[Ii]t|[Ww]ho)$")
# "Its president, Gaspard Nwosu,".
_NAMED = re.compile(rf", (?P<name>{NAME}),$")
# One apposition or two: "Kuk Jae-ha, 45, of Haesol,".
_APPOSITIONS = tuple(re.compile(rf"([^,]+)(?:, [^,]{{2,90}}){{{count}}},$") for count in (1, 2))


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

    @property
    def _opening_pronoun(self) -> str | None:
        found = re.match(r"(?:He|She|They)\b", self._masked)
        return found.group() if found else None

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
            return self._opening or self._opening_pronoun
        pronoun = PRONOUN.search(left)
        if pronoun and pronoun.group() == "who":  # "Eo Yun-chae, who had said"
            return phrase_before(left[: pronoun.start()].rstrip().rstrip(","))
        if pronoun:
            return pronoun.group()
        if left.endswith(","):
            if named := _NAMED.search(left):
                return named["name"]
            found = (apposition.search(left) for apposition in _APPOSITIONS)
            phrases = (phrase_before(one[1]) for one in found if one)
            return next((phrase for phrase in phrases if phrase), None)
        return phrase_before(left)

    def start(self, verb: Verb) -> int | None:
        """Where a verb's own subject begins, if it has one before it."""
        phrase = None if verb.participle or self.follows_quotation(verb) else self.phrase(verb)
        if phrase is None or self.left(verb).rstrip().endswith((" and", " but")):
            return None
        places = re.finditer(rf"(?<!\w){re.escape(phrase)}(?!\w)", self._masked[: verb.start])
        return max((place.start() for place in places), default=None)

    def follows_quotation(self, verb: Verb) -> bool:
        """“…,” said Eo Yun-chae."""
        return self._masked[: verb.start].rstrip().endswith("”")
