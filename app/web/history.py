"""The history as sentences, of a landlord and of one assessment."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.domain.permissions import Permission
from app.queries import history as queries
from app.queries.assessments import heading
from app.web import access

pages = Blueprint("history", __name__)


@pages.get("/landlords/<slug>/history")
def of_landlord(slug: str) -> ResponseReturnValue:
    """Show everything that was done for a landlord, the newest first."""
    door = access.landlord_for(slug, Permission.VIEW)
    page = queries.of_landlord(door.landlord, request.args.get("before", type=int))
    return render_template("history/landlord.html", door=door, history=page)


@pages.get("/assessments/<int:assessment_id>/history")
def of_assessment(assessment_id: int) -> ResponseReturnValue:
    """Show everything that was done in an assessment, the newest first."""
    door = access.assessment_for(assessment_id, Permission.VIEW)
    page = queries.of_assessment(door.assessment, request.args.get("before", type=int))
    top = heading(door.assessment, door.edition)
    return render_template("history/assessment.html", door=door, heading=top, history=page)
