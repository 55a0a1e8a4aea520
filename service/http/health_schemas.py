"""The JSON of the probes."""

from typing import Literal

from pydantic import BaseModel, Field


class AliveOut(BaseModel):
    """That the process serves."""

    status: Literal["alive"] = Field(description="always the same")


class LookedAtOut(BaseModel):
    """One thing that was looked at."""

    ok: bool = Field(description="whether it is as it has to be")
    detail: str = Field(description="what was found")


class ReadyOut(BaseModel):
    """That questions can be answered."""

    status: Literal["ready"] = Field(description="always the same")
    read_only: bool = Field(description="whether this service stores nothing")
    checks: dict[str, LookedAtOut] = Field(
        description="what was looked at: `database`, `snapshot`, `model` and `disk`"
    )
