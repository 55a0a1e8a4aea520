"""What single words of a Korean sentence say about reported speech."""

from collections.abc import Sequence

from ingest.document import Morpheme
from ingest.titles import SPEECH_NOUNS
from ingest.words import Word

# The endings, closing or joining, that can carry a quotative.
_MARKING_END = ("EC", "EF", "JKQ", "ETM")
_SAID = SPEECH_NOUNS | {"것", "게", "거"}


def said_to(word: Word) -> int:
    """Where what was said ends in a quotative word: before its "고", "며" or "면서"."""
    end = word.morphemes[-1].end
    bare = word.text
    if bare.endswith("도"):
        end, bare = end - 1, bare[:-1]
    for ending in ("면서", "고", "며"):
        if bare.endswith(ending):
            return end - len(ending)
    return end


def marks_speech(morphemes: Sequence[Morpheme]) -> bool:
    """Whether a word ends in a quotative ending, with or without 도 after it."""
    last = morphemes[-1] if morphemes[-1].tag != "JX" or len(morphemes) < 2 else morphemes[-2]
    return last.tag in _MARKING_END and (len(last.form) > 1 or last.tag == "JKQ")


def speech_noun(word: Word) -> str | None:
    """The noun that stands for something said, if the word begins with one ("지적이")."""
    for morpheme in word.morphemes[:2]:
        if morpheme.tag in ("NNG", "NNB") and morpheme.form in _SAID:
            return morpheme.form
    return None


def is_copula(word: Word) -> bool:
    """Whether the word is a noun with 이다 ("설명이다")."""
    return any(m.tag == "VCP" for m in word.morphemes)
