"""Carrying forward: how far it is, undoing its start, and the choices beside each provision."""

from typing import cast

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, RadioField

from app.database import transaction, utc_now
from app.domain.answers import VERDICT_WORDS, Verdict
from app.domain.errors import ChangedByAnother, Invalid, NotFound
from app.domain.permissions import Permission
from app.queries import carrying as queries
from app.queries import history as history_queries
from app.services import carrying as services
from app.web import access
from app.web.access import AssessmentDoor
from app.web.forms import Form, seen_version
from app.web.response_form import blank_form
from app.web.responses import page_of

pages = Blueprint("carrying", __name__)

ASSESSMENT = "/assessments/<int:assessment_id>"
PROVISION = f"{ASSESSMENT}/provisions/<number>"


class StillTrueForm(Form):
    """That an earlier answer is still true; with an answer where the Code asks otherwise now."""

    version = HiddenField()
    answer = RadioField("Your answer to what the Code says now", validate_choice=False)

    @property
    def chosen(self) -> Verdict | None:
        """The answer that was chosen, or None for none; whether it fits is the edition's matter."""
        return cast(Verdict, self.answer.data) if self.answer.data else None


@pages.get(f"{ASSESSMENT}/carried")
def show(assessment_id: int) -> ResponseReturnValue:
    """Show how far a carried assessment is, and what came along."""
    door = access.assessment_for(assessment_id, Permission.VIEW)
    page = _page(door)
    return render_template("carrying/show.html", door=door, page=page)


@pages.get(f"{ASSESSMENT}/carried/undo")
def ask_to_undo(assessment_id: int) -> ResponseReturnValue:
    """Show what undoing the start means, or why it is no longer possible."""
    door = access.assessment_for(assessment_id, Permission.LEAD)
    page = _page(door)
    return render_template("carrying/undo.html", door=door, page=page)


@pages.post(f"{ASSESSMENT}/carried/undo")
def undo(assessment_id: int) -> ResponseReturnValue:
    """Undo the start."""
    door = access.assessment_for(assessment_id, Permission.LEAD)
    with transaction():
        services.undo_carrying(
            door.assessment,
            seen_version=seen_version(request.form.get("version")),
            by=door.actor,
            now=utc_now(),
        )
    flash("The start is undone. You can start again.")
    return redirect(url_for("assessments.overview", slug=door.landlord.slug), 303)


@pages.post(f"{PROVISION}/confirm")
def confirm(assessment_id: int, number: str) -> ResponseReturnValue:
    """Take over what was said before."""
    door = access.assessment_for(assessment_id, Permission.EDIT)
    access.provision_in(door.edition, number)
    form = StillTrueForm(request.form)
    try:
        with transaction():
            services.confirm_response(
                door.assessment,
                door.edition,
                number,
                access.editions(),
                answer=form.chosen,
                seen_version=seen_version(form.version.data),
                by=door.actor,
                now=utc_now(),
            )
    except Invalid as refused:
        return _again(door, number, refused=refused), 422
    except ChangedByAnother:
        return _clash(door, number, f"“Still true”{_chosen(form)}"), 409
    left = queries.next_to_confirm(door.assessment, door.edition, number)
    if left is None:
        flash(f"{number} is confirmed. Nothing is left to confirm.")
        return redirect(url_for(".show", assessment_id=assessment_id), 303)
    flash(f"{number} is confirmed. Next to confirm: {left}.")
    return redirect(url_for("responses.edit", assessment_id=assessment_id, number=left), 303)


@pages.post(f"{PROVISION}/afresh")
def start_afresh(assessment_id: int, number: str) -> ResponseReturnValue:
    """Begin a provision with nothing."""
    door = access.assessment_for(assessment_id, Permission.EDIT)
    access.provision_in(door.edition, number)
    try:
        with transaction():
            services.start_response_afresh(
                door.assessment,
                door.edition,
                number,
                access.editions(),
                seen_version=seen_version(request.form.get("version")),
                by=door.actor,
                now=utc_now(),
            )
    except ChangedByAnother:
        return _clash(door, number, "“Start afresh”"), 409
    flash(f"{number} starts afresh: the form is empty. What was said before stays above it.")
    address = url_for("responses.edit", assessment_id=assessment_id, number=number)
    return redirect(f"{address}#form", 303)


def _page(door: AssessmentDoor) -> queries.CarriedPage:
    earlier = queries.earlier_of(door.assessment)
    if earlier is None:
        raise NotFound(
            "This assessment was started with empty answers, so nothing was carried forward to it."
        )
    return queries.carried_page(door.assessment, earlier, door.edition, access.editions())


def _again(door: AssessmentDoor, number: str, *, refused: Invalid) -> str:
    """Show the provision again with what is missing in the choice."""
    page = page_of(door, access.provision_in(door.edition, number))
    form = blank_form(page.provision, page.begins_with, page.version)
    return render_template(
        "responses/edit.html",
        door=door,
        page=page,
        form=form,
        unchosen=refused.message,
        failed=True,
    )


def _clash(door: AssessmentDoor, number: str, pressed: str) -> str:
    """Show what somebody else saved meanwhile beside what was said before; nothing is changed."""
    page = page_of(door, access.provision_in(door.edition, number))
    form = blank_form(page.provision, page.begins_with, page.version)
    last = history_queries.of_provision(door.assessment, number, None).entries
    return render_template(
        "responses/edit.html",
        door=door,
        page=page,
        form=form,
        theirs=page.response,
        their_entry=last[0] if last else None,
        pressed=pressed,
        failed=True,
    )


def _chosen(form: StillTrueForm) -> str:
    chosen = VERDICT_WORDS.get(form.answer.data or "")
    return f" with the answer {chosen}" if chosen else ""
