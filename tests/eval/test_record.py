from pathlib import Path

import pytest

from eval.adapters.record import read_lines, read_object
from eval.errors import DatasetError


def written(folder: Path, content: bytes) -> Path:
    path = folder / "file.jsonl"
    path.write_bytes(content)
    return path


def test_a_broken_line_is_named_with_its_column(tmp_path: Path) -> None:
    path = written(tmp_path, b'{"a": 1}\n\n{"a": }\n')
    with pytest.raises(DatasetError, match=r"file\.jsonl, line 3, column 7: not JSON"):
        list(read_lines(path))


def test_a_line_in_another_encoding_is_named(tmp_path: Path) -> None:
    path = written(tmp_path, b'{"a": 1}\n{"a": "' + "장관".encode("cp949") + b'"}\n')
    with pytest.raises(DatasetError, match="line 2: not UTF-8"):
        list(read_lines(path))


def test_a_byte_order_mark_is_no_part_of_the_first_line(tmp_path: Path) -> None:
    path = written(tmp_path, b'\xef\xbb\xbf{"a": "x"}')
    assert [record.text("a") for record in read_lines(path)] == ["x"]


def test_a_line_separator_inside_a_string_ends_no_line(tmp_path: Path) -> None:
    path = written(tmp_path, '{"a": "x\u2028y"}\n'.encode())
    assert [record.text("a") for record in read_lines(path)] == ["x\u2028y"]


@pytest.mark.parametrize("content", [b"[1]", b"3", b"null", b'"text"'])
def test_a_line_that_is_no_object_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(DatasetError, match="line 1: expected an object"):
        list(read_lines(written(tmp_path, content)))


def test_nesting_too_deep_to_parse_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, b"[" * 200_000)
    with pytest.raises(DatasetError):
        read_object(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="cannot be read: No such file"):
        read_object(tmp_path / "nothing.json")


@pytest.mark.parametrize(
    ("field", "ask"),
    [
        ('"x": 3', lambda r: r.text("x")),
        ('"x": null', lambda r: r.text("x")),
        ('"x": "  "', lambda r: r.text("x")),
        ('"x": true', lambda r: r.integer("x")),
        ('"x": "3"', lambda r: r.integer("x")),
        ('"x": 1', lambda r: r.flag("x", default=True)),
        ('"x": {}', lambda r: list(r.records("x"))),
        ('"x": [3]', lambda r: list(r.records("x"))),
        ('"y": 1', lambda r: list(r.records("x", required=True))),
    ],
)
def test_a_field_of_another_type_is_refused_with_its_line(
    tmp_path: Path, field: str, ask: object
) -> None:
    (record,) = read_lines(written(tmp_path, b"{" + field.encode() + b"}"))
    with pytest.raises(DatasetError, match=r"line 1.*'?x"):
        ask(record)  # type: ignore[operator]


def test_a_nested_object_knows_its_place(tmp_path: Path) -> None:
    (record,) = read_lines(written(tmp_path, b'{"a": [{"b": [{}, {}]}]}'))
    (outer,) = record.records("a")
    assert [inner.place for inner in outer.records("b")] == [
        "line 1, a[0], b[0]",
        "line 1, a[0], b[1]",
    ]
