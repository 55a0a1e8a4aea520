"""A question to ranked passages and, inside the best ones, scored sentences.

Candidates are fused, the best of them looked at sentence by sentence, and fused again. The
sentences' own scores are kept: the answer is picked from them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from index.candidates import find_candidates, usual_lexical
from index.embedder import PassageText, TokenEmbedder
from index.fusion import fuse
from index.interaction import Interaction, interact
from index.query import Hit, Query, RankedSentence, Ranking
from index.question import understand
from index.records import StoredPassage
from index.sentence_scores import ScoredSentence, score_sentences
from index.view import View

# Passages whose sentences are looked at, at least: past this the right one is hardly ever lifted.
_NEAR = 24


@dataclass(frozen=True, slots=True)
class _Passage:
    """A passage with all that is known of it, for one question."""

    stored: StoredPassage
    parts: Mapping[str, float]
    score: float
    sentences: list[ScoredSentence]


def search(view: View, embedder: TokenEmbedder, query: Query, read: int = 0) -> Ranking:
    """The `query.k` best passages of the view, best first, ties by passage id; with sentences.

    The first `read` of them are read beside the question, token by token (index.interaction).
    """
    ranked = _ranked_passages(view, embedder, query)
    texts = [_text(found) for found in ranked[:read]]
    readings = interact(embedder, query.text, texts, view.snapshot.extras)
    padded = [*readings, *[None] * (len(ranked) - len(readings))]
    documents = view.documents(found.stored.passage.doc_id for found in ranked)
    hits: list[Hit] = []
    sentences: list[RankedSentence] = []
    for rank, (found, reading) in enumerate(zip(ranked, padded, strict=True), 1):
        passage = found.stored.passage
        document = documents[passage.doc_id]
        hits.append(Hit(passage, document, rank, found.score, _scores(found, reading)))
        sentences.extend(_ranked_sentences(rank, found, reading))
    return Ranking(tuple(hits), tuple(sentences))


def _ranked_passages(view: View, embedder: TokenEmbedder, query: Query) -> list[_Passage]:
    question = understand(view, embedder, query)
    parts = find_candidates(view, question)
    languages = view.languages(parts)
    usual = usual_lexical(parts, languages)
    first = {row: fuse(found, usual[languages[row]]) for row, found in parts.items()}
    near = sorted(first, key=lambda row: (-first[row], row))[: max(_NEAR, query.k)]
    sentences = score_sentences(view, question, near)
    found = []
    for row, stored in view.passages(near).items():
        best = {
            "sentence_lexical": max((s.lexical for s in sentences[row]), default=0.0),
            "sentence_dense": max((s.dense for s in sentences[row]), default=0.0),
        }
        score = fuse(parts[row] | best, usual[languages[row]])
        found.append(_Passage(stored, parts[row] | best, score, sentences[row]))
    return sorted(found, key=lambda p: (-p.score, p.stored.passage.passage_id))[: query.k]


def _text(found: _Passage) -> PassageText:
    passage = found.stored.passage
    spans = tuple(
        (s.stored.start - passage.start, s.stored.end - passage.start) for s in found.sentences
    )
    return PassageText(found.stored.title, passage.text, spans)


def _scores(found: _Passage, reading: Interaction | None) -> Mapping[str, float]:
    lexical = (found.parts["terms"] + found.parts["bigrams"]) / 2
    read = {} if reading is None else {"interaction": reading.passage, "weakest": reading.weakest}
    return {**found.parts, "lexical": lexical, **read}


def _ranked_sentences(
    rank: int, found: _Passage, reading: Interaction | None
) -> Iterator[RankedSentence]:
    for place, s in enumerate(found.sentences):
        interaction = None if reading is None else reading.sentences[place]
        yield RankedSentence(
            rank, s.stored.start, s.stored.end, s.dense, s.lexical, s.coverage, interaction
        )
