"""Who a question asks about: whose words, spoken to whom, and what kind of speech."""

from ingest.document import Language
from ingest.reporting_verbs import SpeechAct
from service.answering.cast import Cast
from service.answering.role_names import matches
from service.answering.roles_english import english_cast
from service.answering.roles_korean import korean_cast

__all__ = ["Cast", "SpeechAct", "matches", "mentions"]

# A question this long is a pasted text; who it asks about stands at its beginning.
_MAX_QUESTION = 400


def mentions(question: str, language: Language) -> Cast:
    """The roles a question speaks of.

    >>> mentions("What did the minister ask HIST?", Language.EN)
    Cast(speaker='the minister', addressee='HIST', act=<SpeechAct.ASK: 'ask'>)
    """
    asked = question.strip()[:_MAX_QUESTION]
    return korean_cast(asked) if language is Language.KO else english_cast(asked)
