"""Feeds and sitemaps, followed to the pages they name on a server of our own."""

import gzip
import threading
from collections.abc import Iterator
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from ingest.containers.feed import read_feed
from ingest.containers.member import Budget, Link
from ingest.errors import DamagedDocument
from ingest.expand import expand
from ingest.fetch import gather
from ingest.raw import Raw, Unusable
from ingest.read import read
from ingest.sniff import Kind, sniff
from ingest.timestamps import KOREA
from ingest.web import WebPolicy

PAGES: dict[str, bytes] = {
    "/a": "<html><body><p>장관은 다리를 고치라고 지시했다.</p></body></html>".encode(),
    "/b": (
        "<html><head><title>시장의 약속</title>"
        '<meta property="article:published_time" content="2026-03-01T09:00:00+09:00"></head>'
        "<body><p>시장은 다리를 유월까지 열겠다고 약속했다.</p></body></html>"
    ).encode(),
}
ASKED: list[str] = []


class Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        ASKED.append(self.path)
        body = PAGES.get(self.path)
        self.send_response(200 if body is not None else 404)
        self.send_header("Content-Length", str(len(body or b"")))
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://news.example:{server.server_address[1]}"
    PAGES["/rss.xml"] = RSS.replace("SITE", url).encode()
    sitemaps = (f"<sitemap><loc>{url}/{name}</loc></sitemap>" for name in ("s.xml.gz", "map.xml"))
    PAGES["/map.xml"] = f"<sitemapindex>{''.join(sitemaps)}</sitemapindex>".encode()
    PAGES["/s.xml.gz"] = gzip.compress(SITEMAP.replace("SITE", url).encode())
    yield url
    server.shutdown()
    server.server_close()


RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>한빛 소식</title>
<link>SITE/</link>
<item><title>다리 &amp;quot;보수&amp;quot; 지시</title><link>SITE/a</link>
<pubDate>Thu, 12 Mar 2026 09:30:00 +0900</pubDate></item>
<item><title><![CDATA[시장]]></title><guid>SITE/b</guid><dc:date>2026-03-12</dc:date></item>
<item><title>없다</title><link>SITE/none</link></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://m.example">
<link href="http://a.example/"/><entry><title>하나</title>
<link rel="enclosure" href="/a.mp3"/><link href="/a"/>
<published>2026-03-12T00:30:00Z</published><updated>2026-03-13T00:30:00Z</updated></entry>
<entry><link rel="alternate" href="http://b.example/b"/></entry></feed>"""
SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>SITE/a</loc><lastmod>2026-03-20</lastmod><news:news>
<news:publication_date>2026-03-12</news:publication_date><news:title>다리</news:title>
</news:news></url><url><loc> SITE/b </loc><lastmod>2026-03-20</lastmod></url></urlset>"""

ALLOWED = WebPolicy(resolve=lambda _host: ["127.0.0.1"], allow_private=True, pause=0)
MORNING = datetime(2026, 3, 12, 9, 30, tzinfo=KOREA)


def links(feed: str) -> list[Link]:
    return list(read_feed(feed.encode(), "http://a.example/feed"))


@pytest.mark.parametrize("feed", [RSS, ATOM, SITEMAP, SITEMAP.replace("urlset", "sitemapindex")])
def test_feeds_are_known_by_their_root(feed: str) -> None:
    assert sniff(feed.encode()) is Kind.FEED
    assert sniff(f"\ufeff{feed}".encode()) is Kind.FEED
    assert sniff(f"<!-- a note -->\n{feed.partition('?>')[2] or feed}".encode()) is Kind.FEED
    assert sniff(feed.encode("utf-16")) is Kind.FEED


def test_an_rss_feed() -> None:
    assert links(RSS) == [
        Link("http://a.example/SITE/a", '다리 "보수" 지시', MORNING),
        Link("http://a.example/SITE/b", "시장", datetime(2026, 3, 12, tzinfo=KOREA)),
        Link("http://a.example/SITE/none", "없다", None),
    ]


def test_an_atom_feed() -> None:
    assert links(ATOM) == [
        Link("http://a.example/a", "하나", MORNING),
        Link("http://b.example/b", None, None),
    ]


def test_a_sitemap_states_no_day_of_publication_unless_it_is_one_of_news() -> None:
    assert [(link.title, link.published_at) for link in links(SITEMAP)] == [
        ("다리", datetime(2026, 3, 12, tzinfo=KOREA)),
        (None, None),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "cp949"])
def test_a_feed_that_is_wrongly_declared_and_badly_escaped(encoding: str) -> None:
    feed = RSS.replace("SITE/a", "http://a.example/?a=1&b=2").replace("UTF-8", "EUC-KR")
    found = list(read_feed(feed.encode(encoding), None))
    assert found[1].title == "시장"
    assert found[0].url.startswith("http://a.example/?a=1")


def test_entities_are_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    layers = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 20}">' for n in range(1, 8))
    for declared in (f'<!ENTITY e0 "ha">{layers}', f'<!ENTITY e7 SYSTEM "{secret.as_uri()}">'):
        feed = f"<!DOCTYPE rss [{declared}]>{RSS.partition('?>')[2]}".replace("시장", "&e7;")
        with pytest.raises(DamagedDocument, match="entities"):
            links(feed)


def test_a_feed_leads_to_its_pages(site: str) -> None:
    found = list(gather([f"{site}/rss.xml"], ALLOWED))
    assert [one.source for one in found] == [f"{site}/a", f"{site}/b", f"{site}/none"]
    bare, stated, missing = found
    assert isinstance(bare, Raw)
    assert isinstance(stated, Raw)
    assert isinstance(missing, Unusable)
    assert missing.error.code == "fetch_failed"
    # What the feed says counts only where the page says nothing.
    assert (read(bare).title, read(bare).published_at) == ('다리 "보수" 지시', MORNING)
    assert read(stated).title == "시장의 약속"
    assert read(stated).published_at == datetime(2026, 3, 1, 9, tzinfo=KOREA)
    assert read(bare).url == f"{site}/a"


def test_an_index_of_packed_sitemaps_that_names_itself_ends(site: str) -> None:
    ASKED.clear()
    found = list(gather([f"{site}/map.xml"], ALLOWED))
    assert [one.source for one in found] == [f"{site}/a", f"{site}/b"]
    assert ASKED == ["/map.xml", "/s.xml.gz", "/a", "/b"]


def test_a_feed_in_a_file_is_followed_too(site: str, tmp_path: Path) -> None:
    path = tmp_path / "rss.xml"
    path.write_bytes(PAGES["/rss.xml"])
    assert [one.source for one in gather([str(path)], ALLOWED)][:2] == [f"{site}/a", f"{site}/b"]


def test_links_beyond_the_limit_are_counted(site: str) -> None:
    def fetch(url: str) -> Raw:
        return Raw(url, url, b"notice", url)

    raw = Raw("feed", "feed", RSS.encode(), f"{site}/rss.xml")
    found = list(expand(raw, Budget(links=2), fetch=fetch))
    assert [isinstance(one, Raw) for one in found] == [True, True, False]
    beyond = found[2]
    assert isinstance(beyond, Unusable)
    assert beyond.error.code == "too_many_links"
    assert "1 of its 3 links" in str(beyond.error)


def test_where_links_are_not_followed_a_feed_is_refused_by_name() -> None:
    (found,) = expand(Raw("feed", "feed", RSS.encode()))
    assert isinstance(found, Unusable)
    assert found.error.code == "unsupported_format"


def test_a_feed_leads_nowhere_a_person_may_not_go(site: str) -> None:
    careful = WebPolicy(resolve=lambda _host: ["127.0.0.1"], pause=0)
    feed = Raw("feed", "feed", RSS.replace("SITE", site).encode())

    def fetch(url: str) -> Raw | Unusable:
        return next(iter(gather([url], careful)))

    found = [one.error.code for one in expand(feed, fetch=fetch) if isinstance(one, Unusable)]
    assert found == ["fetch_refused"] * 3


def test_other_xml_is_named() -> None:
    assert sniff(b'<?xml version="1.0"?><invoice/>') is Kind.XML
    assert sniff(b'<?xml version="1.0"?><!DOCTYPE html><html xmlns="x"><body>') is Kind.TEXT
    assert sniff(b'<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>') is Kind.IMAGE
    assert sniff("<제목> 다리".encode()) is Kind.TEXT
