"""The sentences of the best passages, each with its own evidence.

A line is a sentence of a passage, or the passage's title: see index.segment. All lines are scored
together, as rows of arrays.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.candidates import Candidates, share
from index.lexical import K1, B, Scores
from index.postings import Integers
from index.question import Question
from index.snapshot import Lines
from index.term_keys import key_of
from index.view import View

# The mean length of a news sentence in terms; k1 and b are BM25's for passages.
_MEAN_TERMS = 18.0


@dataclass(frozen=True, slots=True)
class SentenceScores:
    """The lines of some passages, one passage after the other, with their scores.

    For each line: `dense`, `lexical` and `coverage` (see index.query.RankedSentence), of a title
    nothing; for each passage: the best of its sentences, and the `coverage` of passage and title.
    """

    lines: Lines
    dense: Scores
    lexical: Scores
    coverage: Scores
    best: Mapping[str, Scores]

    def of(self, passage: int) -> Iterator[tuple[int, int, float, float, float]]:
        """A passage's sentences in order: begin and end in the document, then their scores."""
        first = int(self.lines.first[passage]) + 1
        after = self.lines.first[passage + 1 : passage + 2]
        some = slice(first, int(after[0]) if len(after) else len(self.lines))
        columns = (self.lines.begins, self.lines.ends, self.dense, self.lexical, self.coverage)
        return zip(*(column[some].tolist() for column in columns), strict=True)


def score_sentences(view: View, question: Question, near: Candidates) -> SentenceScores:
    """The sentences of passages, in the order of the text."""
    lines = view.snapshot.lines_of(near.places)
    counts, lengths = _counts(view, question, near.places, lines)
    idf = np.array(list(question.terms.idf.values()))
    titles = lines.first
    held = counts > 0.0
    dense = question.compared.of(lines.numbers) / np.repeat(near.yardsticks, _sizes(lines))
    lexical = share(_bm25(counts, lengths, idf), question.terms)
    dense[titles], lexical[titles] = -np.inf, 0.0
    nearest = np.maximum.reduceat(dense, titles)
    return SentenceScores(
        lines,
        dense,
        lexical,
        _share(held, idf),
        {
            "sentence_lexical": np.maximum.reduceat(lexical, titles),
            "sentence_dense": np.where(np.isinf(nearest), 0.0, nearest),
            "coverage": _share(np.logical_or.reduceat(held, titles), idf),
        },
    )


def _bm25(counts: Scores, lengths: Scores, idf: Scores) -> Scores:
    """BM25 of lines with the passages' idf."""
    damping = K1 * (1 - B + B * lengths / _MEAN_TERMS)
    scores: Scores = (counts * (K1 + 1) / (counts + damping[:, None])) @ idf
    return scores


def _share(held: NDArray[np.bool_], idf: Scores) -> Scores:
    """The share of the question's idf that lines with these of its terms hold."""
    total = idf.sum()
    shares: Scores = held @ idf / total if total else np.zeros(len(held))
    return shares


def _sizes(lines: Lines) -> Integers:
    return np.diff(lines.first, append=len(lines))


def _counts(
    view: View, question: Question, places: Integers, lines: Lines
) -> tuple[Scores, Scores]:
    """How often each line holds each term of the question (lines, terms), other names and days
    called as the question calls them, and how many terms it has."""
    columns = {term: column for column, term in enumerate(question.terms.idf)}
    called = {key_of(term): [term] for term in columns}
    for term, meant in question.meant.items():
        called[key_of(term)] = [*called.get(key_of(term), ()), *meant]
    keys = sorted(called)
    stands = np.zeros((len(keys), len(columns)))
    for number, key in enumerate(keys):
        stands[number, [columns[term] for term in called[key]]] = 1.0
    counts = lines.count(np.array(keys, np.uint64), np.arange(len(keys)), len(keys)) @ stands
    lengths = lines.lengths.astype(np.float64)
    if question.days:
        _add_days(view, question, places, lines, columns, counts, lengths)
    return counts, lengths


def _add_days(
    view: View,
    question: Question,
    places: Integers,
    lines: Lines,
    columns: Mapping[str, int],
    counts: Scores,
    lengths: Scores,
) -> None:
    """Count the days that sentences name as the question's term for them, with its words for them
    where the sentence has others."""
    rows = view.snapshot.rows[places].tolist()
    named = view.named_days(rows)
    sizes = _sizes(lines).tolist()
    for row, first, size in zip(rows, lines.first.tolist(), sizes, strict=True):
        for line in range(first + 1, first + size) if named[row] else ():
            begin, end = lines.begins[line], lines.ends[line]
            said = [one.days for one in named[row] if begin <= one.start < end]
            for asked, words in question.days.items():
                if times := sum(map(asked.met_by, said)):
                    lacking = [columns[word] for word in words if not counts[line, columns[word]]]
                    counts[line, columns[asked.term]] += times
                    counts[line, lacking] = 1.0
                    lengths[line] += times + len(lacking)
