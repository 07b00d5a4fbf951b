"""What happened to a draft since it went over to a corrected edition, as the rules judge it."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.database import db
from app.domain.carrying import Carried
from app.domain.history import WRITING
from app.domain.summary import in_code_order
from app.models.actions import Action, ActionProvision
from app.models.assessments import Assessment, ProvisionResponse
from app.models.carrying import CarriedResponse, EditionCorrection
from app.models.history import HistoryEntry


def newest_correction_of(assessment: Assessment) -> EditionCorrection | None:
    """Return how an assessment came to the edition that it answers; None where it began with it."""
    return next(iter(corrections_of(assessment)), None)


def corrections_of(assessment: Assessment) -> list[EditionCorrection]:
    """Return every correction to which an assessment went over and not back, the newest first."""
    return list(
        db.session.scalars(
            select(EditionCorrection)
            .where(
                EditionCorrection.assessment_id == assessment.id,
                EditionCorrection.undone_at.is_(None),
            )
            .order_by(EditionCorrection.id.desc())
        )
    )


def worked_on_since(correction: EditionCorrection) -> tuple[str, ...]:
    """Return the added and reworded provisions about which somebody wrote since."""
    touched = (*correction.changes["added"], *correction.changes["reworded"])
    subjects = db.session.scalars(
        select(HistoryEntry.subject)
        .where(
            HistoryEntry.document_id == correction.assessment_id,
            HistoryEntry.sequence > correction.entry,
            HistoryEntry.kind.in_(WRITING),
            HistoryEntry.subject.in_([f"provision:{number}" for number in touched]),
        )
        .distinct()
    )
    return in_code_order([subject.partition(":")[2] for subject in subjects])


def planned_for(
    assessment: Assessment, numbers: Collection[str], *, but: Iterable[Sequence[Any]] = ()
) -> tuple[str, ...]:
    """Return the titles of the actions that are for one of these provisions.

    `but` names actions with the provisions for which nobody chose them: a correction put them back.
    """
    rows = db.session.execute(
        select(Action.id, Action.title, ActionProvision.number)
        .join(ActionProvision, ActionProvision.action_id == Action.id)
        .where(Action.assessment_id == assessment.id, ActionProvision.number.in_(numbers))
        .order_by(Action.id)
    )
    passed = {(action_id, number) for action_id, number in but}
    planned = {one.id: one.title for one in rows if (one.id, one.number) not in passed}
    return tuple(planned.values())


def withdrawn_responses(assessment: Assessment) -> list[ProvisionResponse]:
    """Return what was said about provisions that a correction no longer asks about."""
    return list(
        db.session.scalars(
            select(ProvisionResponse)
            .where(
                ProvisionResponse.assessment_id == assessment.id,
                ProvisionResponse.carried == Carried.WITHDRAWN,
            )
            .options(selectinload(ProvisionResponse.evidence))
        )
    )


def set_aside_and_withdrawn(assessment: Assessment) -> list[CarriedResponse]:
    """Return what one correction set aside, of provisions that a later one no longer asks about."""
    withdrawn = [row.number for row in withdrawn_responses(assessment)]
    if not withdrawn:
        return []
    return list(
        db.session.scalars(
            select(CarriedResponse)
            .join(EditionCorrection, EditionCorrection.id == CarriedResponse.correction_id)
            .where(
                CarriedResponse.assessment_id == assessment.id,
                CarriedResponse.number.in_(withdrawn),
                EditionCorrection.undone_at.is_(None),
            )
            .order_by(CarriedResponse.id)
        )
    )
