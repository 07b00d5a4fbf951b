"""What a signer of an annual report has before them, beside what every signer has."""

from dataclasses import dataclass

from app.domain.editions import Edition
from app.domain.figure_checks import check_figures
from app.domain.findings import Finding
from app.domain.report import part_standings
from app.domain.report_parts import PartStanding
from app.models import AnnualReport
from app.models.report_facts import report_facts


@dataclass(frozen=True)
class FigureFinding:
    """What does not fit in the figures, and what the landlord says of it; empty where nothing."""

    finding: Finding
    said: str


@dataclass(frozen=True)
class ReportToSign:
    """What is judged in a report before signing: its parts a to f, and sums that do not fit."""

    standings: tuple[PartStanding, ...]
    findings: tuple[FigureFinding, ...]
    has_figures: bool


def report_to_sign(report: AnnualReport, edition: Edition) -> ReportToSign:
    """Return what a signer of a report has to know before signing."""
    facts = report_facts(report, edition)
    said = {one.finding: one.said for one in facts.explanations}
    found = check_figures(facts.figures) if facts.figures else ()
    return ReportToSign(
        standings=part_standings(facts),
        findings=tuple(FigureFinding(one, said.get(one.sentence, "")) for one in found),
        has_figures=facts.figures is not None,
    )
