"""The brief for the cabinet member: a page, and a PDF that can be read without a connection."""

from flask import Blueprint, Response, current_app, render_template
from flask.typing import ResponseReturnValue

from app.database import utc_now
from app.domain.errors import NotFound
from app.domain.permissions import Permission
from app.queries.brief import brief_page
from app.rendering import pdf, print_styles
from app.web import access
from app.web.forms import new_token
from app.web.templating import today

pages = Blueprint("brief", __name__)


@pages.get("/assessments/<int:assessment_id>/brief")
def show(assessment_id: int) -> ResponseReturnValue:
    """Show what to ask before the meeting; each suggested question is one press away."""
    door = access.assessment_for(assessment_id, Permission.VIEW)
    page = brief_page(door.assessment, door.edition, access.editions(), today())
    return render_template("brief/show.html", door=door, page=page, new_token=new_token)


@pages.get("/assessments/<int:assessment_id>/brief.pdf")
def as_pdf(assessment_id: int) -> ResponseReturnValue:
    """Send the brief as a PDF; raise NotFound with the reason where none can be made."""
    door = access.assessment_for(assessment_id, Permission.VIEW)
    settings = current_app.extensions["settings"]
    page = brief_page(door.assessment, door.edition, access.editions(), today())
    html = render_template(
        "brief/pdf.html", door=door, page=page, now=utc_now(), styles=print_styles.for_brief()
    )
    try:
        content = pdf.make_pdf(html, lock_folder=settings.instance)
    except pdf.PdfNotAvailable as refusal:
        raise NotFound(f"{refusal.message} The page itself can be read and printed.") from refusal
    response = Response(content, mimetype="application/pdf")
    name = f"brief-{door.landlord.slug}-{page.heading.year_slug}.pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response
