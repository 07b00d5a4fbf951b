"""The steps that carry a document of either kind from draft to sign-off, and back."""

from datetime import date, datetime

from app.domain.days import london_day
from app.domain.editions import Edition
from app.domain.errors import ChangedByAnother, Invalid, NotReady, StepNotAllowed
from app.domain.history import Kind
from app.domain.readiness import Gate, blocking
from app.domain.workflow import STEPS, take
from app.models import YearlyDocument
from app.models.facts import published_revision
from app.models.signed_texts import findings_of
from app.services import history
from app.services.history import Actor


def send_for_scrutiny(
    document: YearlyDocument,
    edition: Edition,
    *,
    seen_version: int,
    assessed_on: date | None,
    by: Actor,
    now: datetime,
) -> None:
    """Send a draft to the cabinet member; raise NotReady while obstacles stand before it."""
    move(document, "send_for_scrutiny", seen_version=seen_version, by=by, now=now)
    refuse_obstacles(document, edition, Gate.SCRUTINY, now=now)
    document.assessed_on = assessed_on
    history.of_document(
        Kind.ASSESSMENT_SENT_FOR_SCRUTINY,
        document,
        by,
        now,
        after={"assessed_on": assessed_on.isoformat() if assessed_on else None},
    )


def return_to_draft(
    document: YearlyDocument, *, seen_version: int, reason: str, by: Actor, now: datetime
) -> None:
    """Send a document under scrutiny back, with the reason."""
    move(document, "return_to_draft", seen_version=seen_version, by=by, now=now, reason=reason)
    history.of_document(Kind.ASSESSMENT_RETURNED, document, by, now, reason=reason)


def reopen(
    document: YearlyDocument, *, seen_version: int, reason: str, by: Actor, now: datetime
) -> None:
    """Take a signed-off document back to draft; its sign-off is kept and binds no more."""
    move(document, "reopen", seen_version=seen_version, by=by, now=now, reason=reason)
    history.of_document(Kind.ASSESSMENT_REOPENED, document, by, now, reason=reason)


def start_correction(
    document: YearlyDocument, *, seen_version: int, reason: str, by: Actor, now: datetime
) -> None:
    """Open a published document again; the published revision stays as it is."""
    move(document, "start_correction", seen_version=seen_version, by=by, now=now, reason=reason)
    history.of_document(Kind.ASSESSMENT_CORRECTION_STARTED, document, by, now, reason=reason)


def discard(
    document: YearlyDocument, *, seen_version: int, reason: str, by: Actor, now: datetime
) -> None:
    """Set aside a draft that was started by mistake; what was ever published never can be."""
    if published_revision(document) is not None:
        raise StepNotAllowed(
            f"This {document.noun} has been published, so it cannot be discarded. "
            "Finish its correction."
        )
    move(document, "discard", seen_version=seen_version, by=by, now=now, reason=reason)
    history.of_document(Kind.ASSESSMENT_DISCARDED, document, by, now, reason=reason)


def move(
    document: YearlyDocument,
    step_name: str,
    *,
    seen_version: int,
    by: Actor,
    now: datetime,
    reason: str = "",
) -> None:
    """Take one step of the workflow: permission, reason, version and state, in this order."""
    step = STEPS[step_name]
    by.require(step.needs, now=now)
    if step.needs_reason and not reason:
        raise Invalid("Write why, in a sentence; the history keeps it.", "reason")
    if document.version != seen_version:
        raise ChangedByAnother(
            f"This {document.noun} moved on while the page was open. Load the page again to see "
            "where it stands."
        )
    document.state = take(step_name, document.state, document.reason, document.noun)


def refuse_obstacles(
    document: YearlyDocument, edition: Edition, gate: Gate, *, now: datetime
) -> None:
    """Raise NotReady with every obstacle to a step, or do nothing where there is none."""
    found = findings_of(document, edition, gate=gate, today=london_day(now))
    standing = blocking(found)
    if standing:
        raise NotReady(
            "Some things have to be mended first. The readiness page links to each of them.",
            tuple(finding.message for finding in standing),
        )
