"""The response of the Member: what it should say, and whether it names what is not met."""

import re
from collections.abc import Iterable, Mapping

from app.domain.answers import Outcome
from app.domain.editions import Edition, Provision
from app.domain.responses import ResponseFacts

PROMPTS = (
    ("What I asked", "The questions you put to officers, and to whom."),
    ("What changed because of it", "An answer, a date, an action – or nothing, and why."),
    ("What still worries me", "Name what is not met, by its number or its title."),
    ("When I will look again", "Naming the month is enough."),
)


def unmet(edition: Edition, responses: Mapping[str, ResponseFacts]) -> tuple[Provision, ...]:
    """Return the provisions that are answered No, in the order of the Code."""
    return tuple(
        provision
        for provision in edition.in_form
        if (said := responses.get(provision.number)) and said.outcome is Outcome.NO
    )


def names_one_of(text: str, provisions: Iterable[Provision]) -> bool:
    """Return whether a text names one of the provisions, by its number or its title."""
    plain = " ".join(text.casefold().split())
    return any(
        _names_number(plain, provision.number) or provision.title.casefold() in plain
        for provision in provisions
    )


def _names_number(text: str, number: str) -> bool:
    # 4.1 is not named by 4.10, by 14.1 or by 4.1.2; a full stop after it ends a sentence.
    return bool(re.search(rf"(?<![\d.]){re.escape(number)}(?!\d|\.\d)", text))
