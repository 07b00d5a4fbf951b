"""The bank holidays of England and Wales, from a library that knows the one-off ones too."""

from collections.abc import Collection, Mapping
from datetime import date

import holidays

from app.domain.errors import Invalid
from app.domain.working_days import WorkingDays

EARLIEST, LATEST = 1990, 2100


def bank_holidays(
    first_year: int, last_year: int, extra: Mapping[date, str] | None = None
) -> dict[date, str]:
    """Return the bank holidays of England and Wales with their names, in their order.

    `extra` adds one-off days that were proclaimed after the library was installed. Weekends on
    which a holiday falls are among them, with their substitute days. Raises Invalid for years
    that no complaint can be of.
    """
    for year in (first_year, last_year):
        if not EARLIEST <= year <= LATEST:
            raise Invalid(
                f"Bank holidays are known from {EARLIEST} to {LATEST}, and {year} is not one of "
                "these years. Check the dates."
            )
    # England and Wales have the same ones; the library names them by country.
    found = holidays.country_holidays(
        "GB", subdiv="ENG", years=range(first_year, last_year + 1), expand=False
    )
    named = {day: _name(name) for day, name in found.items()} | dict(extra or {})
    return dict(sorted(named.items()))


def working_days(first: date, last: date, closures: Collection[date] = ()) -> WorkingDays:
    """Return the working days of England and Wales in a period, without a landlord's closures."""
    return WorkingDays(bank_holidays(first.year, last.year), first, last, closures)


def _name(name: str) -> str:
    return name.replace("(observed)", "(substitute day)")
