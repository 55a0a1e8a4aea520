"""A reply, as it comes, in sentences with their markers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.document import Language, Sentence
from ingest.sentences import find_sentences

# "[1]", "[1, 2]", and the brackets that some models write instead.
_MARKER = re.compile(r"[^\S\n]*[\[［【]\s*(\d{1,4}(?:\s*[,、;]\s*\d{1,4})*)\s*[\]］】]")
_NUMBER = re.compile(r"\d+")
# The beginning of what may become one.
_BEGUN = re.compile(r"\s*(?:[\[［【][\d\s,、;]{0,40})?$")
# List items, headings and emphasis, which models write whether or not they are asked not to.
_LIST = re.compile(r"^\s*(?:[-*•·]|#{1,6}|\d{1,2}[.)])\s+")
_EMPHASIS = re.compile(r"\*\*|__")


@dataclass(frozen=True, slots=True)
class Draft:
    """A sentence as the model wrote it, its markers lifted out."""

    text: str
    markers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Lifted:
    """A marker that was taken out: its place in what is left, and how many characters were taken
    out up to its end."""

    at: int
    shift: int
    markers: tuple[int, ...]


class Drafts:
    """Takes a reply piece by piece and gives its sentences when they are whole."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._text = ""

    def take(self, piece: str) -> list[Draft]:
        """The sentences that are complete now: those after which another one has begun."""
        self._text += piece
        begun = _BEGUN.search(self._text)
        whole = _split(self._text[: begun.start()] if begun else self._text, self._language)
        if len(whole) < 2:
            return []
        self._text = self._text[whole[-2][1] :]
        return [draft for draft, _ in whole[:-1]]

    def rest(self) -> list[Draft]:
        """What is left at the reply's end."""
        text, self._text = self._text, ""
        return [draft for draft, _ in _split(text, self._language)]


def _split(text: str, language: Language) -> list[tuple[Draft, int]]:
    """The sentences, each with where it ends in the text, its markers included."""
    bare, lifted = _lifted(text)
    spans = [one for one in find_sentences(bare, language) if _says(bare[one.start : one.end])]
    owners = [_owner(bare, spans, one.at) for one in lifted]
    found = []
    for number, span in enumerate(spans):
        own = [one for one, owner in zip(lifted, owners, strict=True) if owner == number]
        upto = [one for one, owner in zip(lifted, owners, strict=True) if owner <= number]
        markers = dict.fromkeys(marker for one in own for marker in one.markers)
        end = span.end + max((one.shift for one in upto), default=0)
        found.append((Draft(_plain(bare[span.start : span.end]), tuple(markers)), end))
    return found


def _owner(bare: str, spans: Sequence[Sentence], at: int) -> int:
    """The number of the sentence that a marker at this place belongs to: the one it ends, or, on a
    new line, the one it begins."""
    before = sum(span.start < at for span in spans) - 1
    begins = before < 0 or "\n" in bare[spans[before].end : at]
    return before + 1 if begins and before + 1 < len(spans) else before


def _lifted(text: str) -> tuple[str, list[_Lifted]]:
    """The text without its markers, and these."""
    kept, lifted, last = "", [], 0
    for match in _MARKER.finditer(text):
        kept += text[last : match.start()]
        last = match.end()
        markers = tuple(map(int, _NUMBER.findall(match[1])))
        lifted.append(_Lifted(len(kept), last - len(kept), markers))
    return kept + text[last:], lifted


def _says(text: str) -> bool:
    return any(map(str.isalpha, text))


def _plain(text: str) -> str:
    return _EMPHASIS.sub("", _LIST.sub("", text)).strip()
