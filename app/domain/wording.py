"""Figures of the Code, and lists, in words."""

import re
from collections.abc import Sequence

from app.domain.editions import Deadline, DeadlineKind, Provision, Unit

UNIT_WORDS = {
    Unit.DAYS: ("day", "days"),
    Unit.WORKING_DAYS: ("working day", "working days"),
    Unit.MONTHS: ("month", "months"),
}


def deadline_in_words(deadline: Deadline) -> str:
    """Return a deadline as a sentence: "Full stage 1 response: 10 working days from …"."""
    return f"{deadline.what[0].upper()}{deadline.what[1:]}: {time_in_words(deadline)}"


def time_in_words(deadline: Deadline) -> str:
    """Return how long, and from when: "10 working days from the stage 1 acknowledgement"."""
    one, many = UNIT_WORDS[deadline.unit]
    figure = f"{deadline.number} {one if deadline.number == 1 else many}"
    if deadline.kind is DeadlineKind.RECURRING:
        return f"every {figure}"
    return f"{figure} from {deadline.start}"


def deadlines_unsaid(provision: Provision) -> tuple[str, ...]:
    """Return the deadlines in words whose figure the requirement's own sentence does not name."""
    return tuple(
        deadline_in_words(deadline)
        for deadline in provision.deadlines
        # A whole figure: the 10 of "2010" or the 5 of "15" names no deadline.
        if not re.search(rf"\b{deadline.number}\b", provision.requirement)
    )


def as_sentence(words: str) -> str:
    """Return what a person typed with a full stop, so that another sentence can follow it."""
    return words if words.endswith((".", "!", "?", "…")) else f"{words}."


def lowered(words: str) -> str:
    """Return words as they stand inside a sentence; "CH02" and the like keep their capitals."""
    return words if words[1:2].isupper() else f"{words[:1].lower()}{words[1:]}"


def listed(words: Sequence[str]) -> str:
    """Return "a", "a and b" or "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
