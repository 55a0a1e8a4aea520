"""What a sentence denies and what it affirms, as far as grammar shows it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index import analyzer
from ingest.document import Morpheme
from ingest.word_lists import listed

# Negations by what they deny: the next word with meaning, the predicate before, the noun before.
_BEFORE = frozenset({("안", "MAG"), ("못", "MAG")})
_AFTER_PREDICATE = frozenset(
    {("않", "VX"), ("않", "VV"), ("못하", "VX"), ("못하", "VA"), ("말", "VX")}
)
_AFTER_NOUN = frozenset({("없", "VA"), ("없이", "MAG"), ("아니", "VCN")})
_ENGLISH = listed("not no never none nor neither without cannot nobody nothing nowhere")
_CONTRACTED = ("n't", "n’t")
_PREDICATES = ("VV", "VA", "NN", "XR")


@dataclass(frozen=True, slots=True)
class Polarity:
    """The terms that a text denies, those that it affirms, and whether it denies anything."""

    denied: frozenset[str]
    affirmed: frozenset[str]
    negates: bool

    def contradicts(self, source: "Polarity") -> bool:
        """Whether a term is denied here that the source only affirms, or the other way round."""
        return bool(
            self.denied & (source.affirmed - source.denied)
            or (self.affirmed - self.denied) & (source.denied - source.affirmed)
        )


def polarity(morphemes: Sequence[Morpheme]) -> Polarity:
    """Read a sentence; words that mean the contrary are not known here."""
    marks = [at for at, one in enumerate(morphemes) if _negates(one)]
    targets = {target for at in marks if (target := _target(morphemes, at)) is not None}
    rest = [one for at, one in enumerate(morphemes) if at not in targets and at not in marks]
    denied = analyzer.terms(morphemes[target] for target in targets)
    return Polarity(frozenset(denied), frozenset(analyzer.terms(rest)), bool(marks))


def _negates(one: Morpheme) -> bool:
    if one.tag == "SL":
        word = one.form.lower()
        return word in _ENGLISH or word.endswith(_CONTRACTED)
    return (one.form, one.tag) in _BEFORE | _AFTER_PREDICATE | _AFTER_NOUN


def _target(morphemes: Sequence[Morpheme], at: int) -> int | None:
    """The place of what a negation denies."""
    one = morphemes[at].form, morphemes[at].tag
    following = range(at + 1, len(morphemes))
    if one in _AFTER_PREDICATE | _AFTER_NOUN:
        tags = _PREDICATES if one in _AFTER_PREDICATE else "NN"
        return _first(morphemes, reversed(range(at)), tags)
    return _first(morphemes, following, _PREDICATES if one in _BEFORE else "SL")


def _first(
    morphemes: Sequence[Morpheme], places: Iterable[int], tags: str | tuple[str, ...]
) -> int | None:
    return next(
        (
            at
            for at in places
            if morphemes[at].tag.startswith(tags) and analyzer.terms([morphemes[at]])
        ),
        None,
    )
