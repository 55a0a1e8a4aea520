"""What the product would find and read, for every question of a data set.

Models learn best from what they will see: each question is searched for in the set's own index.
For the reader, the sentences that look best are taken as for an answer: what holds the right answer
is to be found, the rest is what misleads. The sentence with the answer is added where it was not
chosen. For the embedding model the passages are taken whole.
"""

import functools
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from eval.datasets import Dataset, Question
from index.corpus import Index
from index.query import Query
from ingest.document import Document
from ingest.language import detect
from ingest.sentences import find_sentences
from service.answering.answer import Turn
from service.answering.engine import long_forms
from service.answering.followup import understand
from service.answering.select import candidates
from service.answering.weights import UNREAD
from service.answering.worth_reading import worth_reading
from training.material import Asked, Excerpt, Gathered, Span

# Hits that sentences are chosen from, as for an answer.
_HITS = 8
# Passages that are found and do not answer: so many are kept whole.
_WHOLE_RIVALS = 3
# How much is read, times what an answer reads: less and more, so that no length is expected.
_ROOMS = (0.5, 0.75, 1.0, 1.0, 1.5)


def gather(dataset: Dataset, index: Index, chance: random.Random) -> Iterator[Gathered]:
    """Every question of a set of whole passages, completed from those before it as an answer would
    be, with what is found for it."""
    documents = {document.source: document for document in dataset.documents}
    articles, aliases = dataset.articles, long_forms(index.aliases())
    for question in dataset.questions:
        history = [Turn(turn.question) for turn in question.history]
        understood = understand(question.text, history)
        ranking = index.rank(Query(understood.text, _HITS))
        quotes = {hit.document.doc_id: index.quotes(hit.document.doc_id) for hit in ranking.hits}
        found = candidates(ranking, quotes, understood, aliases, UNREAD)
        chosen = worth_reading(found, room=chance.choice(_ROOMS))
        parts = {ranking.hits[rank - 1].document.source: one.parts for rank, one in chosen.items()}
        text = understood.text
        found_parts = {name: some or () for name, some in parts.items()}
        read = _asked(question, text, documents, found_parts, chance)
        read = replace(read, subject=articles.get(read.subject, read.subject))
        order = [hit.document.source for hit in ranking.hits]
        yield Gathered(read, _searched(question, text, documents, order, read.subject))


def _searched(
    question: Question,
    text: str,
    documents: Mapping[str, Document],
    order: Sequence[str],
    subject: str,
) -> Asked:
    """The whole passages that answer, and of those found, in order, the first that do not."""
    golds = _golds(question)
    answering = tuple(_whole(documents[name], spans) for name, spans in golds.items())
    others = (_whole(documents[name], ()) for name in order if name not in golds)
    rivals = [one for one in others if not _answers(one, question)]
    return Asked(text, subject, answering, tuple(rivals[:_WHOLE_RIVALS]))


def _asked(
    question: Question,
    text: str,
    documents: Mapping[str, Document],
    parts: Mapping[str, Sequence[Span]],
    chance: random.Random,
) -> Asked:
    """`parts` are the sentences chosen, by document, the likeliest document first."""
    golds = _golds(question)
    answering = [
        _excerpt(
            documents[name],
            _with_answer(documents[name], parts.get(name, ()), spans, chance),
            spans,
        )
        for name, spans in golds.items()
    ]
    rivals = [
        _excerpt(documents[name], some, ()) for name, some in parts.items() if name not in golds
    ]
    for name, spans in golds.items():
        document = documents[name]
        rest = [part for part in parts.get(name, ()) if spans and not _touched(part, spans)]
        if rest:
            rivals.insert(0, _excerpt(document, rest, ()))
    about = documents.get(question.about or "")
    if about is not None and not golds and about.source not in parts:
        rivals.insert(0, _whole(about, ()))
    rivals = [rival for rival in rivals if not _answers(rival, question)]
    subject = next(iter(golds), question.about or question.id)
    return Asked(text, subject, tuple(answering), tuple(rivals))


def _golds(question: Question) -> dict[str, list[Span]]:
    """By the name of each document that answers, where it does."""
    return {name: _spans(question, name) for name in question.gold}


def _answers(rival: Excerpt, question: Question) -> bool:
    """Whether it holds the words of an answer, so that it may well be one."""
    return any(len(answer) > 1 and answer in rival.text for answer in question.answers)


def _spans(question: Question, name: str) -> list[Span]:
    return [(gold.start, gold.end) for gold in question.gold_spans if gold.document == name]


def _with_answer(
    document: Document, chosen: Sequence[Span], answers: Sequence[Span], chance: random.Random
) -> Sequence[Span]:
    """The sentences chosen and one that holds an answer; with none chosen, some beside it too."""
    if chosen and (not answers or any(_touched(part, answers) for part in chosen)):
        return chosen
    every = _sentences(document)
    holding = [part for part in every if _touched(part, answers)][:1]
    beside = [] if chosen else chance.sample(every, min(3, len(every)))
    return sorted({*chosen, *holding, *beside})


def _touched(part: Span, spans: Iterable[Span]) -> bool:
    return any(start < part[1] and part[0] < end for start, end in spans)


def _excerpt(document: Document, parts: Sequence[Span], answers: Sequence[Span]) -> Excerpt:
    return _cut(document, (), answers).only(parts)


def _whole(document: Document, answers: Sequence[Span]) -> Excerpt:
    return _cut(document, _sentences(document), answers)


def _cut(document: Document, sentences: Sequence[Span], answers: Sequence[Span]) -> Excerpt:
    marked = tuple(dict.fromkeys(answers))
    return Excerpt(document.source, document.title, document.text, tuple(sentences), marked)


def _sentences(document: Document) -> Sequence[Span]:
    return _sentences_of(document.text)


@functools.lru_cache(maxsize=4096)  # a document is found for many questions
def _sentences_of(text: str) -> Sequence[Span]:
    return tuple((s.start, s.end) for s in find_sentences(text, detect(text)))
