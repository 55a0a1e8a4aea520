"""An example of every request and reply, for /openapi.json."""

from typing import Any

from service.http.openai import examples as openai

_JSON, _FORM, _EVENTS = "application/json", "multipart/form-data", "text/event-stream"

_DOC_ID = "159c1c9620161661c449"
_TITLE = "표민서 부총리, 한빛과학기술연구원 찾아 양자·배터리 연구 현장 점검"
_URL = "https://www.mirae-science.example/briefing/2026/0312-01"
_DAY = "2026-03-12T00:00:00+09:00"
_QUESTION = "표민서 부총리가 누표원에 당부한 것은?"
_QUOTE = (
    '누표원에는 표 부총리가 "성능을 재는 자가 없으면 경쟁도 없다"며 양자컴퓨터 성능 측정 '
    "표준안 3종을 9월까지 마련해 달라고 당부했다."
)
_ARTICLE = {"title": _TITLE, "publisher": "미래과학부", "published_at": _DAY, "url": _URL}
_PLACE = {"doc_id": _DOC_ID, "passage_id": f"{_DOC_ID}-0"}

_HIT = {
    "rank": 1,
    "score": 0.91,
    "scores": {"dense": 0.84, "lexical": 0.97},
    **_PLACE,
    "start": 518,
    "end": 593,
    "text": _QUOTE,
    **_ARTICLE,
    "also_carried_by": [],
    "corrections": [],
}
_CITATION = {
    "marker": 1,
    **_PLACE,
    "start": 518,
    "end": 593,
    "quote": _QUOTE,
    "speaker": "표민서 부총리 겸 미래과학부 장관",
    "addressee": "누리표준측정원",
    **_ARTICLE,
    "verified": True,
    "also_carried_by": [],
    "corrections": [],
    "when": [{"first": "2026-09-01", "last": "2026-09-30"}],
}
_ANSWER = {
    "status": "grounded",
    "text": f"문서에는 이렇게 나와 있습니다.\n\n“{_QUOTE}” [1]",
    "short_answers": [],
    "language": "ko",
    "citations": [_CITATION],
    "hits": [_HIT],
    "timings": {"search": 21.4, "select": 3.2, "cite": 0.3},
    "confidence": 0.97,
    "question": _QUESTION,
    "written_by": "extraction",
    "checks": [],
}
_DOCUMENT = {
    "doc_id": _DOC_ID,
    "source": "sci-minister-hist-visit.md",
    **_ARTICLE,
    "byline": "미래과학부 대변인실",
    "language": "ko",
    "section": None,
    "modified_at": None,
    "characters": 905,
}
_ADDED = {**_DOCUMENT, "status": "added", "passages": 2}
_FULL = {
    **_DOCUMENT,
    "superseded_by": None,
    "versions": [
        {
            "doc_id": _DOC_ID,
            "source": "sci-minister-hist-visit.md",
            "title": _TITLE,
            "published_at": _DAY,
            "ingested_at": "2026-03-12T01:30:00+00:00",
            "current": True,
        }
    ],
    "corrections": [],
    "notice": None,
    "corrects": None,
    "story": [],
    "text": "표민서 부총리 겸 미래과학부 장관은 12일 오전 …",
    "subheadlines": [],
    "origins": [{"field": "title", "source": "page text", "confidence": "medium"}],
    "dates": [{"start": 18, "end": 21, "first": "2026-03-12", "last": "2026-03-12"}],
    "dropped": [{"text": "무단 전재 및 재배포 금지", "reason": "copyright"}],
    "quotes": [
        {
            "start": 531,
            "end": 556,
            "speaker": "표민서 부총리 겸 미래과학부 장관",
            "addressee": "누리표준측정원",
            "verb": "당부하다",
            "direct": True,
        }
    ],
}
_JOB_ID = "20260312t013000123-9f3a2b1c"
_JOB = {
    "job_id": _JOB_ID,
    "kind": "file",
    "name": "monday.zip",
    "size": 48211034,
    "state": "running",
    "created_at": "2026-03-12T01:30:00.123000+00:00",
    "started_at": "2026-03-12T01:30:00.129000+00:00",
    "finished_at": None,
    "added": 212,
    "updated": 3,
    "unchanged": 0,
    "known": 0,
    "older": 0,
    "failed": 1,
    "reading": "monday.zip/inner/0217.hwp",
    "code": None,
    "message": None,
    "message_ko": None,
}
_QUEUED = {
    **_JOB,
    "state": "queued",
    "started_at": None,
    "added": 0,
    "updated": 0,
    "failed": 0,
    "reading": None,
}
_ITEM = {
    "source": "monday.zip/inner/0001.hwp",
    "status": "added",
    "doc_id": _DOC_ID,
    "code": None,
    "message": None,
    "message_ko": None,
}
_PAGE = {"total": 1, "limit": 50, "offset": 0}
_ALIAS = {
    "short": "HIST",
    "long": "한빛과학기술연구원",
    "documents": 9,
    "defined_in": [{"doc_id": _DOC_ID, "title": _TITLE}],
    "added": False,
    "off": False,
}
_CHECKS = {name: {"ok": True, "detail": "…"} for name in ("database", "snapshot", "model", "disk")}

_STREAMED = """\
event: hits
data: {"hits": [{"rank": 1, …}, …]}

event: delta
data: {"text": "문서에는 이렇게 나와 있습니다."}

event: citation
data: {"marker": 1, "doc_id": "159c1c9620161661c449", …}

event: delta
data: {"text": "\\n\\n“누표원에는 표 부총리가 …” [1]\\n— …"}

event: answer
data: {"status": "grounded", "text": "문서에는 …", "citations": […], …}

event: done
data: {}

"""
_FOLLOWED = """\
event: progress
data: {"job_id": "20260312t013000123-9f3a2b1c", "state": "running", …}

event: item
id: 1
data: {"source": "monday.zip/inner/0001.hwp", "status": "added", …}

event: done
data: {"job_id": "20260312t013000123-9f3a2b1c", "state": "done", …}

"""

# By route and content type.
REQUESTS: dict[str, dict[str, Any]] = {
    "POST /v1/chat": {_JSON: {"question": _QUESTION}},
    "POST /v1/chat/completions": {_JSON: openai.ASKED},
    "POST /v1/search": {
        _JSON: {"question": _QUESTION, "k": 1, "filters": {"published_after": "2026-03-01"}}
    },
    "POST /v1/documents": {
        _JSON: {"text": "해교부는 섬 주민의 여객선 요금을 내린다고 밝혔다.", "source": "note-1"},
        _FORM: {"file": "samples/briefings/sci-minister-hist-visit.md"},
    },
}

# By route, status and content type; a reply without a body has none.
REPLIES: dict[str, dict[str, dict[str, Any]]] = {
    "GET /livez": {"200": {_JSON: {"status": "alive"}}},
    "GET /readyz": {"200": {_JSON: {"status": "ready", "read_only": False, "checks": _CHECKS}}},
    "GET /metrics": {"200": {"text/plain": 'briefing_answers_total{status="grounded"} 12.0\n'}},
    "POST /v1/chat": {"200": {_JSON: _ANSWER, _EVENTS: _STREAMED}},
    "POST /v1/chat/completions": {
        "200": {_JSON: openai.ANSWERED, _EVENTS: openai.STREAMED},
        "default": {_JSON: openai.REFUSED},
    },
    "GET /v1/models": {
        "200": {_JSON: {"object": "list", "data": [openai.MODEL]}},
        "default": {_JSON: openai.REFUSED},
    },
    "GET /v1/models/{model_id}": {
        "200": {_JSON: openai.MODEL},
        "default": {_JSON: openai.REFUSED},
    },
    "POST /v1/search": {
        "200": {_JSON: {"hits": [_HIT], "language": "ko", "timings": {"search": 21.4}}}
    },
    "GET /v1/documents": {"200": {_JSON: {"documents": [_DOCUMENT], **_PAGE}}},
    "POST /v1/documents": {
        "201": {_JSON: _ADDED},
        "200": {_JSON: {**_ADDED, "status": "unchanged", "passages": 0}},
        "202": {_JSON: _QUEUED},
    },
    "GET /v1/documents/{doc_id}": {"200": {_JSON: _FULL}},
    "GET /v1/publishers": {
        "200": {_JSON: {"publishers": [{"publisher": "미래과학부", "documents": 11}], **_PAGE}}
    },
    "GET /v1/aliases": {"200": {_JSON: {"aliases": [_ALIAS], **_PAGE}}},
    "GET /v1/jobs": {"200": {_JSON: {"jobs": [_JOB], **_PAGE}}},
    "GET /v1/jobs/{job_id}": {"200": {_JSON: {**_JOB, "items": [_ITEM], **_PAGE}}},
    "GET /v1/jobs/{job_id}/events": {"200": {_EVENTS: _FOLLOWED}},
}
