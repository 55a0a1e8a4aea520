"""Small Korean articles about an invented country, as many as wanted, no two of them alike.

Every article is put together anew from a vocabulary of our own by a seeded generator: the same seed
and number give the same article on every machine. They are there to be counted and timed. What they
say follows grammar and nothing else.
"""

import random
from pathlib import Path

MINISTRIES = ("미래과학부", "해양교통부", "보건돌봄부", "산림물부", "문화배움부", "기후전력부")
INSTITUTES = (
    "한빛과학기술연구원",
    "누리표준측정원",
    "새론전자통신연구원",
    "가온식량연구소",
    "다솜의료원",
)
FAMILIES = ("표", "국", "남궁", "사공", "명", "모", "어", "제갈", "변", "봉")
GIVEN = ("민서", "재하", "솔", "단", "가온", "이든", "라온", "서린", "지후", "다인", "예람", "하늘")
CITIES = ("해솔시", "누리시", "한결군", "다온시", "새벌시", "아람군", "미르시")
SUBJECTS = (
    "양자 인력",
    "섬 여객선",
    "독감 백신",
    "산불 감시",
    "차세대 통신망",
    "전력 저장",
    "스마트 온실",
)
SUBJECTS += (
    "해저 관측",
    "도서관 야간 개방",
    "홍수 예보",
    "수소 열차",
    "어린이 병동",
    "표준 시계",
    "벼 품종",
)
WORKS = ("시험 사업", "보급 계획", "실태 조사", "공동 연구", "안전 점검", "예산 심의", "시범 운영")
MEASURES = ("예산", "인력", "장비", "시험장", "전담 조직", "지원 기간")
CLOSINGS = (
    "현장에서는 준비 기간이 짧다는 말도 나왔다.",
    "주민 설명회는 다음 달에 열린다.",
    "세부 일정은 따로 알리기로 했다.",
    "지난해 같은 사업에는 신청이 몰려 조기에 마감됐다.",
)


def article(number: int, seed: int) -> str:
    """One article in Markdown: headline, date, some 8 to 14 sentences in paragraphs."""
    chance = random.Random(f"{seed}:{number}")
    ministry, institute = chance.choice(MINISTRIES), chance.choice(INSTITUTES)
    minister, head = _name(chance), _name(chance)
    subject, work, city = chance.choice(SUBJECTS), chance.choice(WORKS), chance.choice(CITIES)
    day = f"{chance.randint(2, 28)}일"
    date = f"2026년 {chance.randint(1, 12)}월 {day}"
    opening = (
        f"{minister} {ministry} 장관은 {day} {city}에 있는 {institute}을 찾아 {subject} {work}의 "
        f"진행 상황을 살폈다. 이날 {head} 원장과 직원 {chance.randint(12, 90)}명이 함께했다."
    )
    paragraphs = [opening, *(_paragraph(chance, minister, head) for _ in range(3))]
    paragraphs.append(chance.choice(CLOSINGS))
    title = f"{minister} 장관, {city}서 {subject} {work} 점검 ({number:,}번째 현장 소식)"
    return f"# {title}\n\n{date}\n\n" + "\n\n".join(paragraphs) + "\n"


def write_articles(folder: Path, count: int, seed: int) -> None:
    """Put `count` articles into a folder, a thousand to a sub-folder."""
    for number in range(count):
        below = folder / f"{number // 1_000:03}"
        below.mkdir(exist_ok=True)
        (below / f"{number:06}.md").write_text(article(number, seed), encoding="utf-8")


def _paragraph(chance: random.Random, minister: str, head: str) -> str:
    sentences = [_sentence(chance, minister, head) for _ in range(chance.randint(2, 4))]
    return " ".join(sentences)


def _sentence(chance: random.Random, minister: str, head: str) -> str:
    subject, work = chance.choice(SUBJECTS), chance.choice(WORKS)
    measure, city = chance.choice(MEASURES), chance.choice(CITIES)
    number, share = chance.randint(3, 4_800), chance.randint(4, 96)
    ministry, institute = chance.choice(MINISTRIES), chance.choice(INSTITUTES)
    return chance.choice(
        (
            f"{minister} 장관은 {head} 원장에게 “{subject} {measure}을 {share}% 늘려 달라”고 했다.",
            f"{head} 원장은 “{city}에서 {work}을 하고 결과 {number:,}건을 내놓겠다”고 답했다.",
            f"{ministry}는 {subject} {work}에 {number:,}억 원을 들이고 {measure}도 늘린다고 했다.",
            f"{institute}이 맡은 {subject} {work}은 {city} 등 {share % 20 + 2}곳에서 이뤄진다.",
            f"이 {work}에는 {number:,}명이 참여하며, 그 가운데 {share}%가 {city} 주민이다.",
            f"{ministry}는 {measure} 부족으로 {subject} {work}이 {share % 11 + 1}달 밀렸다고 했다.",
        )
    )


def _name(chance: random.Random) -> str:
    return chance.choice(FAMILIES) + chance.choice(GIVEN)
