"""A landlord's assessments: the overview, its task list, summary and steps."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, StringField, TextAreaField

from app.database import transaction, utc_now
from app.domain.due_dates import read_day
from app.domain.errors import Invalid, NotFound, NotReady
from app.domain.pasted_text import tidy
from app.domain.permissions import Permission
from app.domain.workflow import STEPS, take
from app.queries import assessments as queries
from app.queries.readiness import readiness_page
from app.queries.summary import summary_page
from app.services import assessments as services
from app.web import access
from app.web.forms import Form, one_line, seen_version
from app.web.templating import today

pages = Blueprint("assessments", __name__)

# The steps that only need a reason in words; the others have pages of their own.
WITH_A_REASON = {
    "return_to_draft": services.return_to_draft,
    "reopen": services.reopen,
    "start_correction": services.start_correction,
    "discard": services.discard,
}


class SendForm(Form):
    """The date that the assessment gives itself."""

    version = HiddenField()
    assessed_on = StringField("Date of this self-assessment")


class ReasonForm(Form):
    """Why a step back is taken."""

    version = HiddenField()
    reason = TextAreaField("Why?")


@pages.get("/landlords/<slug>")
def overview(slug: str) -> ResponseReturnValue:
    """List the assessments of a landlord."""
    door = access.landlord_for(slug, Permission.VIEW)
    page = queries.overview(door.landlord, access.editions())
    return render_template("assessments/overview.html", door=door, page=page)


@pages.get("/assessments/<int:assessment_id>")
def show(assessment_id: int) -> ResponseReturnValue:
    """Show the task list."""
    door = access.assessment_for(assessment_id, Permission.VIEW)
    page = queries.task_list(door.assessment, door.edition, today())
    return render_template("assessments/show.html", door=door, page=page)


@pages.get("/assessments/<int:assessment_id>/summary")
def summary(assessment_id: int) -> ResponseReturnValue:
    """Show the section table."""
    door = access.assessment_for(assessment_id, Permission.VIEW)
    page = summary_page(door.assessment, door.edition)
    return render_template("assessments/summary.html", door=door, page=page)


@pages.get("/assessments/<int:assessment_id>/readiness")
def readiness(assessment_id: int) -> ResponseReturnValue:
    """Show every obstacle to the next step, each with its link."""
    door = access.assessment_for(assessment_id, Permission.VIEW)
    page = readiness_page(door.assessment, door.edition, today())
    return render_template("assessments/readiness.html", door=door, page=page)


@pages.get("/assessments/<int:assessment_id>/send")
def ask_to_send(assessment_id: int) -> ResponseReturnValue:
    """Show what stands before scrutiny, and the form that sends the assessment there."""
    door = access.assessment_for(assessment_id, Permission.LEAD)
    page = readiness_page(door.assessment, door.edition, today())
    assessed_on = door.assessment.assessed_on or today()
    form = SendForm(
        data={
            "version": str(door.assessment.version),
            "assessed_on": f"{assessed_on.day} {assessed_on:%B %Y}",
        }
    )
    return render_template("assessments/send.html", door=door, page=page, form=form)


@pages.post("/assessments/<int:assessment_id>/send")
def send(assessment_id: int) -> ResponseReturnValue:
    """Send the assessment for scrutiny."""
    door = access.assessment_for(assessment_id, Permission.LEAD)
    form = SendForm(request.form)
    try:
        assessed_on = read_day(form.assessed_on.data or "", "assessed_on")
        with transaction():
            services.send_for_scrutiny(
                door.assessment,
                door.edition,
                seen_version=seen_version(form.version.data),
                assessed_on=assessed_on,
                by=door.actor,
                now=utc_now(),
            )
    except (Invalid, NotReady) as refused:
        if isinstance(refused, Invalid):
            form.add_error(refused)
        page = readiness_page(door.assessment, door.edition, today())
        return (
            render_template("assessments/send.html", door=door, page=page, form=form, failed=True),
            422,
        )
    flash("Sent for scrutiny. Tell the cabinet member: this program sends no e-mail yet.")
    return redirect(url_for(".show", assessment_id=assessment_id), 303)


@pages.get("/assessments/<int:assessment_id>/steps/<step_name>")
def ask_for_reason(assessment_id: int, step_name: str) -> ResponseReturnValue:
    """Show the form for a step back."""
    door, step = _step_back(assessment_id, step_name)
    form = ReasonForm(data={"version": str(door.assessment.version)})
    return _reason_page(door, step, form)


@pages.post("/assessments/<int:assessment_id>/steps/<step_name>")
def step_back(assessment_id: int, step_name: str) -> ResponseReturnValue:
    """Take a step back, with its reason."""
    door, step = _step_back(assessment_id, step_name)
    form = ReasonForm(request.form)
    reason = one_line(tidy(form.reason.data or ""))
    if not reason:
        form.add_error(Invalid("Write why, in a sentence; the history keeps it.", "reason"))
        return _reason_page(door, step, form, failed=True), 422
    with transaction():
        WITH_A_REASON[step_name](
            door.assessment,
            seen_version=seen_version(form.version.data),
            reason=reason,
            by=door.actor,
            now=utc_now(),
        )
    if step_name == "discard":
        flash("The assessment is discarded.")
        return redirect(url_for(".overview", slug=door.landlord.slug), 303)
    flash("The assessment is a draft again.")
    return redirect(url_for(".show", assessment_id=assessment_id), 303)


def _step_back(assessment_id: int, step_name: str) -> tuple[access.AssessmentDoor, Any]:
    if step_name not in WITH_A_REASON:
        raise NotFound("There is no such step. Choose one on the page of the assessment.")
    step = STEPS[step_name]
    door = access.assessment_for(assessment_id, step.needs)
    take(step_name, door.assessment.state, door.assessment.reason)
    return door, step


def _reason_page(
    door: access.AssessmentDoor, step: Any, form: ReasonForm, *, failed: bool = False
) -> str:
    heading = queries.heading(door.assessment, door.edition)
    return render_template(
        "assessments/reason.html", door=door, heading=heading, step=step, form=form, failed=failed
    )
