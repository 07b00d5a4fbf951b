"""Tables of figures say every number with its count, and what it is out of."""

from dataclasses import replace
from decimal import Decimal

import pytest

from app.domain.figure_notes import SEVERAL_NOTE
from app.domain.figure_tables import FigureTable, find_table, tables
from app.domain.figure_words import cell_text, figure_in_words, placed
from app.domain.figure_years import NOT_COMPARABLE, OTHER_DEFINITION, OTHER_LIMITS
from app.domain.figures import Source, Unit, YearFigures
from app.domain.table_sets import label_with_stage
from app.domain.years import FinancialYear
from tests.unit.figure_samples import (
    PERIOD,
    RULE,
    a_figure,
    a_set,
    a_whole_year,
    a_year,
    received,
)


def table(name: str, figures: YearFigures, earlier: YearFigures | None = None) -> FigureTable:
    """Return the table of a name, which is to be there."""
    found = find_table(tables(figures, earlier), name)
    assert found is not None
    return found


def rows(shown: FigureTable) -> dict[str, tuple[str, ...]]:
    """Return the cells by the label of their row."""
    return {row.label: row.cells for row in shown.rows}


@pytest.mark.parametrize(
    ("unit", "facts", "words"),
    [
        (Unit.COUNT, {"count": 329}, "329"),
        (Unit.COUNT, {"count": 16000}, "16,000"),
        (Unit.SHARE, {"value": "46.9"}, "46.9 %"),
        (Unit.SHARE, {"value": "20"}, "20 %"),
        (Unit.MONEY, {"value": "3607.70"}, "£3,607.70"),
        (Unit.MONEY, {"value": "450.00"}, "£450"),
        (Unit.RATE, {"value": "12.3"}, "12.3 per 1,000 homes"),
        (Unit.DAYS, {"value": "9.4"}, "9.4 working days"),
        (Unit.SHARE, {"why_not": "no day of acknowledgement"}, "not measurable: no day of "),
        (Unit.SHARE, {}, "not stated"),
        (Unit.COUNT, {"suppressed": True, "why_not": "fewer than 5"}, "fewer than 5"),
        (Unit.COUNT, {"suppressed": True, "why_not": "not shown"}, "not shown"),
    ],
)
def test_a_figure_is_said_with_its_unit_or_why_there_is_none(
    unit: Unit, facts: dict[str, object], words: str
) -> None:
    assert figure_in_words(a_figure("stage_1.one", unit, **facts)).startswith(words)


def test_a_share_stands_beside_its_count() -> None:
    assert cell_text(a_figure("x", Unit.SHARE, count=154, base=329)) == "46.8 % (154)"
    assert cell_text(a_figure("x", Unit.SHARE, value="46.9", base=329)) == "46.9 %"


def test_figures_are_placed_by_name_and_unknown_names_are_told() -> None:
    text, unknown = placed(
        "We received {stage_1.received} complaints, {no.such} of them {no.such} and {x.",
        a_year(received("stage_1", 1329)),
    )

    assert text == "We received 1,329 complaints, {no.such} of them {no.such} and {x."
    assert unknown == ["no.such"]


def test_stages_stand_side_by_side_with_their_totals() -> None:
    shown = table("stage_1.received_by_quarter", a_whole_year())

    assert shown.columns == ("Quarter", "Stage 1", "Stage 2")
    assert rows(shown)["Quarter 3 (October to December 2023)"] == ("0", "15")
    assert shown.rows[-1].cells == ("329", "68")
    assert shown.rows[-1].is_total


def test_a_total_is_never_shown_under_parts_that_may_overlap() -> None:
    shown = table("reasons", a_whole_year())

    assert not any(row.is_total for row in shown.rows)
    assert SEVERAL_NOTE in shown.notes


def test_stages_that_name_other_departments_stand_below_each_other() -> None:
    figures = a_year(
        *a_set("stage_1.received_by_department", [("repairs", 30), ("rest", 9)], 39, Unit.SHARE),
        *a_set("stage_2.received_by_department", [("lettings", 6), ("debt", 5)], 11, Unit.SHARE),
    )

    assert rows(table("received_by_department", figures)) == {
        "Stage 1: Repairs": ("76.9 % (30)",),
        "Stage 1: Rest": ("23.1 % (9)",),
        "Stage 1: all": ("39",),
        "Stage 2: Lettings": ("54.5 % (6)",),
        "Stage 2: Debt": ("45.5 % (5)",),
        "Stage 2: all": ("11",),
    }


def test_every_figure_stands_in_a_table() -> None:
    figures = a_whole_year()
    cells = {cell for one in tables(figures) for row in one.rows for cell in row.cells}

    for figure in figures.figures:
        assert cell_text(figure).replace(" per 1,000 homes", "") in cells, figure.id


def test_a_measure_that_no_table_has_a_place_for_is_not_lost() -> None:
    shown = table("other", a_year(a_figure("compliments", count=12)))

    assert rows(shown) == {"Compliments": ("12",)}


def test_notes_tell_period_base_and_source_but_no_rules() -> None:
    notes = table("answered", a_whole_year()).notes

    assert notes[0] == "Counted from 1 April 2023 to 31 March 2024."
    assert notes[1] == "Stage 1: complaints received in the year (out of 329)."
    assert notes[-1] == "Worked out from the complaint cases themselves."
    # A page or a report prints the rules once for all its tables.
    assert RULE not in notes


def test_a_base_that_is_not_stated_is_said_to_be_missing() -> None:
    notes = table("on_time", a_whole_year()).notes

    assert any("20 days" in one and "out of how many is not stated" in one for one in notes)


def test_a_column_that_names_the_stage_need_not_say_it_in_its_rows() -> None:
    figures = a_year(
        received("stage_1", 40),
        a_figure("stage_1.answered_in_all", count=30, label="Stage 1 complaints answered"),
        a_figure(
            "stage_2.days_average",
            Unit.DAYS,
            value="9.4",
            label="Average working days to the stage 2 answer",
        ),
        received("stage_2", 6),
    )

    assert list(rows(table("received", figures))) == ["Complaints received", "Complaints answered"]
    assert list(rows(table("on_time", figures))) == ["Average working days to the answer"]


def test_a_note_on_one_figure_names_its_line() -> None:
    noted = a_figure("ombudsman.cases", count=9, label="Cases", note="Two are still open")
    shown = table("ombudsman.cases", a_year(noted, a_figure("ombudsman.orders", count=12)))

    assert "Cases: Two are still open." in shown.notes


def test_a_count_among_shares_is_not_said_to_lack_a_base() -> None:
    part = {"measure": "stage_2.outcomes", "source": Source.TYPED}
    notes = table(
        "outcomes",
        a_year(
            a_figure("stage_2.outcomes.upheld", Unit.SHARE, value="26.4", base=68, **part),
            a_figure("stage_2.outcomes.withdrawn", Unit.SHARE, count=2, **part),
        ),
    ).notes

    assert notes == (
        "Counted from 1 April 2023 to 31 March 2024.",
        "Stage 2: complaints received in the year (out of 68).",
        "As the landlord counted and typed them in.",
    )


def test_columns_and_cells_agree() -> None:
    for one in tables(a_whole_year(), a_whole_year(year=FinancialYear(2022))):
        assert all(len(row.cells) == len(one.columns) - 1 for row in one.rows), one.name


def test_a_year_is_compared_with_the_one_before() -> None:
    now = a_year(received("stage_1", 329), a_figure("escalation_rate", Unit.SHARE, value="20.7"))
    before = a_year(
        received("stage_1", 340),
        a_figure("escalation_rate", Unit.SHARE, value="18.5"),
        year=FinancialYear(2022),
    )

    shown = table("year_on_year", now, before)

    assert shown.columns == ("Measure", "2022/23", "2023/24", "Change")
    assert rows(shown) == {
        "Stage 1: complaints received": ("340", "329", "Down 11"),
        "Escalation rate": ("18.5 %", "20.7 %", "Up 2.2 percentage points"),
    }


def test_no_trend_where_the_clock_changed() -> None:
    late = a_figure("stage_1.answered_on_time", Unit.SHARE, count=80, base=100)
    before = a_year(late, received("stage_1", 100), year=FinancialYear(2022))
    now = a_year(late, received("stage_1", 110), clock_ids=("2022", "2024"))

    shown = table("year_on_year", now, before)

    assert rows(shown)["Stage 1: answered on time"][-1] == NOT_COMPARABLE
    assert rows(shown)["Stage 1: complaints received"][-1] == "Up 10"
    assert OTHER_LIMITS in shown.notes


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("Acknowledged late", "Stage 1: acknowledged late"),
        ("Customer Contact", "Stage 1: Customer Contact"),
        ("ASB", "Stage 1: ASB"),
        ("Stage 1 outcome", "Stage 1 outcome"),
    ],
)
def test_a_label_alone_names_its_stage_once(label: str, shown: str) -> None:
    assert label_with_stage(a_figure("stage_1.received", label=label)) == shown


def test_no_trend_where_others_are_counted() -> None:
    one = received("stage_1", 100)
    before = a_year(one, year=FinancialYear(2022))
    now = a_year(replace(one, population="complaints and service requests of the year"))

    shown = table("year_on_year", now, before)

    assert rows(shown)["Stage 1: complaints received"] == ("100", "100", NOT_COMPARABLE)
    assert OTHER_DEFINITION in shown.notes


def test_no_trend_from_a_number_that_is_not_shown() -> None:
    hidden = replace(
        received("stage_1", 3), value=None, count=None, suppressed=True, why_not="fewer than 5"
    )
    shown = table("year_on_year", a_year(received("stage_1", 9)), a_year(hidden))

    assert rows(shown)["Stage 1: complaints received"] == ("fewer than 5", "9", "Cannot be told")


def test_no_code_word_stands_in_a_table() -> None:
    for one in tables(a_whole_year(), a_whole_year(year=FinancialYear(2022))):
        said = [one.title, *one.columns, *one.notes, *(row.label for row in one.rows)]
        assert not any("_" in words for words in said), one.name


def test_an_empty_year_has_no_tables() -> None:
    assert tables(a_year()) == ()
    assert tables(a_year(received("stage_1", 3)), a_year()) == tables(
        a_year(received("stage_1", 3))
    )


def test_the_value_that_was_stated_stays_as_it_was() -> None:
    stated = a_figure("x", Unit.SHARE, value=Decimal("26.40"), period=PERIOD)
    assert cell_text(stated) == "26.40 %"
