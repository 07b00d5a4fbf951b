"""Annual reports in any state that a test needs, with the figures and learning of their year."""

from typing import Any

from flask import current_app

from app.database import transaction
from app.domain.editions import Edition
from app.domain.figure_checks import check_figures
from app.domain.figures import YearFigures
from app.domain.findings import Level
from app.domain.learning import Worked
from app.domain.report_parts import PARTS
from app.domain.workflow import Reason
from app.domain.years import FinancialYear
from app.models import AnnualReport, Landlord, LearningEntry, Person
from app.models.figure_facts import figures_of, typed_figures
from app.models.report_facts import parts_of
from app.queries import edition_shelf
from app.reading.typed_figures import figures_of_content
from app.services import learning, reports
from app.services.figures import write_typed_figures
from app.services.learning import LearningContent
from app.services.reports import PartContent
from tests.assessment_factories import CODE_2024, new_token
from tests.conftest import NOW
from tests.factories import actor
from tests.unit import typed_years

YEAR = "2025/26"
LAST_YEAR = "2024/25"
# More complaints refused for one reason than were refused at all.
CONTRADICTION = {"id": "refused_by_reason.too_old", "count": "7"}
EXPLAINED = "Two reasons stood in one letter."
HEARD = "People rang twice to find out who was dealing with their complaint."
CHANGED = "Our first letter names the team that answers."


def start(
    landlord: Landlord, lead: Person, year: str = YEAR, reason: Reason = Reason.ANNUAL
) -> AnnualReport:
    """Start a report on the Code of 2024, as a lead."""
    edition = _code_2024()
    by = actor(lead, landlord)
    with transaction():
        return reports.start_report(
            landlord,
            edition,
            FinancialYear.parse(year),
            reason,
            by=by,
            now=NOW,
            token=new_token(),
        )


def write(
    report: AnnualReport,
    person: Person,
    key: str,
    text: str = "",
    *,
    none: bool = False,
    shown: tuple[str, ...] = (),
) -> None:
    """Save a part as it stands now in somebody's form."""
    by, version = actor(person, report.landlord), version_of(report, key)
    content = PartContent(text, none, shown)
    with transaction():
        reports.write_part(report, key, content, seen_version=version, by=by, now=NOW)


def version_of(report: AnnualReport, key: str) -> int | None:
    """Return the version of a part as the database holds it; None while nobody wrote it."""
    return next((row.version for row in parts_of(report) if row.key == key), None)


def type_figures(
    landlord: Landlord, person: Person, year: str = YEAR, *changes: dict[str, str], **head: Any
) -> YearFigures:
    """Type in a year whose sums agree, unless a change makes them disagree."""
    content = typed_years.a_year(*changes, year=year, **head)
    figures, wanted = figures_of_content(content), FinancialYear.parse(year)
    by = actor(person, landlord)
    row = typed_figures(landlord.id, wanted)
    version = row.version if row else None
    with transaction():
        write_typed_figures(wanted, content, figures, seen_version=version, by=by, now=NOW)
    return figures


def learn(
    landlord: Landlord, person: Person, changed: str = CHANGED, year: str = YEAR, **content: Any
) -> LearningEntry:
    """Write an entry of the learning log."""
    edition = _code_2024()
    said = LearningContent(
        FinancialYear.parse(year), HEARD, changed, **{"worked": Worked.YES} | content
    )
    by = actor(person, landlord)
    with transaction():
        return learning.add_learning(landlord, edition, said, by=by, now=NOW, token=new_token())


def write_everything(report: AnnualReport, person: Person) -> None:
    """Write every part that the Code asks for, apart from what comes from elsewhere by itself."""
    for part in PARTS:
        if part.needed:
            write(report, person, part.key, f"What we say of it: {part.title}.")


def explain_everything(report: AnnualReport, person: Person) -> None:
    """Say something of every contradiction in the figures of a report's year."""
    year = FinancialYear.parse(report.year)
    figures = figures_of(report.landlord_id, year)
    by = actor(person, report.landlord)
    for found in check_figures(figures) if figures else ():
        if found.level is Level.CONTRADICTION:
            with transaction():
                reports.explain_finding(
                    report, found.id, EXPLAINED, seen_version=None, by=by, now=NOW
                )


def complete(landlord: Landlord, lead: Person, officer: Person) -> AnnualReport:
    """Make a draft in which nothing is missing, where its self-assessment is signed already."""
    type_figures(landlord, officer)
    learn(landlord, officer)
    report = start(landlord, lead)
    write_everything(report, officer)
    return report


def _code_2024() -> Edition:
    return edition_shelf.current(current_app.extensions["editions"]).by_id[CODE_2024]
