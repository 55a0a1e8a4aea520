"""Archives, mailboxes and e-mails, taken apart through the door of every path."""

import gzip
import io
import unicodedata
import zipfile
from collections.abc import Sequence
from email.message import EmailMessage
from pathlib import Path

import pytest

from ingest.archive import member_name
from ingest.containers.member import Budget
from ingest.expand import MAX_DEPTH, expand
from ingest.fetch import gather
from ingest.raw import Raw, Unusable
from ingest.read import read

NOTE = "장관은 12일 다리를 고치라고 지시했다.\n"
OTHER = "시장은 13일 다리를 유월까지 열겠다고 약속했다.\n"


def zipped(members: Sequence[tuple[str, str | bytes]]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return written.getvalue()


def named(content: bytes, name: bytes) -> bytes:
    """The archive with its member PLACEHOLDER called `name`, in whatever encoding that is."""
    return content.replace(b"P" * len(name), name)


def opened(
    content: bytes, name: str = "press.zip", budget: Budget | None = None
) -> list[Raw | Unusable]:
    return list(expand(Raw(f"/in/{name}", name, content), budget))


def told(
    content: bytes, name: str = "press.zip", budget: Budget | None = None
) -> list[tuple[str, str]]:
    """(source below /in/, what came of it: "document" or the error's code)."""
    return [
        (
            found.source.removeprefix("/in/"),
            found.error.code if isinstance(found, Unusable) else "document",
        )
        for found in opened(content, name, budget)
    ]


def mail(*attached: tuple[str, bytes], text: str = NOTE, subject: str = "다리") -> EmailMessage:
    made = EmailMessage()
    made["From"] = "단초롱 <cho@hanbit.example>"
    made["Date"] = "Thu, 12 Mar 2026 09:30:00 +0900"
    made["Subject"] = subject
    made.set_content(text)
    for name, content in attached:
        made.add_attachment(content, maintype="application", subtype="x", filename=name)
    return made


def test_what_holds_nothing_else_is_itself() -> None:
    raw = Raw("/in/a.txt", "a.txt", NOTE.encode())
    assert list(expand(raw)) == [raw]


def test_a_folder_in_an_archive_is_documents_with_sources_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "press.zip"
    path.write_bytes(zipped([("3월/", ""), ("3월/a.txt", NOTE), ("3월/b.txt", OTHER)]))
    found = list(gather([str(path)]))
    assert [one.source for one in found] == [f"{path}/3월/a.txt", f"{path}/3월/b.txt"]
    assert [one.content.decode() for one in found if isinstance(one, Raw)] == [NOTE, OTHER]
    assert [one.name for one in found if isinstance(one, Raw)] == [
        "press.zip/3월/a.txt",
        "press.zip/3월/b.txt",
    ]


@pytest.mark.parametrize("encoding", ["cp949", "utf-8"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_names_are_read_as_they_were_meant(encoding: str, form: str) -> None:
    if (encoding, form) == ("cp949", "NFD"):
        return  # CP949 has no decomposed Hangul
    name = unicodedata.normalize(form, "보도자료/뷁.txt").encode(encoding)
    archive = named(zipped([("P" * len(name), NOTE)]), name)
    assert told(archive) == [("press.zip/보도자료/뷁.txt", "document")]


def test_names_in_no_known_encoding_stay_what_the_standard_says() -> None:
    info = zipfile.ZipInfo(b"\xff\xfe.txt".decode("cp437"))
    assert member_name(info) == info.filename


def test_hidden_things_are_named_once_and_not_read() -> None:
    archive = zipped(
        [
            ("a.txt", NOTE),
            ("__MACOSX/._a.txt", b"\x00\x05\x16\x07"),
            ("__MACOSX/._b.txt", b"\x00\x05\x16\x07"),
            ("그림/Thumbs.db", b"x"),
            ("그림/~$보고.docx", b"x"),
            (".git/config", b"x"),
        ]
    )
    assert told(archive) == [
        ("press.zip/a.txt", "document"),
        ("press.zip/__MACOSX", "unsupported_format"),
        ("press.zip/그림/Thumbs.db", "unsupported_format"),
        ("press.zip/그림/~$보고.docx", "unsupported_format"),
        ("press.zip/.git", "unsupported_format"),
    ]


def test_one_name_twice_is_two_documents() -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        archive = zipped([("a/b.txt", NOTE), ("a/b.txt", OTHER)])
    assert told(archive) == [
        ("press.zip/a/b.txt", "document"),
        ("press.zip/a/b (2).txt", "document"),
    ]


def test_containers_in_containers() -> None:
    inner = zipped([("c.txt", OTHER)])
    message = mail(("첨부.zip", inner)).as_bytes()
    archive = zipped([("a.txt", NOTE), ("m.eml", message), ("n.txt.gz", gzip.compress(b"notice"))])
    assert told(archive) == [
        ("press.zip/a.txt", "document"),
        ("press.zip/m.eml", "document"),
        ("press.zip/m.eml/첨부.zip/c.txt", "document"),
        ("press.zip/n.txt.gz/unpacked", "document"),
    ]


def test_nesting_ends() -> None:
    content = zipped([("a.txt", NOTE)])
    for _ in range(MAX_DEPTH - 1):
        content = zipped([("in.zip", content)])
    assert told(content)[0][1] == "document"
    ((source, code),) = told(zipped([("in.zip", content)]))
    assert code == "unsafe_archive"
    assert source.endswith("in.zip/a.txt")


def test_an_archive_with_a_password_is_refused_by_name() -> None:
    archive = bytearray(zipped([("a.txt", NOTE)]))
    archive[6] |= 1  # the flag in the local header
    archive[archive.index(b"PK\x01\x02") + 8] |= 1  # and in the directory
    assert told(bytes(archive)) == [("press.zip/a.txt", "encrypted_document")]


def test_a_damaged_member_costs_itself_alone() -> None:
    archive = bytearray(zipped([("a.txt", NOTE * 50), ("b.txt", OTHER)]))
    at = archive.index(b"a.txt") + len("a.txt")
    archive[at : at + 8] = b"\xff" * 8
    assert told(bytes(archive)) == [
        ("press.zip/a.txt", "damaged_document"),
        ("press.zip/b.txt", "document"),
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (zipped([]), "empty_document"),
        (zipped([("only/", "")]), "empty_document"),
        (zipped([("a.txt", NOTE)])[:60], "damaged_document"),
        (zipped([("../a.txt", NOTE)]), "unsafe_archive"),
        (zipped([("bomb.txt", b" " * 20_000_000)]), "unsafe_archive"),
        (gzip.compress(b"notice" * 100)[:-20], "damaged_document"),
    ],
    ids=["no member", "a folder", "cut off", "leads out", "bomb", "packed and cut off"],
)
def test_a_container_that_cannot_be_used_is_one_named_error(content: bytes, code: str) -> None:
    assert told(content) == [("press.zip", code)]


def test_a_header_that_lies_about_the_size_is_not_believed() -> None:
    text = (NOTE * 100).encode()
    size, claimed = len(text).to_bytes(4, "little"), (10).to_bytes(4, "little")
    lying = zipped([("a.txt", text)]).replace(size, claimed)
    assert told(lying) == [("press.zip/a.txt", "damaged_document")]


def test_another_packing_is_not_unpacked() -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("a.txt", NOTE)
    assert told(written.getvalue()) == [("press.zip/a.txt", "unsupported_format")]


def test_limits_hold_over_all_that_is_nested() -> None:
    inner = zipped([(f"{number}.txt", NOTE) for number in range(4)])
    many = told(
        zipped([(f"{number}.zip", inner) for number in range(4)]), budget=Budget(members=10)
    )
    assert [code for _, code in many].count("document") == 8  # with the archives around them: 10
    assert many[-1] == ("press.zip", "unsafe_archive")
    three = zipped([(f"{number}.txt", str(number) * 9_000) for number in range(3)])
    large = told(three, budget=Budget(unpacked=20_000))
    assert large == [
        ("press.zip/0.txt", "document"),
        ("press.zip/1.txt", "document"),
        ("press.zip/2.txt", "unsafe_archive"),
    ]


def test_a_message_and_its_attachments_are_documents() -> None:
    logo = b"\x89PNG\r\n\x1a\n"
    message = mail(("계획.txt", OTHER.encode()), ("logo.png", logo), ("계획.txt", b"again"))
    found = opened(message.as_bytes(), "mail.eml")
    assert told(message.as_bytes(), "mail.eml") == [
        ("mail.eml", "document"),
        ("mail.eml/계획.txt", "document"),
        ("mail.eml/계획 (2).txt", "document"),
    ]
    assert isinstance(found[0], Raw)
    assert [(one.text, one.reason) for one in read(found[0]).dropped] == [
        ("계획.txt", "attachment"),
        ("logo.png", "attachment that is no document"),
        ("계획.txt", "attachment"),
    ]


@pytest.mark.parametrize(
    "written",
    [
        "계획.txt".encode("cp949"),
        "계획.txt".encode(),
        b"=?euc-kr?B?sOjIuS50eHQ=?=",
        b"../../\xb0\xe8\xc8\xb9.txt",
    ],
)
def test_names_of_attachments_in_old_spellings(written: bytes) -> None:
    message = mail(("PLACE", b"notice")).as_bytes().replace(b"PLACE", written)
    assert told(message, "mail.eml")[1] == ("mail.eml/계획.txt", "document")


def test_a_forwarded_message_is_a_message() -> None:
    outer = mail(text="전달합니다. 확인해 주시기 바랍니다.")
    outer.add_attachment(mail(("계획.txt", OTHER.encode()), subject="bridge"))
    assert told(outer.as_bytes(), "mail.eml") == [
        ("mail.eml", "document"),
        ("mail.eml/bridge.eml", "document"),
        ("mail.eml/bridge.eml/계획.txt", "document"),
    ]


def test_a_mailbox_is_messages_by_their_ids() -> None:
    first, second = mail(("계획.txt", OTHER.encode())), mail(text=f"{OTHER}\n>From here on.\n")
    first["Message-ID"] = "<one@hanbit.example>"
    parting = b"From cho@hanbit.example Thu Mar 12 09:30:00 2026\n"
    box = parting + first.as_bytes() + b"\n" + parting + second.as_bytes() + b"\n"
    assert told(box, "box.mbox") == [
        ("box.mbox/one@hanbit.example.eml", "document"),
        ("box.mbox/one@hanbit.example.eml/계획.txt", "document"),
        ("box.mbox/2.eml", "document"),
    ]
    found = opened(box, "box.mbox")[2]
    assert isinstance(found, Raw)
    assert read(found).byline == "단초롱"


def test_a_note_that_begins_with_from_is_no_mailbox() -> None:
    note = b"From January 2026 on, shops pay less.\n\nThe mayor said so.\n"
    assert told(note, "note.txt") == [("note.txt", "document")]


def test_an_archive_may_be_larger_than_a_document(tmp_path: Path) -> None:
    path = tmp_path / "press.zip"
    path.write_bytes(zipped([(f"{number}.txt", f"notice {number}") for number in range(20)]))
    found = list(gather([str(path)], max_bytes=500))
    assert path.stat().st_size > 500
    assert len([one for one in found if isinstance(one, Raw)]) == 20
