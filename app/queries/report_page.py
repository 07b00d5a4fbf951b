"""What a report's own page shows: its parts, what its figures ask, and what goes into it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.database import db
from app.domain.editions import Edition
from app.domain.figure_checks import check_figures
from app.domain.figure_words import value_in_words
from app.domain.figures import YearFigures
from app.domain.findings import LEVELS, Level
from app.domain.learning import LearningFacts
from app.domain.readiness import gate_of
from app.domain.report import (
    ReportFacts,
    SelfAssessmentFacts,
    part_standings,
    published_learning,
)
from app.domain.report_figure_sentences import known
from app.domain.report_parts import PARTS, PartFacts, PartStanding, ReportPart
from app.domain.report_readiness import report_findings
from app.domain.workflow import Reason, State, Step, next_steps
from app.models import AnnualReport, Assessment
from app.models.facts import signers_of
from app.models.report_facts import EXPLAINS, parts_of, report_facts
from app.queries.headings import Heading, heading

COMPLETE, MISSING, NONE, NOT_NEEDED, BLANK = (
    ("Complete", "green"),
    ("Missing", "red"),
    ("None this year", "blue"),
    ("May be left out", "grey"),
    ("Blank", "grey"),
)
MAIN_FIGURES = {
    "stage_1.received": "Received at stage 1",
    "stage_2.received": "Went on to stage 2",
    "stage_1.answered_on_time": "Stage 1 on time",
    "stage_1.outcomes.upheld": "Stage 1 upheld",
    "refused": "Refused",
}


@dataclass(frozen=True)
class PartLine:
    """One part in the list of a report, with where it stands and what it shows."""

    key: str
    letter: str | None
    title: str
    status: str
    colour: str
    pictures: int


@dataclass(frozen=True)
class FindingLine:
    """What does not fit in the figures, with what the landlord says of it.

    `version` is that of the words, None while there are none.
    """

    id: str
    level: Level
    sentence: str
    said: str
    version: int | None

    @property
    def can_be_explained(self) -> bool:
        """Whether words on it are asked for: a note needs none."""
        return self.level is not Level.NOTE


@dataclass(frozen=True)
class ReportPage:
    """A report's own page: its parts, what its figures ask, and what stands beside them.

    `assessment_id` leads to the self-assessment of the year, None where there is none yet.
    """

    heading: Heading
    parts: tuple[PartLine, ...]
    complete: int
    asked: int
    obstacles: int
    warnings: int
    steps: tuple[Step, ...]
    figures: YearFigures | None
    main_figures: tuple[tuple[str, str], ...]
    findings: Mapping[Level, tuple[FindingLine, ...]]
    self_assessment: SelfAssessmentFacts | None
    assessment_id: int | None
    learning: tuple[LearningFacts, ...]
    kept_internal: int


def report_page(report: AnnualReport, edition: Edition, today: date) -> ReportPage:
    """Return everything that a report's own page shows."""
    facts = report_facts(report, edition)
    standings = part_standings(facts)
    found = report_findings(facts, gate=gate_of(report.state), signers=signers_of(report, today))
    learning = published_learning(facts.learning)
    return ReportPage(
        heading=heading(report, edition),
        parts=tuple(part_lines(facts, standings)),
        complete=sum(one.is_complete for one in standings),
        asked=len(standings),
        obstacles=sum(finding.blocks for finding in found),
        warnings=sum(not finding.blocks for finding in found),
        steps=next_steps(report.state, report.reason),
        figures=facts.figures,
        main_figures=tuple(_main_figures(facts.figures)),
        findings=findings_by_level(report, facts.figures),
        self_assessment=facts.self_assessment,
        assessment_id=_assessment_of(report),
        learning=learning,
        kept_internal=len(facts.learning) - len(learning),
    )


def part_lines(facts: ReportFacts, standings: Sequence[PartStanding]) -> list[PartLine]:
    """Return every part with its status in words, in the order of the report."""
    said = {part.key: part for part in facts.parts}
    complete = {one.part.key: one.is_complete for one in standings}
    is_record = facts.reason is Reason.RECORD
    lines = []
    for part in PARTS:
        own = said.get(part.key, PartFacts(part.key))
        status, colour = part_status(part, own, complete.get(part.key), is_record=is_record)
        lines.append(PartLine(part.key, part.letter, part.title, status, colour, len(own.shown)))
    return lines


def part_status(
    part: ReportPart, said: PartFacts, is_complete: bool | None, *, is_record: bool
) -> tuple[str, str]:
    """Return the words and the colour of a part's tag; `is_complete` is None if nobody asks it."""
    if is_complete is None:
        return COMPLETE if said.text.strip() or said.shown else NOT_NEEDED
    if not is_complete:
        return BLANK if is_record else MISSING
    if said.none_this_year and part.may_be_none:
        return NONE
    return COMPLETE


def findings_by_level(
    report: AnnualReport, figures: YearFigures | None
) -> Mapping[Level, tuple[FindingLine, ...]]:
    """Return what does not fit in the figures, by level, with the landlord's words on each."""
    found = check_figures(figures) if figures else ()
    rows = {row.key: row for row in parts_of(report)} if found else {}
    lines = []
    for one in found:
        row = rows.get(f"{EXPLAINS}{one.id}")
        said, version = (row.text, row.version) if row else ("", None)
        lines.append(FindingLine(one.id, one.level, one.sentence, said, version))
    by_level = {level: tuple(one for one in lines if one.level is level) for level in LEVELS}
    return {level: those for level, those in by_level.items() if those}


def _main_figures(figures: YearFigures | None) -> Iterator[tuple[str, str]]:
    """Yield what a reader asks first, as far as it is known, with its words."""
    for figure_id, words in MAIN_FIGURES.items():
        found = figures.get(figure_id) if figures else None
        if found and known(found):
            yield words, value_in_words(found)


def _assessment_of(report: AnnualReport) -> int | None:
    """Return the newest self-assessment of the report's year."""
    return db.session.scalar(
        select(Assessment.id)
        .where(
            Assessment.landlord_id == report.landlord_id,
            Assessment.rulebook == report.rulebook,
            Assessment.year == report.year,
            Assessment.state != State.DISCARDED,
        )
        .order_by(Assessment.id.desc())
        .limit(1)
    )
