"""What a reader of an article still has in mind from the sentences just before."""

from collections.abc import Sequence

from ingest.reporting_verbs import SpeechAct

# A pronoun or an omitted subject reaches this many sentences back, no farther.
REACH = 2


class Memory:
    """The last speaker and addressee, and who has been named since."""

    def __init__(self) -> None:
        self._speaker: str | None = None
        self._addressee: str | None = None
        self._asked = False
        self._age = REACH + 1
        self._spoke_here: list[str | None] = []
        self._named: list[str] = []
        self._subjects: list[str] = []
        self._subjects_age = 0
        self._persons: set[str] = set()
        self._perhaps: set[str] = set()  # persons, or something else with a name
        self._rivals: set[str] = set()  # persons whom the text has named since somebody spoke

    def spoke(self, speaker: str | None, addressee: str | None, act: SpeechAct | None) -> None:
        """A clause of the present sentence reported somebody's words."""
        self._spoke_here.append(speaker)
        if speaker is not None:
            self._speaker, self._addressee = speaker, addressee
            self._asked = act is SpeechAct.ASK

    def named(self, name: str, *, person: bool | None) -> None:
        """Somebody was named: "이 관계자" may point back at them, and "그" where it is a person.

        `person` is None where that is not known.
        """
        self._named.append(name)
        if person is not False:
            (self._persons if person else self._perhaps).add(name)

    def end_sentence(self, subjects: list[str], persons: Sequence[str]) -> None:
        """The sentence is over; `subjects` are the people it was about, of all `persons` in it."""
        if self._spoke_here:
            several = len(set(self._spoke_here)) > 1
            self._age = REACH + 1 if several or self._spoke_here[-1] is None else 0
            self._rivals = set() if self._speaker in self._persons else set(persons)
        else:
            self._age += 1
            others = set() if self._speaker in subjects else {*persons} - {self._speaker}
            self._rivals |= others
        self._subjects_age += 1
        if subjects or set(persons) - set(self._subjects):
            self._subjects, self._subjects_age = subjects, 0
        if any(name != self._speaker for name in subjects) and not self._spoke_here:
            self._age = REACH + 1
        self._spoke_here = []

    def carried_speaker(self) -> str | None:
        """Who goes on speaking in a sentence without a subject; None unless it is clear."""
        return self._speaker if self._age < REACH else None

    def carried_addressee(self, speaker: str | None) -> str | None:
        """Who is still being asked by the same speaker."""
        same = speaker is not None and speaker == self._speaker and self._age == 0
        return self._addressee if same and self._asked else None

    def pronoun(self) -> str | None:
        """Who "그는" is: the last speaker, or the one person the last sentences were about.

        Nobody calls an institution "그", nor several. Where another was named since, it is unclear.
        """
        people = self._persons | self._perhaps
        if self._spoke_here and self._spoke_here[-1] in people:
            return self._spoke_here[-1]
        if self._age <= REACH and self._speaker in people:
            return None if self._rivals else self._speaker
        alone = len(set(self._subjects)) == 1 and self._subjects_age <= REACH
        return self._subjects[0] if alone else None

    def last_ending_in(self, head: str) -> str | None:
        """The last name that ends like "이 관계자" does."""
        return next((name for name in reversed(self._named) if name.endswith(head)), None)
