"""What compares the vectors of a collection's segments, kept from one snapshot to the next."""

from collections.abc import Sequence

from index.coded import Coded
from index.dense import Exact, Piece, Transform, Vectors
from index.growth import coded
from index.held import Held, lines, parts
from index.segment import Segment
from index.vectors import Frame, Unmoved, fitted, moved

# Lines of segments without codes whose moved vectors are kept, the smallest segments' first: 600 MB
# with the default model. More there are only while the codes of a collection are made.
_IN_MEMORY = 400_000


class Pieces:
    """Moves the vectors of segments by one frame, and only those of new ones while it serves."""

    def __init__(self, transform: Transform) -> None:
        self._transform = transform
        self._kept: list[tuple[Segment, Exact]] = []
        self.frame = Frame({}, 0)

    def use(self, frame: Frame) -> None:
        """Move all vectors by this frame from now on, as long as it serves."""
        self.frame, self._kept = frame, []

    def of(self, held: Sequence[Held]) -> Vectors:
        """The vectors of these segments."""
        living = sum(one.living for one in held)
        if not self.frame.serves(living):
            self.use(fitted(parts(held), self._transform))
        pieces = self._pieces(held)
        kept = zip((one.segment for one in held), pieces, strict=True)
        self._kept = [(s, piece) for s, piece in kept if isinstance(piece, Exact)]
        return Vectors(pieces)

    def _pieces(self, held: Sequence[Held]) -> list[Piece]:
        room = _IN_MEMORY
        found: dict[int, Piece] = {}
        for number in sorted(range(len(held)), key=lambda n: lines([held[n]])):
            one = held[number]
            if one.codes is not None and coded(lines([one])):
                found[number] = Coded(one.segment, one.codes, self.frame, self._transform)
            elif lines([one]) <= room:
                room -= lines([one])
                found[number] = self._exact(one.segment)
            else:
                found[number] = Unmoved(one.segment, self.frame, self._transform)
        return [found[number] for number in range(len(held))]

    def _exact(self, segment: Segment) -> Exact:
        kept = (piece for other, piece in self._kept if other is segment)
        return next(kept, None) or moved(segment, self.frame, self._transform)
