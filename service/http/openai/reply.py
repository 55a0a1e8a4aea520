"""An answer as a chat completion: its text and its sources, annotated, and its tokens counted."""

import re
import time
import uuid
from collections.abc import Callable, Sequence

from service.answering import compose
from service.answering.answer import EXTRACTION, Answer
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


def completion(answer: Answer, counted: Callable[[Answer], Usage]) -> CompletionOut:
    """The whole answer at once."""
    message = MessageOut(content=content(answer), annotations=annotations(answer))
    return CompletionOut(
        id=new_id(),
        created=now(),
        choices=[Choice(message=message)],
        usage=counted(answer),
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
    """One for each marker of an article with an address: behind its quotation, and behind what a
    language model wrote from it."""
    written = _written(answer)
    found = []
    for citation in answer.citations:
        if citation.url is None:
            continue
        marker, quoted = f"[{citation.marker}]", compose.quotation(citation)
        ends = [place.end() for place in re.finditer(re.escape(marker), written)]
        ends.append(answer.text.index(quoted, len(written)) + len(quoted))
        for end in ends:
            place = UrlCitation(
                start_index=end - len(marker),
                end_index=end,
                url=citation.url,
                title=citation.title,
            )
            found.append(Annotation(url_citation=place))
    return found


def _written(answer: Answer) -> str:
    """What a language model wrote; it stands before the quotations."""
    if answer.written_by == EXTRACTION:
        return ""
    return answer.text.partition(compose.paragraph(answer.citations[0], answer.language))[0]


def usage(answer: Answer, messages: Sequence[MessageIn], count_tokens: CountTokens) -> Usage:
    """What was sent and what is answered, in tokens."""
    sent = sum(count_tokens(message.content) for message in messages)
    answered = count_tokens(content(answer))
    return Usage(prompt_tokens=sent, completion_tokens=answered, total_tokens=sent + answered)
