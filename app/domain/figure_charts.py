"""The charts of a year's figures, as plain values: how long each bar is, and what stands at it.

A chart shows no number that its table does not show.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from app.domain.figure_tables import tables
from app.domain.figure_words import cell_text
from app.domain.figure_years import Comparison, comparisons
from app.domain.figures import Figure, Unit, YearFigures, share
from app.domain.table_sets import (
    BY_STAGE,
    IN_ONE_COLUMN,
    OWN_MEMBERS,
    STAGES,
    figures_of,
    plain_name,
    row_label,
    stage_of,
    stand_together,
)

STACKED = ("acknowledged", "answered", "outcomes")
SIDE_BY_SIDE = ("received_by_quarter", "received_by_department", "reasons")
ONE_COLUMN = ("refused_by_reason", "ombudsman.findings")
COUNTED = frozenset({"received_by_quarter", *ONE_COLUMN})


class ChartKind(StrEnum):
    """How the bars of a chart stand: beneath each other, or end to end as parts of a whole."""

    BARS = "bars"
    STACKED = "stacked"


@dataclass(frozen=True)
class ChartBar:
    """One bar: what it is, its length in any unit (None where it has none), its words."""

    name: str
    size: Decimal | None
    words: str


@dataclass(frozen=True)
class ChartGroup:
    """Bars that belong together: one quarter in both stages, or one stage in its parts."""

    label: str
    bars: tuple[ChartBar, ...]


@dataclass(frozen=True)
class FigureChart:
    """A chart in plain words; `table` names the table that shows the same numbers.

    `series` are the names of the bars that stand in every group, in their order; `longest` is the
    bar that is as long as the room, where that bar stands in another piece of the chart.
    """

    name: str
    title: str
    kind: ChartKind
    series: tuple[str, ...]
    groups: tuple[ChartGroup, ...]
    table: str
    longest: Decimal | None = None

    @property
    def in_words(self) -> str:
        """All that the chart shows, for those who hear it."""
        return " ".join([f"{self.title}.", *(f"{_group_in_words(one)}." for one in self.groups)])


def pieces(chart: FigureChart, most: int) -> tuple[FigureChart, ...]:
    """Return a chart in pieces of so many groups at the most, as a printed page has room for."""
    count = -(-len(chart.groups) // most)
    if count < 2:
        return (chart,)
    size = -(-len(chart.groups) // count)
    longest = max((bar.size for one in chart.groups for bar in one.bars if bar.size), default=None)
    return tuple(
        replace(
            chart,
            title=f"{chart.title} ({place + 1} of {count})",
            groups=chart.groups[place * size : (place + 1) * size],
            longest=longest,
        )
        for place in range(count)
    )


def charts(figures: YearFigures, earlier: YearFigures | None = None) -> tuple[FigureChart, ...]:
    """Return every chart that has two bars or more to compare, in the order of the tables."""
    titles = {one.name: one.title for one in (*BY_STAGE, *IN_ONE_COLUMN)}
    made = [
        *(_side_by_side(name, titles[name], figures) for name in SIDE_BY_SIDE),
        *(_stacked(name, titles[name], figures) for name in STACKED),
        *(_one_column(name, titles[name], figures) for name in ONE_COLUMN),
        *(_year_on_year(figures, earlier) if earlier is not None else ()),
    ]
    return tuple(one for one in made if _tells_something(one))


def find_chart(made: Iterable[FigureChart], name: str) -> FigureChart | None:
    """Return the chart of a name; `stage_1.outcomes` is the chart in which both stages stand."""
    by_name = {one.name: one for one in made}
    return by_name.get(name) or by_name.get(plain_name(name))


def names_of_pictures(figures: YearFigures, earlier: YearFigures | None = None) -> frozenset[str]:
    """Return what a report can show of these figures: "table:outcomes", "chart:outcomes".

    A name with a stage before it stands for the same table or chart.
    """
    plain = [
        *(("table", one.name) for one in tables(figures, earlier)),
        *(("chart", one.name) for one in charts(figures, earlier)),
    ]
    staged = [
        (kind, f"{stage}.{name}")
        for kind, name in plain
        for stage in STAGES
        if figures_of(figures, (name,), stage)
    ]
    return frozenset(f"{kind}:{name}" for kind, name in (*plain, *staged))


def _side_by_side(name: str, title: str, figures: YearFigures) -> FigureChart:
    """Return bars of stage 1 and stage 2 beneath each other for every member of a set."""
    found = {stage: figures_of(figures, (name,), stage) for stage in STAGES}
    stages = [stage for stage in STAGES if found[stage]]
    together = name not in OWN_MEMBERS or stand_together(figures, (name,))
    members: dict[str, list[tuple[str, Figure]]] = {}
    for stage in stages:
        for one in found[stage]:
            key = one.member if together else one.id
            members.setdefault(key, []).append((STAGES[stage], one))
    size = _count if name in COUNTED else _per_cent
    groups = (
        ChartGroup(
            _side_label(row, figures, together=together),
            tuple(ChartBar(stage, size(one, figures), cell_text(one)) for stage, one in row),
        )
        for row in members.values()
    )
    series = tuple(STAGES[stage] for stage in stages)
    return FigureChart(name, title, ChartKind.BARS, series, tuple(groups), name)


def _side_label(row: Sequence[tuple[str, Figure]], figures: YearFigures, *, together: bool) -> str:
    stage, first = row[0]
    label = row_label(first, figures)
    return label if together else f"{stage}: {label}"


def _stacked(name: str, title: str, figures: YearFigures) -> FigureChart:
    """Return one bar for each stage, its parts end to end."""
    groups, series = [], dict[str, None]()
    for stage, stage_name in STAGES.items():
        found = figures_of(figures, (name,), stage)
        if found:
            parts = tuple(
                ChartBar(one.label, _per_cent(one, figures), cell_text(one)) for one in found
            )
            groups.append(ChartGroup(_whole_in_words(stage_name, found), parts))
            series |= dict.fromkeys(one.label for one in found)
    return FigureChart(name, title, ChartKind.STACKED, tuple(series), tuple(groups), name)


def _whole_in_words(stage: str, found: Sequence[Figure]) -> str:
    bases = {one.base for one in found if one.base is not None}
    return f"{stage} ({bases.pop():,} complaints)" if len(bases) == 1 else stage


def _one_column(name: str, title: str, figures: YearFigures) -> FigureChart:
    groups = tuple(
        ChartGroup(one.label, (ChartBar(figures.year.text, _count(one, figures), cell_text(one)),))
        for one in figures_of(figures, (name,))
    )
    return FigureChart(name, title, ChartKind.BARS, (figures.year.text,), groups, name)


def _year_on_year(figures: YearFigures, earlier: YearFigures) -> Iterator[FigureChart]:
    """Yield pairs of bars for what may be compared; counts and shares have charts of their own."""
    compared = [one for one in comparisons(figures, earlier) if one.comparable]
    years = (earlier.year.text, figures.year.text)
    for name, title, wanted in (
        ("counts", "Complaints", _is_number_of_complaints),
        ("shares", "Shares", _is_share),
    ):
        pairs = (_pair(one, years) for one in compared if wanted(one))
        # Two bars of no length show nothing; the table has them.
        groups = tuple(one for one in pairs if any(bar.size for bar in one.bars))
        yield FigureChart(
            f"year_on_year.{name}",
            f"{title} in {years[1]} beside {years[0]}",
            ChartKind.BARS,
            years,
            groups,
            "year_on_year",
        )


def _is_number_of_complaints(one: Comparison) -> bool:
    # Cases and homes are of another size: their bars would hide those of the complaints.
    return one.now.unit is Unit.COUNT and stage_of(one.now) is not None


def _is_share(one: Comparison) -> bool:
    return one.now.unit is Unit.SHARE


def _pair(one: Comparison, years: tuple[str, str]) -> ChartGroup:
    bars = (
        ChartBar(year, figure.value, cell_text(figure))
        for year, figure in zip(years, (one.before, one.now), strict=True)
    )
    return ChartGroup(one.label, tuple(bars))


def _count(figure: Figure, _figures: YearFigures) -> Decimal | None:
    if figure.suppressed:
        return None
    if figure.count is not None:
        return Decimal(figure.count)
    return figure.value if figure.unit is Unit.COUNT else None


def _per_cent(figure: Figure, figures: YearFigures) -> Decimal | None:
    """Return a figure as a share of its base, also where only its count was stated."""
    if figure.suppressed:
        return None
    if figure.unit is Unit.SHARE and figure.value is not None:
        return figure.value
    count, base = _count(figure, figures), _base(figure, figures)
    return None if count is None or base is None else share(int(count), base)


def _base(figure: Figure, figures: YearFigures) -> int | None:
    """Return what a count is a part of: its base, that of its set, or the stage's complaints."""
    bases = [one.base for one in (figure, *figures.of(figure.measure)) if one.base is not None]
    stage = stage_of(figure)
    received = figures.get(f"{stage}.received") if stage else None
    return next(iter(bases), received.count if received else None)


def _tells_something(chart: FigureChart) -> bool:
    """Tell whether there is more than one length to compare, and one that is not nothing."""
    sizes = [bar.size for group in chart.groups for bar in group.bars if bar.size is not None]
    return len(sizes) > 1 and any(sizes)


def _group_in_words(group: ChartGroup) -> str:
    if len(group.bars) == 1:
        return f"{group.label}: {group.bars[0].words}"
    return f"{group.label}: " + ", ".join(f"{bar.name} {bar.words}" for bar in group.bars)
