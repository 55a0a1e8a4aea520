"""From a read document to everything the index stores about it."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from ingest import korean
from ingest.aliases import find_aliases
from ingest.attribution import find_quotes
from ingest.document import Document, Prepared, Sentence, Span
from ingest.going_on import GivenUp, never
from ingest.sentences import find_sentences, find_sentences_of_all
from ingest.split import passage_of, split

# Documents analysed in one call: on other cores, while the first of them are taken further. More
# than this many only make the first one wait.
_TOGETHER = 16


def prepare(document: Document, *, whole: bool = False) -> Prepared:
    """Sentences, passages, quotations and abbreviations of one document.

    `whole` keeps the text as one passage, for collections that come already divided.
    """
    return _prepared(document, find_sentences(document.text, document.language), whole)


def prepare_all(
    documents: Iterable[Document], *, whole: bool = False, given_up: GivenUp = never
) -> Iterator[Prepared]:
    """`prepare` for many documents, several at a time: the same results in the same order.

    Raises LeftOff in the middle of a long document that has been given up.
    """
    waiting = iter(documents)
    while batch := list(islice(waiting, _TOGETHER)):
        found = find_sentences_of_all([(one.text, one.language) for one in batch], given_up)
        for document, sentences in zip(batch, found, strict=True):
            yield _prepared(document, sentences, whole)


def _prepared(document: Document, sentences: Sequence[Sentence], whole: bool) -> Prepared:
    text = document.text
    whole_text = (passage_of(document, 0, Span(0, len(text))),)
    return Prepared(
        document=document,
        passages=whole_text if whole else split(document, sentences),
        sentences=tuple(sentences),
        title_morphemes=korean.morphemes(document.title),
        quotes=find_quotes(document, sentences),
        aliases=find_aliases(f"{document.title}\n{text}"),
    )
