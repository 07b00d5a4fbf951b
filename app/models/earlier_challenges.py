"""Which questions of earlier years an assessment may take up again, and as what."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from app.database import db
from app.domain.actions import ActionFacts
from app.domain.asked_again import CarriedQuestion, carried_question
from app.domain.challenges import OPEN, Standing
from app.domain.edition_shelf import Editions
from app.domain.editions import Edition
from app.domain.workflow import State
from app.models.assessments import Assessment
from app.models.challenges import Challenge
from app.models.scrutiny_facts import challenge_facts

NOT_YET = 2**63 - 1  # the number of an assessment that is yet to be made: later than all


def unsettled_before(assessment: Assessment) -> list[tuple[Challenge, Assessment]]:
    """Return the unsettled challenges of the landlord's earlier assessments, the newest first."""
    return unsettled_for(
        assessment.landlord_id, assessment.rulebook, assessment.year, assessment.id
    )


def unsettled_for(
    landlord_id: int, rulebook: str, year: str, assessment_id: int = NOT_YET
) -> list[tuple[Challenge, Assessment]]:
    """Return what an assessment of a year, begun or not, may take up of the ones before.

    One that was taken up since is left out: its copy is what may be asked again. A copy in a
    discarded assessment does not count, for nobody goes on with it.
    """
    taken_up, taken_up_in = aliased(Challenge), aliased(Assessment)
    rows = db.session.execute(
        select(Challenge, Assessment)
        .join(Assessment, Assessment.id == Challenge.assessment_id)
        .where(
            Assessment.landlord_id == landlord_id,
            Assessment.rulebook == rulebook,
            Assessment.id != assessment_id,
            or_(
                Assessment.year < year,
                (Assessment.year == year) & (Assessment.id < assessment_id),
            ),
            or_(
                Challenge.standing.in_(OPEN),
                (Challenge.standing == Standing.WITHDRAWN) & Challenge.ask_again,
            ),
            ~exists()
            .where(
                taken_up.carried_from_id == Challenge.id,
                taken_up_in.id == taken_up.assessment_id,
                taken_up_in.state != State.DISCARDED,
            )
            .correlate(Challenge),
        )
        .options(selectinload(Challenge.replies), joinedload(Challenge.action))
        .order_by(Assessment.year.desc(), Assessment.id.desc(), Challenge.id)
    )
    return [(challenge, origin) for challenge, origin in rows]


def question_again(
    row: Challenge,
    origin: Assessment,
    *,
    edition: Edition,
    editions: Editions,
    actions: Sequence[ActionFacts],
    goes_on_in: Mapping[int, int],
) -> CarriedQuestion:
    """Return an earlier challenge as an assessment of this edition would hold it."""
    before = editions.get(origin.edition_id)
    facts = challenge_facts(row, before or edition)
    if before is None:
        # The titles of another edition would name something else.
        facts = replace(facts, subject=row.number or facts.subject)
    return carried_question(
        facts,
        origin.year,
        before=before,
        after=edition,
        editions=editions,
        actions=actions,
        goes_on_in=goes_on_in,
    )
