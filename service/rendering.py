"""Results as lines of plain text, for a terminal or a pipe."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from service.correction_notes import name_of, note
from service.wording import Wording

if TYPE_CHECKING:
    from index.query import Hit
    from index.records import Copy, ListedAlias, Relations
    from ingest.document import Document
    from ingest.periods import Days
    from service.answering.answer import Answer, Citation
    from service.outcomes import Item, Report

# Control characters of a document could move the cursor or recolour the terminal; tabs and line
# breaks are what text needs. C0, DEL and C1, to spaces.
_CONTROLS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)], " ")
_UNSAFE = {code: space for code, space in _CONTROLS.items() if code not in (0x09, 0x0A)}
# A passage in a list of hits is there to be recognised; `show` prints all of a document.
EXCERPT = 200


def safe(text: str) -> str:
    r"""Make a document's text harmless to a terminal.

    >>> safe("a\x1b[31mb")
    'a [31mb'
    """
    return text.translate(_UNSAFE)


def one_line(text: str) -> str:
    """Put text on one line, so that a line of output stays one record."""
    return " ".join(safe(text).split())


def excerpt(text: str) -> str:
    """Cut a passage to what a list shows."""
    line = one_line(text)
    return line if len(line) <= EXCERPT else line[: EXCERPT - 1] + "…"


def date(published_at: datetime | None, words: Wording) -> str:
    """Show the day, and the time when the article gives one."""
    if published_at is None:
        return words.undated
    has_time = (published_at.hour, published_at.minute) != (0, 0)
    return published_at.strftime("%Y-%m-%d %H:%M" if has_time else "%Y-%m-%d")


def days(named: "Days") -> str:
    """Show a range of days, a single one by itself."""
    return f"{named.first}" if named.first == named.last else f"{named.first} – {named.last}"


def place(title: str, publisher: str | None, published_at: datetime | None, words: Wording) -> str:
    """Name an article in one line: title, publisher, date."""
    return " · ".join(
        one_line(part) for part in (title, publisher, date(published_at, words)) if part
    )


def item_line(item: "Item", words: Wording) -> str:
    """Tell what became of one input: outcome, document, source."""
    outcome = getattr(words, item.status.value)
    if item.code is not None:
        return f"{outcome}[{item.code}]: {one_line(item.source)}: {one_line(item.message or '')}"
    return f"{outcome}\t{item.doc_id}\t{one_line(item.source)}"


def summary_lines(report: "Report", words: Wording) -> Iterator[str]:
    """Count the outcomes, one a line, and the failures by code below theirs."""
    from service.outcomes import Outcome

    rows = [(getattr(words, outcome.value), report.count(outcome)) for outcome in Outcome]
    codes = report.failures()
    width = max(len(str(len(report.items))), 3)
    for label, number in rows:
        yield f"{number:>{width}}  {label}"
    for code, number in codes.items():
        yield f"{number:>{width + 4}}  {code}"
    if report.stopped:
        yield words.stopped


def document_line(document: "Document", words: Wording) -> str:
    """One row of `list`: id, date, publisher, title, tab-separated."""
    return "\t".join(
        (
            document.doc_id,
            date(document.published_at, words),
            one_line(document.publisher or "-"),
            one_line(document.title),
        )
    )


def alias_lines(alias: "ListedAlias", words: Wording) -> Iterator[str]:
    """One abbreviation: documents, short and long form, what the file says; then the documents."""
    marks = [words.alias_added] * alias.added + [words.alias_off] * alias.off
    forms = (one_line(alias.short), one_line(alias.long))
    yield "\t".join((str(alias.documents), *forms, *marks))
    for document in alias.defined_in:
        yield f"   {document.doc_id}  {one_line(document.title)}"
    if len(alias.defined_in) < alias.documents:
        yield "   " + words.alias_more.format(more=alias.documents - len(alias.defined_in))


def document_lines(document: "Document", words: Wording, relations: "Relations") -> Iterator[str]:
    """Show a document whole: headline, where it came from, how it stands to others, text."""
    yield place(document.title, document.publisher, document.published_at, words)
    for line in (document.byline, document.section):
        if line:
            yield one_line(line)
    if document.modified_at:
        yield words.modified.format(date=date(document.modified_at, words))
    yield one_line(document.url or document.source)
    yield document.doc_id
    yield from relation_lines(document.doc_id, words, relations)
    for origin in document.origins:
        yield f"{origin.field}\t{origin.source}\t{origin.confidence}"
    for span in document.subheadlines:
        yield words.subheadline.format(line=one_line(span.of(document.text)))
    yield ""
    yield safe(document.text)


def relation_lines(doc_id: str, words: Wording, relations: "Relations") -> Iterator[str]:
    """Say what corrects a document, what it corrects, who else carries it, and its versions."""
    for correction in relations.corrections:
        yield one_line(note(correction, doc_id, words.language))
    if relations.notice:
        kind, about = name_of(relations.notice, words.language), relations.corrects
        if about:
            yield words.corrects.format(kind=kind, doc_id=about.doc_id, title=one_line(about.title))
        else:
            yield words.corrects_unknown.format(kind=kind)
    if relations.story:
        yield carried_line(relations.story, words)
    newer = relations.superseded_by(doc_id)
    if newer:
        yield words.superseded.format(doc_id=newer)
    if len(relations.versions) > 1:
        yield words.versions
        for version in relations.versions:
            yield "  " + words.version.format(
                state=words.current if version.current else words.former,
                doc_id=version.doc_id,
                published=date(version.published_at, words),
                stored=date(version.ingested_at, words),
                source=one_line(version.source),
            )


def carried_line(copies: "Sequence[Copy]", words: Wording) -> str:
    """Name the others that carry the same."""
    names = ", ".join(copy.publisher or copy.title for copy in copies)
    return words.also_carried.format(names=one_line(names))


def dropped_lines(document: "Document", words: Wording) -> Iterator[str]:
    """List what cleaning took out, with the reason first."""
    if not document.dropped:
        yield words.nothing_dropped
    for dropped in document.dropped:
        yield f"{dropped.reason}\t{one_line(dropped.text)}"


def hit_lines(hit: "Hit", words: Wording) -> Iterator[str]:
    """Show one hit: rank, score and article, then where in it, then its beginning."""
    document, passage = hit.document, hit.passage
    article = place(document.title, document.publisher, document.published_at, words)
    yield f"{hit.rank}. {hit.score:.3f}  {article}"
    yield f"   {passage.doc_id} [{passage.start}:{passage.end}]"
    yield f"   {excerpt(passage.text)}"
    if hit.also_carried_by:
        yield f"   {carried_line(hit.also_carried_by, words)}"
    for correction in hit.corrections:
        yield f"   {one_line(note(correction, passage.doc_id, words.language))}"


def answer_lines(answer: "Answer", words: Wording) -> Iterator[str]:
    """Show an answer: its status, its text, and every citation with its place."""
    yield f"{getattr(words, answer.status.value)} ({answer.confidence:.2f})"
    yield ""
    yield safe(answer.text)
    for citation in answer.citations:
        yield ""
        yield from _citation_lines(citation, words)
    if answer.checks:
        yield ""
        yield words.unused.format(codes=", ".join(check.code for check in answer.checks))
    if not answer.citations and answer.hits:
        yield ""
        yield words.related
        for hit in answer.hits:
            yield from hit_lines(hit, words)


def _citation_lines(citation: "Citation", words: Wording) -> Iterator[str]:
    who = one_line(citation.speaker or words.unattributed)
    if citation.addressee:
        who += f" → {one_line(citation.addressee)}"
    article = place(citation.title, citation.publisher, citation.published_at, words)
    yield f"[{citation.marker}] {safe(citation.quote)}"
    yield f"    {who} · {article}"
    where = f"{citation.doc_id} [{citation.start}:{citation.end}]"
    yield f"    {where}" + (f" {one_line(citation.url)}" if citation.url else "")
    if citation.when:
        yield f"    {words.when.format(days=', '.join(map(days, citation.when)))}"
    if citation.also_carried_by:
        yield f"    {carried_line(citation.also_carried_by, words)}"
    for correction in citation.corrections:
        yield f"    {one_line(note(correction, citation.doc_id, words.language))}"
