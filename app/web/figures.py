"""The year's figures: what there is of each year, and one year with tables, charts and checks."""

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from app.database import utc_now
from app.domain.errors import Invalid, NotFound
from app.domain.figure_charts import FigureChart
from app.domain.findings import Level
from app.domain.permissions import Permission
from app.domain.years import FinancialYear
from app.queries import figures as queries
from app.queries import people
from app.queries.jobs import waiting_job_of
from app.reading.case_mappings import mapping_yaml
from app.reading.typed_figures import content_of
from app.rendering.charts import draw
from app.rendering.figure_files import figures_to_csv, figures_to_json, typed_to_yaml
from app.web import access
from app.web.signed_in import visitor
from app.web.templating import today

pages = Blueprint("figures", __name__)

ADDRESS = "/landlords/<slug>/figures"
# What each level is called, the colour of its tag, and what to do about it.
LEVELS = {
    Level.CONTRADICTION: (
        "Contradictions",
        "red",
        "Both cannot be right. Correct the figures, or say in the report what explains it.",
    ),
    Level.QUESTION: (
        "Questions",
        "yellow",
        "A reader will ask. Add what is missing, or answer it in the report.",
    ),
    Level.NOTE: ("Notes", "blue", "Right, but a reader would want to be told."),
}
TYPES = {"json": "application/json", "csv": "text/csv", "yaml": "application/yaml"}


@pages.get("/figures")
def own() -> ResponseReturnValue:
    """Go to the figures of the person's only landlord, or show which there are."""
    page = people.own_page(visitor().person)
    if len(page.open) == 1 and len(page.roles) == 1:
        return redirect(url_for("figures.years", slug=page.open[0].slug))
    return render_template("figures/choose.html", page=page)


@pages.get(ADDRESS)
def years(slug: str) -> ResponseReturnValue:
    """Show the years with what there is of each."""
    door = access.landlord_for(slug, Permission.VIEW)
    lines = queries.year_lines(door.landlord, today())
    return render_template("figures/years.html", door=door, years=lines)


@pages.get(f"{ADDRESS}/<year>")
def show(slug: str, year: str) -> ResponseReturnValue:
    """Show the figures of a year."""
    door = access.landlord_for(slug, Permission.VIEW)
    page = queries.figures_page(door.landlord, year_at(year))
    waiting = waiting_job_of(door.landlord.id, visitor().person.id, page.year, now=utc_now())
    return render_template(
        "figures/show.html", door=door, page=page, draw=_drawn, levels=LEVELS, waiting=waiting
    )


@pages.get(f"{ADDRESS}/<year>/figures.<any(json, csv, yaml):file_type>")
def download(slug: str, year: str, file_type: str) -> ResponseReturnValue:
    """Send the figures of a year as a file."""
    door = access.landlord_for(slug, Permission.VIEW)
    page = queries.figures_page(door.landlord, year_at(year))
    if page.figures is None:
        raise NotFound(f"There are no figures of {page.year.text} yet.")
    landlord = {"name": door.landlord.name, "slug": door.landlord.slug}
    if file_type == "json":
        content = figures_to_json(page.figures, landlord)
    elif file_type == "csv":
        content = figures_to_csv(page.figures)
    else:
        content = typed_to_yaml(content_of(page.figures), door.landlord.name)
    return _file(content, f"{slug}-figures-{page.year.slug}.{file_type}", TYPES[file_type])


@pages.get(f"{ADDRESS}/<year>/mapping.yaml")
def mapping(slug: str, year: str) -> ResponseReturnValue:
    """Send how the columns of a landlord's extract are mapped, as a file for the command."""
    door = access.landlord_for(slug, Permission.VIEW)
    wanted = year_at(year)
    remembered = queries.remembered_mapping(door.landlord.id)
    if remembered is None:
        raise NotFound(f"No file of cases was read for {wanted.text} yet.")
    return _file(mapping_yaml(remembered).encode(), f"{slug}-mapping.yaml", TYPES["yaml"])


def year_at(address: str) -> FinancialYear:
    """Return the year that an address names like 2023-24; raise NotFound for anything else."""
    try:
        year = FinancialYear.parse(address)
    except Invalid:
        year = None
    if year is None or year.slug != address:
        raise NotFound("There is no such financial year. Years are written like 2023-24 here.")
    return year


def _drawn(chart: FigureChart) -> Markup:
    return draw(chart, key="figures")


def _file(content: bytes, name: str, media_type: str) -> Response:
    response = Response(content, mimetype=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
