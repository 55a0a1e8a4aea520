"""What a reader of an article still has in mind from the sentences just before."""

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

    def spoke(self, speaker: str | None, addressee: str | None, act: SpeechAct | None) -> None:
        """A clause of the present sentence reported somebody's words."""
        self._spoke_here.append(speaker)
        if speaker is not None:
            self._speaker, self._addressee = speaker, addressee
            self._asked = act is SpeechAct.ASK

    def named(self, name: str) -> None:
        """Somebody was named; "이 관계자" may point back at them."""
        self._named.append(name)

    def end_sentence(self, subjects: list[str]) -> None:
        """The sentence is over; `subjects` are the people it was about."""
        if self._spoke_here:
            several = len(set(self._spoke_here)) > 1
            self._age = REACH + 1 if several or self._spoke_here[-1] is None else 0
        else:
            self._age += 1
        if subjects:
            self._subjects = subjects
        others = [name for name in subjects if name != self._speaker]
        if others and not self._spoke_here:
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
        """Who "그는" is: the last speaker, or the one person the last sentences were about."""
        if self._spoke_here and self._spoke_here[-1] is not None:
            return self._spoke_here[-1]
        if self._age <= REACH and self._speaker is not None:
            return self._speaker
        return self._subjects[0] if len(set(self._subjects)) == 1 else None

    def last_ending_in(self, head: str) -> str | None:
        """The last name that ends like "이 관계자" does."""
        return next((name for name in reversed(self._named) if name.endswith(head)), None)
