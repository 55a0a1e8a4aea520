import codecs
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.decode import decode, normalise
from ingest.errors import UndecodableText

TEXT = "장관은 뷁을 요청했다."


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("cp949"),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"),
    ],
)
def test_encodings(content: bytes) -> None:
    assert decode(content, "a.txt") == TEXT


@pytest.mark.parametrize(
    "text",
    [
        "The minister’s plan. It’s the institute’s turn.",
        "“We need more time,” he said – twice … for 3€",
    ],
)
def test_english_from_windows(text: str) -> None:
    assert decode(text.encode("cp1252"), "a.txt") == text


@pytest.mark.parametrize(
    "content",
    [
        "“Café” owners’ plan".encode("cp1252"),  # too little to tell it from other encodings
        TEXT.encode("cp949")[:-2] + b"\xff",  # half a character
        codecs.BOM_UTF8 + b"\xff\xfe\xfd",
        codecs.BOM_UTF16_LE + b"\x00",
    ],
)
def test_what_fits_nothing_is_refused_by_name(content: bytes) -> None:
    with pytest.raises(UndecodableText, match=r"a\.txt"):
        decode(content, "a.txt")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (unicodedata.normalize("NFD", "한빛연"), "한빛연"),
        ("가\u00a0나\u3000다\t라", "가 나 다 라"),
        ("가\r\n나\r다\u2028라", "가\n나\n다\n라"),
        ("가\u200b나\u00ad다\ufeff\x00", "가나다"),
        ("가\u202e나\U000e0041다", "가나다"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("가\ud800나", "가나"),
    ],
)
def test_normalise(written: str, read: str) -> None:
    assert normalise(written) == read


@given(st.text())
def test_normalising_twice_is_normalising_once(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    once.encode()
