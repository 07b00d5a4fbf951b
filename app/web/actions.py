"""The improvement plan, and the page of one action."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import (
    HiddenField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice

from app.database import transaction, utc_now
from app.domain.actions import SOURCE_WORDS, STAGE_WORDS, ActionFacts, Source, Stage
from app.domain.due_dates import read_due
from app.domain.editions import Edition
from app.domain.errors import AlreadyExists, ChangedByAnother, Invalid
from app.domain.pasted_text import tidy
from app.domain.permissions import Permission
from app.queries import actions as queries
from app.queries.carried_actions import action_elsewhere
from app.queries.challenge_lines import open_on_action
from app.queries.headings import heading
from app.rendering.csv_cells import csv_bytes
from app.services.actions import ActionContent, change_action, raise_action, remove_action
from app.web import access
from app.web.access import AssessmentDoor
from app.web.forms import Form, choices, new_token, one_line, seen_version
from app.web.templating import today

pages = Blueprint("actions", __name__)

PLAN_COLUMNS = (
    "Action", "For provisions", "Source", "Owner", "Due, as promised", "Last day", "Stage",
    "Reason, if dropped",
)  # fmt: skip


class ActionForm(Form):
    """What a person says of an action."""

    version = HiddenField()
    token = HiddenField()
    title = TextAreaField("What will be done?")
    owner = StringField("Who is responsible?")
    due = StringField("By when?")
    stage = RadioField("How far is it?", choices=choices(STAGE_WORDS), default=Stage.PLANNED.value)
    dropped_reason = TextAreaField("If it was dropped: why?")
    source = RadioField(
        "Where does it come from?",
        choices=choices(SOURCE_WORDS),
        default=Source.SELF_ASSESSMENT.value,
    )
    provisions = SelectMultipleField("Which provisions is it for?", validate_choice=False)

    def offer(self, edition: Edition) -> "ActionForm":
        """Offer the provisions of the edition, and return the form."""
        self.provisions.choices = [
            SelectChoice(value=one.number, label=f"{one.number} {one.title}")
            for one in edition.in_form
        ]
        return self

    def content(self, year_end_month: int) -> ActionContent:
        """Return what was typed; raise Invalid, naming the field, for what cannot be read."""
        if not self.validate():
            raise Invalid("Choose one of the answers that are offered.", None)
        return ActionContent(
            title=one_line(tidy(self.title.data or "")),
            owner=one_line(tidy(self.owner.data or "")),
            due=read_due(tidy(self.due.data or ""), year_end_month),
            stage=Stage(self.stage.data),
            source=Source(self.source.data),
            provisions=tuple(self.provisions.data or ()),
            dropped_reason=tidy(self.dropped_reason.data or ""),
        )


@pages.get("/assessments/<int:assessment_id>/plan")
def plan(assessment_id: int) -> ResponseReturnValue:
    """Show the improvement plan."""
    door = access.assessment_for(assessment_id, Permission.VIEW)
    page = queries.plan_page(door.assessment, door.edition, today())
    return render_template("actions/plan.html", door=door, page=page)


@pages.get("/assessments/<int:assessment_id>/plan.csv")
def plan_csv(assessment_id: int) -> ResponseReturnValue:
    """Send the improvement plan as a file for a spreadsheet."""
    door = access.assessment_for(assessment_id, Permission.VIEW)
    page = queries.plan_page(door.assessment, door.edition, today())
    rows = [
        (
            line.title,
            ", ".join(line.provisions),
            line.source,
            line.owner,
            line.due,
            line.last_day.isoformat() if line.last_day else "",
            line.stage,
            line.dropped_reason,
        )
        for line in page.lines
    ]
    name = f"improvement-plan-{door.landlord.slug}-{page.heading.year_slug}.csv"
    response = Response(csv_bytes(PLAN_COLUMNS, rows), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@pages.get("/assessments/<int:assessment_id>/actions/new")
def new(assessment_id: int) -> ResponseReturnValue:
    """Show the form for a new action, with the provision it starts from ticked."""
    door = access.assessment_for(assessment_id, Permission.EDIT)
    number = request.args.get("provision", "")
    if number:
        access.provision_in(door.edition, number)
    form = ActionForm(data={"provisions": [number] if number else [], "token": new_token()})
    return _form_page(door, form.offer(door.edition), came_from=number)


@pages.post("/assessments/<int:assessment_id>/actions/new")
def create(assessment_id: int) -> ResponseReturnValue:
    """Raise an action."""
    door = access.assessment_for(assessment_id, Permission.EDIT)
    form = ActionForm(request.form).offer(door.edition)
    came_from = request.args.get("provision", "")
    if came_from:
        access.provision_in(door.edition, came_from)
    try:
        content = form.content(door.landlord.year_end_month)
        with transaction():
            raise_action(
                door.assessment,
                door.edition,
                content,
                by=door.actor,
                now=utc_now(),
                token=form.token.data or "",
            )
    except Invalid as refused:
        form.add_error(refused)
        return _form_page(door, form, came_from=came_from, failed=True), 422
    except AlreadyExists:
        flash("This action was added already.")
        return redirect(_back(door, came_from), 303)
    flash("The action is in the improvement plan.")
    return redirect(_back(door, came_from), 303)


@pages.get("/assessments/<int:assessment_id>/actions/<int:action_id>")
def show(assessment_id: int, action_id: int) -> ResponseReturnValue:
    """Show an action, with the form for whoever may change it."""
    door = access.assessment_for(assessment_id, Permission.VIEW)
    row, facts = queries.action_in(door.assessment, action_id)
    form = ActionForm(data=_data_of(facts) | {"version": str(row.version)})
    return _form_page(door, form.offer(door.edition), action=facts, row=row)


@pages.post("/assessments/<int:assessment_id>/actions/<int:action_id>")
def save(assessment_id: int, action_id: int) -> ResponseReturnValue:
    """Change an action."""
    door = access.assessment_for(assessment_id, Permission.EDIT)
    row, facts = queries.action_in(door.assessment, action_id)
    form = ActionForm(request.form).offer(door.edition)
    try:
        content = form.content(door.landlord.year_end_month)
        with transaction():
            change_action(
                row,
                door.assessment,
                door.edition,
                content,
                seen_version=seen_version(form.version.data),
                by=door.actor,
                now=utc_now(),
            )
    except Invalid as refused:
        form.add_error(refused)
        return _form_page(door, form, action=facts, row=row, failed=True), 422
    except ChangedByAnother:
        row, facts = queries.action_in(door.assessment, action_id)
        form.version.data = str(row.version)
        return _form_page(door, form, action=facts, row=row, theirs=facts, failed=True), 409
    flash("The action is saved.")
    return redirect(url_for(".plan", assessment_id=assessment_id), 303)


@pages.post("/assessments/<int:assessment_id>/actions/<int:action_id>/remove")
def remove(assessment_id: int, action_id: int) -> ResponseReturnValue:
    """Take away an action that was entered by mistake."""
    door = access.assessment_for(assessment_id, Permission.EDIT)
    row, _ = queries.action_in(door.assessment, action_id)
    with transaction():
        remove_action(
            row,
            door.assessment,
            seen_version=seen_version(request.form.get("version")),
            by=door.actor,
            now=utc_now(),
        )
    flash("The action is removed. The history keeps what it was.")
    return redirect(url_for(".plan", assessment_id=assessment_id), 303)


def _form_page(door: AssessmentDoor, form: ActionForm, *, row: Any = None, **more: Any) -> str:
    top = heading(door.assessment, door.edition)
    action = more.get("action")
    asked = open_on_action(door.assessment, door.edition, action.id) if action else ()
    if row is not None:
        more |= {"elsewhere": action_elsewhere(row, door.landlord)}
    return render_template(
        "actions/edit.html", door=door, heading=top, form=form, challenges=asked, **more
    )


def _back(door: AssessmentDoor, number: str) -> str:
    if number:
        address = url_for("responses.edit", assessment_id=door.assessment.id, number=number)
        return f"{address}#actions"
    return url_for(".plan", assessment_id=door.assessment.id)


def _data_of(action: ActionFacts) -> dict[str, Any]:
    return {
        "title": action.title,
        "owner": action.owner,
        "due": action.due.promised if action.due else "",
        "stage": action.stage.value,
        "source": action.source.value,
        "provisions": list(action.provisions),
        "dropped_reason": action.dropped_reason,
    }
