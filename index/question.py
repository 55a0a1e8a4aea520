"""A question in every form the legs of the search need."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from index import analyzer
from index.asked_days import AskedDays, asked_days
from index.centring import centred_question, yardsticks
from index.dense import Matrix
from index.embedder import Embedder
from index.expansion import OtherName, from_aliases, from_sounds
from index.fusion import Lexicon, lexicon
from index.lexical import Leg
from index.query import Query
from index.view import View
from ingest import korean
from ingest.document import Language, Morpheme
from ingest.language import detect
from ingest.periods import Days
from ingest.timestamps import KOREA


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for.

    `other_terms` and `other_bigrams` belong to other names of what the question names: they find
    passages, but a passage is not expected to hold them. `meant` leads from such a term to the
    term of the question that it stands for. `days` are what the question's names of days mean, each
    with a term among `terms` and with the words that name it. `vector` is moved as the indexed
    vectors were; `yardsticks` says, by a passage's language, what a similarity to it is measured
    in.
    """

    language: Language
    terms: Lexicon
    bigrams: Lexicon
    other_terms: tuple[str, ...]
    other_bigrams: tuple[str, ...]
    meant: Mapping[str, str]
    days: Mapping[AskedDays, frozenset[str]]
    vector: Matrix
    yardsticks: Mapping[Language, float]

    def in_its_words(self, terms: Sequence[str], named: Sequence[Days] = ()) -> Sequence[str]:
        """Terms of a text that names some days, with the other names and the days called as the
        question calls them."""
        said = [self.meant.get(term, term) for term in terms] if self.meant else terms
        for asked, words in self.days.items():
            if times := sum(map(asked.met_by, named)):
                said = [*said, *[asked.term] * times, *sorted(words.difference(said))]
        return said


def understand(view: View, embedder: Embedder, query: Query) -> Question:
    """Analyse and embed a question, and look up what else its names are called."""
    language, extras = query.language or detect(query.text), view.snapshot.extras
    vector = centred_question(embedder.encode_query(query.text), language, extras)
    morphemes = korean.morphemes(query.text)
    terms, bigrams = analyzer.terms(morphemes), analyzer.bigrams(query.text)
    days = asked_days(query.text, query.as_of or datetime.now(KOREA), view.count_naming)
    frequencies = dict(view.document_frequencies(Leg.TERMS, terms))
    frequencies |= {asked.term: asked.passages for asked in days}
    others = from_aliases(query.text, view.aliases())
    others += from_sounds(query.text, view.names_sounding)
    known = view.document_frequencies(Leg.TERMS, [t for o in others for t in _terms(o.name)])
    return Question(
        language=language,
        terms=lexicon([*terms, *(asked.term for asked in days)], frequencies, view.passages_in_all),
        bigrams=lexicon(
            bigrams, view.document_frequencies(Leg.BIGRAMS, bigrams), view.passages_in_all
        ),
        other_terms=tuple(sorted(known.keys() - set(terms))),
        other_bigrams=tuple(sorted({b for o in others for b in analyzer.bigrams(o.name)})),
        meant=_meant(others, set(terms), known),
        days={asked: _words_naming(asked, morphemes) for asked in days},
        vector=vector,
        yardsticks=yardsticks(vector, extras),
    )


def _words_naming(asked: AskedDays, morphemes: Iterable[Morpheme]) -> frozenset[str]:
    return frozenset(
        analyzer.terms(one for one in morphemes if asked.start <= one.start < asked.end)
    )


def _terms(text: str) -> list[str]:
    return analyzer.terms(korean.morphemes(text))


def _meant(
    others: Iterable[OtherName], asked: set[str], frequencies: Mapping[str, int]
) -> dict[str, str]:
    """The rarest word of another name stands for the question's name; its common words do not."""
    found: dict[str, str] = {}
    for other in others:
        names = [term for term in _terms(other.asked) if term in asked]
        words = [term for term in _terms(other.name) if term not in asked and frequencies[term]]
        if names and words:
            rarest = min(words, key=lambda word: (frequencies[word], word))
            found.setdefault(rarest, names[0])  # of two names, the one that counts more is first
    return found
