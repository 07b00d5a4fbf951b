"""Challenges: their list, the form to ask, and the thread with a form for whose turn it is."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, HiddenField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice

from app.database import transaction, utc_now
from app.domain.challenges import (
    WHOLE_REPORT,
    WHOLE_WORDS,
    About,
    asks_open,
    refuse_other_subjects,
)
from app.domain.documents import DocumentKind
from app.domain.errors import AlreadyExists, ChangedByAnother, Invalid, NotFound, StepNotAllowed
from app.domain.permissions import Permission
from app.domain.report_parts import part_title
from app.domain.scrutiny import subject_in_words
from app.queries import challenges as queries
from app.queries.actions import action_in
from app.queries.challenges import ChallengePage
from app.queries.headings import heading
from app.queries.responses import provision_page
from app.services.challenge_turns import (
    accept_challenge,
    press_challenge,
    reply_to_challenge,
    withdraw_challenge,
)
from app.services.challenges import (
    ChallengeContent,
    ask_again,
    choose_publication,
    raise_challenge,
)
from app.web import access
from app.web.access import DocumentDoor
from app.web.forms import Form, new_token, one_line, seen_version
from app.web.places import DOCUMENT
from app.web.templating import moment

pages = Blueprint("challenges", __name__)

ADDRESS = f"{DOCUMENT}/challenges"
ONE = f"{ADDRESS}/<int:challenge_id>"
LONGEST_NUMBER = 18  # digits; SQLite holds no longer ones


class AskForm(Form):
    """What somebody asks; what it is about is chosen by the page that they come from."""

    about = HiddenField()
    number = HiddenField()
    action = HiddenField()
    prompted_by = HiddenField()
    token = HiddenField()
    text = TextAreaField("What do you ask?")
    publish = BooleanField("Publish this question and its answers with the rest")

    def content(self) -> ChallengeContent:
        """Return what was typed."""
        return ChallengeContent(
            text=self.text.data or "",
            about=_about(self.about.data),
            number=self.number.data or None,
            action_id=_row_number(self.action.data) or None,
            prompted_by=one_line(self.prompted_by.data),
            is_published=bool(self.publish.data),
        )


class TurnForm(Form):
    """What somebody says in a turn; a page shows only the fields of the turns they can take."""

    text = TextAreaField("What do you say to it?")
    change = SelectField("Which change did it lead to?", validate_choice=False)
    reason = TextAreaField("Why do you withdraw it?")
    ask_again = BooleanField("Offer it again next year")

    def offer(self, page: ChallengePage) -> "TurnForm":
        """Offer the changes that a reply can point to, and return the form."""
        self.change.choices = [
            SelectChoice(value="", label="None"),
            *(
                SelectChoice(
                    value=str(one.sequence), label=f"{one.words} – {one.by}, {moment(one.at)}"
                )
                for one in page.changes
            ),
        ]
        return self


@pages.get(ADDRESS)
def show_all(document_id: int) -> ResponseReturnValue:
    """Show the challenges of a document, and what earlier years left unsettled."""
    door = access.document_for(document_id, Permission.VIEW)
    page = queries.challenges_page(door.document, door.edition, access.editions())
    return render_template("challenges/list.html", door=door, page=page)


@pages.get(f"{ADDRESS}/new")
def new(document_id: int) -> ResponseReturnValue:
    """Show the form to ask about a provision, an action or the whole."""
    door = access.document_for(document_id, Permission.CHALLENGE)
    if not asks_open(door.document.state, door.document.reason):
        raise StepNotAllowed(f"Nothing can be asked about this {door.document.noun} now.")
    named = {name: request.args.get(name, "") for name in ("about", "number", "action")}
    return _ask_page(door, AskForm(data=named | {"token": new_token()}))


@pages.post(ADDRESS)
def ask(document_id: int) -> ResponseReturnValue:
    """Raise a challenge: from its form, or with one tap from the brief."""
    door = access.document_for(document_id, Permission.CHALLENGE)
    form = AskForm(request.form)
    try:
        with transaction():
            challenge = raise_challenge(
                door.document,
                door.edition,
                form.content(),
                by=door.actor,
                now=utc_now(),
                token=form.token.data or "",
            )
    except Invalid as refused:
        form.add_error(refused)
        return _ask_page(door, form, failed=True), 422
    except AlreadyExists:
        flash("This question was asked already.")
        return redirect(url_for(".show_all", document_id=document_id), 303)
    flash("The question is asked. Complaints leads and officers see it, and can reply.")
    return redirect(_address(door, challenge.id), 303)


@pages.post(f"{ADDRESS}/again")
def again(document_id: int) -> ResponseReturnValue:
    """Ask again what an earlier year left unsettled."""
    door = access.document_for(document_id, Permission.CHALLENGE)
    number = _row_number(request.form.get("challenge"))
    if not number:
        raise Invalid("Choose a question of an earlier year. Go back and press its button.")
    try:
        with transaction():
            challenge = ask_again(
                door.document,
                door.edition,
                number,
                access.editions(),
                by=door.actor,
                now=utc_now(),
            )
    except AlreadyExists:
        flash("This question was asked again already.")
        return redirect(url_for(".show_all", document_id=document_id), 303)
    flash("The question is asked again. Complaints leads and officers see it, and can reply.")
    return redirect(_address(door, challenge.id), 303)


@pages.get(ONE)
def show(document_id: int, challenge_id: int) -> ResponseReturnValue:
    """Show a challenge with its turns, and the forms of whoever may take the next."""
    door = access.document_for(document_id, Permission.VIEW)
    return _thread(door, challenge_id, TurnForm())


@pages.post(f"{ONE}/reply")
def reply(document_id: int, challenge_id: int) -> ResponseReturnValue:
    """Reply, and point to the change that the challenge led to."""
    door = access.document_for(document_id, Permission.EDIT)
    form = TurnForm(request.form)
    typed = form.change.data
    change = {"change_sequence": _row_number(typed)} if typed else {}
    take = _turn(door, challenge_id, reply_to_challenge, form.text.data or "", **change)
    return _taken(door, challenge_id, form, take, "The reply is sent to the cabinet member.")


@pages.post(f"{ONE}/press")
def press(document_id: int, challenge_id: int) -> ResponseReturnValue:
    """Press again, because the reply leaves something open."""
    door = access.document_for(document_id, Permission.CHALLENGE)
    form = TurnForm(request.form)
    take = _turn(door, challenge_id, press_challenge, form.text.data or "")
    return _taken(door, challenge_id, form, take, "You asked once more. It waits for a reply.")


@pages.post(f"{ONE}/accept")
def accept(document_id: int, challenge_id: int) -> ResponseReturnValue:
    """Accept the reply."""
    door = access.document_for(document_id, Permission.CHALLENGE)
    form = TurnForm(request.form)
    take = _turn(door, challenge_id, accept_challenge, form.text.data or "")
    return _taken(door, challenge_id, form, take, "The reply is accepted. This is settled.")


@pages.post(f"{ONE}/withdraw")
def withdraw(document_id: int, challenge_id: int) -> ResponseReturnValue:
    """Take a challenge back, with the reason."""
    door = access.document_for(document_id, Permission.CHALLENGE)
    form = TurnForm(request.form)
    take = _turn(
        door,
        challenge_id,
        withdraw_challenge,
        form.reason.data or "",
        ask_again=bool(form.ask_again.data),
    )
    return _taken(door, challenge_id, form, take, "The question is withdrawn.")


@pages.post(f"{ONE}/publication")
def publication(document_id: int, challenge_id: int) -> ResponseReturnValue:
    """Publish a question with its answers, or keep it internal."""
    door = access.document_for(document_id, Permission.CHALLENGE)
    publish = request.form.get("publish") == "yes"
    take = _turn(door, challenge_id, choose_publication, is_published=publish)
    said = "It will be published with its answers." if publish else "Its words stay internal."
    return _taken(door, challenge_id, TurnForm(), take, said)


def _turn(
    door: DocumentDoor, challenge_id: int, service: Callable[..., None], *words: str, **more: Any
) -> Callable[[], None]:
    """Return the call of a service on a challenge, in the version that the form was made from."""
    challenge = queries.challenge_in(door.document, challenge_id)
    version = seen_version(request.form.get("version"))

    def take() -> None:
        service(
            challenge,
            door.document,
            door.edition,
            *words,
            seen_version=version,
            by=door.actor,
            now=utc_now(),
            **more,
        )

    return take


def _taken(
    door: DocumentDoor, challenge_id: int, form: TurnForm, take: Callable[[], None], said: str
) -> ResponseReturnValue:
    """Take a turn and go back to the thread; refused, show it with what was typed."""
    try:
        with transaction():
            take()
    except Invalid as refused:
        form.add_error(refused)
        return _thread(door, challenge_id, form, failed=True), 422
    except ChangedByAnother:
        return _thread(door, challenge_id, form, clash=True, failed=True), 409
    except AlreadyExists:
        said = "This was done already."
    flash(said)
    return redirect(_address(door, challenge_id), 303)


def _thread(door: DocumentDoor, challenge_id: int, form: TurnForm, **more: Any) -> str:
    row = queries.challenge_in(door.document, challenge_id)
    page = queries.challenge_page(row, door.document, door.edition, door.role)
    return render_template(
        "challenges/show.html", door=door, page=page, form=form.offer(page), **more
    )


def _ask_page(door: DocumentDoor, form: AskForm, **more: Any) -> str:
    """Show the form beside what is recorded, so that nobody asks what is answered there."""
    about, number = _about(form.about.data), form.number.data or ""
    refuse_other_subjects(door.document.kind, about)
    is_report = door.document.kind is DocumentKind.REPORT
    subject = WHOLE_REPORT if is_report else WHOLE_WORDS
    if about is About.PROVISION:
        provision = access.provision_in(door.edition, number)
        asked_about = provision_page(door.document, door.edition, provision, access.editions())
        more |= {"asked_about": asked_about}
        subject = provision.name
    if about is About.PART:
        subject = part_title(number)
    if about is About.ACTION:
        _, action = action_in(door.document, _row_number(form.action.data))
        more |= {"action": action}
        subject = subject_in_words(about, action.title)
    top = heading(door.document, door.edition)
    return render_template(
        "challenges/new.html", door=door, heading=top, form=form, subject=subject, **more
    )


def _address(door: DocumentDoor, challenge_id: int) -> str:
    return url_for(".show", document_id=door.document.id, challenge_id=challenge_id)


def _about(typed: str | None) -> About:
    """Return what a challenge is about; raise NotFound for what no page of ours sends."""
    if typed and typed not in {about.value for about in About}:
        raise NotFound(
            "A question is about the whole, or about one part of it. Start from its pages."
        )
    return About(typed or About.WHOLE)


def _row_number(typed: str | None) -> int:
    """Return the number of a row from a form; what is none names no row."""
    readable = typed and typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_NUMBER
    return int(typed) if typed and readable else 0
