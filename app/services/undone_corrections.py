"""A draft goes back to the edition from which it went over, within fourteen days.

What was set aside is put back as it was; where somebody wrote since, nothing is undone.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm.attributes import flag_modified

from app.database import db
from app.domain.carrying import Carried
from app.domain.edition_corrections import why_not_undone
from app.domain.editions import Change, Effect
from app.domain.errors import ChangedByAnother, StepNotAllowed
from app.domain.history import Kind
from app.domain.permissions import Permission
from app.domain.response_content import ResponseContent
from app.models import ActionProvision, Assessment, CarriedResponse
from app.models.correction_facts import newest_correction_of, planned_for, worked_on_since
from app.models.facts import actions_of
from app.services import correction_moves
from app.services.history import Actor


def undo_correction(
    assessment: Assessment,
    *,
    seen_correction: int,
    seen_version: int,
    by: Actor,
    now: datetime,
) -> None:
    """Let a draft answer again the edition from which it went over, with what it said then.

    Raises StepNotAllowed after fourteen days, and where it would lose what somebody wrote since.
    """
    by.require(Permission.LEAD, now=now)
    correction_moves.refuse_unless_draft(assessment, seen_version)
    correction = newest_correction_of(assessment)
    if correction is None or correction.id != seen_correction:
        raise ChangedByAnother(correction_moves.MOVED_ON)
    kept = correction.changes
    refusal = why_not_undone(
        correction.applied_at,
        worked_on_since(correction),
        planned_for(assessment, kept["added"], but=kept.get("linked", ())),
        now=now,
    )
    if refusal:
        raise StepNotAllowed(refusal)
    moment = correction_moves.Moment(assessment, by, now)
    moment.record(
        Kind.ASSESSMENT_CORRECTION_UNDONE,
        f"assessment:{assessment.id}",
        before={"edition": correction.to_edition_id},
        after={"edition": correction.from_edition_id},
    )
    rows = correction_moves.all_responses(assessment)
    planned = correction_moves.provisions_by_action(assessment)
    _take_off_again(assessment, kept.get("linked", ()))
    for number in set(kept["added"]) - set(kept["stood"]):
        # Nothing was said about it, or the undoing would have been refused.
        db.session.delete(rows.pop(number))
    for number, facts in kept["said"].items():
        content = ResponseContent.from_facts(facts)
        correction_moves.say_otherwise(rows[number], content, Kind.RESPONSE_PUT_BACK, moment)
    for number, carried in kept["stood"].items():
        rows[number].carried = Carried(carried)
    _put_back_readings(kept["readings"])
    _put_back_links(assessment, kept["links"])
    correction_moves.record_moved_actions(planned, moment)
    assessment.edition_id = correction.from_edition_id
    assessment.edition_digest = correction.from_digest
    correction.undone_at = now
    db.session.flush()


def _take_off_again(assessment: Assessment, linked: Sequence[Sequence[Any]]) -> None:
    """Take the actions off what the correction had asked again, and had put back on them."""
    for action in actions_of(assessment):
        for link in list(action.provisions):
            if [action.id, link.number] in [list(one) for one in linked]:
                action.provisions.remove(link)
                flag_modified(action, "title")


def _put_back_readings(readings: Mapping[str, Sequence[str | None]]) -> None:
    for row_id, (change, effect) in readings.items():
        row = db.session.get_one(CarriedResponse, int(row_id))
        row.change = Change(change) if change else None
        row.effect = Effect(effect) if effect else None


def _put_back_links(assessment: Assessment, links: Sequence[tuple[int, str]]) -> None:
    """Let the actions be for the provisions again; one that was removed since stays removed."""
    actions = {action.id: action for action in actions_of(assessment)}
    for action_id, number in links:
        action = actions.get(action_id)
        if action and number not in {link.number for link in action.provisions}:
            action.provisions.append(ActionProvision(number=number))
            flag_modified(action, "title")
