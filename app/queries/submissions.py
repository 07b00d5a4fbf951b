"""The submission pack of an assessment: every field with its value, the deadline and the log."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from app.database import db
from app.domain.documents import DocumentKind
from app.domain.editions import Edition
from app.domain.submission_deadlines import (
    Deadline,
    deadline_of,
    submission_year_of,
    time_left,
)
from app.domain.submission_forms import FieldKind, SubmissionForm, form_for
from app.domain.submissions import Revision, submit_again
from app.domain.workflow import Reason
from app.domain.years import FinancialYear
from app.models import (
    Assessment,
    Landlord,
    Publication,
    Submission,
    SubmissionDraft,
)
from app.queries.headings import Heading, heading
from app.queries.submission_fields import FieldLine, FieldLines, published_copy

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class FieldSection:
    """The fields under one heading of the form."""

    title: str
    lines: tuple[FieldLine, ...]


@dataclass(frozen=True)
class LogLine:
    """One submission, as it was noted."""

    year: str
    revision: int
    submitted_on: date
    submitted_by: str
    reference: str
    note: str
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True)
class SubmissionPage:
    """Everything the page shows; `version` is None while nothing was typed."""

    heading: Heading
    form: SubmissionForm
    years: tuple[str, ...]
    wanted_year: str
    sections: tuple[FieldSection, ...]
    empty: tuple[FieldLine, ...]
    asked: int
    version: int | None
    deadline: Deadline | None
    time_left: str
    revisions: tuple[Revision, ...]
    log: tuple[LogLine, ...]
    warning: str | None
    last_check: datetime | None

    @property
    def inputs(self) -> tuple[FieldLine, ...]:
        """The fields that a person types."""
        return tuple(line for section in self.sections for line in section.lines if line.is_input)

    @property
    def revision(self) -> int | None:
        """The newest revision that can be submitted, or None."""
        return max((one.number for one in self.revisions if not one.is_withdrawn), default=None)


def form_of(
    assessment: Assessment, forms: Sequence[SubmissionForm], year: str | None
) -> SubmissionForm | None:
    """Return the form of the year that was chosen, else of the assessment's; None without any."""
    rulebook = assessment.rulebook
    chosen = (one for one in forms if one.rulebook == rulebook and one.year == year)
    return next(chosen, None) if year else form_for(forms, rulebook, _wanted(assessment))


def submission_page(
    assessment: Assessment,
    edition: Edition,
    form: SubmissionForm,
    forms: Sequence[SubmissionForm],
    *,
    public_address: str,
    today: date,
) -> SubmissionPage:
    """Return the submission pack of an assessment for one submission year."""
    landlord = assessment.landlord
    draft = db.session.scalar(
        select(SubmissionDraft).where(
            SubmissionDraft.assessment_id == assessment.id,
            SubmissionDraft.submission_year == form.year,
        )
    )
    typed = {row.field: row.value for row in draft.values} if draft else {}
    revisions = _revisions(Publication.document_id == assessment.id)
    lines = FieldLines(assessment, typed, published_copy(assessment, revisions, public_address))
    sections = tuple(
        FieldSection(one.title, tuple(map(lines.line, one.fields))) for one in form.sections
    )
    shown = [line for section in sections for line in section.lines]
    deadline = _deadline(assessment)
    return SubmissionPage(
        heading=heading(assessment, edition),
        form=form,
        years=tuple(one.year for one in forms if one.rulebook == form.rulebook),
        wanted_year=_wanted(assessment).slug,
        sections=sections,
        empty=tuple(line for line in shown if line.missing),
        asked=sum(not line.field.optional for line in shown),
        version=draft.version if draft else None,
        deadline=deadline,
        time_left=time_left(deadline.last_day, today) if deadline and deadline.last_day else "",
        revisions=revisions,
        log=tuple(_log(assessment)),
        warning=resubmission(landlord.id, assessment.rulebook, assessment.year),
        last_check=max((line.check.checked_at for line in shown if line.check), default=None),
    )


def resubmission(landlord_id: int, rulebook: str, year: str) -> str | None:
    """Return why what a landlord submitted for a year is out of date, or None where it is not."""
    of_the_year = (
        Publication.landlord_id == landlord_id,
        Publication.rulebook == rulebook,
        Publication.kind == DocumentKind.STATEMENT,
        Publication.year == year,
    )
    submitted = db.session.scalars(
        select(Publication.revision)
        .join(Submission, Submission.publication_id == Publication.id)
        .where(*of_the_year)
    ).all()
    return submit_again(submitted, _revisions(*of_the_year)) if submitted else None


def addresses_to_check(
    forms: Sequence[SubmissionForm], public_address: str
) -> Iterator[tuple[Landlord, tuple[str, ...]]]:
    """Yield each landlord with the public addresses that its submissions give, each once."""
    landlords: dict[int, tuple[Landlord, dict[str, None]]] = {}
    assessments = db.session.scalars(
        select(Assessment)
        .join(Landlord, Landlord.id == Assessment.landlord_id)
        .order_by(Landlord.slug, Assessment.year, Assessment.id)
    )
    for assessment in assessments:
        landlord = assessment.landlord
        _, found = landlords.setdefault(landlord.id, (landlord, {}))
        found |= dict.fromkeys(_addresses_of(assessment, forms, public_address))
    yield from ((landlord, tuple(found)) for landlord, found in landlords.values() if found)


def _addresses_of(
    assessment: Assessment, forms: Sequence[SubmissionForm], public_address: str
) -> Iterator[str]:
    drafts = db.session.scalars(
        select(SubmissionDraft).where(SubmissionDraft.assessment_id == assessment.id)
    )
    typed = {one.submission_year: {row.field: row.value for row in one.values} for one in drafts}
    default = form_of(assessment, forms, None)
    copy = published_copy(
        assessment, _revisions(Publication.document_id == assessment.id), public_address
    )
    for form in forms:
        if form.rulebook != assessment.rulebook or (form != default and form.year not in typed):
            continue
        lines = FieldLines(assessment, typed.get(form.year, {}), copy, with_checks=False)
        for field in form.fields:
            if field.kind is FieldKind.WEB_ADDRESS and (value := lines.line(field).value):
                yield value


def _wanted(assessment: Assessment) -> FinancialYear:
    year = FinancialYear.parse(assessment.year)
    return submission_year_of(year, assessment.landlord.year_end_month)


def _deadline(assessment: Assessment) -> Deadline | None:
    """Return the yearly deadline; only the yearly self-assessment has one."""
    if assessment.reason is not Reason.ANNUAL:
        return None
    landlord = assessment.landlord
    year = FinancialYear.parse(assessment.year)
    return deadline_of(year, landlord.homes, landlord.year_end_month)


def _revisions(*which: ColumnElement[bool]) -> tuple[Revision, ...]:
    """Return published revisions, the newest first."""
    rows = db.session.scalars(
        select(Publication)
        .where(*which)
        .options(joinedload(Publication.withdrawal))
        .order_by(Publication.revision.desc())
    )
    return tuple(
        Revision(
            number=row.revision,
            published_on=row.published_at.astimezone(LONDON).date(),
            is_withdrawn=row.withdrawal is not None,
        )
        for row in rows
    )


def _log(assessment: Assessment) -> Iterator[LogLine]:
    """Yield what was submitted of an assessment, the newest first."""
    for row in db.session.scalars(
        select(Submission)
        .where(Submission.assessment_id == assessment.id)
        .options(joinedload(Submission.publication))
        .order_by(Submission.submitted_on.desc(), Submission.id.desc())
    ):
        yield LogLine(
            year=row.submission_year,
            revision=row.publication.revision,
            submitted_on=row.submitted_on,
            submitted_by=row.submitted_by,
            reference=row.reference,
            note=row.note,
            recorded_by=row.recorded_by_name,
            recorded_at=row.recorded_at,
        )
