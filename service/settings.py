"""Everything that can be set, from `BRIEFING_*` variables or arguments: frozen, bounded, no strays.

Order of precedence: arguments, then the environment, then the defaults below.
"""

import difflib
import os
from collections.abc import Mapping
from enum import StrEnum
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any

import platformdirs
from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from service.errors import InvalidSettings

PREFIX = "BRIEFING_"
# The test suite's own switches (the folder of large data sets) are no settings of the product.
TEST_PREFIX = "BRIEFING_TEST_"
APP_NAME = "briefing-qa"


class LogLevel(StrEnum):
    """The least severe event that is written."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class LogFormat(StrEnum):
    """One JSON object a line for machines, or aligned text for people."""

    TEXT = "text"
    JSON = "json"


def _absolute(path: Path) -> Path:
    """Make `~` and relative paths absolute, so that a later change of folder moves nothing."""
    return path.expanduser().absolute()


AbsolutePath = Annotated[Path, AfterValidator(_absolute)]


def _separated(value: object) -> object:
    """Take a list apart that came as text."""
    return [part.strip() for part in value.split(",")] if isinstance(value, str) else value


# As a browser writes it: no path, no slash at the end, and no star that would let everybody in.
Origin = Annotated[str, Field(pattern=r"^https?://([a-z0-9.-]+|\[[0-9a-f:]+\])(:[0-9]+)?$")]
# NoDecode: the variable is no JSON.
Origins = Annotated[tuple[Origin, ...], NoDecode, BeforeValidator(_separated)]


def _network(value: str) -> str:
    """An address or a network, as people write them."""
    return str(ip_network(value))


Proxies = Annotated[
    tuple[Annotated[str, AfterValidator(_network)], ...], NoDecode, BeforeValidator(_separated)
]


class Settings(BaseSettings):
    """One frozen value, built at the edge and passed in."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        extra="forbid",
        frozen=True,
        # `BRIEFING_THREADS=` in a compose file means "not set", not "the empty string".
        env_ignore_empty=True,
        validate_default=True,
    )

    data_dir: AbsolutePath = Field(
        default_factory=lambda: platformdirs.user_data_path(APP_NAME, appauthor=False),
        description="Where the documents and the index live.",
    )
    cache_dir: AbsolutePath = Field(
        default_factory=lambda: platformdirs.user_cache_path(APP_NAME, appauthor=False),
        description="Where the converted model is kept; safe to delete.",
    )
    watch_dir: AbsolutePath | None = Field(
        default=None,
        description="A folder whose files the running service follows.",
    )
    read_only: bool = Field(
        # As many of these as one likes may run beside the one process that writes.
        default=False,
        description="Serve questions beside the process that writes, and store nothing.",
    )
    embedding_model: str = Field(
        default="bundled",
        min_length=1,
        description='"bundled", or any sentence-transformers name or path.',
    )
    reader: bool = Field(
        # Learnt on top of the bundled model, so there is none for another.
        default=True,
        description="Read the best passages before choosing sentences; bundled model only.",
    )
    llm_base_url: str | None = Field(
        # Unset, nothing is asked of any language model and no connection is made.
        default=None,
        pattern=r"^https?://\S+$",
        description="OpenAI-compatible server that writes answers; unset: none does.",
    )
    llm_model: str | None = Field(
        default=None, min_length=1, description="The model's name at that server."
    )
    llm_api_key: SecretStr | None = Field(
        default=None, description="Key for that server; never logged or shown."
    )
    llm_silence_seconds: float = Field(
        # A local model may need ten seconds to read the passages before its first word.
        default=20.0,
        gt=0,
        le=600,
        description="Longest silence of the language model, before its first word or between two.",
    )
    llm_timeout_seconds: float = Field(
        default=60.0, gt=0, le=3600, description="Longest time one reply of it may take in all."
    )
    host: str = Field(
        # Loopback: nobody else reaches the documents unless asked for.
        default="127.0.0.1",
        min_length=1,
        description="Address to serve on.",
    )
    port: int = Field(default=8000, ge=0, le=65535, description="Port to serve on; 0 picks one.")
    allowed_origins: Origins | None = Field(
        default=None,
        description="Other sites whose pages may use the API, separated by commas.",
    )
    trusted_proxies: Proxies | None = Field(
        default=None,
        description="Proxies whose X-Forwarded-For is believed: addresses or networks.",
    )
    requests_per_minute: int | None = Field(
        default=None,
        ge=1,
        le=1_000_000,
        description="Requests to the API from one key, or one address; unset: any number.",
    )
    max_document_bytes: int = Field(
        # The largest of 990 news pages of a public benchmark is under 3 MB; 20 MB leaves room
        # for a long report and still bounds what one input can cost.
        default=20 * 1024 * 1024,
        ge=1024,
        le=1024**3,
        description="Largest file, page or upload that is read.",
    )
    max_upload_bytes: int = Field(
        # A year of a ministry's press releases zipped; an archive may unpack to as much.
        default=200 * 1024 * 1024,
        ge=1024,
        le=8 * 1024**3,
        description="Largest upload of many documents: an archive or a mailbox.",
    )
    max_waiting_bytes: int = Field(
        # A handful of the largest uploads, and less than what a disk should have free.
        default=1024**3,
        ge=1024,
        le=1024**4,
        description="Most that uploads may take up on the disk until they are worked on.",
    )
    max_question_chars: int = Field(
        # A question with pasted context; more than this is a document.
        default=4000,
        ge=1,
        le=100_000,
        description="Longest question that is answered.",
    )
    threads: int | None = Field(
        default=None,
        ge=1,
        le=1024,
        description="Passes of the model at once, each on one core; unset: as many as cores.",
    )
    shutdown_seconds: int = Field(
        # Orchestrators commonly kill after 30 s; the drain has to end before that.
        default=20,
        ge=0,
        le=600,
        description="How long running requests may take to finish when the service stops.",
    )
    log_level: LogLevel = Field(default=LogLevel.INFO, description="Least severe event written.")
    log_format: LogFormat = Field(default=LogFormat.TEXT, description="Shape of the log lines.")
    log_questions: bool = Field(
        # What people ask is as confidential as what the documents say.
        default=False,
        description="Write the questions into the log, each with its request.",
    )

    @field_validator("llm_model")
    @classmethod
    def _with_its_server(cls, model: str | None, info: ValidationInfo) -> str | None:
        """A model needs a server, and a server a model."""
        url = info.data.get("llm_base_url")
        if (url is None) != (model is None) and "llm_base_url" in info.data:
            msg = f"{variable('llm_base_url')} and {variable('llm_model')} go together"
            raise ValueError(msg)
        return model

    @field_validator("read_only")
    @classmethod
    def _watching_nothing(cls, read_only: bool, info: ValidationInfo) -> bool:
        """Following a folder is writing."""
        if read_only and info.data.get("watch_dir") is not None:
            msg = f"{variable('watch_dir')} cannot be followed by a service that only reads"
            raise ValueError(msg)
        return read_only

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, then variables; a variable that names no setting is handed on to be refused.

        No `.env` file is read: a file that happens to lie in the folder must not steer the service.
        """
        return (init_settings, env_settings, _StrayVariables(settings_cls))


class _StrayVariables(PydanticBaseSettingsSource):
    """Offers unknown `BRIEFING_*` variables under their own names, which `extra=forbid` refuses.

    pydantic-settings reads only the variables it knows, so a misspelt one would be ignored.
    """

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """Nothing: this source has no value for any known field."""
        return None, field_name, False

    def __call__(self) -> dict[str, Any]:
        return dict.fromkeys(stray_variables(os.environ), "")


def variable(field: str) -> str:
    """Name the variable that sets a field.

    >>> variable("data_dir")
    'BRIEFING_DATA_DIR'
    """
    return PREFIX + field.upper()


def stray_variables(environment: Mapping[str, str]) -> list[str]:
    """List the `BRIEFING_*` variables that name no setting, sorted."""
    known = {variable(field) for field in Settings.model_fields}
    return sorted(
        name
        for name in environment
        if name.upper().startswith(PREFIX)
        and not name.upper().startswith(TEST_PREFIX)
        and name.upper() not in known
    )


def load_settings(given: Mapping[str, object] | None = None) -> Settings:
    """Build the settings from what was given and is not None, over the environment.

    Raises `InvalidSettings`, naming every variable or argument that is wrong and, for an unknown
    one, the settings spelt most like it.
    """
    try:
        return Settings(**{k: v for k, v in (given or {}).items() if v is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        problems = "; ".join(_problem(dict(detail)) for detail in error.errors())
        raise InvalidSettings(problems) from error


def _problem(detail: Mapping[str, Any]) -> str:
    """Write one sentence for one of pydantic's error details."""
    name = str(detail["loc"][0])
    if detail["type"] == "extra_forbidden":
        return f"{name} is not a setting{_near(name)}"
    return f"{variable(name)}={detail['input']!s}: {detail['msg']}"


def _near(name: str) -> str:
    """Name the settings spelt most like an unknown one, as the end of a sentence."""
    wanted = name.upper() if name.upper().startswith(PREFIX) else variable(name)
    known = [variable(field) for field in Settings.model_fields]
    # Compared without the prefix they all share, which would make everything look alike.
    bare = {known_name.removeprefix(PREFIX): known_name for known_name in known}
    near = difflib.get_close_matches(wanted.removeprefix(PREFIX), bare, n=3)
    if near:
        return f"; did you mean {' or '.join(bare[match] for match in near)}?"
    return f"; the settings are {', '.join(known)}"
