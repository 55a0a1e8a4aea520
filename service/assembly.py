"""Wires the objects together from the settings, once, at the edge."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from service.errors import InvalidSettings
from service.settings import Settings, variable

# The width of multilingual-e5-small; checked against the model whenever that is loaded.
BUNDLED_DIMENSION = 384

if TYPE_CHECKING:
    from index.corpus import Index
    from index.embedder import Embedder
    from service.answering.engine import AnswerEngine
    from service.llm.writer import ModelWriter
    from service.reading.reader import Reader


@dataclass(frozen=True, slots=True)
class Parts:
    """What a running service is made of; tokens are the embedding model's."""

    index: "Index"
    engine: "AnswerEngine"
    count_tokens: Callable[[str], int]
    writer: "ModelWriter | None" = None

    def close(self) -> None:
        """Close the store and the connections to a language model; further use raises."""
        if self.writer is not None:
            self.writer.close()
        self.index.close()


def assemble(settings: Settings, *, read_only: bool = False) -> Parts:
    """Load the model, open the index and put the answer engine over it: ready for questions.

    `read_only` works beside another process that writes. Raises the errors of `index.errors`: an
    unreadable model, another model than the index was built with, a store that is busy, damaged
    or of a later release; and InvalidSettings where a language model is set but cannot be asked.
    """
    # Here and not above: the libraries take seconds to import, and `--help` needs none of them.
    from service.answering.engine import AnswerEngine

    embedder = _lazily(settings)
    writer = open_writer(settings, embedder)
    index = _ready(settings, embedder, read_only=read_only)
    try:
        reader = open_reader(settings)
    except BaseException:
        index.close()
        raise
    return Parts(index, AnswerEngine(index, reader, writer), embedder.count_tokens, writer)


def open_searching(settings: Settings) -> "Index":
    """Load the model and open the index for searches alone, beside any process that writes.

    Raises what `assemble` does of an index or a model.
    """
    return _ready(settings, _lazily(settings), read_only=True)


def open_writer(settings: Settings, embedder: "Embedder") -> "ModelWriter | None":
    """Prepare to ask the language model of the settings; None where none is set."""
    if settings.llm_base_url is None or settings.llm_model is None:
        return None
    try:
        from service.llm.client import ChatClient, Endpoint
    except ModuleNotFoundError as error:
        raise InvalidSettings(
            f"{variable('llm_base_url')} is set, and {error.name!r} is not installed: "
            "pip install 'briefing-qa[llm]'"
        ) from error
    from service.llm.writer import ModelWriter

    key = settings.llm_api_key
    endpoint = Endpoint(
        base_url=settings.llm_base_url,
        model=settings.llm_model,
        api_key=key.get_secret_value() if key else None,
        silence=settings.llm_silence_seconds,
        timeout=settings.llm_timeout_seconds,
    )
    return ModelWriter(ChatClient(endpoint), embedder)


def open_reader(settings: Settings) -> "Reader | None":
    """Load the reader; None where it is switched off or the model is not the one it learnt on."""
    from index.bundled_model import bundled_model
    from index.embedder import BUNDLED
    from service.reading.reader import Reader

    if not settings.reader or settings.embedding_model != BUNDLED:
        return None
    return Reader(bundled_model(settings.cache_dir))


def open_documents(settings: Settings, *, read_only: bool = False) -> "Index":
    """Open the index alone, for work on documents; the model is loaded when something needs it.

    Takes and raises what `assemble` does.
    """
    return _open(settings, _lazily(settings), read_only=read_only)


def _ready(settings: Settings, embedder: "Embedder", *, read_only: bool) -> "Index":
    """The index, with what is set up on first use and takes seconds: the first question should not
    wait for it."""
    from threadpoolctl import threadpool_limits

    from ingest import korean

    # First the index: a busy or damaged store is then said before the model has been loaded.
    index = _open(settings, embedder, read_only=read_only)
    # NumPy's, which is loaded by now. Searches go on beside each other, so each has one: on two
    # busy cores, one over 70,000 passages took 170 ms with two threads, which wait for each other,
    # and 72 ms with one.
    threadpool_limits(1, user_api="blas")
    try:
        korean.warm()
        embedder.encode_query("준비")
    except BaseException:
        index.close()
        raise
    return index


def _open(settings: Settings, embedder: "Embedder", *, read_only: bool) -> "Index":
    from index.corpus import open_index

    return open_index(
        settings.data_dir,
        embedder,
        read_only=read_only,
        alignment_dir=settings.cache_dir / "alignment",
    )


def _lazily(settings: Settings) -> "Embedder":
    from index.bundled_model import model_id
    from index.embedder import BUNDLED
    from service.lazy_embedder import LazyEmbedder

    name = settings.embedding_model
    known = (model_id(), BUNDLED_DIMENSION) if name == BUNDLED else (name, None)
    return LazyEmbedder(known[0], lambda: _embedder(settings), known[1])


def _embedder(settings: Settings) -> "Embedder":
    """Load the model of the settings, after telling its libraries where to look and how to run."""
    from index.embedder import open_embedder

    if settings.threads is not None:
        # Read by torch's thread pool when it is first loaded, which is about now.
        os.environ["OMP_NUM_THREADS"] = str(settings.threads)
    _stay_local(settings.embedding_model)
    return open_embedder(settings.embedding_model, settings.cache_dir)


def _stay_local(model: str) -> None:
    """Keep the model libraries off the network when the model is on this machine.

    They otherwise ask a hub for newer files on every load, which hangs where there is no network.
    A name that is no local path has to be downloaded, so it is left to the libraries.
    """
    if model == "bundled" or Path(model).expanduser().exists():
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")
