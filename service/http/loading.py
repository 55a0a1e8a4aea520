"""The model and the index load in the background; the probes are answered meanwhile."""

import traceback
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import structlog

from ingest.errors import BriefingError
from service.assembly import Parts
from service.errors import NotReady

log = structlog.get_logger()


class Loader:
    """Runs `load` once in its own thread; whatever it raises is kept and said.

    `on_loaded` is told when `parts` can be had, with None, or why they never will be.
    """

    def __init__(
        self,
        load: Callable[[], Parts],
        on_loaded: Callable[[BaseException | None], None] = lambda _error: None,
    ) -> None:
        self._load = load
        self._on_loaded = on_loaded
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="loading")
        self._future: Future[Parts] | None = None

    def start(self) -> None:
        """Begin to load."""
        self._future = self._thread.submit(self._load)
        self._future.add_done_callback(self._ended)

    @property
    def loading(self) -> bool:
        """Whether waiting will help: neither loaded nor failed yet."""
        return self._future is not None and not self._future.done()

    def parts(self) -> Parts:
        """Hand out what was loaded.

        Raises NotReady while it is loading, and for good when loading failed.
        """
        future = self._future
        if future is None or not future.done():
            raise NotReady("The model and the index are being loaded.")
        error = future.exception()
        if error is not None:
            raise NotReady(f"Loading failed: {error}") from error
        return future.result()

    def close(self) -> None:
        """Wait for a load in progress and close what it opened."""
        self._thread.shutdown(wait=True, cancel_futures=True)
        future, self._future = self._future, None
        if future is not None and not future.cancelled() and future.exception() is None:
            future.result().close()

    def _ended(self, future: "Future[Parts]") -> None:
        _report(future)
        if not future.cancelled():
            self._on_loaded(future.exception())


def _report(future: "Future[Parts]") -> None:
    if future.cancelled():
        return
    error = future.exception()
    if isinstance(error, BriefingError):  # named: what happened is in the message
        log.error("loading_failed", reason=str(error), code=error.code)
        return
    if error is not None:
        # As text: a formatter that shows local variables would walk through a whole model.
        trace = "".join(traceback.format_exception(error))
        log.error("loading_failed", reason=str(error), exception=trace)
        return
    status = future.result().index.status()
    log.info("ready", documents=status.documents, passages=status.passages, model=status.model_id)
