"""Korean text as morphemes that carry meaning: one tokenizer for all peers that can take one."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

# Nouns, verbs, adjectives, roots, modifiers, foreign words and numbers, in Sejong tags.
_CARRYING = ("NN", "NP", "NR", "VV", "VA", "XR", "MM", "MAG", "SL", "SN", "SH")


@cache
def load() -> Any:  # noqa: ANN401 - kiwipiepy is untyped
    """The analyser, loaded on first use."""
    from kiwipiepy import Kiwi

    kiwi = Kiwi()
    kiwi.tokenize("가")
    return kiwi


def tokens(text: str) -> list[str]:
    """The carrying morphemes of one text, lower-cased, in order."""
    return _carrying(load().tokenize(text))


def tokens_of_all(texts: Iterable[str]) -> Iterator[list[str]]:
    """The same for many texts, by Kiwi's own threads."""
    return map(_carrying, load().tokenize(list(texts)))


def spaced(text: str) -> str:
    """One text's tokens with spaces between, for who cuts at spaces."""
    return " ".join(tokens(text))


def _carrying(analysed: Iterable[Any]) -> list[str]:
    return [token.form.lower() for token in analysed if token.tag.startswith(_CARRYING)]
