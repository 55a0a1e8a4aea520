import ipaddress
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from ingest.errors import DocumentTooLarge, FetchFailed, FetchRefused
from ingest.fetch import gather
from ingest.raw import Raw
from ingest.web import WebPolicy, download, is_public

SEEN: list[tuple[str, str]] = []


class Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        SEEN.append((self.path, self.headers["Host"]))
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to/"))
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif self.path == "/loop":
            self.send_response(301)
            self.send_header("Location", "/loop")
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif self.path == "/drip":
            self.send_response(200)
            self.end_headers()
            for _ in range(100):
                try:
                    self.wfile.write(b"x")
                    self.wfile.flush()
                except OSError:
                    return
                time.sleep(0.02)
        else:
            body = b"x" * 2_000 if self.path == "/large" else b"<p>page</p>"
            self.send_response(404 if self.path == "/missing" else 200)
            if self.path != "/large":
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def local(_host: str) -> list[str]:
    return ["127.0.0.1"]


ALLOWED = WebPolicy(resolve=local, allow_private=True)


def test_a_page_comes_from_the_checked_address_under_its_own_name(port: int) -> None:
    SEEN.clear()
    page = download(f"http://news.example:{port}/a#part", ALLOWED)
    assert page.content == b"<p>page</p>"
    assert page.url == f"http://news.example:{port}/a"
    assert [("/a", f"news.example:{port}")] == SEEN


def test_a_redirect_is_followed_and_named(port: int) -> None:
    assert download(f"http://news.example:{port}/to//b", ALLOWED).url.endswith("/b")


def test_gather_gives_the_asked_url_as_source(port: int) -> None:
    url = f"http://news.example:{port}/to//b"
    (found,) = gather([url], ALLOWED)
    assert isinstance(found, Raw)
    assert found.source == url
    assert found.url == f"http://news.example:{port}/b"


@pytest.mark.parametrize(
    ("path", "error", "message"),
    [
        ("/missing", FetchFailed, "answered 404"),
        ("/loop", FetchFailed, "more than 5 redirects"),
        ("/to/file:///etc/passwd", FetchRefused, "only http"),
        ("/large", DocumentTooLarge, "more than 1000 bytes"),
    ],
)
def test_refusals(port: int, path: str, error: type[Exception], message: str) -> None:
    policy = WebPolicy(resolve=local, allow_private=True, max_bytes=1_000)
    with pytest.raises(error, match=message):
        download(f"http://news.example:{port}{path}", policy)


def test_a_slow_drip_ends_at_the_total(port: int) -> None:
    policy = WebPolicy(resolve=local, allow_private=True, seconds=0.3)
    with pytest.raises(FetchFailed, match="took too long"):
        download(f"http://news.example:{port}/drip", policy)


def test_a_redirect_into_the_private_network_is_refused_before_connecting(port: int) -> None:
    """The first hop is public by the resolver's word; nothing listens there, so it is stubbed."""
    SEEN.clear()
    with pytest.raises(FetchRefused, match=r"127\.0\.0\.1"):
        download(f"http://news.example:{port}/a", WebPolicy(resolve=local))
    assert SEEN == []


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        "http://[fec0::1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://172.16.0.1/",
        "http://192.168.0.1/",
        "http://100.64.0.1/",
        "http://0.0.0.0/",
        "http://224.0.0.1/",
        "http://255.255.255.255/",
        "http://user@127.0.0.1/",
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "http:///nohost",
    ],
)
def test_private_addresses_in_every_spelling(url: str) -> None:
    with pytest.raises(FetchRefused):
        download(url)


def test_one_private_address_among_public_ones_is_enough() -> None:
    policy = WebPolicy(resolve=lambda _: ["93.184.216.34", "10.0.0.1"])
    with pytest.raises(FetchRefused, match=r"10\.0\.0\.1"):
        download("http://news.example/", policy)


def test_a_name_nobody_knows() -> None:
    def unknown(_host: str) -> list[str]:
        raise OSError("no such host")

    with pytest.raises(FetchFailed, match="the host is not found"):
        download("http://news.example/", WebPolicy(resolve=unknown))


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "8.8.8.8"])
def test_public_addresses(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))
