"""Committee packs: what a meeting has before it, as PDF and Word, frozen when it is made."""

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, StringField, TextAreaField

from app.database import transaction, utc_now
from app.domain.due_dates import read_day
from app.domain.errors import AlreadyExists, Invalid, NotFound
from app.domain.packs import Cover
from app.domain.pasted_text import tidy
from app.domain.permissions import Permission
from app.queries import packs as queries
from app.rendering import statement_docx
from app.services import packs as services
from app.services import tokens
from app.web import access
from app.web.access import DocumentDoor
from app.web.explanations import explanations_of
from app.web.forms import Form, new_token, one_line
from app.web.places import DOCUMENT
from app.web.templating import today

pages = Blueprint("packs", __name__)

ADDRESS = f"{DOCUMENT}/packs"
TYPES = {"pdf": "application/pdf", "docx": statement_docx.MEDIA_TYPE}


class CoverForm(Form):
    """What the cover report says."""

    token = HiddenField()
    body = StringField("Which body decides?")
    meets_on = StringField("When does it meet?")
    decision_sought = TextAreaField("What is it asked to decide?")
    risks = TextAreaField("What are the risks?")

    def cover(self) -> Cover:
        """Return what was typed; raise Invalid for what cannot be read."""
        return Cover(
            body=one_line(tidy(self.body.data or "", "body")),
            meets_on=read_day(self.meets_on.data or "", "meets_on"),
            decision_sought=tidy(self.decision_sought.data or "", "decision_sought"),
            risks=tidy(self.risks.data or "", "risks"),
        )


@pages.get(ADDRESS)
def show(document_id: int) -> ResponseReturnValue:
    """List the packs, with the form of a new one for a lead."""
    door = access.document_for(document_id, Permission.VIEW)
    page = queries.packs_page(door.document, door.edition, today())
    form = CoverForm(
        data={"token": new_token(), "decision_sought": page.decision, "risks": page.risks}
    )
    return _page(door, page, form)


@pages.post(ADDRESS)
def make(document_id: int) -> ResponseReturnValue:
    """Render the files of a pack, then keep them in one short write."""
    door = access.document_for(document_id, Permission.LEAD)
    form = CoverForm(request.form)
    token = form.token.data or ""
    address = url_for(".show", document_id=document_id)
    if tokens.is_spent(token):
        return redirect(address, 303)
    try:
        prepared = services.prepare_pack(
            door.document,
            door.edition,
            form.cover(),
            queries.changes_for_cover(door.document, door.edition, access.editions()),
            official_text=explanations_of(door.edition).official_text,
            lock_folder=current_app.extensions["settings"].instance,
            by=door.actor,
            now=utc_now(),
        )
        with transaction():
            services.make_pack(
                door.document, door.edition, prepared, by=door.actor, now=utc_now(), token=token
            )
    except Invalid as refused:
        if tokens.is_spent(token):
            return redirect(address, 303)
        form.add_error(refused)
        page = queries.packs_page(door.document, door.edition, today())
        return _page(door, page, form, failed=True), 422
    except AlreadyExists:
        return redirect(address, 303)
    flash("The pack is made. It stays as it is, whatever changes in the text.")
    return redirect(address, 303)


@pages.get(f"{ADDRESS}/<int:pack_id>.<any(pdf, docx):form>")
def file(document_id: int, pack_id: int, form: str) -> ResponseReturnValue:
    """Send the PDF or the Word file of a pack."""
    door = access.document_for(document_id, Permission.VIEW)
    content = queries.pack_file(door.document, pack_id, form)
    if content is None:
        raise NotFound("There is no such file. The page of the packs lists those there are.")
    response = Response(content, mimetype=TYPES[form])
    name = f"committee-pack-{door.landlord.slug}-{pack_id}.{form}"
    disposition = "inline" if form == "pdf" else "attachment"
    response.headers["Content-Disposition"] = f'{disposition}; filename="{name}"'
    return response


def _page(
    door: DocumentDoor, page: queries.PacksPage, form: CoverForm, *, failed: bool = False
) -> str:
    return render_template("packs/show.html", door=door, page=page, form=form, failed=failed)
