"""Word files: all that is written in them, in the order it is read."""

import io

import docx
from docx.oxml import parse_xml

from ingest.document import Document
from ingest.raw import Raw
from ingest.read import read

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
)
BOX = "<w:txbxContent><w:p><w:r><w:t>상자 글</w:t></w:r></w:p></w:txbxContent>"
BODY = f"""<w:sdt {NAMESPACES}><w:sdtContent>
<w:p><w:r><w:t>장관은 </w:t></w:r><w:ins w:id="1"><w:r><w:t>12일</w:t></w:r></w:ins>
<w:del w:id="2"><w:r><w:delText>13일</w:delText></w:r></w:del><w:r><w:tab/><w:t>왔다.</w:t></w:r>
<w:r><mc:AlternateContent><mc:Choice Requires="wps"><wps:txbx>{BOX}</wps:txbx></mc:Choice>
<mc:Fallback><w:pict><v:textbox>{BOX}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>
</w:p></w:sdtContent></w:sdt>"""
NOTES = f"""<w:footnotes {NAMESPACES}><w:footnote w:id="1"><w:p><w:r><w:footnoteRef/></w:r>
<w:r><w:t xml:space="preserve"> 잠정 금액이다.</w:t></w:r></w:p></w:footnote></w:footnotes>"""
NOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
NOTES_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"


def opened(made: "docx.document.Document") -> Document:
    written = io.BytesIO()
    made.save(written)
    return read(Raw("/in/notice.docx", "notice.docx", written.getvalue()))


def test_insertions_controls_and_text_boxes_are_text_and_deletions_are_not() -> None:
    made = docx.Document()
    made.element.body.insert(0, parse_xml(BODY))
    assert opened(made).text == "장관은 12일 왔다.\n상자 글"


def test_notes_stand_at_the_end() -> None:
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    made = docx.Document()
    made.add_paragraph("예산은 12억 원이다.")
    made.add_paragraph("공사는 오월에 끝난다.")
    package = made.part.package
    notes = Part(PackURI("/word/footnotes.xml"), NOTES_TYPE, NOTES.encode(), package)
    made.part.relate_to(notes, NOTES_RELATION)
    assert opened(made).text.split("\n")[-1] == "잠정 금액이다."


def test_page_headers_footers_and_comments_are_reported_and_no_text() -> None:
    made = docx.Document()
    paragraph = made.add_paragraph("예산은 12억 원이다.")
    made.sections[0].header.paragraphs[0].text = "누리시 보도자료"
    made.sections[0].footer.paragraphs[0].text = "담당: 다리과"
    made.add_comment(paragraph.runs, text="확인 필요", author="단초롱")
    found = opened(made)
    assert found.text == "예산은 12억 원이다."
    assert sorted((one.reason, one.text) for one in found.dropped) == [
        ("comment", "확인 필요"),
        ("page footer", "담당: 다리과"),
        ("page header", "누리시 보도자료"),
    ]


def test_a_table_in_a_table_is_part_of_its_cell() -> None:
    made = docx.Document()
    made.add_paragraph("표를 보면 다음과 같다.")
    outer = made.add_table(rows=1, cols=2)
    outer.cell(0, 0).text = "구분"
    inner = outer.cell(0, 1).add_table(rows=1, cols=2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "가", "나"
    assert opened(made).text.endswith("구분 | 가 | 나")
