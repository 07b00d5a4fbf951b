"""What the pages of a whole assessment show: the overview, the task list, summary and readiness."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from app.database import db
from app.domain.answers import Outcome
from app.domain.edition_shelf import Editions
from app.domain.editions import Edition, Section
from app.domain.responses import is_complete
from app.domain.statement import AssessmentFacts
from app.domain.workflow import (
    ANSWERS_OPEN,
    REASON_WORDS,
    STATE_WORDS,
    Reason,
    State,
    Step,
    next_steps,
)
from app.domain.years import FinancialYear
from app.models import Assessment, Landlord, ProvisionResponse, Publication
from app.models.facts import assessment_facts, findings_of


@dataclass(frozen=True)
class OverviewLine:
    """One assessment in a landlord's list."""

    id: int
    year: str
    edition: str
    reason: str
    state: State
    state_words: str
    answered: int
    provisions: int


@dataclass(frozen=True)
class Overview:
    """A landlord's own page: its assessments, the newest first."""

    lines: tuple[OverviewLine, ...]


@dataclass(frozen=True)
class Heading:
    """What stands at the top of every page of one assessment."""

    id: int
    version: int
    title: str
    year: str
    year_slug: str
    edition_title: str
    state: State
    state_words: str
    reason: Reason
    reason_words: str
    is_record: bool
    answers_open: bool
    is_questionnaire: bool
    public_revision: int | None


@dataclass(frozen=True)
class TaskLine:
    """One provision in the task list."""

    number: str
    title: str
    status: str
    colour: str


@dataclass(frozen=True)
class TaskSection:
    """One section of the task list, with how much is left."""

    number: str
    title: str
    left: int
    lines: tuple[TaskLine, ...]


@dataclass(frozen=True)
class TaskListPage:
    """The task list, and the steps that can be taken from here."""

    heading: Heading
    sections: tuple[TaskSection, ...]
    complete: int
    provisions: int
    obstacles: int
    warnings: int
    steps: tuple[Step, ...]
    first_left: str | None
    edition: Edition


NOT_STARTED = "Not answered"
OUTCOME_WORDS = {
    Outcome.YES: "Yes",
    Outcome.NO: "No",
    Outcome.NOT_APPLICABLE: "Not applicable",
    Outcome.OTHER: "Answered in another way",
    Outcome.NOT_ANSWERED: "Not answered",
}


def overview(landlord: Landlord, editions: Editions) -> Overview:
    """Return the assessments of a landlord, the newest year first."""
    answered = (
        select(ProvisionResponse.assessment_id, func.count().label("all"))
        .add_columns(func.count(ProvisionResponse.answer).label("answered"))
        .group_by(ProvisionResponse.assessment_id)
        .subquery()
    )
    rows = db.session.execute(
        select(Assessment, answered.c.answered, answered.c.all)
        .join(answered, answered.c.assessment_id == Assessment.id)
        .where(Assessment.landlord_id == landlord.id)
        .order_by(Assessment.year.desc(), Assessment.id.desc())
    )
    return Overview(
        tuple(
            OverviewLine(
                id=assessment.id,
                year=assessment.year,
                edition=edition_words(editions.get(assessment.edition_id), assessment.edition_id),
                reason=REASON_WORDS[assessment.reason],
                state=assessment.state,
                state_words=STATE_WORDS[assessment.state],
                answered=given,
                provisions=provisions,
            )
            for assessment, given, provisions in rows
        )
    )


def heading(assessment: Assessment, edition: Edition) -> Heading:
    """Return what stands at the top of an assessment's pages."""
    return Heading(
        id=assessment.id,
        version=assessment.version,
        title=f"Self-assessment {assessment.year}",
        year=assessment.year,
        year_slug=FinancialYear.parse(assessment.year).slug,
        edition_title=edition_words(edition, edition.id),
        state=assessment.state,
        state_words=STATE_WORDS[assessment.state],
        reason=assessment.reason,
        reason_words=REASON_WORDS[assessment.reason],
        is_record=assessment.reason is Reason.RECORD,
        answers_open=assessment.state in ANSWERS_OPEN,
        is_questionnaire=edition.is_questionnaire,
        public_revision=db.session.scalar(
            select(func.max(Publication.revision)).where(Publication.assessment_id == assessment.id)
        ),
    )


def task_list(assessment: Assessment, edition: Edition) -> TaskListPage:
    """Return the task list of an assessment."""
    facts = assessment_facts(assessment, edition)
    sections = tuple(_task_section(section, facts) for section in edition.sections)
    lines = [line for section in sections for line in section.lines]
    findings = findings_of(assessment, facts)
    return TaskListPage(
        heading=heading(assessment, edition),
        sections=sections,
        complete=len(lines) - sum(section.left for section in sections),
        provisions=len(lines),
        obstacles=sum(finding.blocks for finding in findings),
        warnings=sum(not finding.blocks for finding in findings),
        steps=next_steps(assessment.state, assessment.reason),
        first_left=next((line.number for line in lines if line.status == NOT_STARTED), None),
        edition=edition,
    )


def _task_section(section: Section, facts: AssessmentFacts) -> TaskSection:
    lines = []
    left = 0
    for provision in section.in_form:
        response = facts.responses[provision.number]
        complete = is_complete(response, facts.actions)
        left += not complete
        status, colour = _task_status(response.outcome, complete)
        lines.append(TaskLine(provision.number, provision.title, status, colour))
    return TaskSection(section.number, section.title, left, tuple(lines))


def _task_status(outcome: Outcome, complete: bool) -> tuple[str, str]:
    if outcome is Outcome.NOT_ANSWERED:
        return NOT_STARTED, "grey"
    if not complete:
        return f"{OUTCOME_WORDS[outcome]}, not finished", "yellow"
    colours = {Outcome.YES: "green", Outcome.NO: "red"}
    words = "Answered" if outcome is Outcome.OTHER else OUTCOME_WORDS[outcome]
    return words, colours.get(outcome, "blue")


def edition_words(edition: Edition | None, edition_id: str) -> str:
    """Return an edition as people call it: "Complaint Handling Code 2024"."""
    return f"{edition.title} {edition.name}" if edition else edition_id


def suggested_year(landlord: Landlord, today: date) -> str:
    """Return the financial year that ended last, which is the one to assess."""
    current = FinancialYear.containing(today, landlord.year_end_month)
    return FinancialYear(current.start - 1).text
