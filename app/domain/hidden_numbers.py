"""Which numbers must be hidden, so that none below five can be worked out from those that are left.

Every small number is hidden, then the next smallest of its sums, until a second set of numbers is
found for each hidden one that agrees with all that is shown: then nobody can tell which is true.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm

from app.domain.number_sums import Numbers, Sum

FEWEST = 5
# Everybody asks for these; they are hidden where nothing else would do.
HEADLINES = (".received", "refused")
Change = Mapping[str, int]


@dataclass(frozen=True)
class Bounds:
    """What a reader knows of each hidden number beside the sums: from and to, None for no end."""

    low: Mapping[str, int]
    high: Mapping[str, int]

    def allow(self, values: Mapping[str, int], change: Change) -> bool:
        """Tell whether the changed numbers are still possible."""
        return all(
            self.low.get(name, 1) <= values[name] + by <= self.high.get(name, values[name] + by)
            for name, by in change.items()
        )


def numbers_to_hide(numbers: Numbers) -> frozenset[str]:
    """Return the names of all numbers to hide: the small ones, and those that would tell them."""
    hidden = {name for name, value in numbers.values.items() if 0 < value < FEWEST}
    hidden -= numbers.others
    while True:
        told = next(_told(numbers, hidden), None)
        if told is None:
            return frozenset(hidden)
        hidden.add(_next_to_hide(numbers, hidden, told))


def named_as_small(numbers: Numbers, hidden: Collection[str]) -> frozenset[str]:
    """Return the hidden numbers that may be called "fewer than 5" without telling them so.

    Of a group that sums tie together either all small numbers are called so, or none.
    """
    small = {name for name in hidden if numbers.values[name] < FEWEST}
    bounds = Bounds(
        {name: 1 if name in small else FEWEST for name in hidden}
        | dict.fromkeys(numbers.others, 0),
        dict.fromkeys(small, FEWEST - 1),
    )
    named: set[str] = set()
    for group in _groups(numbers, hidden):
        changes = list(_changes(numbers, group))
        if all(_is_open(numbers, name, changes, bounds) for name in group - numbers.others):
            named |= small & group
    return frozenset(named)


def _told(numbers: Numbers, hidden: Collection[str]) -> Iterator[str]:
    """Yield the hidden numbers that the shown ones still tell, the smallest of each group first."""
    bounds = Bounds(dict.fromkeys(numbers.others, 0), {})
    for group in _groups(numbers, hidden):
        changes = list(_changes(numbers, group))
        for name in sorted(group - numbers.others, key=lambda one: (numbers.values[one], one)):
            if not _is_open(numbers, name, changes, bounds):
                yield name


def _is_open(numbers: Numbers, name: str, changes: Sequence[Change], bounds: Bounds) -> bool:
    """Tell whether a hidden number could be another one."""
    return any(one.get(name) and bounds.allow(numbers.values, one) for one in changes)


def _next_to_hide(numbers: Numbers, hidden: Collection[str], told: str) -> str:
    """Return the next number to hide: one that is enough, or the smallest part; headlines last."""
    group = next(one for one in _groups(numbers, hidden) if told in one)
    own = [one for one in numbers.sums if told in one.members]
    near = _candidates(numbers, hidden, own)
    far = _candidates(numbers, hidden, [one for one in numbers.sums if group & set(one.members)])
    candidates = list(dict.fromkeys((*near, *far)))
    lesser = [one for one in candidates if not one.endswith(HEADLINES)] or candidates
    return next(
        (one for one in lesser if told not in set(_told(numbers, {*hidden, one}))), lesser[0]
    )


def _candidates(numbers: Numbers, hidden: Collection[str], sums: Sequence[Sum]) -> list[str]:
    """Return what else could be hidden in these sums: parts before totals, the smallest first."""
    totals = {one.total for one in sums}
    shown = {
        name
        for one in sums
        for name in one.members
        if name not in hidden and name not in numbers.others and numbers.values[name]
    }
    return sorted(shown, key=lambda name: (name in totals, numbers.values[name], name))


def _groups(numbers: Numbers, hidden: Collection[str]) -> list[set[str]]:
    """Return the hidden numbers in groups that sums tie together, with the unstated ones."""
    unseen = set(hidden) | numbers.others
    groups = [{name} for name in sorted(hidden)]
    for one in numbers.sums:
        tied = unseen & set(one.members)
        joined = [group for group in groups if group & tied]
        if joined:
            groups = [group for group in groups if not group & tied]
            groups.append(tied.union(*joined))
    return groups


def _changes(numbers: Numbers, group: Collection[str]) -> Iterator[Change]:
    """Yield changes of hidden numbers that no sum notices; the last makes all of them larger."""
    names = sorted(group, key=lambda name: (numbers.values[name], name))
    rows = [
        [Fraction((name in one.parts) - (name == one.total)) for name in names]
        for one in numbers.sums
        if set(one.members) & set(group)
    ]
    free = [_named(names, one) for one in _null_space(rows, len(names))]
    for place, one in enumerate(free):
        yield one
        yield _times(one, -1)
        for other in free[:place]:
            for sign in (1, -1):
                both = _plus(one, _times(other, sign))
                yield both
                yield _times(both, -1)
    tied = {name for one in numbers.sums if set(one.members) & set(group) for name in one.members}
    if {name for name in tied if numbers.values[name]} <= set(group):
        yield {name: numbers.values[name] for name in names if numbers.values[name]}


def _null_space(rows: list[list[Fraction]], width: int) -> Iterator[list[int]]:
    """Yield whole-number changes that leave every row at nought, by elimination."""
    leads: list[int] = []
    # From the largest number on, so that the smallest ones are those that are free to change.
    for column in reversed(range(width)):
        lead = next((row for row in rows[len(leads) :] if row[column]), None)
        if lead is None:
            continue
        rows.remove(lead)
        lead = [one / lead[column] for one in lead]
        rows = [
            [mine - row[column] * theirs for mine, theirs in zip(row, lead, strict=True)]
            for row in rows
        ]
        rows.insert(len(leads), lead)
        leads.append(column)
    for column in (one for one in range(width) if one not in leads):
        solution = [Fraction(0)] * width
        solution[column] = Fraction(1)
        for place, lead_column in enumerate(leads):
            solution[lead_column] = -rows[place][column]
        yield _whole_numbers(solution)


def _whole_numbers(solution: Sequence[Fraction]) -> list[int]:
    scale = lcm(*(one.denominator for one in solution))
    whole = [int(one * scale) for one in solution]
    return [one // (gcd(*whole) or 1) for one in whole]


def _named(names: Sequence[str], solution: Sequence[int]) -> Change:
    return {name: by for name, by in zip(names, solution, strict=True) if by}


def _times(change: Change, factor: int) -> Change:
    return {name: by * factor for name, by in change.items()}


def _plus(one: Change, other: Change) -> Change:
    added = {name: one.get(name, 0) + other.get(name, 0) for name in {**one, **other}}
    return {name: by for name, by in added.items() if by}
