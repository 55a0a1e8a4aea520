"""Where log lines go and what they look like: standard error, as text or as JSON.

Called once, by the command that runs; libraries that log through the standard library come out in
the same form.
"""

import logging
import sys

import structlog
from structlog.typing import Processor

from service.settings import LogFormat, LogLevel

# These announce every request, model or step of their start at INFO.
CHATTY = (
    "httpx",
    "httpx2",
    "httpcore2",
    "openai",
    "uvicorn",
    "sentence_transformers",
    "transformers",
    "faiss",
    "trafilatura",
    "htmldate",
)

_SHARED: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


def quieter(level: LogLevel) -> LogLevel:
    """Choose the level for a command that prints results: warnings, unless debugging was asked for.

    >>> quieter(LogLevel.INFO)
    <LogLevel.WARNING: 'warning'>
    """
    return LogLevel.WARNING if level is LogLevel.INFO else level


def configure(level: LogLevel, form: LogFormat) -> None:
    """Send everything of at least `level` to standard error in that form."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_SHARED,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *_rendering(form),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=level.value.upper(), force=True)
    for name in CHATTY:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level.upper())))
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def _rendering(form: LogFormat) -> list[Processor]:
    """Choose the last steps: a JSON object with the traceback as text, or a line for people."""
    if form is LogFormat.JSON:
        return [
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
    # The default formatter shows local variables: whole documents, and minutes over a model.
    plain = structlog.dev.plain_traceback
    return [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain)]
