"""The governing body's response, and its approval of an exact text."""

from dataclasses import dataclass
from datetime import date, datetime

from app.database import db
from app.domain.editions import Edition
from app.domain.errors import ChangedByAnother, Invalid, NotAllowed, StepNotAllowed
from app.domain.history import Kind
from app.domain.permissions import Permission, may_sign
from app.domain.statement import build, canonical_bytes
from app.domain.workflow import Reason, State
from app.models import Assessment, GoverningBodyResponse, SignOff
from app.models.facts import assessment_facts, body_response_of, recorders_of
from app.services import history, tokens
from app.services.assessments import move, refuse_obstacles
from app.services.history import Actor


@dataclass(frozen=True)
class BodyResponseContent:
    """What the governing body says; empty where not known."""

    text: str
    body: str = ""
    by: str = ""
    role: str = ""
    met_on: date | None = None
    minute: str = ""


def write_body_response(
    assessment: Assessment,
    content: BodyResponseContent,
    *,
    seen_version: int | None,
    by: Actor,
    now: datetime,
) -> None:
    """Save the governing body's response; `seen_version` is None while there was none.

    The cabinet member writes it under scrutiny; in a record of a past one a lead copies it in.
    Nothing is recorded where nothing changed.
    """
    _refuse_writing(assessment, by)
    row = body_response_of(assessment)
    if (row.version if row else None) != seen_version:
        raise ChangedByAnother("Somebody else saved the response while your page was open.")
    if row is None:
        row = GoverningBodyResponse(assessment_id=assessment.id)
        db.session.add(row)
    elif all(getattr(row, name) == value for name, value in vars(content).items()):
        return
    for name, value in vars(content).items():
        setattr(row, name, value)
    db.session.flush()
    history.record(
        Kind.BODY_RESPONSE_WRITTEN,
        by=by,
        now=now,
        subject=f"assessment:{assessment.id}",
        assessment_id=assessment.id,
        after=vars(content) | {"met_on": content.met_on.isoformat() if content.met_on else None},
    )


def sign_off(
    assessment: Assessment,
    edition: Edition,
    *,
    seen_digest: str,
    by: Actor,
    now: datetime,
    token: str,
) -> SignOff:
    """Approve the text whose digest the signer saw, and keep that text.

    Raises NotAllowed for somebody who recorded part of it, Invalid without a response, NotReady
    while obstacles stand, and ChangedByAnother when the text is not the one that was seen.
    """
    by.require(Permission.SIGN_OFF)
    assert by.person is not None
    if not may_sign(by.person.id, recorded_by=recorders_of(assessment)):
        raise NotAllowed(
            "You recorded part of this assessment yourself, so somebody else has to sign it off."
        )
    tokens.spend(token, now=now)
    facts = assessment_facts(assessment, edition)
    refuse_obstacles(assessment, facts)
    if facts.response is None:
        raise Invalid("Write the governing body's response first; it is part of what is signed.")
    document = build(facts)
    if document["assessment"]["digest"] != seen_digest:
        raise ChangedByAnother(
            "The text changed while your page was open. Read it again before you sign it off."
        )
    move(assessment, "sign_off", seen_version=assessment.version, by=by)
    signed = SignOff(
        assessment_id=assessment.id,
        digest=seen_digest,
        document=canonical_bytes(document),
        signed_by_id=by.person.id,
        signed_by_name=by.person.name,
        signed_at=now,
    )
    db.session.add(signed)
    history.record(
        Kind.ASSESSMENT_SIGNED_OFF,
        by=by,
        now=now,
        subject=f"assessment:{assessment.id}",
        assessment_id=assessment.id,
        after={"digest": seen_digest},
    )
    return signed


def _refuse_writing(assessment: Assessment, by: Actor) -> None:
    if assessment.reason is Reason.RECORD:
        by.require(Permission.LEAD)
        open_state = State.DRAFT
    else:
        by.require(Permission.SIGN_OFF)
        open_state = State.UNDER_SCRUTINY
    if assessment.state is not open_state:
        raise StepNotAllowed("The response cannot be changed at this point of the assessment.")
