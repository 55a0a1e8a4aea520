"""The answer as text: verbatim sentences with their markers, in a frame of the question's language.

The frame is ours and never states a fact; everything between quotation marks is the document's.
"""

from collections.abc import Mapping, Sequence

from ingest.document import Language
from service.answering.answer import Citation, Status
from service.correction_notes import day, note

_LEAD: Mapping[tuple[Language, Status], str] = {
    (Language.KO, Status.GROUNDED): "문서에는 이렇게 나와 있습니다.",
    (Language.EN, Status.GROUNDED): "The documents say:",
    (Language.KO, Status.PARTIAL): (
        "문서가 질문에 그대로 답하지는 않지만, 가장 가까운 내용은 다음과 같습니다."
    ),
    (Language.EN, Status.PARTIAL): (
        "The documents do not answer this outright; the nearest they come is:"
    ),
    (Language.KO, Status.NOT_IN_DOCUMENTS): "문서에서 이 질문의 답을 찾지 못했습니다.",
    (Language.EN, Status.NOT_IN_DOCUMENTS): "The documents do not say.",
}
_SAID = {Language.KO: "{speaker}의 말", Language.EN: "{speaker}"}
_SAID_TO = {Language.KO: "{speaker} → {addressee}", Language.EN: "{speaker} to {addressee}"}


def lead(language: Language, status: Status) -> str:
    """The opening line, which says how far the documents answer."""
    return _LEAD[language, status]


def paragraph(citation: Citation, language: Language) -> str:
    """One quotation with its marker, and under it who said it, where it stands, and whether that
    was corrected."""
    published, said = day(citation.published_at), _said(citation, language)
    source = [part for part in (said, citation.title, citation.publisher, published) if part]
    notes = (f"\n({note(one, citation.doc_id, language)})" for one in citation.corrections)
    return f"“{citation.quote}” [{citation.marker}]\n— {', '.join(source)}" + "".join(notes)


def compose(status: Status, citations: Sequence[Citation], language: Language) -> str:
    """The whole text, exactly what the streamed pieces add up to."""
    return "\n\n".join([lead(language, status), *(paragraph(c, language) for c in citations)])


def _said(citation: Citation, language: Language) -> str | None:
    if citation.speaker is None:
        return None
    form = _SAID if citation.addressee is None else _SAID_TO
    return form[language].format(speaker=citation.speaker, addressee=citation.addressee)
