"""How much of a gold answer's text an answer has: the two measures of reading comprehension.

English answers are compared as SQuAD does (Rajpurkar et al. 2016, arXiv:1606.05250): without case,
punctuation, articles and surplus space, by words. Korean ones as KorQuAD 1.0 does (Lim et al. 2019,
arXiv:1909.07005): without case, punctuation, quotation marks and brackets, and by characters, for a
particle makes another word of the same name.
"""

import re
import string
from collections import Counter
from collections.abc import Iterable, Sequence

from ingest.document import Language

_PUNCTUATION = str.maketrans("", "", string.punctuation)
_ARTICLES = re.compile(r"\b(a|an|the)\b")
_KOREAN_MARKS = str.maketrans(dict.fromkeys("'\"《》<>〈〉()‘’", " "))


def exact_match(found: str, golds: Iterable[str], language: Language) -> float:
    """1 when the text is one of the gold answers but for what does not count; else 0.

    No gold answer means that nothing should have been found.

    >>> exact_match("the Eiffel Tower", ["Eiffel tower."], Language.EN)
    1.0
    """
    wanted = [normal(gold, language) for gold in golds] or [""]
    return float(normal(found, language) in wanted)


def overlap_f1(found: str, golds: Iterable[str], language: Language) -> float:
    """The best harmonic mean of precision and recall over words (Korean: characters), in [0, 1].

    >>> round(overlap_f1("한빛연구원을", ["한빛연구원"], Language.KO), 3)
    0.909
    """
    answer = _units(found, language)
    return max((_f1(answer, _units(gold, language)) for gold in golds), default=_f1(answer, []))


def normal(text: str, language: Language) -> str:
    """The text without what does not count.

    >>> normal("The 'A-Team'", Language.EN), normal("《양자》 시대", Language.KO)
    ('ateam', '양자 시대')
    """
    if language is Language.KO:
        text = text.translate(_KOREAN_MARKS).lower().translate(_PUNCTUATION)
    else:
        text = _ARTICLES.sub(" ", text.lower().translate(_PUNCTUATION))
    return " ".join(text.split())


def _units(text: str, language: Language) -> list[str]:
    kept = normal(text, language)
    return list(kept.replace(" ", "")) if language is Language.KO else kept.split()


def _f1(found: Sequence[str], gold: Sequence[str]) -> float:
    if not found or not gold:
        return float(found == gold)
    shared = sum((Counter(found) & Counter(gold)).values())
    return 2 * shared / (len(found) + len(gold))
