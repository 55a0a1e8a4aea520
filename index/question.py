"""A question in every form the legs of the search need."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from index import analyzer
from index.asked_days import AskedDays, asked_days
from index.centring import centred_question, yardsticks
from index.dense import Comparison
from index.embedder import Embedder
from index.expansion import OtherName, from_sounds
from index.fusion import Lexicon, lexicon
from index.glossary import glossary
from index.lexical import Words
from index.postings import Leg
from index.query import Query
from index.unwritten import unwritten
from index.view import View
from ingest import korean
from ingest.document import Language, Morpheme
from ingest.language import detect
from ingest.timestamps import KOREA


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for.

    `other_terms` and `other_bigrams` belong to other names of what the question names, and to what
    a text need not have (index.unwritten): they find passages, but a passage is not expected to
    hold them. `meant` leads from such a term to the term of the question that it stands for.
    `days` are what the question's names of days mean, each with a term among `terms` and with the
    words that name it: a text that names such a day another way is taken to hold these too.
    `compared` is the question's vector beside the indexed ones, moved as they were; `yardsticks`
    says, by a passage's language, what a similarity to it is measured in.
    """

    language: Language
    terms: Lexicon
    bigrams: Lexicon
    other_terms: tuple[str, ...]
    other_bigrams: tuple[str, ...]
    meant: Mapping[str, tuple[str, ...]]
    days: Mapping[AskedDays, frozenset[str]]
    compared: Comparison
    yardsticks: Mapping[Language, float]


def understand(view: View, embedder: Embedder, query: Query) -> Question:
    """Analyse and embed a question, and look up what else its names are called."""
    language, extras = query.language or detect(query.text), view.snapshot.extras
    vector = centred_question(embedder.encode_query(query.text), language, extras)
    morphemes = korean.morphemes(query.text)
    optional = unwritten(morphemes)
    terms = analyzer.terms(one for one in morphemes if one not in optional)
    bigrams = analyzer.bigrams(_without(query.text, optional))
    days = asked_days(query.text, query.as_of or datetime.now(KOREA), view.count_naming)
    words = view.words[Leg.TERMS]
    translated = _translated(words, terms)
    frequencies = words.frequencies(terms)
    frequencies |= {asked.term: asked.passages for asked in days}
    others = view.aliases.named_in(query.text)
    others += from_sounds(query.text, view.names_sounding)
    known = words.frequencies([t for o in others for t in _terms(o.name)])
    passages = view.snapshot.count
    return Question(
        language=language,
        terms=lexicon([*terms, *(asked.term for asked in days)], frequencies, passages),
        bigrams=lexicon(bigrams, view.words[Leg.BIGRAMS].frequencies(bigrams), passages),
        other_terms=tuple(sorted({*known, *analyzer.terms(optional)} - set(terms))),
        other_bigrams=tuple(sorted({b for o in others for b in analyzer.bigrams(o.name)})),
        meant={**translated, **_meant(others, set(terms), known)},
        days={asked: _words_naming(asked, morphemes) for asked in days},
        compared=view.compare(vector),
        yardsticks=yardsticks(vector, extras),
    )


def _without(text: str, morphemes: Iterable[Morpheme]) -> str:
    for one in morphemes:
        text = text[: one.start] + " " * (one.end - one.start) + text[one.end :]
    return text


def _words_naming(asked: AskedDays, morphemes: Iterable[Morpheme]) -> frozenset[str]:
    return frozenset(
        analyzer.terms(one for one in morphemes if asked.start <= one.start < asked.end)
    )


def _terms(text: str) -> list[str]:
    return analyzer.terms(korean.morphemes(text))


def _translated(words: Words, terms: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """What stands for terms of the question in the other language, each with these terms, which are
    counted where it is from now on."""
    called = list(glossary().renderings(terms))
    known = words.frequencies(term for one in called for term in one.terms)
    found: dict[str, dict[str, None]] = {}
    for one in called:
        rarest = min(one.terms, key=lambda term: (known[term], term))
        if known[rarest] and rarest not in terms:
            found.setdefault(rarest, {}).update(dict.fromkeys(one.asked))
    names: dict[str, list[str]] = {}
    for rarest, asked in found.items():
        for term in asked:
            names.setdefault(term, []).append(rarest)
    words.join(names)
    return {rarest: tuple(asked) for rarest, asked in found.items()}


def _meant(
    others: Iterable[OtherName], asked: set[str], frequencies: Mapping[str, int]
) -> dict[str, tuple[str, ...]]:
    """The rarest word of another name stands for the question's name; its common words do not."""
    found: dict[str, tuple[str, ...]] = {}
    for other in others:
        names = [term for term in _terms(other.asked) if term in asked]
        words = [term for term in _terms(other.name) if term not in asked and frequencies[term]]
        if names and words:
            rarest = min(words, key=lambda word: (frequencies[word], word))
            found.setdefault(rarest, (names[0],))  # of two names, the one that counts more is first
    return found
