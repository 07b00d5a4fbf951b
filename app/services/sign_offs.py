"""The Member's response, and the Member's sign-off of an exact text."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from app.database import db
from app.domain.editions import Edition
from app.domain.errors import ChangedByAnother, Invalid, NotAllowed, StepNotAllowed
from app.domain.history import Kind
from app.domain.permissions import Permission, may_sign
from app.domain.readiness import Gate
from app.domain.statement import build, canonical_bytes
from app.domain.workflow import STATE_WORDS, Reason, State
from app.models import Assessment, GoverningBodyResponse, SignOff
from app.models.facts import assessment_facts, body_response_of, office_of, recorders_of
from app.models.scrutiny_facts import approval_of
from app.services import history, tokens
from app.services.assessments import move, refuse_obstacles
from app.services.history import Actor


@dataclass(frozen=True)
class BodyResponseContent:
    """What the Member says, in which role, and when; empty where not known.

    `body` and `minute` are kept for documents of the past only: what a meeting decides on a
    self-assessment of today is recorded apart, as its approval.
    """

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
    Nothing is recorded where nothing changed, so that a second press has no effect of its own.
    """
    _refuse_writing(assessment, by, now)
    row = body_response_of(assessment)
    if assessment.reason is not Reason.RECORD:
        content = replace(content, body=row.body if row else "", minute=row.minute if row else "")
    if row and all(getattr(row, name) == value for name, value in vars(content).items()):
        return
    if (row.version if row else None) != seen_version:
        raise ChangedByAnother("Somebody else saved the response while your page was open.")
    if row is None:
        row = GoverningBodyResponse(assessment_id=assessment.id)
        db.session.add(row)
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
    confirmed: Collection[int] = (),
) -> SignOff:
    """Sign the text whose digest the signer saw, and keep it with the office that signed it.

    `confirmed` names the amendments of the meeting that the signer found in the text. Raises
    NotAllowed for somebody who recorded part of it, StepNotAllowed out of turn, NotReady while
    obstacles stand, ChangedByAnother when the text is not the one that was seen, and Invalid for
    an amendment that is not confirmed.
    """
    by.require(Permission.SIGN_OFF, now=now)
    assert by.person is not None
    if not may_sign(by.person.id, recorded_by=recorders_of(assessment)):
        raise NotAllowed(
            "You recorded part of this assessment yourself, so somebody else has to sign it off."
        )
    tokens.spend(token, now=now)
    move(assessment, "sign_off", seen_version=assessment.version, by=by, now=now)
    facts = assessment_facts(assessment, edition)
    refuse_obstacles(assessment, facts, Gate.SIGN_OFF, now=now)
    document = build(facts)
    if document["assessment"]["digest"] != seen_digest:
        raise ChangedByAnother(
            "The text changed while your page was open. Read it again before you sign it off."
        )
    _refuse_unconfirmed(assessment, confirmed)
    signed_as = _office_of(by)
    signed = SignOff(
        assessment_id=assessment.id,
        digest=seen_digest,
        document=canonical_bytes(document),
        signed_by_id=by.person.id,
        signed_by_name=by.person.name,
        signed_as=signed_as,
        signed_at=now,
    )
    db.session.add(signed)
    history.record(
        Kind.ASSESSMENT_SIGNED_OFF,
        by=by,
        now=now,
        subject=f"assessment:{assessment.id}",
        assessment_id=assessment.id,
        after={"digest": seen_digest, "signed_as": signed_as},
    )
    return signed


def _refuse_writing(assessment: Assessment, by: Actor, now: datetime) -> None:
    is_record = assessment.reason is Reason.RECORD
    by.require(Permission.LEAD if is_record else Permission.SIGN_OFF, now=now)
    open_state = State.DRAFT if is_record else State.UNDER_SCRUTINY
    if assessment.state is not open_state:
        raise StepNotAllowed(
            f"The response is written while the assessment is “{STATE_WORDS[open_state].lower()}”."
            f" It is “{STATE_WORDS[assessment.state].lower()}” now, so nothing was saved."
        )


def _refuse_unconfirmed(assessment: Assessment, confirmed: Collection[int]) -> None:
    approval = approval_of(assessment)
    for amendment in approval.amendments if approval else ():
        if amendment.id not in confirmed:
            raise Invalid(
                "Tick that this amendment is in the text, or send the assessment back.",
                f"amendment_{amendment.id}",
            )


def _office_of(by: Actor) -> str:
    membership = by.membership()
    assert membership is not None
    return office_of(membership).signed_as
