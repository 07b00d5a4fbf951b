"""What stands before the next step of a document, for its page."""

from dataclasses import dataclass
from datetime import date

from app.domain.editions import Edition
from app.domain.readiness import CHECK_WORDS, Check, Finding, gate_of
from app.domain.workflow import Step, next_steps
from app.models import YearlyDocument
from app.models.signed_texts import findings_of
from app.queries.headings import Heading, heading


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


def readiness_page(document: YearlyDocument, edition: Edition, today: date) -> ReadinessPage:
    """Return every obstacle to the next step, and every warning of a day: the step's own list."""
    found = findings_of(document, edition, gate=gate_of(document.state), today=today)
    groups = [
        ReadinessGroup(check, words, of_kind[0].blocks, tuple(of_kind))
        for check, words in CHECK_WORDS.items()
        if (of_kind := [finding for finding in found if finding.check is check])
    ]
    return ReadinessPage(
        heading=heading(document, edition),
        groups=tuple(sorted(groups, key=lambda group: not group.blocks)),
        obstacles=sum(finding.blocks for finding in found),
        warnings=sum(not finding.blocks for finding in found),
        without_evidence=sum(finding.check is Check.NO_EVIDENCE for finding in found),
        steps=next_steps(document.state, document.reason),
    )
