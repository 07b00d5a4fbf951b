"""The steps that lead from an edition back to an earlier one, and what each provision continues.

An edition grows out of the one that it follows, by the predecessors that it names; out of the one
that it corrects, number by number; and it meets an edition of another rulebook by a mapping.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from app.domain.edition_shelf import Editions
from app.domain.editions import (
    Change,
    Edition,
    Effect,
    Obligation,
    Predecessor,
    Provision,
    number_order,
)

WITHDRAWN = "the correction no longer holds it"
UNMAPPED = "nothing in the other code answers to it"

# Of several changes on one way, or of several ways, the one that asks most of a reader counts.
_CHANGES = (Change.MERGED, Change.SPLIT, Change.REWORDED, Change.UNCHANGED)
_EFFECTS = (Effect.FIGURES, Effect.STRONGER, Effect.WEAKER, Effect.SAME)


@dataclass(frozen=True)
class Step:
    """One step back: an edition, the one before it, and what links their provisions.

    `links` holds by number what a provision continues; `dropped` why a number of the edition
    before comes to an end.
    """

    after: Edition
    before: Edition
    links: Mapping[str, tuple[Predecessor, ...]]
    dropped: Mapping[str, str]
    is_correction: bool = False

    def heirs(self, number: str) -> Iterator[str]:
        """Yield the provisions that continue one of the edition before."""
        for heir, links in self.links.items():
            if any(link.number == number for link in links):
                yield heir


def way_back(after: Edition, before: Edition, editions: Editions) -> tuple[Step, ...] | None:
    """Return the shortest way from an edition back to an earlier one, or None without any.

    An edition is no steps away from itself. Mappings are taken only between rulebooks, so that no
    detour through another code makes one edition the heir of another.
    """
    ways: list[tuple[Step, ...]] = [()]
    seen = {after.id}
    while ways:
        way = ways.pop(0)
        here = way[-1].before if way else after
        if here.id == before.id:
            return way
        for step in _steps(here, editions, across=after.rulebook != before.rulebook):
            if step.before.id not in seen:
                seen.add(step.before.id)
                ways.append((*way, step))
    return None


def ancestors(number: str, way: Sequence[Step]) -> tuple[Predecessor, ...]:
    """Return what a provision continues in the edition at the end of a way, in its order.

    The change and the effect are those of the whole way, the greatest that is met on it.
    """
    if not way:
        return (Predecessor(number, Change.UNCHANGED, Effect.SAME),)
    found: dict[str, Predecessor] = {}
    for link in way[0].links.get(number, ()):
        for one in ancestors(link.number, way[1:]):
            both = _together(one, link)
            known = found.get(one.number)
            found[one.number] = _together(known, both) if known else both
    return tuple(sorted(found.values(), key=lambda one: number_order(one.number)))


def met_a_correction(number: str, way: Sequence[Step]) -> bool:
    """Return whether a correction on the way changed the words in which a provision goes on.

    What that asks is found by comparing figures and duties; nobody has said that it is the same.
    """
    if not way:
        return False
    return any(
        (way[0].is_correction and link.change is Change.REWORDED)
        or met_a_correction(link.number, way[1:])
        for link in way[0].links.get(number, ())
    )


def _together(one: Predecessor, other: Predecessor) -> Predecessor:
    """Return the first with the greater change and effect of the two."""
    return replace(
        one,
        change=next(change for change in _CHANGES if change in (one.change, other.change)),
        effect=next(effect for effect in _EFFECTS if effect in (one.effect, other.effect)),
    )


def _steps(here: Edition, editions: Editions, *, across: bool) -> Iterator[Step]:
    earlier = editions.before(here)
    if earlier:
        yield Step(
            here,
            earlier,
            {one.number: one.predecessors for one in here.provisions if one.predecessors},
            {one.number: one.reason for one in here.dropped},
        )
    corrected = editions.corrected(here)
    for other in (*((corrected,) if corrected else ()), *editions.corrections(here)):
        yield _correction(here, other)
    if across:
        yield from _mappings(here, editions)


def _correction(here: Edition, other: Edition) -> Step:
    """Return the step between an edition and its correction, which keep their numbers."""
    old = {one.number: one for one in other.provisions}
    return Step(
        here,
        other,
        {
            one.number: (link_to_the_same(old[one.number], one),)
            for one in here.provisions
            if one.number in old
        },
        {number: WITHDRAWN for number in old if here.provision(number) is None},
        is_correction=True,
    )


def link_to_the_same(before: Provision, after: Provision) -> Predecessor:
    """Return how a provision changed under its own number, found by comparing what both ask."""
    asks_alike = all(
        getattr(before, name) == getattr(after, name)
        for name in ("requirement", "parts", "deadlines", "obligation", "answer")
    )
    return Predecessor(
        before.number,
        Change.UNCHANGED if asks_alike else Change.REWORDED,
        _effect(before, after),
    )


def _effect(before: Provision, after: Provision) -> Effect:
    if before.deadlines != after.deadlines:
        return Effect.FIGURES
    if before.obligation is after.obligation:
        return Effect.SAME
    return Effect.STRONGER if after.obligation is Obligation.MUST else Effect.WEAKER


def _mappings(here: Edition, editions: Editions) -> Iterator[Step]:
    """Yield the steps to editions of other rulebooks, read from either side of a mapping."""
    for (from_id, to_id), pairs in editions.mappings.items():
        if here.id not in (from_id, to_id):
            continue
        other = editions.get(to_id if here.id == from_id else from_id)
        if other is None:
            continue
        own = pairs if here.id == from_id else _turned(pairs)
        reached = {number for numbers in own.values() for number in numbers}
        yield Step(
            here,
            other,
            {number: _mapped(numbers) for number, numbers in own.items()},
            {one.number: UNMAPPED for one in other.provisions if one.number not in reached},
        )


def _mapped(numbers: Sequence[str]) -> tuple[Predecessor, ...]:
    change = Change.MERGED if len(numbers) > 1 else Change.REWORDED
    return tuple(Predecessor(number, change, Effect.SAME) for number in numbers)


def _turned(pairs: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Return a mapping as it reads from the other side."""
    turned: dict[str, tuple[str, ...]] = {}
    for number, others in pairs.items():
        for other in others:
            turned[other] = (*turned.get(other, ()), number)
    return turned
