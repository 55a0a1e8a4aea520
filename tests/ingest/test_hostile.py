"""Any bytes give a document or a named error, and no text takes forever."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.document import Document
from ingest.errors import InputError
from ingest.raw import Raw
from ingest.read import read

PIECES = [
    b"<html>", b"<div class=share>", b"</div>", b"<p>", b"<!--", b"-->", b"<script>", b"<td>",
    b"---\n", b"title: x\n", b"# ", b"**", b"[a](b)", b"|---|", b"\n", b"\x00", b"\xff",
    "장관은 왔다.".encode(), "원문보기\n".encode(), "단초롱 기자\n".encode(),
    "입력 2026.03.02".encode(),
    "장관".encode("cp949"), "ⓒ 새벽일보\n".encode(), "속보 ".encode(), "😀".encode(), b"%PDF-",
    b'<script type="application/ld+json">{"@type":"NewsArticle","headline":3}</script>',
    b'<meta property="article:published_time" content="2026-99-99">',
]  # fmt: skip


def checked(content: bytes) -> Document | None:
    try:
        found = read(Raw(source="/a", name="a", content=content))
    except InputError as error:
        assert error.code  # noqa: PT017 - either outcome is right, each has its own check
        return None
    assert found.text.strip()
    assert found.title
    assert found.doc_id
    return found


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.binary(max_size=8), max_size=30).map(b"".join))
def test_any_bytes(content: bytes) -> None:
    checked(content)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    checked(text.encode("utf-8", "replace"))


LONG = 300_000


@pytest.mark.parametrize(
    "unit",
    [
        "가",
        " ",
        "다.",
        "!",
        "[",
        "_a ",
        "**",
        "> ",
        "홈 > a   ",
        "“",
        '"',
        "\t",
        "<",
        "속보 ",
        "a@a.",
        "ⓒ",
    ],
)
def test_one_long_line_ends(unit: str) -> None:
    for frame in ("{}", "원문보기\n검색\n단초롱 기자\n{}", "# 제목\n\n{}", "<p>{}</p>"):
        checked(frame.format("x" + unit * (LONG // len(unit)) + "x").encode())
