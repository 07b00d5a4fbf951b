"""Annual reports for the tests of rendering: one with everything, a record, and an extreme one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from app.domain.approvals import AmendmentFacts, ApprovalFacts, Decision
from app.domain.challenges import WHOLE_REPORT, About
from app.domain.document_parts import GoverningBodyResponse
from app.domain.documents import Document
from app.domain.figures import Figure, Period, Source, Unit, YearFigures, share
from app.domain.learning import LearningFacts, Worked
from app.domain.report import (
    ExplanationFacts,
    ReportFacts,
    SelfAssessmentFacts,
    build_report,
    from_statement,
)
from app.domain.report_parts import PARTS, PartFacts
from app.domain.signed_documents import SignedOff, published
from app.domain.statement import build
from app.domain.workflow import Reason
from app.domain.years import FinancialYear
from tests.unit import statements

NEWEST = f"{statements.NEWEST}/report"
ADDRESS = "/published/southampton/2023-24/v1"
QUARTERS = ((4, 6, 30), (7, 9, 30), (10, 12, 31), (1, 3, 31))
OUTCOMES = {
    "upheld": "Upheld",
    "partly_upheld": "Partly upheld",
    "not_upheld": "Not upheld",
    "withdrawn": "Withdrawn",
}
ANSWERED = {
    "within_limit": "Within the limit",
    "within_extension": "Within a permitted extension",
    "late": "Late",
    "open": "Still open",
}
REASONS = {
    "repairs_wait": "Waiting time for a repair",
    "visits": "Several visits needed",
    "staff": "How staff behaved",
}
RULES = (
    "A working day is Monday to Friday, apart from the bank holidays of England and Wales.",
    "Day 1 is the working day after the event from which the time limit runs.",
)
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>\"' {{ 7*7 }} <!-- notice --> =1+1"
WELSH = "Cŵyn am ŷd a thŷ: Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"


def year_of(start: int) -> Period:
    """Return a financial year as the period of figures."""
    return Period(FinancialYear(start).text, date(start, 4, 1), date(start + 1, 3, 31))


def figure(
    figure_id: str,
    label: str,
    value: Decimal | int | str | None,
    unit: Unit = Unit.COUNT,
    *,
    measure: str = "",
    count: int | None = None,
    base: int | None = None,
    base_id: str | None = None,
    period: Period | None = None,
    why_not: str = "",
    note: str = "",
    suppressed: bool = False,
) -> Figure:
    """Return one figure; without a measure of its own, it is a measure of one figure."""
    return Figure(
        id=figure_id,
        measure=measure or figure_id,
        label=label,
        unit=unit,
        value=None if value is None else Decimal(value),
        count=count,
        base=base,
        base_id=base_id,
        period=period or year_of(2023),
        population="Complaints received in the year",
        source=Source.EXTRACT,
        why_not=why_not,
        note=note,
        suppressed=suppressed,
    )


def shares(
    measure: str, labels: dict[str, str], counts: Sequence[int], base: int, period: Period
) -> list[Figure]:
    """Return the members of a set as shares of their base."""
    return [
        figure(
            f"{measure}.{member}",
            label,
            share(count, base),
            Unit.SHARE,
            measure=measure,
            count=count,
            base=base,
            base_id=f"{measure.partition('.')[0]}.received",
            period=period,
        )
        for (member, label), count in zip(labels.items(), counts, strict=True)
    ]


def year_figures(start: int = 2023, *, more: int = 0) -> YearFigures:
    """Return the figures of a year; `more` makes two years differ."""
    period = year_of(start)
    received, second = 320 + more, 60 + more
    quarters = [
        figure(
            f"stage_1.received_by_quarter.q{place}",
            f"Quarter {place}",
            count,
            measure="stage_1.received_by_quarter",
            count=count,
            base=received,
            base_id="stage_1.received",
            period=Period(
                f"Quarter {place}",
                date(start + (place == 4), first, 1),
                date(start + (place == 4), last, day),
            ),
        )
        for place, (count, (first, last, day)) in enumerate(
            zip((70, 80, 90, 80 + more), QUARTERS, strict=True), 1
        )
    ]
    figures = [
        figure("stage_1.received", "Received", received, count=received, period=period),
        figure("stage_2.received", "Received", second, count=second, period=period),
        *quarters,
        figure(
            "escalation_rate",
            "Went on to stage 2",
            share(second, received),
            Unit.SHARE,
            count=second,
            base=received,
            base_id="stage_1.received",
            period=period,
        ),
        *shares("stage_1.reasons", REASONS, (120, 90, 40), received, period),
        *shares("stage_1.answered", ANSWERED, (200, 40, 70 + more, 10), received, period),
        *shares("stage_2.answered", ANSWERED, (50, 10, more, 0), second, period),
        figure(
            "stage_1.answered_on_time",
            "Answered on time",
            share(240, 310 + more),
            Unit.SHARE,
            count=240,
            base=310 + more,
            period=period,
        ),
        figure(
            "stage_2.answered_on_time",
            "Answered on time",
            None,
            Unit.SHARE,
            why_not="the day of escalation is not recorded",
            period=period,
        ),
        *shares("stage_1.outcomes", OUTCOMES, (150, 45, 100 + more, 15), 310 + more, period),
        *shares("stage_2.outcomes", OUTCOMES, (20, 10, 28 + more, 2), second, period),
        figure("refused", "Refused", 3, count=3, period=period),
        figure(
            "refused_by_reason.too_old",
            "More than twelve months old",
            None,
            measure="refused_by_reason",
            why_not="fewer than 5",
            suppressed=True,
            period=period,
        ),
        figure("ombudsman.cases", "Cases decided", 5, count=5, period=period),
        figure("ombudsman.cases_upheld", "Cases upheld", 3, count=3, base=5, period=period),
        figure(
            "ombudsman.compensation",
            "Compensation ordered",
            "3607.70",
            Unit.MONEY,
            count=3,
            note="Three orders",
            period=period,
        ),
    ]
    return YearFigures(
        year=FinancialYear(start),
        period=period,
        measures_id="2022-04-01",
        figures=tuple(figures),
        rules=RULES,
        clock_ids=("housing-ombudsman-2022",),
        edition_id="housing-ombudsman-2024",
        answers={"2.1": "no"},
    )


LEARNING = (
    LearningFacts(
        2,
        "2023-24",
        "Residents waited for a second visit because the first came without the parts.",
        "Operatives now look up the parts before they set out.",
        "October 2023",
        date(2023, 10, 31),
        Worked.PARTLY,
        "Repairs done at the first visit rose from 71% to 78%.",
        ("Repairs",),
        ("2.1",),
    ),
    LearningFacts(
        1,
        "2023-24",
        "Letters were hard to read.\n\n• long words\n• small print",
        "A panel of residents rewrote them.",
        "",
        None,
        Worked.TOO_EARLY,
        "",
        (),
        (),
    ),
    LearningFacts(
        3,
        "2023-24",
        "An internal lesson about a named member of staff.",
        "Nothing to be published.",
        "",
        None,
        Worked.NO,
        "",
        (),
        (),
        is_internal=True,
    ),
)
PART_FACTS = (
    PartFacts("foreword", "I asked why every second answer was late.\n\nI will ask again in May."),
    PartFacts("how_to_complain", "Tell any member of staff, in any way that suits you."),
    PartFacts("scope", "These figures are about the council’s homes:\n• tenants\n• leaseholders"),
    PartFacts("definitions", "Upheld: we got it wrong, and will learn from it."),
    PartFacts("self_assessment", "Two provisions are not met, and work on both is promised."),
    PartFacts(
        "performance",
        "We received {stage_1.received} complaints at stage 1. Of those answered, "
        "{stage_1.outcomes.upheld} were upheld.",
        shown=(
            "table:stage_1.received",
            "chart:stage_1.answered",
            "table:stage_1.answered",
            "chart:stage_1.outcomes",
            "table:stage_1.outcomes",
            "table:stage_2.outcomes",
            "chart:year_on_year.counts",
            "table:year_on_year",
        ),
    ),
    PartFacts("refused", "All of them were about matters of long ago.", shown=("table:refused",)),
    PartFacts("non_compliance", none_this_year=True),
    PartFacts("improvements", "We read every upheld complaint once a month."),
    PartFacts(
        "ombudsman_report", "It is at https://www.housing-ombudsman.org.uk/reports/ for all."
    ),
    PartFacts("other_publications", none_this_year=True),
    PartFacts("plan", "By September we will answer nine in ten complaints on time."),
)
APPROVAL = ApprovalFacts(
    "Cabinet",
    Decision.APPROVED_WITH_AMENDMENTS,
    date(2024, 6, 25),
    minute="Minute 15",
    minute_link="https://www.southampton.gov.uk/minutes/15",
    amendments=(AmendmentFacts("Say how many were late.", "Part b now says it."),),
)
RESPONSE = GoverningBodyResponse(
    "We have looked at every figure.\n\nToo many answers are late.",
    body="Cabinet",
    by="Cllr Ann Example",
    role="Member Responsible for Complaints",
    on=date(2024, 6, 25),
)
EXPLANATION = ExplanationFacts(
    "23 complaints on allocations at stage 2 are more than the 15 at stage 1.",
    "Stage 1 is counted by quarter, and stage 2 over the year.",
)
CHALLENGES = tuple(
    replace(one, about=About.PART, subject="Part b: figures", number="performance")
    if one.is_published
    else replace(one, subject=WHOLE_REPORT)
    for one in statements.CHALLENGES
)


def self_assessment() -> SelfAssessmentFacts:
    """Return the small statement as a report shows it."""
    return from_statement(build(statements.facts()), 1, ADDRESS)


def facts() -> ReportFacts:
    """Return what a full report is built from."""
    return ReportFacts(
        landlord=statements.COUNCIL,
        edition=statements.edition(),
        year=FinancialYear(2023),
        reason=Reason.ANNUAL,
        parts=PART_FACTS,
        figures=year_figures(),
        earlier=year_figures(2022, more=5),
        self_assessment=self_assessment(),
        improvement_plan=statements.ACTIONS,
        learning=LEARNING,
        explanations=(EXPLANATION,),
        response=RESPONSE,
        challenges=CHALLENGES,
        approval=APPROVAL,
    )


def sparse() -> ReportFacts:
    """Return what a record of a past report is built from: nearly nothing."""
    return ReportFacts(
        landlord=statements.COUNCIL,
        edition=statements.edition(),
        year=FinancialYear(2023),
        reason=Reason.RECORD,
        parts=(PartFacts("scope", "Complaints about housing."),),
    )


def extreme() -> ReportFacts:
    """Return hostile text wherever a person can type, words without an end, no single figure."""
    text = f"{HOSTILE} {'W' * 300}"
    whole = facts()
    return replace(
        whole,
        landlord=replace(
            whole.landlord,
            name=text,
            complain_online=f"javascript:alert(1) {text}",
            complain_other=text,
            ombudsman_words=text,
            publishes_names=True,
        ),
        parts=tuple(PartFacts(part.key, f"{text}\n\n{WELSH}\n• {text}") for part in PARTS),
        figures=replace(year_figures(), figures=()),
        earlier=None,
        self_assessment=replace(self_assessment(), address="javascript:alert(1)", edition=text),
        improvement_plan=[replace(one, title=text, owner=text) for one in statements.ACTIONS],
        learning=[
            replace(one, heard=text, changed=text, worked_how=text, themes=(text,))
            for one in LEARNING
        ],
        explanations=(ExplanationFacts(text, text),),
        response=replace(RESPONSE, text=text, by=text, role=text),
        challenges=[replace(one, text=text, subject=text) for one in CHALLENGES],
        approval=replace(APPROVAL, body=text, minute=text, minute_link="javascript:alert(1)"),
    )


def hostile_figures() -> ReportFacts:
    """Return a report whose figures carry hostile labels, notes and rules."""
    text = f"{HOSTILE} {'W' * 120}"
    figures = year_figures()
    return replace(
        facts(),
        figures=replace(
            figures,
            figures=tuple(
                replace(one, label=text, population=text, note=text) for one in figures.figures
            ),
            rules=(text,),
        ),
    )


def issued(report: ReportFacts | None = None, *, revision: int = 2) -> Document:
    """Return a published report; by default the full one, as its second revision."""
    return published(
        build_report(report or facts()),
        revision=revision,
        at=statements.ISSUED_AT,
        replaces=revision - 1 if revision > 1 else None,
        reason="A figure of quarter 3 was corrected" if revision > 1 else None,
        signed_off=SignedOff(date(2024, 6, 20), "Cabinet Member for Housing Operations"),
        explanations=replace(statements.EXPLANATIONS, plain_words={}, official_text={}),
    )


def issued_sparse() -> Document:
    """Return a published record with nearly nothing in it."""
    return issued(sparse(), revision=1)


def issued_demonstration() -> Document:
    """Return the record as a demonstration, with its own words for what is blank."""
    return issued(replace(sparse(), demonstration=statements.DEMONSTRATION), revision=1)


def issued_extreme() -> Document:
    """Return the hostile report as published."""
    document = issued(extreme())
    document["publication"]["reason"] = HOSTILE
    return document


def issued_with_hostile_figures() -> Document:
    """Return the report with hostile figures as published."""
    return issued(hostile_figures())
