"""Whether a question names all that it asks about: who said it and to whom, or who said anything.

Such a question is not about a matter that documents may pass over. Where they have words of the
one it names, and to the one it names, those are what it asks for, or close to it.
"""

from ingest.reporting_verbs import act_of, english_lemma
from ingest.titles import SPEECH_NOUNS
from ingest.word_lists import listed
from service.answering.followup import Understood
from service.answering.select import NAMED, TO_THEM
from service.answering.topic import topic

_MORE_SPEECH = listed(
    """
    말씀 언급 내용 대답 words view views opinion position stance argument reaction response comment
    comments remarks statement think want respond
    """
)


def least_attribution(understood: Understood) -> float | None:
    """The attribution that words must have to be what the question asks for; None where it asks
    about more than whose words they are."""
    cast = understood.cast
    if cast.act is None or cast.speaker is None:
        return None
    if cast.addressee is not None:
        return TO_THEM
    return NAMED if _asks_no_more(understood) else None


def _asks_no_more(understood: Understood) -> bool:
    """As in "노조위원장은 뭐라고 했어?", "What did the union leader say?"."""
    named = {_bare(word) for word in (understood.cast.speaker or "").split()}
    words = [_bare(word) for word in topic(understood.text, understood.language).split()]
    return all(word in named or _of_speech(word) for word in words)


def _of_speech(word: str) -> bool:
    known = word in SPEECH_NOUNS or word in _MORE_SPEECH
    return known or act_of(english_lemma(word)) is not None


def _bare(word: str) -> str:
    return word.casefold().replace("’", "'").removesuffix("'s").removesuffix("'")
