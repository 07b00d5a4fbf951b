"""Keeping figures: with history, never under a report that is signed, and never the cases."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.database import db, transaction
from app.domain.errors import AlreadyExists, ChangedByAnother, Invalid, NotAllowed, StepNotAllowed
from app.domain.figures import Source
from app.domain.history import Kind
from app.domain.workflow import Reason, State
from app.domain.years import FinancialYear
from app.models import AnnualReport, CaseExtract, HistoryEntry
from app.models.figure_facts import earlier_figures_of, figures_of
from app.queries.figures import how_to_count, remembered_mapping, settings_page
from app.reading.typed_figures import figures_of_content
from app.services.figures import (
    SettingsContent,
    change_figure_settings,
    keep_extract,
    write_typed_figures,
)
from app.services.history import Actor
from tests import figure_factories as make
from tests.assessment_factories import edition_of
from tests.conftest import NOW
from tests.factories import actor
from tests.integration.conftest import Council

NEXT_YEAR = FinancialYear(make.YEAR.start + 1)


def officer(council: Council) -> Actor:
    return actor(council.officer, council.landlord)


def keep(
    council: Council, token: str = "one", year: FinancialYear = make.YEAR, **more: Any
) -> None:
    with transaction():
        by = officer(council)
        keep_extract(year, make.extracted(year, **more), by=by, now=NOW, token=token)


def write(council: Council, content: dict[str, Any], version: int | None = None) -> None:
    figures = figures_of_content(content) if content else None
    with transaction():
        by = officer(council)
        write_typed_figures(make.YEAR, content, figures, seen_version=version, by=by, now=NOW)


def choose(council: Council, content: SettingsContent, version: int | None = None) -> None:
    with transaction():
        by = actor(council.lead, council.landlord)
        change_figure_settings(content, seen_version=version, by=by, now=NOW)


def entries(kind: Kind) -> list[HistoryEntry]:
    return list(db.session.scalars(select(HistoryEntry).where(HistoryEntry.kind == kind)))


def report(council: Council, state: State) -> None:
    edition = council.app.extensions["editions"].by_id["housing-ombudsman-2024"]
    with transaction():
        db.session.add(
            AnnualReport(
                landlord_id=council.landlord.id,
                rulebook=edition.rulebook,
                edition_id=edition.id,
                edition_digest=edition.digest,
                year=make.YEAR.text,
                reason=Reason.ANNUAL,
                state=state,
                created_at=NOW,
            )
        )


def test_an_extract_is_kept_with_its_mapping_and_its_history(council: Council) -> None:
    keep(council)

    row = db.session.scalars(select(CaseExtract)).one()
    assert (row.year, row.sha256, row.rows["used"]) == ("2020/21", "a" * 64, 24)
    assert remembered_mapping(council.landlord.id) == make.MAPPING
    told = entries(Kind.FIGURES_EXTRACTED)[0]
    assert told.after == {
        "year": "2020/21",
        "figures": 1,
        "rows_used": 24,
        "rows_left_out": 1,
        "sha256": "a" * 64,
    }
    assert told.document_id is None


def test_an_extract_can_neither_change_nor_go(council: Council) -> None:
    keep(council)

    with pytest.raises(IntegrityError, match="append-only"), transaction():
        db.session.scalars(select(CaseExtract)).one().sha256 = "b" * 64
    with pytest.raises(IntegrityError, match="append-only"), transaction():
        db.session.delete(db.session.scalars(select(CaseExtract)).one())


def test_one_press_keeps_once_and_the_newest_extract_counts(council: Council) -> None:
    keep(council, count=24)
    with pytest.raises(AlreadyExists):
        keep(council, count=25)
    keep(council, token="two", count=30)

    figures = figures_of(council.landlord.id, make.YEAR)
    assert figures is not None
    assert figures.figures[0].count == 30


def test_what_was_worked_out_goes_before_what_was_typed(council: Council) -> None:
    keep(council, count=24)
    write(council, make.CONTENT)

    figures = figures_of(council.landlord.id, make.YEAR)
    assert figures is not None
    received, homes = figures.get("stage_1.received"), figures.get("homes.rental")
    assert received is not None
    assert homes is not None
    assert (received.count, received.source) == (24, Source.EXTRACT)
    assert (homes.count, homes.source) == (16000, Source.TYPED)
    assert "The quarterly reports." in figures.rules
    assert how_to_count(council.landlord.id, make.YEAR).homes == {"rental": 16000}


def test_the_year_before_is_found_to_compare_with(council: Council) -> None:
    keep(council, count=24)

    earlier = earlier_figures_of(council.landlord.id, NEXT_YEAR)
    assert earlier is not None
    assert earlier.year == make.YEAR
    assert figures_of(council.landlord.id, NEXT_YEAR) is None


def test_figures_carry_the_answers_of_the_years_self_assessment(answered: Council) -> None:
    year = FinancialYear.parse(answered.assessment.year)
    keep(answered, year=year)

    figures = figures_of(answered.landlord.id, year)
    assert figures is not None
    assert figures.edition_id == edition_of(answered.assessment).id
    assert figures.answers["6.3"] == "yes"


def test_typed_figures_are_told_with_what_they_were(council: Council) -> None:
    write(council, make.CONTENT)
    changed = {**make.CONTENT, "figures": [{"id": "stage_1.received", "count": "330"}]}
    write(council, changed, version=1)

    told = entries(Kind.FIGURES_TYPED)[-1]
    assert told.before is not None
    assert told.after is not None
    assert told.before["typed"]["stage 1, received, number"] == "329"
    assert told.after["typed"]["stage 1, received, number"] == "330"
    assert told.after["typed"]["homes, rental, number"] == ""


def test_typing_the_same_again_is_no_change(council: Council) -> None:
    write(council, make.CONTENT)
    write(council, make.CONTENT, version=1)

    assert len(entries(Kind.FIGURES_TYPED)) == 1


def test_figures_typed_into_an_old_page_are_not_kept(council: Council) -> None:
    write(council, make.CONTENT)

    with pytest.raises(ChangedByAnother):
        write(council, {**make.CONTENT, "source": "Mine"})


def test_all_typed_figures_can_be_taken_out_again(council: Council) -> None:
    write(council, make.CONTENT)
    write(council, {}, version=1)

    assert figures_of(council.landlord.id, make.YEAR) is None


def test_settings_are_kept_and_told(council: Council) -> None:
    closed = {date(2020, 12, 29): "Offices closed"}
    choose(council, SettingsContent({1: 20}, closed))

    page = settings_page(council.landlord)
    assert (page.targets, page.closures, page.version) == ({1: 20}, closed, 1)
    assert how_to_count(council.landlord.id, make.YEAR).closures == (date(2020, 12, 29),)
    told = entries(Kind.FIGURE_SETTINGS_CHANGED)[0]
    assert told.after == {
        "stage 1 target": "20 working days",
        "closed days": "29 December 2020 (Offices closed)",
    }


def test_another_closed_day_counts_as_a_change_of_the_settings(council: Council) -> None:
    choose(council, SettingsContent({1: 20}, {date(2020, 12, 29): ""}))
    choose(council, SettingsContent({1: 20}, {date(2020, 12, 30): ""}), version=1)

    assert settings_page(council.landlord).version == 2
    with pytest.raises(ChangedByAnother):
        choose(council, SettingsContent(), version=1)


@pytest.mark.parametrize(
    ("content", "field"),
    [
        (SettingsContent({1: 0}), "target_1"),
        (SettingsContent({2: 251}), "target_2"),
        (SettingsContent({}, {date(2020, 12, 29): "x" * 101}), "closures"),
    ],
)
def test_settings_that_cannot_be_are_refused(
    council: Council, content: SettingsContent, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        choose(council, content)
    assert refused.value.field == field


def test_small_numbers_are_hidden_where_a_landlord_chose_so(council: Council) -> None:
    keep(council, count=3)
    choose(council, SettingsContent(suppresses_small=True), version=1)

    figures = figures_of(council.landlord.id, make.YEAR)
    assert figures is not None
    assert figures.figures[0].suppressed
    assert figures.figures[0].count is None


@pytest.mark.parametrize("state", [State.UNDER_SCRUTINY, State.SIGNED_OFF])
def test_nothing_changes_under_a_report_that_people_look_at(council: Council, state: State) -> None:
    report(council, state)
    words = "Send the report back to draft first"

    with pytest.raises(StepNotAllowed, match=words):
        keep(council)
    with pytest.raises(StepNotAllowed, match=words):
        write(council, make.CONTENT)
    with pytest.raises(StepNotAllowed, match=words):
        choose(council, SettingsContent(suppresses_small=True))
    # What only later files are read by may change, and so may other years.
    choose(council, SettingsContent({1: 20}))
    keep(council, year=NEXT_YEAR)


@pytest.mark.parametrize("state", [State.DRAFT, State.PUBLISHED])
def test_figures_change_beside_a_draft_and_after_publication(
    council: Council, state: State
) -> None:
    report(council, state)

    keep(council)
    assert figures_of(council.landlord.id, make.YEAR)


def test_who_may_only_read_keeps_nothing(council: Council) -> None:
    reader = actor(council.person("reader"), council.landlord)

    with pytest.raises(NotAllowed), transaction():
        keep_extract(make.YEAR, make.extracted(), by=reader, now=NOW)
    with pytest.raises(NotAllowed), transaction():
        change_figure_settings(SettingsContent(), seen_version=None, by=officer(council), now=NOW)
