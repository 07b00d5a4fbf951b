"""Which categories of two lists are the same, though they are written in different ways."""

import re

# Words that say nothing about which part of the landlord is meant.
EMPTY_WORDS = frozenset(
    {"a", "about", "all", "and", "by", "for", "from", "in", "including", "of", "on", "or", "the"}
    | {"other", "our", "regarding", "related", "relating", "to", "with", "complaint", "complaints"}
    | {"department", "housing", "section", "service", "team", "unit"}
)
WORD = re.compile(r"[^\W\d_]+|\d+")


def significant_words(label: str) -> frozenset[str]:
    """Return the words by which a category is known: "Housing Allocations" is "Allocations".

    Capitals and the plural make no difference. Where nothing is left ("Housing services"), all
    words count.
    """
    words = frozenset(_singular(word) for word in WORD.findall(label.casefold()))
    return words - EMPTY_WORDS or words


def is_same_category(one: str, other: str) -> bool:
    """Tell whether two labels name the same category."""
    return significant_words(one) == significant_words(other)


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
