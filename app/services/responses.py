"""Recording what the landlord says about a provision, and putting an earlier text back."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from app.database import db
from app.domain.answers import Basis, Outcome, check_answer, outcome_of
from app.domain.carrying import ANSWER_CHOSEN, Carried, why_asked_again
from app.domain.edition_shelf import Editions
from app.domain.editions import Edition
from app.domain.errors import ChangedByAnother, NotFound, StepNotAllowed
from app.domain.history import Kind
from app.domain.permissions import Permission
from app.domain.response_content import EMPTY, ResponseContent
from app.domain.workflow import ANSWERS_OPEN
from app.models import Assessment, EvidenceItem, HistoryEntry, ProvisionResponse
from app.models.carrying_facts import comes_along, parents_of
from app.models.correction_facts import corrections_of
from app.models.facts import response_facts
from app.services import history
from app.services.history import Actor


def record_response(
    assessment: Assessment,
    edition: Edition,
    number: str,
    content: ResponseContent,
    *,
    seen_version: int,
    by: Actor,
    now: datetime,
) -> ProvisionResponse:
    """Save a response, finished or not; nothing is recorded where nothing changed.

    Clearing all that came along starts the provision afresh, or the old text would come back.
    Raises ChangedByAnother when the form was rendered from an older version, StepNotAllowed when
    the assessment is no longer a draft, and Invalid for an answer that the edition does not allow.
    """
    row = open_response(assessment, number, by)
    if row.version != seen_version and content_of(row) != content:
        raise ChangedByAnother(f"Somebody else saved {number} while your page was open.")
    cleared = _clears_what_came_along(assessment, row, content)
    write_response(
        assessment,
        edition,
        row,
        content,
        Kind.RESPONSE_STARTED_AFRESH if cleared else Kind.RESPONSE_RECORDED,
        by=by,
        now=now,
        carried=Carried.AFRESH if cleared else None,
    )
    return row


def restore_response(
    assessment: Assessment,
    edition: Edition,
    number: str,
    sequence: int,
    editions: Editions,
    *,
    seen_version: int,
    by: Actor,
    now: datetime,
) -> ProvisionResponse:
    """Put back what a provision said after an entry of the history; that is itself a new entry.

    Where the Code asks otherwise than it did then, the words and the evidence come back without
    the answer: whoever puts them back has not said what is true of the words as they stand now.
    """
    row = open_response(assessment, number, by)
    content = content_after(assessment, number, sequence)
    if row.version != seen_version:
        raise ChangedByAnother(
            f"{number} was saved while the history was open. Look at the history again first."
        )
    if _is_to_be_answered_again(assessment, edition, row, sequence, editions):
        content = replace(content, answer=None, basis=Basis.STATED)
    write_response(assessment, edition, row, content, Kind.RESPONSE_RESTORED, by=by, now=now)
    return row


def _clears_what_came_along(
    assessment: Assessment, row: ProvisionResponse, content: ResponseContent
) -> bool:
    """Whether a save leaves nothing of the evidence and the words that the form began with."""
    said = replace(content, basis=Basis.STATED, holds_in=None, shortfall=None)
    if row.carried not in (Carried.TO_CONFIRM, Carried.CONFIRMED) or said != EMPTY:
        return False
    return comes_along(assessment, row.number) != EMPTY


def _is_to_be_answered_again(
    assessment: Assessment,
    edition: Edition,
    row: ProvisionResponse,
    sequence: int,
    editions: Editions,
) -> bool:
    """Whether what is put back answered other words than those that are asked now."""
    for correction in corrections_of(assessment):
        reworded = {*correction.changes["reworded"], *correction.changes["added"]}
        if sequence <= correction.entry and row.number in reworded:
            return True
    if row.carried is not Carried.TO_CONFIRM:
        return False
    parents = parents_of(assessment, edition, editions, row.number).get(row.number, ())
    provision = edition.provision(row.number)
    assert provision is not None
    return bool(parents and why_asked_again(parents, edition, provision))


def content_after(assessment: Assessment, number: str, sequence: int) -> ResponseContent:
    """Return what a provision said after an entry, by going through the history up to it."""
    entries = db.session.scalars(
        select(HistoryEntry)
        .where(
            HistoryEntry.document_id == assessment.id,
            HistoryEntry.subject == _subject(number),
            HistoryEntry.sequence <= sequence,
        )
        .order_by(HistoryEntry.sequence)
    ).all()
    if not entries or entries[-1].sequence != sequence:
        raise NotFound(f"The history of {number} has no such entry.")
    facts = EMPTY.as_facts()
    for entry in entries:
        facts |= entry.after or {}
    return ResponseContent.from_facts(facts)


def open_response(assessment: Assessment, number: str, by: Actor) -> ProvisionResponse:
    """Return the response to change; raise StepNotAllowed once the assessment is no draft."""
    by.require(Permission.EDIT)
    if assessment.state not in ANSWERS_OPEN:
        raise StepNotAllowed(
            "This assessment is no longer a draft, so its answers cannot be changed. "
            "Ask a complaints lead to take it back to draft."
        )
    return db.session.scalars(
        select(ProvisionResponse).where(
            ProvisionResponse.assessment_id == assessment.id, ProvisionResponse.number == number
        )
    ).one()


def write_response(
    assessment: Assessment,
    edition: Edition,
    row: ProvisionResponse,
    content: ResponseContent,
    kind: Kind,
    *,
    by: Actor,
    now: datetime,
    carried: Carried | None = None,
    answer_chosen: bool = False,
) -> None:
    """Write a response and its entry; an answer of somebody confirms what was carried there.

    `carried` names what becomes of that where it does not follow from the answer;
    `answer_chosen` says that whoever confirmed it chose the answer anew.
    """
    provision = edition.provision(row.number)
    assert provision is not None
    check_answer(content.answer, provision)
    outcome = outcome_of(content.answer)
    content = replace(
        content,
        holds_in=content.holds_in if outcome is Outcome.YES else None,
        shortfall=content.shortfall if outcome is Outcome.NO else None,
    )
    carried = carried or _carried_after(row, content)
    if content_of(row) == content and carried is row.carried:
        return
    before, said = say(row, content)
    if carried is not row.carried:
        row.carried = carried
        said["carried"] = carried.value
    if answer_chosen:
        said[ANSWER_CHOSEN] = True
    history.record(
        kind,
        by=by,
        now=now,
        subject=_subject(row.number),
        document_id=assessment.id,
        before=before,
        after=said,
    )


def say(row: ProvisionResponse, content: ResponseContent) -> tuple[dict[str, Any], dict[str, Any]]:
    """Let a row say something, and return what it said and says now of whatever changed."""
    before, after = content_of(row).as_facts(), content.as_facts()
    changed = [key for key in after if after[key] != before[key]]
    for name in ("answer", "basis", "holds_in", "shortfall", "commentary", "plan_note"):
        setattr(row, name, getattr(content, name))
    if "evidence" in changed:
        row.evidence = [EvidenceItem(**vars(item)) for item in content.evidence]
    # The version must grow even where only the evidence changed, or what was carried.
    flag_modified(row, "commentary")
    return {key: before[key] for key in changed}, {key: after[key] for key in changed}


def _carried_after(row: ProvisionResponse, content: ResponseContent) -> Carried:
    """Return what a save makes of what was carried: an answer confirms it, and none does not."""
    if row.carried not in (Carried.TO_CONFIRM, Carried.CONFIRMED):
        return row.carried
    return Carried.TO_CONFIRM if content.answer is None else Carried.CONFIRMED


def content_of(row: ProvisionResponse) -> ResponseContent:
    """Return what is recorded for a provision as the form sends it."""
    return ResponseContent.of(response_facts(row))


def _subject(number: str) -> str:
    return f"provision:{number}"
