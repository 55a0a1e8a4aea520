"""What every question has to satisfy before anything is computed for it."""

import unicodedata
from dataclasses import replace

from service.answering.question import Question
from service.errors import EmptyQuestion, QuestionTooLong


def check_question(text: str, max_chars: int) -> str:
    """Return the question in NFC without white space around it.

    Raises EmptyQuestion when it holds no letter and no digit, QuestionTooLong when it is over
    `max_chars` code points.

    >>> check_question("  장관은? ", 4000)
    '장관은?'
    """
    question = unicodedata.normalize("NFC", text).strip()
    if not any(character.isalnum() for character in question):
        raise EmptyQuestion("The question has no letter or digit in it.")
    if len(question) > max_chars:
        raise QuestionTooLong(
            f"The question has {len(question):,} characters; the limit is {max_chars:,}."
        )
    return question


def checked(question: Question, max_chars: int) -> Question:
    """The question with its text as `check_question` gives it, and the same errors."""
    return replace(question, text=check_question(question.text, max_chars))
