"""When two addresses are the same page: spelled apart, tracked apart, or with a place in it."""

from pathlib import PurePosixPath
from urllib.parse import urlsplit

# What newsletters, search engines and social networks append to see where a reader came from; none
# of them chooses a page.
_TRACKING = frozenset(
    {"fbclid", "gclid", "dclid", "msclkid", "yclid", "igshid", "mc_cid", "mc_eid"}
)
_TRACKING_PREFIX = "utm_"

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


def _tracks(parameter: str) -> bool:
    name = parameter.partition("=")[0].lower()
    return name in _TRACKING or name.startswith(_TRACKING_PREFIX)
