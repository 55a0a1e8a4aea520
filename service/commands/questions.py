"""`search` and `ask`: the commands that take a question."""

import os
from typing import Annotated

import typer

from service.commands.options import (
    After,
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

# More than a hundred passages is a job for the filters.
K = Annotated[int, typer.Option("-k", min=1, max=100, help="How many passages to look at.")]


def search(
    context: typer.Context,
    question: Question,
    k: K = 10,
    source: Source = None,
    publisher: Publisher = None,
    after: After = None,
    before: Before = None,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Find the passages nearest to a question. / 질문에 가까운 구절을 찾습니다."""
    from service.assembly import assemble
    from service.rendering import hit_lines
    from service.searching import search as find

    words = wording(os.environ)
    filters = filters_from(source, publisher, after, before)
    settings = settings_for(context, data_dir)
    parts = assemble(settings)
    try:
        found = find(parts.index, question, k, filters, settings.max_question_chars)
    finally:
        parts.close()
    if as_json:
        from service.json_output import search_json

        typer.echo(search_json(found))
        return
    for hit in found.hits:
        for line in hit_lines(hit, words):
            typer.echo(line)
    if not found.hits:
        typer.echo(words.nothing_found, err=True)


def ask(
    context: typer.Context,
    question: Question,
    k: K = 8,
    source: Source = None,
    publisher: Publisher = None,
    after: After = None,
    before: Before = None,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Answer a question with verbatim citations. / 질문에 원문 인용으로 답합니다."""
    from service.assembly import assemble
    from service.rendering import answer_lines

    words = wording(os.environ)
    filters = filters_from(source, publisher, after, before)
    parts = assemble(settings_for(context, data_dir))
    try:
        answer = parts.engine.answer(question, k=k, filters=filters)
    finally:
        parts.close()
    if as_json:
        from service.json_output import answer_json

        typer.echo(answer_json(answer))
        return
    for line in answer_lines(answer, words):
        typer.echo(line)
