"""A published report as its page, its PDF and its Word file show it: every code in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from app.domain.documents import Document, DocumentKind
from app.domain.figure_charts import FigureChart, charts, find_chart
from app.domain.figure_tables import FigureTable, find_table, tables
from app.domain.figure_words import placed
from app.domain.figures import YearFigures, from_facts
from app.domain.learning import WORKED_WORDS, Worked
from app.domain.published_addresses import document_address, rulebook_of
from app.domain.report_parts import IMPROVEMENTS, SELF_ASSESSMENT
from app.domain.workflow import REASON_WORDS, Reason
from app.rendering import statement_words as words
from app.rendering.publication_view import PublicationView
from app.rendering.report_glance import GlanceLine, glance
from app.rendering.statement_provisions import Beside, SectionView, section_view

JUDGEMENT = "This is the landlord’s own account, and the Ombudsman has not checked it."
RECORD = (
    "It is a record of a past report: what is blank there is left blank here, and it was not "
    "signed off here."
)
LETTERS = "The letters are those of the parts that the Code asks for in its provision 8.1."
NOT_SAID = "Nothing is said here about it"
NO_SELF_ASSESSMENT = "No self-assessment is shown here"
NO_FIGURES = "No figures are given"
HOW_TO_COMPLAIN = "how_to_complain"
PERFORMANCE = "performance"
PLAN = "plan"
REPORT_REASONS = {
    **REASON_WORDS,
    Reason.ANNUAL: "The yearly report on complaints",
    Reason.RECORD: "A record of a past report",
}
SHORT_WAYS = ("Online", "Email", "Telephone")
QUIET = Beside({}, {})


@dataclass(frozen=True)
class Picture:
    """A table or a chart; exactly one of the two is there."""

    table: FigureTable | None = None
    chart: FigureChart | None = None

    @property
    def name(self) -> str:
        """What tells it from the others; empty where neither is there."""
        if self.table:
            return f"table:{self.table.name}"
        return f"chart:{self.chart.name}" if self.chart else ""


@dataclass(frozen=True)
class PartView:
    """One part of the report; `blank` stands where the Code asks for it and nothing is said."""

    key: str
    anchor: str
    heading: str
    text: str | None
    none_words: str | None
    pictures: tuple[Picture, ...]
    blank: str | None


@dataclass(frozen=True)
class LearningView:
    """What was heard, what was changed, when, and whether it worked."""

    heard: str
    changed: str
    when: str
    worked: str
    worked_how: str | None
    themes: str
    provisions: tuple[str, ...]


@dataclass(frozen=True)
class SelfAssessmentView:
    """The self-assessment as the report shows it: counts, sections with gaps, and where it is."""

    source: Document
    name: str
    sections: tuple[SectionView, ...]
    is_questionnaire: bool
    counts_sentence: str
    provisions_at: str | None

    @property
    def noun(self) -> str:
        """What one numbered line is called."""
        return "question" if self.is_questionnaire else "provision"

    @property
    def recommended_not_met(self) -> bool:
        """Whether something that the Code only recommends is answered No."""
        return any(section["should_not_met"] for section in self.source["sections"])


@dataclass(frozen=True)
class ReportView(PublicationView):
    """The report in words; templates read this and compute nothing.

    `site` begins the addresses within the site for readers who are not on it, such as those of a
    PDF; it is None where nobody knows on which site the document stands.
    """

    site: str | None = ""
    text_noun = "report"
    standard_label = "Follows"
    elsewhere = (
        "The same content stands as a page, as a PDF and as JSON where it was published, and every "
        "figure as CSV."
    )

    @property
    def heading(self) -> str:
        """The name of the whole, which is also the page's title."""
        return f"{self.document['landlord']['name']}: {self.subject}"

    @property
    def subject(self) -> str:
        """What sort of document it is, of which year."""
        return f"annual complaints performance and service improvement report {self.year}"

    @property
    def judgement(self) -> str:
        """Whose account all of this is."""
        return JUDGEMENT

    @property
    def record_sentence(self) -> str | None:
        """What is said first of a past report."""
        return RECORD if self.is_record else None

    @property
    def letters_sentence(self) -> str:
        """What the letters before the headings are."""
        return LETTERS

    @property
    def made_for(self) -> tuple[tuple[str, str], ...]:
        """Why the report was made, and which days its figures are about."""
        made: list[tuple[str, str]] = [("Why it was made", REPORT_REASONS[self._reason])]
        if self.figures:
            made.append(("Covers", _days(self.document["figures"]["period"])))
        return tuple(made)

    @property
    def newest(self) -> str:
        """The root-relative address at which the newest revision stands."""
        return document_address(
            self.document["landlord"]["slug"],
            rulebook_of(self.document),
            self.signed["year"],
            DocumentKind.REPORT,
        )

    @cached_property
    def figures(self) -> YearFigures | None:
        """The figures of the year."""
        facts = self.document["figures"]
        return from_facts(facts) if facts else None

    @cached_property
    def earlier(self) -> YearFigures | None:
        """The figures of the year before."""
        facts = self.document["earlier"]
        return from_facts(facts) if facts else None

    @property
    def glance(self) -> tuple[GlanceLine, ...]:
        """What a resident asks first."""
        return glance(self.document, self.figures, self.earlier)

    @property
    def short_ways_to_complain(self) -> tuple[tuple[str, str, str | None], ...]:
        """The ways to complain that fit into a line."""
        return tuple(way for way in self.ways_to_complain if way[0] in SHORT_WAYS)

    @cached_property
    def parts(self) -> tuple[PartView, ...]:
        """The parts that hold something, and those that the Code asks for."""
        return tuple(self._parts())

    @cached_property
    def annex(self) -> tuple[FigureTable, ...]:
        """The tables that no part shows, so that every number stands somewhere."""
        shown = {
            picture.table.name for part in self.parts for picture in part.pictures if picture.table
        }
        return tuple(one for one in self._tables if one.name not in shown)

    @cached_property
    def self_assessment(self) -> SelfAssessmentView | None:
        """The self-assessment of the year, if the report has one."""
        source = self.document["self_assessment"]
        return _self_assessment(source, self.provisions_at) if source else None

    @property
    def provisions_at(self) -> str | None:
        """The address of the self-assessment's page, or None where it cannot be opened."""
        source = self.document["self_assessment"]
        address = source["address"] if source else None
        if address is None or not address.startswith("/"):
            return address if words.link_to(address or "") else None
        return None if self.site is None else f"{self.site}{address}"

    @property
    def learning(self) -> tuple[LearningView, ...]:
        """What was learned from complaints."""
        return tuple(_learning(entry) for entry in self.document["learning"])

    @property
    def explanations(self) -> tuple[tuple[str, str], ...]:
        """Figures that contradict each other, and what the landlord says of each."""
        return tuple((one["finding"], one["said"]) for one in self.document["explanations"])

    @property
    def rules(self) -> tuple[str, ...]:
        """How the figures were worked out."""
        return self.figures.rules if self.figures else ()

    def _parts(self) -> Iterator[PartView]:
        for part in self.document["parts"]:
            pictures = tuple(self._pictures(part["shown"]))
            filled = part["text"] or part["none"] or pictures or self._has_own_content(part["key"])
            if not filled and part["letter"] is None:
                continue
            yield PartView(
                key=part["key"],
                anchor=part["key"].replace("_", "-"),
                heading=f"{part['letter']}) {part['title']}" if part["letter"] else part["title"],
                text=self._placed(part["text"]) if part["text"] else None,
                none_words=part["none_words"],
                pictures=pictures,
                blank=None if filled else f"{self._blank_of(part['key'])}.",
            )

    def _has_own_content(self, key: str) -> bool:
        """Return whether a part has more than its text: the plan, the sections, the learning."""
        return {
            HOW_TO_COMPLAIN: True,
            SELF_ASSESSMENT: self.document["self_assessment"] is not None,
            IMPROVEMENTS: bool(self.document["learning"]),
            PLAN: bool(self.document["improvement_plan"]),
            PERFORMANCE: bool(self.document["explanations"]),
        }.get(key, False)

    def _blank_of(self, key: str) -> str:
        return self.blank(
            {SELF_ASSESSMENT: NO_SELF_ASSESSMENT, PERFORMANCE: NO_FIGURES}.get(key, NOT_SAID)
        )

    def _placed(self, text: str) -> str:
        return placed(text, self.figures)[0] if self.figures else text

    @cached_property
    def _tables(self) -> tuple[FigureTable, ...]:
        return tables(self.figures, self.earlier) if self.figures else ()

    @cached_property
    def _charts(self) -> tuple[FigureChart, ...]:
        return charts(self.figures, self.earlier) if self.figures else ()

    def _pictures(self, shown: Sequence[str]) -> Iterator[Picture]:
        """Yield each table and chart once, though it can be named by either stage."""
        seen: set[str] = set()
        for kind, _, name in (one.partition(":") for one in shown):
            table = find_table(self._tables, name) if kind == "table" else None
            chart = find_chart(self._charts, name) if kind == "chart" else None
            picture = Picture(table, chart)
            if picture.name and picture.name not in seen:
                seen.add(picture.name)
                yield picture


def _self_assessment(source: Document, provisions_at: str | None) -> SelfAssessmentView:
    sections = source["sections"]
    is_questionnaire = bool(sections) and all(one["status"] is None for one in sections)
    like_statement = {
        "summary": source["summary"],
        "edition": {"questionnaire": is_questionnaire},
    }
    return SelfAssessmentView(
        source=source,
        name=f"Self-assessment {words.year_in_words(source['year'])} against the "
        f"{source['edition']}",
        sections=tuple(section_view({**one, "provisions": []}, QUIET, None) for one in sections),
        is_questionnaire=is_questionnaire,
        counts_sentence=words.counts_in_words(like_statement),
        provisions_at=provisions_at,
    )


def _learning(entry: Document) -> LearningView:
    return LearningView(
        heard=entry["heard"],
        changed=entry["changed"],
        when=entry["when"] or words.NOT_STATED,
        worked=WORKED_WORDS[Worked(entry["worked"])],
        worked_how=entry["worked_how"],
        themes=words.joined(entry["themes"]) if entry["themes"] else "",
        provisions=tuple(entry["provisions"]),
    )


def _days(period: Document) -> str:
    start, end = (words.day_in_words(period[edge]) for edge in ("start", "end"))
    return f"{start} to {end}"
