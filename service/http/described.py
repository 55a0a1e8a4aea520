"""Fields that several replies have, each described once."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

DocId = Annotated[
    str, Field(description="made from the content: the same document always has the same")
]
PassageId = Annotated[str, Field(description="the passage of it")]
Start = Annotated[int, Field(description="where it begins in the document's `text`")]
End = Annotated[int, Field(description="where it ends, the first code point after it")]
Title = Annotated[str, Field(description="the article's")]
Publisher = Annotated[str | None, Field(description="the article's; null where unknown")]
PublishedAt = Annotated[datetime | None, Field(description="null where unknown")]
Address = Annotated[str | None, Field(description="where the article is on the web; null: unknown")]
Speaker = Annotated[
    str | None,
    Field(
        description="who says it, as fully as the article names them; null where nobody does or "
        "the article is not clear"
    ),
]
Addressee = Annotated[str | None, Field(description="to whom, likewise")]
Language = Annotated[str, Field(description="`ko` or `en`")]
Timings = Annotated[dict[str, float], Field(description="milliseconds by stage")]
Total = Annotated[int, Field(description="how many there are in all")]
Limit = Annotated[int, Field(description="as it was asked for")]
Offset = Annotated[int, Field(description="as it was asked for")]
