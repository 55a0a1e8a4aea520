"""The JSON of abbreviations."""

from collections.abc import Sequence
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from index.records import ListedAlias
from service.http.described import DocId, Limit, Offset, Title, Total


class DefinedInOut(BaseModel):
    """A document that defines an abbreviation."""

    model_config = ConfigDict(from_attributes=True)

    doc_id: DocId
    title: Title


class AliasOut(BaseModel):
    """An abbreviation: in how many documents it is defined, and the latest few of these.

    `added`: the file of aliases names it; `off`: the file switches it off, so nothing uses it.
    """

    model_config = ConfigDict(from_attributes=True)

    short: str = Field(description="the short form; one with several long forms has a row for each")
    long: str = Field(description="what it stands for")
    documents: int = Field(description="in how many current documents it is defined")
    defined_in: list[DefinedInOut] = Field(description="the latest of these, five at most")
    added: bool = Field(description="`aliases.csv` names it; it is used whatever documents define")
    off: bool = Field(description="`aliases.csv` switches it off: it is used nowhere")


class AliasList(BaseModel):
    """One page of the abbreviations, those that most documents define first."""

    aliases: list[AliasOut] = Field(
        description="those that most documents define first, ties by text"
    )
    total: Total
    limit: Limit
    offset: Offset

    @classmethod
    def of(cls, aliases: Sequence[ListedAlias], *, total: int, limit: int, offset: int) -> Self:
        """Describe a page."""
        rows = [AliasOut.model_validate(alias) for alias in aliases]
        return cls(aliases=rows, total=total, limit=limit, offset=offset)
