"""One date of a case extract as it was written, read strictly: what it says, or why it does not."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.case_faults import FaultKind
from app.domain.case_mapping import DateOrder

EARLIEST = date(2000, 1, 1)
LATEST_YEAR = 2100
# Excel counts days from here; its day 60 never was, which matters for no date after February 1900.
SERIAL_START = date(1899, 12, 30)
FIRST_SERIAL = (EARLIEST - SERIAL_START).days
LAST_SERIAL = (date(2050, 1, 1) - SERIAL_START).days
LONGEST_SHOWN = 24

EMPTY = frozenset(
    [
        "-",
        "--",
        "—",
        "–",
        ".",
        "?",
        "n/a",
        "na",
        "n.a.",
        "none",
        "null",
        "nil",
        "nan",
        "tbc",
        "tba",
        "pending",
        "open",
        "ongoing",
        "awaiting",
        "outstanding",
        "#n/a",
        "00/00/0000",
        "0000-00-00",
        "00:00:00",
    ]
) | {"", "not applicable", "not yet", "in progress", "0"}
# What databases write where they hold no date.
NO_DATE = frozenset({date(1899, 12, 30), date(1899, 12, 31), date(1900, 1, 1), date(1753, 1, 1)})

_TIME = re.compile(
    r"(?:[ T]+|, )\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d{1,9})?)?\s*(?:[ap]\.?m\.?)?"
    r"\s*(?:z|utc|gmt|bst|[+-]\d{2}:?\d{2})?$",
    re.IGNORECASE,
)
_NUMBERS = re.compile(r"(\d{1,4})\s*([/.\- ])\s*(\d{1,2})\s*\2\s*(\d{1,4})")
_DAY_NAME = re.compile(
    r"^(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)[a-z]*,?\s+", re.IGNORECASE
)
_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ \-/.]*([a-z]{3,9})\.?,?[ \-/.]*(\d{4}|\d{2})")
_NAMED_MONTH_FIRST = re.compile(
    r"([a-z]{3,9})\.?[ \-/.]*(\d{1,2})(?:st|nd|rd|th)?,?[ \-/.]+(\d{4}|\d{2})"
)
_RUN_TOGETHER = re.compile(r"(20\d{2})(\d{2})(\d{2})")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_SHOWABLE = re.compile(r"[\d/.\-:,+% TZ]+")
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]


@dataclass(frozen=True)
class ReadDate:
    """What a written date says: its day, or nothing where it is empty or cannot be read.

    `kind` names what has to be said about it, `why` finishes the sentence “… ” after the value;
    `orders` are the orders in which the parts make a date, where that is in doubt.
    """

    day: date | None
    kind: FaultKind | None = None
    why: str = ""
    orders: frozenset[DateOrder] = frozenset()


NOTHING = ReadDate(None)
ANY_ORDER: frozenset[DateOrder] = frozenset()


def read_date(text: str, order: DateOrder | None) -> ReadDate:
    """Read one written date by the order that a person chose, or tell which orders it allows.

    A year of four digits at the front, a named month and a date cell of a spreadsheet need no
    order. Times are left off; an empty cell is no fault.
    """
    bare = " ".join(text.split())
    if bare.casefold() in EMPTY:
        return NOTHING
    bare = _DAY_NAME.sub("", _TIME.sub("", bare)).strip()
    numbers = _NUMBERS.fullmatch(bare)
    if numbers:
        return _from_numbers(numbers[1], numbers[3], numbers[4], order)
    together = _RUN_TOGETHER.fullmatch(bare)
    if together:
        return _dated(int(together[1]), int(together[2]), int(together[3]))
    if _SERIAL.fullmatch(bare):
        return _from_serial(float(bare))
    return _from_words(bare.lower())


def shown(text: str) -> str:
    """Return a written date to be quoted, or other words where it could be anything else."""
    bare = " ".join(text.split())
    if len(bare) <= LONGEST_SHOWN and (_SHOWABLE.fullmatch(bare) or _holds_a_month(bare)):
        return f"“{bare}”"
    return "what stands here"


def _holds_a_month(text: str) -> bool:
    """Whether the only words of a text are the name of a month."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    return bool(words) and re.search(r"\d", text) is not None and all(map(_month, words))


def _from_numbers(first: str, second: str, third: str, order: DateOrder | None) -> ReadDate:
    if len(first) == 4:
        return _dated(int(first), int(second), int(third))
    if len(first) == 3 or len(third) == 3:
        return _unreadable()
    if len(third) < 4:
        return ReadDate(
            None,
            FaultKind.TWO_DIGIT_YEAR,
            "has a year of two digits, which could be another part of the date. "
            "Export the dates with years of four digits",
        )
    orders = frozenset(_possible(int(first), int(second)))
    if not orders:
        return _unreadable()
    if order in (DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST):
        if order not in orders:
            return _swapped(order, orders)
        day, month = (first, second) if order is DateOrder.DAY_FIRST else (second, first)
        read = _dated(int(third), int(month), int(day))
        return ReadDate(read.day, read.kind, read.why, orders)
    return ReadDate(
        None,
        FaultKind.AMBIGUOUS_DATES,
        "could have its day or its month first. Say which one this file writes first",
        orders,
    )


def _possible(first: int, second: int) -> list[DateOrder]:
    orders = []
    if 1 <= second <= 12 and 1 <= first <= 31:
        orders.append(DateOrder.DAY_FIRST)
    if 1 <= first <= 12 and 1 <= second <= 31:
        orders.append(DateOrder.MONTH_FIRST)
    return orders


def _swapped(order: DateOrder, orders: frozenset[DateOrder]) -> ReadDate:
    part = "month" if order is DateOrder.DAY_FIRST else "day"
    other = "month" if order is DateOrder.MONTH_FIRST else "day"
    return ReadDate(
        None,
        FaultKind.AMBIGUOUS_DATES,
        f"makes no date with the {other} first, but one with the {part} first, so other dates of "
        "this file may be swapped too. Choose the other order, or put the dates right",
        orders,
    )


def _from_serial(number: float) -> ReadDate:
    if not FIRST_SERIAL <= number < LAST_SERIAL:
        return _unreadable()
    day = SERIAL_START + timedelta(days=int(number))
    return ReadDate(
        day,
        FaultKind.EXCEL_SERIAL_DATE,
        f"is a number, read as the date {day.day} {day:%B %Y} as Excel counts days",
    )


def _from_words(text: str) -> ReadDate:
    found = _NAMED.fullmatch(text)
    day, month, year = (found[1], found[2], found[3]) if found else ("", "", "")
    if not found:
        found = _NAMED_MONTH_FIRST.fullmatch(text)
        day, month, year = (found[2], found[1], found[3]) if found else ("", "", "")
    number = _month(month)
    if not found or number is None:
        return _unreadable()
    if len(year) == 2:
        return ReadDate(
            None,
            FaultKind.TWO_DIGIT_YEAR,
            "has a year of two digits. Export the dates with years of four digits",
        )
    return _dated(int(year), number, int(day))


def _month(word: str) -> int | None:
    if len(word) < 3:
        return None
    found = (at for at, name in enumerate(_MONTHS, 1) if name.startswith(word) or word == "sept")
    return 9 if word == "sept" else next(found, None)


def _dated(year: int, month: int, day: int) -> ReadDate:
    try:
        found = date(year, month, day)
    except ValueError:
        return ReadDate(None, FaultKind.NOT_A_DATE, "is no day of the calendar")
    if found in NO_DATE:
        return NOTHING
    if found < EARLIEST or found.year > LATEST_YEAR:
        return ReadDate(
            None, FaultKind.NOT_A_DATE, f"is not between {EARLIEST.year} and {LATEST_YEAR}"
        )
    return ReadDate(found)


def _unreadable() -> ReadDate:
    return ReadDate(None, FaultKind.NOT_A_DATE, "cannot be read as a date")
