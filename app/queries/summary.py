"""What the section table of the report shows."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.answers import Outcome
from app.domain.editions import Edition
from app.domain.summary import GAP_WORDS, STATUS_WORDS, SectionSummary, Status, summarise
from app.models import Assessment
from app.models.facts import assessment_facts
from app.queries.assessments import OUTCOME_WORDS
from app.queries.headings import Heading, heading

STATUS_COLOURS = {
    Status.COMPLIANT: "green",
    Status.NON_COMPLIANT: "red",
    Status.NOT_COMPLETE: "grey",
}


@dataclass(frozen=True)
class SummaryRow:
    """A row of the section table in words."""

    number: str
    title: str
    status: str
    colour: str
    gaps: tuple[tuple[str, str], ...]
    counts: tuple[tuple[str, int], ...]
    should_not_met: tuple[str, ...]


@dataclass(frozen=True)
class SummaryPage:
    """The section table of the report, and the counts over the whole form."""

    heading: Heading
    rows: tuple[SummaryRow, ...]
    counts: tuple[tuple[str, int], ...]
    provisions: int


def summary_page(assessment: Assessment, edition: Edition) -> SummaryPage:
    """Return the section table of an assessment."""
    facts = assessment_facts(assessment, edition)
    summary = summarise(edition, facts.responses, facts.actions)
    return SummaryPage(
        heading=heading(assessment, edition),
        rows=tuple(_summary_row(row) for row in summary.sections),
        counts=_counts(summary.counts),
        provisions=summary.provisions,
    )


def _summary_row(row: SectionSummary) -> SummaryRow:
    return SummaryRow(
        number=row.number,
        title=row.title,
        status=STATUS_WORDS[row.status] if row.status else "",
        colour=STATUS_COLOURS[row.status] if row.status else "grey",
        gaps=tuple((gap.provision, GAP_WORDS[gap.stage]) for gap in row.gaps),
        counts=_counts(row.counts),
        should_not_met=row.should_not_met,
    )


def _counts(counts: Mapping[Outcome, int]) -> tuple[tuple[str, int], ...]:
    return tuple((OUTCOME_WORDS[outcome], counts[outcome]) for outcome in OUTCOME_WORDS)
