"""Which whole numbers a share can stand for: a share as written allows only few of them.

A share may have been rounded half up, or cut after its last decimal. Both are worked out exactly,
by fractions, at as many decimals as the share was written with.
"""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import ceil, floor


def last_place(value: Decimal) -> Decimal:
    """Return the unit of the last decimal as written: 0.1 for 33.5, and 1 for 20."""
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(min(exponent, 0)) if isinstance(exponent, int) else Decimal(1)


def rounded_counts(value: Decimal, base: int) -> range:
    """Return the counts out of a base whose share, rounded half up, is the value."""
    half = Fraction(last_place(value)) / 2
    return _counts(Fraction(value) - half, Fraction(value) + half, base)


def cut_counts(value: Decimal, base: int) -> range:
    """Return the counts out of a base whose share, cut after its last decimal, is the value."""
    return _counts(Fraction(value), Fraction(value) + Fraction(last_place(value)), base)


def possible_counts(value: Decimal, base: int) -> range:
    """Return every count whose share is the value, rounded or cut; they follow each other."""
    low, high = bounds(value)
    return _counts(low, high, base)


def bounds(value: Decimal) -> tuple[Fraction, Fraction]:
    """Return from where and below where the true value lies, if the value was rounded or cut."""
    place = Fraction(last_place(value))
    return Fraction(value) - place / 2, Fraction(value) + place


def nearest_shares(value: Decimal, base: int) -> tuple[Decimal, ...]:
    """Return the possible shares next to an impossible one, below and above."""
    below = floor(Fraction(value) * base / 100)
    counts = [count for count in (below, below + 1) if 0 <= count <= base]
    return tuple(rounded(count, base, last_place(value)) for count in counts)


def rounded(count: int, base: int, place: Decimal, per: int = 100) -> Decimal:
    """Return a count's share of its base, rounded half up at a decimal place."""
    return (Decimal(count * per) / base).quantize(place, ROUND_HALF_UP)


def cut(count: int, base: int, place: Decimal, per: int = 100) -> Decimal:
    """Return a count's share of its base, cut at a decimal place."""
    return (Decimal(count * per) / base).quantize(place, ROUND_DOWN)


def _counts(low: Fraction, high: Fraction, base: int) -> range:
    """Return the counts from 0 to the base whose share is at least low and below high."""
    first = max(ceil(low * base / 100), 0)
    beyond = min(ceil(high * base / 100), base + 1)
    return range(first, max(beyond, first))
