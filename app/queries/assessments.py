"""What the pages of a whole assessment show: the overview, the task list, summary and readiness."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from app.database import db
from app.domain.answers import Outcome
from app.domain.carrying import CARRIED_WORDS, Agreed, Carried, Progress, progress_of
from app.domain.edition_shelf import Editions
from app.domain.editions import Edition, Section
from app.domain.readiness import gate_of
from app.domain.responses import is_complete
from app.domain.statement import AssessmentFacts
from app.domain.workflow import (
    REASON_WORDS,
    STATE_WORDS,
    State,
    Step,
    next_steps,
)
from app.domain.years import FinancialYear
from app.models import Assessment, Landlord, ProvisionResponse
from app.models.carrying_facts import agreed_of, states_of
from app.models.facts import assessment_facts, findings_of
from app.queries.challenge_lines import (
    ChallengeCounts,
    challenge_counts_by_document,
)
from app.queries.headings import Heading, edition_words, heading


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
    challenges: ChallengeCounts


@dataclass(frozen=True)
class Overview:
    """A landlord's own page: its assessments, the newest first."""

    lines: tuple[OverviewLine, ...]


@dataclass(frozen=True)
class TaskLine:
    """One provision in the task list."""

    number: str
    title: str
    status: str
    colour: str
    note: str = ""


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
    carrying: Progress | None
    agreed: Agreed | None


NOT_STARTED = "Not answered"
TO_CONFIRM = (CARRIED_WORDS[Carried.TO_CONFIRM], "purple")
UNANSWERED = (NOT_STARTED, TO_CONFIRM[0])
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
        .where(ProvisionResponse.carried != Carried.WITHDRAWN)
        .group_by(ProvisionResponse.assessment_id)
        .subquery()
    )
    rows = db.session.execute(
        select(Assessment, answered.c.answered, answered.c.all)
        .join(answered, answered.c.assessment_id == Assessment.id)
        .where(Assessment.landlord_id == landlord.id, Assessment.state != State.DISCARDED)
        .order_by(Assessment.year.desc(), Assessment.id.desc())
    )
    counts = challenge_counts_by_document(landlord)
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
                challenges=counts.get(assessment.id, ChallengeCounts()),
            )
            for assessment, given, provisions in rows
        )
    )


def task_list(assessment: Assessment, edition: Edition, today: date) -> TaskListPage:
    """Return the task list of an assessment."""
    facts = assessment_facts(assessment, edition)
    agreed = agreed_of(assessment)
    confirmed = agreed.numbers if agreed else ()
    sections = tuple(_task_section(section, facts, confirmed) for section in edition.sections)
    lines = [line for section in sections for line in section.lines]
    findings = findings_of(assessment, facts, gate=gate_of(assessment.state), today=today)
    return TaskListPage(
        heading=heading(assessment, edition),
        sections=sections,
        complete=len(lines) - sum(section.left for section in sections),
        provisions=len(lines),
        obstacles=sum(finding.blocks for finding in findings),
        warnings=sum(not finding.blocks for finding in findings),
        steps=next_steps(assessment.state, assessment.reason),
        first_left=next((line.number for line in lines if line.status in UNANSWERED), None),
        edition=edition,
        carrying=progress(assessment, edition),
        agreed=agreed,
    )


def progress(assessment: Assessment, edition: Edition) -> Progress | None:
    """Return how far confirming has come, or None where nothing was carried forward."""
    if assessment.carried_from_id is None:
        return None
    states = states_of(assessment)
    return progress_of(states[one.number] for one in edition.in_form if one.number in states)


def _task_section(
    section: Section, facts: AssessmentFacts, confirmed: Collection[str]
) -> TaskSection:
    lines = []
    left = 0
    for provision in section.in_form:
        response = facts.responses[provision.number]
        complete = is_complete(response, facts.actions)
        left += not complete
        waits = provision.number in facts.to_confirm
        status, colour = TO_CONFIRM if waits else _task_status(response.outcome, complete)
        note = "confirmed" if provision.number in confirmed else ""
        lines.append(TaskLine(provision.number, provision.title, status, colour, note))
    return TaskSection(section.number, section.title, left, tuple(lines))


def _task_status(outcome: Outcome, complete: bool) -> tuple[str, str]:
    if outcome is Outcome.NOT_ANSWERED:
        return NOT_STARTED, "grey"
    if not complete:
        return f"{OUTCOME_WORDS[outcome]}, not finished", "yellow"
    colours = {Outcome.YES: "green", Outcome.NO: "red"}
    words = "Answered" if outcome is Outcome.OTHER else OUTCOME_WORDS[outcome]
    return words, colours.get(outcome, "blue")


def suggested_year(landlord: Landlord, today: date) -> str:
    """Return the financial year that ended last, which is the one to assess."""
    current = FinancialYear.containing(today, landlord.year_end_month)
    return FinancialYear(current.start - 1).text
