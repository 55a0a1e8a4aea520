"""The JSON of OpenAI's chat completions and models, as far as it has a meaning here."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from service.answering.answer import Turn
from service.answering.question import Question
from service.http.described import Title
from service.http.openai.examples import ANSWERED, ASKED
from service.http.received import (
    MAX_HITS,
    MAX_TURNS,
    AsOf,
    Count,
    FiltersIn,
    Flag,
    Name,
    Narrowed,
    Text,
)
from service.http.schemas import AnswerOut

MODEL = "briefing-qa"


class TextPart(BaseModel):
    """A piece of a message that is text."""

    type: Literal["text"] = Field(description="`text`")
    text: str = Field(description="the text")


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

    role: Literal["system", "developer", "user", "assistant"] = Field(
        description="who speaks; instructions of `system` and `developer` steer nothing"
    )
    content: Content = Field(description="a text, or a list of parts of the type `text`")


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

    include_usage: Flag = Field(default=False, description="end the stream with the `usage`")


class ResponseFormat(BaseModel):
    """The form of the answer: text, and no other."""

    type: Literal["text"] = Field(description="`text`")


class CompletionIn(BaseModel):
    """A conversation whose last user message is the question.

    Other fields of OpenAI's are accepted and ignored. Those whose meaning would be lost by that
    have only the value that changes nothing.
    """

    model_config = ConfigDict(frozen=True, json_schema_extra={"examples": [ASKED]})

    model: Name = Field(description="`briefing-qa`; another one is `model_not_found`")
    messages: Annotated[list[MessageIn], AfterValidator(_asking)] = Field(
        description="the last one is the question, the `user` and `assistant` messages before it "
        "are the history, of which the last 50 turns are read"
    )
    stream: Flag | None = Field(default=None, description="answer with chunks")
    stream_options: StreamOptions | None = Field(
        default=None, description="what a stream carries beside the answer"
    )
    n: Literal[1] | None = Field(default=None, description="one answer")
    response_format: ResponseFormat | None = Field(default=None, description="text")
    tool_choice: Literal["none", "auto"] | None = Field(
        default=None, description="no tool is called"
    )
    modalities: list[Literal["text"]] | None = Field(default=None, description="text")
    logprobs: Literal[False] | None = Field(default=None, description="there are no probabilities")
    k: Count = Field(default=8, ge=1, le=MAX_HITS, description="passages the answer is chosen from")
    filters: Narrowed = FiltersIn()
    as_of: AsOf = None

    @property
    def include_usage(self) -> bool:
        """Whether a stream ends with the tokens counted."""
        return self.stream_options is not None and self.stream_options.include_usage

    def asked(self) -> Question:
        """What the user said last, with the turns before it."""
        text = spoken(self.messages)[-1].content
        return Question(text, self._turns(), self.k, self.filters.filters(), self.as_of)

    def _turns(self) -> tuple[Turn, ...]:
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

    start_index: int = Field(description="where the marker of the quotation begins in `content`")
    end_index: int = Field(description="where it ends; both count code points")
    url: str = Field(description="the article's address")
    title: Title


class Annotation(BaseModel):
    """What a stretch of the content refers to."""

    type: Literal["url_citation"] = Field(
        default="url_citation", description="the kind of reference"
    )
    url_citation: UrlCitation = Field(description="the article and the place")


class MessageOut(BaseModel):
    """The answer as a message."""

    role: Literal["assistant"] = Field(default="assistant", description="who speaks")
    content: str = Field(
        description="the `text` of the answer and, where it has quotations, the sources by the "
        "number of their markers: title, publisher, date, address"
    )
    refusal: None = Field(
        default=None, description="always null: that the documents do not say is said in `content`"
    )
    annotations: list[Annotation] = Field(
        description="one for each quotation whose article has an address; with a [language "
        "model](llm.md) also one for each such marker in its sentences"
    )


class Choice(BaseModel):
    """The one answer."""

    index: int = Field(default=0, description="always 0")
    message: MessageOut = Field(description="the answer")
    logprobs: None = Field(default=None, description="always null")
    finish_reason: Literal["stop"] = Field(default="stop", description="always `stop`")


class Usage(BaseModel):
    """Tokens of the embedding model: of the messages' texts, of the content, and of both."""

    prompt_tokens: int = Field(description="of the texts of all messages")
    completion_tokens: int = Field(description="of `content`")
    total_tokens: int = Field(
        description="both; what was searched and read for the answer is not in it"
    )


class CompletionOut(BaseModel):
    """A whole answer; `briefing` is what POST /v1/chat says of it."""

    model_config = ConfigDict(json_schema_extra={"examples": [ANSWERED]})

    id: str = Field(description="another one for each answer")
    object: Literal["chat.completion"] = Field(
        default="chat.completion", description="the kind of object"
    )
    created: int = Field(description="when, in Unix seconds")
    model: str = Field(default=MODEL, description="the model that answered")
    choices: list[Choice] = Field(description="one")
    usage: Usage = Field(description="tokens, counted by the embedding model's tokenizer")
    briefing: AnswerOut = Field(description="the whole answer as `POST /v1/chat` gives it")


class ModelOut(BaseModel):
    """A model that can be asked; `created` is when the service started, in Unix seconds."""

    id: str = Field(default=MODEL, description="the name to ask it by")
    object: Literal["model"] = Field(default="model", description="the kind of object")
    created: int = Field(description="when the service started, in Unix seconds")
    owned_by: str = Field(default=MODEL, description="the same name")


class ModelList(BaseModel):
    """All models that can be asked."""

    object: Literal["list"] = Field(default="list", description="the kind of object")
    data: list[ModelOut] = Field(description="the one there is")
