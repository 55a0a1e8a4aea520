"""When two addresses are the same page: spelled apart, tracked apart, or with a place in it."""

from pathlib import PurePosixPath
from urllib.parse import parse_qsl, urlsplit

from ingest.word_lists import listed

# What newsletters, search engines and social networks append to see where a reader came from; none
# of them chooses a page.
_TRACKING = frozenset(
    {"fbclid", "gclid", "dclid", "msclkid", "yclid", "igshid", "mc_cid", "mc_eid"}
)
_TRACKING_PREFIX = "utm_"

# What sites call the number of an article among those that one program shows, "_" aside.
_NUMBERS = listed(
    """
    seq no id idx num sn uid aid nttid nttno nttsn newsid newsno newsseq newsidx articleid articleno
    articleseq artid bbsseq bbsidx wrid documentsrl bidx contentid contentsid contid dataid datano
    pressid pressno postid postno
    """
)

_DEFAULT_PORTS = {"http": 80, "https": 443}

# What a server runs, to show the article that the query asks for.
_PROGRAMS = frozenset({".action", ".asp", ".aspx", ".cgi", ".do", ".es", ".jsp", ".nhn", ".php"})


def canonical(url: str | None) -> str | None:
    """An address as it is compared; None for what is no address of one page of the web.

    Scheme and host in lower case, no default port, no fragment, no tracking parameters, no slash
    at the end. Nothing cleverer: which other parameters choose the page, and whether http and
    https or two hosts are one, is known to nobody but the page's server. A site itself, and a
    program that is asked for nothing, are no page: some sites state one of them in all articles.

    >>> canonical("HTTPS://News.Example:443/a/1/?utm_source=mail&id=7#comments")
    'https://news.example/a/1?id=7'
    >>> canonical("https://news.example/"), canonical("https://news.example/board/view.do")
    (None, None)
    """
    try:
        parts = urlsplit((url or "").strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not host:
        return None
    if ":" in host:
        host = f"[{host}]"
    if port is not None and port != _DEFAULT_PORTS[parts.scheme]:
        host += f":{port}"
    path = parts.path.rstrip("/")
    query = "&".join(one for one in parts.query.split("&") if one and not _tracks(one))
    if not query and (not path or PurePosixPath(path).suffix.lower() in _PROGRAMS):
        return None
    return f"{parts.scheme}://{host}{path}" + (f"?{query}" if query else "")


def lacks_number(stated: str | None, asked: str) -> bool:
    """Whether an address is another one without its article's number: a form states the address
    of itself in all the articles that it shows.

    >>> asked = "https://news.example/view.do?menuNo=2&seq=7"
    >>> lacks_number("https://news.example/view.do?menuNo=2", asked)
    True
    >>> lacks_number("https://news.example/view.do?seq=7", asked)
    False
    """
    ours, theirs = (urlsplit(canonical(url) or "") for url in (stated, asked))
    if (ours.netloc, ours.path) != (theirs.netloc, theirs.path):
        return False
    given, wanted = (set(parse_qsl(one.query)) for one in (ours, theirs))
    return given < wanted and any(_numbers(*one) for one in wanted - given)


def _numbers(name: str, value: str) -> bool:
    return name.lower().replace("_", "") in _NUMBERS and any(map(str.isdigit, value))


def _tracks(parameter: str) -> bool:
    name = parameter.partition("=")[0].lower()
    return name in _TRACKING or name.startswith(_TRACKING_PREFIX)
