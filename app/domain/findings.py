"""What a check of the year's figures found: a sentence for a councillor, with its numbers."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Level(StrEnum):
    """How sure a finding is, the surest first."""

    CONTRADICTION = "contradiction"  # both cannot be right
    QUESTION = "question"  # somebody has to say which of two things was meant
    NOTE = "note"  # right, but a reader would want to be told


LEVELS = tuple(Level)
LEVEL_WORDS = {
    Level.CONTRADICTION: "Contradiction",
    Level.QUESTION: "Question",
    Level.NOTE: "Note",
}


@dataclass(frozen=True)
class Finding:
    """One thing that does not fit, or that a reader will ask.

    `id` is the check and what it is about, such as "shares.impossible:stage_1.outcomes", and stays
    the same from one run to the next. `numbers` holds what the sentence rests on: figures as
    stated by their ids, and what was worked out by plain words. `about` names the figures.
    """

    id: str
    level: Level
    sentence: str
    numbers: dict[str, str | int] = field(default_factory=dict)
    about: tuple[str, ...] = ()

    @property
    def check(self) -> str:
        """Which check found this: "shares.impossible"."""
        return self.id.partition(":")[0]

    def as_facts(self) -> dict[str, Any]:
        """Return the finding as plain JSON."""
        return {
            "id": self.id,
            "level": self.level.value,
            "sentence": self.sentence,
            "numbers": dict(self.numbers),
        }


def surest_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return contradictions, then questions, then notes; each kind in the order it was found."""
    return tuple(sorted(findings, key=lambda one: LEVELS.index(one.level)))
