"""The history as sentences, of a landlord and of one document."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.domain.permissions import Permission
from app.queries import history as queries
from app.queries.headings import heading
from app.web import access
from app.web.places import DOCUMENT

pages = Blueprint("history", __name__)


@pages.get("/landlords/<slug>/history")
def of_landlord(slug: str) -> ResponseReturnValue:
    """Show everything that was done for a landlord, the newest first."""
    door = access.landlord_for(slug, Permission.VIEW)
    page = queries.of_landlord(door.landlord, request.args.get("before", type=int))
    return render_template("history/landlord.html", door=door, history=page)


@pages.get(f"{DOCUMENT}/history")
def of_document(document_id: int) -> ResponseReturnValue:
    """Show everything that was done in a document, the newest first."""
    door = access.document_for(document_id, Permission.VIEW)
    page = queries.of_document(door.document, request.args.get("before", type=int))
    top = heading(door.document, door.edition)
    return render_template("history/document.html", door=door, heading=top, history=page)
