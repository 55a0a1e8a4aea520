"""Who said what to whom: every quotation of an article, direct or reported, in either language."""

from collections.abc import Sequence

from ingest.aliases import find_aliases
from ingest.document import Document, Quote, Sentence, Span
from ingest.english_speech import EnglishReader
from ingest.korean_speech import KoreanSentence, find_korean_quotes
from ingest.language import has_hangul
from ingest.memory import Memory
from ingest.people import People
from ingest.quotations import find_quotations
from ingest.quoted_speech import is_speech
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
    aliases = {one.short: one.long for one in find_aliases(f"{document.title}\n{text}")}
    people = People(aliases)
    parsed = [_parse(text, sentence) for sentence in sentences]
    people.read((one.words for one in parsed if one is not None), text)
    english = EnglishReader(text, aliases)
    memory = Memory()
    found: list[Quote] = []
    for sentence, korean in zip(sentences, parsed, strict=True):
        if korean is not None:
            found.extend(find_korean_quotes(text, korean, people, memory))
        else:
            found.extend(english.read(sentence))
    return tuple(sorted(found, key=lambda quote: (quote.start, quote.end)))


def _parse(text: str, sentence: Sentence) -> KoreanSentence | None:
    """A Korean sentence taken apart; None for one without Hangul."""
    content = text[sentence.start : sentence.end]
    if not has_hangul(content):
        return None
    marked = find_quotations(content, _MAX_QUOTATION)
    spans = [Span(sentence.start + one.start, sentence.start + one.end) for one in marked]
    quotes = tuple(span for span in spans if is_speech(text, span))
    return KoreanSentence(sentence, tuple(read_words(text, sentence, quotes)), quotes)
