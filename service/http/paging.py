"""How the lists are asked for page by page."""

from typing import Annotated

from fastapi import Query

LIMIT = "how many at most"
# The largest number SQLite takes.
Offset = Annotated[int, Query(ge=0, lt=2**63, description="how many to pass over")]
