"""A landlord's assessments: the overview, its task list, summary and steps."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.domain.permissions import Permission
from app.queries import assessments as queries
from app.queries.headings import sent_back
from app.queries.reports import reports_at_work
from app.queries.summary import summary_page
from app.web import access
from app.web.templating import today

pages = Blueprint("assessments", __name__)


@pages.get("/landlords/<slug>")
def overview(slug: str) -> ResponseReturnValue:
    """List the assessments of a landlord."""
    door = access.landlord_for(slug, Permission.VIEW)
    page = queries.overview(door.landlord, access.editions())
    return render_template(
        "assessments/overview.html",
        door=door,
        page=page,
        reports=reports_at_work(door.landlord),
        sent_back=sent_back(door.landlord),
    )


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
