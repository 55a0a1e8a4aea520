from ingest.readers.text import read_text


def test_paragraphs_stay_and_blank_lines_collapse() -> None:
    assert read_text("제목\n\n\n\n본문이다.\n둘째 줄.  \n").text == "제목\n\n본문이다.\n둘째 줄."


def test_hard_wrapped_lines_are_put_together() -> None:
    wrapped = (
        "The ministry said on Tuesday that it would ask the national institute to\n"
        "measure the sediment at forty-eight points in the bay, and that the work\n"
        "should take no longer than sixty days from the beginning of next week, a\n"
        "spokesman for the minister told reporters who had come to the harbour in\n"
        "the morning.\n"
        "\n"
        "The institute answered that it would need another ship for that purpose,\n"
        "because the one it has cannot work in high waves, which are frequent all\n"
        "through spring, and that it had asked the ministry for four hundred more\n"
        "million won.\n"
    )
    paragraphs = read_text(wrapped).text.split("\n\n")
    assert len(paragraphs) == 2
    assert "national institute to measure the sediment" in paragraphs[0]
    assert all("\n" not in paragraph for paragraph in paragraphs)


def test_items_and_answered_lines_begin_anew() -> None:
    prose = "The ministry said on Tuesday that it would ask the national institute to\n" * 8
    answered = (
        "> Who asked the institute for it?\n- one ship for the bay\n2. another for the harbour"
    )
    assert read_text(prose + answered).text.split("\n")[1:] == answered.split("\n")


def test_a_list_of_short_lines_is_not_unwrapped() -> None:
    text = "\n".join(f"항목 {number}번 내용" for number in range(20))
    assert read_text(text).text == text
