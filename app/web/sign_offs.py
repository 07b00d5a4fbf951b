"""The Member's response, the sign-off of an exact text, and publication."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, HiddenField, StringField, TextAreaField

from app.database import transaction, utc_now
from app.domain.body_responses import PROMPTS
from app.domain.due_dates import read_day
from app.domain.errors import AlreadyExists, ChangedByAnother, Invalid, NotReady
from app.domain.pasted_text import tidy
from app.domain.permissions import Permission
from app.domain.workflow import Reason
from app.queries import sign_offs as queries
from app.queries.readiness import readiness_page
from app.rendering import pdf, statement_page
from app.rendering.document_files import rendered_page
from app.services import publishing, sign_offs, tokens
from app.services.sign_offs import BodyResponseContent
from app.web import access, public_site
from app.web.access import DocumentDoor
from app.web.explanations import explanations_of
from app.web.forms import Form, new_token, one_line, seen_version
from app.web.places import DOCUMENT, page_of
from app.web.templating import day, today

pages = Blueprint("sign_offs", __name__)

AMENDMENT = "amendment_"


class BodyResponseForm(Form):
    """What the Member says, in which role and when; the role, name and date may be not known."""

    version = HiddenField()
    text = TextAreaField("The governing body's response")
    role = StringField("In which role do you write?")
    by = StringField("Name, if it is to be published")
    met_on = StringField("Date of the response")

    def content(self) -> BodyResponseContent:
        """Return what was typed; raise Invalid for what cannot be read."""
        text = tidy(self.text.data or "")
        if not text:
            raise Invalid("Write the response; residents will read it beside the answers.", "text")
        return BodyResponseContent(
            text=text,
            role=one_line(tidy(self.role.data or "")),
            by=one_line(tidy(self.by.data or "")),
            met_on=read_day(self.met_on.data or "", "met_on"),
        )


class PastResponseForm(BodyResponseForm):
    """What a document of the past says of its response: it may name the body and the minute."""

    role = StringField("In which role was it written?")
    met_on = StringField("Date of the meeting")
    body = StringField("Which body?")
    minute = StringField("Minute, or where it can be read")

    def content(self) -> BodyResponseContent:
        """Return what was typed; raise Invalid for what cannot be read."""
        return replace(
            super().content(),
            body=one_line(tidy(self.body.data or "")),
            minute=one_line(tidy(self.minute.data or "")),
        )


class SignForm(Form):
    """The approval of the text whose digest the page showed; amendments have ticks of their own."""

    digest = HiddenField()
    token = HiddenField()
    read = BooleanField(
        "I have read this text and the governing body's response, and I approve them"
    )

    def confirmed(self) -> frozenset[int]:
        """Return the amendments that were ticked as standing in the text."""
        return frozenset(
            int(name.removeprefix(AMENDMENT))
            for name, field in self._fields.items()
            if name.startswith(AMENDMENT) and field.data
        )


class PublishForm(Form):
    """Publication, with the reason where a revision is replaced."""

    version = HiddenField()
    token = HiddenField()
    reason = TextAreaField("What does this revision change?")
    without_pdf = BooleanField("Publish without a PDF; this revision will then never have one")


@pages.get(f"{DOCUMENT}/response")
def response(document_id: int) -> ResponseReturnValue:
    """Show the form for the governing body's response."""
    door = _writing_door(document_id)
    page = _response_queried(door)
    said = page.response
    data: dict[str, Any] = {"version": str(page.version or ""), "role": page.office}
    if said:
        data |= {"text": said.text, "body": said.body, "by": said.by, "role": said.role}
        data |= {"minute": said.minute, "met_on": day(said.on) if said.on else ""}
    return _response_page(door, page, _response_form(door)(data=data))


@pages.post(f"{DOCUMENT}/response")
def save_response(document_id: int) -> ResponseReturnValue:
    """Save the governing body's response, and warn where it names nothing that is not met."""
    door = _writing_door(document_id)
    form = _response_form(door)(request.form)
    try:
        content = form.content()
        with transaction():
            sign_offs.write_body_response(
                door.document,
                content,
                seen_version=seen_version(form.version.data) if form.version.data else None,
                by=door.actor,
                now=utc_now(),
            )
    except Invalid as refused:
        form.add_error(refused)
        return _response_page(door, _response_queried(door), form, failed=True), 422
    except ChangedByAnother:
        page = _response_queried(door)
        form.version.data = str(page.version or "")
        return _response_page(door, page, form, theirs=page.response, failed=True), 409
    flash("The response is saved.")
    if door.document.reason is Reason.RECORD:
        return redirect(page_of(door.document), 303)
    return redirect(url_for(".ask_to_sign", document_id=document_id), 303)


@pages.get(f"{DOCUMENT}/text")
def text(document_id: int) -> ResponseReturnValue:
    """Show the text as it would be published now."""
    door = access.document_for(document_id, Permission.VIEW)
    document = queries.draft_document(
        door.document, door.edition, utc_now(), explanations_of(door.edition)
    )
    page = rendered_page(
        document, stylesheet_address=publishing.stylesheet_address(), has_pdf=False
    )
    return statement_page.with_notice(
        page.encode(),
        "This is how the text would be published now. It is not published, and its number, date "
        "and files are not final. Links to pages of their own work once it is published.",
        link_to=page_of(door.document),
        link_words=f"Back to the {door.document.noun}",
    )


@pages.get(f"{DOCUMENT}/sign-off")
def ask_to_sign(document_id: int) -> ResponseReturnValue:
    """Show what is to be signed off."""
    door = access.document_for(document_id, Permission.SIGN_OFF)
    page = _sign_off_queried(door)
    form = sign_form(page)(data={"digest": page.digest, "token": new_token()})
    return render_template("sign_offs/sign_off.html", door=door, page=page, form=form)


@pages.post(f"{DOCUMENT}/sign-off")
def sign(document_id: int) -> ResponseReturnValue:
    """Sign off the text whose digest the page showed."""
    door = access.document_for(document_id, Permission.SIGN_OFF)
    form = sign_form(_sign_off_queried(door))(request.form)
    try:
        if not form.read.data:
            raise Invalid("Tick that you have read the text and approve it.", "read")
        with transaction():
            sign_offs.sign_off(
                door.document,
                door.edition,
                seen_digest=form.digest.data or "",
                by=door.actor,
                now=utc_now(),
                token=form.token.data or "",
                confirmed=form.confirmed(),
            )
    except AlreadyExists:
        return redirect(page_of(door.document), 303)
    except (Invalid, NotReady, ChangedByAnother) as refused:
        return _refused_to_sign(door, form, refused)
    flash("Signed off. A complaints lead can publish it now.")
    return redirect(page_of(door.document), 303)


@pages.get(f"{DOCUMENT}/publish")
def ask_to_publish(document_id: int) -> ResponseReturnValue:
    """Show what is about to be published."""
    door = access.document_for(document_id, Permission.LEAD)
    form = PublishForm(data={"version": str(door.document.version), "token": new_token()})
    return _publish_page(door, form)


@pages.post(f"{DOCUMENT}/publish")
def publish(document_id: int) -> ResponseReturnValue:
    """Render the files, then make them public in one short write."""
    door = access.document_for(document_id, Permission.LEAD)
    settings = current_app.extensions["settings"]
    form = PublishForm(request.form)
    now = utc_now()
    try:
        if tokens.is_spent(form.token.data or ""):
            raise AlreadyExists("This was published already.")
        prepared = publishing.prepare(
            door.document,
            door.edition,
            reason=one_line(tidy(form.reason.data or "")),
            explanations=explanations_of(door.edition),
            public_address=settings.public_address,
            lock_folder=settings.instance,
            by=door.actor,
            now=now,
            without_pdf=bool(form.without_pdf.data),
        )
        with transaction():
            publishing.publish(
                door.document,
                door.edition,
                prepared,
                seen_version=seen_version(form.version.data),
                by=door.actor,
                now=utc_now(),
                token=form.token.data or "",
            )
    except (Invalid, AlreadyExists) as refused:
        # Whoever waited for the PDF in vain may find that the same press was done meanwhile.
        if isinstance(refused, Invalid) and not tokens.is_spent(form.token.data or ""):
            form.add_error(refused)
            return _publish_page(door, form, failed=True), 422
        flash("This was published already.")
        return redirect(page_of(door.document), 303)
    flash("Published. Residents can read it now.")
    public_site.refresh()
    return redirect(page_of(door.document), 303)


def sign_form(page: queries.SignOffPage) -> type[SignForm]:
    """Return the form class with a tick for each amendment of the meeting."""
    amendments = page.approval.amendments if page.approval else ()
    ticks: dict[str, Any] = {
        f"{AMENDMENT}{one.id}": BooleanField(f"Amendment {place} is in the text")
        for place, one in enumerate(amendments, 1)
    }
    return type("FormOfSignOff", (SignForm,), ticks)


def _refused_to_sign(
    door: DocumentDoor, typed: SignForm, refused: Invalid | NotReady | ChangedByAnother
) -> ResponseReturnValue:
    """Show the page again as it is now; every tick has to be set again on a text that changed."""
    page = _sign_off_queried(door)
    has_changed = isinstance(refused, ChangedByAnother)
    form = sign_form(page)(None if has_changed else request.form, data={"token": typed.token.data})
    form.digest.data = page.digest
    form.read.data = False
    form.add_error(Invalid(refused.message, getattr(refused, "field", None)))
    shown = render_template("sign_offs/sign_off.html", door=door, page=page, form=form, failed=True)
    return shown, 409 if has_changed else 422


def _sign_off_queried(door: DocumentDoor) -> queries.SignOffPage:
    return queries.sign_off_page(
        door.document, door.edition, access.editions(), _person_id(door), today()
    )


def _response_queried(door: DocumentDoor) -> queries.BodyResponsePage:
    return queries.body_response_page(door.document, door.edition, _person_id(door))


def _response_form(door: DocumentDoor) -> type[BodyResponseForm]:
    return PastResponseForm if door.document.reason is Reason.RECORD else BodyResponseForm


def _writing_door(document_id: int) -> DocumentDoor:
    """Open the door for whoever writes the response: the cabinet member, or a lead in a record."""
    door = access.document_for(document_id, Permission.VIEW)
    is_record = door.document.reason is Reason.RECORD
    return access.document_for(document_id, Permission.LEAD if is_record else Permission.SIGN_OFF)


def _person_id(door: DocumentDoor) -> int:
    assert door.actor.person is not None
    return door.actor.person.id


def _response_page(
    door: DocumentDoor, page: queries.BodyResponsePage, form: BodyResponseForm, **more: Any
) -> str:
    return render_template(
        "sign_offs/response.html", door=door, page=page, form=form, prompts=PROMPTS, **more
    )


def _publish_page(door: DocumentDoor, form: PublishForm, *, failed: bool = False) -> str:
    return render_template(
        "sign_offs/publish.html",
        door=door,
        page=queries.publish_page(door.document, door.edition),
        readiness=readiness_page(door.document, door.edition, today()),
        pdf_missing=pdf.why_not_available(),
        form=form,
        failed=failed,
    )
