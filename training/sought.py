"""What the embedding model learns from, as rows of tokens: questions, each with a passage that
answers it and, where there is one, a passage that was found and does not.

From one language to the other it also learns by finding a sentence by its translation.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.bundled_encoder import BundledEncoder
from index.bundled_model import MAX_TOKENS
from index.tokens import Tokens
from index.windowing import windows
from training.loop import Epoch
from training.material import Asked, Excerpt
from training.pairs import Pairs

# Questions in a batch: each one's passages are wrong for all others.
BATCH = 64
# Tokens of a passage; of a longer one the part that answers is shown. Whole ones teach a little
# more about long passages, in three times the time.
LIMIT = 128


@dataclass(frozen=True, slots=True)
class Passage:
    """A row of tokens, and the first token and the one after the last of each of its sentences;
    `answering` are the numbers of those that hold the answer, none where it is not marked."""

    document: str
    ids: tuple[int, ...]
    sentences: tuple[tuple[int, int], ...]
    answering: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Sought:
    """A question's tokens, the passage that answers it, and one that does not."""

    question: tuple[int, ...]
    passage: Passage
    rival: Passage | None


def epochs(
    learning: Sequence[Asked], searches: Sequence[Pairs], tokens: Tokens, seed: int
) -> Epoch[Sequence[Sought]]:
    """The batches of any epoch, whole ones alone; rivals are chosen anew in each."""

    def epoch(number: int) -> Iterator[Sequence[Sought]]:
        chance = random.Random(f"{seed} {number}")
        found = [sought(one, tokens, chance) for one in learning if one.answering]
        for number_of_search, pairs in enumerate(searches):
            found += _across(pairs, f"pair {number_of_search // 2}", tokens)
        chance.shuffle(found)
        for start in range(0, len(found) - BATCH + 1, BATCH):
            yield found[start : start + BATCH]

    return epoch


def sought(one: Asked, tokens: Tokens, chance: random.Random) -> Sought:
    """A question that is answered, with one of its answering passages and one of its rivals."""
    answering = chance.choice(one.answering)
    rival = passage(chance.choice(one.rivals), tokens, LIMIT) if one.rivals else None
    return Sought(question(one.question, tokens), passage(answering, tokens, LIMIT), rival)


def question(text: str, tokens: Tokens) -> tuple[int, ...]:
    """The row of a question, as the product embeds it."""
    return tuple(tokens.encode([BundledEncoder.query_prefix + text])[0].ids)[:MAX_TOKENS]


def passage(excerpt: Excerpt, tokens: Tokens, limit: int) -> Passage:
    """The row of a passage, as the product embeds it; of a longer one, the part that answers."""
    head = BundledEncoder.passage_prefix + (excerpt.title + "\n" if excerpt.title else "")
    encoded = tokens.encode([head + excerpt.text])[0]
    holding = {
        number
        for number, (start, end) in enumerate(excerpt.sentences)
        if any(start <= a < end for a, _ in excerpt.answers)
    }
    parts = list(windows(0, encoded, len(head), excerpt.sentences, limit))
    chosen = next((part for part in parts if holding & {n for n, _, _ in part.sentences}), parts[0])
    return Passage(
        excerpt.document,
        chosen.ids,
        tuple((first, last) for _, first, last in chosen.sentences),
        tuple(place for place, (n, _, _) in enumerate(chosen.sentences) if n in holding),
    )


def _across(pairs: Pairs, name: str, tokens: Tokens) -> list[Sought]:
    """Both directions of a pair have one name, so that neither is wrong for the other."""
    return [
        Sought(
            question(asked, tokens),
            passage(Excerpt(f"{name} {number}", "", text, ((0, len(text)),)), tokens, LIMIT),
            None,
        )
        for number, (asked, text) in enumerate(pairs)
    ]
