"""Who an article is about: its named people, and what a noun phrase in it refers to.

"표 부총리", "장관" and "부총리 겸 미래과학부 장관" are one person within one article, but only
where the article has exactly one person they fit.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from ingest.belonging import people_in
from ingest.name_runs import find_runs, holds_office, spelt
from ingest.titles import (
    ADMINISTRATIONS,
    ANONYMOUS,
    DEMONSTRATIVES,
    OCCUPATIONS,
    PLURAL,
    PRONOUNS,
    SHORT_ORGANISATIONS,
    STATE_OFFICES,
    could_be_name,
    is_surname,
    is_time,
    names_organisation,
    surname_of,
    title_of,
)
from ingest.words import Phrase, Word

# "국재하 한빛과학기술연구원 원장" is 17; a run of nouns much longer than that is a list of people.
_MAX_NAME = 40
_IN_BRACKETS = re.compile(r"([가-힣]{2,12})[\s]+([가-힣]{2,4})\s*$")
# Who speaks for a person is not the person: "당선자 측".
_SIDE = "측"
_FORMER = ("전", "전직")
_ANONYMOUS_ENDS = tuple(ANONYMOUS)


class Kind(StrEnum):
    """What a noun phrase refers to, as far as speaking goes."""

    PERSON = "person"
    GROUP = "group"  # somebody, but nobody by name: 관계자, 주민들
    ORGANISATION = "organisation"
    PRONOUN = "pronoun"
    UNKNOWN = "unknown"
    THING = "thing"


@dataclass(slots=True)
class Person:
    """A named person of the article. `full` is the fullest way the article puts it."""

    name: str
    full: str
    titles: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)  # words around the title: 미래과학부, 한빛연


class People:
    """The people and organisations of one article."""

    def __init__(self, aliases: Mapping[str, str]) -> None:
        self._aliases = dict(aliases)
        self._organisations = set(aliases) | set(aliases.values())
        self._people: dict[str, Person] = {}

    def read(self, sentences: Iterable[Sequence[Word]], text: str) -> None:
        """Collect every named person from all sentences of the article."""
        runs = [run for words in sentences for run in find_runs(words)]
        later: list[tuple[Word, ...]] = []
        for run in runs:
            later += [part for part in people_in(run) if part and not self._meet(part, run)]
            self._meet_in_brackets(run, text)
        called = {(one[-2].stem, title_of(one[-1].stem)) for one in later if len(one) > 1}
        for run in runs:
            self._meet_as_called(run, called)
        for run in later:
            self._add_title(run)

    def _meet(self, run: tuple[Word, ...], whole: tuple[Word, ...]) -> bool:
        """Add the person named in a run of nouns that ends in a title; False if none is.

        `whole` is what the run was taken from: of "대통령 비서실장 봉수연" all is her full name,
        though "대통령" alone is somebody else.
        """
        at = self._name_at(run)
        if at is None:
            return False
        first = at if at == 0 or self._is_name_first(run, at) else 0
        words = run[first : self._last_title(run, at) + 1]
        full = spelt((*self._above(words, whole), *words))
        name = run[at].stem
        person = self._people.setdefault(name, Person(name, full))
        self._learn(person, [w.stem for w in words if w is not run[at]])
        if at + 2 < len(run) and title_of(run[at + 1].stem) is None:
            self._organisations.add(run[at + 1].stem)  # NAME ORGANISATION TITLE
        if len(person.full) < len(full) <= _MAX_NAME:
            person.full = full
        return True

    def _meet_as_called(
        self, run: tuple[Word, ...], called: Collection[tuple[str, str | None]]
    ) -> None:
        """As in "봉수연 대통령 비서실장": that the article has a "봉 실장" says that the office is
        hers, not that of somebody who serves her. `called`: surnames with titles in it."""
        at = None if people_in(run)[-1] else self._name_at(run)
        if at is None or run[at].stem in self._people:
            return
        name, office = run[at].stem, run[-1].stem
        if title_of(office) and (surname_of(name), title_of(office)) in called:
            person = self._people[name] = Person(name, spelt(run[at:]))
            self._learn(person, [office])

    def _above(self, words: tuple[Word, ...], whole: tuple[Word, ...]) -> tuple[Word, ...]:
        """What stands before an office that opens a name, and belongs to it: it names nobody."""
        before = whole[: whole.index(words[0])] if title_of(words[0].stem) else ()
        return () if any(self._named(w) or is_surname(w.stem) for w in before) else before

    def _last_title(self, run: tuple[Word, ...], at: int) -> int:
        """Where the last title of the run is; the name itself where the title comes first."""
        if holds_office(run):
            return len(run) - 1
        titled = [i for i, word in enumerate(run) if title_of(word.stem) or word.stem == "씨"]
        return max(at, titled[-1]) if titled else at

    def _is_name_first(self, run: tuple[Word, ...], at: int) -> bool:
        """Whether the title belongs to words after the name, so that what precedes is no part."""
        return at < len(run) - 2

    def _learn(self, person: Person, words: Sequence[str]) -> None:
        for word in words:
            title = title_of(word)
            if title is None:
                person.places.add(word)
                continue
            person.titles.add(title)
            if place := word.removesuffix(title):
                person.places.add(place)
                person.titles.add(word)

    def _name_at(self, run: tuple[Word, ...]) -> int | None:
        """Where in a run of nouns before a title the personal name stands."""
        places = [at for at, word in enumerate(run[:-1]) if self._named(word)]
        if not places and len(run) > 1 and self._names_after_title(run):
            return len(run) - 1
        if run[-1].stem in ("씨", "측") and len(run) > 1 and places:
            return places[-1]
        named = [at for at in places if not run[at].stem.endswith(SHORT_ORGANISATIONS)]
        # "해솔시 표민서 본부장": both could be names, and only one could be an office.
        return next(iter(named or places), None)

    def _names_after_title(self, run: tuple[Word, ...]) -> bool:
        """As in "미래과학부 장관 표민서": the title comes first."""
        return title_of(run[-2].stem) is not None and self._named(run[-1])

    def _named(self, word: Word) -> bool:
        if word.stem in self._organisations or self.is_organisation(word):
            return False
        return could_be_name(word.stem, proper=word.proper)

    def _meet_in_brackets(self, run: tuple[Word, ...], text: str) -> None:
        """As in "한빛과학기술연구원(HIST·원장 국재하)" names a person too."""
        for word in run:
            raw = text[word.start : word.end]
            if "(" not in raw:
                continue
            inside = raw[raw.index("(") + 1 :].split(")")[0]
            found = _IN_BRACKETS.search(inside.split("·")[-1].split(",")[-1])
            if found is None or title_of(found[1]) is None:
                continue
            if could_be_name(found[2], proper=True):
                person = Person(found[2], f"{found[2]} {found[1]}")
                person = self._people.setdefault(found[2], person)
                self._learn(person, [found[1], word.stem])

    def _add_title(self, run: tuple[Word, ...]) -> None:
        """As in "표 부총리": a title the article gives a person it names elsewhere."""
        if len(run) < 2 or not is_surname(run[-2].stem):
            return
        people = self._surnamed(run[-2].stem)
        title = title_of(run[-1].stem)
        if len(people) == 1 and title is not None:
            people[0].titles.add(title)

    def _surnamed(self, surname: str) -> list[Person]:
        return [p for p in self._people.values() if surname_of(p.name) == surname]

    def is_organisation(self, word: Word) -> bool:
        """Whether a word names an organisation: by definition in the article, or by its ending."""
        stem = word.stem
        if stem in self._organisations:
            return True
        if names_organisation(stem) and title_of(stem) is None:
            return True
        if len(stem) >= 3 and stem.endswith(STATE_OFFICES):
            return title_of(stem) is None
        short = len(stem) >= 3 and stem.endswith(SHORT_ORGANISATIONS)
        return short and (_party(word) or (word.proper and surname_of(stem) is None))

    def organisation(self, phrase: Phrase) -> str:
        """The name of an organisation, in the long form where the article defines one."""
        if phrase.head in self._organisations:
            return self._aliases.get(phrase.head, phrase.head)
        return self._aliases.get(phrase.name, phrase.name)

    def kind(self, phrase: Phrase) -> Kind:
        """What a noun phrase refers to."""
        head = phrase.words[-1]
        if head.pronoun:
            return Kind.PRONOUN if head.stem in PRONOUNS else Kind.THING
        by_name = self._kind_by_name(phrase)
        if by_name is not None:
            return by_name
        stem = head.stem.removesuffix(PLURAL)
        if stem.endswith(_ANONYMOUS_ENDS) and (len(stem) > 1 or len(phrase.words) > 1):
            return Kind.GROUP
        if head.stem != stem and not head.proper:
            return Kind.GROUP
        if title_of(head.stem) is not None and not _market(phrase):
            return Kind.PERSON
        if self.is_organisation(head):
            return Kind.ORGANISATION
        if self._named_by_occupation(phrase):
            return Kind.PERSON
        if len(phrase.words) == 1 and stem in ADMINISTRATIONS:
            return Kind.ORGANISATION
        if is_time(head.stem) or not head.proper:
            return Kind.THING
        return Kind.UNKNOWN

    def _kind_by_name(self, phrase: Phrase) -> Kind | None:
        """A person who is named, or somebody of whom only whose they are is named."""
        if self._person_in(phrase) is not None:
            return Kind.PERSON
        another = not people_in(phrase.words)[-1] and self._named_in(phrase.words) is not None
        return Kind.GROUP if another else None

    def _named_by_occupation(self, phrase: Phrase) -> bool:
        """As in "선박기술사 오름찬": an occupation, then what looks like a name."""
        if len(phrase.words) < 2:
            return False
        before, head = phrase.words[-2].stem, phrase.words[-1]
        titled = title_of(before) is not None
        occupation = len(before) >= 3 and before.endswith(OCCUPATIONS)
        return (titled or occupation) and could_be_name(head.stem, proper=head.proper or titled)

    def _person_in(self, phrase: Phrase) -> Person | None:
        """The named person a phrase names outright; where what stands behind the name may be an
        office of another, the one who bears it."""
        if last := people_in(phrase.words)[-1]:
            return self._named_in(last)
        person, title = self._named_in(phrase.words), title_of(phrase.head)
        return person if person and title in person.titles else None

    def _named_in(self, words: Sequence[Word]) -> Person | None:
        return next((self._people[w.stem] for w in words if w.stem in self._people), None)

    def resolve(self, phrase: Phrase) -> str | None:
        """The fullest name of who a phrase refers to; None where several people fit."""
        kind = self.kind(phrase)
        if kind is Kind.ORGANISATION:
            return self.organisation(phrase)
        person = self._person_in(phrase)
        if person is not None:
            return f"{person.full} {_SIDE}" if phrase.head == _SIDE else person.full
        title = title_of(phrase.head)
        if kind is not Kind.PERSON or title is None:
            return phrase.name
        return self._by_title(phrase, title)

    def _by_title(self, phrase: Phrase, title: str) -> str | None:
        before = [w.stem for w in phrase.words[:-1]]
        if before and is_surname(before[-1]) and self._surnamed(before[-1]):
            return self._by_surname(before[-1], title)
        if before and before[0] in _FORMER:
            return phrase.name
        before = [word for word in before if word not in DEMONSTRATIVES]
        if before and is_surname(before[-1]):
            return phrase.name
        place = phrase.head.removesuffix(title)
        places = [*before, *([place] if place else [])]
        fits = [p for p in self._people.values() if title in p.titles or phrase.head in p.titles]
        if places:
            fits = [p for p in fits if self._works_at(p, places)]
        if len(fits) == 1:
            return fits[0].full
        return None if fits else phrase.name

    def _by_surname(self, surname: str, title: str) -> str | None:
        people = self._surnamed(surname)
        if len(people) > 1:
            people = [p for p in people if title in p.titles]
        return people[0].full if len(people) == 1 else None

    def _works_at(self, person: Person, places: Sequence[str]) -> bool:
        """Whether the words before a title fit a person: an organisation, by any of its names."""
        known = {self._aliases.get(place, place) for place in person.places} | person.titles
        wanted = {self._aliases.get(place, place) for place in places} - {"겸"}
        return all(any(w in k or k in w for k in known) for w in wanted)


def _party(word: Word) -> bool:
    """As in "한결당": the analyser takes a party's name apart, but no noun it knows ("식당")."""
    return any((m.form, m.tag) == ("당", "NNG") for m in word.morphemes[1:])


def _market(phrase: Phrase) -> bool:
    """As in "시장" alone is a market more often than a mayor."""
    return phrase.head == "시장" and len(phrase.words) == 1
