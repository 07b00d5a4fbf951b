"""The rehearsal of a publication, before strangers can read it."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.database import utc_now
from app.domain.permissions import Permission
from app.domain.rehearsal import DETAIL_WORDS
from app.queries.rehearsal import rehearsal_page
from app.web import access
from app.web.places import DOCUMENT

pages = Blueprint("rehearsal", __name__)


@pages.get(f"{DOCUMENT}/rehearsal")
def show(document_id: int) -> ResponseReturnValue:
    """List what the text says of people, and lead to the page as a stranger sees it."""
    door = access.document_for(document_id, Permission.VIEW)
    page = rehearsal_page(door.document, door.edition, utc_now())
    return render_template("rehearsal/show.html", door=door, page=page, kinds=DETAIL_WORDS)
