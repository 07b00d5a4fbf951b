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
from app.domain.signed_documents import canonical_bytes, signed_digest
from app.domain.workflow import STATE_WORDS, Reason, State
from app.models import GoverningBodyResponse, SignOff, YearlyDocument
from app.models.facts import body_response_of, office_of, recorders_of
from app.models.scrutiny_facts import approval_of
from app.models.signed_texts import text_of
from app.services import history, tokens
from app.services.history import Actor
from app.services.steps import move, refuse_obstacles


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
    document: YearlyDocument,
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
    _refuse_writing(document, by, now)
    row = body_response_of(document)
    if document.reason is not Reason.RECORD:
        content = replace(content, body=row.body if row else "", minute=row.minute if row else "")
    if row and all(getattr(row, name) == value for name, value in vars(content).items()):
        return
    if (row.version if row else None) != seen_version:
        raise ChangedByAnother("Somebody else saved the response while your page was open.")
    if row is None:
        row = GoverningBodyResponse(document_id=document.id)
        db.session.add(row)
    for name, value in vars(content).items():
        setattr(row, name, value)
    db.session.flush()
    history.of_document(
        Kind.BODY_RESPONSE_WRITTEN,
        document,
        by,
        now,
        after=vars(content) | {"met_on": content.met_on.isoformat() if content.met_on else None},
    )


def sign_off(
    document: YearlyDocument,
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
    if not may_sign(by.person.id, recorded_by=recorders_of(document)):
        raise NotAllowed(
            f"You recorded part of this {document.noun} yourself, so somebody else has to sign it "
            "off."
        )
    tokens.spend(token, now=now)
    move(document, "sign_off", seen_version=document.version, by=by, now=now)
    refuse_obstacles(document, edition, Gate.SIGN_OFF, now=now)
    text = text_of(document, edition)
    if signed_digest(text) != seen_digest:
        raise ChangedByAnother(
            "The text changed while your page was open. Read it again before you sign it off."
        )
    _refuse_unconfirmed(document, confirmed)
    signed_as = _office_of(by)
    signed = SignOff(
        document_id=document.id,
        digest=seen_digest,
        document=canonical_bytes(text),
        signed_by_id=by.person.id,
        signed_by_name=by.person.name,
        signed_as=signed_as,
        signed_at=now,
    )
    db.session.add(signed)
    history.of_document(
        Kind.ASSESSMENT_SIGNED_OFF,
        document,
        by,
        now,
        after={"digest": seen_digest, "signed_as": signed_as},
    )
    return signed


def _refuse_writing(document: YearlyDocument, by: Actor, now: datetime) -> None:
    is_record = document.reason is Reason.RECORD
    by.require(Permission.LEAD if is_record else Permission.SIGN_OFF, now=now)
    open_state = State.DRAFT if is_record else State.UNDER_SCRUTINY
    if document.state is not open_state:
        raise StepNotAllowed(
            f"The response is written while the {document.noun} is "
            f"“{STATE_WORDS[open_state].lower()}”. "
            f"It is “{STATE_WORDS[document.state].lower()}” now, so nothing was saved."
        )


def _refuse_unconfirmed(document: YearlyDocument, confirmed: Collection[int]) -> None:
    approval = approval_of(document)
    for amendment in approval.amendments if approval else ():
        if amendment.id not in confirmed:
            raise Invalid(
                "Tick that this amendment is in the text, or send it back to draft.",
                f"amendment_{amendment.id}",
            )


def _office_of(by: Actor) -> str:
    membership = by.membership()
    assert membership is not None
    return office_of(membership).signed_as
