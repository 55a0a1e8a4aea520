"""One table: the stable code of every error, its HTTP status, and a short Korean sentence.

A code that is missing here is served as `internal_error`'s status; a test walks the error tree so
that none is.
"""

from dataclasses import dataclass

# Seconds a client should wait: a model loads in about ten, so two more polls are a fair guess.
RETRY_WHILE_LOADING = 3
# Answers take well under a second; a queue that was full now is not full a second later.
RETRY_WHEN_BUSY = 1
# A minute's requests come back within one; the limiter knows better when the next one does.
RETRY_WHEN_LIMITED = 60
# A waiting job takes seconds to minutes; asking more often finds the same queue.
RETRY_WHEN_FULL = 30


@dataclass(frozen=True, slots=True)
class Kind:
    """What one code means over HTTP; `retry_after` is in seconds."""

    status: int
    title: str
    korean: str
    retry_after: int | None = None


KINDS: dict[str, Kind] = {
    # The request itself.
    "bad_request": Kind(400, "Bad request", "요청을 읽을 수 없습니다."),
    "malformed_json": Kind(400, "Malformed JSON", "요청 본문이 올바른 JSON이 아닙니다."),
    "key_required": Kind(401, "Key required", "API 키가 필요합니다."),
    "invalid_key": Kind(401, "Invalid key", "API 키가 올바르지 않습니다."),
    "insufficient_scope": Kind(
        403, "Insufficient scope", "이 키로는 묻고 읽는 것만 할 수 있습니다."
    ),
    "read_only": Kind(403, "Read only", "읽기 전용 서비스라서 저장하거나 지울 수 없습니다."),
    "foreign_origin": Kind(403, "Foreign origin", "다른 사이트에서 보낸 요청은 받지 않습니다."),
    "foreign_host": Kind(421, "Foreign host", "이 서비스의 이름으로 보낸 요청만 받습니다."),
    "not_found": Kind(404, "Not found", "그런 주소가 없습니다."),
    "method_not_allowed": Kind(405, "Method not allowed", "이 주소에서 쓸 수 없는 메서드입니다."),
    "body_too_large": Kind(413, "Body too large", "요청 본문이 너무 큽니다."),
    "idempotency_key_busy": Kind(
        409, "Idempotency key busy", "같은 요청을 처리하고 있습니다.", RETRY_WHEN_BUSY
    ),
    "idempotency_key_reused": Kind(
        422, "Idempotency key reused", "다른 요청에 쓴 Idempotency-Key입니다."
    ),
    "invalid_request": Kind(422, "Invalid request", "요청의 값이 올바르지 않습니다."),
    "rate_limited": Kind(
        429, "Rate limited", "요청이 너무 잦습니다. 잠시 뒤 다시 시도하세요.", RETRY_WHEN_LIMITED
    ),
    # The question.
    "empty_question": Kind(422, "Empty question", "질문이 비어 있습니다."),
    "question_too_long": Kind(422, "Question too long", "질문이 너무 깁니다."),
    # The model, as OpenAI's clients know this code.
    "model_not_found": Kind(404, "Model not found", "그런 모델이 없습니다."),
    # The document.
    "invalid_input": Kind(422, "Unusable input", "사용할 수 없는 입력입니다."),
    "source_not_found": Kind(422, "Source not found", "그 위치에 파일이 없습니다."),
    "unsupported_format": Kind(415, "Unsupported format", "지원하지 않는 형식입니다."),
    "undecodable_text": Kind(422, "Undecodable text", "글자 인코딩을 알아낼 수 없습니다."),
    "encrypted_document": Kind(422, "Encrypted document", "암호가 걸린 문서입니다."),
    "damaged_document": Kind(422, "Damaged document", "문서가 손상되어 읽을 수 없습니다."),
    "unsafe_archive": Kind(422, "Unsafe archive", "안전하지 않은 압축 파일입니다."),
    "too_many_links": Kind(422, "Too many links", "목록에 있는 주소가 너무 많습니다."),
    "parser_limit": Kind(422, "Parser limit", "문서를 읽는 데 정해진 한도를 넘었습니다."),
    "empty_document": Kind(422, "Empty document", "저장할 본문이 없습니다."),
    "document_too_large": Kind(413, "Document too large", "문서가 너무 큽니다."),
    "fetch_failed": Kind(502, "Fetch failed", "주소에서 문서를 받지 못했습니다."),
    "fetch_refused": Kind(422, "Fetch refused", "허용되지 않는 주소입니다."),
    "unknown_document": Kind(404, "Unknown document", "그런 문서가 없습니다."),
    # The jobs.
    "unknown_job": Kind(404, "Unknown job", "그런 작업이 없습니다."),
    "jobs_full": Kind(
        503,
        "Jobs full",
        "기다리는 작업이 너무 많습니다. 잠시 뒤 다시 보내세요.",
        RETRY_WHEN_FULL,
    ),
    "job_abandoned": Kind(500, "Job abandoned", "작업 중에 서비스가 거듭 멈춰 포기했습니다."),
    # The service.
    "not_ready": Kind(
        503, "Not ready", "서비스가 준비 중입니다. 잠시 뒤 다시 시도하세요.", RETRY_WHILE_LOADING
    ),
    "busy": Kind(503, "Busy", "요청이 많습니다. 잠시 뒤 다시 시도하세요.", RETRY_WHEN_BUSY),
    "store_busy": Kind(
        503, "Store busy", "저장소가 사용 중입니다. 잠시 뒤 다시 시도하세요.", RETRY_WHEN_BUSY
    ),
    "storage_failed": Kind(507, "Storage failed", "디스크에 쓸 수 없습니다."),
    "index_failure": Kind(503, "Index failure", "색인을 쓸 수 없습니다."),
    "index_damaged": Kind(503, "Index damaged", "색인이 손상되었습니다."),
    "store_too_new": Kind(503, "Store too new", "더 새로운 버전이 만든 저장소입니다."),
    "model_mismatch": Kind(503, "Model mismatch", "색인과 임베딩 모델이 다릅니다."),
    "model_unreadable": Kind(503, "Model unreadable", "임베딩 모델을 읽을 수 없습니다."),
    "invalid_alias_file": Kind(
        500, "Invalid alias file", "줄임말 파일에 쓸 수 없는 줄이 있습니다."
    ),
    "no_collection": Kind(500, "No collection", "자료 폴더에 저장된 문서가 없습니다."),
    "not_empty": Kind(500, "Not empty", "이미 다른 것이 있는 곳에는 쓰지 않습니다."),
    "backup_damaged": Kind(500, "Backup damaged", "백업이 온전하지 않습니다."),
    "export_damaged": Kind(500, "Export damaged", "내보낸 파일이 온전하지 않습니다."),
    "keys_unreadable": Kind(503, "Keys unreadable", "API 키 파일을 읽을 수 없습니다."),
    "internal_error": Kind(500, "Internal error", "서버에서 오류가 났습니다."),
    "error": Kind(500, "Error", "서버에서 오류가 났습니다."),
    "citation_mismatch": Kind(500, "Citation mismatch", "인용문이 원문과 일치하지 않습니다."),
    # These stop a command before it serves anything; they are here so that the table is whole.
    "invalid_settings": Kind(500, "Invalid settings", "설정이 올바르지 않습니다."),
    "address_in_use": Kind(500, "Address in use", "주소가 이미 사용 중입니다."),
    "command_unavailable": Kind(500, "Command unavailable", "쓸 수 없는 명령입니다."),
    "unknown_key": Kind(404, "Unknown key", "그런 키가 없습니다."),
    "key_name_taken": Kind(409, "Key name taken", "같은 이름의 키가 이미 있습니다."),
}


def kind_of(code: str) -> Kind:
    """Look a code up; what is not listed is an internal error."""
    return KINDS.get(code, KINDS["internal_error"])
