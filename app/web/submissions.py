"""The submission pack: what the Ombudsman's yearly form asks for, and what was submitted when."""

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from app.database import transaction, utc_now
from app.domain.due_dates import read_day
from app.domain.errors import AlreadyExists, ChangedByAnother, Invalid, NotFound
from app.domain.pasted_text import tidy
from app.domain.permissions import Permission
from app.domain.submission_forms import FieldKind, SubmissionForm
from app.domain.submissions import check_typed, long_day
from app.queries import submissions as queries
from app.queries.submission_fields import FieldLine
from app.queries.submissions import SubmissionPage
from app.services.submissions import SubmissionContent, prepare_submission, record_submission
from app.web import access
from app.web.access import AssessmentDoor
from app.web.forms import Form, new_token, one_line, seen_version
from app.web.templating import today

pages = Blueprint("submissions", __name__)

ADDRESS = "/assessments/<int:assessment_id>/submission"
YES_NO = (("yes", "Yes"), ("no", "No"), ("", "Not known yet"))


class TypedForm(Form):
    """The fields that only a person knows; they are added for each form of the Ombudsman."""

    lines: tuple[FieldLine, ...] = ()
    version = HiddenField()

    def typed(self) -> dict[str, str]:
        """Return what was typed, by field; raise Invalid, naming the field, for the first fault."""
        return {
            line.field.id: check_typed(line.field, self[_name(line)].data or "")
            for line in self.lines
        }


class LogForm(Form):
    """That a revision was submitted."""

    token = HiddenField()
    revision = RadioField("Which revision was submitted?", validate_choice=False)
    submitted_on = StringField("When was it submitted?")
    submitted_by = StringField("Who submitted it?")
    reference = StringField("How, or under which reference?")
    note = TextAreaField("Note")

    def offer(self, page: SubmissionPage) -> "LogForm":
        """Offer the revisions that were published, and return the form."""
        self.revision.choices = [
            SelectChoice(value=str(one.number), label=_revision_words(one))
            for one in page.revisions
        ]
        return self

    def content(self) -> SubmissionContent:
        """Return what was typed; raise Invalid, naming the field, for what cannot be read."""
        if self.revision.data not in {value for value, *_ in self.revision.iter_choices()}:
            raise Invalid("Choose the revision that was submitted.", "revision")
        submitted_on = read_day(self.submitted_on.data or "", "submitted_on")
        if submitted_on is None:
            raise Invalid("Write the day, such as 3 September 2026.", "submitted_on")
        return SubmissionContent(
            revision=int(self.revision.data),
            submitted_on=submitted_on,
            submitted_by=one_line(tidy(self.submitted_by.data or "", "submitted_by")),
            reference=one_line(tidy(self.reference.data or "", "reference")),
            note=tidy(self.note.data or "", "note"),
        )


@pages.get(ADDRESS)
def show(assessment_id: int) -> ResponseReturnValue:
    """Show every field with its value, ready to copy, and what was submitted when."""
    door = access.assessment_for(assessment_id, Permission.VIEW)
    page = _page(door)
    return _shown(door, page, _stored(page), _blank_log(door, page))


@pages.post(ADDRESS)
def save(assessment_id: int) -> ResponseReturnValue:
    """Save what was typed into the form of one year."""
    door = access.assessment_for(assessment_id, Permission.LEAD)
    page = _page(door)
    form = _typed_form(page)(request.form)
    try:
        typed = form.typed()
        with transaction():
            prepare_submission(
                door.assessment,
                page.form,
                typed,
                seen_version=seen_version(form.version.data) if form.version.data else None,
                by=door.actor,
                now=utc_now(),
            )
    except Invalid as refused:
        form.add_error(refused)
        return _shown(door, page, form, _blank_log(door, page)), 422
    except ChangedByAnother:
        page = _page(door)
        form.version.data = str(page.version or "")
        return _shown(door, page, form, _blank_log(door, page), theirs=_theirs(page, form)), 409
    flash("Saved for the submission.")
    return redirect(_address(assessment_id, page.form), 303)


@pages.post(f"{ADDRESS}/log")
def note(assessment_id: int) -> ResponseReturnValue:
    """Note that a revision was submitted."""
    door = access.assessment_for(assessment_id, Permission.LEAD)
    page = _page(door)
    form = LogForm(request.form).offer(page)
    try:
        with transaction():
            record_submission(
                door.assessment,
                page.form,
                form.content(),
                today=today(),
                by=door.actor,
                now=utc_now(),
                token=form.token.data or "",
            )
    except Invalid as refused:
        form.add_error(refused)
        return _shown(door, page, _stored(page), form), 422
    except AlreadyExists:
        flash("This submission was noted already.")
        return redirect(_address(assessment_id, page.form), 303)
    flash("The submission is noted.")
    return redirect(_address(assessment_id, page.form), 303)


def _page(door: AssessmentDoor) -> SubmissionPage:
    """Return the page for the submission year in the address, or for the assessment's own."""
    forms: tuple[SubmissionForm, ...] = current_app.extensions["submission_forms"]
    form = queries.form_of(door.assessment, forms, request.args.get("year"))
    if form is None:
        known = ", ".join(one.year for one in forms if one.rulebook == door.assessment.rulebook)
        raise NotFound(f"There is no form for this submission year. There is: {known or 'none'}.")
    return queries.submission_page(
        door.assessment,
        door.edition,
        form,
        forms,
        public_address=current_app.extensions["settings"].public_address,
        today=today(),
    )


def _typed_form(page: SubmissionPage) -> type[TypedForm]:
    """Return the form class with an input for each field that only a person knows."""
    fields: dict[str, Any] = {"lines": page.inputs}
    return type(
        "TypedFormOfYear", (TypedForm,), fields | {_name(o): _input(o) for o in page.inputs}
    )


def _stored(page: SubmissionPage) -> TypedForm:
    data = {_name(line): line.value for line in page.inputs}
    return _typed_form(page)(data=data | {"version": str(page.version or "")})


def _blank_log(door: AssessmentDoor, page: SubmissionPage) -> LogForm:
    data = {
        "token": new_token(),
        "revision": str(page.revision or ""),
        "submitted_by": door.actor.name,
    }
    return LogForm(data=data).offer(page)


def _input(line: FieldLine) -> Any:
    label = f"{line.field.label} (may stay empty)" if line.field.optional else line.field.label
    if line.field.kind is FieldKind.YES_NO:
        offered = [SelectChoice(value=value, label=words) for value, words in YES_NO]
        return RadioField(label, choices=offered, validate_choice=False, default="")
    return TextAreaField(label) if line.field.kind is FieldKind.LONG_TEXT else StringField(label)


def _name(line: FieldLine) -> str:
    return f"field_{line.field.id}"


def _theirs(page: SubmissionPage, form: TypedForm) -> list[tuple[str, str]]:
    """Return what is stored now where it differs from what was typed."""
    return [
        (line.field.label, line.value)
        for line in page.inputs
        if tidy(form[_name(line)].data or "").strip() != line.value
    ]


def _revision_words(revision: Any) -> str:
    words = f"Revision {revision.number}, published on {long_day(revision.published_on)}"
    return f"{words} and withdrawn since" if revision.is_withdrawn else words


def _address(assessment_id: int, form: SubmissionForm) -> str:
    return url_for(".show", assessment_id=assessment_id, year=form.year)


def _shown(
    door: AssessmentDoor,
    page: SubmissionPage,
    form: TypedForm,
    log_form: LogForm,
    *,
    theirs: list[tuple[str, str]] | None = None,
) -> str:
    return render_template(
        "submissions/show.html",
        door=door,
        page=page,
        form=form,
        log_form=log_form,
        theirs=theirs,
        failed=bool(form.errors or log_form.errors or theirs is not None),
    )
