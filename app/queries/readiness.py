"""What stands before the next step of an assessment, for its page."""

from dataclasses import dataclass
from datetime import date

from app.domain.editions import Edition
from app.domain.readiness import CHECK_WORDS, Check, Finding, gate_of
from app.domain.workflow import Step, next_steps
from app.models import Assessment
from app.models.facts import assessment_facts, findings_of
from app.queries.assessments import Heading, heading


@dataclass(frozen=True)
class ReadinessGroup:
    """The findings of one kind."""

    check: Check
    title: str
    blocks: bool
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class ReadinessPage:
    """Every obstacle and every warning, grouped by kind; the obstacles first."""

    heading: Heading
    groups: tuple[ReadinessGroup, ...]
    obstacles: int
    warnings: int
    without_evidence: int
    steps: tuple[Step, ...]


def readiness_page(assessment: Assessment, edition: Edition, today: date) -> ReadinessPage:
    """Return every obstacle to the next step, and every warning of a day: the step's own list."""
    facts = assessment_facts(assessment, edition)
    found = findings_of(assessment, facts, gate=gate_of(assessment.state), today=today)
    groups = [
        ReadinessGroup(check, words, of_kind[0].blocks, tuple(of_kind))
        for check, words in CHECK_WORDS.items()
        if (of_kind := [finding for finding in found if finding.check is check])
    ]
    return ReadinessPage(
        heading=heading(assessment, edition),
        groups=tuple(sorted(groups, key=lambda group: not group.blocks)),
        obstacles=sum(finding.blocks for finding in found),
        warnings=sum(not finding.blocks for finding in found),
        without_evidence=sum(finding.check is Check.NO_EVIDENCE for finding in found),
        steps=next_steps(assessment.state, assessment.reason),
    )
