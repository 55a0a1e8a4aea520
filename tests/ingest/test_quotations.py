import pytest

from ingest.quotations import find_quotations


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('그는 "안 된다. 곤란하다."고 했다.', ['"안 된다. 곤란하다."']),
        ("그는 “하나” 그리고 ‘둘’이라 했다", ["“하나”", "‘둘’"]),
        ("“밖 ‘안’ 밖”", ["“밖 ‘안’ 밖”"]),
        ("it's Kim's", []),
        ("he said 'it's fine' twice", ["'it's fine'"]),
        ('닫히지 않는 " 인용', []),
        ("『책』과 「글」", ["『책』", "「글」"]),
    ],
)
def test_outermost_quotations(text: str, expected: list[str]) -> None:
    assert [span.of(text) for span in find_quotations(text, 100)] == expected


def test_a_quotation_over_the_limit_opens_nothing() -> None:
    assert find_quotations(f"“{'가' * 20}”", 10) == []
