"""A landlord's settings, and its colour."""

import calendar
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from app.database import transaction, utc_now
from app.domain.errors import ChangedByAnother, Invalid
from app.domain.landlords import KIND_WORDS, LandlordFacts, LandlordKind
from app.domain.licences import LICENCE_WORDS, Licence
from app.domain.pasted_text import tidy
from app.domain.permissions import Permission
from app.queries import landlords as queries
from app.services.landlords import change_settings
from app.web import access, public_site
from app.web.access import Door
from app.web.forms import Form, choices, one_line, seen_version

pages = Blueprint("landlords", __name__)

MONTHS = [SelectChoice(value=str(n), label=calendar.month_name[n]) for n in range(1, 13)]


class SettingsForm(Form):
    """What a landlord tells about itself."""

    version = HiddenField()
    name = StringField("Name of the landlord")
    kind = RadioField("What it is", choices=choices(KIND_WORDS), validate_choice=False)
    homes = StringField("Number of homes")
    year_end_month = SelectField(
        "Month in which your financial year ends", choices=MONTHS, validate_choice=False
    )
    colour = StringField("Colour")
    complain_online = StringField("Web address of your complaints form")
    complain_email = StringField("E-mail address for complaints")
    complain_telephone = StringField("Telephone number for complaints")
    complain_address = TextAreaField("Postal address for complaints")
    complain_other = TextAreaField("Other ways to complain")
    ombudsman_words = TextAreaField("Which Ombudsman handles which complaints")
    licence = RadioField(
        "Licence of what you publish",
        choices=choices({one: words.name for one, words in LICENCE_WORDS.items()}),
        validate_choice=False,
    )
    publishes_names = BooleanField("Name people in what is published; otherwise only their role")

    def facts(self, slug: str) -> LandlordFacts:
        """Return what was typed; raise Invalid, naming the field, for what cannot be read."""
        if self.kind.data not in set(LandlordKind):
            raise Invalid("Choose what the landlord is.", "kind")
        if self.licence.data not in set(Licence):
            raise Invalid("Choose the licence of what you publish.", "licence")
        return LandlordFacts(
            name=one_line(self.name.data),
            slug=slug,
            kind=LandlordKind(self.kind.data),
            colour=one_line(self.colour.data),
            homes=_homes(one_line(self.homes.data)),
            year_end_month=_month(self.year_end_month.data),
            complain_online=one_line(self.complain_online.data),
            complain_email=one_line(self.complain_email.data),
            complain_telephone=one_line(self.complain_telephone.data),
            complain_address=tidy(self.complain_address.data or ""),
            complain_other=tidy(self.complain_other.data or ""),
            ombudsman_words=tidy(self.ombudsman_words.data or ""),
            licence=Licence(self.licence.data),
            publishes_names=bool(self.publishes_names.data),
        )


@pages.get("/landlords/<slug>/settings")
def settings(slug: str) -> ResponseReturnValue:
    """Show the settings."""
    door = access.landlord_for(slug, Permission.MANAGE)
    page = queries.settings_page(door.landlord)
    return _settings_page(door, SettingsForm(obj=page.facts, version=page.version))


@pages.post("/landlords/<slug>/settings")
def save(slug: str) -> ResponseReturnValue:
    """Save the settings."""
    door = access.landlord_for(slug, Permission.MANAGE)
    form = SettingsForm(request.form)
    try:
        facts = form.facts(slug)
        with transaction():
            change_settings(
                door.actor, facts, seen_version=seen_version(form.version.data), now=utc_now()
            )
    except Invalid as refused:
        form.add_error(refused)
        return _settings_page(door, form, failed=True), 422
    except ChangedByAnother:
        return _conflict_page(door, form), 409
    flash("The settings are saved.")
    public_site.refresh()
    return redirect(url_for("landlords.settings", slug=slug), 303)


@pages.get("/landlords/<slug>/colour.css")
def colour(slug: str) -> ResponseReturnValue:
    """Send the landlord's colour as a stylesheet; its address changes with the settings."""
    door = access.landlord_for(slug, Permission.VIEW)
    response = Response(
        f":root{{--govuk-brand-colour:{door.landlord.colour}}}\n", mimetype="text/css"
    )
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


def _homes(typed: str) -> int | None:
    """Read 12,400 or 12400; nothing typed is "not known"."""
    plain = typed.replace(",", "").replace(" ", "")
    if not plain:
        return None
    if not plain.isascii() or not plain.isdigit() or len(plain) > 9:
        raise Invalid("Write the number of homes in figures, or leave it empty.", "homes")
    return int(plain)


def _month(chosen: str | None) -> int:
    return next((n for n in range(1, 13) if str(n) == chosen), 0)


def _settings_page(
    door: Door,
    form: SettingsForm,
    *,
    failed: bool = False,
    theirs: list[tuple[str, str]] | None = None,
) -> str:
    return render_template(
        "landlords/settings.html",
        door=door,
        page=queries.settings_page(door.landlord),
        form=form,
        failed=failed,
        theirs=theirs,
    )


def _conflict_page(door: Door, form: SettingsForm) -> str:
    """Show what is stored now beside what was typed, which stays in the form."""
    page = queries.settings_page(door.landlord)
    stored = SettingsForm(obj=page.facts)
    theirs = [
        (field.label.text, _in_words(stored[field.name]))
        for field in form
        if field.name != "version" and _in_words(field) != _in_words(stored[field.name])
    ]
    form.version.data = str(page.version)
    return _settings_page(door, form, failed=True, theirs=theirs)


def _in_words(field: Any) -> str:
    """Return what a field holds, as its page would show it."""
    if isinstance(field, SelectField):  # the base of radio buttons as well
        return next((label for _, label, chosen, _ in field.iter_choices() if chosen), "")
    if isinstance(field, BooleanField):
        return "Yes" if field.data else "No"
    return tidy("" if field.data is None else str(field.data))
