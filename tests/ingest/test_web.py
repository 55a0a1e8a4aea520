import contextlib
import gzip
import ipaddress
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from ingest.errors import DocumentTooLarge, FetchFailed, FetchRefused
from ingest.fetch import gather
from ingest.raw import Raw
from ingest.web import MAX_BYTES, WebPolicy, download, is_public, resolve

SEEN: list[tuple[str, str]] = []
OVER = threading.Event()
MEGABYTES_20 = b"x" * (MAX_BYTES + 1)
LARGE = {
    "/announced": MEGABYTES_20,
    "/unannounced": MEGABYTES_20,
    "/packed": gzip.compress(MEGABYTES_20),
}


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
            self._drip()
        elif self.path == "/falls-silent":
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"half of a page")
            OVER.wait(10)
        elif self.path == "/drip-headers":
            self.wfile.write(b"HTTP/1.0 200 OK\r\nX-Slow: ")
            self._drip()
        else:
            self._page()

    def _drip(self) -> None:
        """Write for two seconds, never silent for long."""
        for _ in range(100):
            try:
                self.wfile.write(b"x")
                self.wfile.flush()
            except OSError:
                return
            time.sleep(0.02)

    def _page(self) -> None:
        body = LARGE.get(self.path, b"<p>page</p>")
        self.send_response(404 if self.path == "/missing" else 200)
        if self.path == "/packed":
            self.send_header("Content-Encoding", "gzip")
        if self.path != "/unannounced":
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        # A client that has seen enough closes the connection.
        with contextlib.suppress(OSError):
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    OVER.set()
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
        ("/announced", DocumentTooLarge, "20971521 bytes"),
        ("/unannounced", DocumentTooLarge, "more than 20971520 bytes"),
        ("/packed", DocumentTooLarge, "more than 20971520 bytes"),
    ],
)
@pytest.mark.promise(12)
def test_refusals(port: int, path: str, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        download(f"http://news.example:{port}{path}", ALLOWED)


@pytest.mark.promise(12)
@pytest.mark.parametrize("path", ["/drip", "/drip-headers", "/falls-silent"])
def test_a_slow_page_ends_at_the_total_and_is_not_taken_for_whole(port: int, path: str) -> None:
    policy = WebPolicy(resolve=local, allow_private=True, seconds=0.3)
    with pytest.raises(FetchFailed, match="took too long"):
        download(f"http://news.example:{port}{path}", policy)


def test_a_name_that_is_looked_up_for_too_long_ends_at_the_total() -> None:
    known = threading.Event()

    def slow(_host: str) -> list[str]:
        known.wait(10)
        return [PUBLIC]

    began = time.monotonic()
    with pytest.raises(FetchFailed, match="took too long"):
        download("http://news.example/", WebPolicy(resolve=slow, seconds=0.3))
    assert time.monotonic() - began < 5
    known.set()


PUBLIC = "93.184.216.34"


@pytest.fixture
def connections(port: int, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that are connected to; the server of these tests stands behind PUBLIC."""
    made: list[str] = []
    connect = socket.socket.connect

    def recorded(self: socket.socket, address: tuple[str, int]) -> None:
        made.append(address[0])
        connect(self, ("127.0.0.1", port) if address[0] == PUBLIC else address)

    monkeypatch.setattr(socket.socket, "connect", recorded)
    return made


@pytest.mark.promise(12)
@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1:{}/secret",
        "//127.0.0.1:{}/secret",
        "http://localhost:{}/secret",
        "http://0x7f.1:{}/secret",
        "http://[::ffff:127.0.0.1]:{}/secret",
        "http://inside.example:{}/secret",
        "https://inside.example:{}/secret",
        "file:///etc/passwd",
        "ftp://127.0.0.1/secret",
        "data:text/html,secret",
        "http://news@127.0.0.1:{}/secret",
    ],
)
def test_a_redirect_into_the_private_network_is_refused_before_connecting(
    port: int, connections: list[str], target: str
) -> None:
    SEEN.clear()

    def names(host: str) -> list[str]:
        return {"news.example": [PUBLIC], "inside.example": ["10.0.0.1"]}.get(host) or resolve(host)

    path = f"/to/{target.format(port)}"
    with pytest.raises(FetchRefused):
        download(f"http://news.example{path}", WebPolicy(resolve=names))
    assert connections == [PUBLIC]
    assert [(path, "news.example")] == SEEN


@pytest.mark.promise(12)
@pytest.mark.parametrize("host", ["127.0.0.1.", "[fe80::1%25lo]", "[::1]x", "127.0.0.1%00.example"])
def test_what_is_no_address_at_all_leads_nowhere(host: str, connections: list[str]) -> None:
    with pytest.raises(FetchFailed):
        download(f"http://{host}/")
    assert connections == []


@pytest.mark.promise(12)
@pytest.mark.parametrize("second", [["127.0.0.1"], [PUBLIC, "127.0.0.1"], ["::1"]])
def test_a_name_that_changes_its_mind_leads_nowhere_else(
    connections: list[str], second: list[str]
) -> None:
    """The connection goes to the address that was checked, and every hop is checked again."""
    answers = iter([[PUBLIC], second])
    page = download("http://news.example/a", WebPolicy(resolve=lambda _: next(answers)))
    assert page.content == b"<p>page</p>"
    assert connections == [PUBLIC]
    answers = iter([[PUBLIC], second])
    with pytest.raises(FetchRefused):
        download("http://news.example/to//secret", WebPolicy(resolve=lambda _: next(answers)))
    assert connections == [PUBLIC, PUBLIC]


@pytest.mark.promise(12)
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
        "http://0x7f.0x0.0x0.0x1/",
        "http://017700000001/",
        "http://①②⑦.⓪.⓪.①/",
        "http://127。0。0。1/",
        "http://LOCALHOST:80/",
        "http://[::]/",
        "http://[::ffff:7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://user@127.0.0.1/",
        "http://news.example@127.0.0.1/",
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "http:///nohost",
    ],
)
def test_private_addresses_in_every_spelling(url: str, connections: list[str]) -> None:
    with pytest.raises(FetchRefused):
        download(url)
    assert connections == []


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
