"""Where each provision of an edition comes from in an earlier one, however many lie between.

Only what the forms ask is traced; the steps between the editions are in `edition_steps`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.domain.edition_shelf import Editions
from app.domain.edition_steps import Step, ancestors, way_back
from app.domain.editions import Change, Edition, Effect, Predecessor

NO_QUESTION = "the Code still says it, but its form no longer asks about it"


class Origin(StrEnum):
    """How what a provision asks came about since the earlier edition.

    A provision is "not asked" where the earlier form had no question of it: the Code may have
    said it all the same, above all in 2020, whose form is a questionnaire and not the whole Code.
    """

    UNCHANGED = "unchanged"
    REWORDED = "reworded"
    MERGED = "merged"
    SPLIT = "split"
    NEW = "new"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True)
class Descent:
    """One provision of the later edition: its numbers in the earlier one, and what changed."""

    number: str
    earlier: tuple[str, ...]
    origin: Origin
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True)
class Ended:
    """A question of the earlier form that nothing in the later form continues, and why."""

    number: str
    edition: str
    reason: str


@dataclass(frozen=True)
class Lineage:
    """Every question of the later form with its descent, and every one that came to an end."""

    descents: tuple[Descent, ...]
    ended: tuple[Ended, ...]


def trace(before: Edition, after: Edition, editions: Editions) -> Lineage | None:
    """Return how an edition grew out of an earlier one; None where it did not."""
    way = way_back(after, before, editions)
    if way is None:
        return None
    descents = tuple(_descent(one.number, way, before) for one in after.in_form)
    continued = {number for descent in descents for number in descent.earlier}
    return Lineage(
        descents,
        tuple(ended(one.number, way) for one in before.in_form if one.number not in continued),
    )


def ended(number: str, way: Sequence[Step]) -> Ended:
    """Return the end of a provision: each of its heirs was dropped, or is asked no more."""
    ends = list(dict.fromkeys(_ends(number, way)))
    edition = max(ends, key=lambda end: end[0].in_force)[0]
    return Ended(number, edition.name, "; ".join(dict.fromkeys(reason for _, reason in ends)))


def _descent(number: str, way: Sequence[Step], before: Edition) -> Descent:
    links = ancestors(number, way)
    effects = {link.effect for link in links} - {Effect.SAME}
    return Descent(
        number,
        tuple(link.number for link in links),
        _origin(links, before),
        tuple(effect for effect in Effect if effect in effects),
    )


def _origin(links: Sequence[Predecessor], before: Edition) -> Origin:
    asked = {one.number for one in before.in_form}
    numbers = {link.number for link in links}
    if not numbers & asked:
        return Origin.NOT_ASKED if numbers or before.is_questionnaire else Origin.NEW
    changes = {link.change for link in links}
    if len(numbers) > 1 or Change.MERGED in changes:
        return Origin.MERGED
    by_weight = (Change.SPLIT, Change.REWORDED, Change.UNCHANGED)
    return Origin(next(change.value for change in by_weight if change in changes))


def _ends(number: str, way: Sequence[Step]) -> Iterator[tuple[Edition, str]]:
    step, later = way[-1], way[:-1]
    if number in step.dropped:
        yield step.after, step.dropped[number]
    for heir in step.heirs(number):
        if later:
            yield from _ends(heir, later)
        else:
            yield step.after, NO_QUESTION
