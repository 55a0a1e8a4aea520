"""What a check has found, as lines for a terminal, in both languages."""

from index.findings import Fault, Finding
from ingest.document import Language
from service.rendering import one_line
from service.wording import Wording

KOREAN = {
    Fault.DATABASE_DAMAGED: "데이터베이스 파일이 손상되었습니다.",
    Fault.DOCUMENT_DAMAGED: "문서가 저장한 그대로가 아닙니다.",
    Fault.STRAY_FILE: "자료 폴더에 속하지 않는 파일입니다.",
    Fault.ROWS_ORPHANED: "문서 없이 남은 행이 있습니다.",
    Fault.PASSAGES_DIFFER: "구절이나 문장이 본문과 맞지 않습니다.",
    Fault.QUOTATIONS_DIFFER: "인용이 본문과 맞지 않습니다.",
    Fault.NAMES_DIFFER: "줄임말이나 이름이 본문과 맞지 않습니다.",
    Fault.DAYS_DIFFER: "날짜가 본문과 맞지 않습니다.",
    Fault.WORDS_DIFFER: "낱말 색인이 구절과 맞지 않습니다.",
    Fault.STORIES_DIFFER: "같은 기사로 묶은 것이 맞지 않습니다.",
    Fault.VECTORS_MISSING: "벡터가 없는 구절이 있습니다.",
    Fault.VECTORS_DAMAGED: "벡터가 손상된 구절이 있습니다.",
    Fault.SNAPSHOT_DAMAGED: "벡터 색인이 손상되었습니다.",
}


def finding_line(finding: Finding, words: Wording) -> str:
    """Tell one thing that is wrong: its code, whether `--repair` mends it, and what it is."""
    state = words.repairable if finding.repairable else words.beyond_repair
    detail = one_line(finding.detail)
    if words.language is Language.KO:
        detail = f"{KOREAN[finding.fault]} ({detail})"
    return f"{finding.fault}\t{state}\t{detail}"
