"""The JSON of abbreviations."""

from collections.abc import Sequence
from typing import Self

from pydantic import BaseModel, ConfigDict

from index.records import ListedAlias


class DefinedInOut(BaseModel):
    """A document that defines an abbreviation."""

    model_config = ConfigDict(from_attributes=True)

    doc_id: str
    title: str


class AliasOut(BaseModel):
    """An abbreviation: in how many documents it is defined, and the latest few of these.

    `added`: the file of aliases names it; `off`: the file switches it off, so nothing uses it.
    """

    model_config = ConfigDict(from_attributes=True)

    short: str
    long: str
    documents: int
    defined_in: list[DefinedInOut]
    added: bool
    off: bool


class AliasList(BaseModel):
    """One page of the abbreviations, those that most documents define first."""

    aliases: list[AliasOut]
    total: int
    limit: int
    offset: int

    @classmethod
    def of(cls, aliases: Sequence[ListedAlias], *, total: int, limit: int, offset: int) -> Self:
        """Describe a page."""
        rows = [AliasOut.model_validate(alias) for alias in aliases]
        return cls(aliases=rows, total=total, limit=limit, offset=offset)
