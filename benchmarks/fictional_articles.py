"""Small articles about an invented country, as many as wanted, no two of them alike.

Three in four are Korean, one is English; they come as Markdown, text and HTML by turns. Every one
is put together anew from a vocabulary of our own by a seeded generator: the same seed and number
give the same article on every machine. They are there to be counted and timed. What they say
follows grammar and nothing else.
"""

import html
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

MINISTRIES = {
    "미래과학부": "Ministry of Future Science",
    "해양교통부": "Ministry of Sea Transport",
    "보건돌봄부": "Ministry of Health and Care",
    "산림물부": "Ministry of Forests and Water",
    "문화배움부": "Ministry of Culture and Learning",
    "기후전력부": "Ministry of Climate and Power",
}
INSTITUTES = {
    "한빛과학기술연구원": "Hanbit Institute of Science",
    "누리표준측정원": "Nuri Bureau of Standards",
    "새론전자통신연구원": "Saeron Telecommunications Institute",
    "가온식량연구소": "Gaon Food Laboratory",
    "다솜의료원": "Dasom Medical Centre",
}
FAMILIES = {"표": "Pyo", "국": "Kook", "남궁": "Namgung", "명": "Myung", "모": "Mo", "변": "Byun"}
GIVEN = {
    "민서": "Minseo",
    "재하": "Jaeha",
    "솔": "Sol",
    "이든": "Ideun",
    "라온": "Raon",
    "서린": "Seorin",
    "다인": "Dain",
    "하늘": "Haneul",
}
CITIES = {
    "해솔시": "Haesol",
    "누리시": "Nuri",
    "한결군": "Hangyeol",
    "다온시": "Daon",
    "새벌시": "Saebeol",
    "아람군": "Aram",
    "미르시": "Mir",
}
SUBJECTS = {
    "양자 인력": "quantum training",
    "섬 여객선": "island ferry",
    "독감 백신": "flu vaccine",
    "산불 감시": "forest fire watch",
    "차세대 통신망": "next-generation network",
    "전력 저장": "power storage",
    "스마트 온실": "greenhouse",
    "해저 관측": "seabed observation",
    "도서관 야간 개방": "library evening",
    "홍수 예보": "flood forecast",
    "수소 열차": "hydrogen train",
    "어린이 병동": "children's ward",
    "표준 시계": "standard clock",
    "벼 품종": "rice variety",
}
WORKS = {
    "시험 사업": "pilot project",
    "보급 계획": "supply plan",
    "실태 조사": "survey",
    "공동 연구": "joint study",
    "안전 점검": "safety inspection",
    "예산 심의": "budget review",
    "시범 운영": "trial run",
}
MEASURES = {
    "예산": "budget",
    "인력": "staff",
    "장비": "equipment",
    "시험장": "test site",
    "전담 조직": "task force",
    "지원 기간": "support period",
}
MONTHS = "January February March April May June July August September October November December"


@dataclass(frozen=True, slots=True)
class Words:
    """One draw from the vocabulary: what a sentence or a headline is made of."""

    ministry: str
    institute: str
    subject: str
    work: str
    measure: str
    city: str
    number: int
    share: int


@dataclass(frozen=True, slots=True)
class Article:
    """A headline, a line with the date, and paragraphs."""

    title: str
    date: str
    paragraphs: tuple[str, ...]


def article(number: int, seed: int) -> Article:
    """The article of that number: some 8 to 14 sentences in paragraphs."""
    chance = random.Random(f"{seed}:{number}")
    write = _english if number % 4 == 3 else _korean
    return write(number, chance)


def _korean(number: int, chance: random.Random) -> Article:
    minister, head = _name(chance, ""), _name(chance, "")
    words, day = _words(chance), chance.randint(2, 28)
    opening = (
        f"{minister} {words.ministry} 장관은 {day}일 {words.city}에 있는 "
        f"{_with(words.institute, '을', '를')} 찾아 {words.subject} {words.work}의 진행 상황을 "
        f"살폈다. 이날 {head} 원장과 직원 {words.share}명이 함께했다."
    )
    return Article(
        f"{minister} 장관, {words.city}서 {words.subject} {words.work} 살펴 ({number:,}번째 소식)",
        f"2026년 {chance.randint(1, 12)}월 {day}일",
        (opening, *_paragraphs(chance, minister, head, _korean_sentence)),
    )


def _english(number: int, chance: random.Random) -> Article:
    minister, head = _name(chance, " ", english=True), _name(chance, " ", english=True)
    words, day = _in_english(_words(chance)), chance.randint(2, 28)
    opening = (
        f"{minister}, head of the {words.ministry}, visited the {words.institute} in {words.city} "
        f"to look into the {words.subject} {words.work}. Director {head} and a staff of "
        f"{words.share} took part."
    )
    return Article(
        f"{minister} looks into {words.subject} {words.work} in {words.city} (report {number:,})",
        f"{chance.choice(MONTHS.split())} {day}, 2026",
        (opening, *_paragraphs(chance, minister, head, _english_sentence)),
    )


def _korean_sentence(chance: random.Random, minister: str, head: str) -> str:
    one = _words(chance)
    work, measure = one.work, one.measure
    return chance.choice(
        (
            f"{minister} 장관은 {head} 원장에게 “{one.subject} {_with(measure, '을', '를')} "
            f"{one.share}% 늘려 달라”고 했다.",
            f"{head} 원장은 “{one.city}에서 {_with(work, '을', '를')} 하고 결과 {one.number:,}건을 "
            "내놓겠다”고 답했다.",
            f"{one.ministry}는 {one.subject} {work}에 {one.number:,}억 원을 들이고 {measure}도 "
            "늘린다고 했다.",
            f"{_with(one.institute, '이', '가')} 맡은 {one.subject} {_with(work, '은', '는')} "
            f"{one.city} 등 {one.share % 20 + 2}곳에서 이뤄진다.",
            f"이 {work}에는 {one.number:,}명이 참여하며, 그 가운데 {one.share}%가 {one.city} "
            "주민이다.",
            f"{one.ministry}는 {measure} 부족으로 {one.subject} {_with(work, '이', '가')} "
            f"{one.share % 11 + 1}달 밀렸다고 했다.",
        )
    )


def _english_sentence(chance: random.Random, minister: str, head: str) -> str:
    one = _in_english(_words(chance))
    return chance.choice(
        (
            f"{minister} asked {head} to raise the {one.subject} {one.measure} by {one.share}%.",
            f'"The {one.work} in {one.city} will bring {one.number:,} results," {head} said.',
            f"The {one.ministry} spends {one.number:,} million on the {one.subject} {one.work}.",
            f"The {one.institute} runs the {one.work} in {one.city} and {one.share} other places.",
            f"Of the {one.number:,} people who take part, {one.share}% live in {one.city}.",
            f"The {one.work} is {one.share % 11 + 1} months late for want of {one.measure}.",
        )
    )


def _paragraphs(
    chance: random.Random,
    minister: str,
    head: str,
    sentence: Callable[[random.Random, str, str], str],
) -> list[str]:
    return [
        " ".join(sentence(chance, minister, head) for _ in range(chance.randint(2, 4)))
        for _ in range(3)
    ]


def _words(chance: random.Random) -> Words:
    named = (MINISTRIES, INSTITUTES, SUBJECTS, WORKS, MEASURES, CITIES)
    return Words(
        *(chance.choice(list(one)) for one in named),
        number=chance.randint(3, 4_800),
        share=chance.randint(4, 96),
    )


def _in_english(words: Words) -> Words:
    return Words(
        MINISTRIES[words.ministry],
        INSTITUTES[words.institute],
        SUBJECTS[words.subject],
        WORKS[words.work],
        MEASURES[words.measure],
        CITIES[words.city],
        words.number,
        words.share,
    )


def _name(chance: random.Random, between: str, *, english: bool = False) -> str:
    family, given = chance.choice(list(FAMILIES)), chance.choice(list(GIVEN))
    return GIVEN[given] + between + FAMILIES[family] if english else family + between + given


def _with(word: str, closed: str, opened: str) -> str:
    """A word with the particle that its last syllable takes.

    >>> _with("예산", "을", "를"), _with("장비", "을", "를")
    ('예산을', '장비를')
    """
    has_final = (ord(word[-1]) - ord("가")) % 28 > 0
    return word + (closed if has_final else opened)


def as_markdown(one: Article) -> str:
    """A heading, the date, paragraphs."""
    return f"# {one.title}\n\n{one.date}\n\n" + "\n\n".join(one.paragraphs) + "\n"


def as_text(one: Article) -> str:
    """The same without marks."""
    return "\n\n".join((one.title, one.date, *one.paragraphs)) + "\n"


def as_html(one: Article) -> str:
    """A small page with a menu above the article and a line of rights below it."""
    title = html.escape(one.title)
    body = "".join(f"<p>{html.escape(paragraph)}</p>\n" for paragraph in one.paragraphs)
    return (
        f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>{title}</title></head><body>\n'
        '<nav><a href="/">홈</a> <a href="/news">소식</a> <a href="/about">소개</a></nav>\n'
        f"<article><h1>{title}</h1>\n<p>{one.date}</p>\n{body}</article>\n"
        "<footer>Copyright 새벽일보. 무단 전재 및 재배포 금지</footer></body></html>\n"
    )


FORMS = {"md": as_markdown, "txt": as_text, "html": as_html}


def write_articles(folder: Path, count: int, seed: int) -> None:
    """Put `count` articles into a folder, a thousand to a sub-folder."""
    for number in range(count):
        below = folder / f"{number // 1_000:03}"
        below.mkdir(exist_ok=True)
        # The form goes round faster than the language, so that each language has every form.
        ending = list(FORMS)[number % len(FORMS)]
        written = FORMS[ending](article(number, seed))
        (below / f"{number:06}.{ending}").write_text(written, encoding="utf-8")
