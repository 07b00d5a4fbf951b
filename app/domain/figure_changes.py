"""Which figures of a rulebook changed between two editions: time limits, windows, thresholds."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from app.domain.editions import Deadline, Provision
from app.domain.wording import time_in_words

# Two figures that no lineage joins are the same one only where they are called almost the same.
ALIKE = 0.7


@dataclass(frozen=True)
class FigureChange:
    """One figure before and now, in words; None where it is new, or where it has ended.

    `number` and `what` are the later edition's, and the earlier's where it has ended;
    `earlier_number` is where the figure stood before.
    """

    number: str
    what: str
    before: str | None
    after: str | None
    earlier_number: str | None


@dataclass(frozen=True)
class _Figure:
    """A deadline in its place."""

    number: str
    place: int
    deadline: Deadline


def figure_changes(
    before: Iterable[Provision],
    after: Iterable[Provision],
    earlier: Mapping[str, Sequence[str]],
) -> tuple[FigureChange, ...]:
    """Return every figure that is not the same, in the order of the later edition, then the ended.

    `earlier` holds by number what each later provision continues. Every figure of before is
    matched once at most: those of the same kind that are called most alike first.
    """
    old, new = tuple(_figures(before)), tuple(_figures(after))
    partners = _partners(old, new, earlier)
    changes = [_change(partners.get(one), one) for one in new]
    matched = set(partners.values())
    ended = [_ended(one) for one in old if one not in matched]
    return (*(change for change in changes if change is not None), *ended)


def _figures(provisions: Iterable[Provision]) -> Iterator[_Figure]:
    for provision in provisions:
        for place, deadline in enumerate(provision.deadlines):
            yield _Figure(provision.number, place, deadline)


def _partners(
    old: Sequence[_Figure], new: Sequence[_Figure], earlier: Mapping[str, Sequence[str]]
) -> dict[_Figure, _Figure]:
    """Return the figure of before for each of now that has one: by lineage, then by its name."""
    pairs = [(one, other) for one in new for other in old if _can_be_one(one, other)]
    related = [pair for pair in pairs if pair[1].number in earlier.get(pair[0].number, ())]
    alike = [pair for pair in pairs if pair not in related and _likeness(*pair) >= ALIKE]
    found: dict[_Figure, _Figure] = {}
    for candidates in (related, alike):
        # Python's sort is stable, so that equals stay in the order of the editions.
        for one, other in sorted(candidates, key=lambda pair: -_likeness(*pair)):
            if one not in found and other not in found.values():
                found[one] = other
    return found


def _can_be_one(one: _Figure, other: _Figure) -> bool:
    return one.deadline.kind is other.deadline.kind


def _likeness(one: _Figure, other: _Figure) -> float:
    # In a fixed order, because the likeness of two texts hangs on which comes first.
    return SequenceMatcher(None, other.deadline.what, one.deadline.what, autojunk=False).ratio()


def _change(old: _Figure | None, new: _Figure) -> FigureChange | None:
    before = time_in_words(old.deadline) if old else None
    after = time_in_words(new.deadline)
    if before == after:
        return None
    return FigureChange(new.number, new.deadline.what, before, after, old.number if old else None)


def _ended(old: _Figure) -> FigureChange:
    before = time_in_words(old.deadline)
    return FigureChange(old.number, old.deadline.what, before, None, old.number)
