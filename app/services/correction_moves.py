"""The steps that going over to a correction and going back share: no word of anybody is lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.database import db
from app.domain.errors import ChangedByAnother, StepNotAllowed
from app.domain.history import Kind
from app.domain.response_content import ResponseContent
from app.domain.summary import in_code_order
from app.domain.workflow import ANSWERS_OPEN
from app.models import Assessment, HistoryEntry, ProvisionResponse
from app.models.facts import actions_of
from app.services import history, responses
from app.services.history import Actor

MOVED_ON = (
    "This assessment moved on while the page was open. Load the page again to see where it stands."
)


@dataclass(frozen=True)
class Moment:
    """What every entry of one change has in common."""

    assessment: Assessment
    by: Actor
    now: datetime

    def record(self, kind: Kind, subject: str, **facts: Any) -> HistoryEntry:
        """Write an entry of the history."""
        return history.record(
            kind,
            by=self.by,
            now=self.now,
            subject=subject,
            document_id=self.assessment.id,
            **facts,
        )


def refuse_unless_draft(assessment: Assessment, seen_version: int) -> None:
    """Raise StepNotAllowed for what is no draft, and ChangedByAnother for what moved on."""
    if assessment.state not in ANSWERS_OPEN:
        raise StepNotAllowed(
            "Only a draft can go over to a corrected edition or back. Take this assessment back "
            "to draft first."
        )
    if assessment.version != seen_version:
        raise ChangedByAnother(MOVED_ON)


def all_responses(assessment: Assessment) -> dict[str, ProvisionResponse]:
    """Return every row of an assessment by its number, also those that are asked no more."""
    rows = db.session.scalars(
        select(ProvisionResponse)
        .where(ProvisionResponse.assessment_id == assessment.id)
        .options(selectinload(ProvisionResponse.evidence))
    )
    return {row.number: row for row in rows}


def say_otherwise(
    row: ProvisionResponse, content: ResponseContent, kind: Kind, moment: Moment
) -> None:
    """Let a row say something else, with an entry of the history that holds both."""
    before, after = responses.say(row, content)
    moment.record(kind, f"provision:{row.number}", before=before, after=after)


def provisions_by_action(assessment: Assessment) -> dict[int, list[str]]:
    """Return which provisions each action of the plan is for."""
    return {
        action.id: list(in_code_order([link.number for link in action.provisions]))
        for action in actions_of(assessment)
    }


def record_moved_actions(before: Mapping[int, list[str]], moment: Moment) -> None:
    """Tell of every action that is for other provisions than before, under its own name."""
    after = provisions_by_action(moment.assessment)
    for action in actions_of(moment.assessment):
        if after[action.id] != before[action.id]:
            moment.record(
                Kind.ACTION_CHANGED,
                f"action:{action.id}",
                before={"title": action.title, "provisions": before[action.id]},
                after={"provisions": after[action.id]},
            )
