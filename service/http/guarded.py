"""What of the service a key guards, and what the key has to allow."""

from service.keys.key import Scope

_READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# Questions come in a body, and change nothing.
_QUESTIONS = ("/v1/search", "/v1/chat")


def is_guarded(path: str) -> bool:
    """Whether a path is the API's: not the page, the probes or the description of the API.

    >>> is_guarded("/v1/documents"), is_guarded("/readyz")
    (True, False)
    """
    return path == "/v1" or path.startswith("/v1/")


def needed_scope(method: str, path: str) -> Scope:
    """What a key has to allow for a request.

    >>> needed_scope("GET", "/v1/documents").value, needed_scope("POST", "/v1/chat").value
    ('read', 'read')
    >>> needed_scope("POST", "/v1/documents").value
    'write'
    """
    asks = any(path == question or path.startswith(f"{question}/") for question in _QUESTIONS)
    reads = method in _READING_METHODS or (method == "POST" and asks)
    return Scope.READ if reads else Scope.WRITE
