"""Which article a notice corrects: decided again whenever an article comes or goes that may be it.

A notice is about an article published before it that it names, by address or by headline; or, of
its own publisher and on a day it names, by most of the names and numbers in it. One that fits best
is taken, and none when two fit alike or nothing is sure.
"""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from index.instants import shifted, utc_text
from index.overlap import numbers_in
from index.records import Correction
from ingest.corrections import Notice, NoticeKind, bare
from ingest.timestamps import KOREA, korean_day

# Korean press law lets a correction be asked for within half a year of publication.
WINDOW = timedelta(days=183)
# A page's own clock may be behind the notice's by some hours.
_SLACK = timedelta(days=1)
_DAY = timedelta(days=1)
# A headline that is named in part has this share of its letters at least.
_PART = 0.4
# Without a headline: so many names and shares of the notice's names and numbers. The corrected
# numbers themselves are in the article only as they were wrong.
_FEWEST_NAMES, _NAMES, _NUMBERS = 3, 0.6, 0.3


@dataclass(frozen=True, slots=True)
class _Article:
    """An active document as a notice, or as what a notice may be about."""

    row: int
    article: int
    title: str
    publisher: str | None
    published: datetime | None
    url: str | None


@dataclass(frozen=True, slots=True)
class _Stored:
    """A stored notice: the document it is, and what it names."""

    document: _Article
    headlines: frozenset[str]
    urls: frozenset[str]
    days: frozenset[date]


def file(connection: sqlite3.Connection, row: int, notice: Notice) -> None:
    """Store what an active document says of another article, or of its own, and find which."""
    named = {
        "headlines": notice.headlines,
        "urls": notice.urls,
        "days": [day.isoformat() for day in notice.days],
    }
    connection.execute(
        "INSERT INTO notices (document, kind, own, named) VALUES (?, ?, ?, ?)",
        (row, notice.kind.value, int(notice.own), json.dumps(named, ensure_ascii=False)),
    )
    _link(connection, row)


def link_to(connection: sqlite3.Connection, row: int) -> None:
    """Decide anew about every notice that a new active document may be the article of."""
    one = _article(connection, row)
    for notice in _notices_near(connection, one):
        if _fit(connection, notice, one):
            _link(connection, notice.document.row)


def unlink(connection: sqlite3.Connection, row: int) -> list[int]:
    """Take the links to a document's article away; gives the notices that had them, and those that
    could not tell it from another."""
    one = _article(connection, row)
    near = [n.document.row for n in _notices_near(connection, one) if _fit(connection, n, one)]
    same = "article = (SELECT article FROM documents WHERE id = ?)"
    found = connection.execute(f"SELECT document FROM notices WHERE {same}", (row,)).fetchall()
    connection.execute(f"UPDATE notices SET article = NULL WHERE {same}", (row,))
    return sorted({*near, *(notice for (notice,) in found)})


def relink(connection: sqlite3.Connection, rows: Iterable[int]) -> None:
    """Decide anew what these documents' notices are about; rows without one are passed over."""
    for row in rows:
        _link(connection, row)


def of_documents(
    connection: sqlite3.Connection, doc_ids: Iterable[str]
) -> dict[str, tuple[Correction, ...]]:
    """What corrects each document's article, by its id, the first notice first."""
    found = connection.execute(
        "SELECT d.doc_id, n.kind, s.doc_id, s.title, s.published_at, n.own"
        " FROM documents d JOIN notices n ON n.article = d.article"
        " JOIN documents s ON s.id = n.document AND s.active = 1"
        " WHERE d.doc_id IN (SELECT value FROM json_each(?))"
        " ORDER BY d.doc_id, s.published_utc, s.doc_id",
        (json.dumps(sorted(set(doc_ids))),),
    )
    corrections: dict[str, tuple[Correction, ...]] = {}
    for doc_id, kind, by, title, published_at, own in found:
        moment = datetime.fromisoformat(published_at) if published_at else None
        one = Correction(NoticeKind(kind), by, title, moment, bool(own))
        corrections[doc_id] = (*corrections.get(doc_id, ()), one)
    return corrections


def of(connection: sqlite3.Connection, doc_id: str) -> tuple[NoticeKind, str | None] | None:
    """The kind of notice that a document is to another article, and the id of that article's
    current version, if it is told which; None when it is no such notice."""
    found = connection.execute(
        "SELECT n.kind, a.doc_id FROM documents d JOIN notices n ON n.document = d.id"
        " LEFT JOIN documents a ON a.article = n.article AND a.active = 1"
        " WHERE d.doc_id = ? AND n.own = 0",
        (doc_id,),
    ).fetchone()
    return None if found is None else (NoticeKind(found[0]), found[1])


def _link(connection: sqlite3.Connection, row: int) -> None:
    found = connection.execute("SELECT own FROM notices WHERE document = ?", (row,)).fetchone()
    if found is None:
        return
    own = bool(found[0])
    notice = _notice(connection, row)
    article = notice.document.article if own else _about(connection, notice)
    if article is None and _is_later_version(connection, notice.document):
        # "[정정] ..." in the place of the article itself.
        own, article = True, notice.document.article
    connection.execute(
        "UPDATE notices SET own = ?, article = ? WHERE document = ?", (int(own), article, row)
    )


def _about(connection: sqlite3.Connection, notice: _Stored) -> int | None:
    """The article that fits a notice best, if only one does."""
    fits: dict[int, int] = {}
    for one in _articles_before(connection, notice):
        fit = _fit(connection, notice, one)
        if fit:
            fits[one.article] = max(fit, fits.get(one.article, 0))
    best = max(fits.values(), default=0)
    fitting = [article for article, fit in fits.items() if fit == best]
    return fitting[0] if len(fitting) == 1 else None


def _fit(connection: sqlite3.Connection, notice: _Stored, one: _Article) -> int:
    """How surely a notice is about an article: by address 4, whole headline 3, part of one 2,
    names and numbers 1; 0 when it is not, or nobody can tell."""
    if one.article == notice.document.article:
        return 0
    fit = _named(connection, notice, one)
    return 0 if fit and _is_notice(connection, one.row) else fit


def _named(connection: sqlite3.Connection, notice: _Stored, one: _Article) -> int:
    about = notice.document
    if one.url in notice.urls:
        return 4
    if not _may_be_about(notice, one):
        return 0
    title = bare(one.title)
    if title in notice.headlines:
        return 3
    if any(_names(headline, title) for headline in notice.headlines):
        return 2
    strict = about.publisher and one.publisher and notice.days
    return int(bool(strict) and _shares_most(connection, about.row, one.row))


def _may_be_about(notice: _Stored, one: _Article) -> bool:
    """Whether time and publisher allow it: papers correct their own articles."""
    about = notice.document
    if about.publisher and one.publisher and bare(about.publisher) != bare(one.publisher):
        return False
    if about.published is None or one.published is None:
        return False
    if not -_SLACK <= about.published - one.published <= WINDOW:
        return False
    day = korean_day(one.published)
    # The paper of a day is on the net the evening before.
    return not notice.days or any(0 <= (named - day).days <= 1 for named in notice.days)


def _names(headline: str, title: str) -> bool:
    """Whether one holds the other, and is much of it."""
    shorter, longer = sorted((headline, title), key=len)
    return bool(shorter) and shorter in longer and len(shorter) >= _PART * len(longer)


def _shares_most(connection: sqlite3.Connection, notice: int, other: int) -> bool:
    """Whether most names and many numbers of a notice are in another document."""
    (names, others) = (_proper_names(connection, row) for row in (notice, other))
    (numbers, other_numbers) = (_numbers(connection, row) for row in (notice, other))
    return (
        len(names) >= _FEWEST_NAMES
        and len(names & others) >= _NAMES * len(names)
        and len(numbers & other_numbers) >= max(1, _NUMBERS * len(numbers))
    )


def _proper_names(connection: sqlite3.Connection, row: int) -> frozenset[str]:
    found = connection.execute("SELECT name FROM names WHERE document = ?", (row,))
    return frozenset(name for (name,) in found)


def _numbers(connection: sqlite3.Connection, row: int) -> frozenset[str]:
    (text,) = connection.execute("SELECT text FROM documents WHERE id = ?", (row,)).fetchone()
    return numbers_in(text)


def _is_notice(connection: sqlite3.Connection, row: int) -> bool:
    found = connection.execute("SELECT 1 FROM notices WHERE document = ? AND own = 0", (row,))
    return found.fetchone() is not None


def _is_later_version(connection: sqlite3.Connection, one: _Article) -> bool:
    found = connection.execute(
        "SELECT 1 FROM documents WHERE article = ? AND id <> ?", (one.article, one.row)
    )
    return found.fetchone() is not None


_COLUMNS = "d.id, d.article, d.title, d.publisher, d.published_at, d.canonical_url"


def _article(connection: sqlite3.Connection, row: int) -> _Article:
    found = connection.execute(f"SELECT {_COLUMNS} FROM documents d WHERE d.id = ?", (row,))
    return _read(found.fetchone())


def _articles_before(connection: sqlite3.Connection, notice: _Stored) -> list[_Article]:
    """The active documents that time allows a notice to be about, and those at the addresses it
    names."""
    urls = json.dumps(sorted(notice.urls))
    found = connection.execute(
        f"SELECT {_COLUMNS} FROM documents d WHERE d.active = 1 AND d.canonical_url IN"
        " (SELECT value FROM json_each(?))",
        (urls,),
    ).fetchall()
    for first, last in _spans(notice):
        found += connection.execute(
            f"SELECT {_COLUMNS} FROM documents d WHERE d.active = 1"
            " AND d.published_utc BETWEEN ? AND ?",
            (utc_text(first), utc_text(last)),
        ).fetchall()
    return [_read(row) for row in found]


def _spans(notice: _Stored) -> list[tuple[datetime, datetime]]:
    """When all that `_named` may take for the article was published: about the days that a notice
    names, or in the window before it; at no time where it names nothing."""
    published = notice.document.published
    if published is None or not (notice.days or notice.headlines):
        return []
    first, last = shifted(published, -WINDOW), shifted(published, _SLACK)
    if not notice.days:
        return [(first, last)]
    days = (day for day in notice.days if day >= korean_day(first))
    midnights = (datetime.combine(day, time.min, KOREA) for day in days)
    return [(shifted(midnight, -_DAY), shifted(midnight, _DAY)) for midnight in midnights]


def _notices_near(connection: sqlite3.Connection, one: _Article) -> list[_Stored]:
    """The notices that may be about a document: of the window after it, or naming its address."""
    first = utc_text(shifted(one.published, -_SLACK)) if one.published else ""
    last = utc_text(shifted(one.published, WINDOW)) if one.published else ""
    # CROSS JOIN: through the notices, which are few, and not through the documents.
    found = connection.execute(
        "SELECT n.document FROM notices n CROSS JOIN documents d ON d.id = n.document"
        " WHERE d.active = 1 AND (n.own = 0 AND d.published_utc BETWEEN ? AND ?"
        " OR EXISTS (SELECT 1 FROM json_each(n.named, '$.urls') WHERE value = ?))",
        (first, last, one.url),
    )
    return [_notice(connection, row) for (row,) in found.fetchall()]


def _notice(connection: sqlite3.Connection, row: int) -> _Stored:
    (named,) = connection.execute("SELECT named FROM notices WHERE document = ?", (row,)).fetchone()
    values = json.loads(named)
    return _Stored(
        _article(connection, row),
        frozenset(values["headlines"]),
        frozenset(values["urls"]),
        frozenset(date.fromisoformat(day) for day in values["days"]),
    )


def _read(row: tuple[int, int, str, str | None, str | None, str | None]) -> _Article:
    number, article, title, publisher, published, url = row
    moment = datetime.fromisoformat(published) if published else None
    if moment is not None and moment.tzinfo is None:
        moment = moment.replace(tzinfo=KOREA)
    return _Article(number, article, title, publisher, moment, url)
