"""What the process that reads an extract is asked, as plain JSON on both sides of the pipe.

The limits and definitions are handed over whole: that process reads no file but the extract.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from app.domain.case_mapping import CaseMapping
from app.domain.clocks import Clock, ClockSet, Counted, Start, Step
from app.domain.figures import Unit
from app.domain.measures import Kind, Measure, MeasureSet, measure_set_for
from app.domain.working_days import WorkingDays
from app.domain.years import MARCH, FinancialYear

YEARS_BEFORE = 10  # whoever complained earlier and is answered now is counted from then on


def to_analyse(
    mapping: CaseMapping,
    *,
    year: FinancialYear,
    clock_sets: Sequence[ClockSet],
    measure_sets: Sequence[MeasureSet],
    today: date,
    year_end_month: int = MARCH,
    closures: Collection[date] = (),
    targets: Mapping[int, int] | None = None,
    homes: Mapping[str, int] | None = None,
    most_bytes: int | None = None,
) -> dict[str, Any]:
    """Return what `case_process.run("analyse", …)` takes for a year of a landlord's cases.

    `targets` are the landlord's own working days by stage, `homes` those at the end of the year by
    tenure ("rental", "ownership"); `most_bytes` lowers the limit, for files out of a browser.
    """
    # Only here: the library takes a tenth of a second, and the other process has no need of it.
    from app.reading.bank_holidays import bank_holidays

    first, last = _covered(year, today)
    measures = measure_set_for(
        measure_sets, year.quarter_last_day(0, year_end_month) + timedelta(days=1)
    )
    return {
        "mapping": mapping.to_facts(),
        "year": year.slug,
        "year_end_month": year_end_month,
        "clocks": [asdict(one) | {"since": one.since.isoformat()} for one in clock_sets],
        "measures": asdict(measures) | {"since": measures.since.isoformat()},
        "days_off": [one.isoformat() for one in bank_holidays(first.year, last.year)],
        "closures": sorted(one.isoformat() for one in closures),
        "targets": {str(stage): days for stage, days in (targets or {}).items()},
        "homes": dict(homes or {}),
        "today": today.isoformat(),
        "most_bytes": most_bytes,
    }


def given(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return what `analyse` takes besides the frame, from what `to_analyse` wrote."""
    year, today = FinancialYear.parse(asked["year"]), date.fromisoformat(asked["today"])
    return {
        "year": year,
        "year_end_month": asked["year_end_month"],
        "clock_sets": tuple(_clock_set(one) for one in asked["clocks"]),
        "measure_set": _measure_set(asked["measures"]),
        "days": WorkingDays(
            _dates(asked["days_off"]), *_covered(year, today), _dates(asked["closures"])
        ),
        "targets": {int(stage): days for stage, days in asked["targets"].items()},
        "homes": asked["homes"],
        "today": today,
        "mapped": _columns(asked["mapping"]["columns"]),
    }


def _covered(year: FinancialYear, today: date) -> tuple[date, date]:
    """The days among which working days are counted."""
    last = max(year.start + 2, today.year + 1)
    return date(year.start - YEARS_BEFORE, 1, 1), date(last, 12, 31)


def _dates(written: Collection[str]) -> frozenset[date]:
    return frozenset(map(date.fromisoformat, written))


def _columns(fields: Collection[str]) -> frozenset[str]:
    """The columns of the frame for mapped fields; a reason for refusing tells the refusal too."""
    columns = {"compensation_pence" if one == "compensation" else one for one in fields}
    return frozenset(columns | ({"refused"} if "refused_reason" in columns else set()))


def _clock_set(facts: Mapping[str, Any]) -> ClockSet:
    clocks = tuple(_clock(one) for one in facts["clocks"])
    kept = {"since": date.fromisoformat(facts["since"]), "said": tuple(facts["said"])}
    return ClockSet(**{**facts, **kept, "clocks": clocks})


def _clock(facts: Mapping[str, Any]) -> Clock:
    words = {
        "step": Step(facts["step"]),
        "starts": Start(facts["starts"]),
        "written": Counted(facts["written"]),
        "extension_written": Counted(facts["extension_written"]),
    }
    return Clock(**{**facts, **words})


def _measure_set(facts: Mapping[str, Any]) -> MeasureSet:
    measures = (
        Measure(**{**one, "unit": Unit(one["unit"]), "kind": Kind(one["kind"])})
        for one in facts["measures"]
    )
    return MeasureSet(facts["id"], date.fromisoformat(facts["since"]), tuple(measures))
