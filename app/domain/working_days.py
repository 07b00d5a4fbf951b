"""Working days: how many lie between two events, and on which day a limit runs out.

None of the Codes says what a working day is, so the rule is data and is printed under the figures.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate

from app.domain.errors import Invalid

SATURDAY = 5
ONE_DAY = timedelta(days=1)
RULE = (
    "Working days leave out Saturdays, Sundays and the bank holidays of England and Wales; "
    "day 1 is the first working day after the event."
)


@dataclass(frozen=True)
class WorkingDays:
    """The working days from `first` to `last`, both included.

    `days_off` are the bank holidays, `closures` the days on which this landlord does not work;
    either may hold weekends and days outside the period, which change nothing.
    """

    days_off: Collection[date]
    first: date
    last: date
    closures: Collection[date] = ()

    def __post_init__(self) -> None:
        """Refuse a period that ends before it begins."""
        if self.last < self.first:
            raise Invalid(
                f"The period ends on {_long(self.last)}, before it begins on {_long(self.first)}. "
                "Correct one of the two days."
            )

    def between(self, start: date, end: date) -> int:
        """Return the working days after `start` up to and including `end`.

        0 where `end` is not after `start`; raises Invalid for a day outside the period.
        """
        before, until = self._up_to(start), self._up_to(end)
        return max(until - before, 0)

    def after(self, start: date, n: int) -> date:
        """Return the n-th working day after `start`, or `start` itself where n is 0.

        Raises Invalid where n is negative, or `start` or the answer lies outside the period.
        """
        if n < 0:
            raise Invalid("A number of working days is 0 or more.")
        wanted = self._up_to(start) + n
        if n == 0:
            return start
        offset = bisect_left(self._counts, wanted)
        if offset == len(self._counts):
            raise Invalid(
                f"{n} working days after {_long(start)} lie beyond {_long(self.last)}, the last "
                "day whose bank holidays were looked up. Choose an earlier day."
            )
        return self.first + timedelta(days=offset)

    def table(self) -> list[int]:
        """Return, by day offset from `first`, the working days from `first` up to that day.

        So `between(start, end)` is `table[end] - table[start]` wherever `end` is after `start`.
        """
        return list(self._counts)

    @property
    def rule(self) -> str:
        """How working days were counted, in words to print under the figures."""
        if not self._closed:
            return RULE
        count = len(self._closed)
        days = "a day" if count == 1 else f"{count} days"
        which = _in_words(list(self._runs()))
        return f"{RULE} They also leave out {days} on which the landlord was closed: {which}."

    def _up_to(self, day: date) -> int:
        if not self.first <= day <= self.last:
            raise Invalid(
                f"{_long(day)} lies outside the days whose bank holidays were looked up, "
                f"{_long(self.first)} to {_long(self.last)}. Check this date."
            )
        return self._counts[(day - self.first).days]

    @cached_property
    def _counts(self) -> Sequence[int]:
        off = frozenset(self.days_off) | frozenset(self.closures)
        return tuple(accumulate(_is_working(day, off) for day in _days(self.first, self.last)))

    @cached_property
    def _closed(self) -> Sequence[date]:
        """The closures that would have been working days, in their order."""
        off = frozenset(self.days_off)
        within = (day for day in set(self.closures) if self.first <= day <= self.last)
        return sorted(day for day in within if _is_working(day, off))

    def _runs(self) -> Iterator[tuple[date, date]]:
        """Yield the first and last day of closures that no working day comes between."""
        start = previous = self._closed[0]
        for day in self._closed[1:]:
            if self.between(previous, day):
                yield start, previous
                start = day
            previous = day
        yield start, previous


def _days(first: date, last: date) -> Iterator[date]:
    return (first + n * ONE_DAY for n in range((last - first).days + 1))


def _is_working(day: date, off: Collection[date]) -> bool:
    return day.weekday() < SATURDAY and day not in off


def _in_words(runs: Sequence[tuple[date, date]]) -> str:
    """Write runs of days as people do: 24 December 2024 and 27 to 31 December 2024."""
    written = [_run(first, last) for first, last in runs]
    return " and ".join(filter(None, (", ".join(written[:-1]), written[-1])))


def _run(first: date, last: date) -> str:
    if first == last:
        return _long(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {_long(last)}"
    return f"{_long(first)} to {_long(last)}"


def _long(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
