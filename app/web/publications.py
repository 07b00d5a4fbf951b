"""The published revisions of a document as its landlord sees them, and withdrawing one."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, TextAreaField

from app.database import transaction, utc_now
from app.domain.errors import AlreadyExists, Invalid
from app.domain.pasted_text import tidy
from app.domain.permissions import Permission
from app.queries import publications as queries
from app.services import withdrawals
from app.web import access, public_site
from app.web.access import DocumentDoor
from app.web.forms import Form, new_token, one_line
from app.web.places import DOCUMENT

pages = Blueprint("publications", __name__)


class WithdrawForm(Form):
    """The reason for which a revision is withdrawn."""

    token = HiddenField()
    reason = TextAreaField("Why is it withdrawn?")


@pages.get(f"{DOCUMENT}/publications")
def show(document_id: int) -> ResponseReturnValue:
    """List the revisions of the document's year."""
    door = access.document_for(document_id, Permission.VIEW)
    page = queries.publications_page(door.document, door.edition)
    return render_template("publications/show.html", door=door, page=page)


@pages.get(f"{DOCUMENT}/publications/<int:revision_number>/withdraw")
def ask_to_withdraw(document_id: int, revision_number: int) -> ResponseReturnValue:
    """Show the form that withdraws a revision."""
    door = access.document_for(document_id, Permission.LEAD)
    return _withdraw_page(door, revision_number, WithdrawForm(data={"token": new_token()}))


@pages.post(f"{DOCUMENT}/publications/<int:revision_number>/withdraw")
def withdraw(document_id: int, revision_number: int) -> ResponseReturnValue:
    """Withdraw a revision."""
    door = access.document_for(document_id, Permission.LEAD)
    form = WithdrawForm(request.form)
    try:
        with transaction():
            withdrawals.withdraw(
                door.document,
                revision_number,
                reason=one_line(tidy(form.reason.data or "")),
                by=door.actor,
                now=utc_now(),
                token=form.token.data or "",
            )
    except Invalid as refused:
        form.add_error(refused)
        return _withdraw_page(door, revision_number, form, failed=True), 422
    except AlreadyExists:
        flash(f"Revision {revision_number} was withdrawn already.")
        return redirect(url_for(".show", document_id=document_id), 303)
    flash(f"Revision {revision_number} is withdrawn. Its page says so.")
    public_site.refresh()
    return redirect(url_for(".show", document_id=document_id), 303)


def _withdraw_page(
    door: DocumentDoor, revision: int, form: WithdrawForm, *, failed: bool = False
) -> str:
    page = queries.publications_page(door.document, door.edition)
    return render_template(
        "publications/withdraw.html",
        door=door,
        page=page,
        line=page.line(revision),
        form=form,
        failed=failed,
    )
