"""The page: what was written by hand, with the rest put in where it says so.

`page.md` beside this file has the order, the headings and what is said of several routes at once. A
line of it such as `{{route POST /v1/chat}}` stands for what the service's own description says.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from service.http.events import EVENTS
from service.http.job_events import EVENTS as JOB_EVENTS
from service.http.problem_kinds import KINDS
from service.http.reference.codes import WHEN
from service.http.reference.fields import fields_of
from service.http.reference.routes import route
from service.http.reference.table import table

_DIRECTIVE = re.compile(r"^\{\{(\w+) ?(.*)\}\}$", re.MULTILINE)
_NOTE = (
    "<!-- Written by `python -m service.http.reference`; what it says stands in service/http. -->"
)

_STREAMS: Mapping[str, Mapping[str, str]] = {"chat": EVENTS, "jobs": JOB_EVENTS}


def written(openapi: Mapping[str, Any]) -> str:
    """docs/api.md for a service described so. Raises KeyError for a directive of no sense."""
    parts: dict[str, Callable[[str], str]] = {
        "route": lambda named: route(openapi, *named.split(" ")),
        "fields": lambda model: fields_of(openapi, model),
        "events": lambda stream: table(("event", "data"), _STREAMS[stream].items()),
        "codes": lambda _: _codes(),
    }
    page = Path(__file__).with_name("page.md").read_text(encoding="utf-8")
    title, _, rest = page.partition("\n")
    whole = f"{title}\n\n{_NOTE}\n{rest}"
    return _DIRECTIVE.sub(lambda match: parts[match[1]](match[2]), whole)


def _codes() -> str:
    rows = [(code, str(KINDS[code].status), when) for code, when in WHEN.items()]
    return table(("code", "status", "when"), rows)
