"""The JSON of OpenAI's chat completions and models, as far as it has a meaning here."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from service.answering.answer import Turn
from service.http.openai.examples import ANSWERED, ASKED
from service.http.schemas import MAX_HITS, MAX_TURNS, AnswerOut, AsOf, FiltersIn, Name, Text

MODEL = "briefing-qa"


class TextPart(BaseModel):
    """A piece of a message that is text."""

    type: Literal["text"]
    text: str


def _flat(content: object) -> object:
    """The content as one text, a list's parts a line each."""
    if content is None:  # an assistant's turn that only called tools
        return ""
    if not isinstance(content, list):
        return content
    return "\n".join(_text_of(part) for part in content)


def _text_of(part: object) -> str:
    match part:
        case {"type": "text", "text": str(text)}:
            return text
    msg = "only parts of the type text are read; images, sound and files are not"
    raise ValueError(msg)


Content = Annotated[
    Text, BeforeValidator(_flat, json_schema_input_type=str | list[TextPart] | None)
]


class MessageIn(BaseModel):
    """One message of the conversation; what a client stores beside role and content is ignored."""

    model_config = ConfigDict(frozen=True)

    role: Literal["system", "developer", "user", "assistant"]
    content: Content


def _asking(messages: list[MessageIn]) -> list[MessageIn]:
    said = spoken(messages)
    if not said or said[-1].role != "user":
        msg = "the last message, system messages aside, has to be a user's: it is the question"
        raise ValueError(msg)
    return messages


def spoken(messages: Sequence[MessageIn]) -> list[MessageIn]:
    """What the user and the assistant said, without instructions to a model."""
    return [message for message in messages if message.role in ("user", "assistant")]


class StreamOptions(BaseModel):
    """What a stream carries beside the answer."""

    include_usage: bool = False


class ResponseFormat(BaseModel):
    """The form of the answer: text, and no other."""

    type: Literal["text"]


class CompletionIn(BaseModel):
    """A conversation whose last user message is the question.

    Other fields of OpenAI's are accepted and ignored. Those whose meaning would be lost by that
    have only the value that changes nothing.
    """

    model_config = ConfigDict(frozen=True, json_schema_extra={"examples": [ASKED]})

    model: Name
    messages: Annotated[list[MessageIn], AfterValidator(_asking)]
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    n: Literal[1] | None = None
    response_format: ResponseFormat | None = None
    tool_choice: Literal["none", "auto"] | None = None
    modalities: list[Literal["text"]] | None = None
    logprobs: Literal[False] | None = None
    k: int = Field(default=8, ge=1, le=MAX_HITS)
    filters: FiltersIn = FiltersIn()
    as_of: AsOf = None

    @property
    def include_usage(self) -> bool:
        """Whether a stream ends with the tokens counted."""
        return self.stream_options is not None and self.stream_options.include_usage

    def question(self) -> str:
        """What the user said last."""
        return spoken(self.messages)[-1].content

    def turns(self) -> tuple[Turn, ...]:
        """The turns before, the last MAX_TURNS: a chat front end always sends all there were."""
        turns: list[Turn] = []
        for message in spoken(self.messages)[:-1]:
            if message.role == "user":
                turns.append(Turn(message.content))
            elif turns:  # a greeting answers nothing
                turns[-1] = replace(turns[-1], answer=message.content)
        return tuple(turns[-MAX_TURNS:])


class UrlCitation(BaseModel):
    """An article with an address; `content[start_index:end_index]` is the marker of its quotation.

    Both count code points.
    """

    start_index: int
    end_index: int
    url: str
    title: str


class Annotation(BaseModel):
    """What a stretch of the content refers to."""

    type: Literal["url_citation"] = "url_citation"
    url_citation: UrlCitation


class MessageOut(BaseModel):
    """The answer as a message."""

    role: Literal["assistant"] = "assistant"
    content: str
    refusal: None = None
    annotations: list[Annotation]


class Choice(BaseModel):
    """The one answer."""

    index: int = 0
    message: MessageOut
    logprobs: None = None
    finish_reason: Literal["stop"] = "stop"


class Usage(BaseModel):
    """Tokens of the embedding model: of the messages' texts, of the content, and of both."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class CompletionOut(BaseModel):
    """A whole answer; `briefing` is what POST /v1/chat says of it."""

    model_config = ConfigDict(json_schema_extra={"examples": [ANSWERED]})

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int
    model: str = MODEL
    choices: list[Choice]
    usage: Usage
    briefing: AnswerOut


class ModelOut(BaseModel):
    """A model that can be asked; `created` is when the service started, in Unix seconds."""

    id: str = MODEL
    object: Literal["model"] = "model"
    created: int
    owned_by: str = MODEL


class ModelList(BaseModel):
    """All models that can be asked."""

    object: Literal["list"] = "list"
    data: list[ModelOut]
