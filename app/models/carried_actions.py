"""Which action goes on with which, over the years; one that nobody goes on with is left out."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from app.database import db
from app.domain.actions import ActionFacts
from app.domain.workflow import State
from app.models.actions import Action
from app.models.assessments import Assessment
from app.models.documents import YearlyDocument
from app.models.facts import action_facts, actions_of


def carried_from(landlord_id: int) -> Mapping[int, int]:
    """Return for each carried action of a landlord the one that it goes on with.

    One in a discarded assessment is left out: nobody goes on with it.
    """
    rows = db.session.execute(
        select(Action.id, Action.carried_from_id)
        .join(Assessment, Assessment.id == Action.assessment_id)
        .where(
            Assessment.landlord_id == landlord_id,
            Assessment.state != State.DISCARDED,
            Action.carried_from_id.is_not(None),
        )
        .order_by(Action.id)
    )
    return {number: earlier for number, earlier in rows if earlier is not None}


def line_back(number: int, earlier: Mapping[int, int]) -> tuple[int, ...]:
    """Return the actions that one goes on with, the nearest first."""
    found: list[int] = []
    while (number := earlier.get(number, 0)) and number not in found:
        found.append(number)
    return tuple(found)


def actions_in(document: YearlyDocument) -> list[ActionFacts]:
    """Return the actions of a document as values; a report promises none of its own."""
    if not isinstance(document, Assessment):
        return []
    return [action_facts(row) for row in actions_of(document)]


def goes_on_in(assessment: YearlyDocument) -> Mapping[int, int]:
    """Return for each earlier action the one of this assessment that goes on with it."""
    earlier = carried_from(assessment.landlord_id)
    here = db.session.scalars(select(Action.id).where(Action.assessment_id == assessment.id))
    return {before: number for number in here for before in line_back(number, earlier)}


def actions_by_number(numbers: Sequence[int]) -> list[tuple[Action, Assessment]]:
    """Return actions in the order in which they are asked for, each with its assessment."""
    if not numbers:
        return []
    rows = db.session.execute(
        select(Action, Assessment)
        .join(Assessment, Assessment.id == Action.assessment_id)
        .where(Action.id.in_(numbers))
    )
    found = {action.id: (action, assessment) for action, assessment in rows}
    return [found[number] for number in numbers]
