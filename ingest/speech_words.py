"""What single words of a Korean sentence say about reported speech."""

from collections.abc import Sequence

from ingest.document import Morpheme
from ingest.reporting_verbs import SpeechAct, act_of_quote
from ingest.titles import SPEECH_NOUNS
from ingest.words import Word

# The endings, closing or joining, that can carry a quotative.
_MARKING_END = ("EC", "EF", "JKQ", "ETM")
_VERBAL = ("VV", "VX", "XSV")
THINGS = frozenset(("것", "게", "거"))
"""Nouns that stand for whatever came before: said, or only thought or true."""
_SAID = SPEECH_NOUNS | THINGS


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


def is_order(word: Word) -> bool:
    """Whether a quotative word reports an order or a proposal: "내라고", "하자고" (not "숙제라고").

    The analyser tells a verb's ending from the copula's.
    """
    last = [m for m in word.morphemes if m.tag[0] not in "JS"][-2:]
    return len(last) == 2 and last[0].tag in _VERBAL and last[1].form.startswith(("라", "자"))


def orders(said: str) -> bool:
    """Whether words that are quoted end in an order or a request.

    >>> orders("비용을 따져 보라"), orders("자료를 내 달라"), orders("문제가 아니라")
    (True, True, False)
    """
    bare = said.rstrip(".! ")
    imperative = bare.endswith("라") and not bare.endswith(("이라", "니라", "더라"))
    return imperative or act_of_quote(None, said) is SpeechAct.ASK
