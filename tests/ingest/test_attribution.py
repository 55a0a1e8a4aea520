"""One sentence pattern at a time: who said what to whom."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.attribution import find_quotes
from ingest.document import Document, Quote
from ingest.language import detect
from ingest.sentences import find_sentences

PYO = "표민서 미래과학부 장관"
KUK = "국재하 한빛연 원장"


def quotes_of(text: str, title: str = "") -> tuple[Quote, ...]:
    document = Document("test", title, text, detect(text))
    return find_quotes(document, find_sentences(text, document.language))


def rows(text: str) -> list[tuple[str, str | None, str | None, str | None]]:
    return [(text[q.start : q.end], q.speaker, q.addressee, q.verb) for q in quotes_of(text)]


@pytest.mark.parametrize(
    ("sentence", "said", "speaker", "addressee", "verb"),
    [
        (f"{PYO}은 “속도를 높이겠다”고 말했다.", "속도를 높이겠다", PYO, None, "말하다"),
        (f'"속도를 높이겠다"고 {PYO}은 강조했다.', "속도를 높이겠다", PYO, None, "강조하다"),
        (f"{PYO}은 {KUK}에게 “공개하라”라고 지시했다.", "공개하라", PYO, KUK, "지시하다"),
        (f"{PYO}은 {KUK}을 향해 “왜 늦느냐”고 물었다.", "왜 늦느냐", PYO, KUK, "묻다"),
        (
            f"{PYO}은 국회에 예산을 늘려 달라고 요청했다.",
            "예산을 늘려 달라",
            PYO,
            "국회",
            "요청하다",
        ),
        (f"{PYO}은 회사 측에 자료를 내라고 요구했다.", "자료를 내라", PYO, "회사 측", "요구하다"),
        (f"{PYO}은 기업들에 값을 내릴 것을 촉구했다.", "값을 내릴 것", PYO, "기업들", "촉구하다"),
        (f"{PYO}은 정부에 대책 마련을 주문했다.", "대책 마련", PYO, "정부", "주문하다"),
        (f"{PYO}은 공장을 짓겠다고 밝혔다.", "공장을 짓겠다", PYO, None, "밝히다"),
        (f"{PYO}은 공장을 짓겠다는 뜻을 밝혔다.", "공장을 짓겠다", PYO, None, "밝히다"),
        (
            f"{PYO}은 점검 결과를 보고하도록 지시했다.",
            "점검 결과를 보고하도록",
            PYO,
            None,
            "지시하다",
        ),
        (
            "경찰은 원인을 조사하고 있다고 설명했다.",
            "원인을 조사하고 있다",
            "경찰",
            None,
            "설명하다",
        ),
        (f"“예산이 빠듯하다”라고 밝힌 {PYO}은 떠났다.", "예산이 빠듯하다", PYO, None, "밝히다"),
        # Where a word stands tells that it speaks, whatever it is called.
        ("선관위는 “절차를 지켰다”고 밝혔다.", "절차를 지켰다", "선관위", None, "밝히다"),
        ("절차를 지켰다고 시는 설명했다.", "절차를 지켰다", "시", None, "설명하다"),
        ("이용자들은 값이 높다고 말했다.", "값이 높다", "이용자들", None, "말하다"),
        ("표민서 “자료를 모두 내 달라”", "자료를 모두 내 달라", "표민서", None, None),
        ("예산은 정부가 맡는다고 밝혔다.", "예산은 정부가 맡는다", None, None, "밝히다"),
        # Telling, but not what was told; a clause inside what was told.
        (f"{PYO}은 대책을 발표하고 공장을 짓겠다고 밝혔다.", "공장을 짓겠다", PYO, None, "밝히다"),
        (f"{PYO}은 값이 준다는 것을 안다고 했다.", "값이 준다는 것을 안다", PYO, None, "하다"),
        ("정부와 국회는 공장을 짓겠다고 밝혔다.", "공장을 짓겠다", "정부, 국회", None, "밝히다"),
    ],
)
def test_korean_patterns(sentence, said, speaker, addressee, verb):
    assert rows(sentence) == [(said, speaker, addressee, verb)]


@pytest.mark.parametrize(
    ("sentence", "said", "speaker", "addressee", "verb"),
    [
        ('"We need time," said Kuk Jae-ha.', "We need time", "Kuk Jae-ha", None, "say"),
        ("Kuk Jae-ha said the test had failed.", "the test had failed", "Kuk Jae-ha", None, "say"),
        (
            "Minister Pyo Min-seo asked HIST to publish the data.",
            "publish the data",
            "Minister Pyo Min-seo",
            "HIST",
            "ask",
        ),
        (
            "Minister Pyo Min-seo urged the companies not to raise prices.",
            "not to raise prices this year",
            "Minister Pyo Min-seo",
            "the companies",
            "urge",
        ),
        # Whoever is asked, in whatever words.
        (
            "Mayor Ong Hae-jin asked all 12 clubs to name an officer.",
            "name an officer",
            "Mayor Ong Hae-jin",
            "all 12 clubs",
            "ask",
        ),
        (
            "Mayor Ong Hae-jin in turn asked the supplier, Brackmoor Dynamics, to bear the cost.",
            "bear the cost",
            "Mayor Ong Hae-jin",
            "the supplier, Brackmoor Dynamics",
            "ask",
        ),
        (
            "Mayor Ong Hae-jin told the Audit Court, which had been silent, to report by June.",
            "report by June",
            "Mayor Ong Hae-jin",
            "the Audit Court",
            "tell",
        ),
        (
            "Mayor Ong Hae-jin told reporters the exemption had been granted to four schools.",
            "the exemption had been granted to four schools",
            "Mayor Ong Hae-jin",
            "reporters",
            "tell",
        ),
        (
            "Its farm minister, Gaspard Nwosu, nevertheless said the levy would stay.",
            "the levy would stay",
            "Its farm minister, Gaspard Nwosu",
            None,
            "say",
        ),
        (
            "The mayor of Kellam, Desmond Quarrie, asked shops not to close.",
            "not to close",
            "mayor of Kellam, Desmond Quarrie",
            "shops",
            "ask",
        ),
        (
            "Kuk Jae-ha told reporters that the coolers were late.",
            "the coolers were late",
            "Kuk Jae-ha",
            "reporters",
            "tell",
        ),
        (
            "Mayor Ong Hae-jin turned the plan down, saying that the port stays closed.",
            "the port stays closed",
            "Mayor Ong Hae-jin",
            None,
            "say",
        ),
    ],
)
def test_english_patterns(sentence, said, speaker, addressee, verb):
    sentence = sentence.replace("raise prices.", "raise prices this year.")
    assert rows(sentence) == [(said, speaker, addressee, verb)]


def test_two_speakers_in_one_sentence_keep_their_own_words():
    text = f'{PYO}은 "언제 끝나느냐"고 물었고, {KUK}은 "5월"이라고 답했다.'
    assert [row[:2] for row in rows(text)] == [("언제 끝나느냐", PYO), ("5월", KUK)]


def test_a_new_topic_behind_a_joint_is_a_new_speaker():
    text = f"{PYO}은 “빨리 가자”며 비판을 이어가자 {KUK}은 “사람이 먼저다”라고 맞받았다."
    assert [row[1] for row in rows(text)] == [PYO, KUK]


def test_a_city_before_a_name_is_no_name():
    text = "해솔시 표민서 본부장은 “비가 온다”고 말했다. 해솔시는 도로를 막겠다고 밝혔다."
    assert [row[1] for row in rows(text)] == ["해솔시 표민서 본부장", "해솔시"]


def test_an_english_organisation_is_known_by_its_kind():
    text = "The Ministry of Sea and Transport met on Monday. The ministry said the port would open."
    assert [row[1] for row in rows(text)] == ["Ministry of Sea and Transport"]


def test_joint_speakers_are_named_only_if_all_are_known():
    text = f"{PYO}과 사공단 해양교통부 장관이 왔다. 장관과 국회는 “다시 오겠다”고 말했다."
    assert [row[1] for row in rows(f"{PYO}은 웃었다. {text}")] == [None]


def test_titles_and_surnames_mean_the_one_person_who_fits():
    full = "표민서 부총리 겸 미래과학부 장관"
    text = f"{full}이 왔다. 표 부총리는 “좋다. 해 보자”고 말했다. 장관은 “다시 오겠다”고 말했다."
    assert [row[1] for row in rows(text)] == [full, full]


def test_a_title_two_people_share_names_nobody():
    text = f"{PYO}과 사공단 해양교통부 장관이 왔다. 장관은 “다시 오겠다”고 말했다."
    assert [row[1] for row in rows(f"{PYO}은 웃었다. {text}")] == [None]


def test_a_vice_minister_is_not_the_minister():
    text = "탁지훈 미래과학부 차관이 왔다. 장관은 “다시 오겠다”고 말했다."
    assert [row[1] for row in rows(text)] == ["장관"]


def test_a_pronoun_is_the_last_speaker():
    text = f"{PYO}은 “늦지 않다”고 말했다. 그는 “곧 발표하겠다”고 덧붙였다."
    assert [row[1] for row in rows(text)] == [PYO, PYO]


def test_a_pronoun_after_somebody_else_came_in_names_nobody_wrongly():
    text = f"{PYO}은 “늦지 않다”고 말했다. {KUK}도 참석했다. 그는 “곧 발표하겠다”고 말했다."
    assert rows(text)[1][1] != PYO


def test_the_speaker_goes_on_in_the_next_sentence():
    text = f"{PYO}은 “늦지 않다”고 말했다. 이어 “곧 발표하겠다”고 덧붙였다."
    assert [row[1] for row in rows(text)] == [PYO, PYO]


def test_an_unknown_subject_stops_the_speaker_going_on():
    text = f"{PYO}은 “늦지 않다”고 말했다. 한 주민은 “못 믿겠다”고 말했다."
    assert [row[1] for row in rows(text)] == [PYO, "한 주민"]


@pytest.mark.parametrize(
    "sentence",
    [
        "“공사가 늦어질 수 있다”는 지적이 나온다.",
        "“공사가 늦어질 수 있다”는 우려도 있다.",
        f"{KUK}은 “공사가 늦어질 수 있다”는 경고를 받았다.",
        "공사가 늦어진다는 주장이다.",
    ],
)
def test_what_nobody_in_particular_says_is_unattributed(sentence):
    assert [row[1] for row in rows(f"{PYO}은 “좋다”고 말했다. {sentence}")][1:] == [None]


@pytest.mark.parametrize(
    "sentence",
    [
        "공사가 늦어질 것으로 알려졌다.",
        f"{KUK}은 곧 물러난다고 한다.",
        f"{KUK}은 곧 물러난다는 것이다.",
        f"{KUK}은 증원을 요구하지는 않았다.",
        "‘빛누리’라는 이름의 위성이 떴다.",
        "해양관측위성 '물마루 1호'를 공개했다.",
        "국무회의에서 '2027년도 지침'이 의결됐다.",
        "The union was asked to wait for the result.",
    ],
)
def test_what_is_no_quotation_gives_none(sentence):
    assert rows(sentence) == []


def test_an_organisation_speaks_under_its_long_name():
    text = "한빛과학기술연구원(이하 한빛연)이 문을 열었다. 한빛연은 “곧 켜겠다”고 밝혔다."
    assert rows(text)[0][1] == "한빛과학기술연구원"


def test_the_sentence_span_covers_the_quotation():
    text = f"첫 문장이다. {PYO}은 “늦지 않다”고 말했다."
    (quote,) = quotes_of(text)
    assert quote.direct
    assert text[quote.sentence.start : quote.sentence.end] == f"{PYO}은 “늦지 않다”고 말했다."


def test_quotes_without_morphemes_are_left_alone():
    text = f"{PYO}은 “늦지 않다”고 말했다."
    document = Document("test", "", text, detect(text))
    bare = [type(s)(s.start, s.end) for s in find_sentences(text, document.language)]
    assert all(quote.speaker is None for quote in find_quotes(document, bare))


_PIECES = st.sampled_from(
    '장관은_|“|”|"|고_|라며_|말했다|._|표_|(|)|에게_|달라고_|주문했다|지적이_|나온다|그는_|said_|He_|'
    "Minister_|to_|\n|‘|’|，|🙂".replace("_", " ").split("|")
)


@settings(max_examples=60, deadline=None)
@given(st.lists(_PIECES, max_size=30))
def test_no_text_makes_it_raise_and_spans_stay_inside(pieces):
    text = "".join(pieces)
    for quote in quotes_of(text):
        assert (
            0 <= quote.sentence.start <= quote.start < quote.end <= quote.sentence.end <= len(text)
        )


def test_a_short_quotation_counts_where_the_next_one_lends_it_its_verb() -> None:
    text = f"{PYO}은 “환영한다”, {KUK}은 “더 살펴보겠다”고 각각 말했다."
    assert rows(text) == [
        ("환영한다", PYO, None, "말하다"),
        ("더 살펴보겠다", KUK, None, "말하다"),
    ]
    named = f"{PYO}은 “푸른길”, {KUK}은 “초록길이 낫다”고 말했다."
    assert [said for said, *_ in rows(named)] == ["초록길이 낫다"]
