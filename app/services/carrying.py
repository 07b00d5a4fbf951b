"""Starting from an earlier assessment, undoing that, and what a person makes of each answer.

Nothing that was said before counts until a person says that it is still true.
"""

from datetime import date, datetime

from sqlalchemy import update

from app.database import db
from app.domain.answers import Answer
from app.domain.carrying import Carried, Parent, still_true, why_asked_again
from app.domain.coming_along import ComingAction, ComingAlong, coming_along
from app.domain.edition_shelf import Editions
from app.domain.editions import Edition
from app.domain.errors import ChangedByAnother, NotFound, StepNotAllowed
from app.domain.history import Kind
from app.domain.response_content import EMPTY
from app.domain.workflow import Reason, State
from app.domain.years import FinancialYear
from app.models import (
    Action,
    ActionProvision,
    Assessment,
    CarriedResponse,
    Landlord,
    ProvisionResponse,
)
from app.models.carrying_facts import earlier_facts, parents_of, work_since_start
from app.services import assessments, history, responses, steps
from app.services.actions import ActionContent
from app.services.history import Actor

UNDONE = "Its start from the earlier assessment was undone."


def start_carried_forward(
    landlord: Landlord,
    edition: Edition,
    year: FinancialYear,
    reason: Reason,
    *,
    earlier: Assessment,
    before: Edition,
    editions: Editions,
    by: Actor,
    now: datetime,
    token: str,
    assessed_on: date | None = None,
) -> Assessment:
    """Start an assessment beside which lies what an earlier one, which answers `before`, said.

    Raises Invalid where nothing of it could come along, and AlreadyExists as any start does.
    """
    if earlier.landlord_id != landlord.id or earlier.state is State.DISCARDED:
        raise NotFound("This landlord has no such assessment to start from.")
    along = coming_along(earlier_facts(earlier, before, editions), edition, year, editions)
    assessment = assessments.begin_assessment(
        landlord,
        edition,
        year,
        reason,
        by=by,
        now=now,
        token=token,
        assessed_on=assessed_on,
        carried_from=earlier,
    )
    _keep_what_was_said(assessment, along)
    for one in along.actions:
        _carry_action(assessment, along, one, by=by, now=now)
    return assessment


def confirm_response(
    assessment: Assessment,
    edition: Edition,
    number: str,
    editions: Editions,
    *,
    answer: Answer | None,
    seen_version: int,
    by: Actor,
    now: datetime,
) -> None:
    """Take over what was said before, because somebody says that it is still true.

    Raises Invalid where the Code asks otherwise now and the press came without an answer to it.
    """
    row = responses.open_response(assessment, number, by)
    _compare(row, seen_version)
    parents = _parents(assessment, edition, editions, row)
    provision = edition.provision(number)
    assert provision is not None
    reasons = why_asked_again(parents, edition, provision)
    content = still_true(parents, responses.content_of(row), reasons, answer)
    responses.write_response(
        assessment,
        edition,
        row,
        content,
        Kind.RESPONSE_CONFIRMED,
        by=by,
        now=now,
        carried=Carried.CONFIRMED,
        answer_chosen=bool(reasons),
    )


def start_response_afresh(
    assessment: Assessment,
    edition: Edition,
    number: str,
    editions: Editions,
    *,
    seen_version: int,
    by: Actor,
    now: datetime,
) -> None:
    """Begin a provision with nothing; what was said before stays readable beside it."""
    row = responses.open_response(assessment, number, by)
    _compare(row, seen_version)
    _parents(assessment, edition, editions, row)
    responses.write_response(
        assessment,
        edition,
        row,
        EMPTY,
        Kind.RESPONSE_STARTED_AFRESH,
        by=by,
        now=now,
        carried=Carried.AFRESH,
    )


def undo_carrying(assessment: Assessment, *, seen_version: int, by: Actor, now: datetime) -> None:
    """Take back the start of an assessment in which nobody has done anything yet."""
    if assessment.carried_from_id is None:
        raise StepNotAllowed("This assessment was started with empty answers. Discard it instead.")
    if work_since_start(assessment) is not None:
        raise StepNotAllowed(
            "Somebody has worked in this assessment since it was started, so the start cannot be "
            "undone without losing that. Discard the assessment instead, and say why."
        )
    steps.move(assessment, "discard", seen_version=seen_version, by=by, now=now, reason=UNDONE)
    earlier = db.session.get_one(Assessment, assessment.carried_from_id)
    history.record(
        Kind.ASSESSMENT_CARRYING_UNDONE,
        by=by,
        now=now,
        subject=f"assessment:{assessment.id}",
        document_id=assessment.id,
        after={"year": assessment.year, "from_year": earlier.year},
    )


def _parents(
    assessment: Assessment, edition: Edition, editions: Editions, row: ProvisionResponse
) -> tuple[Parent, ...]:
    """Return what waits to be decided on; raise StepNotAllowed where nothing does."""
    parents = parents_of(assessment, edition, editions, row.number).get(row.number, ())
    waits = row.carried is Carried.TO_CONFIRM
    if not parents or not (waits or (row.carried is Carried.AFRESH and row.answer is None)):
        raise StepNotAllowed(
            f"Nothing of {row.number} waits to be confirmed now. Load its page again to see what "
            "is recorded."
        )
    return parents


def _compare(row: ProvisionResponse, seen_version: int) -> None:
    if row.version != seen_version:
        raise ChangedByAnother(f"Somebody else saved {row.number} while your page was open.")


def _keep_what_was_said(assessment: Assessment, along: ComingAlong) -> None:
    """Write what was said before beside the empty responses, for each provision it goes on in."""
    for heir in along.heirs:
        db.session.add_all(
            CarriedResponse(
                assessment_id=assessment.id,
                number=heir.provision.number,
                year=parent.year,
                edition_id=along.earlier.edition.id,
                parent_number=parent.number,
                change=parent.change,
                effect=parent.effect,
                ended="",
                content=parent.content.as_facts(),
            )
            for parent in heir.parents
        )
    db.session.add_all(
        CarriedResponse(
            assessment_id=assessment.id,
            number=None,
            year=along.earlier.year.text,
            edition_id=along.earlier.edition.id,
            parent_number=one.number,
            ended=one.reason,
            content=one.content.as_facts(),
        )
        for one in along.ended
    )
    db.session.execute(
        update(ProvisionResponse)
        .where(
            ProvisionResponse.assessment_id == assessment.id,
            ProvisionResponse.number.in_([heir.provision.number for heir in along.to_confirm]),
        )
        .values(carried=Carried.TO_CONFIRM)
    )


def _carry_action(
    assessment: Assessment, along: ComingAlong, one: ComingAction, *, by: Actor, now: datetime
) -> None:
    """Go on with an open action as it was promised, for the provisions that continue its own."""
    before = one.action
    action = Action(
        assessment_id=assessment.id,
        title=before.title,
        owner=before.owner,
        due_promised=before.due.promised if before.due else "",
        due_last_day=before.due.last_day if before.due else None,
        stage=before.stage,
        source=before.source,
        dropped_reason="",
        carried_from_id=before.id,
        created_at=now,
        provisions=[ActionProvision(number=number) for number in one.provisions],
    )
    db.session.add(action)
    db.session.flush()
    content = ActionContent(
        title=before.title,
        owner=before.owner,
        due=before.due,
        stage=before.stage,
        source=before.source,
        provisions=one.provisions,
    )
    history.record(
        Kind.ACTION_CARRIED,
        by=by,
        now=now,
        subject=f"action:{action.id}",
        document_id=assessment.id,
        after=content.as_facts() | {"from_action": before.id, "from_year": along.earlier.year.text},
    )
