"""What stands before the next step of an assessment, for its page."""

from dataclasses import dataclass
from datetime import date

from app.domain.editions import Edition
from app.domain.readiness import CHECK_WORDS, Check, Finding, reminders
from app.domain.workflow import Step, next_steps
from app.models import Assessment
from app.models.facts import assessment_facts, findings_of
from app.queries.assessments import Heading, heading


@dataclass(frozen=True)
class ReadinessGroup:
    """The findings of one kind."""

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
    """Return every obstacle to the next step, and every warning of a day."""
    facts = assessment_facts(assessment, edition)
    findings = findings_of(assessment, facts) + reminders(
        edition, facts.responses, facts.actions, reason=assessment.reason, today=today
    )
    groups = tuple(
        ReadinessGroup(CHECK_WORDS[check], found[0].blocks, tuple(found))
        for check in CHECK_WORDS
        if (found := [finding for finding in findings if finding.check is check])
    )
    return ReadinessPage(
        heading=heading(assessment, edition),
        groups=groups,
        obstacles=sum(finding.blocks for finding in findings),
        warnings=sum(not finding.blocks for finding in findings),
        without_evidence=sum(finding.check is Check.NO_EVIDENCE for finding in findings),
        steps=next_steps(assessment.state, assessment.reason),
    )
