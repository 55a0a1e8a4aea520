"""Who said what to whom in English sentences, direct and reported."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

from ingest.document import Quote, Sentence, Span
from ingest.english_people import EnglishPeople, opens_with_place
from ingest.english_phrases import (
    NOUN_PHRASE,
    Verb,
    blot_out,
    find_verbs,
    phrase_after,
    phrase_before,
)
from ingest.quotations import find_quotations
from ingest.reporting_verbs import SpeechAct, act_of
from ingest.word_lists import listed

_MAX_QUOTATION = 2_000
# Fewer words in quotation marks are a name or a catchword; fewer reported are no statement.
_MIN_WORDS = 3
# Between a quotation and its verb: ", Kuk Jae-ha, the president of HIST, ".
_MAX_BETWEEN = 9
_ADVERBS = re.compile(
    r"(?:,\s*(?:however|meanwhile|instead|too|in turn),"
    r"|\s+(?:also|later|then|earlier|once|again|repeatedly|publicly|formally|reportedly|had|has|have|"
    r"further|instead|separately|first|still|today|immediately|briefly|would|will|did|on \w+day)\b"
    r")*\s*$",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he|[Tt]hey|[Ii]t|[Ww]ho)$")
_APPOSITION = re.compile(r"([^,]+), [^,]{3,90},$")
_DATELINE = re.compile(r"^[A-Z][A-Z .,0-9a-z]{2,30} ?[—–-]+ ")
_WHEN = re.compile(
    r"\s*(?:(?:on|in|at|during) (?!that)[^,“\"]{2,40}? (?=that\b)|on \w+day )?(?:that\s+)?"
)
_TAIL_SAID = re.compile(r", (?:[\w’'-]+ ){1,4}(?:said|added)$")
# Verbs whose first object is who is spoken to.
_TAKES_PERSON = listed(
    """
    tell ask urge order instruct press direct advise remind inform warn encourage beg implore
    require assure promise invite request
    """
)
# Verbs that take a clause without "that".
_BARE_CLAUSE = listed(
    """
    say add tell note explain warn argue announce insist claim stress
    """
)
_TO = re.compile(
    rf"\s+(?:(?:on|to|with) )?"
    rf"(?:(?:{NOUN_PHRASE.pattern}|them|him|her|it|us)(?: \([^()]{{2,40}}\))? )?"
    r"(?:not )?(?:to|that) (?=[a-z])"
)
_FOR = re.compile(rf"\s+(?:{NOUN_PHRASE.pattern} )?for (?=\w)")


class EnglishReader:
    """Reads the English sentences of one article in order, remembering the last speaker."""

    def __init__(self, text: str, aliases: Mapping[str, str]) -> None:
        self._text = text
        self._aliases = aliases
        self._last: str | None = None
        self._said_last = False  # whether the sentence before quoted somebody
        self._gender: dict[str, str] = {}

    @cached_property
    def _people(self) -> EnglishPeople:
        """Looked for in the whole text, and only where there is an English sentence."""
        return EnglishPeople(self._text, self._aliases)

    def read(self, sentence: Sentence) -> Iterator[Quote]:
        """The quotations of one sentence."""
        content = self._text[sentence.start : sentence.end]
        marked = [q for q in find_quotations(content, _MAX_QUOTATION) if content[q.start] != "'"]
        quotes = [q for q in marked if len(content[q.start : q.end].split()) >= _MIN_WORDS]
        masked = blot_out(content, quotes)
        opening = self._opening(masked)
        reading = _Reading(content, masked, quotes, self._people, self._pronoun, opening)
        speaker: str | None = None
        for quote in reading.quotes(sentence):
            if self._stands_alone(content, quotes) and self._said_last:
                quote = _spoken_by(quote, self._last)
            speaker = quote.speaker or speaker
            yield quote
        self._last = speaker or opening or self._last
        self._said_last = speaker is not None

    def _opening(self, masked: str) -> str | None:
        """The person the sentence opens with: its subject, as a rule."""
        body = _DATELINE.sub("", masked)
        phrase = phrase_after(body)
        if phrase is None or not self._people.is_person(phrase):
            return None
        return self._people.resolve(phrase)

    def _stands_alone(self, content: str, quotes: Sequence[Span]) -> bool:
        """A sentence that is one quotation and nothing else goes on with the last speaker."""
        return len(quotes) == 1 and quotes[0].end - quotes[0].start >= len(content.strip()) - 1

    def _pronoun(self, pronoun: str, opening: str | None) -> str | None:
        """Who "he" or "she" is; nobody where the other pronoun was used for the same person."""
        gender = pronoun.lower()
        who = opening or self._last
        if gender not in ("he", "she") or who is None:
            return None
        if self._gender.setdefault(who, gender) != gender:
            return None
        return who


def _spoken_by(quote: Quote, speaker: str | None) -> Quote:
    return Quote(quote.start, quote.end, quote.sentence, speaker, None, None, direct=True)


class _Reading:
    """One sentence: its quotations and verbs, and the people they belong to."""

    def __init__(
        self,
        content: str,
        masked: str,
        quotes: Sequence[Span],
        people: EnglishPeople,
        pronoun: Callable[[str, str | None], str | None],
        opening: str | None,
    ) -> None:
        self._content = content
        self._masked = masked
        self._spans = quotes
        self._people = people
        self._who = pronoun
        self._opening = opening
        self._verbs = list(find_verbs(masked))
        self._by_span = [self._verb_of(span) for span in quotes]

    def quotes(self, sentence: Sentence) -> Iterator[Quote]:
        shift, whole = sentence.start, Span(sentence.start, sentence.end)
        said: tuple[str | None, str | None, str | None] = (None, None, None)
        for span, verb in zip(self._spans, self._by_span, strict=True):
            if verb is not None:
                said = (self._subject(verb), self._addressee(verb), verb.lemma)
            start, end = _inside(self._content, span)
            yield Quote(shift + start, shift + end, whole, *said, direct=True)
        for verb in self._verbs:
            reported = None if self._quotes_directly(verb) else self._reported(verb)
            if reported is None or self._subject_phrase(verb) is None:
                continue
            start, end = reported
            who, to = self._subject(verb), self._addressee(verb)
            yield Quote(shift + start, shift + end, whole, who, to, verb.lemma, direct=False)

    def _verb_of(self, span: Span) -> Verb | None:
        """The verb that reports a quotation: just behind it, or just before it."""
        for verb in self._verbs:
            between = self._masked[span.end : verb.start]
            near = len(between.split()) <= _MAX_BETWEEN and re.search(r"[.;:“]", between) is None
            if verb.start >= span.end and near:
                return verb
        for verb in reversed(self._verbs):
            if verb.end <= span.start and "“" not in self._masked[verb.end : span.start]:
                return verb
        return None

    def _quotes_directly(self, verb: Verb) -> bool:
        """Whether the verb has a quotation right beside it, so that it reports nothing else."""
        if verb not in self._by_span:
            return False
        right = self._masked[verb.end :].find("“")
        return right < 0 or len(self._masked[verb.end : verb.end + right].split()) < 2 * _MIN_WORDS

    def _subject(self, verb: Verb) -> str | None:
        if verb.participle and verb is not self._verbs[0]:
            return self._subject(self._verbs[self._verbs.index(verb) - 1])
        phrase = self._subject_phrase(verb)
        if phrase is None:
            return self._opening if self._coordinated(verb) else None
        if _PRONOUN.fullmatch(phrase):
            later = self._masked.find(phrase) > 0
            return self._who(phrase, self._opening if later else None)
        return self._people.resolve(phrase)

    @property
    def _first_phrase(self) -> str | None:
        """The noun phrase the sentence opens with, "In Haesol" and the like aside."""
        phrase = phrase_after(self._masked)
        return phrase if phrase is not None and not opens_with_place(phrase) else None

    def _left(self, verb: Verb) -> str:
        quoted = self._masked.rfind("”", 0, verb.start)
        left = self._masked[quoted + 1 : verb.start]
        adverbs = _ADVERBS.search(left)
        return left[: adverbs.start()] if adverbs else left

    def _coordinated(self, verb: Verb) -> bool:
        """As in "... gave homework and told both": the sentence's subject goes on."""
        return self._left(verb).rstrip().endswith((" and", " but", ","))

    def _subject_phrase(self, verb: Verb) -> str | None:
        if verb.participle:
            return self._first_phrase
        if self._follows_quotation(verb):
            return phrase_after(self._masked[verb.end :])
        left = self._left(verb)
        if left.rstrip().endswith((" and", " but")):
            return self._opening
        pronoun = _PRONOUN.search(left)
        if pronoun:
            return pronoun.group()
        if left.endswith(","):
            apposition = _APPOSITION.search(left)
            return phrase_before(apposition[1]) if apposition else None
        return phrase_before(left)

    def _follows_quotation(self, verb: Verb) -> bool:
        """“…,” said Eo Yun-chae."""
        return self._masked[: verb.start].rstrip().endswith("”")

    def _addressee(self, verb: Verb) -> str | None:
        rest = self._masked[verb.end : verb.end + 120]
        if verb.lemma in ("call", "appeal"):
            there = re.match(r"\s+(?:on|to) ", rest)
        elif verb.lemma in _TAKES_PERSON:
            there = re.match(r"", rest)
        else:
            there = re.match(r"\s+(?:\w+ ){0,3}?to (?=[A-Z]|the |reporters)", rest)
        inverted = self._follows_quotation(verb) and verb.lemma != "tell"
        phrase = phrase_after(rest[there.end() :]) if there and not inverted else None
        return self._people.resolve(phrase) if phrase else None

    def _reported(self, verb: Verb) -> tuple[int, int] | None:
        """Where a reported clause stands: behind its verb, or before "…, Eo said"."""
        end = len(self._content.rstrip(' .”"'))
        rest = self._masked[verb.end : end]
        if act_of(verb.lemma) in (SpeechAct.ASK, SpeechAct.PROMISE):
            wants = _TO.match(rest) or (_FOR.match(rest) if verb.lemma in ("ask", "call") else None)
            return self._clause(verb.end + wants.end(), end, verb) if wants else None
        if not rest.strip() or rest.lstrip().startswith(","):
            return self._clause_before(verb)
        start = self._clause_start(verb, rest)
        return self._clause(start, end, verb) if start is not None else None

    def _clause_start(self, verb: Verb, rest: str) -> int | None:
        when = _WHEN.match(rest)
        length = when.end() if when else 0
        if "that" in rest[:length]:
            return verb.end + length
        if verb.lemma in _TAKES_PERSON:
            told = NOUN_PHRASE.match(rest.lstrip())
            ordered = re.match(r"\s+(?:that |to )?", rest[told.end() + 1 :]) if told else None
            return verb.end + told.end() + 1 + ordered.end() if told and ordered else None
        return verb.end + length if verb.lemma in _BARE_CLAUSE else None

    def _clause(self, start: int, end: int, verb: Verb) -> tuple[int, int] | None:
        """The clause from `start`, cut before a quotation, the next verb's "and", ", he said"."""
        marks = [at for at in (self._masked.find("“", start),) if at >= 0]
        marks += [
            joint
            for other in self._verbs
            if other.start > start
            and (joint := self._masked.rfind(" and ", start, other.start)) > 0
            and joint + 5 == other.start
        ]
        marks += [other.start for other in self._verbs if other.participle and other.start > start]
        piece = self._content[start : min([end, *marks])].rstrip(" ,")
        piece = _TAIL_SAID.sub("", piece)
        return (start, start + len(piece)) if len(piece.split()) >= _MIN_WORDS else None

    def _clause_before(self, verb: Verb) -> tuple[int, int] | None:
        comma = self._masked.rfind(", ", 0, verb.start)
        if comma < 0 or "”" in self._masked[:comma] or self._subject_phrase(verb) is None:
            return None
        subject = self._masked[comma : verb.start].split()
        if len(subject) > 2 * _MIN_WORDS + 1 or len(self._content[:comma].split()) < _MIN_WORDS:
            return None
        return (0, comma)


def _inside(content: str, quote: Span) -> tuple[int, int]:
    """What stands between the marks, without the comma that belongs to the sentence around it."""
    start, end = quote.start + 1, quote.end - 1
    piece = content[start:end]
    end -= len(piece) - len(piece.rstrip().rstrip(",").rstrip())
    return start + len(piece) - len(piece.lstrip()), end
