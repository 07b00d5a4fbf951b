"""A landlord's annual reports: their list, the start of one, its parts, words on its figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, RadioField, StringField
from wtforms.fields.choices import SelectChoice

from app.database import transaction, utc_now
from app.domain.editions import Edition
from app.domain.errors import AlreadyExists, ChangedByAnother, Invalid
from app.domain.permissions import Permission
from app.domain.workflow import Reason
from app.domain.years import FinancialYear
from app.queries import reports as queries
from app.queries.headings import sent_back
from app.queries.report_page import report_page
from app.queries.report_parts import PartPage, part_page
from app.queries.reports import REPORT_REASONS
from app.services import tokens
from app.services.reports import explain_finding, start_report, write_part
from app.web import access
from app.web.access import ReportDoor
from app.web.forms import Form, choices, new_token, seen_version
from app.web.report_parts import PartForm, blank_form, part_with, saved_words, text_page
from app.web.templating import today

pages = Blueprint("reports", __name__)

ALL = "/landlords/<slug>/reports"
ONE = "/reports/<int:report_id>"
PART = f"{ONE}/parts/<key>"


class StartForm(Form):
    """What has to be known to start a report."""

    token = HiddenField()
    reason = RadioField(
        "Why is it made?", choices=choices(REPORT_REASONS), default=Reason.ANNUAL.value
    )
    year = StringField("Which financial year does it report on?")
    edition = RadioField("Which edition of the Code does it follow?", validate_choice=True)

    def offer(self, editions: Sequence[Edition]) -> "StartForm":
        """Offer the editions that ask for the report, the newest first; return the form."""
        self.edition.choices = [
            SelectChoice(value=one.id, label=f"{one.title} {one.name}") for one in editions
        ]
        return self


@dataclass(frozen=True)
class Typed:
    """Words on a finding that could not be saved, with why; they are given back.

    `clashes` says that what is saved, or the figures themselves, have changed meanwhile.
    """

    finding: str
    text: str
    why: str
    clashes: bool


@pages.get(ALL)
def overview(slug: str) -> ResponseReturnValue:
    """List the annual reports of a landlord."""
    door = access.landlord_for(slug, Permission.VIEW)
    page = queries.reports_page(door.landlord, access.editions())
    return render_template(
        "reports/overview.html", door=door, page=page, sent_back=sent_back(door.landlord)
    )


@pages.get(f"{ALL}/new")
def new(slug: str) -> ResponseReturnValue:
    """Show the form that starts a report."""
    door = access.landlord_for(slug, Permission.LEAD)
    edition = queries.edition_to_follow(access.editions())
    form = StartForm(
        data={
            "token": new_token(),
            "reason": Reason.ANNUAL.value,
            "year": queries.year_to_report(door.landlord, today()),
            "edition": edition.id if edition else None,
        }
    )
    return _start_page(door, form)


@pages.post(f"{ALL}/new")
def start(slug: str) -> ResponseReturnValue:
    """Start a report."""
    door = access.landlord_for(slug, Permission.LEAD)
    editions = access.editions()
    form = StartForm(request.form).offer(queries.editions_with_report(editions))
    if not form.validate():
        return _start_page(door, form, failed=True), 422
    try:
        year = FinancialYear.parse(form.year.data or "")
        with transaction():
            report = start_report(
                door.landlord,
                editions.by_id[form.edition.data],
                year,
                Reason(form.reason.data),
                by=door.actor,
                now=utc_now(),
                token=form.token.data or "",
            )
    except Invalid as refused:
        form.add_error(refused)
        return _start_page(door, form, failed=True), 422
    except AlreadyExists as refused:
        if tokens.is_spent(form.token.data or ""):
            return redirect(url_for(".overview", slug=slug), 303)
        form.add_error(Invalid(refused.message, "year"))
        return _start_page(door, form, failed=True), 409
    return redirect(url_for(".show", report_id=report.id), 303)


@pages.get(ONE)
def show(report_id: int) -> ResponseReturnValue:
    """Show the parts of a report, and what its figures ask."""
    door = access.report_for(report_id, Permission.VIEW)
    return _report_page(door)


@pages.post(f"{ONE}/explanations")
def explain(report_id: int) -> ResponseReturnValue:
    """Keep the landlord's words on figures that do not fit."""
    door = access.report_for(report_id, Permission.EDIT)
    finding, text = request.form.get("finding", ""), request.form.get("text", "")
    version = _seen(request.form.get("version"))
    try:
        if version is None and not text.strip():
            raise Invalid("Write what you want to say of it.", "text")
        with transaction():
            explain_finding(
                door.report,
                finding,
                text,
                seen_version=version,
                by=door.actor,
                now=utc_now(),
            )
    except Invalid as refused:
        return _report_page(door, Typed(finding, text, refused.message, clashes=False)), 422
    except ChangedByAnother as refused:
        return _report_page(door, Typed(finding, text, refused.message, clashes=True)), 409
    flash("Your words on the figures are saved." if text.strip() else "Your words are taken back.")
    return redirect(f"{url_for('.show', report_id=report_id)}#figures", 303)


@pages.get(PART)
def part(report_id: int, key: str) -> ResponseReturnValue:
    """Show one part, with the form for whoever may write it."""
    door = access.report_for(report_id, Permission.VIEW)
    page = part_page(door.report, door.edition, part_with(key))
    return text_page(door, page, blank_form(page))


@pages.post(PART)
def write(report_id: int, key: str) -> ResponseReturnValue:
    """Save one part; or put a suggestion into its text, or show how it will read, unsaved."""
    door = access.report_for(report_id, Permission.EDIT)
    part, form = part_with(key), PartForm(request.form)
    if form.only_looks(request.form) and door.report.state == "draft":
        page = part_page(door.report, door.edition, part)
        return text_page(door, page, form, note=form.take_in(request.form, page), preview=True)
    try:
        with transaction():
            write_part(
                door.report,
                key,
                form.content(),
                seen_version=_seen(form.version.data),
                by=door.actor,
                now=utc_now(),
            )
    except Invalid as refused:
        form.add_error(refused)
        page = part_page(door.report, door.edition, part)
        return text_page(door, page, form, failed=True), 422
    except ChangedByAnother:
        page = part_page(door.report, door.edition, part)
        form.version.data = str(page.version or "")
        return text_page(door, page, form, theirs=page.said, failed=True), 409
    page = part_page(door.report, door.edition, part)
    flash(saved_words(page))
    return redirect(_where_next(page), 303)


def _seen(version: str | None) -> int | None:
    """Return the version that a form was rendered from; None while nothing was written."""
    return seen_version(version) if version else None


def _where_next(page: PartPage) -> str:
    report_id = page.heading.id
    if request.form.get("do") != "next":
        return url_for(".part", report_id=report_id, key=page.part.key)
    if page.next:
        return url_for(".part", report_id=report_id, key=page.next.key)
    return url_for(".show", report_id=report_id)


def _report_page(door: ReportDoor, typed: Typed | None = None) -> str:
    page = report_page(door.report, door.edition, today())
    found = {line.id for lines in page.findings.values() for line in lines}
    return render_template(
        "reports/show.html",
        door=door,
        page=page,
        typed=typed,
        no_place_for_typed=typed is not None and typed.finding not in found,
        failed=typed is not None,
    )


def _start_page(door: access.Door, form: StartForm, *, failed: bool = False, **more: Any) -> str:
    form.offer(queries.editions_with_report(access.editions()))
    return render_template("reports/new.html", door=door, form=form, failed=failed, **more)
