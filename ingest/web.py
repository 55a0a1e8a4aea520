"""Download a page without being led into the private network.

Every address a host name resolves to is checked on every hop, and the connection goes to the
checked address, so that a name that changes its mind in between changes nothing.
"""

import ipaddress
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass

import httpx

from ingest.cut import Cut
from ingest.errors import DocumentTooLarge, FetchFailed, FetchRefused

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# Articles are at most a few megabytes; what is larger is no article and would be refused anyway.
MAX_BYTES = 20 * 1024 * 1024
# A page that needs longer keeps everybody waiting; five hops are what browsers' users put up with.
SECONDS = 20.0
REDIRECTS = 5
# Between the links of a feed, in seconds: about as fast as a person leafs through a site.
PAUSE = 0.5
# One silent read may use this much of the total.
_READ_SECONDS = 5.0
_REDIRECT_CODES = frozenset([301, 302, 303, 307, 308])
# IPv6 prefixes that carry an IPv4 address, which is where the packets go (RFC 6052).
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_AGENT = "briefing-qa/0.1"


def resolve(host: str) -> list[str]:
    """Every address of a host name, as the system resolves it."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True, slots=True)
class WebPolicy:
    """What a download may do. `allow_private` is for tests that serve pages themselves."""

    resolve: Callable[[str], list[str]] = resolve
    allow_private: bool = False
    max_bytes: int = MAX_BYTES
    seconds: float = SECONDS
    redirects: int = REDIRECTS
    pause: float = PAUSE


@dataclass(frozen=True, slots=True)
class Downloaded:
    """A page's bytes and the address it came from in the end."""

    content: bytes
    url: str


def download(url: str, policy: WebPolicy | None = None) -> Downloaded:
    """The page behind an http or https URL.

    Raises FetchRefused (where it must not go), FetchFailed (no answer, an error, too slow, too many
    redirects) or DocumentTooLarge.
    """
    policy = policy or WebPolicy()
    deadline = time.monotonic() + policy.seconds
    target = _parsed(url)
    with (
        Cut(policy.seconds) as cut,
        httpx.Client(trust_env=False, follow_redirects=False) as client,
    ):
        for _ in range(policy.redirects + 1):
            with _answer(client, target, policy, cut, deadline) as response:
                if response.status_code not in _REDIRECT_CODES:
                    content = _content(response, target, policy, deadline)
                    return Downloaded(content, str(target))
                target = _next(target, response)
    raise FetchFailed(f"{url}: more than {policy.redirects} redirects")


def is_public(address: Address) -> bool:
    """Whether an address lies on the public internet, also the one it embeds.

    >>> is_public(ipaddress.ip_address("::ffff:127.0.0.1"))
    False
    """
    embedded: Address | None = None
    if isinstance(address, ipaddress.IPv6Address):
        embedded = address.ipv4_mapped or address.sixtofour
        if address in _NAT64:
            embedded = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if address.teredo or address.is_site_local or (int(address) >> 32 == 0 and not embedded):
            # Tunnels, and what is obsolete but may be routed: fec0::/10, and IPv4 as ::127.0.0.1.
            return False
    if embedded is not None:
        return is_public(embedded)
    return address.is_global and not address.is_multicast and not address.is_reserved


def _parsed(url: str) -> httpx.URL:
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise FetchRefused(f"{url}: not a URL ({error})") from error
    if parsed.scheme not in {"http", "https"} or not parsed.host:
        raise FetchRefused(f"{url}: only http and https URLs with a host are fetched")
    if parsed.userinfo:
        raise FetchRefused(f"{parsed.host}: a URL with a user name in it is not fetched")
    return parsed.copy_with(fragment=None)


def _checked_address(url: httpx.URL, policy: WebPolicy, deadline: float) -> str:
    """The address to connect to, after all of the host's addresses were found to be public."""
    host = url.raw_host.decode("ascii").strip("[]")
    try:
        found = _resolved(host, policy, _left(url, deadline))
        addresses = [ipaddress.ip_address(one.partition("%")[0]) for one in found]
    except (OSError, UnicodeError, ValueError) as error:
        _left(url, deadline)
        raise FetchFailed(f"{url}: the host is not found ({error})") from error
    if not addresses:
        raise FetchFailed(f"{url}: the host has no address")
    private = [str(one) for one in addresses if not is_public(one)]
    if private and not policy.allow_private:
        raise FetchRefused(f"{url}: leads to {private[0]}, which is not on the public internet")
    return str(addresses[0])


def _resolved(host: str, policy: WebPolicy, seconds: float) -> list[str]:
    """The host's addresses. The system's look-up knows no time limit and cannot be cut: it is left
    to end by itself, in a thread that keeps nobody waiting. Raises TimeoutError, or what it does.
    """
    found: Future[list[str]] = Future()

    def look_up() -> None:
        try:
            found.set_result(policy.resolve(host))
        except Exception as error:  # noqa: BLE001 - raised by who waits for it
            found.set_exception(error)

    threading.Thread(target=look_up, name="resolving", daemon=True).start()
    return found.result(seconds)


def _answer(
    client: httpx.Client, url: httpx.URL, policy: WebPolicy, cut: Cut, deadline: float
) -> "_Streamed":
    address = _checked_address(url, policy, deadline)
    request = client.build_request(
        "GET",
        url.copy_with(host=address),
        headers={"Host": url.netloc.decode("ascii"), "User-Agent": _AGENT},
        extensions={"sni_hostname": url.raw_host.decode("ascii"), "trace": cut.trace},
        timeout=min(_left(url, deadline), _READ_SECONDS),
    )
    try:
        return _Streamed(client.send(request, stream=True))
    except httpx.InvalidURL as error:  # the client looks where a redirect leads
        raise FetchRefused(f"{url}: redirects to something that is no URL") from error
    except httpx.HTTPError as error:
        _left(url, deadline)  # cut off by us
        raise FetchFailed(f"{url}: no answer ({error or type(error).__name__})") from error


class _Streamed:
    """A response that is closed when the block ends."""

    def __init__(self, response: httpx.Response) -> None:
        self._response = response

    def __enter__(self) -> httpx.Response:
        return self._response

    def __exit__(self, *_: object) -> None:
        self._response.close()


def _next(url: httpx.URL, response: httpx.Response) -> httpx.URL:
    try:
        return _parsed(str(url.join(response.headers.get("location", ""))))
    except httpx.InvalidURL as error:
        raise FetchRefused(f"{url}: redirects to something that is no URL") from error


def _content(response: httpx.Response, url: httpx.URL, policy: WebPolicy, deadline: float) -> bytes:
    if response.status_code != httpx.codes.OK:
        raise FetchFailed(f"{url}: answered {response.status_code}")
    declared = response.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > policy.max_bytes:
        raise DocumentTooLarge(f"{url}: {declared} bytes, at most {policy.max_bytes} are read")
    received = bytearray()
    for chunk in _chunks(response, url, deadline):
        received += chunk
        if len(received) > policy.max_bytes:
            raise DocumentTooLarge(f"{url}: more than {policy.max_bytes} bytes")
        _left(url, deadline)
    _left(url, deadline)  # what is cut off by us ends like a whole page where no length was told
    return bytes(received)


def _chunks(response: httpx.Response, url: httpx.URL, deadline: float) -> Iterator[bytes]:
    try:
        yield from response.iter_bytes()
    except httpx.HTTPError as error:
        _left(url, deadline)
        raise FetchFailed(f"{url}: the answer broke off ({error or 'timeout'})") from error


def _left(url: httpx.URL, deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise FetchFailed(f"{url}: took too long")
    return left
