"""How much two texts are about the same thing, judged by the words and figures that they share.

Our summaries say in our own words what the publisher says in theirs, so the measure is rough: it
can tell which of several provisions a text is nearest to, never that it says the same.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

from app.domain.editions import Edition, Provision

WORD = re.compile(r"[a-z]+|\d+")
MOST_JUDGED = 600  # characters: what a text is about is said at its beginning
STEM = 6  # letters: enough to bring "escalated" and "escalation" together
# Words that stand in nearly every provision, whatever it is about.
EMPTY_WORDS = frozenset(
    WORD.findall(
        "about above after also another any are based been being both but can code each ensure "
        "from further have having how into its landlord landlords made make must not other our out "
        "own provide regard should such than that the their them there these they this those "
        "through under used what when where which who will with within would and for was were does "
        "has had all may able only set sets"
    )
)

Weights = Mapping[str, float]


def stems(text: str) -> Counter[str]:
    """Return the words of a text that carry meaning, cut short, and its figures."""
    words = WORD.findall(text.lower())
    return Counter(
        word if word.isdigit() else word[:STEM].removesuffix("s")
        for word in words
        if word.isdigit() or (len(word) > 2 and word not in EMPTY_WORDS)
    )


class Measure:
    """The provisions of one edition as words with weights: what is rare in it weighs more."""

    def __init__(self, edition: Edition) -> None:
        counted = {one.number: stems(_all_words(one)) for one in edition.provisions}
        spread = Counter(word for words in counted.values() for word in words)
        self._rare = math.log(1 + len(counted))
        self._weights = {
            word: math.log((1 + len(counted)) / count) for word, count in spread.items()
        }
        self._stems = {number: frozenset(words) for number, words in counted.items()}
        self._provisions = {number: self._vector(words) for number, words in counted.items()}

    def of(self, text: str) -> dict[str, float]:
        """Return how like each provision a text is, from 0 to 1, by number."""
        words = self._vector(stems(text[:MOST_JUDGED]))
        return {number: _cosine(words, ours) for number, ours in self._provisions.items()}

    def shared(self, text: str, number: str) -> int:
        """Return how many different words and figures a text shares with a provision."""
        return len(self._stems[number] & stems(text[:MOST_JUDGED]).keys())

    def _vector(self, words: Counter[str]) -> Weights:
        """Return words with their weights, all together of length 1."""
        weighted = {
            word: self._weights.get(word, self._rare) * (1 + math.log(count))
            for word, count in words.items()
        }
        length = math.sqrt(sum(weight * weight for weight in weighted.values()))
        return {word: weight / length for word, weight in weighted.items()} if length else {}


@lru_cache(maxsize=16)
def measure_of(edition: Edition) -> Measure:
    """Return the measure of an edition, worked out once."""
    return Measure(edition)


def same_words(first: str, second: str) -> bool:
    """Whether two texts have the same words and figures in the same order."""
    return words_of(first) == words_of(second)


def words_of(text: str) -> tuple[str, ...]:
    """Return the words and figures of a text in their order, as it is told from others."""
    return tuple(WORD.findall(text.lower()))


def _all_words(provision: Provision) -> str:
    """Return everything that our edition says about a provision, as one text."""
    return " ".join(_pieces(provision))


def _pieces(provision: Provision) -> Iterable[str]:
    yield provision.title
    yield provision.requirement
    yield from (part.text for part in provision.parts)
    yield from (f"{one.number} {one.unit.value} {one.what}" for one in provision.deadlines)


def _cosine(first: Weights, second: Weights) -> float:
    small, large = sorted((first, second), key=len)
    return sum(weight * large[word] for word, weight in small.items() if word in large)
