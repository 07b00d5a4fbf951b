"""Southampton's figures of 2023/24: exactly what its published report raises, and nothing more."""

from pathlib import Path

import pytest

from app.config import ROOT
from app.domain.figure_checks import check_figures
from app.domain.findings import Finding, Level
from app.reading.typed_figures import read_typed_file

FILE = ROOT / "demonstration" / "figures-2023-24.yaml"

C, Q, N = Level.CONTRADICTION, Level.QUESTION, Level.NOTE
ALLOCATIONS = "received_by_department.allocations"


@pytest.fixture(scope="module")
def found() -> dict[str, Finding]:
    return {one.id: one for one in check_figures(read_typed_file(Path(FILE)).figures)}


def test_the_report_raises_exactly_this(found: dict[str, Finding]) -> None:
    assert [(one.level, one.id) for one in found.values()] == [
        (C, f"stages.more_at_stage_2:{ALLOCATIONS}"),
        (C, "shares.impossible:stage_1.outcomes"),
        (Q, "base.missing:stage_1.target"),
        (Q, "ombudsman.findings_or_cases"),
        (Q, "answer.late:6.3"),
        (N, "shares.cut:stage_1"),
        (N, "shares.cut:stage_2"),
        (N, "shares.mixed:stage_2.outcomes"),
        (N, "total.missing:ombudsman.compensation_by_case"),
    ]


def test_allocations_cannot_be_more_at_stage_2(found: dict[str, Finding]) -> None:
    finding = found[f"stages.more_at_stage_2:{ALLOCATIONS}"]

    for number in ("23", "4.5 %", "329", "15"):
        assert number in finding.sentence
    assert finding.numbers["stage_2"] == 23
    assert finding.numbers["stage_1"] == 15


def test_the_outcomes_of_stage_1_are_shares_of_no_count(found: dict[str, Finding]) -> None:
    finding = found["shares.impossible:stage_1.outcomes"]

    assert finding.about == (
        "stage_1.outcomes.not_upheld",
        "stage_1.outcomes.upheld",
        "stage_1.outcomes.not_known",
    )
    for share in ("33.5 %", "46.9 %", "5.6 %", "13.9 %"):
        assert share in finding.sentence


def test_what_has_to_be_asked(found: dict[str, Finding]) -> None:
    assert found["base.missing:stage_1.target"].numbers == {
        "stage_1.target.20_days": "66.2",
        "stage_1.target.10_days": "53.9",
    }
    late = found["answer.late:6.3"].sentence
    assert "53.9 %" in late
    assert "2022 rules" in late
    assert "is not stated" in late
    assert "findings or cases" in found["ombudsman.findings_or_cases"].sentence


def test_what_has_to_be_noted(found: dict[str, Finding]) -> None:
    assert set(found["shares.cut:stage_2"].numbers.values()) == {"20", "5.8", "26.4"}
    assert list(found["shares.cut:stage_1"].numbers.values()) == [
        "19.4",
        "4.5",
        "14.5",
        "4.2",
        "4.2",
    ]
    assert "40 + 4 + 18 + 2 + 4 = 68" in found["shares.mixed:stage_2.outcomes"].sentence
    assert "£3,607.70" in found["total.missing:ombudsman.compensation_by_case"].sentence


def test_only_allocations_is_told_of_the_departments_of_stage_2(found: dict[str, Finding]) -> None:
    told = {
        figure
        for one in found.values()
        for figure in one.about
        if figure.startswith("stage_2.received_by_department")
    }

    assert told == {f"stage_2.{ALLOCATIONS}"}


def test_the_file_says_what_the_report_says() -> None:
    typed = read_typed_file(FILE)

    assert typed.landlord == "Southampton City Council"
    assert typed.figures.year.text == "2023/24"
    assert typed.figures.clock_ids == ("clocks-housing-ombudsman-2022",)
    departments = typed.figures.of("stage_2.received_by_department")
    assert [one.count for one in departments] == [18, 15, 23, 8, 3, 1]
    assert len(typed.figures.figures) == 38
