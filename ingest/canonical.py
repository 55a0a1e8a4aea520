"""When two addresses are the same page: spelled apart, tracked apart, or with a place in it."""

from urllib.parse import urlsplit

# What newsletters, search engines and social networks append to see where a reader came from; none
# of them chooses a page.
_TRACKING = frozenset(
    {"fbclid", "gclid", "dclid", "msclkid", "yclid", "igshid", "mc_cid", "mc_eid"}
)
_TRACKING_PREFIX = "utm_"

_DEFAULT_PORTS = {"http": 80, "https": 443}


def canonical(url: str | None) -> str | None:
    """An address as it is compared; None for what is no address of a web page.

    Scheme and host in lower case, no default port, no fragment, no tracking parameters, no slash
    at the end. Nothing cleverer: which other parameters choose the page, and whether http and
    https or two hosts are one, is known to nobody but the page's server.

    >>> canonical("HTTPS://News.Example:443/a/1/?utm_source=mail&id=7#comments")
    'https://news.example/a/1?id=7'
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
    query = "&".join(one for one in parts.query.split("&") if one and not _tracks(one))
    return f"{parts.scheme}://{host}{parts.path.rstrip('/')}" + (f"?{query}" if query else "")


def _tracks(parameter: str) -> bool:
    name = parameter.partition("=")[0].lower()
    return name in _TRACKING or name.startswith(_TRACKING_PREFIX)
