"""What stands before the next step of an annual report, apart from what both documents share."""

from dataclasses import replace

import pytest

from app.domain.readiness import Check, Finding, Gate, Signers
from app.domain.report import ReportFacts
from app.domain.report_parts import PartFacts
from app.domain.report_readiness import report_findings
from app.domain.workflow import Reason
from tests.unit import reports


def of_names(report: ReportFacts) -> list[Finding]:
    found = report_findings(report, gate=Gate.SCRUTINY, signers=Signers(can_sign=False))
    return [one for one in found if one.check is Check.UNKNOWN_FIGURE]


def saying(text: str) -> ReportFacts:
    return replace(reports.facts(), parts=(PartFacts("performance", text),))


def test_a_name_that_no_figure_has_is_an_obstacle_at_its_part() -> None:
    (found,) = of_names(saying("We received {stage_1.recieved}, that is {stage_1.received}."))

    assert found.blocks
    assert found.part == "performance"
    assert "{stage_1.recieved}" in found.message


@pytest.mark.parametrize("text", ["We received {stage_1.received}.", "No name.", "{A brace}"])
def test_what_residents_can_read_is_no_obstacle(text: str) -> None:
    assert not of_names(saying(text))


def test_a_record_of_a_past_report_has_no_obstacles() -> None:
    record = replace(saying("{nothing}"), reason=Reason.RECORD)

    assert not report_findings(record, gate=Gate.PUBLICATION, signers=Signers(can_sign=False))
