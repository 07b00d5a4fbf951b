"""The approval by the governing body: recording it, and the amendments that it asked for."""

import re
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from app.database import transaction, utc_now
from app.domain.approvals import DECISION_WORDS, Decision
from app.domain.due_dates import read_day
from app.domain.errors import ChangedByAnother, Invalid
from app.domain.pasted_text import tidy
from app.domain.permissions import Permission
from app.domain.workflow import Reason
from app.queries import approvals as queries
from app.services import approvals as services
from app.services.approvals import AmendmentContent, ApprovalContent
from app.web import access
from app.web.access import DocumentDoor
from app.web.forms import Form, choices, one_line, seen_version
from app.web.places import DOCUMENT
from app.web.templating import day, moment

pages = Blueprint("approvals", __name__)

ADDRESS = f"{DOCUMENT}/approval"
SPARE_AMENDMENTS = 2
MOST_AMENDMENTS = 40
AMENDMENT_FIELD = re.compile(r"amendment_(\d{1,2})")
DONE_FIELD = re.compile(r"done_(\d{1,18})")


class ApprovalForm(Form):
    """What the meeting decided; the amendments are rows that are added for each."""

    version = HiddenField()
    body = StringField("Which body decided?")
    met_on = StringField("Date of the meeting")
    decision = RadioField(
        "What did it decide?", choices=choices(DECISION_WORDS), validate_choice=False
    )
    minute = StringField("Minute")
    minute_link = StringField("Web address of the minute")

    def content(self) -> ApprovalContent:
        """Return what was typed; raise Invalid, naming the field, for what cannot be read."""
        if self.decision.data not in set(Decision):
            raise Invalid("Choose what the meeting decided.", "decision")
        pack = self["pack"].data or ""
        return ApprovalContent(
            body=one_line(tidy(self.body.data or "", "body")),
            decision=Decision(self.decision.data),
            met_on=read_day(self.met_on.data or "", "met_on"),
            minute=one_line(tidy(self.minute.data or "", "minute")),
            minute_link=one_line(tidy(self.minute_link.data or "", "minute_link")),
            amendments=tuple(self._amendments()),
            pack_id=seen_version(pack) if pack else None,
        )

    @property
    def amendment_rows(self) -> list[Any]:
        """The field of each amendment, as the template shows them."""
        return [self[f"amendment_{at}"] for at in range(self._rows())]

    @property
    def id_rows(self) -> list[Any]:
        """The hidden field beside each amendment, which names one that is recorded."""
        return [self[f"id_{at}"] for at in range(self._rows())]

    def _rows(self) -> int:
        return sum(bool(AMENDMENT_FIELD.fullmatch(name)) for name in self._fields)

    def _amendments(self) -> list[AmendmentContent]:
        found = []
        for row, known in zip(self.amendment_rows, self.id_rows, strict=True):
            words = tidy(row.data or "", row.name)
            if words:
                number = seen_version(known.data) if known.data else None
                found.append(AmendmentContent(words, number))
            if len(found) > MOST_AMENDMENTS:
                raise Invalid(f"At most {MOST_AMENDMENTS} amendments can be recorded.", row.name)
        return found


class RemovalForm(Form):
    """Why an approval is taken away."""

    version = HiddenField()
    reason = TextAreaField("Why is it taken away?")


@pages.get(ADDRESS)
def show(document_id: int) -> ResponseReturnValue:
    """Show what the meeting decided, with the forms of whoever may record it."""
    door = access.document_for(document_id, Permission.VIEW)
    return _page(door)


@pages.post(ADDRESS)
def record(document_id: int) -> ResponseReturnValue:
    """Record what the meeting decided; what was typed is shown again when it is refused."""
    door = _recording_door(document_id)
    form = _sent_form(door)
    if request.form.get("do") == "more":
        return _page(door, form=form)
    try:
        content = form.content()
        with transaction():
            services.record_approval(
                door.document,
                content,
                seen_version=seen_version(form.version.data) if form.version.data else None,
                by=door.actor,
                now=utc_now(),
            )
    except Invalid as refused:
        form.add_error(refused)
        return _page(door, form=form, failed=True), 422
    except ChangedByAnother:
        theirs = queries.approval_page(door.document, door.edition).approval
        form.version.data = str(theirs.version) if theirs else ""
        return _page(door, form=form, failed=True, theirs=theirs), 409
    flash("The approval is recorded.")
    return redirect(url_for(".show", document_id=document_id), 303)


@pages.post(f"{ADDRESS}/remove")
def remove(document_id: int) -> ResponseReturnValue:
    """Take an approval away that was recorded by mistake."""
    door = _recording_door(document_id)
    form = RemovalForm(request.form)
    try:
        with transaction():
            services.remove_approval(
                door.document,
                seen_version=seen_version(form.version.data),
                reason=one_line(tidy(form.reason.data or "", "reason")),
                by=door.actor,
                now=utc_now(),
            )
    except Invalid as refused:
        form.add_error(refused)
        return _page(door, removal=form, failed=True), 422
    flash("The approval is taken away. The history keeps it.")
    return redirect(url_for(".show", document_id=document_id), 303)


@pages.post(f"{ADDRESS}/amendments")
def make(document_id: int) -> ResponseReturnValue:
    """Save what was done of each amendment."""
    door = access.document_for(document_id, Permission.LEAD)
    typed = {
        int(found[1]): words
        for name, words in request.form.items()
        if (found := DONE_FIELD.fullmatch(name))
    }
    try:
        with transaction():
            services.make_amendments(
                door.document,
                {key: tidy(words, f"done_{key}") for key, words in typed.items()},
                seen_version=seen_version(request.form.get("version")),
                by=door.actor,
                now=utc_now(),
            )
    except Invalid as refused:
        form = _done_form(door, typed)
        form.add_error(refused)
        return _page(door, done=form, failed=True), 422
    except ChangedByAnother:
        theirs = queries.approval_page(door.document, door.edition).approval
        return _page(door, done=_done_form(door, typed), failed=True, theirs=theirs), 409
    flash("Saved. The cabinet member confirms each amendment when signing off.")
    return redirect(url_for(".show", document_id=document_id), 303)


def _recording_door(document_id: int) -> DocumentDoor:
    """Open the door for whoever records an approval: only a lead in a record of the past."""
    door = access.document_for(document_id, Permission.VIEW)
    is_record = door.document.reason is Reason.RECORD
    return access.document_for(document_id, Permission.LEAD if is_record else Permission.APPROVAL)


def _form_class(page: queries.ApprovalPage, rows: int) -> type[ApprovalForm]:
    """Return the form class with so many rows for amendments, and the packs to choose from."""
    fields: dict[str, Any] = {}
    for at in range(rows):
        fields[f"amendment_{at}"] = TextAreaField(f"Amendment {at + 1}")
        fields[f"id_{at}"] = HiddenField()
    offered = [
        SelectChoice(value=str(one.id), label=f"{one.reference}, made on {moment(one.made_at)}")
        for one in page.packs
    ]
    fields["pack"] = RadioField(
        "Which copy did the meeting see?",
        choices=[*offered, SelectChoice(value="", label="None of these, or it is not known")],
        validate_choice=False,
        default="",
    )
    return type("FormOfApproval", (ApprovalForm,), fields)


def _blank_form(page: queries.ApprovalPage) -> ApprovalForm:
    approval = page.approval
    if approval is None:
        return _form_class(page, SPARE_AMENDMENTS)(data={"version": ""})
    data: dict[str, Any] = {
        "version": str(approval.version),
        "body": approval.body,
        "met_on": day(approval.met_on) if approval.met_on else "",
        "decision": approval.decision.value,
        "minute": approval.minute,
        "minute_link": approval.minute_link,
        "pack": str(approval.pack.id) if approval.pack else "",
    }
    for at, one in enumerate(approval.amendments):
        data |= {f"amendment_{at}": one.text, f"id_{at}": str(one.id)}
    return _form_class(page, _with_spare(len(approval.amendments)))(data=data)


def _sent_form(door: DocumentDoor) -> ApprovalForm:
    page = queries.approval_page(door.document, door.edition)
    rows = [int(found[1]) for name in request.form if (found := AMENDMENT_FIELD.fullmatch(name))]
    sent = max(rows, default=0) + 1
    more = request.form.get("do") == "more"
    return _form_class(page, _with_spare(sent) if more else sent)(request.form)


def _with_spare(rows: int) -> int:
    return max(rows, min(rows + SPARE_AMENDMENTS, MOST_AMENDMENTS))


def _done_form(door: DocumentDoor, typed: dict[int, str] | None = None) -> Form:
    """Return the form that says of each amendment what was done."""
    approval = queries.approval_page(door.document, door.edition).approval
    amendments = approval.amendments if approval else ()
    fields = {f"done_{one.id}": TextAreaField("What was done?") for one in amendments}
    data: dict[str, Any] = {f"done_{one.id}": one.done for one in amendments}
    data |= {f"done_{key}": words for key, words in (typed or {}).items()}
    return type("FormOfAmendments", (Form,), fields)(data=data)


def _page(door: DocumentDoor, **more: Any) -> str:
    page = queries.approval_page(door.document, door.edition)
    version = str(page.approval.version) if page.approval else ""
    forms = {
        "form": _blank_form(page),
        "done": _done_form(door),
        "removal": RemovalForm(data={"version": version}),
        "changing": "form" in more,
    }
    return render_template(
        "approvals/show.html", door=door, page=page, **(forms | {"failed": False} | more)
    )
