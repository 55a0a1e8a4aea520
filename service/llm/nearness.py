"""Whether a written sentence lies as near to what it cites as to anything else that was shown."""

from collections.abc import Sequence

import numpy as np

from index.embedder import Embedder, PassageText
from index.encoder import Matrix
from ingest.language import detect
from service.llm.sources import Source

# Of how far the nearest sentence stands out from the others, what a cited one has to reach: the
# best of them, and each. On hand-made pairs over the samples sentences that a cited one says
# stand at 0.70 and above, in both languages and across them; the sentence beside it stands at 0.3
# on average, with a few at 0.7 that share its numbers and words.
BEST, EACH = 0.6, 0.35
# With fewer sentences that are not cited there is nothing to stand out from.
FEWEST_OTHERS = 3


class Nearness:
    """The sources as vectors of the index's own embedder, made when the first one is needed.

    A model's similarities have a scale of their own, and another one across languages, so they are
    compared with one another, among sentences in the languages of those cited: 0 is the mean of the
    others, 1 the nearest of all.
    """

    def __init__(self, sources: Sequence[Source], embedder: Embedder) -> None:
        self._sources, self._embedder = sources, embedder
        self._languages = [detect(source.text).value for source in sources]
        self._vectors: Matrix | None = None

    def near(self, text: str, markers: Sequence[int]) -> bool | None:
        """Whether the text is near to the sources of these numbers; None: cannot be told."""
        cited = np.isin([source.number for source in self._sources], markers)
        alike = np.isin(self._languages, [self._languages[at] for at in np.flatnonzero(cited)])
        if np.count_nonzero(alike & ~cited) < FEWEST_OTHERS:
            return None
        if self._vectors is None:
            self._vectors = self._encoded([source.text for source in self._sources])
        similar = self._vectors @ self._encoded([text])[0]
        level = float(similar[alike & ~cited].mean())
        standing = (similar[cited] - level) / max(float(similar[alike].max()) - level, 1e-6)
        return bool(standing.max() >= BEST and standing.min() >= EACH)

    def _encoded(self, texts: Sequence[str]) -> Matrix:
        """Unit rows, shape (texts, dimension)."""
        passages = self._embedder.encode_passages([PassageText("", text) for text in texts])
        return np.stack([rows[0] for rows in passages])
