"""Runs of nouns in which a Korean sentence may name somebody: "표민서 미래과학부 장관"."""

from collections.abc import Sequence

from ingest.titles import (
    STATE_OFFICES,
    could_be_name,
    is_surname,
    is_time,
    names_organisation,
    title_of,
)
from ingest.words import Word

_OFFICE_ENDS = ("관", "장")


def spelt(words: Sequence[Word]) -> str:
    """A run as the article writes it, without the particles at its end."""
    return " ".join([*(word.text for word in words[:-1]), words[-1].stem])


def find_runs(words: Sequence[Word]) -> list[tuple[Word, ...]]:
    """Every run of bare nouns up to a word that ends in a title or follows one."""
    found: list[tuple[Word, ...]] = []
    first = 0
    for at, word in enumerate(words):
        breaks = word.quote is not None or not (word.nominal or is_surname(word.text))
        if breaks or is_time(word.text):
            first = at + 1
            continue
        if (word.comma or word.particles or at + 1 == len(words)) and not is_surname(word.text):
            run = tuple(words[first : at + 1])
            titled = title_of(run[-1].stem) or (len(run) > 1 and title_of(run[-2].stem))
            if titled or run[-1].stem == "씨" or holds_office(run):
                found.append(run)
            first = at + 1
    return found


def holds_office(run: Sequence[Word]) -> bool:
    """As in "표민서 미래과학부 전략기술개발관": behind a name and an organisation, a long word
    with an office's ending is an office, whether or not the list of titles has it."""
    if len(run) < 3 or not run[-1].stem.endswith(_OFFICE_ENDS) or len(run[-1].stem) < 4:
        return False
    named = could_be_name(run[0].stem, proper=run[0].proper)
    place = run[-2].stem
    state = len(place) >= 3 and place.endswith(STATE_OFFICES)
    return named and (state or names_organisation(place))
