"""Where what was said begins in a reported Korean clause: behind who, to whom, when and where."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.korean_clause import Clause
from ingest.reporting_verbs import find_stem
from ingest.word_lists import listed, ordered
from ingest.words import Phrase, Word

# Where, in what or on what occasion something was said ("12일 간담회에서", "성명을 내고").
_OCCASIONS = ordered(
    """
    간담회 회의 브리핑 인터뷰 토론회 회견 국회 행사 설명회 청문회 국정감사 자료 서한 성명 통화
    발표문 입장문 논평 업무보고 현장 점검 협의회 포럼 세미나 공청회 총회 대회 강연 기념식 축사 공시
    보고서 방송 라디오 면담 소셜미디어 페이스북 유튜브 트위터 담화문 공지 예보 특보 안내문 게시글
    """
)
_HELD = listed(
    """
    열고 열어 열린 내고 내어 통해 갖고 가진 만나 찾아 찾은 방문해 참석해 나와 마친 대해 대해서는
    향해 상대로
    """
)
# At most this many words of circumstance are stepped over.
_MAX_STEPS = 12
_DAY = re.compile(r"(?:\d{1,2}월 \d{1,2}일|(?:\d{1,2}일|오전|오후|\d{1,2}시쯤?경?) .*)")
_LEADING = listed(
    """
    이날 그러면서도 또 또한 이어 아울러 특히 다만 그러면서 그리고 한편 이에 앞서 먼저 거듭 반면
    """
)


def start_of_said(clause: Clause, speaker: Phrase | None, to: Phrase | None) -> int:
    """The first word of what was said, by its place among the sentence's words."""
    report = clause.report
    at = report.first
    end = report.clauses[0][0] if report.clauses else report.verb
    for phrase in (speaker, to):
        if phrase is not None and phrase.last < end:
            at = max(at, phrase.last + 1)
    for number, word in enumerate(clause.words[: end + 1]):
        if word.quote in report.quotes and word.quote is not None:
            at = max(at, number + 2)
    return min(_past_circumstances(clause.words, at, end), end)


def _announces(word: Word) -> bool:
    """As in "대책을 발표하고 …하겠다고 밝혔다": telling, too, and not what was told."""
    last = word.last
    joins = last is not None and last.tag == "EC" and last.form in ("고", "며", "면서")
    return joins and find_stem(word.morphemes, quoted=False) is not None


def _past_circumstances(words: Sequence[Word], at: int, end: int) -> int:
    best = at
    for step in range(at, min(at + _MAX_STEPS, end)):
        word = words[step]
        following = words[step + 1].text if step + 1 <= end else ""
        leading = step == best and (
            word.text in _LEADING or _DAY.fullmatch(f"{word.text} {following}") is not None
        )
        towards = step == best and word.text in _HELD
        source = following.startswith("따르면") and word.has("에")
        # "…를 조사했는데, 절반이 늘었다고": what was said stands before its background.
        background = word.comma and word.last is not None and word.last.form == "는데"
        occasion = bool(word.particles) and word.stem.endswith(_OCCASIONS)
        event = occasion and (word.has("에서") or following in _HELD)
        if leading or towards or background or _announces(word):
            best = step + 1
        elif event or source:
            best = step + (1 if word.has("에서") else 2)
    return min(best, end)
