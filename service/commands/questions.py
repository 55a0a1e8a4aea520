"""`search` and `ask`: the commands that take a question."""

import os
import time
from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from service.commands.options import (
    After,
    AsOf,
    Before,
    DataDir,
    Json,
    Publisher,
    Question,
    Source,
    filters_from,
    settings_for,
)
from service.wording import wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.query import Hit
    from service.wording import Wording

# The HTTP API's limit (`MAX_HITS`), written here because importing it would slow `--help` down.
MAX_K = 50
K = Annotated[int, typer.Option("-k", min=1, max=MAX_K, help="How many passages to look at.")]


def search(
    context: typer.Context,
    question: Question,
    k: K = 10,
    source: Source = None,
    publisher: Publisher = None,
    after: After = None,
    before: Before = None,
    as_of: AsOf = None,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Find the passages nearest to a question. / 질문에 가까운 구절을 찾습니다."""
    from index.query import Query
    from ingest.language import detect
    from service.assembly import open_searching
    from service.questions import check_question

    settings = settings_for(context, data_dir)
    text = check_question(question, settings.max_question_chars)
    query = Query(text, k, filters_from(source, publisher, after, before), detect(text), as_of)
    with closing(open_searching(settings)) as index:
        began = time.perf_counter()
        hits = index.search(query)
        taken = (time.perf_counter() - began) * 1000
    if as_json:
        from service.json_output import search_json

        typer.echo(search_json(hits, detect(text), taken))
        return
    _print_hits(hits, wording(os.environ))


def _print_hits(hits: "Sequence[Hit]", words: "Wording") -> None:
    from service.rendering import hit_lines

    for hit in hits:
        for line in hit_lines(hit, words):
            typer.echo(line)
    if not hits:
        typer.echo(words.nothing_found, err=True)


def ask(
    context: typer.Context,
    question: Question,
    k: K = 8,
    source: Source = None,
    publisher: Publisher = None,
    after: After = None,
    before: Before = None,
    as_of: AsOf = None,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Answer a question with verbatim citations. / 질문에 원문 인용으로 답합니다."""
    from service.answering.question import Question as Asked
    from service.assembly import assemble
    from service.questions import checked
    from service.rendering import answer_lines

    settings = settings_for(context, data_dir)
    filters = filters_from(source, publisher, after, before)
    asked = checked(Asked(question, k=k, filters=filters, as_of=as_of), settings.max_question_chars)
    parts = assemble(settings, read_only=True)
    try:
        answer = parts.engine.answer(asked)
    finally:
        parts.close()
    if as_json:
        from service.json_output import answer_json

        typer.echo(answer_json(answer))
        return
    for line in answer_lines(answer, wording(os.environ)):
        typer.echo(line)
