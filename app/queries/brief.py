"""What the brief for the cabinet member shows, on its page and in its PDF."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from app.database import db
from app.domain.answers import Outcome
from app.domain.brief import Before, Brief, Worst, brief, worst_of
from app.domain.carrying import Agreed
from app.domain.challenges import CHALLENGES_OPEN
from app.domain.comparison import Comparison, compare
from app.domain.due_dates import Due
from app.domain.edition_shelf import Editions
from app.domain.editions import Edition
from app.domain.history import Kind
from app.domain.promises import Promise, promises
from app.domain.provision_changes import Field
from app.domain.statement import AssessmentFacts, build
from app.domain.suggestions import DateMoved
from app.domain.workflow import Reason
from app.domain.years import FinancialYear
from app.models import Assessment, HistoryEntry
from app.models.carrying_facts import agreed_of
from app.models.facts import assessment_facts
from app.queries.headings import Heading, heading
from app.queries.promises import actions_today, plans_of
from app.queries.published_documents import Publisher, documents_of, publisher, statements_of

# A list of the first page: its title, its items, what stands where it is empty, and its words.
NamedList = tuple[str, Worst[Any], str, str]
# A count: its title, the worst few of it, and the words for one of them.
NamedCount = tuple[str, Worst[Any], str]


@dataclass(frozen=True)
class BriefPage:
    """The brief with the names of its parts, in the order in which they are read."""

    heading: Heading
    brief: Brief
    on: date
    unanswered: int
    asks_open: bool

    @property
    def agreed(self) -> Agreed | None:
        """What was only confirmed, with one press each."""
        return self.brief.agreed

    @property
    def lists(self) -> tuple[NamedList, ...]:
        """What follows the gaps on the first page."""
        told = self.brief
        return (
            ("Overdue", worst_of(told.overdue), "Nothing is overdue.", "promised"),
            ("Without a date", worst_of(told.undated), "Every open action has a date.", "promised"),
            ("Dates that were moved", worst_of(told.moved), "No date was moved later.", "moved"),
            (
                "Earlier promises that are late, moved, dropped, or past their day",
                told.promises,
                "No published promise of an earlier year is.",
                "promise",
            ),
        )

    @property
    def counts(self) -> tuple[NamedCount, ...]:
        """The counts, each with the worst few."""
        told = self.brief
        since = f"since {told.compared_with}" if told.compared_with else "since an earlier year"
        return (
            ("Yes without evidence", told.without_evidence, "name"),
            ("Yes with evidence older than a year", told.old_evidence, "old"),
            (f"Answers changed {since}", told.changed[Field.ANSWER], "answer"),
            (f"Wording of the Code changed {since}", told.changed[Field.WORDING], "wording"),
            (f"Evidence changed {since}", told.changed[Field.EVIDENCE], "evidence"),
            ("Open challenges", told.open_challenges, "challenge"),
        )


def brief_page(
    assessment: Assessment, edition: Edition, editions: Editions, today: date
) -> BriefPage:
    """Return the brief of an assessment on a day."""
    facts = assessment_facts(assessment, edition)
    landlord = publisher(assessment.landlord.slug)
    before = Before(
        comparison=since_last_year(landlord, facts, editions),
        promises=_promises_of_earlier_years(landlord, assessment.rulebook, facts.year, today),
        moved=tuple(_moved(assessment, facts)),
        agreed=agreed_of(assessment),
    )
    guidance = {
        one.number: note
        for one in edition.in_form
        if (note := editions.guidance(edition.id, one.number))
    }
    outcomes = [facts.responses[one.number].outcome for one in edition.in_form]
    return BriefPage(
        heading=heading(assessment, edition),
        brief=brief(facts, before, guidance, today),
        on=today,
        unanswered=outcomes.count(Outcome.NOT_ANSWERED),
        asks_open=assessment.state in CHALLENGES_OPEN and assessment.reason is not Reason.RECORD,
    )


def since_last_year(
    landlord: Publisher, facts: AssessmentFacts, editions: Editions
) -> Comparison | None:
    """Compare with the newest statement of the year that was published before this one."""
    earlier = [
        one
        for one in statements_of(landlord, facts.edition.rulebook)
        if one.year < facts.year and not one.is_withdrawn
    ]
    if not earlier:
        return None
    (document,) = documents_of(earlier[:1]).values()
    return compare(document, build(facts), editions)


def _promises_of_earlier_years(
    landlord: Publisher, rulebook: str, year: FinancialYear, today: date
) -> tuple[Promise, ...]:
    plans = [one for one in plans_of(landlord, rulebook) if one.year < year.slug]
    numbers = {line.action_id for plan in plans for line in plan.lines}
    return promises(plans, actions_today(landlord.id, numbers), today)


def _moved(assessment: Assessment, facts: AssessmentFacts) -> Iterator[DateMoved]:
    """Yield each open action whose first date of this assessment was earlier than its date now."""
    first: dict[int, Due] = {}
    for entry in db.session.scalars(
        select(HistoryEntry)
        .where(
            HistoryEntry.document_id == assessment.id,
            HistoryEntry.kind == Kind.ACTION_CHANGED,
        )
        .order_by(HistoryEntry.sequence)
    ):
        before = entry.before or {}
        if before.get("due_last_day"):
            due = Due(before.get("due_promised", ""), date.fromisoformat(before["due_last_day"]))
            first.setdefault(int(entry.subject.removeprefix("action:")), due)
    for action in facts.actions:
        was = first.get(action.id)
        if was and action.is_open and (action.due is None or action.due.last_day > was.last_day):
            yield DateMoved(action.id, action.title, was, action.due)
