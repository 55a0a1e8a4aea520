"""What a reader is told of an article that was corrected, in either language."""

from collections.abc import Mapping
from datetime import datetime

from index.records import Correction
from ingest.corrections import NoticeKind
from ingest.document import Language
from ingest.timestamps import korean_day

_BY_ANOTHER: Mapping[tuple[Language, NoticeKind], str] = {
    (Language.KO, NoticeKind.CORRECTION): "이 기사는 정정되었습니다",
    (Language.KO, NoticeKind.RETRACTION): "이 기사는 취소되었습니다",
    (Language.KO, NoticeKind.CLARIFICATION): "이 기사에는 반론·추후 보도가 있습니다",
    (Language.EN, NoticeKind.CORRECTION): "This article was corrected",
    (Language.EN, NoticeKind.RETRACTION): "This article was retracted",
    (Language.EN, NoticeKind.CLARIFICATION): "This article was clarified",
}
_BY_ITSELF: Mapping[tuple[Language, NoticeKind], str] = {
    (Language.KO, NoticeKind.CORRECTION): "이 기사는 정정했다고 밝힌 판입니다",
    (Language.KO, NoticeKind.RETRACTION): "이 기사는 취소했다고 밝힌 판입니다",
    (Language.KO, NoticeKind.CLARIFICATION): "이 기사는 보충했다고 밝힌 판입니다",
    (Language.EN, NoticeKind.CORRECTION): "This version says that it was corrected",
    (Language.EN, NoticeKind.RETRACTION): "This version says that it was retracted",
    (Language.EN, NoticeKind.CLARIFICATION): "This version says that it was clarified",
}


_KINDS: Mapping[tuple[Language, NoticeKind], str] = {
    (Language.KO, NoticeKind.CORRECTION): "정정",
    (Language.KO, NoticeKind.RETRACTION): "취소",
    (Language.KO, NoticeKind.CLARIFICATION): "반론·추후 보도",
    (Language.EN, NoticeKind.CORRECTION): "Correction",
    (Language.EN, NoticeKind.RETRACTION): "Retraction",
    (Language.EN, NoticeKind.CLARIFICATION): "Clarification",
}


def name_of(kind: NoticeKind, language: Language) -> str:
    """What a kind of notice is called."""
    return _KINDS[language, kind]


def note(correction: Correction, doc_id: str, language: Language) -> str:
    """One line on what a notice does to the document `doc_id`, and where it stands.

    >>> one = Correction(NoticeKind.CORRECTION, "b", "[바로잡습니다] 공사비", None, False)
    >>> note(one, "a", Language.KO)
    '이 기사는 정정되었습니다: [바로잡습니다] 공사비'
    """
    if correction.doc_id == doc_id:
        return _BY_ITSELF[language, correction.kind]
    said = _BY_ANOTHER[language, correction.kind]
    place = [correction.title, day(correction.published_at)]
    return f"{said}: {', '.join(part for part in place if part)}"


def day(moment: datetime | None) -> str | None:
    """A date as it is shown, Korea's; None without one."""
    return korean_day(moment).isoformat() if moment else None
