"""The bundled model's tokenizer."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.encoder import Encoded
from index.errors import ModelUnreadable

if TYPE_CHECKING:
    from tokenizers import Tokenizer


@dataclass(frozen=True, slots=True)
class Marks:
    """The special tokens a row is built with: its beginning, and the end of a part."""

    begin: int
    end: int


class Tokens:
    """Cuts texts into tokens; `marks` are the special tokens a row is made with."""

    def __init__(self, model_dir: Path) -> None:
        """Load the tokenizer of the bundled model's directory. Raises ModelUnreadable."""
        self._tokenizer = _loaded(model_dir / "tokenizer.json")
        self.marks = Marks(self._special("<s>"), self._special("</s>"))

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        """The tokens of each text, with its special tokens; on all cores where texts are many."""
        return [Encoded(one.ids, one.offsets) for one in self._tokenizer.encode_batch(list(texts))]

    def tokenise(self, text: str) -> tuple[list[int], list[tuple[int, int]]]:
        """Token ids without special tokens, and each token's (start, end) code points.

        The tokenizer counts the space before a word to the word's first token; a place in the text
        that is to be shown begins after it.
        """
        encoded = self._tokenizer.encode(text, add_special_tokens=False)
        offsets = [
            (start + 1 if end > start and text[start].isspace() else start, end)
            for start, end in encoded.offsets
        ]
        return encoded.ids, offsets

    def _special(self, name: str) -> int:
        number = self._tokenizer.token_to_id(name)
        if number is None:
            raise ModelUnreadable(f"the bundled model's tokenizer has no {name}")
        return int(number)


@functools.cache  # it takes half a second to load, and changes nothing when it is used
def _loaded(path: Path) -> "Tokenizer":
    from tokenizers import Tokenizer

    return Tokenizer.from_file(str(path))
