"""The answer as text: verbatim sentences with their markers, in a frame of the question's language.

The frame is ours and never states a fact; everything between quotation marks is the document's.
"""

from collections.abc import Mapping, Sequence

from ingest.document import Language
from service.answering.answer import Citation, ShortAnswer, Status
from service.answering.short import alike
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
_WRITTEN = {
    Language.KO: "(언어 모델이 쓴 글입니다. 문장마다 아래 인용과 대조했습니다.)",
    Language.EN: "(Written by a language model; each sentence was checked against the quotations.)",
}
_SHORT = {Language.KO: "짧은 답: {said}", Language.EN: "In short: {said}"}
_DIFFER = {Language.KO: "문서마다 다릅니다: {said}", Language.EN: "The documents differ: {said}"}
_SOURCES = {Language.KO: "출처", Language.EN: "Sources"}
_SAID = {Language.KO: "{speaker}의 말", Language.EN: "{speaker}"}
_SAID_TO = {Language.KO: "{speaker} → {addressee}", Language.EN: "{speaker} to {addressee}"}


def lead(language: Language, status: Status) -> str:
    """The opening line, which says how far the documents answer."""
    return _LEAD[language, status]


def written_opening(
    status: Status,
    citations: Sequence[Citation],
    shorts: Sequence[ShortAnswer],
    language: Language,
) -> str:
    """What stands before the sentences of a language model: that it wrote them, too."""
    return f"{opening(status, citations, shorts, language)}\n{_WRITTEN[language]}\n\n"


def in_short(
    shorts: Sequence[ShortAnswer], citations: Sequence[Citation], language: Language
) -> str:
    """The shortest answers with the markers of their quotations: those that agree as one, and
    where documents differ each with the day of its article."""
    published = {citation.marker: day(citation.published_at) for citation in citations}
    groups: list[list[ShortAnswer]] = []
    for short in shorts:
        same = next((group for group in groups if alike(group[0], short)), None)
        groups.append([short]) if same is None else same.append(short)
    said = [f"“{group[0].text}” " + "".join(f"[{one.marker}]" for one in group) for group in groups]
    if len(groups) == 1:
        return _SHORT[language].format(said=said[0])
    days = [published[group[0].marker] for group in groups]
    dated = (f"{text} ({day})" if day else text for text, day in zip(said, days, strict=True))
    return _DIFFER[language].format(said=", ".join(dated))


def quotation(citation: Citation) -> str:
    """The quotation with its marker."""
    return f"“{citation.quote}” [{citation.marker}]"


def paragraph(citation: Citation, language: Language) -> str:
    """One quotation with its marker, and under it who said it, where it stands, and whether that
    was corrected."""
    published, said = day(citation.published_at), _said(citation, language)
    source = [part for part in (said, citation.title, citation.publisher, published) if part]
    notes = (f"\n({note(one, citation.doc_id, language)})" for one in citation.corrections)
    return f"{quotation(citation)}\n— {', '.join(source)}" + "".join(notes)


def sources(citations: Sequence[Citation], language: Language) -> str:
    """The articles quoted, by the number of their markers: title, publisher, day, address."""
    lines = [f"{_SOURCES[language]}:"]
    for citation in citations:
        published = day(citation.published_at)
        known = [part for part in (citation.publisher, published, citation.url) if part]
        lines.append(f"{citation.marker}. {', '.join([citation.title, *known])}")
    return "\n".join(lines)


def opening(
    status: Status,
    citations: Sequence[Citation],
    shorts: Sequence[ShortAnswer],
    language: Language,
) -> str:
    """What stands before the quotations."""
    first = lead(language, status)
    return f"{in_short(shorts, citations, language)}\n\n{first}" if shorts else first


def compose(
    status: Status,
    citations: Sequence[Citation],
    shorts: Sequence[ShortAnswer],
    language: Language,
) -> str:
    """The whole text, exactly what the streamed pieces add up to."""
    quoted = (paragraph(citation, language) for citation in citations)
    return "\n\n".join([opening(status, citations, shorts, language), *quoted])


def _said(citation: Citation, language: Language) -> str | None:
    if citation.speaker is None:
        return None
    form = _SAID if citation.addressee is None else _SAID_TO
    return form[language].format(speaker=citation.speaker, addressee=citation.addressee)
