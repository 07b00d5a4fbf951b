"""Where each provision of an edition comes from in an earlier one, however many lie between.

Predecessors name the edition before only, so a longer way is walked through the shelf.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.domain.edition_shelf import Editions
from app.domain.editions import Change, Edition, Effect, Predecessor, number_order

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
    way = _way(before, after, editions)
    if way is None:
        return None
    descents = tuple(_descent(one.number, way, before) for one in after.in_form)
    continued = {number for descent in descents for number in descent.earlier}
    return Lineage(
        descents,
        tuple(_ended(one.number, way) for one in before.in_form if one.number not in continued),
    )


def _way(before: Edition, after: Edition, editions: Editions) -> tuple[Edition, ...] | None:
    """Return the editions after the earlier one up to the later one, the later one first."""
    way: list[Edition] = []
    step: Edition | None = after
    while step is not None and step.id != before.id and step not in way:
        way.append(step)
        step = editions.before(step)
    return tuple(way) if step is not None and step.id == before.id else None


def _descent(number: str, way: Sequence[Edition], before: Edition) -> Descent:
    if not way:
        return Descent(number, (number,), Origin.UNCHANGED)
    numbers, links = _ancestors(number, way)
    effects = {link.effect for link in links} - {Effect.SAME}
    return Descent(
        number,
        tuple(sorted(numbers, key=number_order)),
        _origin(numbers, links, before),
        tuple(effect for effect in Effect if effect in effects),
    )


def _ancestors(number: str, way: Sequence[Edition]) -> tuple[set[str], list[Predecessor]]:
    """Return the numbers in the earliest edition, and every link that leads to one of them."""
    numbers: set[str] = set()
    links: list[Predecessor] = []
    provision = way[0].provision(number)
    for link in provision.predecessors if provision else ():
        further, more = ({link.number}, []) if len(way) == 1 else _ancestors(link.number, way[1:])
        if further:
            numbers |= further
            links += [link, *more]
    return numbers, links


def _origin(numbers: set[str], links: Sequence[Predecessor], before: Edition) -> Origin:
    asked = {one.number for one in before.in_form}
    if not numbers & asked:
        return Origin.NOT_ASKED if numbers or before.is_questionnaire else Origin.NEW
    changes = {link.change for link in links}
    if len(numbers) > 1 or Change.MERGED in changes:
        return Origin.MERGED
    by_weight = (Change.SPLIT, Change.REWORDED, Change.UNCHANGED)
    return Origin(next(change.value for change in by_weight if change in changes))


def _ended(number: str, way: Sequence[Edition]) -> Ended:
    """Return the end of a provision: each of its heirs was dropped, or is asked no more."""
    ends = list(dict.fromkeys(_ends(number, way)))
    edition = max(ends, key=lambda end: end[0].in_force)[0]
    return Ended(number, edition.name, "; ".join(dict.fromkeys(reason for _, reason in ends)))


def _ends(number: str, way: Sequence[Edition]) -> Iterator[tuple[Edition, str]]:
    edition, later = way[-1], way[:-1]
    for one in edition.dropped:
        if one.number == number:
            yield edition, one.reason
    for heir in edition.provisions:
        if any(link.number == number for link in heir.predecessors):
            if later:
                yield from _ends(heir.number, later)
            else:
                yield edition, NO_QUESTION
