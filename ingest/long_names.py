"""How far back from a bracket the long name goes that its short form stands for."""

from __future__ import annotations

import re

from ingest.language import is_hangul
from ingest.romanise import romanise, sound
from ingest.titles import could_be_name, is_time
from ingest.word_lists import listed, ordered

HANGUL = re.compile(r"[가-힣]+")
_WORD = re.compile(r"[가-힣A-Za-z0-9·ㆍ&-]+")
_ENGLISH_WORDS = re.compile(r"[A-Za-z][\w&'’-]*")
_SMALL_WORDS = listed("of and for the on in at de &")
_QUOTED = re.compile(r"[‘“'\"「『《〈]([^‘’“”'\"「」『』《》〈〉]{2,60})([’”'\"」』》〉]?)$")
# A compound this general needs the words before it to name anything.
_GENERIC = listed(
    """
    연구원 연구소 센터 위원회 협회 재단 공사 공단 대학교 대학 병원 학회 법인 본부 은행
    """
)
# These open a name: nothing before them belongs to it.
_OPENERS = ordered("한국 대한 국립 국가 국제 세계 유럽 아시아 아태 유엔 전국 북대서양")
# A word ending like this belongs to the sentence, not to a name.
_PARTICLES = ordered("은 는 이 가 을 를 의 에 서 로 와 과 도 한 된 등 및 인 라 고 며 던 했 할")
# Two syllables are a noun oftener than one syllable with a particle ("궤도", "회의", "국가").
_SHORT_PARTICLES = ordered("은 는 을 를 된 한 등 및")
_NO_NAMES = listed("따라 통해 위해 대해 의해 함께 또 또는 및 등 데 것 수 때 그룹 주식회사 제 각")
# "민주 사회를 위한 모임", "기후에 관한 협약": these tie two halves of one name.
_TIES = listed("위한 관한 대한")
_TIED = ordered("를 을 에")
# Of a Korean word for each letter; "한국전력공사(KEPCO)" has 1.2, "탄도미사일(IRBM)" 1.25.
_SYLLABLES_A_LETTER = 1.3
# A Korean word of fewer syllables is the last of several that the initials stand for.
_MIN_EXPANSION = 4
_MAX_WORDS = 8
# What a short form's first letter may be spelt with in Korean, by sound.
_LETTERS = dict.fromkeys("aeiouwy", "aeiouwy")
_LETTERS |= {"c": "sgj", "g": "gj", "x": "jsg", "t": "dsj"}


def last_word(left: str) -> str:
    """The word that stands before a bracket, in Hangul, Latin letters or both."""
    found = re.search(_WORD.pattern + "$", left.rstrip())
    return found.group() if found else ""


def quoted(left: str) -> str | None:
    """What stands in quotation marks before a bracket, closed there or going on beyond it."""
    found = _QUOTED.search(left.rstrip())
    return found[1].strip() if found else None


def named(left: str, short: str) -> str:
    """The words that a Korean short form, or one that the article declares, was made of.

    They go back to the word that begins as the short form does, if its syllables occur in them in
    order; without such a word they are the last one, with those before it where it is too general.
    """
    words = left.rstrip().split()
    bare = short.replace(" ", "")
    long = ""
    for at in range(len(words) - 1, max(-1, len(words) - 1 - _MAX_WORDS), -1):
        word = last_word(words[at])
        if not word or (long and word != words[at].lstrip("‘“'\"「『")):
            break
        long = f"{word} {long}".strip()
        if word[0] == bare[0] and in_order(bare, long):
            return long
        if at and not _goes_on(words[at - 1], words[at]):
            break
    last = last_word(left)
    return _run(words, 4) if last in _GENERIC else last


def expansion(left: str, letters: str) -> str | None:
    """What Latin letters behind Korean words stand for, or None.

    One word that sounds like them; what stands in quotation marks; the words whose initials they
    are; a compound of four syllables or more, with bare nouns before it where it is short for so
    many letters; else a run of bare nouns no longer than there are letters.
    """
    word, count = last_word(left), sum(map(str.isalpha, letters))
    if sounds_alike(word, letters):
        return word
    inside = quoted(left)
    if inside and _is_name(inside) and len(inside.split()) <= count:
        return inside
    spelt = _spelt(left, letters)
    if spelt and len(word) < 2 * count:
        return spelt
    part = re.split(r"[·ㆍ]", word)[-1]
    if len(part) >= _SYLLABLES_A_LETTER * count:
        return part
    words = left.rstrip().split()
    enough = len(word) >= min(_MIN_EXPANSION, count + 1) and word not in _GENERIC
    if enough and (word.startswith(_OPENERS) or len(word) >= _SYLLABLES_A_LETTER * count):
        return word
    before = [] if could_be_name(words[-2] if len(words) > 1 else "", proper=False) else words[:-1]
    run = _run([*before, words[-1]], count, _SYLLABLES_A_LETTER * count if enough else None)
    return run if enough or " " in run else None


def translated(left: str, english: str) -> str | None:
    """What an English name behind Korean words translates: nearly two syllables a word."""
    count = len([word for word in english.split() if word.lower() not in _SMALL_WORDS])
    run = _run(left.rstrip().split(), count, enough=2 * count)
    return run if len(run.replace(" ", "")) >= 2 * count - 1 else None


def english_long(left: str, acronym: str) -> str | None:
    """The shortest run of words before the bracket whose initials spell the acronym."""
    words = list(_ENGLISH_WORDS.finditer(left.rstrip()))
    letters = acronym.replace("&", "").replace("-", "").lower()
    for first in range(len(words) - 1, -1, -1):
        word = words[first].group()
        if not word[0].isupper() and word not in _SMALL_WORDS:
            return None
        if left[words[first].end() :].lstrip(" ").startswith((",", ".", ";", ":")):
            return None
        initials = [w.group()[0].lower() for w in words[first:] if w.group() not in _SMALL_WORDS]
        if word[0].isupper() and initials[0] == letters[0] and in_order(letters, initials):
            return left[words[first].start() : words[-1].end()]
    return None


def in_order(short: str, long: str | list[str]) -> bool:
    """Whether the letters of `short` occur in `long` in their order."""
    rest = iter(long)
    return all(letter in rest for letter in short)


def sounds_alike(korean: str, latin: str) -> bool:
    """Whether a Korean word is the Latin one, spelt by its sound.

    >>> sounds_alike("가온셀", "Gaoncell"), sounds_alike("해양", "NIMR")
    (True, False)
    """
    if HANGUL.fullmatch(korean) is None or len(korean) < 2:
        return False
    one, other = (
        re.sub("[aeiouyw]", "", sound(s))
        for s in (romanise(korean), latin.lower().replace("th", "s"))
    )
    return len(one) > 1 and one == other


def _spelt(left: str, letters: str) -> str | None:
    """As many words as there are letters, each beginning with the sound of its own."""
    initials = [letter for letter in letters.removesuffix("s").lower() if letter.isalpha()]
    words = left.rstrip().split()[-len(initials) :]
    if len(initials) < 3 or len(words) < len(initials):
        return None
    matched = all(
        is_hangul(word[0])
        and HANGUL.fullmatch(word)
        and sound(romanise(word[0]))[:1] in (_LETTERS.get(letter) or sound(letter))
        for word, letter in zip(words, initials, strict=True)
    )
    return " ".join(words) if matched else None


def _run(words: list[str], most: int, enough: float | None = None) -> str:
    """The last words as far back as they are bare nouns, `most` of them, or `enough` syllables."""
    run: list[str] = []
    for at in range(len(words) - 1, -1, -1):
        word = last_word(words[at]) if not run else words[at]
        if len(run) >= most or HANGUL.fullmatch(word) is None or (run and not _is_noun(word)):
            break
        run.insert(0, word)
        opened = at > 0 and words[at - 1].startswith(_OPENERS)
        if enough is not None and sum(map(len, run)) >= enough and not opened:
            break
    return " ".join(run)


def _is_noun(word: str) -> bool:
    particles = _SHORT_PARTICLES if len(word) == 2 else _PARTICLES
    ended = word.endswith(particles) and not word.endswith("적인")  # "영구적인 다목적 모듈"
    return not (ended or word in _NO_NAMES or is_time(word))


def _is_name(words: str) -> bool:
    return all(HANGUL.fullmatch(word) and _is_noun(word) for word in words.split())


def _goes_on(before: str, word: str) -> bool:
    """Whether the word before belongs to the same name."""
    if word in _TIES:
        return before.endswith(_TIED)
    return before in _TIES or _is_noun(before)
