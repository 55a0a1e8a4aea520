"""The named people and organisations of an English article, and what a phrase in it refers to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ingest.word_lists import listed

# Heads of titles, in lower case; "vice" and "deputy" before them make another title.
TITLES = (
    "prime minister|vice minister|minister|president|director-general|director general|director|"
    "chief executive officer|chief executive|ceo|chairman|chairwoman|chairperson|chair|"
    "spokesperson|spokesman|spokeswoman|mayor|governor|commissioner|administrator|head|chief|lawmaker|professor|"
    "union leader|leader|secretary-general|secretary|ambassador|senator|representative|captain|"
    "researcher|manager|engineer|founder|economist|analyst|doctor|dr|prof|rep|sen|mr|mrs|ms|nurse"
)
NAME = r"[A-Z][a-z]+(?:-[a-z]+)?(?: [A-Z][a-z]+(?:-[a-z]+)?){1,2}"
_TITLE = rf"(?:(?:[Vv]ice|[Dd]eputy)[ -])?(?i:{TITLES})"
# "Deputy Prime Minister Pyo Min-seo", "HIST President Kuk Jae-ha".
_BEFORE = re.compile(
    rf"(?P<full>(?:[A-Z][\w&'’-]* ){{0,4}}?(?P<title>{_TITLE})\.? (?P<name>{NAME}))\b"
)
# Not what somebody does or did: "Kuk Jae-ha, speaking after he met Mayor Eo,".
_DESCRIBING = (
    r"(?!(?:who|whose|which|where|when|after|before|while|with|from|for|by|to|met|said|told)\b|\w+ing\b)"
    r"[\w’'-]+"
)
# "Kuk Jae-ha, president of HIST,": an apposition of at most twelve words.
_AFTER = re.compile(
    rf"\b(?P<name>{NAME}), (?P<app>(?:(?:the|a|an|its|his|her) )?(?:{_DESCRIBING} ){{0,5}}?"
    rf"(?P<title>{_TITLE})\b(?:(?: (?:of|at|for|in|and|the)\b|(?: [\w’'&-]+)){{0,8}}))(?=[,.])"
)
# "Its president, Gaspard Nwosu,", "Lowmark's agriculture minister, Evander Proulx,".
_BESIDE = re.compile(
    r"\b(?P<full>(?:(?:(?:[Tt]he|[Ii]ts|[Tt]heir|[Aa]n?|[A-Z][\w’'&-]*|\w+['’]s) ){1,4}"
    rf"(?:[a-z][\w-]* ){{0,2}}?)?(?P<title>{_TITLE})"
    rf"(?: (?:of|at|for) (?:the )?[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*)?, (?P<name>{NAME})),"
)
# "the Ministry of Sea and Transport", "Garam County": a name that ends in what it is, or goes on
# with "of".
_ORGANISATION = re.compile(
    r"\b(?:[Tt]he )?(?P<name>(?:[A-Z][\w’'-]* )*"
    r"(?:Ministry|Institute|Association|Agency|Committee|Council|County|City|Union|Court|Board|Bank|"
    r"Company|Center|Centre|University|Hospital|Foundation|Office|Commission|Authority|Department)"
    r"(?: of (?:the )?[A-Z][\w’'-]*(?:,? (?:and )?[A-Z][\w’'-]*)*)?)"
)
_LEADING = re.compile(
    r"^(?:The|A|An|In|On|At|But|And|When|After|As|Then|Meanwhile|Also|From|With|For|By"
    r"|According to)\s+"
)
_PLACING = re.compile(r"(?:In|On|At|When|After|As|For|With|Before|By|From)\s")
_NOT_NAMES = listed(
    """
    The This That These Those But And In On At For With When After Before
    """
)
_VICE = ("vice", "deputy")
# What goes on behind these belongs to the head of a phrase: "a spokesperson for Kuk Jae-ha".
_BEHIND_HEAD = re.compile(r",|\s(?:for|of|from|to|at|in|on|by|with|who)\s")
_AND = re.compile(r"\sand\s(?=(?:[Tt]he )?[A-Z])")
# Two capitalised words that end like this are a firm, a paper or a party.
_FIRM = re.compile(
    r"\b(?:Shipbuilding|Holdings|Group|Electronics|Motors|Industries|Energy|Airlines|Network|Cloud|"
    r"Daily|Times|News|Press|Post|Party|Assembly|Parliament|Police|Clinic|School|College|Port)$"
)


@dataclass(slots=True)
class EnglishPerson:
    """A named person: the fullest form the article gives, and the titles used."""

    name: str
    full: str
    titles: set[str] = field(default_factory=set)


class EnglishPeople:
    """Looks phrases up among the people and organisations the article names."""

    def __init__(self, text: str, aliases: Mapping[str, str]) -> None:
        self._aliases = dict(aliases)
        self._people: dict[str, EnglishPerson] = {}
        self._organisations = {
            _LEADING.sub("", match["name"])
            for match in _ORGANISATION.finditer(text)
            if " " in match["name"]
        } | set(aliases.values())
        for match in _BEFORE.finditer(text):
            self._meet(match["name"], _LEADING.sub("", match["full"]), match["title"])
        for match in _BESIDE.finditer(text):
            self._meet(match["name"], _LEADING.sub("", match["full"]), match["title"])
        for match in _AFTER.finditer(text):
            self._meet(match["name"], f"{match['name']}, {match['app'].strip()}", match["title"])

    def _meet(self, name: str, full: str, title: str) -> None:
        if name.split()[0] in _NOT_NAMES:
            return
        person = self._people.setdefault(name, EnglishPerson(name, full))
        person.titles.add(_plain_title(title))
        if len(full) > len(person.full):
            person.full = full

    def resolve(self, phrase: str) -> str | None:
        """The fullest name of who a phrase refers to; None where several people fit.

        Two who are joined by "and" are given as the phrase words them, like strangers.
        """
        bare = re.sub(r"^(?:[Tt]he|[Aa]n?)\s+", "", phrase).strip()
        if self._several(bare):
            return phrase
        head = _BEHIND_HEAD.split(bare, maxsplit=1)[0]
        for person in self._people.values():
            if re.search(rf"\b{re.escape(person.name)}\b(?!['’]s)", head):
                return person.full
        words = head.split()
        if not words:
            return None
        fits = [p for p in self._people.values() if words[-1] in p.name.split()]
        if fits:
            return fits[0].full if len(fits) == 1 else None
        if bare in self._aliases:
            return self._aliases[bare]
        return self._by_title(bare, phrase)

    def _by_title(self, bare: str, phrase: str) -> str | None:
        title = _plain_title(bare)
        if re.fullmatch(_TITLE, title) is None:
            return self._organisation(bare) or phrase
        fits = [p for p in self._people.values() if _same_title(title, p.titles)]
        if len(fits) == 1:
            return fits[0].full
        return None if fits else phrase

    def _organisation(self, bare: str) -> str | None:
        """As in "the institute": the one organisation of that kind."""
        if " " in bare or not bare.islower():
            return None
        kinds = {name for name in self._organisations if bare in name.lower().split()}
        return kinds.pop() if len(kinds) == 1 else None

    def _several(self, bare: str) -> bool:
        """As in "President Kuk and Mayor Eo" (not "Trade and Industry Minister Kuk")."""
        joined = _AND.split(bare)
        return len(joined) > 1 and all(map(self.may_be_person, joined))

    def may_be_person(self, phrase: str) -> bool:
        """Whether a phrase describes a person, or is worded like a name or an office that the
        article gives nobody ("Kuk Jae-ha", "the captain")."""
        if self._several(phrase):
            return False
        head = _BEHIND_HEAD.split(phrase, maxsplit=1)[0]
        title = re.search(rf"\b{_TITLE}$", head) is not None
        return self.is_person(phrase) or title or _is_name(head)

    def others_named(self, text: str, person: str) -> bool:
        """Whether a text names somebody else than `person`."""
        names = (match.group() for match in re.finditer(NAME, _LEADING.sub("", text)))
        strangers = any(_is_name(name) and name not in person for name in names)
        surnames = (p.name for p in self._people.values() if p.full != person)
        return strangers or any(re.search(rf"\b{name.split()[0]}\b", text) for name in surnames)

    def is_person(self, phrase: str) -> bool:
        """Whether the phrase names or describes one person."""
        full = self.resolve(phrase)
        return any(person.full == full for person in self._people.values())


def _is_name(words: str) -> bool:
    shaped = re.fullmatch(NAME, words) is not None
    return shaped and _ORGANISATION.search(words) is None and _FIRM.search(words) is None


def opens_with_place(phrase: str) -> bool:
    """Whether a phrase only says where or when ("In Haesol")."""
    return _PLACING.match(phrase) is not None


def _plain_title(title: str) -> str:
    return title.lower().strip(" .").replace("-", " ")


def _same_title(title: str, titles: set[str]) -> bool:
    """A vice minister is not a minister; a deputy prime minister may be called minister."""
    if title in titles:
        return True
    head = title.split()[-1]
    vice = title.startswith(_VICE[0])
    return any(
        one.split()[-1] == head and one.startswith(_VICE[0]) == vice and len(title.split()) == 1
        for one in titles
    )
