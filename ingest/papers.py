"""What names of news outlets look like."""

import re

_NAME = re.compile(
    r"(?:THE |The )?[가-힣A-Za-z]{1,10}"
    r"(?:일보|신문|경제|뉴스|방송|통신|타임스|데일리|투데이|매일|저널|미디어"
    r"| Times| News| Daily| Post| Herald| Journal| Tribune| Gazette)"
)


def is_paper(name: str) -> bool:
    """Whether a text is the name of a news outlet and nothing else.

    >>> is_paper("새벽일보"), is_paper("새벽일보가 보도했다")
    (True, False)
    """
    return _NAME.fullmatch(name) is not None
