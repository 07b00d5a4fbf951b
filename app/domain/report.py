"""The annual complaints performance and service improvement report as one document, `report/1`.

It follows provision 8.1 of the 2024 edition. Like a statement it is plain JSON without floats, and
its shape is promised by `/schemas/report-1.json`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.domain.actions import ActionFacts, improvement_plan
from app.domain.approvals import ApprovalFacts
from app.domain.challenges import ChallengeFacts
from app.domain.document_parts import (
    Demonstration,
    GoverningBodyResponse,
    demonstration_in_document,
    edition_in_document,
    landlord_in_document,
    plan_line_in_document,
    response_in_document,
)
from app.domain.documents import Document
from app.domain.editions import Edition
from app.domain.figure_charts import names_of_pictures
from app.domain.figures import YearFigures, as_facts
from app.domain.landlords import LandlordFacts
from app.domain.learning import LearningFacts
from app.domain.report_parts import PARTS, PartFacts, PartStanding, ReportPart, missing, standing
from app.domain.scrutiny import approval_in_document, scrutiny_in_document
from app.domain.signed_documents import REPORT_SCHEMA, digest
from app.domain.workflow import Reason
from app.domain.years import FinancialYear


@dataclass(frozen=True)
class ExplanationFacts:
    """What a landlord says of figures that contradict each other: the finding, and its words."""

    finding: str
    said: str


@dataclass(frozen=True)
class SelfAssessmentFacts:
    """The signed self-assessment of the year as a report shows it: part a.

    `address` leads to the published page, empty where there is none yet; `summary` counts the
    answers, `sections` are as the statement has them, without their provisions.
    """

    year: str
    revision: int | None
    digest: str
    address: str
    edition: str
    summary: Mapping[str, int]
    sections: tuple[Document, ...]


@dataclass(frozen=True)
class ReportFacts:
    """Everything that a report is built from.

    `improvement_plan` may hold actions that are done, and `learning` entries that are internal:
    neither is published.
    """

    landlord: LandlordFacts
    edition: Edition
    year: FinancialYear
    reason: Reason
    parts: Sequence[PartFacts] = ()
    figures: YearFigures | None = None
    earlier: YearFigures | None = None
    self_assessment: SelfAssessmentFacts | None = None
    improvement_plan: Sequence[ActionFacts] = ()
    learning: Sequence[LearningFacts] = ()
    explanations: Sequence[ExplanationFacts] = ()
    response: GoverningBodyResponse | None = None
    demonstration: Demonstration | None = None
    challenges: Sequence[ChallengeFacts] = ()
    approval: ApprovalFacts | None = None


def from_statement(
    document: Document, revision: int | None = None, address: str = ""
) -> SelfAssessmentFacts:
    """Return what a report shows of a signed statement, published or not."""
    edition = document["edition"]
    return SelfAssessmentFacts(
        year=document["assessment"]["year"],
        revision=revision,
        digest=document["assessment"]["digest"],
        address=address,
        edition=f"{edition['title']} {edition['name']}",
        summary=dict(document["summary"]),
        sections=tuple(_section(section) for section in document["sections"]),
    )


def build_report(facts: ReportFacts) -> Document:
    """Return the report without its publication: what a person signs, with its digest."""
    names = facts.landlord.publishes_names
    response = response_in_document(facts.response)
    if response and not names:
        response["by"] = None
    document: Document = {
        "schema": REPORT_SCHEMA,
        "demonstration": demonstration_in_document(facts.demonstration),
        "landlord": landlord_in_document(facts.landlord),
        "edition": edition_in_document(facts.edition),
        "report": {"year": facts.year.slug, "reason": facts.reason.value},
        "parts": list(_parts(facts)),
        "figures": as_facts(facts.figures) if facts.figures else None,
        "earlier": as_facts(facts.earlier) if facts.earlier else None,
        "self_assessment": _self_assessment(facts.self_assessment),
        "improvement_plan": [
            plan_line_in_document(action) for action in improvement_plan(facts.improvement_plan)
        ],
        "learning": [_learning(entry) for entry in published_learning(facts.learning)],
        "explanations": [{"finding": one.finding, "said": one.said} for one in facts.explanations],
        "governing_body_response": response,
        "scrutiny": None
        if facts.reason is Reason.RECORD
        else scrutiny_in_document(facts.challenges, publishes_names=names),
    }
    document["approval"] = approval_in_document(facts.approval, document)
    document["report"]["digest"] = digest(document)
    return document


def published_learning(learning: Sequence[LearningFacts]) -> tuple[LearningFacts, ...]:
    """Return the entries that are not internal: dated ones first, the earliest before the later."""
    return tuple(
        sorted(
            (entry for entry in learning if not entry.is_internal),
            key=lambda one: (one.changed_on is None, one.changed_on or date.max, one.id),
        )
    )


def part_standings(facts: ReportFacts) -> tuple[PartStanding, ...]:
    """Return for each part that the Code asks for whether this report has it."""
    return standing(
        _with_what_can_be_shown(facts),
        has_self_assessment=facts.self_assessment is not None,
        has_learning=bool(published_learning(facts.learning)),
    )


def missing_parts(facts: ReportFacts) -> tuple[PartStanding, ...]:
    """Return what the Code asks for and this report does not have."""
    return missing(
        _with_what_can_be_shown(facts),
        has_self_assessment=facts.self_assessment is not None,
        has_learning=bool(published_learning(facts.learning)),
    )


def _parts(facts: ReportFacts) -> Iterator[Document]:
    said = {part.key: part for part in _with_what_can_be_shown(facts)}
    for part in PARTS:
        yield _part(part, said.get(part.key, PartFacts(part.key)))


def _part(part: ReportPart, facts: PartFacts) -> Document:
    says_none = facts.none_this_year and part.may_be_none
    return {
        "key": part.key,
        "letter": part.letter,
        "title": part.title,
        "text": facts.text.strip() or None,
        "none": says_none,
        "none_words": part.none_words if says_none else None,
        "shown": list(facts.shown),
    }


def _with_what_can_be_shown(facts: ReportFacts) -> tuple[PartFacts, ...]:
    """Return the parts without tables and charts that the figures of the year cannot fill."""
    possible = names_of_pictures(facts.figures, facts.earlier) if facts.figures else frozenset()
    return tuple(
        replace(part, shown=tuple(one for one in dict.fromkeys(part.shown) if one in possible))
        for part in facts.parts
    )


def _section(section: Document) -> Document:
    return {
        "number": section["number"],
        "title": section["title"],
        "status": section["status"],
        "counts": dict(section["counts"]),
        "gaps": [dict(gap) for gap in section["gaps"]],
        "should_not_met": list(section["should_not_met"]),
    }


def _self_assessment(facts: SelfAssessmentFacts | None) -> Document | None:
    if facts is None:
        return None
    return {
        "year": facts.year,
        "revision": facts.revision,
        "digest": facts.digest,
        "address": facts.address or None,
        "edition": facts.edition,
        "summary": dict(facts.summary),
        "sections": list(facts.sections),
    }


def _learning(entry: LearningFacts) -> Document:
    return {
        "heard": entry.heard,
        "changed": entry.changed,
        "when": entry.changed_when or None,
        "worked": entry.worked.value,
        "worked_how": entry.worked_how or None,
        "themes": list(entry.themes),
        "provisions": list(entry.provisions),
    }
