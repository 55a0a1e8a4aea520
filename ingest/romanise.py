"""Korean names in Latin letters, closely enough to tell whether two spellings are one name.

Revised Romanisation letter by letter (National Institute of Korean Language, 2000), without sound
changes: family and given names are written without them.
"""

import re

from ingest.word_lists import ordered

# In the order of the Unicode block; "-" is the silent initial and the absent final.
_INITIALS = ordered("g kk n d tt r m b pp s ss - j jj ch k t p h")
_MEDIALS = ordered("a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i")
_FINALS = ordered("- k k k n n n t l k m l l l p l m p p t t ng t t k t p t")
_BASE = 0xAC00
_SYLLABLES = 11172
# Spellings people use for one sound, made alike: Park/Pak/Bak, Lee/Yi, Choi/Choe, Shin/Sin, Woo/U.
_ALIKE = (
    (re.compile(r"[^a-z]"), ""),
    (re.compile(r"ph"), "p"),
    (re.compile(r"sh"), "s"),
    (re.compile(r"ch|jj|z"), "j"),
    (re.compile(r"ck|kk|k|q"), "g"),
    (re.compile(r"tt|t"), "d"),
    (re.compile(r"pp|p|f|v"), "b"),
    (re.compile(r"ss|c"), "s"),
    (re.compile(r"ll|l"), "r"),
    (re.compile(r"oo|woo"), "u"),
    (re.compile(r"ee"), "i"),
    (re.compile(r"choi$|joi$"), "joe"),
    (re.compile(r"eo|eu|ou"), "u"),
    (re.compile(r"ar(?=[gbd])"), "a"),
    (re.compile(r"(?<=[aou])h$"), ""),
)
# Family names whose usual spelling follows no rule.
_SURNAMES = {"이": ("lee", "yi", "rhee", "i"), "임": ("lim", "rim"), "유": ("ryu", "yoo")}
_SURNAMES |= {"노": ("roh", "noh"), "김": ("kim",), "오": ("oh",), "우": ("woo",), "최": ("choi",)}


def romanise(hangul: str) -> str:
    """Hangul in Latin letters; other characters stay.

    >>> romanise("표민서"), romanise("황보율")
    ('pyominseo', 'hwangboyul')
    """
    return "".join(map(_syllable, hangul))


def _syllable(char: str) -> str:
    code = ord(char) - _BASE
    if not 0 <= code < _SYLLABLES:
        return char
    initial, rest = divmod(code, len(_MEDIALS) * len(_FINALS))
    medial, final = divmod(rest, len(_FINALS))
    return (_INITIALS[initial] + _MEDIALS[medial] + _FINALS[final]).replace("-", "")


def sound(latin: str) -> str:
    """A spelling with its usual variants made alike, for comparing.

    >>> sound("Park") == sound(romanise("박")), sound("Kuk Jae-ha") == sound(romanise("국재하"))
    (True, True)
    """
    key = latin.lower()
    for pattern, replacement in _ALIKE:
        key = pattern.sub(replacement, key)
    return key


def surname_sounds(surname: str) -> frozenset[str]:
    """The ways a Korean family name may be spelt, as sounds."""
    return frozenset(sound(one) for one in (romanise(surname), *_SURNAMES.get(surname, ())))
