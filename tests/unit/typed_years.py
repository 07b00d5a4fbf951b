"""A year of hand-typed figures whose sums all agree, and ways to change one number of it."""

import copy
from collections.abc import Sequence
from typing import Any

from app.domain.figure_checks import check_figures
from app.domain.findings import Finding
from app.reading.typed_figures import figures_of_content

RECEIVED = "stage_1.received"
ESCALATED = "stage_2.received"


def one(figure_id: str, base: str | None = None, **numbers: str) -> dict[str, str]:
    """Return one typed figure."""
    label = {"label": numbers.pop("label")} if "label" in numbers else {}
    return {"id": figure_id, **label, **numbers} | ({"base": base} if base else {})


FIGURES = (
    one(RECEIVED, count="200"),
    *(
        one(f"stage_1.received_by_quarter.q{quarter}", RECEIVED, count=count)
        for quarter, count in enumerate(("40", "60", "55", "45"), 1)
    ),
    one("stage_1.received_by_department.repairs", RECEIVED, share="61.5", label="Repairs"),
    one("stage_1.received_by_department.lettings", RECEIVED, share="23.5", label="Allocations"),
    one("stage_1.received_by_department.estates", RECEIVED, share="15.0", label="Estates"),
    one("stage_1.reasons.waiting", RECEIVED, share="70", label="Waiting"),
    one("stage_1.reasons.manner", RECEIVED, share="45", label="Manner"),
    one("stage_1.acknowledged.within_limit", RECEIVED, share="100"),
    one("stage_1.acknowledged.late", RECEIVED, share="0"),
    one("stage_1.answered_in_all", count="180"),
    one("stage_1.answered.within_limit", RECEIVED, count="170"),
    one("stage_1.answered.within_extension", RECEIVED, count="10"),
    one("stage_1.answered.late", RECEIVED, count="0"),
    one("stage_1.answered.open", RECEIVED, count="20"),
    one("stage_1.answered_on_time", "stage_1.answered_in_all", share="100", count="180"),
    one("stage_1.target.10_days", "stage_1.answered_in_all", share="80.0"),
    one("stage_1.target.20_days", "stage_1.answered_in_all", share="95.0"),
    one("stage_1.days_average", "stage_1.answered_in_all", days="9.4", count="1700"),
    one("stage_1.outcomes.upheld", "stage_1.answered_in_all", share="33.3"),
    one("stage_1.outcomes.partly_upheld", "stage_1.answered_in_all", share="33.3"),
    one("stage_1.outcomes.not_upheld", "stage_1.answered_in_all", share="33.3"),
    one(ESCALATED, count="40"),
    one("escalation_rate", RECEIVED, share="20.0"),
    one("stage_2.received_by_department.repairs", ESCALATED, count="25", label="Housing repairs"),
    one("stage_2.received_by_department.lettings", ESCALATED, count="15", label="allocation"),
    one("stage_2.outcomes.upheld", ESCALATED, share="57.5"),
    one("stage_2.outcomes.not_upheld", ESCALATED, share="42.5"),
    one("stage_2.answered_on_time", "40", share="100"),
    one("refused", count="3"),
    one("refused_by_reason.too_old", "refused", count="2"),
    one("refused_by_reason.court", "refused", count="1"),
    one("ombudsman.cases", count="5"),
    one("ombudsman.cases_upheld", "ombudsman.cases", count="3"),
    one("ombudsman.findings.severe_maladministration", count="1"),
    one("ombudsman.findings.maladministration", count="3"),
    one("ombudsman.findings.service_failure", count="2"),
    one("ombudsman.findings.no_maladministration", count="2"),
    one("ombudsman.findings.outside_jurisdiction", count="1"),
    one("ombudsman.maladministration_rate", share="75"),
    one("ombudsman.orders", count="4"),
    one("ombudsman.orders_complied", "ombudsman.orders", count="4"),
    one("ombudsman.compensation", amount="750.50"),
    one("ombudsman.compensation_by_case.noise", amount="300"),
    one("ombudsman.compensation_by_case.damp", amount="450.50"),
    one("compensation.total", amount="1,000", count="3"),
    one("compensation.average", "compensation.total", amount="333.33"),
    one("homes.rental", count="8,000"),
    one("ch01.stage_1.rental", "homes.rental", rate="22.5", count="180"),
    one("tp09", "150", share="36.0"),
)

YEAR: dict[str, Any] = {
    "schema": "figures/1",
    "year": "2024/25",
    "edition": "housing-ombudsman-2024",
    "starts": {"stage_1": "acknowledged", "stage_2": "acknowledged"},
    "answers": {"6.2": "yes", "6.3": "yes", "6.11": "yes", "6.14": "yes"},
    "figures": list(FIGURES),
}


def a_year(*changes: dict[str, str], without: Sequence[str] = (), **head: Any) -> dict[str, Any]:
    """Return the year with some figures changed, added, or left out by what their id begins with.

    A change replaces the number of its figure: {"id": "refused", "count": "2"}.
    """
    year = copy.deepcopy(YEAR) | head
    kept = [each for each in year["figures"] if not each["id"].startswith(tuple(without))]
    by_id = {each["id"]: each for each in kept}
    for change in changes:
        numbers = ("share", "count", "amount", "rate", "days")
        old = by_id.get(change["id"], {})
        is_number = set(change) & set(numbers)
        same = {key: text for key, text in old.items() if key not in numbers or not is_number}
        by_id[change["id"]] = same | change
    year["figures"] = list(by_id.values())
    return year


def found_in(year: dict[str, Any]) -> dict[str, Finding]:
    """Return the findings of a typed year by their ids, no id twice."""
    findings = check_figures(figures_of_content(year))
    assert len({each.id for each in findings}) == len(findings)
    return {each.id: each for each in findings}
