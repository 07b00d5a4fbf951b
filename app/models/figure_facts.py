"""The figures of a landlord's year as the plain values that pages, checks and reports work on."""

from dataclasses import replace

from sqlalchemy import select

from app.database import db
from app.domain.figures import YearFigures, from_facts, is_of_homes, merged, with_homes
from app.domain.small_numbers import suppress
from app.domain.workflow import State
from app.domain.years import FinancialYear
from app.models.assessments import Assessment, ProvisionResponse
from app.models.figures import CaseExtract, FigureSettings, TypedFigures


def figures_of(landlord_id: int, year: FinancialYear) -> YearFigures | None:
    """Return the figures of a year: out of the newest extract, with what was typed beside it.

    Small numbers are hidden where the landlord chose so; `every_figure_of` hides none.
    """
    found = every_figure_of(landlord_id, year)
    return suppress(found) if found and hides_small_numbers(landlord_id) else found


def earlier_figures_of(landlord_id: int, year: FinancialYear) -> YearFigures | None:
    """Return the figures of the year before, to compare with."""
    return figures_of(landlord_id, FinancialYear(year.start - 1))


def every_figure_of(landlord_id: int, year: FinancialYear) -> YearFigures | None:
    """Return the figures of a year with the small numbers, as the checks of sums need them."""
    extract = newest_extract(landlord_id, year)
    row = typed_figures(landlord_id, year)
    counted = from_facts(extract.figures) if extract else None
    typed = from_facts(row.content["figures"]) if row and row.content["figures"] else None
    found = _together(counted, typed)
    return _with_answers(found, landlord_id) if found else None


def newest_extract(landlord_id: int, year: FinancialYear) -> CaseExtract | None:
    """Return the extract that was kept last for a year, or None."""
    return db.session.scalar(
        select(CaseExtract)
        .where(CaseExtract.landlord_id == landlord_id, CaseExtract.year == year.text)
        .order_by(CaseExtract.id.desc())
        .limit(1)
    )


def typed_figures(landlord_id: int, year: FinancialYear) -> TypedFigures | None:
    """Return what was typed in for a year, or None."""
    return db.session.scalar(
        select(TypedFigures).where(
            TypedFigures.landlord_id == landlord_id, TypedFigures.year == year.text
        )
    )


def figure_settings(landlord_id: int) -> FigureSettings | None:
    """Return how a landlord's figures are read, or None where nothing was chosen."""
    return db.session.scalar(
        select(FigureSettings).where(FigureSettings.landlord_id == landlord_id)
    )


def hides_small_numbers(landlord_id: int) -> bool:
    """Return whether a landlord chose not to show numbers from one to four."""
    settings = figure_settings(landlord_id)
    return settings is not None and settings.suppresses_small


def _together(counted: YearFigures | None, typed: YearFigures | None) -> YearFigures | None:
    """Return both in one; what was worked out goes before what was typed in for the same.

    No file of cases tells the homes: those are as they were typed last.
    """
    if counted is None or typed is None:
        return counted or typed
    homes = {one.id: one for one in typed.figures if is_of_homes(one.id)}
    own = with_homes(counted.figures, homes)
    figures = merged(own, typed.figures)
    if figures == counted.figures:
        return counted
    return replace(
        counted,
        figures=figures,
        rules=tuple(dict.fromkeys((*counted.rules, *typed.rules))),
        edition_id=typed.edition_id,
        answers=typed.answers,
    )


def _with_answers(figures: YearFigures, landlord_id: int) -> YearFigures:
    """Return figures with the answers of the year's self-assessment, which they are held against.

    What was typed in beside the figures goes before: it is what the document itself says.
    """
    if figures.answers:
        return figures
    assessment = db.session.scalar(
        select(Assessment)
        .where(
            Assessment.landlord_id == landlord_id,
            Assessment.year == figures.year.text,
            Assessment.state != State.DISCARDED,
        )
        .order_by(Assessment.id.desc())
        .limit(1)
    )
    if assessment is None:
        return figures
    rows = db.session.execute(
        select(ProvisionResponse.number, ProvisionResponse.answer).where(
            ProvisionResponse.assessment_id == assessment.id
        )
    )
    answers = {number: answer for number, answer in rows if answer in ("yes", "no")}
    return replace(figures, edition_id=assessment.edition_id, answers=answers)
