"""How asking a language model can fail; no failure leaves this package."""

from service.answering.checks import Reason


class ModelFailed(Exception):
    """The model gave no answer, or not all of it; `reason` is what the answer's checks say."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason
