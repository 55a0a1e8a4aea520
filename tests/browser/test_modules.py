"""The page's modules on their own, run by the browser that will run them."""

import json
import threading
from datetime import datetime

import pytest

from ingest.reasons import Reason
from service.correction_notes import day
from service.errors import NotReady
from service.http.app import create_app
from service.settings import Settings
from tests.serving import serving

pytestmark = pytest.mark.browser

# What some take for the end of a line, and events do not.
ODD = "둘\u2028로\u2029\u0085나뉜\x0b글"

# Code points:  a=0 🚀=1 장=2 관=3 👩=4 ZWJ=5 🔬=6 b=7; the emoji take two UTF-16 units each.
TEXT = "a🚀장관👩\u200d🔬b"


@pytest.fixture(scope="module")
def starting(tmp_path_factory):
    """A service that stays in its loading state: the page's files are all these tests need."""
    end = threading.Event()

    def load():
        end.wait()
        raise NotReady("stopped")

    settings = Settings(data_dir=tmp_path_factory.mktemp("modules"))
    with serving(create_app(settings, load)) as url:
        yield url
        end.set()


@pytest.fixture(scope="module")
def page(chromium, starting):
    """One page for all the calls; the browser's clock is far from where the articles are."""
    context = chromium.new_context(locale="en-US", timezone_id="America/Los_Angeles")
    opened = context.new_page()
    opened.goto(starting)
    yield opened
    context.close()


def call(page, module, expression, *given):
    script = (
        f"async (given) => {{ const m = await import('/web/{module}.js'); return {expression}; }}"
    )
    return page.evaluate(script, list(given))


@pytest.mark.parametrize(
    ("code_points", "units"), [(0, 0), (1, 1), (2, 3), (4, 5), (5, 7), (6, 8), (7, 10), (8, 11)]
)
def test_offsets_convert_both_ways(page, code_points, units):
    assert call(page, "offsets", "m.toUtf16(...given)", TEXT, code_points) == units
    assert call(page, "offsets", "m.toCodePoints(...given)", TEXT, units) == code_points


@pytest.mark.parametrize(
    ("start", "end"), [(0, 8), (1, 2), (2, 4), (4, 7), (7, 8), (3, 3), (7, 99)]
)
def test_slice_is_the_slice_python_makes(page, start, end):
    assert call(page, "offsets", "m.slice(...given)", TEXT, start, end) == TEXT[start:end]


def test_events_come_apart_wherever_the_network_cuts_them(page):
    stream = (
        f": ping\n\nevent: delta\ndata: {json.dumps({'text': ODD}, ensure_ascii=False)}\n\n"
        "event: done\r\ndata: {}\r\n\r\n"
    ).encode()
    script = """async (bytes) => {
      const { readEvents } = await import('/web/events.js');
      const body = new ReadableStream({ start(control) {
        for (const byte of bytes) control.enqueue(new Uint8Array([byte]));
        control.close();
      } });
      const seen = [];
      for await (const event of readEvents(body)) seen.push(event);
      return seen;
    }"""
    assert page.evaluate(script, list(stream)) == [
        {"event": "delta", "data": {"text": ODD}},
        {"event": "done", "data": {}},
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("표민서 장관", "표민서 장관은"),
        ("편하람 차관보", "편하람 차관보는"),
        ("HIST", "HIST은(는)"),
    ],
)
def test_topic_particle_follows_the_last_syllable(page, name, expected):
    assert call(page, "suggestions", "m.withTopicParticle(...given)", name) == expected


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("봉수연", "표민서 장관은 봉수연에게 서두르라고 했다.", "봉수연에게"),
        ("봉수연", "표민서 장관은 봉수연에 대해서는 봉수연께 직접 말했다.", "봉수연에게"),
        ("누표원", "표민서 장관은 누표원에는 서두르라고 했다.", "누표원에"),
        ("국재하 한빛연 원장", "장관은 국 원장을 만나 서두르라고 했다.", "국재하 한빛연 원장에게"),
        ("국회 과학해양위원회", "장관은 과학해양위원회에 알렸다.", "국회 과학해양위원회에"),
        ("HIST", "The minister told HIST to hurry.", "HIST에"),
    ],
)
def test_people_are_spoken_to_as_their_article_has_it(page, name, text, expected):
    assert call(page, "suggestions", "m.withDativeParticle(...given)", name, text) == expected


@pytest.mark.parametrize(
    ("verb", "expected"),
    [("주문하다", "주문했나"), ("하다", "말했나"), ("맞서다", "말했나"), (None, "말했나")],
)
def test_reporting_verbs_become_questions(page, verb, expected):
    assert call(page, "suggestions", "m.asked(...given)", verb) == expected


@pytest.mark.parametrize(
    ("iso", "expected"),
    [
        ("2026-03-13T09:00:00+09:00", "Mar 13, 2026"),
        ("2026-03-13T00:30:00+09:00", "Mar 13, 2026"),
        ("2026-03-12T23:30:00Z", "Mar 13, 2026"),
        ("2026-03-12T20:00:00-05:00", "Mar 13, 2026"),
        ("2026-03-13", "Mar 13, 2026"),
        (None, None),
    ],
)
def test_dates_are_the_day_of_publication(page, iso, expected):
    assert call(page, "i18n", "m.formatDate(...given)", iso) == expected
    if iso:  # as the text of an answer says it
        shown = datetime.strptime(expected, "%b %d, %Y").date()  # noqa: DTZ007 - a day
        assert day(datetime.fromisoformat(iso)) == shown.isoformat()


def test_what_was_done_on_the_page_is_dated_where_its_reader_is(page):
    shown = call(page, "i18n", "m.formatOwnDate(...given)", "2026-03-13T01:00:00Z")
    assert shown == "Mar 12, 2026"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://news.example/1", "https://news.example/1"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("no url", None),
        (None, None),
    ],
)
def test_only_web_addresses_become_links(page, url, expected):
    assert call(page, "dom", "m.safeLink(...given)", url) == expected


@pytest.mark.parametrize(
    ("fragment", "place"),
    [
        ("#article=ab&start=3&end=9", {"docId": "ab", "start": 3, "end": 9}),
        ("#article=ab", {"docId": "ab"}),
        ("#article=ab&start=9&end=3", {"docId": "ab"}),
        ("#article=ab&start=x&end=3", {"docId": "ab"}),
        ("#question", None),
        ("", None),
    ],
)
def test_fragments_name_places(page, fragment, place):
    assert call(page, "place-link", "m.placeIn(...given)", fragment) == place


def test_a_place_comes_back_out_of_its_link(page, starting):
    place = {"docId": "a&b=#1", "start": 0, "end": 2}
    link = call(page, "place-link", "m.linkTo(...given)", place)
    assert link.startswith(f"{starting}/#")
    assert call(page, "place-link", "m.placeIn(new URL(...given).hash)", link) == place


@pytest.mark.parametrize(
    ("chosen", "sent"),
    [
        ({}, {}),
        ({"publisher": "", "source": "a.md"}, {"source": "a.md"}),
        ({"from": "2026-03-01"}, {"published_after": "2026-03-01T00:00:00+09:00"}),
        ({"to": "2028-02-28"}, {"published_before": "2028-02-29T00:00:00+09:00"}),
        ({"to": "2026-12-31"}, {"published_before": "2027-01-01T00:00:00+09:00"}),
    ],
)
def test_filters_are_whole_korean_days(page, chosen, sent):
    assert call(page, "filters", "m.asRequest(...given)", chosen) == sent


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("장관은 무엇을 요청했나?", "장관은-무엇을-요청했나.md"),
        ("../../<b>&", "b.md"),
        ("?!", "conversation.md"),
        ("가" * 99, "가" * 60 + ".md"),
    ],
)
def test_titles_become_file_names(page, title, name):
    assert call(page, "thread-panel", "m.fileName(given[0], 'md')", title) == name


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        (
            "짧은 답: “셋” [1]\n\n문서:\n\n“하나.\n\n둘 셋.” [1]\n— 원장",
            "짧은 답: “셋” [1]\n\n문서:\n\n",
        ),
        (
            "문서:\n\n“하나.\n\n둘 셋.” [1]\n\n“하나.\n\n둘 셋.” [1]\n— 원장",
            "문서:\n\n“하나.\n\n둘 셋.” [1]\n\n",
        ),
        ("문서:", "문서:"),
    ],
)
def test_the_opening_ends_where_the_first_quotation_begins(page, text, opening):
    citations = [{"quote": "하나.\n\n둘 셋.", "marker": 1}]
    assert call(page, "opening", "m.openingOf(...given)", text, citations) == opening


def test_conversations_are_bounded_and_the_oldest_go_first(page):
    kept = call(
        page,
        "threads",
        "(localStorage.clear(), given[0].forEach(m.putThread), m.listThreads().map(({id}) => id))",
        [{"id": n, "changed": f"2026-01-01T{n:02}", "turns": []} for n in range(60)],
    )
    assert kept == list(range(59, 9, -1))
    large = [{"id": n, "changed": f"2026-01-02T{n}", "turns": ["가" * 900_000]} for n in range(3)]
    kept = call(
        page, "threads", "(given[0].forEach(m.putThread), m.listThreads().map(({id}) => id))", large
    )
    assert kept == [2, 1]


def test_a_turn_is_kept_beside_those_that_are_kept(page):
    known = {"id": "a", "title": "가", "changed": "2026", "turns": [{"question": "하나"}]}
    again = {"id": 0, "question": "하나", "answer": None}  # kept before turns had an id
    new = {"id": "b", "question": "둘"}
    kept = call(
        page,
        "threads",
        "(localStorage.clear(), m.putThread(given[0]), m.keepTurn('a', given[1], []),"
        " m.keepTurn('a', given[2], []), m.findThread('a').turns)",
        *(known, again, new),
    )
    assert kept == [again, new]
    removed = "(m.removeThread('a'), m.keepTurn('a', given[1], given), m.findThread('a').turns)"
    assert call(page, "threads", removed, again, new) == [again, new]


@pytest.mark.parametrize("kept", ["no JSON", '{"version": 2, "conversations": []}', "[]"])
def test_conversations_that_cannot_be_read_are_put_aside(page, kept):
    found = call(
        page,
        "threads",
        "(localStorage.clear(), localStorage.setItem('briefing.conversations', given[0]),"
        " [m.listThreads(), localStorage.getItem('briefing.conversations.unreadable')])",
        kept,
    )
    assert found == [[], kept]


def test_markdown_shows_what_was_said_and_runs_nothing(page):
    citation = {
        "marker": 1, "doc_id": "ab", "start": 0, "end": 3, "quote": "<b>*가*\n[나](x)",
        "speaker": None, "addressee": None, "title": "제목_1", "publisher": None,
        "published_at": None, "url": "javascript:alert(1)",
    }  # fmt: skip
    answer = {"text": f"답: “{citation['quote']}” [1]\n— 제목_1", "citations": [citation]}
    turns = [
        {"question": "# 물음?", "filters": {"source": "a_b"}, "answer": answer},
        {"question": "붙인 글\n\n# 둘?", "filters": {}, "stopped": True, **answer},
    ]
    thread = {"title": "가\n나", "created": "2026-03-13", "turns": turns}
    markdown = call(page, "transcript", "m.threadMarkdown(...given)", thread)
    assert "## \\# 물음?\n\nFilter: a\\_b\n\n답:\n\n" in markdown
    assert (
        "> \\<b\\>\\*가\\*\n> \\[나\\](x) \\[1\\]\n> \n> — 제목\\_1 ([quoted place](http"
        in markdown
    )
    assert "javascript" not in markdown
    assert markdown.startswith("# 가 나\n")
    stopped = markdown.partition("## 붙인 글 \\# 둘?\n\n답:\n\n> ")[2]
    assert stopped.endswith(")\n\nThe answer was stopped.\n")


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_reason_has_words_in_both_languages(page, language):
    words = call(page, "reasons", "m.REASONS[given[0]]", language)
    assert set(words) == set(Reason)
    assert all(words.values())


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("date line", "date"),
        ("element: nav", "HTML element: nav"),
        ("element named: a: b", "element's name: a: b"),
        ("what another edition said", "what another edition said"),
    ],
)
def test_reasons_are_said_with_what_they_are_about(page, reason, words):
    assert call(page, "reasons", "m.reasonWords(...given)", reason) == words


def test_both_languages_have_the_same_strings(page):
    keys = call(page, "strings", "Object.values(m.STRINGS).map((words) => Object.keys(words))")
    assert set(keys[0]) ^ set(keys[1]) == {"askTold"}  # Korean asks by the verb itself


@pytest.mark.parametrize(
    ("bytes_", "shown"), [(0, "0 kB"), (1_234, "1.2 kB"), (999_999, "1,000 kB"), (5e6, "5 MB")]
)
def test_sizes_are_written_for_people(page, bytes_, shown):
    assert call(page, "i18n", "m.formatSize(...given)", bytes_) == shown


@pytest.mark.parametrize(("locale", "said"), [("ko-KR", "불러오는 중"), ("en-US", "loading")])
def test_the_page_says_that_the_model_is_loading(visit, starting, locale, said):
    page = visit(starting, locale=locale)
    page.wait_for_selector("#notice:not([hidden])")
    assert said in page.text_content("#notice")
    page.fill("#question", "x")
    assert page.is_disabled("#send")


def test_api_page_lists_the_routes(visit, starting):
    page = visit(starting, path="/docs")
    page.wait_for_selector("summary")
    paths = page.locator("summary code").all_text_contents()
    assert paths.count("/v1/documents") == 2
    assert "/v1/chat" in paths


@pytest.mark.parametrize(("by", "noted"), [("extraction", False), ("tiny", True)])
def test_what_a_model_wrote_is_marked(page, by, noted):
    turn = {"question": "?", "text": "Yes. [1]", "citations": []}
    turn["answer"] = {"status": "grounded", "written_by": by, "question": "?"}
    shown = call(
        page, "answer-view", "m.answerView(...given).map((node) => node.textContent)", turn, {}
    )
    assert any("A language model (tiny)" in text for text in shown) is noted
