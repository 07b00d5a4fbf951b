"""Starting an assessment: the form, the preview of what comes along, and the start itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, RadioField, StringField
from wtforms.fields.choices import SelectChoice

from app.database import transaction, utc_now
from app.domain.due_dates import read_day
from app.domain.edition_shelf import Editions
from app.domain.editions import Edition
from app.domain.errors import AlreadyExists, Invalid
from app.domain.permissions import Permission
from app.domain.workflow import REASON_WORDS, Reason
from app.domain.years import FinancialYear
from app.queries import assessment_start as queries
from app.queries.assessment_start import EarlierLine
from app.queries.assessments import suggested_year
from app.services import assessments as services
from app.services import tokens
from app.services.carrying import start_carried_forward
from app.web import access
from app.web.forms import Form, choices, new_token
from app.web.templating import today

pages = Blueprint("assessment_start", __name__)

EMPTY = ""  # starting from nothing; so does a form that does not ask


class StartForm(Form):
    """What has to be known to start an assessment."""

    token = HiddenField()
    edition = RadioField("Which edition of the Code?", validate_choice=True)
    start_from = RadioField("What does it start from?", validate_choice=False, default=EMPTY)
    year = StringField("Which financial year is it for?")
    reason = RadioField("Why is it made?", choices=choices(REASON_WORDS), default="annual")
    assessed_on = StringField("When was it made, if it is a past one?")

    def offer(self, editions: Editions, earlier: Sequence[EarlierLine]) -> "StartForm":
        """Offer the editions, the newest first, and the earlier assessments; return the form."""
        self.edition.choices = [
            SelectChoice(value=one.id, label=_edition_label(one, editions)) for one in editions.all
        ]
        self.start_from.choices = [
            *(SelectChoice(value=str(one.id), label=one.words) for one in earlier),
            SelectChoice(value=EMPTY, label="Start with empty answers"),
        ]
        return self

    def content(self, editions: Editions) -> "StartContent":
        """Return what was typed; raise Invalid, naming the field, for what cannot be read."""
        return StartContent(
            edition=editions.by_id[self.edition.data],
            year=FinancialYear.parse(self.year.data or ""),
            reason=Reason(self.reason.data),
            assessed_on=read_day(self.assessed_on.data or "", "assessed_on"),
        )


@dataclass(frozen=True)
class StartContent:
    """What somebody wants to start."""

    edition: Edition
    year: FinancialYear
    reason: Reason
    assessed_on: date | None


@pages.get("/landlords/<slug>/assessments/new")
def new(slug: str) -> ResponseReturnValue:
    """Show the form that starts an assessment."""
    door = access.landlord_for(slug, Permission.LEAD)
    editions = access.editions()
    earlier = queries.earlier_lines(door.landlord, editions)
    year = FinancialYear.parse(suggested_year(door.landlord, today()))
    start_from = queries.suggested_earlier(door.landlord, year, editions)
    form = StartForm(
        data={
            "token": new_token(),
            "edition": queries.suggested_edition(door.landlord, year, editions).id,
            "year": year.text,
            "reason": Reason.ANNUAL.value,
            "start_from": str(start_from) if start_from else EMPTY,
        }
    )
    return _start_page(door, form.offer(editions, earlier))


@pages.post("/landlords/<slug>/assessments/new")
def start(slug: str) -> ResponseReturnValue:
    """Start an assessment; from an earlier one only after a look at what comes along."""
    door = access.landlord_for(slug, Permission.LEAD)
    editions, do = access.editions(), request.form.get("do")
    form = StartForm(request.form).offer(editions, queries.earlier_lines(door.landlord, editions))
    if do == "change":
        return _start_page(door, form)
    if not form.validate():
        return _start_page(door, form, failed=True), 422
    try:
        content = form.content(editions)
        if form.start_from.data and do != "confirm":
            return _preview(door, form, content)
        assessment = _start(door, form, content)
    except Invalid as refused:
        form.add_error(refused)
        return _start_page(door, form, failed=True), 422
    except AlreadyExists as refused:
        if tokens.is_spent(form.token.data or ""):
            return redirect(url_for("assessments.overview", slug=slug), 303)
        form.add_error(Invalid(refused.message, "year"))
        return _start_page(door, form, failed=True), 409
    return redirect(url_for("assessments.show", assessment_id=assessment.id), 303)


def _start(door: access.Door, form: StartForm, content: StartContent) -> Any:
    said: dict[str, Any] = {
        "by": door.actor,
        "now": utc_now(),
        "token": form.token.data or "",
        "assessed_on": content.assessed_on,
    }
    told = (door.landlord, content.edition, content.year, content.reason)
    if not form.start_from.data:
        with transaction():
            return services.start_assessment(*told, **said)
    editions = access.editions()
    earlier, before = queries.start_from(door.landlord, form.start_from.data, editions)
    with transaction():
        return start_carried_forward(
            *told, earlier=earlier, before=before, editions=editions, **said
        )


def _preview(door: access.Door, form: StartForm, content: StartContent) -> str:
    """Show what would come along; nothing is stored yet."""
    editions = access.editions()
    earlier, before = queries.start_from(door.landlord, form.start_from.data, editions)
    services.refuse_a_second(door.landlord, content.edition, content.year, content.reason)
    page = queries.preview_page(earlier, before, content.edition, content.year, editions)
    return render_template("carrying/preview.html", door=door, form=form, page=page)


def _edition_label(one: Edition, editions: Editions) -> str:
    """Name an edition to choose, and which one corrects it: that is the one to answer."""
    words = f"{one.title} {one.name}, {len(one.in_form)} provisions"
    corrections = editions.corrections(one)
    return f"{words}, corrected by {corrections[0].name}" if corrections else words


def _start_page(door: access.Door, form: StartForm, *, failed: bool = False) -> str:
    return render_template("assessments/new.html", door=door, form=form, failed=failed)
