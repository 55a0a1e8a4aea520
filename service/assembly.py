"""Wires the objects together from the settings, once, at the edge."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from service.settings import Settings

if TYPE_CHECKING:
    from index.corpus import Index
    from service.answering.engine import AnswerEngine


@dataclass(frozen=True, slots=True)
class Parts:
    """What a running service is made of."""

    index: "Index"
    engine: "AnswerEngine"

    def close(self) -> None:
        """Close the store; further use raises."""
        self.index.close()


def open_documents(settings: Settings) -> "Index":
    """Open the index of the settings' data directory, creating it when there is none.

    Raises the errors of `index.errors`: another model, a later release, damage, a busy store.
    """
    # Here and not above: the model's libraries take seconds to import, and `--help` needs none.
    from index.corpus import open_index
    from index.embedder import open_embedder

    _stay_local(settings.embedding_model)
    embedder = open_embedder(settings.embedding_model, settings.cache_dir)
    return open_index(settings.data_dir, embedder)


def assemble(settings: Settings) -> Parts:
    """Open the index and the answer engine over it."""
    from service.answering.engine import AnswerEngine

    index = open_documents(settings)
    return Parts(index, AnswerEngine(index))


def _stay_local(model: str) -> None:
    """Keep the model libraries off the network when the model is on this machine.

    They otherwise ask a hub for newer files on every load, which hangs where there is no network.
    A name that is no local path has to be downloaded, so it is left to the libraries.
    """
    if model == "bundled" or Path(model).expanduser().exists():
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")
