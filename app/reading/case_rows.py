"""The faults of an extract's rows as they are found, and which rows are left out for them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import polars as pl

from app.domain.case_faults import (
    EFFECTS,
    FIRST_ROWS,
    CaseFault,
    Effect,
    FaultGroup,
    FaultKind,
    grouped,
)


@dataclass
class Rows:
    """The rows of an extract by their numbers in the file, with what was found wrong with them.

    `headers` gives the column of each mapped field; `faulty` tells the rows with any fault, and
    `left_out` those that cannot be used.
    """

    numbers: pl.Series
    headers: Mapping[str, str]
    found: list[tuple[FaultKind, int, list[CaseFault]]] = field(default_factory=list)
    left_out: pl.Series | None = None
    faulty: pl.Series | None = None

    def note(
        self,
        kind: FaultKind,
        where: pl.Series,
        sentence: Callable[[int], str],
        *,
        name: str | None = None,
    ) -> None:
        """Note a fault in the rows `where`; `sentence` says of the place of a row what is wrong."""
        places = where.fill_null(False).arg_true()
        if not len(places):
            return
        header = self.headers[name] if name else None
        faults = []
        for place in places.head(FIRST_ROWS).to_list():
            row = self.numbers[place]
            at = f"Row {row}, column “{header}”" if header else f"Row {row}"
            faults.append(CaseFault(row, header, kind, f"{at}: {sentence(place)}."))
        self.found.append((kind, len(places), faults))
        bad = where.fill_null(False)
        if kind is not FaultKind.EXCEL_SERIAL_DATE:
            self.faulty = bad if self.faulty is None else self.faulty | bad
        if EFFECTS[kind] is Effect.LEAVES_OUT:
            self.left_out = bad if self.left_out is None else self.left_out | bad

    def groups(self) -> tuple[FaultGroup, ...]:
        """Return what was found, by kind."""
        return grouped(self.found)

    def count_left_out(self) -> int:
        """Return how many rows cannot be used."""
        return 0 if self.left_out is None else int(self.left_out.sum())
