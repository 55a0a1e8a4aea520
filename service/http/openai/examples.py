"""What is asked and answered, for those who read /openapi.json."""

from typing import Any

_URL = "https://www.mirae-science.example/briefing/2026/0312-01"
_TITLE = "표민서 부총리, 한빛과학기술연구원 찾아 양자·배터리 연구 현장 점검"
_SPEAKER = "표민서 부총리 겸 미래과학부 장관"
_ADDRESSEE = "누리표준측정원"
_QUOTE = (
    '누표원에는 표 부총리가 "성능을 재는 자가 없으면 경쟁도 없다"며 '
    "양자컴퓨터 성능 측정 표준안 3종을 9월까지 마련해 달라고 당부했다."
)
_TEXT = (
    f"문서에는 이렇게 나와 있습니다.\n\n“{_QUOTE}” [1]\n"
    f"— {_SPEAKER} → {_ADDRESSEE}, {_TITLE}, 미래과학부, 2026-03-12"
)
_MARKER = _TEXT.index("[1]")

ASKED: dict[str, Any] = {
    "model": "briefing-qa",
    "messages": [{"role": "user", "content": "표민서 부총리가 누표원에 당부한 것은?"}],
}

ANSWERED: dict[str, Any] = {
    "id": "chatcmpl-0d3f6a5be1c04f0f8a52f4f6b3f1c9aa",
    "object": "chat.completion",
    "created": 1773300000,
    "model": "briefing-qa",
    "choices": [
        {
            "index": 0,
            "message": {
                "role": "assistant",
                "content": f"{_TEXT}\n\n출처:\n1. {_TITLE}, 미래과학부, 2026-03-12, {_URL}",
                "refusal": None,
                "annotations": [
                    {
                        "type": "url_citation",
                        "url_citation": {
                            "start_index": _MARKER,
                            "end_index": _MARKER + len("[1]"),
                            "url": _URL,
                            "title": _TITLE,
                        },
                    }
                ],
            },
            "logprobs": None,
            "finish_reason": "stop",
        }
    ],
    "usage": {"prompt_tokens": 15, "completion_tokens": 164, "total_tokens": 179},
    "briefing": {
        "status": "grounded",
        "text": _TEXT,
        "short_answers": [],
        "language": "ko",
        "citations": [
            {
                "marker": 1,
                "doc_id": "159c1c9620161661c449",
                "passage_id": "159c1c9620161661c449-0",
                "start": 518,
                "end": 593,
                "quote": _QUOTE,
                "speaker": _SPEAKER,
                "addressee": _ADDRESSEE,
                "title": _TITLE,
                "publisher": "미래과학부",
                "published_at": "2026-03-12T00:00:00+09:00",
                "url": _URL,
                "verified": True,
                "also_carried_by": [],
                "corrections": [],
                "when": [{"first": "2026-09-01", "last": "2026-09-30"}],
            }
        ],
        "hits": [],
        "timings": {"search": 11.2, "select": 3.1, "cite": 0.4},
        "confidence": 0.97,
        "question": "표민서 부총리가 누표원에 당부한 것은?",
        "written_by": "extraction",
        "checks": [],
    },
}

STREAMED = """\
data: {"object": "chat.completion.chunk", "choices": [{"delta": {"role": "assistant"}, …}], …}

data: {"object": "chat.completion.chunk", "choices": [{"delta": {"content": "문서에는 …"}, …}], …}

data: {"choices": [{"delta": {"annotations": […]}, "finish_reason": "stop"}], "briefing": {…}, …}

data: [DONE]

"""

MODEL: dict[str, Any] = {
    "id": "briefing-qa",
    "object": "model",
    "created": 1773300000,
    "owned_by": "briefing-qa",
}

REFUSED: dict[str, Any] = {
    "error": {
        "message": "There is one model here: briefing-qa. (그런 모델이 없습니다.)",
        "type": "invalid_request_error",
        "param": "model",
        "code": "model_not_found",
    }
}
