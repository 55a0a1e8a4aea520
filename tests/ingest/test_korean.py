from concurrent.futures import ThreadPoolExecutor

from ingest.korean import analyse, morphemes, split_sentences, warm


def test_offsets_are_code_points_behind_emoji() -> None:
    text = "😀👨‍👩‍👧 김민준 장관은 말했다."
    found = {one.form: text[one.start : one.end] for one in morphemes(text)}
    assert found["장관"] == "장관"
    assert found["은"] == "은"


def test_tags_are_the_plain_sejong_set() -> None:
    assert {one.tag for one in morphemes("길을 걸어 물었다")} <= {
        "NNG", "JKO", "VV", "EC", "EP", "EF",
    }  # fmt: skip


def test_latin_words_are_whole_and_without_the_full_stop() -> None:
    forms = [one.form for one in morphemes("그는 He said so. KIST. U.S. 라고 했다")]
    assert {"said", "so", "KIST", "U.S."} <= set(forms)


def test_a_line_without_hangul_goes_by_the_english_rules() -> None:
    assert [one.form for one in morphemes("He said so.")] == ["He", "said", "so", "."]


def test_sentences_of_one_line() -> None:
    text = "장관은 왔다. 원장은 갔다."
    assert [text[one.start : one.end] for one in split_sentences(text)] == [
        "장관은 왔다.",
        "원장은 갔다.",
    ]


def test_lines_analysed_together_equal_lines_analysed_alone() -> None:
    lines = ["장관은 왔다. 갔다.", "", "He left. She stayed.", "연구원은 조사했다.", "★"]
    assert list(analyse(lines)) == [one for line in lines for one in analyse([line])]


def test_threads_share_one_analyser() -> None:
    warm()
    text = "표민서 부총리는 한빛연에 시제품을 11월까지 가동해 달라고 요청했다."
    expected = morphemes(text)
    with ThreadPoolExecutor(8) as pool:
        assert all(found == expected for found in pool.map(morphemes, [text] * 200))
