"""The file of aliases: what its lines say, what they may not say, and when it is read again."""

import logging
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.alias_file import MAX_BYTES, AliasFile, Overrides, parse
from index.errors import InvalidAliasFile
from ingest.document import Alias

HIST = Alias("HIST", "한빛과학기술연구원")
NURI = Alias("누표원", "누리표준측정원")
FILE = """\
# 줄임말,본말
HIST, 한빛과학기술연구원
"NIMR","National Institute, Marine Resources",

누표원,누리표준측정원,off
과해위,,OFF
"""


def test_lines_add_pairs_and_switch_mined_ones_off():
    read = parse(FILE, "aliases.csv")
    assert read.added == (HIST, Alias("NIMR", "National Institute, Marine Resources"))
    assert read.off == {NURI, Alias("과해위", "")}


@pytest.mark.parametrize(
    "content", [FILE.encode("utf-8-sig"), FILE.encode("cp949"), FILE.replace("\n", "\r\n").encode()]
)
def test_spreadsheets_encodings_and_line_ends_are_read(tmp_path, content):
    path = tmp_path / "aliases.csv"
    path.write_bytes(content)
    assert AliasFile(path).checked() == parse(FILE, "aliases.csv")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("HIST", "came 'HIST'"),
        ("HIST,한빛과학기술연구원,on", "came 'HIST,한빛과학기술연구원,on'"),
        ("HIST,한빛과학기술연구원,off,off", "came 'HIST,한빛과학기술연구원,off,off'"),
        (",한빛과학기술연구원", "came ',한빛과학기술연구원'"),
        ("HIST,HIST", "both forms are 'HIST'"),
        ("H,한빛과학기술연구원", "'H' is no name"),
        ("--,한빛과학기술연구원", "'--' is no name"),
        ("HIST," + "가" * 201, "expected 2 to 200 characters"),
        ('HIST,"한빛', 'expected "short,long"'),
        ("누표원,누리표준측정원", "line 2 says the opposite"),
    ],
)
def test_a_bad_line_is_named_by_its_number(line, says):
    with pytest.raises(InvalidAliasFile) as failure:
        parse(f"# ours\n누표원,누리표준측정원,off\n\n{line}\n", "aliases.csv")
    assert str(failure.value).startswith("aliases.csv, line 4: ")
    assert says in str(failure.value)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_by_name(text):
    try:
        added = parse(text, "a.csv").added
    except InvalidAliasFile:
        return
    assert all(alias.short and alias.long for alias in added)


def test_added_pairs_come_first_and_are_never_off():
    mined = [Alias("HIST", "해솔산업기술원"), NURI, HIST]
    assert Overrides().applied(mined) == tuple(mined)
    assert Overrides((HIST,), frozenset({Alias("HIST", "")})).applied(mined) == (HIST, NURI)
    assert Overrides((), frozenset({HIST})).applied(mined) == tuple(mined[:2])


def test_a_change_counts_at_once_and_a_bad_one_not_at_all(tmp_path, caplog):
    path = tmp_path / "aliases.csv"
    file = AliasFile(path)
    assert file.checked() == Overrides()
    path.write_text("HIST,한빛과학기술연구원\n")
    assert file.current().added == (HIST,)
    before = path.stat()
    path.write_text("HIST,한솔과학기술연구원\n")  # as long as before: told by its time alone
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns + 1))
    assert file.current().added == (Alias("HIST", "한솔과학기술연구원"),)
    path.write_text("HIST\n")
    with caplog.at_level(logging.WARNING):
        assert file.current() == file.current()
    assert file.current().added == (Alias("HIST", "한솔과학기술연구원"),)
    assert [record.getMessage()[:42] for record in caplog.records] == [
        "invalid_alias_file: aliases.csv, line 1: e"
    ]
    with pytest.raises(InvalidAliasFile, match="line 1"):
        file.checked()
    path.unlink()
    assert file.checked() == Overrides()


def test_what_is_no_such_file_is_refused(tmp_path):
    for name, content in {"large": b"#" * (MAX_BYTES + 1), "picture": b"\xff\xd8\xff\x00"}.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(InvalidAliasFile, match=name):
            AliasFile(tmp_path / name).checked()
    with pytest.raises(InvalidAliasFile, match="cannot be read"):
        AliasFile(tmp_path).checked()
