"""How a landlord's figures are read: closed days, its own targets, and whether few are shown."""

from collections.abc import Mapping
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, HiddenField, StringField, TextAreaField

from app.database import transaction, utc_now
from app.domain.days import day_in_words
from app.domain.due_dates import read_day
from app.domain.errors import ChangedByAnother, Invalid, StepNotAllowed
from app.domain.faults import quoted
from app.domain.pasted_text import tidy
from app.domain.permissions import Permission
from app.queries import figures as queries
from app.queries.figures import FigureSettingsPage
from app.services.figures import SettingsContent, change_figure_settings
from app.web import access
from app.web.access import Door
from app.web.forms import Form, one_line, seen_version

pages = Blueprint("figure_settings", __name__)

ADDRESS = "/landlords/<slug>/figures/settings"


class SettingsForm(Form):
    """What a landlord chooses for all its figures."""

    version = HiddenField()
    closures = TextAreaField("Days on which your offices are closed")
    target_1 = StringField("Your own target for stage 1 answers, in working days")
    target_2 = StringField("Your own target for stage 2 answers, in working days")
    suppresses_small = BooleanField("Do not show numbers from one to four")

    def content(self) -> SettingsContent:
        """Return what was typed; raise Invalid, naming the field, for what cannot be read."""
        targets = {stage: _target(self[f"target_{stage}"].data, stage) for stage in (1, 2)}
        return SettingsContent(
            targets={stage: days for stage, days in targets.items() if days is not None},
            closures=dict(
                _closure(line)
                for line in tidy(self.closures.data or "").split("\n")
                if line.strip()
            ),
            suppresses_small=bool(self.suppresses_small.data),
        )


@pages.get(ADDRESS)
def show(slug: str) -> ResponseReturnValue:
    """Show the settings."""
    door = access.landlord_for(slug, Permission.LEAD)
    return _page(door, _stored(queries.settings_page(door.landlord)))


@pages.post(ADDRESS)
def save(slug: str) -> ResponseReturnValue:
    """Save the settings."""
    door = access.landlord_for(slug, Permission.LEAD)
    form = SettingsForm(request.form)
    try:
        content = form.content()
        with transaction():
            change_figure_settings(
                content,
                seen_version=seen_version(form.version.data) if form.version.data else None,
                by=door.actor,
                now=utc_now(),
            )
    except Invalid as refused:
        form.add_error(refused)
        return _page(door, form, failed=True), 422
    except StepNotAllowed as refused:
        form.add_error(Invalid(refused.message, "suppresses_small"))
        return _page(door, form, failed=True), 409
    except ChangedByAnother:
        stored = queries.settings_page(door.landlord)
        form.version.data = str(stored.version or "")
        return _page(door, form, failed=True, theirs=_theirs(stored)), 409
    flash("The settings are saved.")
    return redirect(url_for("figures.years", slug=slug), 303)


def _stored(page: FigureSettingsPage) -> SettingsForm:
    return SettingsForm(
        data={
            "version": str(page.version or ""),
            "closures": _lines(page.closures),
            "target_1": str(page.targets.get(1, "")),
            "target_2": str(page.targets.get(2, "")),
            "suppresses_small": page.suppresses_small,
        }
    )


def _theirs(page: FigureSettingsPage) -> list[tuple[str, str]]:
    """Return what is stored now, in words."""
    return [
        ("Closed days", _lines(page.closures)),
        ("Target for stage 1", str(page.targets.get(1, ""))),
        ("Target for stage 2", str(page.targets.get(2, ""))),
        ("Numbers from one to four", "not shown" if page.suppresses_small else "shown"),
    ]


def _lines(closures: Mapping[date, str]) -> str:
    return "\n".join(
        f"{day_in_words(day)}: {name}" if name else day_in_words(day)
        for day, name in sorted(closures.items())
    )


def _closure(line: str) -> tuple[date, str]:
    """Read "27 December 2023: closed between the holidays"; the words may be missing."""
    written, _, name = line.partition(":")
    try:
        day = read_day(written.strip(), "closures")
    except Invalid:
        day = None
    if day is None:
        raise Invalid(
            f"{quoted(one_line(line))} does not begin with a day. Write each day on a line of its "
            "own, such as 27 December 2023: offices closed.",
            "closures",
        )
    return day, one_line(name)


def _target(typed: str | None, stage: int) -> int | None:
    plain = one_line(typed)
    if not plain:
        return None
    if not plain.isascii() or not plain.isdigit() or len(plain) > 3:
        raise Invalid("Write a number of working days, such as 20.", f"target_{stage}")
    return int(plain)


def _page(
    door: Door,
    form: SettingsForm,
    *,
    failed: bool = False,
    theirs: list[tuple[str, str]] | None = None,
) -> str:
    return render_template(
        "figures/settings.html", door=door, form=form, failed=failed, theirs=theirs
    )
