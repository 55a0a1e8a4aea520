"""From a read document to everything the index stores about it."""

from ingest import korean
from ingest.aliases import find_aliases
from ingest.attribution import find_quotes
from ingest.document import Document, Prepared, Span
from ingest.sentences import find_sentences
from ingest.split import passage_of, split


def prepare(document: Document, *, whole: bool = False) -> Prepared:
    """Sentences, passages, quotations and abbreviations of one document.

    `whole` keeps the text as one passage, for collections that come already divided.
    """
    text = document.text
    sentences = find_sentences(text, document.language)
    whole_text = (passage_of(document, 0, Span(0, len(text))),)
    return Prepared(
        document=document,
        passages=whole_text if whole else split(document, sentences),
        sentences=sentences,
        title_morphemes=korean.morphemes(document.title),
        quotes=find_quotes(document, sentences),
        aliases=find_aliases(f"{document.title}\n{text}"),
    )
