"""What the page of one part of a report shows: its words, what may fill it, what stands beside."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from app.database import db
from app.domain.actions import ActionFacts, improvement_plan
from app.domain.editions import Edition
from app.domain.figure_charts import FigureChart, charts
from app.domain.figure_tables import FigureTable, tables
from app.domain.figure_words import figure_in_words
from app.domain.figures import YearFigures
from app.domain.learning import LearningFacts
from app.domain.report import (
    ReportFacts,
    SelfAssessmentFacts,
    part_standings,
    published_learning,
)
from app.domain.report_parts import PARTS, PartFacts, ReportPart
from app.domain.report_suggestions import doubt_about_none, suggestions
from app.domain.table_sets import label_with_stage
from app.domain.workflow import Reason
from app.models import AnnualReport, HistoryEntry
from app.models import ReportPart as ReportPartRow
from app.models.report_facts import part_facts, report_facts
from app.queries.challenge_lines import ChallengeLine, open_on_provision
from app.queries.headings import Heading, heading
from app.queries.report_page import part_status

# The tables and charts that belong to a part; all others may stand there too.
OWN_PICTURES = {
    "refused": ("refused", "refused_by_reason"),
    "non_compliance": ("ombudsman.cases", "ombudsman.findings", "compensation"),
    "scope": ("received",),
    "performance": (
        "received",
        "received_by_quarter",
        "received_by_department",
        "reasons",
        "acknowledged",
        "answered",
        "on_time",
        "outcomes",
        "escalated",
        "tenant_measures",
        "satisfaction",
        "year_on_year",
        "year_on_year.counts",
        "year_on_year.shares",
    ),
}


@dataclass(frozen=True)
class FigureName:
    """A figure that a text can hold: the name to write, what it is, and what residents read."""

    written: str
    label: str
    words: str


@dataclass(frozen=True)
class PictureOption:
    """A table or a chart that can stand in a part; both are None where the figures ceased to.

    `elsewhere` are the titles of the other parts that show it already.
    """

    name: str
    title: str
    table: FigureTable | None
    chart: FigureChart | None
    is_own: bool
    elsewhere: tuple[str, ...]


@dataclass(frozen=True)
class EarlierPart:
    """What the landlord's report before said in the same part."""

    year: str
    text: str
    none_this_year: bool
    shown: tuple[str, ...]


@dataclass(frozen=True)
class Neighbour:
    """The part before or after."""

    key: str
    title: str


@dataclass(frozen=True)
class PartPage:
    """The page of one part; `version` is None while nobody has written it."""

    heading: Heading
    part: ReportPart
    said: PartFacts
    version: int | None
    saved_by: HistoryEntry | None
    status: str
    colour: str
    figures: YearFigures | None
    suggestions: tuple[str, ...]
    names: tuple[FigureName, ...]
    pictures: tuple[PictureOption, ...]
    earlier: EarlierPart | None
    doubt: str
    challenges: tuple[ChallengeLine, ...]
    self_assessment: SelfAssessmentFacts | None
    learning: tuple[LearningFacts, ...]
    plan: tuple[ActionFacts, ...]
    position: int
    parts: int
    previous: Neighbour | None
    next: Neighbour | None


def part_page(report: AnnualReport, edition: Edition, part: ReportPart) -> PartPage:
    """Return everything that the page of a part shows."""
    facts = report_facts(report, edition)
    said = next((one for one in facts.parts if one.key == part.key), PartFacts(part.key))
    complete = {one.part.key: one.is_complete for one in part_standings(facts)}
    is_record = report.reason is Reason.RECORD
    status, colour = part_status(part, said, complete.get(part.key), is_record=is_record)
    place = PARTS.index(part)
    return PartPage(
        heading=heading(report, edition),
        part=part,
        said=said,
        version=_version_of(report, part.key),
        saved_by=_last_entry(report, part.key),
        status=status,
        colour=colour,
        figures=facts.figures,
        suggestions=suggestions(part.key, facts),
        names=names_of(facts.figures),
        pictures=_pictures(part, said, facts),
        earlier=_earlier(report, part.key),
        doubt=doubt_about_none(part.key, facts.figures),
        challenges=open_on_provision(report, edition, part.key),
        self_assessment=facts.self_assessment,
        learning=published_learning(facts.learning),
        plan=improvement_plan(facts.improvement_plan),
        position=place + 1,
        parts=len(PARTS),
        previous=_neighbour(place - 1),
        next=_neighbour(place + 1),
    )


def names_of(figures: YearFigures | None) -> tuple[FigureName, ...]:
    """Return every figure that a text can hold, in the order of the figures."""
    return tuple(
        FigureName(f"{{{one.id}}}", label_with_stage(one), figure_in_words(one))
        for one in (figures.figures if figures else ())
    )


def _version_of(report: AnnualReport, key: str) -> int | None:
    return db.session.scalar(
        select(ReportPartRow.version).where(
            ReportPartRow.report_id == report.id, ReportPartRow.key == key
        )
    )


def _last_entry(report: AnnualReport, key: str) -> HistoryEntry | None:
    return db.session.scalar(
        select(HistoryEntry)
        .where(HistoryEntry.document_id == report.id, HistoryEntry.subject == f"part:{key}")
        .order_by(HistoryEntry.sequence.desc())
        .limit(1)
    )


def _pictures(part: ReportPart, said: PartFacts, facts: ReportFacts) -> tuple[PictureOption, ...]:
    """Return the tables and charts to choose from: this part's own first, then all others."""
    figures = facts.figures
    made: dict[str, tuple[str, FigureTable | None, FigureChart | None]] = {}
    for table in tables(figures, facts.earlier) if figures else ():
        made[f"table:{table.name}"] = (table.title, table, None)
    for chart in charts(figures, facts.earlier) if figures else ():
        made[f"chart:{chart.name}"] = (chart.title, None, chart)
    for name in said.shown:
        made.setdefault(name, ("The figures of this year cannot fill this any more", None, None))
    elsewhere = _shown_elsewhere(part, facts)
    own = OWN_PICTURES.get(part.key, ())
    options = [
        PictureOption(
            name=name,
            title=title,
            table=table,
            chart=chart,
            is_own=name in said.shown or name.partition(":")[2] in own,
            elsewhere=elsewhere.get(name, ()),
        )
        for name, (title, table, chart) in made.items()
    ]
    by_table = [one.partition(":")[2] for one in made]
    order = {name: by_table.index(_table_of(name, made)) for name in made}
    return tuple(
        sorted(options, key=lambda one: (not one.is_own, order[one.name], one.chart is not None))
    )


def _table_of(
    name: str, made: Mapping[str, tuple[str, FigureTable | None, FigureChart | None]]
) -> str:
    """Return the table beside which a table or chart is offered."""
    chart = made[name][2]
    return chart.table if chart and f"table:{chart.table}" in made else name.partition(":")[2]


def _shown_elsewhere(part: ReportPart, facts: ReportFacts) -> Mapping[str, tuple[str, ...]]:
    titles = {one.key: one.title for one in PARTS}
    found: dict[str, tuple[str, ...]] = {}
    for other in facts.parts:
        if other.key != part.key and other.key in titles:
            for name in other.shown:
                found[name] = (*found.get(name, ()), titles[other.key])
    return found


def _earlier(report: AnnualReport, key: str) -> EarlierPart | None:
    """Return what the report before this one said here, or None where it said nothing."""
    if report.carried_from_id is None:
        return None
    found = db.session.execute(
        select(AnnualReport.year, ReportPartRow)
        .join(ReportPartRow, ReportPartRow.report_id == AnnualReport.id)
        .where(AnnualReport.id == report.carried_from_id, ReportPartRow.key == key)
    ).first()
    if found is None:
        return None
    year, row = found
    facts = part_facts(row)
    if not (facts.text.strip() or facts.shown or facts.none_this_year):
        return None
    return EarlierPart(year, facts.text, facts.none_this_year, facts.shown)


def _neighbour(place: int) -> Neighbour | None:
    if not 0 <= place < len(PARTS):
        return None
    return Neighbour(PARTS[place].key, PARTS[place].title)
