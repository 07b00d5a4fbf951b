"""Preparing the submission to the Ombudsman, recording it, and keeping what addresses answered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from app.database import db
from app.domain.errors import ChangedByAnother, Invalid, NotFound
from app.domain.history import Kind
from app.domain.permissions import Permission
from app.domain.public_addresses import Reached
from app.domain.submission_forms import SubmissionForm
from app.domain.submissions import LONGEST_TYPED
from app.models import (
    AddressCheck,
    Assessment,
    Publication,
    Submission,
    SubmissionDraft,
    SubmissionValue,
)
from app.services import history, tokens
from app.services.history import Actor

LONGEST_LINE = 200


@dataclass(frozen=True)
class SubmissionContent:
    """What a lead notes of a submission: which revision, when, by whom and under what reference."""

    revision: int
    submitted_on: date
    submitted_by: str
    reference: str = ""
    note: str = ""


def prepare_submission(
    assessment: Assessment,
    form: SubmissionForm,
    typed: Mapping[str, str],
    *,
    seen_version: int | None,
    by: Actor,
    now: datetime,
) -> None:
    """Save what was typed into a form, by field; `seen_version` is None while nothing was.

    A field that is not among them keeps its value. Nothing is recorded where nothing changed.
    """
    by.require(Permission.LEAD)
    draft = _draft(assessment, form)
    if (draft.version if draft else None) != seen_version:
        raise ChangedByAnother("Somebody else saved the submission while your page was open.")
    before = {row.field: row.value for row in draft.values} if draft else {}
    changed = [field for field in form.fields if _is_changed(field.id, typed, before)]
    if not changed:
        return
    if draft is None:
        draft = SubmissionDraft(
            assessment_id=assessment.id, submission_year=form.year, changed_at=now
        )
        db.session.add(draft)
    draft.changed_at = now
    rows = {row.field: row for row in draft.values}
    for field in changed:
        _put(draft, rows.get(field.id), field.id, typed[field.id])
    db.session.flush()
    history.record(
        Kind.SUBMISSION_PREPARED,
        by=by,
        now=now,
        subject=f"assessment:{assessment.id}",
        document_id=assessment.id,
        before={
            "year": form.year,
            "fields": {field.label: before.get(field.id, "") for field in changed},
        },
        after={"year": form.year, "fields": {field.label: typed[field.id] for field in changed}},
    )


def record_submission(
    assessment: Assessment,
    form: SubmissionForm,
    content: SubmissionContent,
    *,
    today: date,
    by: Actor,
    now: datetime,
    token: str,
) -> Submission:
    """Note that a published revision was submitted; what is noted once can never be changed."""
    by.require(Permission.LEAD)
    assert by.person is not None
    _check(content, today)
    publication = db.session.scalar(
        select(Publication).where(
            Publication.document_id == assessment.id, Publication.revision == content.revision
        )
    )
    if publication is None:
        raise NotFound("Only a published revision of this self-assessment can be submitted.")
    tokens.spend(token, now=now)
    submission = Submission(
        assessment_id=assessment.id,
        publication_id=publication.id,
        submission_year=form.year,
        submitted_on=content.submitted_on,
        submitted_by=content.submitted_by,
        reference=content.reference,
        note=content.note,
        recorded_at=now,
        recorded_by_id=by.person.id,
        recorded_by_name=by.person.name,
    )
    db.session.add(submission)
    history.record(
        Kind.SUBMISSION_RECORDED,
        by=by,
        now=now,
        subject=f"assessment:{assessment.id}",
        document_id=assessment.id,
        after={
            "year": form.year,
            "revision": content.revision,
            "submitted_on": content.submitted_on.isoformat(),
            "submitted_by": content.submitted_by,
            "reference": content.reference,
            "note": content.note,
        },
    )
    return submission


def keep_address_checks(landlord_id: int, reached: Iterable[Reached], *, now: datetime) -> None:
    """Keep what a landlord's addresses answered, in place of what they answered before."""
    known = {
        row.address: row
        for row in db.session.scalars(
            select(AddressCheck).where(AddressCheck.landlord_id == landlord_id)
        )
    }
    for one in reached:
        row = known.get(one.address)
        if row is None:
            row = AddressCheck(landlord_id=landlord_id, address=one.address)
            db.session.add(row)
        row.checked_at, row.status = now, one.status
        row.ended_at, row.problem = one.ended_at, one.problem


def _draft(assessment: Assessment, form: SubmissionForm) -> SubmissionDraft | None:
    return db.session.scalar(
        select(SubmissionDraft).where(
            SubmissionDraft.assessment_id == assessment.id,
            SubmissionDraft.submission_year == form.year,
        )
    )


def _is_changed(field: str, typed: Mapping[str, str], before: Mapping[str, str]) -> bool:
    return field in typed and typed[field] != before.get(field, "")


def _put(draft: SubmissionDraft, row: SubmissionValue | None, field: str, value: str) -> None:
    """Give a field its value; an empty one loses its row."""
    if row is None:
        draft.values.append(SubmissionValue(field=field, value=value))
    elif value:
        row.value = value
    else:
        draft.values.remove(row)


def _check(content: SubmissionContent, today: date) -> None:
    if content.submitted_on > today:
        raise Invalid("That day is still to come. Note it once it was submitted.", "submitted_on")
    if not content.submitted_by:
        raise Invalid("Write who submitted it.", "submitted_by")
    for name in ("submitted_by", "reference"):
        if len(getattr(content, name)) > LONGEST_LINE:
            raise Invalid(f"Use {LONGEST_LINE} characters or fewer.", name)
    if len(content.note) > LONGEST_TYPED:
        raise Invalid(f"Use {LONGEST_TYPED:,} characters or fewer.", "note")
