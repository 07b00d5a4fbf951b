"""A draft and the correction of its edition: what changes, going over to it, and going back."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField

from app.database import transaction, utc_now
from app.domain.edition_corrections import newest_correction
from app.domain.errors import AlreadyExists, ChangedByAnother
from app.domain.permissions import Permission
from app.queries import edition_corrections as queries
from app.services.edition_corrections import apply_correction
from app.services.undone_corrections import undo_correction
from app.web import access
from app.web.access import AssessmentDoor
from app.web.forms import Form, new_token, seen_version

pages = Blueprint("edition_corrections", __name__)

ADDRESS = "/assessments/<int:assessment_id>/correction"


class GoOverForm(Form):
    """The press that lets a draft go over, and the state that the person saw."""

    token = HiddenField()
    version = HiddenField()
    edition = HiddenField()


@pages.get(ADDRESS)
def show(assessment_id: int) -> ResponseReturnValue:
    """Show what a correction changes for an assessment, or what one has changed."""
    return _page(access.assessment_for(assessment_id, Permission.VIEW))


@pages.post(ADDRESS)
def apply(assessment_id: int) -> ResponseReturnValue:
    """Let a draft answer the correction of its edition."""
    door = access.assessment_for(assessment_id, Permission.LEAD)
    form = GoOverForm(request.form)
    editions = access.editions()
    after = newest_correction(door.edition, editions)
    here = url_for(".show", assessment_id=assessment_id)
    if after is None:
        # Pressed twice, or on two pages: it went over with the first press.
        flash("This assessment answers the newest words of its edition already.")
        return redirect(here, 303)
    if form.edition.data != after.id:
        return _page(door, moved="Another correction came since this page was opened."), 409
    try:
        with transaction():
            apply_correction(
                door.assessment,
                door.edition,
                after,
                editions,
                seen_version=seen_version(form.version.data),
                by=door.actor,
                now=utc_now(),
                token=form.token.data or "",
            )
    except AlreadyExists:
        return redirect(here, 303)
    except ChangedByAnother as refused:
        return _page(door, moved=refused.message), 409
    flash(f"This assessment answers {after.title} {after.name} now.")
    return redirect(here, 303)


@pages.post(f"{ADDRESS}/undo")
def undo(assessment_id: int) -> ResponseReturnValue:
    """Let a draft go back to the edition from which it went over."""
    door = access.assessment_for(assessment_id, Permission.LEAD)
    with transaction():
        undo_correction(
            door.assessment,
            seen_correction=seen_version(request.form.get("correction")),
            seen_version=seen_version(request.form.get("version")),
            by=door.actor,
            now=utc_now(),
        )
    flash("Undone. Every provision says again what it said before.")
    return redirect(url_for(".show", assessment_id=assessment_id), 303)


def _page(door: AssessmentDoor, *, moved: str = "") -> str:
    # Read again: another press may have let it go over since the door was opened.
    edition = access.edition_of(door.assessment)
    page = queries.correction_page(door.assessment, edition, access.editions(), utc_now())
    form = GoOverForm(
        data={
            "token": new_token(),
            "version": str(door.assessment.version),
            "edition": page.offer.edition.id if page.offer else "",
        }
    )
    return render_template(
        "edition_corrections/show.html", door=door, page=page, form=form, moved=moved
    )
