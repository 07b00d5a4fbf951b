"""One provision at a time: its page, its preview, two people at once, and its history."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.database import transaction, utc_now
from app.domain.carrying import Carried
from app.domain.editions import Provision
from app.domain.errors import ChangedByAnother, Invalid
from app.domain.history import Kind
from app.domain.permissions import Permission
from app.queries import history as history_queries
from app.queries import responses as queries
from app.queries.edition_corrections import no_longer_asked
from app.queries.headings import heading
from app.queries.responses import ProvisionPage
from app.services.responses import record_response, restore_response
from app.web import access
from app.web.access import AssessmentDoor
from app.web.forms import seen_version
from app.web.response_form import ResponseForm, blank_form, sent_form, words_asked

pages = Blueprint("responses", __name__)

ADDRESS = "/assessments/<int:assessment_id>/provisions/<number>"


@pages.get(ADDRESS)
def edit(assessment_id: int, number: str) -> ResponseReturnValue:
    """Show a provision, with the form for whoever may fill it in."""
    door = access.assessment_for(assessment_id, Permission.VIEW)
    if gone := _no_longer_asked(door, number):
        return gone, 404
    provision = access.provision_in(door.edition, number)
    page = page_of(door, provision)
    form = blank_form(provision, page.begins_with, page.version)
    return render_template("responses/edit.html", door=door, page=page, form=form)


@pages.post(ADDRESS)
def save(assessment_id: int, number: str) -> ResponseReturnValue:
    """Save what was typed, finished or not; or show how it will look."""
    door = access.assessment_for(assessment_id, Permission.EDIT)
    if refusal := _no_longer_asked(door, number):
        return refusal, 409
    provision = access.provision_in(door.edition, number)
    form = sent_form(provision, request.form)
    if request.form.get("do") == "preview":
        return _preview(door, provision, form)
    try:
        content = form.content(is_record=_may_infer(door))
        with transaction():
            row = record_response(
                door.assessment,
                door.edition,
                number,
                content,
                seen_version=seen_version(form.version.data),
                by=door.actor,
                now=utc_now(),
            )
    except Invalid as refused:
        form.add_error(refused)
        return _again(door, provision, form), 422
    except ChangedByAnother:
        return _clash(door, provision, form), 409
    flash(_saved(row))
    return redirect(_where_next(door, provision), 303)


@pages.get(f"{ADDRESS}/history")
def history(assessment_id: int, number: str) -> ResponseReturnValue:
    """Show what was said about a provision before, and let it be put back."""
    door = access.assessment_for(assessment_id, Permission.VIEW)
    provision = access.provision_in(door.edition, number)
    entries = history_queries.of_provision(
        door.assessment, number, request.args.get("before", type=int)
    )
    page = page_of(door, provision)
    return render_template("responses/history.html", door=door, page=page, history=entries)


@pages.post(f"{ADDRESS}/history/<int:sequence>/restore")
def restore(assessment_id: int, number: str, sequence: int) -> ResponseReturnValue:
    """Put back what a provision said after an entry of its history."""
    door = access.assessment_for(assessment_id, Permission.EDIT)
    access.provision_in(door.edition, number)
    with transaction():
        row = restore_response(
            door.assessment,
            door.edition,
            number,
            sequence,
            access.editions(),
            seen_version=seen_version(request.form.get("version")),
            by=door.actor,
            now=utc_now(),
        )
    flash(_put_back(row))
    return redirect(url_for(".edit", assessment_id=assessment_id, number=number), 303)


def _saved(row: Any) -> str:
    """Say what was saved, and what a save without an answer leaves open."""
    if row.carried is Carried.TO_CONFIRM:
        return f"Saved {row.number}. It still has to be confirmed: no answer was chosen."
    if row.carried is Carried.AFRESH and not (row.answer or row.commentary or row.evidence):
        return (
            f"Saved {row.number} with nothing in it, so it starts afresh. What was said before "
            "stays above the form."
        )
    return f"Saved {row.number}."


def _put_back(row: Any) -> str:
    if row.answer is not None:
        return f"{row.number} says again what it said then. The history keeps both."
    return (
        f"{row.number} has the words and the evidence of then again, without an answer. "
        "Choose your answer to the words as they stand now. The history keeps both."
    )


def page_of(door: AssessmentDoor, provision: Provision) -> ProvisionPage:
    """Return the page of a provision, as every answer to its forms shows it."""
    return queries.provision_page(door.assessment, door.edition, provision, access.editions())


def _preview(door: AssessmentDoor, provision: Provision, form: ResponseForm) -> ResponseReturnValue:
    """Show how the text will look, or that it is too long to be saved."""
    try:
        form.text("commentary")
        form.text("plan_note")
    except Invalid as refused:
        form.add_error(refused)
        return _again(door, provision, form), 422
    return _again(door, provision, form, preview=True)


def _again(
    door: AssessmentDoor, provision: Provision, form: ResponseForm, *, preview: bool = False
) -> str:
    page = page_of(door, provision)
    return render_template(
        "responses/edit.html", door=door, page=page, form=form, preview=preview, failed=not preview
    )


def _clash(door: AssessmentDoor, provision: Provision, form: ResponseForm) -> str:
    """Show their text and yours; yours stays in the form, which now carries the new version.

    An answer to other words than those that are asked now does not stay: it would look like one.
    """
    page = page_of(door, provision)
    form.version.data = str(page.version)
    last = history_queries.of_provision(door.assessment, provision.number, None).entries
    asked_again = bool(last) and last[0].kind in (Kind.RESPONSE_ASKED_AGAIN, Kind.RESPONSE_PUT_BACK)
    asks_otherwise = form.asks_otherwise_than(provision, otherwise=asked_again)
    dropped = form.drop_answer() if asks_otherwise else ""
    form.asked.data = words_asked(provision)
    return render_template(
        "responses/edit.html",
        door=door,
        page=page,
        form=form,
        theirs=page.response,
        their_entry=last[0] if last else None,
        asks_otherwise=asks_otherwise,
        dropped=dropped,
        failed=True,
    )


def _no_longer_asked(door: AssessmentDoor, number: str) -> str | None:
    """Say that a provision was taken out of the form; give back what was typed about it."""
    if any(one.number == number for one in door.edition.in_form):
        return None
    provision = no_longer_asked(door.assessment, number, access.editions())
    if provision is None:
        return None
    return render_template(
        "responses/no_longer_asked.html",
        door=door,
        heading=heading(door.assessment, door.edition),
        provision=provision,
        typed=sent_form(provision, request.form).typed if request.method == "POST" else None,
    )


def _where_next(door: AssessmentDoor, provision: Provision) -> str:
    page = {"assessment_id": door.assessment.id}
    do = request.form.get("do")
    if do == "action":
        return url_for("actions.new", **page, provision=provision.number)
    numbers = [one.number for one in door.edition.in_form]
    at = numbers.index(provision.number)
    if do == "next" and at + 1 < len(numbers):
        return url_for(".edit", **page, number=numbers[at + 1])
    if do == "next":
        return url_for("assessments.show", **page)
    return url_for(".edit", **page, number=provision.number) + (
        "#evidence" if do == "evidence" else ""
    )


def _may_infer(door: AssessmentDoor) -> bool:
    """Whether an answer may be marked as read out of another document, as in a past record."""
    return bool(door.assessment.reason == "record")
