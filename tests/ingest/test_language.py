import pytest

from ingest.document import Language
from ingest.language import detect, has_hangul


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("장관은 무엇을 요청했나?", Language.KO),
        ("KIST R&D 예산은?", Language.KO),  # 3 of 8 letters
        ("What did the minister ask 한빛연 to deliver before the end of October?", Language.EN),
        ("장관", Language.KO),  # decomposed
        ("2026", Language.EN),
        ("", Language.EN),
    ],
)
def test_detects_by_share_of_hangul(text: str, expected: Language) -> None:
    assert detect(text) is expected


def test_has_hangul() -> None:
    assert has_hangul("KIST는")
    assert not has_hangul("KIST 2026")
