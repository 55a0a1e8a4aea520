"""Checks what a language model wrote, sentence by sentence, against the documents it cites."""

import re
import unicodedata
from collections.abc import Callable, Sequence

from index.embedder import Embedder
from ingest.document import Language
from ingest.language import detect
from service.answering.checks import Check, Reason, Stage
from service.answering.cite import Lookup, prove
from service.answering.select import Candidate
from service.answering.writer import Assignment, Statement
from service.errors import CitationMismatch
from service.llm.drafts import Draft
from service.llm.evidence import Evidence, Written
from service.llm.nearness import Nearness
from service.llm.quoted import quotations, unquoted
from service.llm.sources import Source

# The share of a sentence's words with meaning that its sources must hold. On hand-made pairs over
# the samples paraphrases hold 0.70 and more, inventions about the same people 0.50 at most.
COVERAGE = 0.6
# A sentence longer than this is none.
MAX_SENTENCE = 600
# So much of a dropped sentence is reported.
MAX_REPORTED = 300

# Tags, entities, links, images, code, tables and quoting by Markdown.
_MARKUP = re.compile(
    r"<\s*[/!?a-z]|&#?\w{2,10};|\]\(|!\[|\w+://|www\.|javascript:|```|\||^\s*>|[{}\\]",
    re.IGNORECASE,
)
# What would have been a marker if it were written like one.
_LEFT_OVER = re.compile(r"[\[［【][^\]］】]*(?:\d|†)")
_SCRIPTS = ("LATIN", "HANGUL")
_UNSEEN = ("Cc", "Cf", "Co", "Cn", "Cs")


class Verifier:
    """Judges the drafts of one answer."""

    def __init__(
        self, assignment: Assignment, sources: Sequence[Source], embedder: Embedder
    ) -> None:
        self._assignment = assignment
        self._sources = {source.number: source.candidate for source in sources}
        self._nearness = Nearness(sources, embedder)

    def judged(self, draft: Draft) -> Statement | Check:
        """The draft as a statement, or why it is none."""
        reason = _form(draft) or self._fault(draft)
        if reason is not None:
            return Check(Stage.ANSWER, reason, draft.text[:MAX_REPORTED])
        return Statement(draft.text, tuple(map(self._sources.__getitem__, draft.markers)))

    def _fault(self, draft: Draft) -> Reason | None:
        """The first check that the draft does not pass; each may rely on those before it."""
        if not draft.markers:
            return Reason.NO_MARKER
        if not all(marker in self._sources for marker in draft.markers):
            return Reason.UNKNOWN_MARKER
        cited = [self._sources[marker] for marker in draft.markers]
        if not _quotes_exactly(draft.text, cited, self._assignment.lookup):
            return Reason.QUOTATION_NOT_FOUND
        if not _in_language(draft.text, self._assignment.language):
            return Reason.WRONG_LANGUAGE
        written, evidence = Written(draft.text), Evidence(cited, self._assignment.aliases)
        checks: tuple[tuple[Reason, Callable[[], bool]], ...] = (
            (Reason.UNSUPPORTED_NUMBER, lambda: evidence.holds_figures(written)),
            (Reason.UNSUPPORTED_NAME, lambda: evidence.holds_names(written)),
            (Reason.NEGATION_DIFFERS, lambda: evidence.agrees(written)),
            (Reason.UNSUPPORTED, lambda: self._supported(draft, written, evidence)),
        )
        return next((reason for reason, passes in checks if not passes()), None)

    def _supported(self, draft: Draft, written: Written, evidence: Evidence) -> bool:
        """By words where the sources are in the sentence's language, and by nearness.

        Across languages there is nearness alone, so it has to be known there, and the words must
        not be those of a source that is not cited.
        """
        same = evidence.speaks(detect(draft.text))
        if same and evidence.covers(written) < COVERAGE:
            return False
        if not same and self._said_elsewhere(draft, written):
            return False
        near = self._nearness.near(draft.text, draft.markers)
        return same if near is None else near

    def _said_elsewhere(self, draft: Draft, written: Written) -> bool:
        """Whether a source that is not cited has the sentence's words, in its language."""
        language = detect(draft.text)
        others = (
            Evidence([source], self._assignment.aliases)
            for number, source in self._sources.items()
            if number not in draft.markers
        )
        return any(one.speaks(language) and one.covers(written) >= COVERAGE for one in others)


def _form(draft: Draft) -> Reason | None:
    """What is wrong with a draft whatever the documents say."""
    if len(draft.text) > MAX_SENTENCE:
        return Reason.TOO_LONG
    if _MARKUP.search(draft.text) or any(unicodedata.category(c) in _UNSEEN for c in draft.text):
        return Reason.MARKUP
    return Reason.UNKNOWN_MARKER if _LEFT_OVER.search(draft.text) else None


def _quotes_exactly(text: str, cited: Sequence[Candidate], lookup: Lookup) -> bool:
    """Whether every quotation is a slice of a stored document, within a sentence that is cited."""
    quoted = quotations(text)
    return quoted is not None and all(_stands(words, cited, lookup) for words in quoted)


def _stands(words: str, cited: Sequence[Candidate], lookup: Lookup) -> bool:
    for candidate in cited:
        at = candidate.text.find(words)
        if words and at >= 0:
            start = candidate.sentence.start + at
            try:
                prove(candidate.hit.document.doc_id, start, start + len(words), words, lookup)
            except CitationMismatch:  # the document was replaced meanwhile
                continue
            return True
    return False


def _in_language(text: str, language: Language) -> bool:
    """Whether the sentence's own words are in the language; other scripts than its two are not."""
    own = unquoted(text)
    letters = [character for character in own if character.isalpha()]
    foreign = [one for one in letters if not unicodedata.name(one, "").startswith(_SCRIPTS)]
    if len(foreign) * 10 > len(letters):
        return False
    # A particle may be all that is left beside a quotation.
    return len(letters) < 4 or detect(own) is language
