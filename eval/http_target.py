"""A running service, asked over HTTP, so that a deployment is scored just as the code is.

The service's documents are recognised as the data set's by their text, whatever they are called
there, and those of another form (cut or cleaned otherwise) by their name where the texts are mostly
one. The service may hold others, which are searched along with them.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from eval.datasets import Dataset, PastTurn, nfc
from eval.errors import CorpusMismatch, QuestionRefused, TargetFailed
from eval.replies import Answered, Cited, Place
from eval.shingles import overlap
from eval.targets import Found, cannot_lack, stands_at
from service.client.calls import Call, Request
from service.client.connection import Connection
from service.client.failure import UNEXPECTED_RESPONSE, RequestFailed
from service.client.responses import Json, json_object

# Documents asked for at a time, and hits at most.
_PAGE, _MAX_HITS = 100, 50
_PATIENCE_SECONDS = 120.0

# Too long, or not to be taken: what else is refused (a key, too many requests) is no fault of the
# question, and as an answer of no worth it would be a figure of something else.
_OF_THE_QUESTION = frozenset({413, 422})

# What texts that the data set does not hold are called.
OTHER = "other:"
# Two forms of one article share most of the shorter one's runs of words, whatever was left out.
_MOSTLY = 0.5


@dataclass(frozen=True, slots=True)
class _Known:
    """A document of the service: the data set's names of it, and its text there.

    Documents of the set that have one text cannot be told apart by it: it is all of them, first the
    one that it is called after.
    """

    names: tuple[str, ...]
    text: str


class HttpTarget:
    """A service behind a base URL; `api_key` is sent as a bearer token. See eval.targets.Target.

    Raises TargetFailed when the service cannot be reached, lets nobody in or answers in another
    form, and QuestionRefused with the service's own code for a question that it does not take.
    """

    def __init__(
        self, url: str, dataset: Dataset, *, api_key: str | None = None, answers: bool = True
    ) -> None:
        self._url = url
        with self._named():
            self._service = Connection(url, api_key, _PATIENCE_SECONDS)
        self._answers = answers
        self._texts = {document.source: document.text for document in dataset.documents}
        self._same: dict[str, list[str]] = {}
        for name, text in self._texts.items():
            self._same.setdefault(text, []).append(name)
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
        names = (name for doc_id in ids for name in self._document(doc_id).names)
        return tuple(dict.fromkeys(names)), {"search": whole}

    def answer(
        self, question: str, history: Sequence[PastTurn], absent: frozenset[str] = frozenset()
    ) -> Answered | None:
        """See Target. Every citation is read again in the document it names."""
        if not self._answers:
            return None
        if absent:
            cannot_lack(absent)
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
        held = {n for listed in self._listed() for n in self._document(listed["doc_id"]).names}
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
        places = [*self._places(document, start, quote)]
        for copy in copies:
            places += self._standing(copy, quote)
        return Cited(
            places=tuple(dict.fromkeys(places)),
            quote=quote,
            verbatim=bool(quote) and document.text[start:end] == quote,
            speaker=citation["speaker"],
            addressee=citation["addressee"],
        )

    def _standing(self, copy: _Known, quote: str) -> list[Place]:
        """Where a copy holds a quotation, in the data set's text if the copy is of the set."""
        span = stands_at(quote, self._texts.get(copy.names[0], copy.text))
        return [Place(name, *span) for name in copy.names] if span else []

    def _places(self, document: _Known, start: int, quote: str) -> list[Place]:
        """Where a quotation stands in the data set's text. Words that this does not have are of
        another text, and find nothing in it."""
        names = document.names
        text = self._texts.get(names[0], document.text)
        if text != document.text:
            found = text.find(quote)
            names, start = (names, found) if found >= 0 else ((OTHER + names[0],), start)
        return [Place(name, start, start + len(quote)) for name in names]

    def _document(self, doc_id: str) -> _Known:
        if doc_id not in self._known:
            found = self._get(f"/v1/documents/{doc_id}")
            text = nfc(found["text"])
            self._known[doc_id] = _Known(self._names(text, found["source"]), text)
        return self._known[doc_id]

    def _names(self, text: str, source: str) -> tuple[str, ...]:
        same = self._same.get(text)
        if same:
            return tuple(sorted(same, key=lambda name: not _is_named(source, name)))
        named = (name for name in self._texts if _is_named(source, name))
        forms = (name for name in named if _is_form(text, self._texts[name]))
        return (next(forms, OTHER + source),)

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
            if failed.status in _OF_THE_QUESTION and failed.code != UNEXPECTED_RESPONSE:
                raise QuestionRefused(failed.code, failed.detail) from failed
            raise TargetFailed(f"{self._url}: {failed}") from failed


def _is_named(source: str, name: str) -> bool:
    return source == name or source.endswith("/" + name)


def _is_form(one: str, other: str) -> bool:
    """Whether two texts are one article, cut or cleaned otherwise."""
    shared = overlap(one, other)
    return max(shared.precision or 0.0, shared.recall or 0.0) >= _MOSTLY


def _milliseconds_since(started: float) -> float:
    return (perf_counter() - started) * 1000
