"""The steps of a document of either kind: what is left before one, sending on, going back."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, StringField, TextAreaField

from app.database import transaction, utc_now
from app.domain.documents import DocumentKind
from app.domain.due_dates import read_day
from app.domain.errors import Invalid, NotFound, NotReady
from app.domain.pasted_text import tidy
from app.domain.permissions import Permission
from app.domain.workflow import STEPS, take
from app.queries.headings import heading
from app.queries.readiness import readiness_page
from app.services import steps as services
from app.web import access
from app.web.forms import Form, one_line, seen_version
from app.web.places import DOCUMENT, page_of
from app.web.templating import today

pages = Blueprint("steps", __name__)

# The steps that only need a reason in words; the others have pages of their own.
WITH_A_REASON = {
    "return_to_draft": services.return_to_draft,
    "reopen": services.reopen,
    "start_correction": services.start_correction,
    "discard": services.discard,
}
# Where the documents of a kind are listed.
LISTS = {
    DocumentKind.STATEMENT: "assessments.overview",
    DocumentKind.REPORT: "reports.overview",
}


class SendForm(Form):
    """The date that a self-assessment gives itself; a report has none but that of its year."""

    version = HiddenField()
    assessed_on = StringField("Date of this self-assessment")


class ReasonForm(Form):
    """Why a step back is taken."""

    version = HiddenField()
    reason = TextAreaField("Why?")


@pages.get(f"{DOCUMENT}/readiness")
def readiness(document_id: int) -> ResponseReturnValue:
    """Show every obstacle to the next step, each with its link."""
    door = access.document_for(document_id, Permission.VIEW)
    page = readiness_page(door.document, door.edition, today())
    return render_template("steps/readiness.html", door=door, page=page)


@pages.get(f"{DOCUMENT}/send")
def ask_to_send(document_id: int) -> ResponseReturnValue:
    """Show what stands before scrutiny, and the form that sends the document there."""
    door = access.document_for(document_id, Permission.LEAD)
    page = readiness_page(door.document, door.edition, today())
    assessed_on = door.document.assessed_on or today()
    form = SendForm(
        data={
            "version": str(door.document.version),
            "assessed_on": f"{assessed_on.day} {assessed_on:%B %Y}",
        }
    )
    return render_template("steps/send.html", door=door, page=page, form=form)


@pages.post(f"{DOCUMENT}/send")
def send(document_id: int) -> ResponseReturnValue:
    """Send the document for scrutiny."""
    door = access.document_for(document_id, Permission.LEAD)
    form = SendForm(request.form)
    try:
        assessed_on = read_day(form.assessed_on.data or "", "assessed_on")
        with transaction():
            services.send_for_scrutiny(
                door.document,
                door.edition,
                seen_version=seen_version(form.version.data),
                assessed_on=assessed_on,
                by=door.actor,
                now=utc_now(),
            )
    except (Invalid, NotReady) as refused:
        if isinstance(refused, Invalid):
            form.add_error(refused)
        page = readiness_page(door.document, door.edition, today())
        return (
            render_template("steps/send.html", door=door, page=page, form=form, failed=True),
            422,
        )
    flash("Sent for scrutiny. Tell the cabinet member: this program sends no e-mail yet.")
    return redirect(page_of(door.document), 303)


@pages.get(f"{DOCUMENT}/steps/<step_name>")
def ask_for_reason(document_id: int, step_name: str) -> ResponseReturnValue:
    """Show the form for a step back."""
    door, step = _step_back(document_id, step_name)
    form = ReasonForm(data={"version": str(door.document.version)})
    return _reason_page(door, step, form)


@pages.post(f"{DOCUMENT}/steps/<step_name>")
def step_back(document_id: int, step_name: str) -> ResponseReturnValue:
    """Take a step back, with its reason."""
    door, step = _step_back(document_id, step_name)
    form = ReasonForm(request.form)
    reason = one_line(tidy(form.reason.data or ""))
    if not reason:
        form.add_error(Invalid("Write why, in a sentence; the history keeps it.", "reason"))
        return _reason_page(door, step, form, failed=True), 422
    with transaction():
        WITH_A_REASON[step_name](
            door.document,
            seen_version=seen_version(form.version.data),
            reason=reason,
            by=door.actor,
            now=utc_now(),
        )
    if step_name == "discard":
        flash(f"The {door.document.noun} is discarded.")
        return redirect(url_for(LISTS[door.document.kind], slug=door.landlord.slug), 303)
    flash(f"The {door.document.noun} is a draft again.")
    return redirect(page_of(door.document), 303)


def _step_back(document_id: int, step_name: str) -> tuple[access.DocumentDoor, Any]:
    if step_name not in WITH_A_REASON:
        raise NotFound("There is no such step. Choose one on the page of what you are working on.")
    step = STEPS[step_name]
    door = access.document_for(document_id, step.needs)
    take(step_name, door.document.state, door.document.reason, door.document.noun)
    return door, step


def _reason_page(
    door: access.DocumentDoor, step: Any, form: ReasonForm, *, failed: bool = False
) -> str:
    top = heading(door.document, door.edition)
    return render_template(
        "steps/reason.html", door=door, heading=top, step=step, form=form, failed=failed
    )
