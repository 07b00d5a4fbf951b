"""Changes of a year's figures: those out of a case extract, those typed in, and their settings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from app.database import db
from app.domain.case_mapping import CaseMapping
from app.domain.days import day_in_words
from app.domain.errors import ChangedByAnother, Invalid, StepNotAllowed
from app.domain.figures import YearFigures, as_facts
from app.domain.history import Kind
from app.domain.permissions import Permission
from app.domain.typed_content import changed_places
from app.domain.wording import listed
from app.domain.years import FinancialYear
from app.models import CaseExtract, ClosureDay, FigureSettings, TypedFigures
from app.models.report_facts import why_figures_fixed
from app.services import history, tokens
from app.services.history import Actor

STAGES = (1, 2)
LONGEST_TARGET = 250  # working days, a year of them
LONGEST_NAME = 100
MOST_CLOSURES = 366


@dataclass(frozen=True)
class Extracted:
    """What came of reading a file of cases, as it is kept: never the cases themselves.

    `rows` counts those in the file, used and left out.
    """

    figures: YearFigures
    mapping: CaseMapping
    sha256: str
    rows: Mapping[str, int]


@dataclass(frozen=True)
class SettingsContent:
    """How a landlord wants its figures read.

    `targets` are its own working days to the answer by stage; `closures` the working days on which
    its offices are closed, with their names.
    """

    targets: Mapping[int, int] = field(default_factory=dict)
    closures: Mapping[date, str] = field(default_factory=dict)
    suppresses_small: bool = False


def keep_extract(
    year: FinancialYear, found: Extracted, *, by: Actor, now: datetime, token: str | None = None
) -> CaseExtract:
    """Keep the figures out of a file of cases, and remember how its columns were mapped."""
    by.require(Permission.EDIT, now=now)
    if token is not None:
        tokens.spend(token, now=now)
    _refuse_fixed(by.landlord_id, year)
    mapping = found.mapping.to_facts()
    extract = CaseExtract(
        landlord_id=by.landlord_id,
        year=year.text,
        sha256=found.sha256,
        rows=dict(found.rows),
        mapping=mapping,
        figures=as_facts(found.figures),
        made_by_id=by.person.id if by.person else None,
        made_by_name=by.name,
        made_at=now,
    )
    settings = _settings(by.landlord_id) or _new_settings(by.landlord_id)
    settings.mapping = mapping
    db.session.add_all([extract, settings])
    db.session.flush()
    history.record(
        Kind.FIGURES_EXTRACTED,
        by=by,
        now=now,
        subject=f"figures:{year.slug}",
        after={
            "year": year.text,
            "figures": len(found.figures.figures),
            "rows_used": found.rows["used"],
            "rows_left_out": found.rows["left_out"],
            "sha256": found.sha256,
        },
    )
    return extract


def write_typed_figures(
    year: FinancialYear,
    content: Mapping[str, Any],
    figures: YearFigures | None,
    *,
    seen_version: int | None,
    by: Actor,
    now: datetime,
) -> None:
    """Keep the figures of a year as they were typed in; `seen_version` is None while none were.

    `content` has the shape of the documented YAML and `figures` is what it says, None where every
    figure was taken out. Nothing is recorded where nothing changed.
    """
    by.require(Permission.EDIT, now=now)
    _refuse_fixed(by.landlord_id, year)
    row = db.session.scalar(
        select(TypedFigures).where(
            TypedFigures.landlord_id == by.landlord_id, TypedFigures.year == year.text
        )
    )
    if (row.version if row else None) != seen_version:
        raise ChangedByAnother("Somebody else changed these figures while your page was open.")
    before = dict(row.content["typed"]) if row else {}
    changed = changed_places(before, content)
    if not changed:
        return
    kept = {"typed": dict(content), "figures": as_facts(figures) if figures else None}
    if row is None:
        row = TypedFigures(landlord_id=by.landlord_id, year=year.text, content=kept)
        db.session.add(row)
    row.content = kept
    db.session.flush()
    history.record(
        Kind.FIGURES_TYPED,
        by=by,
        now=now,
        subject=f"figures:{year.slug}",
        before={"typed": {place: was for place, (was, _) in changed.items()}},
        after={"year": year.text, "typed": {place: now for place, (_, now) in changed.items()}},
    )


def change_figure_settings(
    content: SettingsContent, *, seen_version: int | None, by: Actor, now: datetime
) -> None:
    """Change how a landlord's figures are read; `seen_version` is None while nothing was set.

    Closures and targets count for the files that are read from now on. Whether small numbers are
    hidden counts at once for all years, so it cannot change under a report that people look at.
    """
    by.require(Permission.LEAD, now=now)
    _check(content)
    row = _settings(by.landlord_id)
    if (row.version if row else None) != seen_version:
        raise ChangedByAnother("Somebody else changed these settings while your page was open.")
    row = row or _new_settings(by.landlord_id)
    closures = _closures(by.landlord_id)
    before = _facts(row, {one.day: one.name for one in closures})
    if content.suppresses_small != row.suppresses_small:
        _refuse_any_fixed(by.landlord_id)
    for closure in closures:
        if content.closures.get(closure.day) != closure.name:
            db.session.delete(closure)
    db.session.flush()
    kept = {one.day for one in closures if content.closures.get(one.day) == one.name}
    db.session.add_all(
        ClosureDay(landlord_id=by.landlord_id, day=day, name=name)
        for day, name in sorted(content.closures.items())
        if day not in kept
    )
    row.targets = {str(stage): days for stage, days in sorted(content.targets.items())}
    row.suppresses_small = content.suppresses_small
    after = _facts(row, content.closures)
    changed = [what for what in after if after[what] != before[what]]
    if not changed:
        return
    db.session.add(row)
    # A change of the closures alone counts as one of the settings, or it could be overwritten.
    flag_modified(row, "targets")
    db.session.flush()
    history.record(
        Kind.FIGURE_SETTINGS_CHANGED,
        by=by,
        now=now,
        subject="figure_settings",
        before={what: before[what] for what in changed},
        after={what: after[what] for what in changed},
    )


def _refuse_fixed(landlord_id: int, year: FinancialYear) -> None:
    """Refuse a change under a report with these figures that is scrutinised or signed."""
    if why := why_figures_fixed(landlord_id, year):
        raise StepNotAllowed(why)


def _refuse_any_fixed(landlord_id: int) -> None:
    """Refuse a change of how figures are read under any report that is scrutinised or signed."""
    if why := why_figures_fixed(landlord_id):
        raise StepNotAllowed(why)


def _settings(landlord_id: int) -> FigureSettings | None:
    return db.session.scalar(
        select(FigureSettings).where(FigureSettings.landlord_id == landlord_id)
    )


def _new_settings(landlord_id: int) -> FigureSettings:
    return FigureSettings(landlord_id=landlord_id, targets={}, suppresses_small=False)


def _closures(landlord_id: int) -> list[ClosureDay]:
    return list(
        db.session.scalars(
            select(ClosureDay).where(ClosureDay.landlord_id == landlord_id).order_by(ClosureDay.day)
        )
    )


def _check(content: SettingsContent) -> None:
    for stage, days in content.targets.items():
        if stage not in STAGES or not 1 <= days <= LONGEST_TARGET:
            raise Invalid(
                f"A target is a number of working days from 1 to {LONGEST_TARGET}.",
                f"target_{stage}",
            )
    if len(content.closures) > MOST_CLOSURES:
        raise Invalid(f"{MOST_CLOSURES} closed days are the most. Take out old ones.", "closures")
    if any(len(name) > LONGEST_NAME for name in content.closures.values()):
        raise Invalid(f"Use {LONGEST_NAME} characters or fewer for a name.", "closures")


def _facts(row: FigureSettings, closures: Mapping[date, str]) -> dict[str, str]:
    """Return the settings in words, as the history keeps them."""
    days = [
        f"{day_in_words(day)} ({name})" if name else day_in_words(day)
        for day, name in sorted(closures.items())
    ]
    targets = {f"stage {stage} target": row.targets.get(str(stage)) for stage in STAGES}
    return {
        **{what: f"{days_} working days" if days_ else "" for what, days_ in targets.items()},
        "closed days": listed(days) if days else "",
        "small numbers": "hidden" if row.suppresses_small else "shown",
    }
