"""Starting an annual report, and writing what stands in each part of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.database import db
from app.domain.days import london_day
from app.domain.document_parts import Demonstration
from app.domain.editions import Edition
from app.domain.errors import AlreadyExists, ChangedByAnother, Invalid, StepNotAllowed
from app.domain.figure_checks import check_figures
from app.domain.findings import Finding
from app.domain.history import Kind
from app.domain.pasted_text import tidy
from app.domain.permissions import Permission
from app.domain.report_parts import part_named, part_title
from app.domain.workflow import ANSWERS_OPEN, Reason, State
from app.domain.years import FinancialYear
from app.models import AnnualReport, Landlord, ReportPart
from app.models.figure_facts import figures_of
from app.models.report_facts import EXPLAINS
from app.services import history, tokens
from app.services.history import Actor
from app.services.new_documents import new_document

REASONS = (Reason.ANNUAL, Reason.RECORD)
PICTURE = re.compile(r"(?:table|chart):[a-z0-9_]+(?:\.[a-z0-9_]+)*")
MOST_PICTURES = 100


@dataclass(frozen=True)
class PartContent:
    """What somebody wants a part to say: its text, or none, and the tables and charts in it."""

    text: str = ""
    none_this_year: bool = False
    shown: tuple[str, ...] = ()

    def as_facts(self) -> dict[str, Any]:
        """Return the content as the history keeps it."""
        return {
            "text": self.text,
            "none_this_year": self.none_this_year,
            "shown": list(self.shown),
        }


def start_report(
    landlord: Landlord,
    edition: Edition,
    year: FinancialYear,
    reason: Reason,
    *,
    by: Actor,
    now: datetime,
    token: str,
    demonstration: Demonstration | None = None,
) -> AnnualReport:
    """Start the report of a year, with no part written; it knows the report of the year before.

    Raises AlreadyExists where the year has a report already, and Invalid for a year that has not
    begun or a reason for which no report is made.
    """
    by.require(Permission.LEAD, now=now)
    tokens.spend(token, now=now)
    if reason not in REASONS:
        raise Invalid("Choose whether it is the yearly report or a record of a past one.", "reason")
    if year > FinancialYear.containing(london_day(now), landlord.year_end_month):
        raise Invalid(f"{year.text} has not begun. Write the year that it reports on.", "year")
    refuse_a_second(landlord, edition, year)
    earlier = _newest_before(landlord, year)
    report = new_document(
        AnnualReport,
        landlord,
        edition,
        year,
        reason,
        now=now,
        demonstration=demonstration,
        carried_from=earlier,
    )
    said = {"edition": edition.id, "year": year.text, "reason": reason.value}
    if earlier:
        said["from_year"] = earlier.year
    history.of_document(Kind.REPORT_STARTED, report, by, now, after=said)
    return report


def refuse_a_second(landlord: Landlord, edition: Edition, year: FinancialYear) -> None:
    """Raise AlreadyExists where the year has a report of this rulebook."""
    other = db.session.scalar(
        select(AnnualReport)
        .where(
            AnnualReport.landlord_id == landlord.id,
            AnnualReport.rulebook == edition.rulebook,
            AnnualReport.year == year.text,
            AnnualReport.state != State.DISCARDED,
        )
        .limit(1)
    )
    if other is None:
        return
    if other.state is State.PUBLISHED:
        raise AlreadyExists(
            f"There is already a published report for {year.text}. Open it and start a correction."
        )
    raise AlreadyExists(f"There is already a report for {year.text}. Go on with that one.")


def write_part(
    report: AnnualReport,
    key: str,
    content: PartContent,
    *,
    seen_version: int | None,
    by: Actor,
    now: datetime,
) -> ReportPart | None:
    """Save a part, finished or not; nothing is recorded where nothing changed.

    `seen_version` is None while nobody has written the part. Raises ChangedByAnother for an older
    form, StepNotAllowed once the report is no draft, and NotFound for a part that it has not.
    """
    title = part_title(key)
    _open_for_writing(report, by, now)
    kept = replace(
        content,
        text=tidy(content.text, "text"),
        none_this_year=content.none_this_year and part_named(key).may_be_none,
        shown=_pictures(content.shown),
    )
    return _write(report, key, kept, {"title": title}, seen_version=seen_version, by=by, now=now)


def explain_finding(
    report: AnnualReport,
    finding_id: str,
    text: str,
    *,
    seen_version: int | None,
    by: Actor,
    now: datetime,
) -> ReportPart | None:
    """Save what the landlord says of figures that do not fit; empty words take it back.

    Raises ChangedByAnother for what the checks of the year's figures do not find any more.
    """
    _open_for_writing(report, by, now)
    found = _finding(report, finding_id)
    kept = PartContent(text=tidy(text, "text"))
    said = {"finding": found.sentence}
    key = f"{EXPLAINS}{finding_id}"
    return _write(report, key, kept, said, seen_version=seen_version, by=by, now=now)


def _newest_before(landlord: Landlord, year: FinancialYear) -> AnnualReport | None:
    return db.session.scalar(
        select(AnnualReport)
        .where(
            AnnualReport.landlord_id == landlord.id,
            AnnualReport.year < year.text,
            AnnualReport.state != State.DISCARDED,
        )
        .order_by(AnnualReport.year.desc(), AnnualReport.id.desc())
        .limit(1)
    )


def _open_for_writing(report: AnnualReport, by: Actor, now: datetime) -> None:
    by.require(Permission.EDIT, now=now)
    if report.state not in ANSWERS_OPEN:
        raise StepNotAllowed(
            "This report is no longer a draft, so its parts cannot be changed. "
            "Ask a complaints lead to take it back to draft."
        )


def _finding(report: AnnualReport, finding_id: str) -> Finding:
    figures = figures_of(report.landlord_id, FinancialYear.parse(report.year))
    found = check_figures(figures) if figures else ()
    for one in found:
        if one.id == finding_id:
            return one
    raise ChangedByAnother("The figures were changed meanwhile, and this is not found any more.")


def _pictures(shown: tuple[str, ...]) -> tuple[str, ...]:
    """Return the tables and charts that were chosen, each once; raise Invalid for anything else."""
    once = tuple(dict.fromkeys(shown))
    if len(once) > MOST_PICTURES or not all(PICTURE.fullmatch(one) for one in once):
        raise Invalid("Choose among the tables and charts that are offered.", "shown")
    return once


def _write(
    report: AnnualReport,
    key: str,
    content: PartContent,
    about: Mapping[str, str],
    *,
    seen_version: int | None,
    by: Actor,
    now: datetime,
) -> ReportPart | None:
    """Write one row and its entry; `about` names in words what was written, for the history."""
    row = db.session.scalar(
        select(ReportPart).where(ReportPart.report_id == report.id, ReportPart.key == key)
    )
    before, after = _content_of(row).as_facts(), content.as_facts()
    changed = [name for name in after if after[name] != before[name]]
    if not changed:
        return row
    if (row.version if row else None) != seen_version:
        raise ChangedByAnother("Somebody else saved this part while your page was open.")
    if row is None:
        row = ReportPart(report_id=report.id, key=key, **after)
        db.session.add(row)
    for name in changed:
        setattr(row, name, after[name])
    db.session.flush()
    history.record(
        Kind.REPORT_PART_WRITTEN,
        by=by,
        now=now,
        subject=f"part:{key}",
        document_id=report.id,
        before={**about, **{name: before[name] for name in changed}},
        after={**about, **{name: after[name] for name in changed}},
    )
    return row


def _content_of(row: ReportPart | None) -> PartContent:
    if row is None:
        return PartContent()
    return PartContent(row.text, row.none_this_year, tuple(row.shown))
