"""A Korean sentence as space-separated words with their particles, and its noun phrases.

Quotations of speech and brackets are set aside first: what a person said must not offer a speaker,
and "(HIST·원장 국재하)을" must not hide the particle.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.document import Morpheme, Sentence, Span
from ingest.titles import could_be_name, is_surname, is_time, title_of
from ingest.word_lists import listed

_BRACKETS = {"(": ")", "（": "）", "[": "]"}
# A bracket longer than this in a news sentence is a bracket that was never closed.
_MAX_BRACKET = 120
_EDGE_MARKS = "\"'“”‘’「」『』〈〉《》*_△▲▷○●■◆·-–—,.…:;!?"
_NOMINAL = ("NN", "NR", "NP", "SL", "SN", "SH", "XSN", "XR", "SW", "W_", "JKV")


@dataclass(frozen=True, slots=True)
class Word:
    """One space-separated word. `text` leaves out its brackets and quotation marks, `stem` its
    particles too. `quote` is its number among the sentence's quotations when it is one."""

    start: int
    end: int
    text: str
    stem: str
    morphemes: tuple[Morpheme, ...]
    particles: tuple[Morpheme, ...] = ()
    comma: bool = False
    quote: int | None = None
    nominal: bool = False  # a noun, compound or name, with or without particles
    pronoun: bool = False  # a personal or demonstrative pronoun

    @property
    def proper(self) -> bool:
        """Whether the analyser took all or part of it for a proper noun or a foreign word."""
        if any(m.tag in ("NNP", "SL") for m in self.morphemes):
            return True
        # A word of the analyser's dictionary is not put together from single syllables ("가온셀").
        stem = self._stem_morphemes()
        return len(stem) > 2 and all(m.tag == "NNG" and m.end - m.start == 1 for m in stem)

    @property
    def last(self) -> Morpheme | None:
        """The morpheme it ends in, punctuation aside."""
        return self.morphemes[-1] if self.morphemes else None

    def has(self, *particles: str) -> bool:
        """Whether one of its particles has one of these forms."""
        return any(m.form in particles for m in self.particles)

    def _stem_morphemes(self) -> tuple[Morpheme, ...]:
        return self.morphemes[: len(self.morphemes) - len(self.particles)]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A run of nouns that ends in a particle: "표민서 미래과학부 장관은"."""

    words: tuple[Word, ...]
    first: int  # place of its first word among the sentence's words
    last: int

    @property
    def name(self) -> str:
        """Its words without brackets and particles."""
        return " ".join([*(word.text for word in self.words[:-1]), self.words[-1].stem])

    @property
    def head(self) -> str:
        """Its last word without particles."""
        return self.words[-1].stem

    @property
    def end(self) -> int:
        """Where its last word ends in the document."""
        return self.words[-1].end

    def has(self, *particles: str) -> bool:
        """Whether it carries one of these particles."""
        return self.words[-1].has(*particles)


def read_words(text: str, sentence: Sentence, quotes: Sequence[Span]) -> list[Word]:
    """The words of one sentence of `text`; each of `quotes` (offsets into `text`) is one word."""
    pieces = _joined(text, _pieces(text, sentence, quotes))
    morphemes: Sequence[Morpheme] = sentence.morphemes
    if quotes:
        morphemes = [m for m in morphemes if not _within(m.start, quotes)]
    words: list[Word] = []
    at = 0
    for start, end, visible, quote in pieces:
        own: list[Morpheme] = []
        while at < len(morphemes) and morphemes[at].start < end:
            if len(visible) == 1 or _shown(morphemes[at].start, visible):
                own.append(morphemes[at])
            at += 1
        words.append(_word(text, start, end, visible, own, quote))
    return [word for word in words if word.text or word.quote is not None]


def _shown(position: int, visible: Sequence[tuple[int, int]]) -> bool:
    return any(first <= position < last for first, last in visible)


def _within(position: int, spans: Sequence[Span]) -> bool:
    return any(span.start <= position < span.end for span in spans)


_Piece = tuple[int, int, list[tuple[int, int]], int | None]


def _pieces(text: str, sentence: Sentence, quotes: Sequence[Span]) -> Iterator[_Piece]:
    """(start, end, visible ranges, quotation number) of every word."""
    starts = {span.start: number for number, span in enumerate(quotes)}
    position, word_start, visible_from = sentence.start, -1, -1
    visible: list[tuple[int, int]] = []

    def finish(end: int) -> Iterator[_Piece]:
        if word_start >= 0:
            yield word_start, end, [*visible, (visible_from, end)], None

    while position < sentence.end:
        char = text[position]
        closing = _closing(text, position, sentence.end) if char in _BRACKETS else None
        if position in starts:
            yield from finish(position)
            number = starts[position]
            yield position, quotes[number].end, [], number
            position, word_start, visible = quotes[number].end, -1, []
            continue
        if char.isspace():
            yield from finish(position)
            word_start, visible = -1, []
        elif word_start < 0:
            word_start = visible_from = position
        if closing and not any(position < start < closing for start in starts):
            visible.append((visible_from, position))
            position = visible_from = closing
            continue
        position += 1
    yield from finish(sentence.end)


def _joined(text: str, pieces: Iterable[_Piece]) -> list[_Piece]:
    """The words, with a bracket after a space counted to the word before: "재단 (EFF)은"."""
    found: list[_Piece] = []
    for start, end, visible, quote in pieces:
        bracketed = quote is None and text[start] in _BRACKETS and visible[0][0] == visible[0][1]
        if bracketed and found and found[-1][3] is None:
            first, _, shown, _ = found.pop()
            found.append((first, end, [*shown, *visible], None))
        else:
            found.append((start, end, visible, quote))
    return found


def _closing(text: str, position: int, limit: int) -> int | None:
    """Where the bracket that opens here ends, or None."""
    closer = _BRACKETS.get(text[position])
    if closer is None:
        return None
    at = text.find(closer, position, min(limit, position + _MAX_BRACKET))
    return at + 1 if at >= 0 else None


def _word(
    text: str,
    start: int,
    end: int,
    visible: Sequence[tuple[int, int]],
    morphemes: list[Morpheme],
    quote: int | None,
) -> Word:
    shown = "".join(text[first:last] for first, last in visible)
    comma = shown.rstrip("\"'”’").endswith((",", "，", ";", ":"))
    while morphemes and morphemes[-1].tag in ("SP", "SF", "SSC", "SS", "SSO", "SE", "SO", "SY"):
        morphemes.pop()
    bare = shown.strip(_EDGE_MARKS)
    particles = _particles(morphemes)
    # Two particles may share a code point ("에선").
    cut = len({at for m in particles for at in range(m.start, m.end)})
    stem = bare[: len(bare) - cut].rstrip(_EDGE_MARKS) if 0 < cut < len(bare) else bare
    kernel = morphemes[: len(morphemes) - len(particles)]
    pronoun = _is_pronoun(kernel)
    nominal = quote is None and not pronoun and _is_nominal(kernel, stem)
    return Word(start, end, bare, stem, tuple(morphemes), particles, comma, quote, nominal, pronoun)


def _is_pronoun(kernel: Sequence[Morpheme]) -> bool:
    plural = len(kernel) == 2 and kernel[1].tag == "XSN"
    return len(kernel) > 0 and kernel[0].tag == "NP" and (len(kernel) == 1 or plural)


def _is_nominal(kernel: Sequence[Morpheme], stem: str) -> bool:
    if not kernel:
        return False
    return kernel[-1].tag.startswith(_NOMINAL) or _misread_name(kernel, stem)


def _misread_name(kernel: Sequence[Morpheme], stem: str) -> bool:
    """A name that the analyser began to read as one and then took for a verb: "도라/NNP
    오/VV ㄴ/ETM", "옹/NNG 해지/VV ㄴ/ETM". A noun with 하다 ("방문한") is none."""
    if len(kernel) < 2 or any(m.tag in ("XSV", "VCP", "VCN") for m in kernel):
        return False
    if stem.endswith(("한", "된", "던")):
        return False
    begun = kernel[0].tag == "NNP" or (
        is_surname(kernel[0].form) and kernel[0].tag in ("NNG", "NNB", "IC", "MAG", "XPN")
    )
    return begun and len(stem) >= 3 and could_be_name(stem, proper=True)


def _particles(morphemes: Sequence[Morpheme]) -> tuple[Morpheme, ...]:
    count = 0
    for morpheme in reversed(morphemes):
        if not morpheme.tag.startswith("J") or morpheme.tag == "JKV":
            break
        count += 1
    return tuple(morphemes[len(morphemes) - count :]) if count < len(morphemes) else ()


def find_phrases(words: Sequence[Word]) -> list[Phrase]:
    """Every noun phrase with a particle, in order, without leading words that only say when."""
    found: list[Phrase] = []
    for last, word in enumerate(words):
        if not word.particles or not (word.nominal or word.pronoun):
            continue
        first = last
        while first > 0 and _joins(words[first - 1], words[first]):
            first -= 1
        while first < last and is_time(words[first].text):
            first += 1
        found.append(Phrase(tuple(words[first : last + 1]), first, last))
    return found


def _joins(word: Word, following: Word) -> bool:
    """Whether a word can stand inside a noun phrase, before its last word."""
    if word.comma or word.quote is not None:
        return False
    # A bare family name looks like anything but a noun to the analyser ("음 원장", "어 센터장").
    if is_surname(word.text) and title_of(following.stem) is not None:
        return True
    if following.stem == "씨" and len(word.text) == 3:
        return True  # whatever a rare name's last syllable looks like ("너름의 씨")
    if word.particles:
        return False
    return word.nominal or word.text in _DETERMINERS


_DETERMINERS = listed("이 그 한 전 현 두 각 양 모 고위 해당")
