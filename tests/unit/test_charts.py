"""Charts are well-formed, need no style, show what their table shows, and fit a phone."""

import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from app.domain.figure_charts import (
    ChartBar,
    ChartGroup,
    ChartKind,
    FigureChart,
    charts,
    find_chart,
    names_of_pictures,
    pieces,
)
from app.domain.figure_tables import find_table, tables
from app.domain.figures import Unit
from app.domain.years import FinancialYear
from app.rendering.chart_text import lines_of, width_of
from app.rendering.charts import LETTERS, LOOKS, NARROWEST, draw
from tests.unit.figure_samples import a_figure, a_set, a_whole_year, a_year, quarters, received

SVG = "{http://www.w3.org/2000/svg}"
THIS, LAST = a_whole_year(), a_whole_year(year=FinancialYear(2022))
ALL = charts(THIS, LAST)


def drawn(chart: FigureChart, **more: object) -> ElementTree.Element:
    """Return a chart's drawing as a tree."""
    return ElementTree.fromstring(str(draw(chart, **more)))  # type: ignore[arg-type]


def a_chart(*groups: ChartGroup, kind: ChartKind = ChartKind.BARS) -> FigureChart:
    """Return a chart of these groups."""
    series = tuple(dict.fromkeys(bar.name for group in groups for bar in group.bars))
    return FigureChart("one", "One chart", kind, series, groups, "one")


def words_of(svg: ElementTree.Element) -> list[str]:
    """Return the lines of text that are drawn."""
    return [one.text or "" for one in svg.iter(f"{SVG}text")]


def per_cent(text: str | None) -> Decimal:
    """Return a length that is given in per cent."""
    assert text is not None
    return Decimal(text.removesuffix("%"))


def test_the_year_has_its_charts() -> None:
    assert [one.name for one in ALL] == [
        "received_by_quarter",
        "reasons",
        "answered",
        "outcomes",
        "refused_by_reason",
        "ombudsman.findings",
        "year_on_year.counts",
        "year_on_year.shares",
    ]


@pytest.mark.parametrize("chart", ALL, ids=lambda one: one.name)
def test_every_number_of_a_chart_stands_in_its_table(chart: FigureChart) -> None:
    table = find_table(tables(THIS, LAST), chart.table)
    assert table is not None
    cells = {cell for row in table.rows for cell in row.cells}

    assert {bar.words for group in chart.groups for bar in group.bars} <= cells


@pytest.mark.parametrize("chart", ALL, ids=lambda one: one.name)
def test_a_drawing_needs_no_style_and_has_a_name(chart: FigureChart) -> None:
    svg = drawn(chart)

    assert svg.get("role") == "img"
    for one in svg.iter():
        assert "style" not in one.attrib
        assert one.tag.removeprefix(SVG) in {
            "svg",
            "title",
            "desc",
            "defs",
            "pattern",
            "path",
            "rect",
            "text",
        }
    title = svg.find(f"{SVG}title")
    assert title is not None
    assert title.get("id") == svg.get("aria-labelledby")
    assert title.text == chart.in_words


def test_ids_are_unique_on_a_page_of_many_charts_twice() -> None:
    page = "".join(str(draw(one, key=key)) for one in ALL for key in ("", "annex"))
    ids = re.findall(r' id="([^"]+)"', page)

    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]+)\)", page)) <= set(ids)


@pytest.mark.parametrize("chart", ALL, ids=lambda one: one.name)
def test_no_text_leaves_a_phone_and_none_touches_another(chart: FigureChart) -> None:
    svg = drawn(chart)
    places = set()
    for one in svg.iter(f"{SVG}text"):
        left = one.get("x") or ""
        start = (
            per_cent(left) * NARROWEST / 100 if left.endswith("%") else Decimal(left)
        ) + Decimal(one.get("dx") or 0)
        assert float(start) + width_of(one.text or "", LETTERS) <= NARROWEST * 1.02, one.text
        assert one.get("y") not in places, "two texts in one line"
        places.add(one.get("y"))
    assert int(svg.get("height") or 0) > max(int(one or 0) for one in places)


def test_bars_are_as_long_as_their_numbers() -> None:
    svg = drawn(
        a_chart(
            ChartGroup("First", (ChartBar("2023/24", Decimal(50), "50"),)),
            ChartGroup("Second", (ChartBar("2023/24", Decimal(25), "25"),)),
            ChartGroup("None", (ChartBar("2023/24", Decimal(0), "0"),)),
            ChartGroup("Unknown", (ChartBar("2023/24", None, "not stated"),)),
        )
    )
    lengths = [per_cent(one.get("width")) for one in svg.iter(f"{SVG}rect")]

    assert len(lengths) == 2
    assert abs(lengths[0] - 2 * lengths[1]) <= Decimal("0.01")
    assert words_of(svg)[-2:] == ["Unknown", "not stated"]
    assert "0" in words_of(svg)


def test_parts_fill_their_bar_and_what_is_missing_stays_white() -> None:
    parts = (ChartBar("Upheld", Decimal(60), "60 %"), ChartBar("Other", None, "not shown"))
    svg = drawn(a_chart(ChartGroup("Stage 1", parts), kind=ChartKind.STACKED))
    bar = [one for one in svg.iter(f"{SVG}rect") if (one.get("width") or "").endswith("%")]

    assert [(one.get("x"), one.get("width")) for one in bar] == [
        ("0.00%", "60.00%"),
        ("60.00%", "40.00%"),
    ]
    assert bar[1].get("fill") == "#ffffff"
    assert "Other: not shown" in words_of(svg)


def test_looks_next_to_each_other_differ_without_colour() -> None:
    def grey(colour: str) -> float:
        red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
        return 0.299 * red + 0.587 * green + 0.114 * blue

    for (ground, marks), (next_ground, next_marks) in zip(LOOKS, LOOKS[1:], strict=False):
        assert abs(grey(ground) - grey(next_ground)) > 40 or marks != next_marks
    assert len({marks for _, marks in LOOKS if marks}) == len([one for one in LOOKS if one[1]])


def test_what_somebody_typed_stays_text() -> None:
    label = '<script>alert("x")</script> & Söhne'
    svg = drawn(a_chart(ChartGroup(label, (ChartBar("a", Decimal(1), "1"),))))

    assert "".join(words_of(svg)[:-1]).replace(" ", "") == label.replace(" ", "")


def test_a_long_word_is_broken_before_it_leaves_the_chart() -> None:
    lines = lines_of("Complaints" * 12 + " end", LETTERS, 100)

    assert all(width_of(line, LETTERS) <= 100 for line in lines)
    assert " ".join(lines).replace(" ", "") == "Complaints" * 12 + "end"


def test_nothing_to_compare_makes_no_chart() -> None:
    none = a_set("refused_by_reason", [("old", 0), ("in_court", 0)], 0, Unit.COUNT)
    one = a_set("ombudsman.findings", [("resolved", 4)], None, Unit.COUNT)

    assert charts(a_year(*none, *one)) == ()


def test_years_that_cannot_be_compared_share_no_chart() -> None:
    on_time = a_figure("stage_1.answered_on_time", Unit.SHARE, count=90, base=100)
    other = a_figure("escalation_rate", Unit.SHARE, count=9, base=100)
    before = a_year(on_time, other, year=FinancialYear(2022))
    now = a_year(on_time, other, clock_ids=("2024",))

    made = find_chart(charts(now, before), "year_on_year.shares")

    assert made is not None
    assert [group.label for group in made.groups] == ["Escalation rate"]


def test_stages_that_name_other_departments_keep_one_chart() -> None:
    first = [("repairs", 30), ("lettings", 9)]
    second = [("care", 6), ("debt", 5)]
    made = charts(
        a_year(
            *a_set("stage_1.received_by_department", first, 39, Unit.SHARE),
            *a_set("stage_2.received_by_department", second, 11, Unit.SHARE),
        )
    )

    assert [group.label for group in made[0].groups] == [
        "Stage 1: Repairs",
        "Stage 1: Lettings",
        "Stage 2: Care",
        "Stage 2: Debt",
    ]


def test_counts_without_a_base_are_parts_of_what_the_stage_received() -> None:
    counts = [("repairs", 18), ("lettings", 50)]
    made = charts(
        a_year(
            received("stage_2", 68),
            *a_set("stage_2.received_by_department", counts, None, Unit.SHARE),
        )
    )

    bars = [group.bars[0] for group in made[0].groups]
    assert [(bar.size, bar.words) for bar in bars] == [
        (Decimal("26.5"), "18"),
        (Decimal("73.5"), "50"),
    ]


def test_names_of_pictures_are_those_that_can_be_found() -> None:
    figures = a_year(received("stage_1", 36), *quarters("stage_1", (6, 7, 8, 15)))
    names = names_of_pictures(figures)

    assert names == {
        "table:received",
        "table:stage_1.received",
        "table:received_by_quarter",
        "table:stage_1.received_by_quarter",
        "chart:received_by_quarter",
        "chart:stage_1.received_by_quarter",
    }
    for kind, _, name in (one.partition(":") for one in sorted(names)):
        made = tables(figures) if kind == "table" else charts(figures)
        found = find_table(made, name) if kind == "table" else find_chart(made, name)  # type: ignore[arg-type]
        assert found is not None


def test_a_long_chart_is_cut_into_pieces_of_one_scale() -> None:
    counts = [(f"d{n}", 40 - n) for n in range(30)]
    members = a_set("stage_1.received_by_department", counts, 605, Unit.SHARE)
    (chart,) = (one for one in charts(a_year(*members)) if one.name == "received_by_department")

    cut = pieces(chart, 13)

    assert [len(one.groups) for one in cut] == [10, 10, 10]
    assert tuple(group for one in cut for group in one.groups) == chart.groups
    assert [one.title for one in cut] == [f"{chart.title} ({n} of 3)" for n in (1, 2, 3)]
    assert {one.longest for one in cut} == {max(b.size for g in chart.groups for b in g.bars)}
    assert pieces(chart, 30) == (chart,)
