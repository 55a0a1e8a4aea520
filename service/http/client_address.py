"""Whose request it is, as far as an address tells."""

from collections.abc import Sequence
from ipaddress import IPv6Address, ip_address

from fastapi import FastAPI
from starlette.types import Scope
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

# What one customer is given of IPv6 at least; within it anybody takes the address he likes.
_IPV6_BITS = 64


def believe(app: FastAPI, proxies: Sequence[str]) -> None:
    """Take the address that these proxies (addresses or networks) write into X-Forwarded-For for
    the client's; what others write there is anybody's word, and stays unread."""
    app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=list(proxies))


def client_of(scope: Scope) -> str:
    """The client of a connection: its address, or the network of one of IPv6.

    >>> client_of({"client": ("192.0.2.7", 41000)}), client_of({"client": ("2001:db8::7", 41000)})
    ('192.0.2.7', '2001:db8::/64')
    """
    host: str = scope["client"][0] if scope.get("client") else ""
    try:
        address = ip_address(host)
    except ValueError:  # a socket of the file system
        return host
    if not isinstance(address, IPv6Address):
        return host
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    network = int(address) >> (128 - _IPV6_BITS) << (128 - _IPV6_BITS)
    return f"{IPv6Address(network)}/{_IPV6_BITS}"
