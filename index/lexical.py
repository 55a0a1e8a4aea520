"""BM25 over a snapshot's postings.

score(q, p) = sum over the query's distinct terms t of
    idf(t) * f(t, p) * (k1 + 1) / (f(t, p) + k1 * (1 - b + b * |p| / mean |p|)),
idf(t) = max(ln((N - n(t) + 0.5) / (n(t) + 0.5)), 1e-6), k1 = 1.2, b = 0.75: Robertson & Zaragoza
2009, "The Probabilistic Relevance Framework", with a floor under the inverse document frequency of
terms in more than half of the passages. N counts the snapshot's living passages.

Terms are added up from the rarest on. When a passage that has none of those so far can no longer
get among the best, the others are only looked up where they still matter (Turtle & Flood 1995,
"Query evaluation: strategies and optimizations", call it MaxScore): the result is the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import log
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.highest import highest
from index.postings import MOST_COUNTED, Integers, Leg
from index.term_keys import keys_of

if TYPE_CHECKING:
    from index.snapshot import Snapshot

K1, B = 1.2, 0.75
_FLOOR = 1e-6
# So many postings are added up without asking whether all of them matter: it takes under a
# millisecond.
_PLAIN = 65_536
# Postings of a common term that are added at a time: what is computed of them stays in the
# processor's cache, and its memory is used again.
_AT_ONCE = 32_768
# A little less than a score, however it was rounded.
_BELOW = 1 - 1e-9

Scores = NDArray[np.float64]


def inverse_frequency(passages: int, holding: int) -> float:
    """Idf of a term that `holding` of `passages` hold."""
    return max(log((passages - holding + 0.5) / (holding + 0.5)), _FLOOR)


def norms(lengths: NDArray[np.int32], mean: float) -> Scores:
    """What a passage's length does to its terms: k1 * (1 - b + b * |p| / mean |p|)."""
    return K1 * (1 - B + B / max(mean, 1.0) * lengths.astype(np.float64))


@dataclass(frozen=True, slots=True)
class Bonus:
    """What is added to some passages' scores whatever their words: places, ascending, and how
    much."""

    places: Integers
    scores: Scores


NO_BONUS = Bonus(np.empty(0, np.int64), np.empty(0))


@dataclass(frozen=True, slots=True)
class _Range:
    """Which passages of a segment hold a term, ascending, and how often; `base` is the place of the
    segment's first passage, `size` how many it has."""

    base: int
    size: int
    passages: NDArray[np.int32]
    counts: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class _Term:
    """One term: its idf, how many living passages hold it, how many passages at all, and where."""

    idf: float
    holding: int
    postings: int
    where: Sequence[_Range]

    def places(self) -> list[NDArray[np.int32]]:
        return [one.base + one.passages for one in self.where]

    def counts(self) -> list[NDArray[np.uint8]]:
        return [one.counts for one in self.where]


class Words:
    """The words of a snapshot's passages, of one leg. Belongs to one thread, and remembers the
    terms that it was asked for."""

    def __init__(self, snapshot: "Snapshot", leg: Leg) -> None:
        self._snapshot = snapshot
        self._leg = leg
        self._known: dict[str, _Term] = {}

    def join(self, others: Mapping[str, Iterable[str]]) -> None:
        """Count each term from now on where others are that mean the same, as one term (Pirkola
        1998, "The effects of query structure and dictionary setups in dictionary-based
        cross-language information retrieval")."""
        for term, meaning_it in others.items():
            found = self._find([term, *meaning_it]).values()
            self._known[term] = self._term(_merged([one.where for one in found]))

    def frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        """In how many living passages each term occurs; 0 for a term that occurs in none."""
        return {term: found.holding for term, found in self._find(terms).items()}

    def rank(self, terms: Iterable[str], bonus: Bonus = NO_BONUS) -> "Ranked":
        """The passages that hold any of the terms."""
        return Ranked(self._snapshot.norms[self._leg], self._find(terms).values(), bonus)

    def _find(self, terms: Iterable[str]) -> dict[str, _Term]:
        asked = list(dict.fromkeys(terms))
        new = [term for term in asked if term not in self._known]
        if new:
            self._known.update(zip(new, self._look_for(new), strict=True))
        return {term: self._known[term] for term in asked}

    def _look_for(self, terms: Sequence[str]) -> list[_Term]:
        keys = keys_of(terms)
        where: list[list[_Range]] = [[] for _ in terms]
        for base, segment in self._snapshot.based:
            postings = segment.words[self._leg]
            starts, ends = postings.find(keys)
            ranges = zip(where, starts.tolist(), ends.tolist(), strict=True)
            for one, start, end in ranges:
                if start < end:
                    some = slice(start, end)
                    held = postings.passages[some], postings.counts[some]
                    one.append(_Range(base, len(segment), *held))
        return [self._term(one) for one in where]

    def _term(self, where: Sequence[_Range]) -> _Term:
        count = holding = sum(len(one.passages) for one in where)
        gone = self._snapshot.gone
        if gone is not None:
            holding -= sum(len(_shared(one, gone)[0]) for one in where)
        return _Term(inverse_frequency(self._snapshot.count, holding), holding, count, where)


class Ranked:
    """The passages that hold any of some terms, scored for one question."""

    def __init__(self, norms: Scores, terms: Iterable[_Term], bonus: Bonus) -> None:
        self._norms = norms
        self._bonus = bonus
        self._terms = sorted((one for one in terms if one.where), key=lambda one: one.postings)
        # What the terms from each on can add at most; the sum is rounded like those of scores.
        ahead = list(accumulate((one.idf * (K1 + 1) for one in reversed(self._terms)), initial=0.0))
        self._ahead = [one * (1 + 1e-9) for one in reversed(ahead)]
        self._plain, self._done = self._first_terms()

    def best(self, limit: int, visible: NDArray[np.bool_] | None = None) -> Integers:
        """The places of the `limit` best, best first, ties by place; `visible`: those to choose
        from (None: all)."""
        scores, done = self._plain, self._done
        places, above = _above(0.0, scores, visible), 0.0
        while done < len(self._terms):
            # Scores only grow: what is less now is never the least of the best. So few are looked
            # through and put in order.
            least = _nth(scores[places], limit)
            if self._ahead[done] < least:
                floor = max(_BELOW * least - self._ahead[done], 0.0)
                if floor < above:
                    places = _above(floor, scores, visible)
                return self._best_of(places, scores[places], done, limit, least)
            if done == self._done:
                scores = scores.copy()
            self._add(self._terms[done], scores)
            done, above = done + 1, _BELOW * least
            places = _above(above, scores, visible)
        best: Integers = places[highest(scores[places], limit)]
        return best

    def of(self, places: Integers) -> Scores:
        """The scores of passages by their places, ascending; 0 for one that holds no term."""
        if self._done == len(self._terms):
            return self._plain[places]
        scores = np.zeros(len(places))
        at = np.searchsorted(places, self._bonus.places)
        at = np.minimum(at, max(len(places) - 1, 0))
        if len(places):
            there = places[at] == self._bonus.places
            scores[at[there]] += self._bonus.scores[there]
        for term in self._terms:
            self._look_up(term, places, scores)
        return scores

    def _first_terms(self) -> tuple[Scores, int]:
        """All passages' scores by the bonus and the rarest terms, and how many terms these are."""
        done, postings = 0, 0
        while done < len(self._terms) and postings + self._terms[done].postings <= _PLAIN:
            postings += self._terms[done].postings
            done += 1
        return self._sums(self._terms[:done], self._bonus), done

    def _sums(self, terms: Sequence[_Term], bonus: Bonus) -> Scores:
        places = np.concatenate([bonus.places, *(some for one in terms for some in one.places())])
        counts = np.concatenate([np.empty(0), *(some for one in terms for some in one.counts())])
        idfs = np.repeat([one.idf for one in terms], [one.postings for one in terms])
        added = idfs * _saturated(counts, self._norms[places[len(bonus.places) :]])
        weights = np.concatenate((bonus.scores, added))
        sums = np.bincount(places, weights, minlength=len(self._norms))
        return sums.astype(np.float64, copy=False)  # of nothing at all, it gives whole numbers

    def _add(self, term: _Term, scores: Scores) -> None:
        """Add what a term gives to the scores of all passages."""
        for one in term.where:
            for first in range(0, len(one.passages), _AT_ONCE):
                some = slice(first, first + _AT_ONCE)
                places = one.passages[some] + np.int64(one.base)
                added = term.idf * _saturated(one.counts[some], self._norms[places])
                scores[places] += added

    def _best_of(
        self, places: Integers, scores: Scores, done: int, limit: int, least: float
    ) -> Integers:
        """The best, when no other passages than these can be; the terms from `done` on are not
        in their scores yet. `least`: the lowest score that is among the best so far."""
        for number in range(done, len(self._terms)):
            kept = scores + self._ahead[number] >= least
            places, scores = places[kept], scores[kept]
            self._look_up(self._terms[number], places, scores)
            least = _nth(scores, limit)
        best: Integers = places[highest(scores, limit)]
        return best

    def _look_up(self, term: _Term, places: Integers, scores: Scores) -> None:
        """Add what a term gives to the scores of passages at these places, ascending."""
        for one in term.where:
            held, into = _shared(one, places)
            scores[into] += term.idf * _saturated(one.counts[held], self._norms[places[into]])


def _shared(held: _Range, places: Integers) -> tuple[Integers, Integers]:
    """The numbers of the passages, in a term's range and among the places (ascending), that are in
    both."""
    first, last = np.searchsorted(places, (held.base, held.base + held.size))
    # In the type of what is looked through, which NumPy would make another array of.
    wanted = (places[first:last] - held.base).astype(held.passages.dtype)
    at = np.minimum(np.searchsorted(held.passages, wanted), len(held.passages) - 1)
    there = held.passages[at] == wanted
    return at[there], np.flatnonzero(there) + first


def _merged(terms: Iterable[Sequence[_Range]]) -> list[_Range]:
    """The passages that hold any of some terms, and how often all together."""
    of_segment: dict[int, list[_Range]] = {}
    for where in terms:
        for one in where:
            of_segment.setdefault(one.base, []).append(one)
    return [_joined(ranges) for _, ranges in sorted(of_segment.items())]


def _joined(ranges: Sequence[_Range]) -> _Range:
    if len(ranges) == 1:
        return ranges[0]
    every = np.concatenate([one.passages for one in ranges])
    # The ranges are ascending each: a stable sort merges them instead of beginning anew.
    order = np.argsort(every, kind="stable")
    ordered = every[order]
    first = np.flatnonzero(np.diff(ordered, prepend=-1))
    counts = np.concatenate([one.counts for one in ranges])[order]
    summed = np.add.reduceat(counts, first, dtype=np.int64)
    return _Range(
        ranges[0].base,
        ranges[0].size,
        ordered[first],
        np.minimum(summed, MOST_COUNTED).astype(np.uint8),
    )


def _saturated(counts: NDArray[np.floating | np.integer], norm: Scores) -> Scores:
    given: Scores = counts * (K1 + 1) / (counts + norm)
    return given


def _above(floor: float, scores: Scores, visible: NDArray[np.bool_] | None) -> Integers:
    """The visible places with a higher score."""
    higher = scores > floor
    return np.flatnonzero(higher if visible is None else higher & visible)


def _nth(scores: Scores, limit: int) -> float:
    """The lowest score that is among the `limit` highest; 0 when there are fewer."""
    return float(np.partition(scores, -limit)[-limit]) if len(scores) >= limit > 0 else 0.0
