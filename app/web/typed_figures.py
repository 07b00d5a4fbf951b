"""Figures that are typed in: in the form of a year, or as the text of the documented file."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.database import transaction, utc_now
from app.domain.errors import ChangedByAnother, Invalid, StepNotAllowed
from app.domain.measures import measure_set_for
from app.domain.permissions import Permission
from app.domain.typed_content import changed_places
from app.domain.years import MARCH, FinancialYear
from app.queries import figures as queries
from app.queries.figures import TypedPage
from app.reading.typed_figures import (
    Definitions,
    FiguresFaulty,
    content_of,
    definitions_in,
    figures_of_content,
    read_typed_file,
)
from app.reading.yaml_text import LONGEST_FILE
from app.services.figures import write_typed_figures
from app.web import access
from app.web.access import Door
from app.web.figures import year_at
from app.web.forms import seen_version
from app.web.typed_form import TypedForm, form_as_sent, form_of_content
from app.web.typed_groups import COUNTED_FROM
from app.web.uploads import takes_files_of

pages = Blueprint("typed_figures", __name__)

ADDRESS = "/landlords/<slug>/figures/<year>/typed"


@pages.get(ADDRESS)
def show(slug: str, year: str) -> ResponseReturnValue:
    """Show the form with what is kept."""
    door = access.landlord_for(slug, Permission.EDIT)
    page = queries.typed_page(door.landlord, year_at(year))
    return _page(door, page, _kept(door, page))


@pages.post(ADDRESS)
def save(slug: str, year: str) -> ResponseReturnValue:
    """Keep what was typed, or show the form again with more rows."""
    door = access.landlord_for(slug, Permission.EDIT)
    page = queries.typed_page(door.landlord, year_at(year))
    form = form_as_sent(_measures(door, page.year), request.form, page.content)
    version = request.form.get("version", "")
    if measure := request.form.get("more"):
        form.add_rows(measure)
        return _page(door, page, form, version=version)
    try:
        content = form.content(page.year.slug, _period(door, page.year))
        _write(door, page.year, content, version)
    except Invalid as refused:
        form.add_error(refused)
        return _page(door, page, form, version=version), 422
    except StepNotAllowed as refused:
        form.add_error(Invalid(refused.message))
        return _page(door, page, form, version=version), 409
    except ChangedByAnother:
        return _clash(door, page, form), 409
    flash(f"The figures of {page.year.text} are saved.")
    return redirect(url_for("figures.show", slug=slug, year=page.year.slug), 303)


@pages.get(f"{ADDRESS}/file")
def ask_file(slug: str, year: str) -> ResponseReturnValue:
    """Show the form that takes the documented file."""
    door = access.landlord_for(slug, Permission.EDIT)
    return _file_page(door, queries.typed_page(door.landlord, year_at(year)))


@pages.post(f"{ADDRESS}/file")
@takes_files_of(LONGEST_FILE, "Nobody types that much. Check that it is the right file.")
def save_file(slug: str, year: str) -> ResponseReturnValue:
    """Keep the figures of a file, or of its text, in place of what was typed before."""
    door = access.landlord_for(slug, Permission.EDIT)
    page = queries.typed_page(door.landlord, year_at(year))
    text = _sent_text()
    if not text.strip():
        return _file_page(door, page, faults=("Choose a file, or paste its text.",)), 422
    try:
        content = _content_of_file(door, page.year, text)
        _write(door, page.year, content, request.form.get("version", ""))
    except FiguresFaulty as faulty:
        faults = tuple(str(one) for one in faulty.faults)
        return _file_page(door, page, text=_shown(text), faults=faults), 422
    except (Invalid, StepNotAllowed, ChangedByAnother) as refused:
        status = 422 if isinstance(refused, Invalid) else 409
        page = queries.typed_page(door.landlord, page.year)
        return _file_page(door, page, text=_shown(text), faults=(refused.message,)), status
    flash(f"The figures of {page.year.text} are saved as the file says.")
    return redirect(url_for("figures.show", slug=slug, year=page.year.slug), 303)


def _write(door: Door, year: FinancialYear, content: Mapping[str, Any], version: str) -> None:
    figures = figures_of_content(content, _definitions()) if content else None
    with transaction():
        write_typed_figures(
            year,
            content,
            figures,
            seen_version=seen_version(version) if version else None,
            by=door.actor,
            now=utc_now(),
        )


def _content_of_file(door: Door, year: FinancialYear, text: bytes) -> dict[str, Any]:
    """Return what a file says; raise FiguresFaulty, or Invalid where it is of another year."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "The file"
        path.write_bytes(text)
        file = read_typed_file(path, _definitions())
    if file.figures.year != year:
        raise Invalid(
            f"The file holds figures of {file.figures.year.text}, and this page is about "
            f"{year.text}. Open the page of that year."
        )
    content = content_of(file.figures)
    period = _period(door, year)
    # A file need not repeat what every landlord's year is.
    return content if period is None else {**content, "period": content.get("period") or period}


def _sent_text() -> bytes:
    sent = request.files.get("file")
    if sent is not None and sent.filename:
        return sent.stream.read(LONGEST_FILE + 1)
    return request.form.get("text", "").encode()


def _shown(text: bytes) -> str:
    return text.decode(errors="replace")


def _definitions() -> Definitions:
    return definitions_in(current_app.extensions["settings"].editions)


def _measures(door: Door, year: FinancialYear) -> Any:
    first = year.quarter_last_day(0, door.landlord.year_end_month) + timedelta(days=1)
    return measure_set_for(_definitions().measures, first)


def _period(door: Door, year: FinancialYear) -> dict[str, str] | None:
    """Return the days of a year that does not run from April to March."""
    month = door.landlord.year_end_month
    if month == MARCH:
        return None
    first = year.quarter_last_day(0, month) + timedelta(days=1)
    return {
        "name": year.text,
        "from": first.isoformat(),
        "to": year.last_day(month).isoformat(),
    }


def _kept(door: Door, page: TypedPage) -> TypedForm:
    return form_of_content(_measures(door, page.year), page.content)


def _clash(door: Door, page: TypedPage, form: TypedForm) -> str:
    """Show what is kept now where it differs, with what was typed still in the form."""
    page = queries.typed_page(door.landlord, page.year)
    typed = form.content(page.year.slug, _period(door, page.year))
    theirs = changed_places(typed, page.content)
    return _page(door, page, form, theirs=[(place, now) for place, (_, now) in theirs.items()])


def _page(
    door: Door,
    page: TypedPage,
    form: TypedForm,
    *,
    version: str | None = None,
    theirs: list[tuple[str, str]] | None = None,
) -> str:
    return render_template(
        "figures/typed.html",
        door=door,
        page=page,
        form=form,
        groups=form.groups,
        starts=COUNTED_FROM,
        version=str(page.version or "") if version is None else version,
        theirs=theirs,
        failed=bool(form.errors or theirs is not None),
    )


def _file_page(door: Door, page: TypedPage, *, text: str = "", faults: tuple[str, ...] = ()) -> str:
    return render_template(
        "figures/typed_file.html",
        door=door,
        page=page,
        text=text,
        faults=faults,
        failed=bool(faults),
    )
