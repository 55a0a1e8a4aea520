"""The words a terminal shows, in the language of the person's locale."""

from collections.abc import Mapping
from dataclasses import dataclass

from ingest.document import Language


@dataclass(frozen=True, slots=True)
class Wording:
    """Every phrase of the terminal output; `{}` fields are filled by `str.format`."""

    language: Language
    error: str
    failed: str
    added: str
    updated: str
    unchanged: str
    known: str
    older: str
    removed: str
    stopped: str
    stop_asked: str
    rebuilt: str
    repairable: str
    beyond_repair: str
    checked_well: str
    checked_badly: str
    exported: str
    imported: str
    aliases_kept: str
    backed_up: str
    restored: str
    nothing_found: str
    no_documents: str
    more_documents: str
    no_aliases: str
    more_aliases: str
    alias_added: str
    alias_off: str
    alias_more: str
    undated: str
    modified: str
    subheadline: str
    nothing_dropped: str
    unattributed: str
    also_carried: str
    when: str
    superseded: str
    versions: str
    version: str
    current: str
    former: str
    corrects: str
    corrects_unknown: str
    related: str
    grounded: str
    partial: str
    not_in_documents: str
    unused: str
    reading: str
    importing: str
    rebuilding: str
    serving: str
    loading: str
    watching: str
    out_of_reach: str
    back: str
    held_back: str
    unsettled: str
    key_created: str
    key_revoked: str
    no_keys: str
    all_revoked: str


ENGLISH = Wording(
    language=Language.EN,
    error="error",
    failed="failed",
    added="added",
    updated="updated",
    unchanged="unchanged",
    known="known",
    older="older",
    removed="removed",
    stopped="Stopped before the end. What is counted above is stored; the same command goes on.",
    stop_asked="Storing what has been read, then stopping (Ctrl+C again stops at once) ...",
    rebuilt="rebuilt: {documents} documents, {passages} passages",
    repairable="repairable",
    beyond_repair="not repairable",
    checked_well="Found wrong: {found}. Nothing is wrong now.",
    checked_badly="Found wrong: {found}. Wrong now: {left}.",
    exported="exported to {path}",
    imported="imported: {stored} documents from {path}; {passed} were there already",
    aliases_kept="the file of abbreviations here stays as it is; the export has another one",
    backed_up="backed up: {documents} documents to {path}",
    restored="restored: {documents} documents to {path}",
    nothing_found="No passage matches.",
    no_documents="No documents yet; `briefing ingest PATH` adds some.",
    more_documents="{shown} of {total} documents; --limit and --offset show others",
    no_aliases="No abbreviations yet: no document defines any.",
    more_aliases="{shown} of {total} abbreviations; --limit and --offset show others",
    alias_added="added by the file",
    alias_off="switched off",
    alias_more="... and {more} more",
    undated="no date",
    modified="modified {date}",
    subheadline="sub-headline: {line}",
    nothing_dropped="Cleaning dropped nothing.",
    unattributed="unattributed",
    also_carried="also carried by {names}",
    when="days named: {days}",
    superseded="A newer version of this article is {doc_id}.",
    versions="Versions of this article:",
    version="{state}\t{doc_id}\tpublished {published}\tstored {stored}\t{source}",
    current="current",
    former="former",
    corrects="{kind} of {doc_id}: {title}",
    corrects_unknown="{kind}; of which article is not certain",
    related="Nearest passages (not an answer):",
    grounded="grounded in the documents",
    partial="partly in the documents",
    not_in_documents="not in the documents",
    unused="Not used of the language model's work: {codes}",
    reading="Reading",
    importing="Importing",
    rebuilding="Rebuilding",
    serving="briefing-qa is at {url} (Ctrl+C stops it)",
    loading="Loading the model and the index ...",
    watching="Following {folder} (Ctrl+C stops it)",
    out_of_reach="{reason}; its documents stay, and it is waited for",
    back="{folder} can be opened again",
    held_back="The files of {count} documents are missing, and few or none are left: the documents"
    " stay. If that is right: briefing watch {folder} --once --remove-many",
    unsettled="{count} files are still being written; they are left for the next time",
    key_created="Key {name} ({scope}): shown above, and never again. The API now asks for a key.",
    key_revoked="revoked: {name} ({key_id})",
    no_keys="No keys: the API answers whoever reaches it. `briefing keys create NAME` makes one.",
    all_revoked="No key is left, and the API lets nobody in. `briefing keys create NAME` makes one;"
    " once {path} is removed, the API asks for none.",
)

KOREAN = Wording(
    language=Language.KO,
    error="오류",
    failed="실패",
    added="추가",
    updated="갱신",
    unchanged="그대로",
    known="같은 기사",
    older="지난 판",
    removed="삭제",
    stopped="끝나기 전에 멈췄습니다. 위에 센 문서는 저장되었고, 같은 명령으로 이어서 넣습니다.",
    stop_asked="읽은 문서까지 저장하고 멈춥니다 (Ctrl+C를 한 번 더 누르면 바로 멈춤) ...",
    rebuilt="다시 만들었습니다: 문서 {documents}건, 구절 {passages}개",
    repairable="고칠 수 있음",
    beyond_repair="고칠 수 없음",
    checked_well="발견된 문제 {found}건. 지금은 문제가 없습니다.",
    checked_badly="발견된 문제 {found}건. 남은 문제 {left}건.",
    exported="{path} 에 내보냈습니다",
    imported="가져왔습니다: 문서 {stored}건, {path}; 이미 있던 문서 {passed}건",
    aliases_kept="이미 있는 줄임말 파일을 그대로 둡니다; 내보낸 파일의 것과 다릅니다",
    backed_up="백업했습니다: 문서 {documents}건, {path}",
    restored="되살렸습니다: 문서 {documents}건, {path}",
    nothing_found="맞는 구절이 없습니다.",
    no_documents="아직 문서가 없습니다. `briefing ingest 경로`로 넣으세요.",
    more_documents="문서 {total}건 중 {shown}건; 나머지는 --limit, --offset으로 봅니다",
    no_aliases="아직 줄임말이 없습니다. 정의한 문서가 없습니다.",
    more_aliases="줄임말 {total}개 중 {shown}개; 나머지는 --limit, --offset으로 봅니다",
    alias_added="파일에서 더함",
    alias_off="꺼 둠",
    alias_more="그 밖에 {more}건",
    undated="날짜 없음",
    modified="{date} 수정",
    subheadline="부제: {line}",
    nothing_dropped="정리하면서 버린 것이 없습니다.",
    unattributed="화자 미상",
    also_carried="같은 내용을 실은 곳: {names}",
    when="언급한 날짜: {days}",
    superseded="이 기사의 새 판은 {doc_id} 입니다.",
    versions="이 기사의 판:",
    version="{state}\t{doc_id}\t발행 {published}\t저장 {stored}\t{source}",
    current="현재 판",
    former="지난 판",
    corrects="{kind}: {doc_id} {title}",
    corrects_unknown="{kind}: 어느 기사인지 분명하지 않음",
    related="가까운 구절 (답은 아닙니다):",
    grounded="문서에 근거한 답",
    partial="문서에 일부만 있음",
    not_in_documents="문서에 없음",
    unused="언어 모델의 글에서 쓰지 않은 것: {codes}",
    reading="읽는 중",
    importing="가져오는 중",
    rebuilding="다시 만드는 중",
    serving="브라우저에서 {url} 을 여세요 (Ctrl+C로 멈춥니다)",
    loading="모델과 색인을 읽는 중입니다 ...",
    watching="{folder} 폴더를 따라갑니다 (Ctrl+C로 멈춥니다)",
    out_of_reach="{reason}; 문서는 그대로 두고 다시 열릴 때까지 기다립니다",
    back="{folder} 폴더가 다시 열립니다",
    held_back="문서 {count}건의 파일이 보이지 않고 남은 파일이 거의 없어서 문서를 그대로 둡니다."
    " 일부러 지운 것이라면: briefing watch {folder} --once --remove-many",
    unsettled="아직 쓰는 중인 파일 {count}개는 다음번에 읽습니다",
    key_created="키 {name} ({scope}): 위의 값은 지금 한 번만 보입니다. 이제 API가 키를 요구합니다.",
    key_revoked="폐기: {name} ({key_id})",
    no_keys="키가 없습니다. API는 누구에게나 답합니다. `briefing keys create 이름`으로 만드세요.",
    all_revoked="남은 키가 없어 API가 아무도 받지 않습니다. `briefing keys create 이름`으로"
    " 만드세요. {path} 파일을 지우면 키를 요구하지 않습니다.",
)


def interface_language(environment: Mapping[str, str]) -> Language:
    """Choose Korean when the locale's messages are Korean (POSIX order: LC_ALL, LC_MESSAGES, LANG).

    >>> interface_language({"LANG": "ko_KR.UTF-8"})
    <Language.KO: 'ko'>
    >>> interface_language({"LANG": "ko_KR.UTF-8", "LC_ALL": "C.UTF-8"})
    <Language.EN: 'en'>
    """
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name)
        if value:
            return Language.KO if value.lower().startswith("ko") else Language.EN
    return Language.EN


def wording(environment: Mapping[str, str]) -> Wording:
    """Pick the phrases for a locale."""
    return KOREAN if interface_language(environment) is Language.KO else ENGLISH
