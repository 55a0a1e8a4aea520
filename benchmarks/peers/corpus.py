"""What every peer is given: the same passages, questions and vectors, as files."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

Vector = Any
"""A float32 array of shape (dimension,), of length 1. NumPy's own types differ between the
releases the peers bring along."""

# Parts a passage's id: before it stands its document's name, after it the passage's number.
TAB = "\t"


@dataclass(frozen=True, slots=True)
class Corpus:
    """Passages and questions of a data set.

    `texts` are what was embedded: title, line end, passage. `vectors` (n, dimension) and
    `question_vectors` (q, dimension) are unit rows, float32, by our embedder. `dataset` is where
    the documents themselves are, for who reads documents and no passages.
    """

    dataset: str
    ids: list[str]
    texts: list[str]
    questions: list[str]
    vectors: Any
    question_vectors: Any

    def save(self, folder: Path) -> None:
        """Write it into a folder that is there."""
        words = {
            "dataset": self.dataset,
            "ids": self.ids,
            "texts": self.texts,
            "questions": self.questions,
        }
        (folder / "corpus.json").write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
        np.save(folder / "vectors.npy", self.vectors)
        np.save(folder / "question_vectors.npy", self.question_vectors)


def load_corpus(folder: Path) -> Corpus:
    """Read what `Corpus.save` wrote."""
    words = json.loads((folder / "corpus.json").read_text(encoding="utf-8"))
    return Corpus(
        **words,
        vectors=np.load(folder / "vectors.npy"),
        question_vectors=np.load(folder / "question_vectors.npy"),
    )


def document_of(passage_id: str) -> str:
    """The name of the document that a passage is from.

    >>> document_of("a.md" + TAB + "3"), document_of("a.md")
    ('a.md', 'a.md')
    """
    return passage_id.partition(TAB)[0]
