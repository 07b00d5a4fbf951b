"""A file of cases, from its upload over its mapping to the figures that are kept of it."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import FileField, HiddenField, SelectField
from wtforms.fields.choices import SelectChoice

from app.database import transaction, utc_now
from app.domain.case_faults import FaultGroup, group_from_facts
from app.domain.case_mapping import DELIMITERS, ENCODINGS, FIELD_LABELS, CaseMapping
from app.domain.errors import AlreadyExists, Invalid, NotFound, StepNotAllowed
from app.domain.figure_checks import check_figures
from app.domain.figure_tables import tables
from app.domain.figures import from_facts
from app.domain.jobs import JobKind, JobState
from app.domain.permissions import Permission
from app.domain.years import FinancialYear
from app.queries import figures as figure_queries
from app.queries import jobs as queries
from app.queries.jobs import JobView
from app.reading.brought_files import brought_file, delete_brought, keep_brought
from app.reading.case_files import MOST_BYTES_IN_BROWSER
from app.reading.case_preview import Seen
from app.services.figures import Extracted, keep_extract
from app.services.jobs import drop_outcome, start_job, take_outcome
from app.web import access
from app.web.access import Door
from app.web.case_mapping_form import (
    GROUPS,
    MappingForm,
    mapping_form,
    show_values_of_new_columns,
)
from app.web.figures import year_at
from app.web.forms import Form, new_token
from app.web.job_processes import start_process
from app.web.uploads import takes_files_of

pages = Blueprint("case_extracts", __name__)

ADDRESS = "/landlords/<slug>/figures/<year>/extract"
COMMAND = "flask figures analyse"
LARGER = (
    "Go back and choose the cases of one year, with only the columns that are needed. Whoever "
    f"looks after this site can read a larger file with the command “{COMMAND}”."
)


class UploadForm(Form):
    """The file."""

    token = HiddenField()
    file = FileField("The file of cases")


class ReadAsForm(Form):
    """How the file is taken apart, where that was found wrongly."""

    token = HiddenField()
    sheet = SelectField("Sheet", validate_choice=False)
    delimiter = SelectField("What parts the columns", validate_choice=False)
    encoding = SelectField("How its letters are written", validate_choice=False)


@pages.get(ADDRESS)
def ask(slug: str, year: str) -> ResponseReturnValue:
    """Show the form that takes a file."""
    door = access.landlord_for(slug, Permission.EDIT)
    return _upload_page(door, year_at(year), UploadForm(data={"token": new_token()}))


@pages.post(ADDRESS)
@takes_files_of(MOST_BYTES_IN_BROWSER, LARGER)
def upload(slug: str, year: str) -> ResponseReturnValue:
    """Put a file aside for as long as it is read, and start to look at it."""
    door = access.landlord_for(slug, Permission.EDIT)
    wanted = year_at(year)
    form = UploadForm(request.form)
    folder = current_app.extensions["settings"].instance
    try:
        _refuse_fixed(door, wanted)
        name = _brought()
    except Invalid as refused:
        form.add_error(refused)
        return _upload_page(door, wanted, form, failed=True), 422
    asked = {"file": name, "year": wanted.slug}
    try:
        job_id = _started(door, JobKind.LOOK, asked, form.token.data or "")
    except Invalid as refused:
        delete_brought(folder, name)
        form.add_error(refused)
        return _upload_page(door, wanted, form, failed=True), 422
    except BaseException:
        delete_brought(folder, name)
        raise
    for replaced in queries.files_replaced_by(job_id):
        delete_brought(folder, replaced)
    return redirect(url_for("jobs.show", slug=slug, job_id=job_id), 303)


@pages.get(f"{ADDRESS}/<int:job_id>")
def show(slug: str, year: str, job_id: int) -> ResponseReturnValue:
    """Show the mapping of a file that was looked at, or the preview of one that was counted."""
    door = access.landlord_for(slug, Permission.EDIT)
    job = _job(door, year, job_id)
    if job.is_open:
        return redirect(url_for("jobs.show", slug=slug, job_id=job_id), 303)
    if job.state is not JobState.DONE:
        return render_template("figures/not_read.html", door=door, job=job)
    if job.outcome is None:
        flash("What was found in that file was kept, or thrown away after a day.")
        return redirect(url_for("figures.show", slug=slug, year=year), 303)
    if job.kind is JobKind.ANALYSE:
        return _preview_page(door, job)
    form = mapping_form(_seen(job), _remembered(door, job), token=new_token())
    return _mapping_page(door, job, form)


@pages.post(f"{ADDRESS}/<int:job_id>")
def map_columns(slug: str, year: str, job_id: int) -> ResponseReturnValue:
    """Start to work out the figures by the mapping that was chosen."""
    door = access.landlord_for(slug, Permission.EDIT)
    job = _looked_at(door, year, job_id)
    remembered = _remembered(door, job)
    form = mapping_form(_seen(job), remembered, request.form)
    asked = {"file": job.asked["file"], "year": job.year.slug}
    if unlisted := form.unlisted(_listed(job)):
        return _look_at_values(door, job, asked, unlisted, form)
    mapping = form.mapping(remembered)
    if mapping is None:
        show_values_of_new_columns(form)
        return _mapping_page(door, job, form), 422
    return _go_on(door, job, JobKind.ANALYSE, asked | {"mapping": mapping.to_facts()}, form)


@pages.post(f"{ADDRESS}/<int:job_id>/again")
def look_again(slug: str, year: str, job_id: int) -> ResponseReturnValue:
    """Look at the same file once more, taken apart in another way."""
    door = access.landlord_for(slug, Permission.EDIT)
    job = _looked_at(door, year, job_id)
    form = ReadAsForm(request.form)
    seen = _seen(job)
    read_as = {
        "sheet": form.sheet.data if form.sheet.data in seen.sheets else None,
        "delimiter": next((one for one in DELIMITERS if ord(one) == _number(form)), None),
        "encoding": form.encoding.data if form.encoding.data in ENCODINGS else None,
    }
    asked = {"file": job.asked["file"], "year": job.year.slug, "read_as": read_as}
    shown = mapping_form(seen, _remembered(door, job), token=new_token())
    return _go_on(door, job, JobKind.LOOK, asked, shown, form.token.data or "")


@pages.post(f"{ADDRESS}/<int:job_id>/keep")
def keep(slug: str, year: str, job_id: int) -> ResponseReturnValue:
    """Keep the figures of a preview."""
    door = access.landlord_for(slug, Permission.EDIT)
    wanted = year_at(year)
    job = _job(door, year, job_id)
    address = url_for("figures.show", slug=slug, year=wanted.slug)
    if job.outcome is None or job.kind is not JobKind.ANALYSE:
        return redirect(address, 303)
    if job.outcome["figures"] is None:
        raise Invalid("No figures could be worked out of this file. Send another.")
    found = Extracted(
        figures=from_facts(job.outcome["figures"]),
        mapping=CaseMapping.from_facts(job.asked["mapping"]),
        sha256=job.outcome["sha256"],
        rows=job.outcome["rows"],
    )
    now = utc_now()
    try:
        with transaction():
            token = request.form.get("token", "")
            keep_extract(wanted, found, by=door.actor, now=now, token=token)
            take_outcome(queries.job_of(door.landlord.id, job_id), by=door.actor, now=now)
    except AlreadyExists:
        return redirect(address, 303)
    flash(f"The figures of {wanted.text} are kept. The file itself is deleted.")
    return redirect(address, 303)


@pages.post(f"{ADDRESS}/<int:job_id>/drop")
def drop(slug: str, year: str, job_id: int) -> ResponseReturnValue:
    """Throw away what was found in a file, and the file."""
    door = access.landlord_for(slug, Permission.EDIT)
    job = _job(door, year, job_id)
    with transaction():
        row = queries.job_of(door.landlord.id, job_id)
        drop_outcome(row, by=door.actor, now=utc_now())
    if not job.is_open:
        delete_brought(current_app.extensions["settings"].instance, job.asked["file"])
    flash("Nothing of the file is kept.")
    return redirect(url_for("figures.show", slug=slug, year=job.year.slug), 303)


def _job(door: Door, year: str, job_id: int) -> JobView:
    """Return a job of the landlord and the year; raise NotFound for any other."""
    job = queries.job_view(queries.job_of(door.landlord.id, job_id), now=utc_now())
    if job.year != year_at(year):
        raise NotFound(f"That file of cases was not sent for {year_at(year).text}.")
    return job


def _looked_at(door: Door, year: str, job_id: int) -> JobView:
    """Return a job whose file was looked at and is still here."""
    job = _job(door, year, job_id)
    folder = current_app.extensions["settings"].instance
    if job.kind is not JobKind.LOOK or job.state is not JobState.DONE or job.outcome is None:
        raise StepNotAllowed("The columns of this file cannot be chosen now. Send the file again.")
    if brought_file(folder, job.asked["file"]) is None:
        raise StepNotAllowed(
            "The file is no longer here: it was read already, you sent another one after it, or it "
            "is older than a day. Send it again."
        )
    return job


def _seen(job: JobView) -> Seen:
    assert job.outcome is not None
    return Seen.from_facts(dict(job.outcome))


def _listed(job: JobView) -> list[str]:
    """Return the columns whose values were listed, so that they can be given a meaning."""
    assert job.outcome is not None
    return list(job.outcome["listed"])


def _look_at_values(
    door: Door, job: JobView, asked: dict[str, Any], unlisted: list[str], form: MappingForm
) -> ResponseReturnValue:
    """Look at the values of columns that nobody thought of before; what was chosen is kept."""
    more = {
        "list": [*_listed(job), *unlisted],
        "read_as": job.asked.get("read_as", {}),
        "mapping": form.chosen(_remembered(door, job)).to_facts(),
    }
    answer = _go_on(door, job, JobKind.LOOK, asked | more, form)
    flash("Nobody had looked at the values of every column yet. Say what they mean, and go on.")
    return answer


def _remembered(door: Door, job: JobView) -> CaseMapping | None:
    """Return what was chosen for this file, or how columns were mapped the last time.

    The last time is remembered whether or not its figures were kept, but for what was refused.
    """
    if "mapping" in job.asked:
        return CaseMapping.from_facts(job.asked["mapping"])
    tried = queries.last_mapping(door.landlord.id)
    return tried or figure_queries.remembered_mapping(door.landlord.id)


def _refuse_fixed(door: Door, year: FinancialYear) -> None:
    """Refuse before the work what could not be kept after it."""
    if why := figure_queries.why_fixed(door.landlord.id, year):
        raise Invalid(why, "file")


def _brought() -> str:
    """Put the file that was sent aside and return its name there; raise Invalid without one."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise Invalid("Choose the file of cases.", "file")
    folder = current_app.extensions["settings"].instance
    name = keep_brought(folder, sent.stream, MOST_BYTES_IN_BROWSER)
    if name is None:
        raise Invalid(
            f"The file is larger than {MOST_BYTES_IN_BROWSER // 1_000_000} MB. {LARGER}",
            "file",
        )
    return name


def _started(door: Door, kind: JobKind, asked: dict[str, Any], token: str) -> int:
    """Put a job on the list, start its process, and return its number."""
    with transaction():
        job_id = start_job(kind, asked, by=door.actor, now=utc_now(), token=token).id
    start_process(job_id)
    return job_id


def _go_on(
    door: Door,
    job: JobView,
    kind: JobKind,
    asked: dict[str, Any],
    form: MappingForm,
    token: str | None = None,
) -> ResponseReturnValue:
    """Start the next job on the same file, or show the mapping again with the reason."""
    try:
        next_id = _started(door, kind, asked, form.token.data or "" if token is None else token)
    except Invalid as refused:
        form.add_error(refused)
        return _mapping_page(door, job, form), 422
    except AlreadyExists:
        return redirect(url_for("figures.show", slug=door.landlord.slug, year=job.year.slug), 303)
    return redirect(url_for("jobs.show", slug=door.landlord.slug, job_id=next_id), 303)


def _number(form: ReadAsForm) -> int:
    """Return the number of the character that parts the columns; a tab does not travel itself."""
    sent = form.delimiter.data or ""
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 4 else -1


def _upload_page(door: Door, year: FinancialYear, form: UploadForm, *, failed: bool = False) -> str:
    return render_template(
        "figures/upload.html",
        door=door,
        year=year,
        form=form,
        failed=failed,
        fixed=figure_queries.why_fixed(door.landlord.id, year),
        at_work=queries.open_job_of(door.landlord.id, now=utc_now()),
        command=COMMAND,
    )


def _mapping_page(door: Door, job: JobView, form: MappingForm) -> str:
    seen = _seen(job)
    read_as = ReadAsForm(
        data={
            "sheet": seen.sheet,
            "delimiter": str(ord(seen.delimiter)) if seen.delimiter else "",
            "encoding": seen.encoding,
            "token": new_token(),
        }
    )
    read_as.sheet.choices = [SelectChoice(value=one, label=one) for one in seen.sheets]
    read_as.delimiter.choices = [
        SelectChoice(value=str(ord(sign)), label=words.capitalize())
        for sign, words in DELIMITERS.items()
    ]
    read_as.encoding.choices = [
        SelectChoice(value=one, label=words) for one, words in ENCODINGS.items()
    ]
    if not form.token.data:
        form.token.data = new_token()
    return render_template(
        "figures/mapping.html",
        door=door,
        job=job,
        seen=seen,
        form=form,
        groups=GROUPS,
        labels=FIELD_LABELS,
        read_as=read_as,
        failed=bool(form.errors),
    )


def _preview_page(door: Door, job: JobView) -> str:
    assert job.outcome is not None
    outcome: Mapping[str, Any] = job.outcome
    figures = from_facts(outcome["figures"]) if outcome["figures"] else None
    faults: tuple[FaultGroup, ...] = tuple(map(group_from_facts, outcome["faults"]))
    return render_template(
        "figures/preview.html",
        door=door,
        job=job,
        rows=outcome["rows"],
        told=outcome["told"],
        faults=faults,
        figures=figures,
        tables=tables(figures) if figures else (),
        findings=check_figures(figures) if figures else (),
        fixed=figure_queries.why_fixed(door.landlord.id, job.year),
        token=new_token(),
    )
