"""Which language a text is in, by the share of Hangul among its letters."""

import re

from ingest.document import Language

# A Korean sentence with English names still has well over a tenth of its letters in Hangul, and an
# English article that spells one Korean name in Hangul stays well below it.
HANGUL_SHARE = 0.1
# Syllables and letters, composed (NFC) or not (NFD). A loop in Python over every character of
# every text would take a noticeable part of reading it.
_HANGUL = re.compile("[가-힣ᄀ-ᇿㄱ-ㆎ]")
_RUNS = re.compile("[가-힣ᄀ-ᇿㄱ-ㆎ]+")


def is_hangul(char: str) -> bool:
    """Whether a code point is a Hangul syllable or letter, composed (NFC) or not (NFD)."""
    return _HANGUL.match(char) is not None


def has_hangul(text: str) -> bool:
    """Whether any letter is Hangul."""
    return _HANGUL.search(text) is not None


def detect(text: str) -> Language:
    """Korean where at least a tenth of the letters is Hangul, English otherwise.

    >>> detect("KIST의 R&D 예산은?")
    <Language.KO: 'ko'>
    >>> detect("What did the minister ask KIST?")
    <Language.EN: 'en'>
    """
    letters = sum(map(str.isalpha, text))
    hangul = sum(map(len, _RUNS.findall(text)))
    return Language.KO if letters and hangul / letters >= HANGUL_SHARE else Language.EN
