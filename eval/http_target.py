"""A running service, asked over HTTP, so that a deployment is scored just as the code is.

The service's documents are recognised as the data set's by their text, whatever they are called
there; it may hold others, which are searched along with them.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from eval.datasets import Dataset, PastTurn, nfc
from eval.errors import CorpusMismatch, QuestionRefused, TargetFailed
from eval.replies import Answered, Cited, Place
from eval.targets import Found, stands_at
from service.client.calls import Call, Request
from service.client.connection import Connection
from service.client.failure import UNEXPECTED_RESPONSE, RequestFailed
from service.client.responses import Json, json_object

# Documents asked for at a time, and hits at most.
_PAGE, _MAX_HITS = 100, 50
_PATIENCE_SECONDS = 120.0

# What documents that the data set does not know are called.
OTHER = "other:"


@dataclass(frozen=True, slots=True)
class _Known:
    """A document of the service: the data set's name of it, and its text there."""

    name: str
    text: str


class HttpTarget:
    """A service behind a base URL; `api_key` is sent as a bearer token. See eval.targets.Target.

    Raises TargetFailed when the service cannot be reached or answers in another form, and
    QuestionRefused with the service's own code for a question that it does not take.
    """

    def __init__(
        self, url: str, dataset: Dataset, *, api_key: str | None = None, answers: bool = True
    ) -> None:
        self._url = url
        with self._named():
            self._service = Connection(url, api_key, _PATIENCE_SECONDS)
        self._answers = answers
        self._texts = {document.source: document.text for document in dataset.documents}
        self._names = {document.text: document.source for document in dataset.documents}
        self._known: dict[str, _Known] = {}

    def close(self) -> None:
        """Close the connections."""
        self._service.close()

    def search(self, question: str, k: int) -> Found:
        """See Target; the service gives 50 hits at most."""
        started = perf_counter()
        found = self._post("/v1/search", {"question": question, "k": min(k, _MAX_HITS)})
        whole = _milliseconds_since(started)
        # Copies right after what stands for them: see eval.targets.documents_of.
        ids = (
            doc_id
            for hit in found["hits"]
            for doc_id in (hit["doc_id"], *(c["doc_id"] for c in hit.get("also_carried_by", ())))
        )
        names = (self._document(doc_id).name for doc_id in ids)
        return tuple(dict.fromkeys(names)), {"search": whole}

    def answer(self, question: str, history: Sequence[PastTurn]) -> Answered | None:
        """See Target. Every citation is read again in the document it names."""
        if not self._answers:
            return None
        turns = [{"question": turn.question, "answer": turn.answer} for turn in history]
        started = perf_counter()
        found = self._post("/v1/chat", {"question": question, "history": turns})
        whole = _milliseconds_since(started)
        return Answered(
            refused=found["status"] == "not_in_documents",
            confidence=found.get("confidence"),
            cited=tuple(self._cited(citation) for citation in found["citations"]),
            short=next((short["text"] for short in found.get("short_answers", ())), None),
            timings={"answer": whole, **{f"answer.{k}": v for k, v in found["timings"].items()}},
        )

    def missing(self, dataset: Dataset) -> list[str]:
        """The names of the data set's documents that the service does not hold."""
        held = {self._document(listed["doc_id"]).name for listed in self._listed()}
        return [document.source for document in dataset.documents if document.source not in held]

    def upload(self, dataset: Dataset) -> int:
        """Send the documents that the service lacks; gives their number."""
        lacking = set(self.missing(dataset))
        for document in dataset.documents:
            if document.source in lacking:
                moment = document.published_at
                sent = {
                    "text": document.text,
                    "title": document.title or None,
                    "source": document.source,
                    "published_at": moment.isoformat() if moment else None,
                }
                self._post("/v1/documents", sent)
        return len(lacking)

    def check(self, dataset: Dataset) -> None:
        """Raises CorpusMismatch when documents of the data set are not there: figures without them
        would be figures of something else."""
        lacking = self.missing(dataset)
        if lacking:
            raise CorpusMismatch(
                f"the service lacks {len(lacking)} of the data set's {len(dataset.documents)} "
                f"documents ({lacking[0]!r}, ...); --upload sends them"
            )

    def status(self) -> tuple[str, int]:
        """The model's name, as the service gives it, and the number of its documents."""
        checks = self._get("/readyz").get("checks", {})
        model = checks.get("model", {}) if isinstance(checks, dict) else {}
        listed = self._get("/v1/documents", {"limit": 1})
        return str(model.get("detail", "unknown")), int(listed["total"])

    def _cited(self, citation: Mapping[str, Any]) -> Cited:
        document = self._document(citation["doc_id"])
        start, end, quote = citation["start"], citation["end"], citation["quote"]
        copies = (self._document(copy["doc_id"]) for copy in citation.get("also_carried_by", ()))
        others = (self._standing(copy, quote) for copy in copies)
        return Cited(
            places=(
                self._place(document, start, quote),
                *(place for place in others if place),
            ),
            quote=quote,
            verbatim=bool(quote) and document.text[start:end] == quote,
            speaker=citation["speaker"],
            addressee=citation["addressee"],
        )

    def _standing(self, copy: _Known, quote: str) -> Place | None:
        """Where a copy holds a quotation, in the data set's text if the copy is of the set."""
        span = stands_at(quote, self._texts.get(copy.name, copy.text))
        return Place(copy.name, *span) if span else None

    def _place(self, document: _Known, start: int, quote: str) -> Place:
        """Where a quotation stands in the data set's text; start is -1 where it does not."""
        text = self._texts.get(document.name)
        if text is not None and text != document.text:
            start = text.find(quote)
        return Place(document.name, start, start + len(quote))

    def _document(self, doc_id: str) -> _Known:
        if doc_id not in self._known:
            found = self._get(f"/v1/documents/{doc_id}")
            text = nfc(found["text"])
            self._known[doc_id] = _Known(self._name(text, found["source"]), text)
        return self._known[doc_id]

    def _name(self, text: str, source: str) -> str:
        if text in self._names:
            return self._names[text]
        same = (name for name in self._texts if source == name or source.endswith("/" + name))
        return next(same, OTHER + source)

    def _listed(self) -> Iterator[Json]:
        offset = 0
        while True:
            page = self._get("/v1/documents", {"limit": _PAGE, "offset": offset})
            yield from page["documents"]
            offset += _PAGE
            if offset >= page["total"]:
                return

    def _get(self, path: str, query: Mapping[str, int] | None = None) -> Json:
        return self._called(Request("GET", path, query or {}, again=True))

    def _post(self, path: str, body: Json) -> Json:
        # Again, documents too: one that is sent twice is stored once.
        return self._called(Request("POST", path, body=body, again=True))

    def _called(self, request: Request) -> Json:
        with self._named():
            return self._service.call(Call(request, json_object))

    @contextmanager
    def _named(self) -> Iterator[None]:
        try:
            yield
        except RequestFailed as failed:
            refused = failed.status is not None and 400 <= failed.status < 500
            if refused and failed.code != UNEXPECTED_RESPONSE:
                raise QuestionRefused(failed.code, failed.detail) from failed
            raise TargetFailed(f"{self._url}: {failed}") from failed


def _milliseconds_since(started: float) -> float:
    return (perf_counter() - started) * 1000
