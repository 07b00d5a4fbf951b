"""The decision of the governing body's meeting: recording it, and making what it asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm.attributes import flag_modified

from app.database import db
from app.domain.approvals import DECISION_WORDS, Decision
from app.domain.documents import reference_code
from app.domain.errors import ChangedByAnother, Invalid, NotFound, StepNotAllowed
from app.domain.history import Kind
from app.domain.permissions import Permission
from app.domain.public_addresses import check_address
from app.domain.workflow import STATE_WORDS, Reason, State
from app.models import Amendment, Approval, CommitteePack, YearlyDocument
from app.models.scrutiny_facts import approval_of
from app.services import history
from app.services.history import Actor

AMENDMENTS_OPEN = frozenset({State.DRAFT, State.UNDER_SCRUTINY})


@dataclass(frozen=True)
class AmendmentContent:
    """A change that the meeting asked for; `id` names one that is recorded already."""

    text: str
    id: int | None = None


@dataclass(frozen=True)
class ApprovalContent:
    """What a meeting decided; empty where not known. `pack_id` is the copy that it saw."""

    body: str
    decision: Decision
    met_on: date | None = None
    minute: str = ""
    minute_link: str = ""
    amendments: tuple[AmendmentContent, ...] = ()
    pack_id: int | None = None

    def as_facts(self, pack: CommitteePack | None) -> dict[str, Any]:
        """Return the content as the history keeps it."""
        return {
            "body": self.body,
            "decision": self.decision.value,
            "met_on": self.met_on.isoformat() if self.met_on else None,
            "minute": self.minute,
            "minute_link": self.minute_link,
            "amendments": [one.text for one in self.amendments],
            "pack": reference_code(pack.digest) if pack else None,
        }


def record_approval(
    document: YearlyDocument,
    content: ApprovalContent,
    *,
    seen_version: int | None,
    by: Actor,
    now: datetime,
) -> None:
    """Record what the meeting decided; `seen_version` is None while nothing was recorded.

    An amendment that stays keeps what was said to be done of it. Nothing is recorded where
    nothing changed, so that a second press has no effect of its own.
    """
    _refuse_recording(document, by, now)
    _check(content)
    pack = _pack_of(document, content.pack_id)
    row = approval_of(document)
    before = _content_of(row) if row else None
    if before and _without_ids(before) == _without_ids(content):
        return
    _compare(row, seen_version)
    if row is None:
        row = Approval(document_id=document.id)
        db.session.add(row)
    _fill(row, content)
    db.session.flush()
    history.of_document(
        Kind.APPROVAL_RECORDED,
        document,
        by,
        now,
        before=before.as_facts(_pack_of(document, before.pack_id)) if before else None,
        after=content.as_facts(pack),
    )


def remove_approval(
    document: YearlyDocument, *, seen_version: int, reason: str, by: Actor, now: datetime
) -> None:
    """Take away an approval that was recorded by mistake, with the reason; it stays in history."""
    _refuse_recording(document, by, now)
    if not reason:
        raise Invalid("Write why it is taken away; the history keeps it.", "reason")
    row = approval_of(document)
    _compare(row, seen_version)
    if row is None:
        return
    content = _content_of(row)
    history.of_document(
        Kind.APPROVAL_REMOVED,
        document,
        by,
        now,
        before=content.as_facts(row.pack),
        reason=reason,
    )
    db.session.delete(row)


def make_amendments(
    document: YearlyDocument,
    done: Mapping[int, str],
    *,
    seen_version: int,
    by: Actor,
    now: datetime,
) -> None:
    """Say what was done of the meeting's amendments: by the amendment's id, in words.

    The cabinet member confirms each of them on the new text when signing it off.
    """
    by.require(Permission.LEAD, now=now)
    if document.state not in AMENDMENTS_OPEN:
        raise StepNotAllowed(
            f"Amendments are made while the {document.noun} is a draft or under scrutiny. It is "
            f"“{STATE_WORDS[document.state].lower()}” now, so nothing was saved."
        )
    row = approval_of(document)
    if row is None:
        raise StepNotAllowed("No approval is recorded, so there is no amendment to be made.")
    amendments = {one.id: one for one in row.amendments}
    if not done.keys() <= amendments.keys():
        raise NotFound("The meeting asked for no such amendment. Load the page again.")
    changed = [amendments[key] for key, words in done.items() if amendments[key].done != words]
    if not changed:
        return
    _compare(row, seen_version)
    # The approval's version stands for its amendments too.
    flag_modified(row, "body")
    for amendment in changed:
        before, amendment.done = amendment.done, done[amendment.id]
        facts = {"text": amendment.text}
        history.of_document(
            Kind.AMENDMENT_MADE,
            document,
            by,
            now,
            before=facts | {"done": before},
            after=facts | {"done": amendment.done},
        )


def _refuse_recording(document: YearlyDocument, by: Actor, now: datetime) -> None:
    is_record = document.reason is Reason.RECORD
    by.require(Permission.LEAD if is_record else Permission.APPROVAL, now=now)
    open_state = State.DRAFT if is_record else State.UNDER_SCRUTINY
    if document.state is not open_state:
        raise StepNotAllowed(
            f"The approval is recorded while the {document.noun} is "
            f"“{STATE_WORDS[open_state].lower()}”. "
            f"It is “{STATE_WORDS[document.state].lower()}” now, so nothing was saved."
        )


def _check(content: ApprovalContent) -> None:
    if not content.body:
        raise Invalid("Write which body decided: Cabinet, a committee or the board.", "body")
    if content.minute_link and not check_address(content.minute_link, "minute_link").startswith(
        "https://"
    ):
        raise Invalid("Write a whole web address that starts with https://.", "minute_link")
    is_amended = content.decision is Decision.APPROVED_WITH_AMENDMENTS
    if is_amended and not content.amendments:
        raise Invalid("Write at least one amendment that the meeting asked for.", "amendment_0")
    if content.amendments and not is_amended:
        raise Invalid(
            "There are amendments below. Choose "
            f"“{DECISION_WORDS[Decision.APPROVED_WITH_AMENDMENTS]}”, or clear them.",
            "decision",
        )


def _pack_of(document: YearlyDocument, pack_id: int | None) -> CommitteePack | None:
    if pack_id is None:
        return None
    pack = db.session.get(CommitteePack, pack_id)
    if pack is None or pack.document_id != document.id:
        raise Invalid("Choose one of the packs that are offered.", "pack")
    return pack


def _compare(row: Approval | None, seen_version: int | None) -> None:
    if (row.version if row else None) != seen_version:
        raise ChangedByAnother("Somebody else saved the approval while your page was open.")


def _fill(row: Approval, content: ApprovalContent) -> None:
    kept = {one.id: one for one in row.amendments}
    amendments = []
    for one in content.amendments:
        amendment = kept.get(one.id) if one.id else None
        amendment = amendment or Amendment(done="")
        amendment.text = one.text
        amendments.append(amendment)
    row.amendments = amendments
    for name in ("body", "decision", "met_on", "minute", "minute_link", "pack_id"):
        setattr(row, name, getattr(content, name))
    # The version must grow even where only the amendments changed.
    flag_modified(row, "body")


def _content_of(row: Approval) -> ApprovalContent:
    return ApprovalContent(
        body=row.body,
        decision=row.decision,
        met_on=row.met_on,
        minute=row.minute,
        minute_link=row.minute_link,
        amendments=tuple(AmendmentContent(one.text, one.id) for one in row.amendments),
        pack_id=row.pack_id,
    )


def _without_ids(content: ApprovalContent) -> dict[str, Any]:
    return vars(content) | {"amendments": [one.text for one in content.amendments]}
