"""Makes the case files of the invented landlord: the same bytes each time, and nobody's complaints.

`python -m app.demonstration.invented_cases` writes them anew. They look as a complaints system
exports them, with a name, an address and a description, so that whoever uploads one by hand sees
that these are left behind.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from app.config import ROOT
from app.domain.working_days import WorkingDays
from app.reading.bank_holidays import bank_holidays

FOLDER = ROOT / "demonstration" / "invented"
HEADERS = (
    "Case Ref",
    "Resident Name",
    "Address",
    "Description",
    "Tenure Type",
    "Service Area",
    "Complaint Category",
    "Date Received",
    "S1 Acknowledged",
    "S1 Extension Notified",
    "S1 Extended To",
    "S1 Response Sent",
    "S1 Outcome",
    "Date Escalated",
    "S2 Acknowledged",
    "S2 Extension Notified",
    "S2 Extended To",
    "S2 Response Sent",
    "S2 Outcome",
    "Refused",
    "Reason Refused",
    "Compensation (£)",
    "Within Ombudsman Remit",
)
# What each service is complained about, and how many of ten complaints are about the service.
SERVICES: Mapping[str, tuple[int, tuple[str, ...]]] = {
    "Repairs": (
        5,
        ("Wait for a repair", "Repair not done right", "Damp and mould", "Missed appointment"),
    ),
    "Neighbourhoods": (2, ("Antisocial behaviour", "Cleaning of shared areas", "Parking")),
    "Lettings": (1, ("Condition of a new home", "Wait for a transfer")),
    "Home Ownership": (1, ("Service charge", "Sale or staircasing")),
    "Customer Contact": (1, ("No call back", "Staff conduct", "Wrong information")),
}
EITHER = "Communication"
TENANTS = {"General needs": 88, "Sheltered": 11, "Shared ownership": 1}
OWNERS = {"Shared ownership": 75, "Leasehold": 25}
OUTCOMES = {"Fully upheld": 41, "Partly upheld": 22, "Not upheld": 33, "Withdrawn": 4}
OUTCOMES_2 = {"Fully upheld": 30, "Partly upheld": 25, "Not upheld": 45}
REASONS = (
    "Older than twelve months",
    "In the hands of a court",
    "Already answered at stage 2",
)
AMOUNTS = (25, 50, 50, 75, 100, 150, 200, 350)
ANSWER = {1: 10, 2: 20}  # working days from the acknowledgement; an extension adds as many
ACKNOWLEDGE = 5


@dataclass(frozen=True)
class CaseYear:
    """One year of invented complaints: how many, and how many of a hundred went how."""

    name: str
    first: date
    exported_on: date
    by_quarter: tuple[int, int, int, int]
    refused: int
    acknowledged: int
    in_time: int
    extended: int
    without_date: int
    escalated: int
    seed: int


YEARS = (
    CaseYear(
        name="2024-25",
        first=date(2024, 4, 1),
        exported_on=date(2025, 5, 6),
        by_quarter=(71, 76, 94, 88),
        refused=9,
        acknowledged=90,
        in_time=72,
        extended=13,
        without_date=2,
        escalated=16,
        seed=202425,
    ),
    CaseYear(
        name="2025-26",
        first=date(2025, 4, 1),
        exported_on=date(2026, 5, 5),
        by_quarter=(84, 79, 91, 83),
        refused=6,
        acknowledged=97,
        in_time=84,
        extended=11,
        without_date=0,
        escalated=13,
        seed=202526,
    ),
)
Row = dict[str, str]


def content_of(year: CaseYear) -> bytes:
    """Return the file of a year."""
    text = io.StringIO()
    rows = csv.DictWriter(text, HEADERS, restval="", lineterminator="\r\n")
    rows.writeheader()
    rows.writerows(_cases(year))
    return text.getvalue().encode()


def path_of(name: str) -> Path:
    """Return where the file of a year is kept, by the year as addresses write it."""
    return FOLDER / f"cases-{name}.csv"


class _Chance:
    """Chance that comes out the same each time and with every version of Python."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)  # noqa: S311  # nothing secret is made

    def below(self, end: int) -> int:
        # Of all its numbers, only those of random() are promised to stay the same.
        return int(self._random.random() * end)

    def of_hundred(self, chances: int) -> bool:
        return self.below(100) < chances

    def among(self, choices: Sequence[str]) -> str:
        return choices[self.below(len(choices))]

    def weighed(self, weights: Mapping[str, int]) -> str:
        left = self.below(sum(weights.values()))
        for one, weight in weights.items():
            if left < weight:
                return one
            left -= weight
        raise AssertionError(weights)


def _cases(year: CaseYear) -> Iterator[Row]:
    chance = _Chance(year.seed)
    days = WorkingDays(
        bank_holidays(year.first.year, year.first.year + 2),
        year.first,
        date(year.first.year + 2, 12, 31),
    )
    received = sorted(_received(year, chance))
    refused = {chance.below(len(received)) for _ in range(year.refused)}
    for number, day in enumerate(received, 1):
        row = _about(number, day, year, chance)
        if number - 1 in refused:
            row |= {"Refused": "Yes", "Reason Refused": chance.among(REASONS)}
        else:
            row |= {"Refused": "No", **_handled(day, year, days, chance)}
        yield row


def _received(year: CaseYear, chance: _Chance) -> Iterator[date]:
    """Yield the days on which complaints came in; few come at weekends."""
    for quarter, count in enumerate(year.by_quarter):
        month = year.first.month + 3 * quarter - 1
        first = date(year.first.year + month // 12, month % 12 + 1, 1)
        for _ in range(count):
            day = first + timedelta(chance.below(90))
            if day.weekday() > 4 and chance.of_hundred(80):
                day -= timedelta(2)
            yield max(day, first)


def _about(number: int, day: date, year: CaseYear, chance: _Chance) -> Row:
    service = chance.weighed({name: weight for name, (weight, _) in SERVICES.items()})
    category = chance.among(SERVICES[service][1])
    about = [category, EITHER] if chance.of_hundred(18) else [category]
    tenure = chance.weighed(OWNERS if service == "Home Ownership" else TENANTS)
    return {
        "Case Ref": f"SMH-{year.first:%y}-{number:04}",
        "Resident Name": f"Invented Resident {number}",
        "Address": f"{1 + chance.below(90)} Nowhere Row, Saltmarsh",
        "Description": f"Invented text of complaint {number}, about: {category.lower()}.",
        "Tenure Type": tenure,
        "Service Area": service,
        "Complaint Category": "; ".join(about),
        "Date Received": _written(day),
        "Within Ombudsman Remit": "Yes" if chance.of_hundred(97) else "No",
    }


def _handled(day: date, year: CaseYear, days: WorkingDays, chance: _Chance) -> Row:
    """Return what became of a complaint up to the day of the export."""
    row, answered = _stage(1, day, year, days, chance)
    if answered is None:
        return row
    outcome = chance.weighed(OUTCOMES)
    row["S1 Outcome"] = outcome
    if "upheld" in outcome and chance.of_hundred(34 if outcome == "Not upheld" else 12):
        outcome = _escalated(row, answered, year, days, chance) or outcome
    if outcome in ("Fully upheld", "Partly upheld") and chance.of_hundred(38):
        row["Compensation (£)"] = str(AMOUNTS[chance.below(len(AMOUNTS))])
    return row


def _escalated(
    row: Row, answered: date, year: CaseYear, days: WorkingDays, chance: _Chance
) -> str | None:
    """Take a complaint to stage 2, as many of them as the year says; return how it ended there."""
    day = days.after(answered, 1 + chance.below(18))
    if day > year.exported_on or not chance.of_hundred(year.escalated * 5):
        return None
    row["Date Escalated"] = _written(day)
    second, ended = _stage(2, day, year, days, chance)
    row |= second
    if ended is None:
        return None
    row["S2 Outcome"] = chance.weighed(OUTCOMES_2)
    return row["S2 Outcome"]


def _stage(
    stage: int, start: date, year: CaseYear, days: WorkingDays, chance: _Chance
) -> tuple[Row, date | None]:
    """Return the dates of one stage, and the day of its answer where there is one by then."""
    row: Row = {}
    wait = chance.below(ACKNOWLEDGE) + 1
    if not chance.of_hundred(year.acknowledged):
        wait += ACKNOWLEDGE
    acknowledged = days.after(start, wait)
    limit = ANSWER[stage]
    took = limit // 2 + chance.below(limit // 2) + 1
    fate = chance.below(100)
    if fate >= year.in_time:
        is_extended = fate < year.in_time + year.extended
        due = days.after(acknowledged, limit)
        took = limit + chance.below(limit) + 1 if is_extended else limit + 2 + chance.below(15)
        if is_extended and due <= year.exported_on:
            row[f"S{stage} Extension Notified"] = _written(due)
            row[f"S{stage} Extended To"] = _written(days.after(due, limit))
    answered = days.after(acknowledged, took)
    if acknowledged <= year.exported_on and not chance.of_hundred(year.without_date):
        row[f"S{stage} Acknowledged"] = _written(acknowledged)
    if answered > year.exported_on:
        return row, None
    row[f"S{stage} Response Sent"] = _written(answered)
    return row, answered


def _written(day: date) -> str:
    return day.strftime("%d/%m/%Y")


def main() -> None:
    """Write every file anew."""
    for year in YEARS:
        path_of(year.name).write_bytes(content_of(year))


if __name__ == "__main__":
    main()
