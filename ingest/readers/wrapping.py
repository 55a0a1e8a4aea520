"""Lines of plain text that were broken to fit a width: which of them go on in the next, and how."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.readers.page import SOFT_BREAK

# In columns, of which Hangul takes two: e-mail and old wire copy use 60 to 80, phones half of that.
_WIDTHS = range(34, 101)
# A title and an address may be longer.
_LONGER = 2
# Of the lines that end near the edge and in mid-sentence, nearly all must be full: on 300 lists of
# 8 to 40 headlines and 600 articles, wrapped and as they were, this told them apart. Where there
# are few, sentences must end in the text, too.
_NEAR, _NEARLY_ALL = 0.7, 0.85
_FEW, _MANY = 4, 12
_LINES_TO_A_SENTENCE = 8
# A line that was cut within a word lacks half a syllable and a space at most; where so many lack
# more, lines were broken between words.
_CUT_SHORT, _SOME = 3, 0.15
_SENTENCE_END = re.compile(r"[.!?:。…][\"'”’)\]]*$")
_STOP = re.compile(r"(?<![.\d])[.。][\"'”’)\]]*(?=\s|$)")
# What begins an item of a list.
_BEGINS = re.compile(r"[·•∙▪‧*○●□■◇◆◦▶▷※ㅇ①-⑳-]|\d{1,2}[.)]\s|[가-하]\)\s|\(\d{1,2}\)")
# A table's row, and a line of a mail that is answered.
_APART = re.compile(r"\S(?: {3,}|\s\|\s)\S|^\s*[>|]")
_WIDE = r"\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60\uffe0-\uffe6"
_COUNTED_TWICE = re.compile(f"[{_WIDE}]")
# In old Korean fonts these signs, too, are as wide as Hangul.
_COUNTED_TWICE_OF_OLD = re.compile(f"[{_WIDE}“”‘’…·※→-⇔①-⑳■-◯★☆]")

Measure = Callable[[str], int]


def _columns(line: str) -> int:
    return len(line) + len(_COUNTED_TWICE.findall(line))


def _old_columns(line: str) -> int:
    return len(line) + len(_COUNTED_TWICE_OF_OLD.findall(line))


@dataclass(frozen=True, slots=True)
class Wrapping:
    """The width that lines were broken to, as it was measured, and whether words may be cut."""

    measure: Measure
    width: int
    within_words: bool = False

    def undone(self, lines: Sequence[str]) -> list[str]:
        """The lines, with those put together that go on in the next."""
        joined = list(lines[:1])
        for follower, joint in zip(lines[1:], self.joints(lines), strict=True):
            if joint is None:
                joined.append(follower)
            else:
                joined[-1] += joint + follower.lstrip()
        return joined

    def joints(self, lines: Sequence[str]) -> Iterator[str | None]:
        """What belongs between each line and the next; None where they stay apart."""
        for line, follower in pairwise(lines):
            together = _may_go_on(line, follower) and self.fills(line, follower)
            yield self._joint(line, follower) if together else None

    def fills(self, line: str, follower: str) -> bool:
        """Whether a line ended because the next word did not fit."""
        return self.measure(line) + 1 + self.measure(follower.split(maxsplit=1)[0]) > self.width

    def lacks(self, line: str) -> int:
        """How much of the width a line leaves."""
        return self.width - self.measure(line)

    def _joint(self, line: str, follower: str) -> str:
        kept = line.endswith(" ") or _indent(follower) == 1  # the space at which a line was cut
        if kept or not self.within_words:
            return " "
        return "" if line[-1].isdigit() and follower[0].isdigit() else SOFT_BREAK


def find_wrapping(lines: Sequence[str]) -> Wrapping | None:
    """The width that a text's lines were broken to; None where each line is one as it is meant."""
    measured = (_by(measure, lines) for measure in (_columns, _old_columns, len))
    found = [one for one in measured if one is not None]
    return max(found, key=lambda one: one[0])[1] if found else None


def _by(measure: Measure, lines: Sequence[str]) -> tuple[float, Wrapping] | None:
    """The wrapping by one measure, behind the share of lines that are full by it."""
    widths = sorted(measure(line) for line in lines if not _APART.search(line))
    if len(widths) <= _LONGER or widths[-1 - _LONGER] not in _WIDTHS:
        return None
    one = Wrapping(measure, widths[-1 - _LONGER])
    near = [
        (line, follower)
        for line, follower in pairwise(lines)
        if measure(line) > one.width * _NEAR
        and _may_go_on(line, follower)
        and not _SENTENCE_END.search(line)
    ]
    full = [line for line, follower in near if one.fills(line, follower)]
    stops = sum(len(_STOP.findall(line)) for line in lines)
    several = _FEW if stops * _LINES_TO_A_SENTENCE >= len(full) else _MANY
    if len(full) < max(several, len(near) * _NEARLY_ALL):
        return None
    apart = sum(one.lacks(line) > _CUT_SHORT for line in full)
    return len(full) / len(near), Wrapping(measure, one.width, apart < len(full) * _SOME)


def _may_go_on(line: str, follower: str) -> bool:
    """Whether two lines can belong together: none is blank or apart, and the second begins
    neither an item nor, by an indent, a paragraph."""
    if not line.strip() or not follower.strip() or _APART.search(line) or _APART.search(follower):
        return False
    if _BEGINS.match(follower.lstrip()):
        return False
    return not (_SENTENCE_END.search(line) and _indent(follower) > _indent(line))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
