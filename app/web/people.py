"""The people of a landlord: who they are, inviting, roles, access and links."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, RadioField, StringField

from app.database import transaction, utc_now
from app.domain.due_dates import read_day
from app.domain.errors import Invalid
from app.domain.offices import Office
from app.domain.pasted_text import tidy
from app.domain.permissions import ROLE_EXPLAINED, ROLE_WORDS, Permission, Role
from app.queries import people as queries
from app.services import people as services
from app.web import access
from app.web.access import Door
from app.web.forms import Form, choices, one_line, seen_version
from app.web.signed_in import visitor
from app.web.templating import day, today

pages = Blueprint("people", __name__)

ROLE_HINTS = {role.value: sentence for role, sentence in ROLE_EXPLAINED.items()}


class InvitationForm(Form):
    """Somebody new, and what they will do."""

    name = StringField("Name")
    email = StringField("E-mail address")
    role = RadioField("Role", choices=choices(ROLE_WORDS), validate_choice=False)


class RoleForm(Form):
    """Another role for somebody."""

    version = HiddenField()
    role = RadioField("Role", choices=choices(ROLE_WORDS), validate_choice=False)


class OfficeForm(Form):
    """The office of a cabinet member."""

    office = StringField("What is it called?")
    office_from = StringField("First day")
    office_until = StringField("Last day")
    stands_in_for = StringField("Stands in for")

    def content(self) -> Office:
        """Return what was typed; raise Invalid for a day that cannot be read."""
        return Office(
            title=one_line(tidy(self.office.data or "", "office")),
            starts_on=read_day(self.office_from.data or "", "office_from"),
            ends_on=read_day(self.office_until.data or "", "office_until"),
            stands_in_for=one_line(tidy(self.stands_in_for.data or "", "stands_in_for")),
        )


@pages.get("/landlords/<slug>/people")
def show(slug: str) -> ResponseReturnValue:
    """Show who works for the landlord."""
    door = access.landlord_for(slug, Permission.VIEW)
    page = queries.people_of(door.landlord.id, today())
    return render_template("people/show.html", door=door, page=page)


@pages.get("/landlords/<slug>/people/invite")
def invite(slug: str) -> ResponseReturnValue:
    """Show the form that invites somebody."""
    door = access.landlord_for(slug, Permission.MANAGE)
    return _invitation_page(door, InvitationForm())


@pages.post("/landlords/<slug>/people/invite")
def send_invitation(slug: str) -> ResponseReturnValue:
    """Invite somebody, and show the link: once, because only its hash is kept."""
    door = access.landlord_for(slug, Permission.MANAGE)
    form = InvitationForm(request.form)
    try:
        role = _role(form)
        with transaction():
            secret = services.invite_person(
                door.actor,
                email=one_line(form.email.data),
                name=one_line(form.name.data),
                role=role,
                now=utc_now(),
            )
    except Invalid as refused:
        form.add_error(refused)
        return _invitation_page(door, form, failed=True), 422
    return render_template(
        "people/invited.html",
        door=door,
        name=one_line(form.name.data),
        link=_link(secret) if secret else None,
        waits=role is Role.CABINET_MEMBER,
    )


@pages.get("/landlords/<slug>/people/<int:membership_id>")
def person(slug: str, membership_id: int) -> ResponseReturnValue:
    """Show one person, with what a lead may change."""
    door = access.landlord_for(slug, Permission.MANAGE)
    return _person_page(door, membership_id)


@pages.post("/landlords/<slug>/people/<int:membership_id>/role")
def change_role(slug: str, membership_id: int) -> ResponseReturnValue:
    """Change somebody's role, or propose it."""
    door = access.landlord_for(slug, Permission.MANAGE)
    form = RoleForm(request.form)
    try:
        role = _role(form)
        with transaction():
            services.change_role(
                door.actor, membership_id, role, seen_version=_seen_version(), now=utc_now()
            )
    except Invalid as refused:
        form.add_error(refused)
        return _person_page(door, membership_id, form), 422
    return _back(door, "The change is saved.")


@pages.post("/landlords/<slug>/people/<int:membership_id>/office")
def change_office(slug: str, membership_id: int) -> ResponseReturnValue:
    """Record what a cabinet member is called, from when until when, and for whom."""
    door = access.landlord_for(slug, Permission.MANAGE)
    form = OfficeForm(request.form)
    try:
        with transaction():
            services.change_office(
                door.actor,
                membership_id,
                form.content(),
                seen_version=_seen_version(),
                now=utc_now(),
            )
    except Invalid as refused:
        form.add_error(refused)
        return _person_page(door, membership_id, office=form), 422
    return _back(door, "The office is saved.")


@pages.post("/landlords/<slug>/people/<int:membership_id>/confirm")
def confirm_role(slug: str, membership_id: int) -> ResponseReturnValue:
    """Confirm the role that another lead proposed."""
    return _decide(slug, membership_id, services.confirm_proposed_role, "The role is confirmed.")


@pages.post("/landlords/<slug>/people/<int:membership_id>/withdraw")
def withdraw_role(slug: str, membership_id: int) -> ResponseReturnValue:
    """Take a proposed role back."""
    return _decide(
        slug, membership_id, services.withdraw_proposed_role, "The proposal is withdrawn."
    )


@pages.post("/landlords/<slug>/people/<int:membership_id>/disable")
def disable(slug: str, membership_id: int) -> ResponseReturnValue:
    """Take somebody's access away."""
    return _decide(
        slug, membership_id, services.disable_person, "They cannot see or change anything now."
    )


@pages.post("/landlords/<slug>/people/<int:membership_id>/enable")
def enable(slug: str, membership_id: int) -> ResponseReturnValue:
    """Give somebody their access back."""
    return _decide(slug, membership_id, services.enable_person, "They have their access back.")


@pages.post("/landlords/<slug>/people/<int:membership_id>/link")
def make_link(slug: str, membership_id: int) -> ResponseReturnValue:
    """Make a link for a new password, and show it once."""
    door = access.landlord_for(slug, Permission.MANAGE)
    try:
        with transaction():
            secret = services.make_reset_link(door.actor, membership_id, now=utc_now())
    except Invalid as refused:
        form = RoleForm()
        form.add_error(refused)
        return _person_page(door, membership_id, form), 422
    page = _person(door, membership_id)
    return render_template("people/link.html", door=door, page=page, link=_link(secret))


def _decide(
    slug: str, membership_id: int, change: Callable[..., None], said: str
) -> ResponseReturnValue:
    door = access.landlord_for(slug, Permission.MANAGE)
    try:
        with transaction():
            change(door.actor, membership_id, seen_version=_seen_version(), now=utc_now())
    except Invalid as refused:
        form = RoleForm()
        form.add_error(refused)
        return _person_page(door, membership_id, form), 422
    return _back(door, said)


def _role(form: Any) -> Role:
    if form.role.data not in set(Role):
        raise Invalid("Choose a role.", "role")
    return Role(form.role.data)


def _seen_version() -> int:
    return seen_version(request.form.get("version"))


def _link(secret: str) -> str:
    # Not the host of the request, which whoever sends the request may choose.
    public_address = current_app.extensions["settings"].public_address
    return f"{public_address}{url_for('sign_in.join', secret=secret)}"


def _back(door: Door, said: str) -> ResponseReturnValue:
    flash(said)
    return redirect(url_for("people.show", slug=door.landlord.slug), 303)


def _invitation_page(door: Door, form: InvitationForm, *, failed: bool = False) -> str:
    return render_template(
        "people/invite.html", door=door, form=form, failed=failed, role_hints=ROLE_HINTS
    )


def _person(door: Door, membership_id: int) -> queries.PersonPage:
    return queries.person_page(
        door.landlord.id, membership_id, seen_by=visitor().person.id, today=today()
    )


def _blank_office(office: Office) -> OfficeForm:
    return OfficeForm(
        data={
            "office": office.title,
            "office_from": day(office.starts_on) if office.starts_on else "",
            "office_until": day(office.ends_on) if office.ends_on else "",
            "stands_in_for": office.stands_in_for,
        }
    )


def _person_page(
    door: Door,
    membership_id: int,
    form: RoleForm | None = None,
    *,
    office: OfficeForm | None = None,
) -> str:
    page = _person(door, membership_id)
    failed = form is not None or office is not None
    if form is None or form.role.data is None:
        shown = page.row.role or page.row.proposed_role
        fresh = RoleForm(data={"role": shown.value if shown else None})
        fresh.form_errors = form.form_errors if form else []
        form = fresh
    return render_template(
        "people/person.html",
        door=door,
        page=page,
        form=form,
        office=office or _blank_office(page.office),
        failed=failed,
        role_hints=ROLE_HINTS,
    )
