"""Which language a text is in, by the share of Hangul among its letters."""

from ingest.document import Language

# A Korean sentence with English names still has well over a tenth of its letters in Hangul, and an
# English article that spells one Korean name in Hangul stays well below it.
HANGUL_SHARE = 0.1


def is_hangul(char: str) -> bool:
    """Whether a code point is a Hangul syllable or letter, composed (NFC) or not (NFD)."""
    return "가" <= char <= "힣" or "ᄀ" <= char <= "ᇿ" or "ㄱ" <= char <= "ㆎ"


def has_hangul(text: str) -> bool:
    """Whether any letter is Hangul."""
    return any(map(is_hangul, text))


def detect(text: str) -> Language:
    """Korean where at least a tenth of the letters is Hangul, English otherwise.

    >>> detect("KIST의 R&D 예산은?")
    <Language.KO: 'ko'>
    >>> detect("What did the minister ask KIST?")
    <Language.EN: 'en'>
    """
    letters = hangul = 0
    for char in text:
        if char.isalpha():
            letters += 1
            hangul += is_hangul(char)
    return Language.KO if letters and hangul / letters >= HANGUL_SHARE else Language.EN
