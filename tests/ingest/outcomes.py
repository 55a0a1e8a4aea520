"""What becomes of a file: the text or the error's code of every document in it."""

from ingest.decode import normalise
from ingest.errors import InputError
from ingest.expand import expand
from ingest.raw import Raw, Unusable
from ingest.read import read


def no_page(url: str) -> Unusable:
    return Unusable(url, InputError(url))


def outcomes(content: bytes, name: str = "notice.bin") -> list[str]:
    """The outcomes in order; anything that is neither text nor a named error raises."""
    found = []
    for one in expand(Raw(f"/in/{name}", name, content), fetch=no_page):
        if isinstance(one, Unusable):
            assert name in str(one.error) or one.source in str(one.error)
            found.append(one.error.code)
            continue
        try:
            document = read(one)
        except InputError as error:
            assert name in str(error)  # noqa: PT017 - either outcome may be right
            found.append(error.code)
        else:
            assert document.title.strip()
            assert normalise(document.text) == document.text
            found.append(document.text)
    return found
