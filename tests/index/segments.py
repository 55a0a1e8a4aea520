"""Segments and snapshots of texts, without a database."""

import numpy as np

from index.dense import Exact, Vectors
from index.postings import Leg, Postings
from index.segment import Segment
from index.snapshot import Snapshot
from index.term_keys import keys_of


def segment_of(texts, first_row=1, width=1):
    """Passages of a title without words and one sentence a text, their words the terms, pairs of
    letters the bigrams, their vectors any."""
    tokens = [text.split() for text in texts]
    pairs = [text[i : i + 2] for text in texts for i in range(len(text) - 1)]
    keys = keys_of(term for some in tokens for term in some)
    lengths = np.array([len(t) for t in tokens], np.int32)
    words = Postings.of(keys, lengths)
    sizes = np.array([len(text) - 1 for text in texts], np.int32)
    bigrams = Postings.of(keys_of(pairs), sizes)
    count = len(texts)
    rows = np.arange(first_row, first_row + count)
    vectors = [np.random.default_rng(int(row)).standard_normal((2, width)) for row in rows]
    return Segment(
        rows=rows,
        languages=(rows % 2).astype(np.uint8),
        contents=rows.astype(np.uint64),
        lines=2 * np.arange(count + 1),
        begins=np.zeros(2 * count, np.int32),
        ends=np.repeat([len(text) for text in texts], 2).astype(np.int32),
        token_starts=np.concatenate(([0], np.cumsum(np.stack((0 * lengths, lengths), 1)))),
        tokens=np.searchsorted(words.terms, keys).astype(np.int32),
        vectors=np.concatenate([np.zeros((0, width)), *vectors]).astype(np.float16),
        words={Leg.TERMS: words, Leg.BIGRAMS: bigrams},
    )


def snapshot_of(*texts, gone=(), segments=1):
    """A snapshot of texts, cut into segments; some of them no longer live."""
    cuts = np.array_split(np.arange(len(texts)), segments)
    made = [segment_of([texts[i] for i in cut], int(cut[0]) + 1) for cut in cuts if len(cut)]
    alive = ~np.isin(np.arange(len(texts)), gone)
    lines = 2 * np.arange(len(texts) + 1)
    nowhere = Vectors([Exact(np.zeros((2 * len(texts), 1), np.float32), lines)])
    return Snapshot(1, made, alive, nowhere, {})
