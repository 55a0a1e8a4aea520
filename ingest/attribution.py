"""Who said what to whom: every quotation of an article, direct or reported, in either language."""

from collections.abc import Sequence

from ingest.aliases import find_aliases
from ingest.document import Document, Quote, Sentence, Span
from ingest.english_speech import EnglishReader
from ingest.korean_speech import KoreanSentence, find_korean_quotes
from ingest.memory import REACH, Memory
from ingest.people import People
from ingest.quotations import find_quotations
from ingest.quoted_speech import is_speech
from ingest.speech_hints import is_korean, may_name, may_report
from ingest.words import read_words

# As long as a sentence of the article may be; beyond it a mark was left open.
_MAX_QUOTATION = 2_000


def find_quotes(document: Document, sentences: Sequence[Sentence]) -> tuple[Quote, ...]:
    """Every quotation of `document`, in order of its place.

    `document.text[quote.start:quote.end]` is what was said: without quotation marks when it is
    quoted word for word, the reported clause otherwise ("예산을 늘려 달라"). Speaker and addressee
    are named as fully as the article names them, and None where it leaves doubt. The work grows
    linearly with the text.
    """
    text = document.text
    reporting = [may_report(text, sentence) for sentence in sentences]
    if not any(reporting):
        return ()
    aliases = {one.short: one.long for one in find_aliases(f"{document.title}\n{text}")}
    people = People(aliases)
    parsed = [
        _parse(text, sentence) if near or may_name(sentence) else None
        for sentence, near in zip(sentences, _near(reporting), strict=True)
    ]
    people.read((one.words for one in parsed if one is not None), text)
    english = EnglishReader(text, aliases)
    memory = Memory()
    found: list[Quote] = []
    for sentence, korean, near in zip(sentences, parsed, _near(reporting), strict=True):
        if korean is not None and near:
            found.extend(find_korean_quotes(text, korean, people, memory))
        elif korean is None and not is_korean(text, sentence):
            found.extend(english.read(sentence))
    return tuple(sorted(found, key=lambda quote: (quote.start, quote.end)))


def _near(reporting: Sequence[bool]) -> list[bool]:
    """Sentences that report speech, and those before them that say who a pronoun is."""
    size = len(reporting)
    return [any(reporting[i : min(size, i + REACH + 1)]) for i in range(size)]


def _parse(text: str, sentence: Sentence) -> KoreanSentence | None:
    """A Korean sentence taken apart; None for one without Hangul."""
    if not is_korean(text, sentence):
        return None
    content = text[sentence.start : sentence.end]
    marked = find_quotations(content, _MAX_QUOTATION)
    spans = [Span(sentence.start + one.start, sentence.start + one.end) for one in marked]
    quotes = tuple(span for span in spans if is_speech(text, span))
    return KoreanSentence(sentence, tuple(read_words(text, sentence, quotes)), quotes)
