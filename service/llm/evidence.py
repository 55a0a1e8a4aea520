"""What the sentences cited by a written one hold: words, numbers, names, yes or no."""

from collections.abc import Sequence
from functools import cached_property

from index import analyzer
from ingest import korean
from ingest.dates import days_named
from ingest.document import Alias, Language
from ingest.language import detect
from service.answering.figures import Figures, figures
from service.answering.select import Candidate
from service.llm.names import Named, names
from service.llm.negation import polarity
from service.llm.quoted import unquoted


class Written:
    """A written sentence, looked at once."""

    def __init__(self, text: str) -> None:
        morphemes = korean.morphemes(text)
        self.figures = figures(text, morphemes)
        self.names = names(text, morphemes)
        self.polarity = polarity(morphemes)
        self.terms = frozenset(analyzer.terms(morphemes))


class Evidence:
    """The cited sentences, with whom the articles name as speaker and addressee of their quotations
    and the days that they name."""

    def __init__(self, cited: Sequence[Candidate], aliases: Sequence[Alias]) -> None:
        self._cited, self._aliases = cited, aliases
        self._morphemes = [korean.morphemes(candidate.text) for candidate in cited]

    def holds_figures(self, written: Written) -> bool:
        """Whether every number and every day of the sentence is in what it cites."""
        return self._figures.hold(written.figures)

    def holds_names(self, written: Written) -> bool:
        """Whether every name of the sentence is, however it is abbreviated or spelt."""
        return all(map(self._named.has, written.names))

    def agrees(self, written: Written) -> bool:
        """Whether the sentence denies only where something that it cites denies and affirms only
        where something affirms, a quotation left out or not; and contradicts none of it word by
        word."""
        whole = [polarity(morphemes) for morphemes in self._morphemes]
        outside = [polarity(korean.morphemes(unquoted(one.text))) for one in self._cited]
        if any(map(written.polarity.contradicts, whole)):
            return False
        return any(one.negates == written.polarity.negates for one in (*whole, *outside))

    def covers(self, written: Written) -> float:
        """The share of the sentence's words with meaning that are in what it cites."""
        held = {term for morphemes in self._morphemes for term in analyzer.terms(morphemes)}
        held |= set(analyzer.terms(korean.morphemes("\n".join(self._people))))
        return len(written.terms & held) / len(written.terms) if written.terms else 1.0

    def speaks(self, language: Language) -> bool:
        """Whether one of the cited sentences is in that language."""
        return any(detect(candidate.text) is language for candidate in self._cited)

    @cached_property
    def _figures(self) -> Figures:
        found = [
            figures(
                candidate.text,
                morphemes,
                days_named(
                    candidate.hit.document, candidate.sentence.start, candidate.sentence.end
                ),
            )
            for candidate, morphemes in zip(self._cited, self._morphemes, strict=True)
        ]
        return Figures(
            frozenset(value for one in found for value in one.values),
            frozenset(day for one in found for day in one.days),
        )

    @cached_property
    def _named(self) -> Named:
        text = "\n".join([*(candidate.text for candidate in self._cited), *self._people])
        return Named(text, korean.morphemes(text), self._aliases, self._people)

    @cached_property
    def _people(self) -> tuple[str, ...]:
        """Speakers and addressees, as fully as the articles name them."""
        quotes = [candidate.quote for candidate in self._cited if candidate.quote]
        people = [who for quote in quotes for who in (quote.speaker, quote.addressee) if who]
        return tuple(dict.fromkeys(people))
