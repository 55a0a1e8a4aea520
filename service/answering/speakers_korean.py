"""Who speaks in a Korean question: its subject, whoever is described, or whose a word is."""

from __future__ import annotations

from dataclasses import replace

from ingest.document import Morpheme
from ingest.people import Kind, People
from ingest.word_lists import listed
from ingest.words import Phrase, Word, find_phrases

QUOTATIVE = ("다고", "라고", "자고", "냐고")
# A question names nobody by definition, so what a phrase is must show in its words.
NOBODY = People({})

# Who is asked for, and not named.
_ANYBODY = listed(
    """
    사람 사람들 분 인물 이 자 단체 기관 나라 나라들 국가 곳 회사 기업 업체 언론 매체 신문 신문사
    방송사 출판사 대학
    """
)
SOMEBODY = (Kind.PERSON, Kind.ORGANISATION, Kind.GROUP)
# Particles of what is no subject, though 은 or 는 stands behind them: "법원한테는".
_OTHER_PARTS = ("에", "에게", "에서", "의", "한테", "께", "더러", "로", "으로", "에게서", "한테서")
_TOPIC = frozenset({"은", "는", "ᆫ", "도"})
_SUBJECT = frozenset({"이", "가", "은", "는", "께서", "도", "만"})


def best_subject(subjects: list[Phrase], words: list[Word]) -> Phrase | None:
    """Somebody rather than something; the first that is not a describing clause's own."""
    for phrase in subjects:
        if NOBODY.kind(phrase) in (*SOMEBODY, Kind.PRONOUN):
            return phrase
    own = [p for p in subjects if not _describes(p, words)]
    return own[0] if own else next(iter(subjects), None)


def speaker(phrases: list[Phrase], words: list[Word], at: int) -> Phrase | None:
    """Whose words the verb or noun at a place reports."""
    before = [p for p in phrases if p.last <= at]
    subject = best_subject([p for p in before if _is_subject(p, at)], words)
    described = _described(phrases, words, at, subject)
    if described is not None:
        return None if described.head in _ANYBODY else described
    owner = owner_of(before, words, at)
    if owner is not None and (subject is None or NOBODY.kind(subject) is Kind.THING):
        return owner
    return subject or _somebody(words)


def owner_of(before: list[Phrase], words: list[Word], at: int) -> Phrase | None:
    """As in "장관의 예산 요구": whose a noun is."""
    owner = next((p for p in reversed(before) if p.has("의")), None)
    if owner is None or not is_noun(words[at]):
        return None
    return owner if all(word.nominal for word in words[owner.last + 1 : at]) else None


def _described(
    phrases: list[Phrase], words: list[Word], at: int, subject: Phrase | None
) -> Phrase | None:
    """Whoever a verb of saying describes, where no other somebody is its subject, or what is said
    may have that subject: "예산이 부족하다고 말한 장관", "정부가 숨겼다고 비판한 의원"."""
    if not is_adnominal(words[at]):
        return None
    after = [p for p in phrases if p.last > at]
    while len(after) > 1 and after[0].has("의") and NOBODY.kind(after[1]) in SOMEBODY:
        after = after[1:]
    if not after or (after[0].first > at + 1 and not words[after[0].first - 1].has("의")):
        return None
    kind = NOBODY.kind(after[0])
    quoted = at > 0 and words[at - 1].text.endswith(QUOTATIVE)
    by_nobody = subject is None or NOBODY.kind(subject) is Kind.THING
    asked = after[0].head in _ANYBODY and (quoted or subject is None)
    one = asked or (quoted and kind is Kind.PERSON)
    if not one and (not by_nobody or kind is Kind.THING):
        return None
    own = [word for word in after[0].words if word is not words[at]]
    if len(own) > 1 and own[-1].stem == "이름":
        own.pop()
    return replace(after[0], words=tuple(own))


def _somebody(words: list[Word]) -> Phrase | None:
    """Somebody who can only be the subject though no particle before the verb says so: "의원도
    요구했나", "의원 뭐래", "뭐라고 했어, 의원은?"; nobody where that is what is asked."""
    if any(word.text == "누가" for word in words):
        return None
    for phrase in find_phrases(list(map(_spoken, words, [*words[1:], None]))):
        said = {particle.form for particle in phrase.words[-1].particles}
        among = "에서" in said and said & _TOPIC and said <= _TOPIC | {"에서"}
        if NOBODY.kind(phrase) in SOMEBODY and (said <= _SUBJECT or among):
            return phrase
    return None


def _spoken(word: Word, following: Word | None) -> Word:
    """The word with the particle that speech leaves out behind a name."""
    goes_on = following is not None and following.nominal
    if not word.nominal or word.particles or goes_on:
        return word
    return replace(word, particles=(Morpheme("이", "JKS", word.end, word.end),))


def _describes(phrase: Phrase, words: list[Word]) -> bool:
    return phrase.last + 1 < len(words) and is_adnominal(words[phrase.last + 1])


def is_adnominal(word: Word) -> bool:
    """As in "밝힌", which says more about what follows."""
    return word.last is not None and word.last.tag == "ETM"


def is_noun(word: Word) -> bool:
    """Whether a word is a noun with its particles, and no verb made of one."""
    return len(word.morphemes) == 1 + len(word.particles)


def _is_subject(phrase: Phrase, verb: int) -> bool:
    marked = phrase.has("은", "는", "이", "가", "께서") and not phrase.has(*_OTHER_PARTS)
    return marked and phrase.last < verb
