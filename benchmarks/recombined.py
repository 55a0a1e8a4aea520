"""Collections of any size made of real sentences, for benchmarks: text, analysis and vectors.

A passage is made of six sentences of different documents, in half of which one noun is exchanged
for another of the set; it is a document of its own, under one of the titles. Kiwi has analysed the
sentences once, beforehand. A sentence's vector is that of the sentence it was made from plus noise;
a passage's, the mean of its sentences' plus noise.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from time import perf_counter

import numpy as np

from index.dense import Matrix
from index.embedder import PassageText
from ingest.document import Document, Language, Morpheme, Passage, Prepared, Sentence

SENTENCES = 6
# Beside a unit vector, noise of this length leaves a cosine of 0.94: as near as neighbours are.
NOISE = 0.35
BEGINNING = datetime(1990, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Material:
    """What collections are made from: sentences with morphemes from 0 on, their vectors (n, d),
    titles, and questions with their vectors by text."""

    model_id: str
    sentences: list[tuple[str, tuple[Morpheme, ...]]]
    vectors: Matrix
    titles: list[str]
    questions: dict[str, Matrix]

    @property
    def nouns(self) -> list[str]:
        """Every noun of the sentences, as often as it is in them."""
        return [m.form for _, some in self.sentences for m in some if _is_noun(m)]


@dataclass
class Making:
    """Makes documents, and stands in for the model that made the vectors. `seconds` counts both."""

    material: Material
    seed: int
    dimension: int = 0
    seconds: float = 0.0
    sources: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.model_id = self.material.model_id
        self.dimension = self.material.vectors.shape[1]
        self.nouns = self.material.nouns
        self.chance = random.Random(self.seed)

    def documents(self, count: int) -> Iterator[Prepared]:
        """So many documents of one passage each."""
        for number in range(count):
            started = perf_counter()
            if len(self.sources) > 100_000:  # long embedded
                self.sources.clear()
            made = self._document(number)
            self.seconds += perf_counter() - started
            yield made

    def _document(self, number: int) -> Prepared:
        text, sentences = "", []
        for chosen in self.chance.sample(range(len(self.material.sentences)), SENTENCES):
            sentence, morphemes = self._varied(*self.material.sentences[chosen])
            start = len(text)
            self.sources[sentence] = chosen
            text += sentence + "\n"
            at = [Morpheme(m.form, m.tag, m.start + start, m.end + start) for m in morphemes]
            sentences.append(Sentence(start, start + len(sentence), tuple(at)))
        title = f"{self.chance.choice(self.material.titles)} {number}"
        document = Document(
            f"{self.seed}/{number}.txt",
            title,
            text.rstrip("\n"),
            Language.KO,
            published_at=BEGINNING + timedelta(hours=number % 300_000),
        )
        passage = Passage(
            f"{document.doc_id}-0", document.doc_id, 0, len(document.text), document.text
        )
        words = (Morpheme(title, "NNG", 0, len(title)),)
        return Prepared(document, (passage,), tuple(sentences), words, (), ())

    def _varied(self, text: str, morphemes: tuple[Morpheme, ...]) -> tuple[str, Sequence[Morpheme]]:
        nouns = [n for n, m in enumerate(morphemes) if _is_noun(m) and _stands(text, m)]
        if not nouns or self.chance.random() < 0.5:
            return text, morphemes
        number = self.chance.choice(nouns)
        old, new = morphemes[number], self.chance.choice(self.nouns)
        longer = len(new) - len(old.form)
        after = [
            Morpheme(m.form, m.tag, m.start + longer, m.end + longer)
            for m in morphemes[number + 1 :]
        ]
        changed = Morpheme(new, old.tag, old.start, old.end + longer)
        return text[: old.start] + new + text[old.end :], [*morphemes[:number], changed, *after]

    def encode_query(self, text: str) -> Matrix:
        """See index.embedder.Embedder."""
        return self.material.questions[text]

    def encode_passages(self, passages: Sequence[PassageText]) -> list[Matrix]:
        """See index.embedder.Embedder."""
        started = perf_counter()
        made = [self._vectors(passage) for passage in passages]
        self.seconds += perf_counter() - started
        return made

    def _vectors(self, passage: PassageText) -> Matrix:
        texts = [passage.text[start:end] for start, end in passage.sentences]
        rows = self.material.vectors[[self.sources.get(text, 0) for text in texts]]
        rows = np.concatenate((rows.mean(axis=0, keepdims=True), rows))
        chance = np.random.default_rng(abs(hash(passage.text)))
        noise = chance.standard_normal(rows.shape, np.float32)
        rows = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        rows += NOISE * noise / np.linalg.norm(noise, axis=1, keepdims=True)
        unit: Matrix = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit


def _is_noun(morpheme: Morpheme) -> bool:
    return morpheme.tag in ("NNG", "NNP") and len(morpheme.form) > 1


def _stands(text: str, morpheme: Morpheme) -> bool:
    return text[morpheme.start : morpheme.end] == morpheme.form
