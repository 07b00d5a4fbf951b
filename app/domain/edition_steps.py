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

WITHDRAWN = "withdrawn by a correction"
UNMAPPED = "nothing in the other code answers to it"

# Of several changes on one way, or of several ways, the one that asks most of a reader counts.
_CHANGES = (Change.MERGED, Change.SPLIT, Change.REWORDED, Change.UNCHANGED)
_EFFECTS = (Effect.FIGURES, Effect.STRONGER, Effect.WEAKER, Effect.SAME)


@dataclass(frozen=True)
class Step:
    """One step back: an edition, the one before it, and what links their provisions.

    `links` holds by number what a provision continues; `dropped` why a number of the edition
    before comes to an end. `reworded` holds what a correction on this step says in other words.
    """

    after: Edition
    before: Edition
    links: Mapping[str, tuple[Predecessor, ...]]
    dropped: Mapping[str, str]
    reworded: frozenset[str] = frozenset()

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
    return number in way[0].reworded or any(
        met_a_correction(link.number, way[1:]) for link in way[0].links.get(number, ())
    )


def _together(one: Predecessor, other: Predecessor) -> Predecessor:
    """Return the first with the greater change and effect of the two."""
    return replace(
        one,
        change=next(change for change in _CHANGES if change in (one.change, other.change)),
        effect=next(effect for effect in _EFFECTS if effect in (one.effect, other.effect)),
    )


def _steps(here: Edition, editions: Editions, *, across: bool) -> Iterator[Step]:
    back = _step_before(here, editions)
    if back:
        yield back
    corrected = editions.corrected(here)
    if corrected:
        yield _correction(here, corrected)
    for other in editions.corrections(here):
        yield _back_from_correction(here, other)
    if across:
        yield from _mappings(here, editions)


def _step_before(here: Edition, editions: Editions) -> Step | None:
    """Return the step to the edition that one follows; a correction takes it through what it
    corrects, for the predecessors that it repeats know nothing of what it changed.
    """
    earlier = editions.before(here)
    corrected = editions.corrected(here)
    onward = _step_before(corrected, editions) if corrected else None
    if corrected and onward:
        return _joined(_correction(here, corrected), onward)
    if earlier is None or corrected:
        return None
    return Step(
        here,
        earlier,
        {one.number: one.predecessors for one in here.provisions if one.predecessors},
        {one.number: one.reason for one in here.dropped},
    )


def _joined(correction: Step, onward: Step) -> Step:
    """Return two steps as one: from a correction to what the corrected edition follows."""
    here = correction.after
    links = {one.number: tuple(_both_links(one, correction, onward)) for one in here.provisions}
    continued = {link.number for found in links.values() for link in found}
    reasons = {**onward.dropped, **{one.number: one.reason for one in here.dropped}}
    inherited = {number for number in correction.links if number in onward.reworded}
    return Step(
        here,
        onward.before,
        {number: found for number, found in links.items() if found},
        {
            one.number: reasons.get(one.number, _withdrawn(correction.before))
            for one in onward.before.provisions
            if one.number not in continued
        },
        correction.reworded | inherited,
    )


def _both_links(one: Provision, correction: Step, onward: Step) -> Iterator[Predecessor]:
    """Yield what a provision of a correction continues, with all that changed on the way there.

    What the correction adds, and what it finds that it continues, it says by itself.
    """
    [link] = correction.links.get(one.number, (None,))
    known = {found.number: found for found in onward.links.get(one.number, ())} if link else {}
    own = {
        found.number: found for found in one.predecessors if onward.before.provision(found.number)
    }
    for number in own or known:
        found = [way[number] for way in (known, own) if number in way]
        whole = _together(found[0], found[-1])
        yield _together(whole, link) if link else whole


def _correction(here: Edition, corrected: Edition) -> Step:
    """Return the step from a correction to what it corrects, whose numbers it keeps."""
    links = _same_numbers(here, corrected)
    return Step(
        here,
        corrected,
        links,
        {
            one.number: here.why_withdrawn(one.number, corrected) or _withdrawn(corrected)
            for one in corrected.provisions
            if here.provision(one.number) is None
        },
        _reworded(links),
    )


def _back_from_correction(here: Edition, correction: Edition) -> Step:
    """Return the step from an edition to its own correction, as what follows the edition takes."""
    links = _same_numbers(here, correction)
    reason = f"only the correction {correction.name} has it, and not {here.title} {here.name}"
    return Step(
        here,
        correction,
        links,
        {one.number: reason for one in correction.provisions if one.number not in links},
        _reworded(links),
    )


def _same_numbers(here: Edition, other: Edition) -> dict[str, tuple[Predecessor, ...]]:
    old = {one.number: one for one in other.provisions}
    return {
        one.number: (link_to_the_same(old[one.number], one),)
        for one in here.provisions
        if one.number in old
    }


def _reworded(links: Mapping[str, Sequence[Predecessor]]) -> frozenset[str]:
    return frozenset(
        number for number, found in links.items() if found[0].change is Change.REWORDED
    )


def _withdrawn(corrected: Edition) -> str:
    """Say that a correction took a provision away, where it gives no reason of its own."""
    return f"withdrawn by the correction of {corrected.title} {corrected.name}"


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
