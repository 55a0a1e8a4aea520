"""The Korean analyser (Kiwi): sentences and morphemes of a text in one pass.

Kiwi takes seconds to load and half a gigabyte, so one instance is made on first use and shared.
Its analysis reads the model and changes nothing, so threads may call it together. The
offsets it gives are code points, emoji and decomposed Hangul included. Lines without Hangul go to
the English rules instead.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from ingest.document import Morpheme, Sentence
from ingest.english import sentence_starts, words
from ingest.language import has_hangul

if TYPE_CHECKING:
    from kiwipiepy import Kiwi, KiwiConfig, Token

# How far behind the best reading another may fall and still be followed. Kiwi's own 8 costs a fifth
# more time and differed in 17 of 25,291 morphemes of 100 encyclopedia passages.
_CUTOFF = 5.0

_loading = threading.Lock()


@cache
def _load() -> Kiwi:
    from kiwipiepy import Kiwi

    kiwi = Kiwi()
    kiwi.tokenize("가")  # the first call builds what the others only read
    return kiwi


def _kiwi() -> Kiwi:
    with _loading:  # functools.cache alone would let two threads load it twice
        return _load()


@cache
def _config() -> KiwiConfig:
    from kiwipiepy import KiwiConfig

    return KiwiConfig(cutoff_threshold=_CUTOFF)


def warm() -> None:
    """Load the analyser now, so that the first question does not wait for it."""
    _kiwi()


def analyse(lines: Sequence[str], places: Sequence[int] | None = None) -> Iterator[list[Sentence]]:
    """The sentences of each line, with their morphemes, line by line.

    `places` says where each line starts in its text: offsets count from the text's start then, and
    from the line's otherwise. Kiwi's own worker threads analyse the lines to come while the caller
    is busy with the ones it was given. A line should not be longer than 2,000 characters: Kiwi's
    time grows faster than the line does.
    """
    is_korean = [has_hangul(line) for line in lines]
    korean = [line for line, hangul in zip(lines, is_korean, strict=True) if hangul]
    # Starting the workers costs more than one line does.
    analysed = iter(_tokenize_all(korean) if len(korean) > 1 else map(_tokenize, korean))
    for line, hangul, place in zip(lines, is_korean, places or [0] * len(lines), strict=True):
        yield _sentences(next(analysed), place) if hangul else _english(line, place)


def split_sentences(text: str) -> list[Sentence]:
    """The sentences of one line, with their morphemes."""
    return next(analyse([text]))


def words_apart(pieces: Sequence[str]) -> list[bool]:
    """Whether a space belongs between each piece of a text and the next: one less than pieces."""
    _, spaces = _kiwi().glue(list(pieces), return_space_insertions=True)
    return list(spaces)


def morphemes(text: str) -> tuple[Morpheme, ...]:
    """Every morpheme of a short text (a question, a headline), in order."""
    return tuple(_morphemes(_tokenize(text)) if has_hangul(text) else words(text))


def _tokenize(line: str) -> list[Token]:
    tokens: list[Token] = _kiwi().tokenize(line, override_config=_config())
    return tokens


def _tokenize_all(lines: Sequence[str]) -> Iterable[list[Token]]:
    found: Iterable[list[Token]] = _kiwi().tokenize(lines, override_config=_config())
    return found


def _sentences(tokens: Sequence[Token], place: int) -> list[Sentence]:
    grouped: dict[int, list[Token]] = {}
    for token in tokens:
        grouped.setdefault(token.sent_position, []).append(token)
    return [_sentence(_morphemes(group, place)) for group in grouped.values()]


def _english(line: str, place: int) -> list[Sentence]:
    found = list(words(line))
    starts = sentence_starts(line)
    return [
        _sentence(
            Morpheme(word.form, word.tag, word.start + place, word.end + place)
            for word in found
            if start <= word.start < end
        )
        for start, end in pairwise([*starts, len(line)])
    ]


def _sentence(found: Iterable[Morpheme]) -> Sentence:
    own = tuple(found)
    return Sentence(
        min((one.start for one in own), default=0), max((one.end for one in own), default=0), own
    )


def _morphemes(tokens: Iterable[Token], place: int = 0) -> Iterator[Morpheme]:
    """Kiwi's tokens as morphemes, with Latin words put together again ("s|aid." is "said")."""
    waiting: Morpheme | None = None
    for token in tokens:
        # "VV-R" and "VV-I" tell regular from irregular verbs; the tag set we speak has "VV" alone.
        start, tag = token.start + place, token.tag.partition("-")[0]
        found = Morpheme(token.form, tag, start, start + token.len)
        if waiting and found.tag == "SL" and found.start == waiting.end:
            waiting = Morpheme(waiting.form + found.form, "SL", waiting.start, found.end)
            continue
        if waiting:
            yield _without_stop(waiting)
        waiting = found if found.tag == "SL" else None
        if not waiting:
            yield found
    if waiting:
        yield _without_stop(waiting)


def _without_stop(word: Morpheme) -> Morpheme:
    """A Latin word without the sentence's full stop; an abbreviation ("U.S.") keeps its own."""
    if word.form.endswith(".") and "." not in word.form[:-1] and len(word.form) > 1:
        return Morpheme(word.form[:-1], word.tag, word.start, word.end - 1)
    return word
