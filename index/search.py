"""A question to ranked passages and, inside the best ones, scored sentences.

Three legs find candidates (morphemes, character bigrams, vectors); every candidate is then scored
by all of them, and the best are scored again by their best sentence. The sentences' own scores are
kept: the answer is picked from them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from index import analyzer
from index.centring import centred_question
from index.dense import Matrix
from index.embedder import PassageText, TokenEmbedder
from index.expansion import expansions
from index.fusion import Lexicon, fuse, lexicon
from index.interaction import Interaction, interact
from index.lexical import Leg
from index.query import Hit, Query, RankedSentence, Ranking
from index.records import StoredPassage, StoredSentence
from index.view import View
from ingest import korean
from ingest.language import detect

# Candidates from each leg. The right passage was in the first 50 of some leg for all but 4 of
# KorQuAD's 5,774 questions.
_CANDIDATES = 50

# Passages whose sentences are looked at, at least: past this the right one is hardly ever lifted.
_NEAR = 24

# BM25 over one sentence: k1 and b as for passages; the mean length of a news sentence in terms.
_K1, _B, _MEAN_TERMS = 1.2, 0.75, 18.0


@dataclass(frozen=True, slots=True)
class _Question:
    """A question in every form the legs need. `added` are terms of its abbreviations' long forms
    and the other way round: they find passages but are not expected of them."""

    terms: Lexicon
    bigrams: Lexicon
    added: tuple[str, ...]
    vector: Matrix


def search(view: View, embedder: TokenEmbedder, query: Query, read: int = 0) -> Ranking:
    """The `query.k` best passages of the view, best first, ties by passage id; with sentences.

    The first `read` of them are read beside the question, token by token (index.interaction).
    """
    question = _understand(view, embedder, query)
    parts = _candidates(view, question)
    scores = {row: fuse(found) for row, found in parts.items()}
    near = sorted(scores, key=lambda row: (-scores[row], row))[: max(_NEAR, query.k)]
    sentences = _sentences(view, question, near)
    for row, found in sentences.items():
        parts[row]["sentence_lexical"] = max((s.lexical for s in found), default=0.0)
        parts[row]["sentence_dense"] = max((s.dense for s in found), default=parts[row]["dense"])
    passages = view.passages(near)
    totals = {row: fuse(parts[row]) for row in passages}
    order = sorted(passages, key=lambda row: (-totals[row], passages[row].passage.passage_id))
    order = order[: query.k]
    readings = dict(
        zip(order, _read(view, embedder, query, order[:read], passages, sentences), strict=False)
    )
    for row, reading in readings.items():
        parts[row]["interaction"] = reading.passage
        parts[row]["weakest"] = reading.weakest
    return Ranking(
        _hits(view, order, passages, totals, parts),
        tuple(
            sentence
            for rank, row in enumerate(order, 1)
            for sentence in _ranked(rank, sentences[row], readings.get(row))
        ),
    )


def _read(
    view: View,
    embedder: TokenEmbedder,
    query: Query,
    rows: list[int],
    passages: Mapping[int, StoredPassage],
    sentences: Mapping[int, list["_Scored"]],
) -> list[Interaction]:
    texts = [
        PassageText(
            passages[row].title,
            passages[row].passage.text,
            tuple(
                (s.stored.start - passages[row].passage.start,
                 s.stored.end - passages[row].passage.start)
                for s in sentences[row]
            ),
        )
        for row in rows
    ]  # fmt: skip
    return interact(embedder, query.text, texts, view.snapshot.extras)


def _ranked(
    rank: int, scored: list["_Scored"], reading: Interaction | None
) -> Iterator[RankedSentence]:
    for place, s in enumerate(scored):
        interaction = None if reading is None else reading.sentences[place]
        yield RankedSentence(
            rank, s.stored.start, s.stored.end, s.dense, s.lexical, s.coverage, interaction
        )


def _understand(view: View, embedder: TokenEmbedder, query: Query) -> _Question:
    language = query.language or detect(query.text)
    vector = centred_question(embedder.encode_query(query.text), language, view.snapshot.extras)
    terms = analyzer.terms(korean.morphemes(query.text))
    bigrams = analyzer.bigrams(query.text)
    added = analyzer.terms(
        morpheme
        for name in expansions(query.text, view.aliases())
        for morpheme in korean.morphemes(name)
    )
    return _Question(
        lexicon(terms, view.document_frequencies(Leg.TERMS, terms), view.passages_in_all()),
        lexicon(bigrams, view.document_frequencies(Leg.BIGRAMS, bigrams), view.passages_in_all()),
        tuple(term for term in dict.fromkeys(added) if term not in terms),
        vector,
    )


def _candidates(view: View, question: _Question) -> dict[int, dict[str, float]]:
    """Every passage that is among the best of some leg, with all legs' scores."""
    asked = [*question.terms.idf, *question.added]
    terms = dict(view.lexical(Leg.TERMS, asked, _CANDIDATES))
    bigrams = dict(view.lexical(Leg.BIGRAMS, question.bigrams.idf, _CANDIDATES))
    dense = dict(view.dense(question.vector, _CANDIDATES))
    rows = sorted(terms.keys() | bigrams.keys() | dense.keys())
    terms |= view.lexical_scores(Leg.TERMS, asked, [row for row in rows if row not in terms])
    bigrams |= view.lexical_scores(
        Leg.BIGRAMS, question.bigrams.idf, [row for row in rows if row not in bigrams]
    )
    vectors = view.vectors(rows)
    return {
        row: {
            "terms": _share(terms.get(row, 0.0), question.terms),
            "bigrams": _share(bigrams.get(row, 0.0), question.bigrams),
            "dense": float(vectors[row][0] @ question.vector),
        }
        for row in rows
        if row in vectors
    }


def _share(score: float, asked: Lexicon) -> float:
    """A BM25 score as a share of the most the question could reach."""
    return min(score / asked.reach, 1.0) if asked.reach else 0.0


@dataclass(frozen=True, slots=True)
class _Scored:
    stored: StoredSentence
    dense: float
    lexical: float
    coverage: float


def _sentences(view: View, question: _Question, rows: list[int]) -> dict[int, list[_Scored]]:
    vectors = view.vectors(rows)
    return {
        row: [
            _Scored(
                sentence,
                float(vectors[row][1 + sentence.ordinal] @ question.vector),
                _sentence_bm25(sentence.terms, question.terms),
                question.terms.coverage(sentence.terms),
            )
            for sentence in stored
        ]
        for row, stored in view.sentences(rows).items()
    }


def _sentence_bm25(terms: Iterable[str], asked: Lexicon) -> float:
    """BM25 of a sentence with the passages' idf, as a share of the question's reach."""
    words = list(terms)
    damping = _K1 * (1 - _B + _B * len(words) / _MEAN_TERMS)
    counts = {term: words.count(term) for term in asked.idf.keys() & set(words)}
    score = sum(asked.idf[t] * n * (_K1 + 1) / (n + damping) for t, n in counts.items())
    return _share(score, asked)


def _hits(
    view: View,
    rows: list[int],
    passages: Mapping[int, StoredPassage],
    totals: Mapping[int, float],
    parts: Mapping[int, dict[str, float]],
) -> tuple[Hit, ...]:
    documents = view.documents(passages[row].passage.doc_id for row in rows)
    return tuple(
        Hit(
            passage=passages[row].passage,
            document=documents[passages[row].passage.doc_id],
            rank=rank,
            score=min(max(totals[row], 0.0), 1.0),
            scores={
                **parts[row],
                "lexical": (parts[row]["terms"] + parts[row]["bigrams"]) / 2,
            },
        )
        for rank, row in enumerate(rows, 1)
    )
