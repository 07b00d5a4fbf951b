"""Dates of one case that cannot all be right: in the wrong order, or not come yet."""

from collections.abc import Callable, Mapping
from datetime import date

import polars as pl

from app.domain.case_faults import FaultKind
from app.domain.case_mapping import DATE_FIELDS
from app.domain.days import day_in_words
from app.reading.case_rows import Rows

# What each date is in a sentence; an extension may end in the future.
EVENTS: Mapping[str, str] = {
    "received_on": "received",
    "s1_acknowledged_on": "acknowledged at stage 1",
    "s1_extension_told_on": "extended at stage 1",
    "s1_answered_on": "answered at stage 1",
    "escalated_on": "escalated",
    "s2_acknowledged_on": "acknowledged at stage 2",
    "s2_extension_told_on": "extended at stage 2",
    "s2_answered_on": "answered at stage 2",
}
# The first of each pair never comes after the second.
ORDER = (
    ("received_on", "s1_acknowledged_on"),
    ("received_on", "s1_extension_told_on"),
    ("received_on", "s1_answered_on"),
    ("received_on", "escalated_on"),
    ("s1_acknowledged_on", "s1_answered_on"),
    ("escalated_on", "s2_acknowledged_on"),
    ("escalated_on", "s2_extension_told_on"),
    ("escalated_on", "s2_answered_on"),
    ("s2_acknowledged_on", "s2_answered_on"),
    ("received_on", "s1_extended_to"),
    ("escalated_on", "s2_extended_to"),
)
EXTENDED = "the extension of this case ends on"
AT_STAGE_2 = ("s2_acknowledged_on", "s2_answered_on")


def note_order_faults(days: Mapping[str, pl.Series], today: date, rows: Rows) -> None:
    """Note every date that comes before one it must follow, and every one after `today`."""
    for name in DATE_FIELDS:
        if name in days and name in EVENTS:
            _note_future(name, days[name], today, rows)
    for second in dict.fromkeys(second for _, second in ORDER):
        if second in days:
            _note_before(second, days, rows)
    _note_no_escalation(days, rows)


def _note_future(name: str, days: pl.Series, today: date, rows: Rows) -> None:
    latest = days.max()
    if not isinstance(latest, date) or latest <= today:
        return
    rows.note(
        FaultKind.FUTURE_DATE,
        days > today,
        lambda place: (
            f"{day_in_words(days[place])} has not come yet, so this case cannot have been "
            f"{EVENTS[name]} then"
        ),
        name=name,
    )


def _note_before(second: str, days: Mapping[str, pl.Series], rows: Rows) -> None:
    """Note a date that comes too early, once: beside the first event that it comes before."""
    late = days[second]
    noted: pl.Series | None = None
    for first in (first for first, other in ORDER if other == second and first in days):
        early = days[first]
        wrong = (late < early).fill_null(False)
        if noted is not None:
            wrong = wrong & ~noted
        if wrong.any():
            rows.note(
                FaultKind.IMPOSSIBLE_ORDER, wrong, _before(second, late, first, early), name=second
            )
            noted = wrong if noted is None else noted | wrong


def _before(second: str, late: pl.Series, first: str, early: pl.Series) -> Callable[[int], str]:
    event = f"this case was {EVENTS[second]} on" if second in EVENTS else EXTENDED

    def say(place: int) -> str:
        return (
            f"{event} {day_in_words(late[place])}, before it was {EVENTS[first]} on "
            f"{day_in_words(early[place])}"
        )

    return say


def _note_no_escalation(days: Mapping[str, pl.Series], rows: Rows) -> None:
    """A case without a date of escalation is not counted at stage 2, whatever else stands there."""
    for name in AT_STAGE_2:
        if name not in days:
            continue
        without = days[name].is_not_null()
        if "escalated_on" in days:
            without = without & days["escalated_on"].is_null()
        words = (
            f"this case was {EVENTS[name]}, but has no date of escalation, so it is not counted "
            "at stage 2"
        )
        rows.note(FaultKind.NO_ESCALATION_DATE, without, _always(words), name=name)


def _always(words: str) -> Callable[[int], str]:
    return lambda place: words
