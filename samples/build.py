"""Makes samples/questions.jsonl out of samples/parts/*.jsonl: `python samples/build.py`.

Every question is read as evaluation reads it, and `start` and `end` are filled in from where its
quotation stands in the cleaned text. Anything that does not fit is named, all of it at once, and
then nothing is written. With `--check` nothing is written either way: the exit status says whether
questions.jsonl is what this would write.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from eval.adapters.record import Record, read_lines
from eval.adapters.samples import BRIEFINGS, QUESTIONS, Briefings, parse_question, read_briefings
from eval.datasets import Question
from eval.errors import DatasetError

HERE = Path(__file__).resolve().parent

Line = dict[str, object]


def build(folder: Path) -> tuple[str, list[str]]:
    """Give the text of questions.jsonl and everything that is wrong with the parts."""
    briefings = read_briefings(folder / BRIEFINGS)
    problems = [f"{folder / BRIEFINGS / n}: {why}" for n, why in briefings.unusable.items()]
    lines: list[Line] = []
    taken: Counter[str] = Counter()
    for record in _records(folder, problems):
        try:
            question = parse_question(record, briefings)
        except DatasetError as error:
            problems.append(str(error))
            continue
        taken[question.id] += 1
        lines.append(_placed(record, question))
    problems += [f"the id {name!r} is taken {n} times" for name, n in taken.items() if n > 1]
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    return text, problems


def _records(folder: Path, problems: list[str]) -> Iterator[Record]:
    for part in sorted((folder / "parts").glob("*.jsonl")):
        try:
            yield from read_lines(part)
        except DatasetError as error:
            problems.append(str(error))


def _placed(record: Record, question: Question) -> Line:
    """Add the offsets, the question's own beside its quote and the others in their `also`."""
    line = {name: value for name, value in record.values.items() if name not in ("start", "end")}
    if not question.gold_spans:
        return line
    own, *others = question.gold_spans
    line |= {"start": own.start, "end": own.end}
    if others:
        named = [dict(one.values) for one in record.records("also")]
        line["also"] = [
            one | {"start": span.start, "end": span.end}
            for one, span in zip(named, others, strict=True)
        ]
    return line


def summary(text: str, briefings: Briefings) -> str:
    """Count what the questions cover, one count a line."""
    lines = [json.loads(line) for line in text.splitlines()]
    used = {line.get("file") for line in lines}
    counts = {
        "briefings": len(briefings.documents),
        "briefings nobody asks about": len(set(briefings.documents) - used),
        "questions": len(lines),
        "unanswerable": sum(line.get("answerable") is False for line in lines),
        "conversations": len({line["conversation"] for line in lines if line.get("conversation")}),
        **_by("language", lines),
        **_by("type", lines),
    }
    return "".join(f"{name}: {number}\n" for name, number in counts.items())


def _by(field: str, lines: Iterable[Line]) -> dict[str, int]:
    counts = Counter(str(line.get(field)) for line in lines)
    return {f"{field} {value}": counts[value] for value in sorted(counts)}


def main(arguments: list[str]) -> int:
    """Write the file, or with `--check` compare it; the exit status is 0 when all is well."""
    target = HERE / QUESTIONS
    text, problems = build(HERE)
    if problems:
        sys.stderr.write("".join(f"{problem}\n" for problem in problems))
        return 1
    if "--check" in arguments:
        same = target.is_file() and target.read_text(encoding="utf-8") == text
        sys.stderr.write("" if same else f"{target} is not what samples/parts make\n")
        return 0 if same else 1
    target.write_text(text, encoding="utf-8")
    sys.stdout.write(summary(text, read_briefings(HERE / BRIEFINGS)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
