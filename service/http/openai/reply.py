"""An answer as a chat completion: its text and its sources, annotated, and its tokens counted."""

import time
import uuid
from collections.abc import Callable, Sequence

from service.answering import compose
from service.answering.answer import Answer
from service.http.openai.schemas import (
    Annotation,
    Choice,
    CompletionOut,
    MessageIn,
    MessageOut,
    UrlCitation,
    Usage,
)
from service.http.schemas import AnswerOut

CountTokens = Callable[[str], int]


def new_id() -> str:
    """An id for one completion."""
    return f"chatcmpl-{uuid.uuid4().hex}"


def now() -> int:
    """Unix seconds, as OpenAI counts time."""
    return int(time.time())


def completion(
    answer: Answer, messages: Sequence[MessageIn], count_tokens: CountTokens
) -> CompletionOut:
    """The whole answer at once."""
    message = MessageOut(content=content(answer), annotations=annotations(answer))
    return CompletionOut(
        id=new_id(),
        created=now(),
        choices=[Choice(message=message)],
        usage=usage(answer, messages, count_tokens),
        briefing=AnswerOut.of(answer),
    )


def content(answer: Answer) -> str:
    """The answer's text and, after it, where it was taken from."""
    return answer.text + sources(answer)


def sources(answer: Answer) -> str:
    """What the content has after the answer's text; nothing without a quotation."""
    if not answer.citations:
        return ""
    return "\n\n" + compose.sources(answer.citations, answer.language)


def annotations(answer: Answer) -> list[Annotation]:
    """One for each quotation from an article with an address; its place is that of its marker."""
    found = []
    for citation in answer.citations:
        if citation.url is None:
            continue
        quoted = compose.quotation(citation)
        end = answer.text.index(quoted) + len(quoted)
        start = end - len(f"[{citation.marker}]")
        place = UrlCitation(
            start_index=start, end_index=end, url=citation.url, title=citation.title
        )
        found.append(Annotation(url_citation=place))
    return found


def usage(answer: Answer, messages: Sequence[MessageIn], count_tokens: CountTokens) -> Usage:
    """What was sent and what is answered, in tokens."""
    sent = sum(count_tokens(message.content) for message in messages)
    answered = count_tokens(content(answer))
    return Usage(prompt_tokens=sent, completion_tokens=answered, total_tokens=sent + answered)
