"""The bundled model's tokenizer, as the reader uses it."""

from pathlib import Path

from index.errors import ModelUnreadable
from service.reading.windows import Marks


class Tokens:
    """Cuts texts into tokens; `marks` and `pad` are the special tokens a row is made with."""

    def __init__(self, model_dir: Path) -> None:
        """Load the tokenizer of the bundled model's directory. Raises ModelUnreadable."""
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(model_dir / "tokenizer.json"))
        self.marks = Marks(self._special("<s>"), self._special("</s>"))
        self.pad = self._special("<pad>")

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
