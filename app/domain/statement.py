"""The published self-assessment as one frozen document, `statement/1`, and its digests.

The document is plain JSON: no floats, lists in a fixed order, the words of every provision in it.
Its shape is promised by `/schemas/statement-1.json`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from app.domain.actions import ActionFacts, improvement_plan
from app.domain.answers import Outcome
from app.domain.approvals import ApprovalFacts
from app.domain.challenges import ChallengeFacts
from app.domain.document_parts import (
    Demonstration,
    GoverningBodyResponse,
    demonstration_in_document,
    due_in_document,
    edition_in_document,
    landlord_in_document,
    plan_line_in_document,
    response_in_document,
)
from app.domain.documents import Document, day_in_document
from app.domain.editions import Edition, Part, Provision, Section
from app.domain.landlords import LandlordFacts
from app.domain.responses import ResponseFacts, actions_on
from app.domain.scrutiny import approval_in_document, scrutiny_in_document
from app.domain.signed_documents import STATEMENT_SCHEMA, digest
from app.domain.summary import SectionSummary, summarise
from app.domain.workflow import Reason
from app.domain.years import FinancialYear

WORDING = "summary"  # our own words; the official text stands beside them, in `publication`


@dataclass(frozen=True)
class AssessmentFacts:
    """Everything that a statement is built from.

    `to_confirm` names what waits for somebody to confirm an earlier answer; no statement tells it.
    """

    landlord: LandlordFacts
    edition: Edition
    year: FinancialYear
    reason: Reason
    responses: Mapping[str, ResponseFacts]
    actions: Sequence[ActionFacts]
    assessed_on: date | None = None
    response: GoverningBodyResponse | None = None
    demonstration: Demonstration | None = None
    challenges: Sequence[ChallengeFacts] = ()
    approval: ApprovalFacts | None = None
    to_confirm: frozenset[str] = frozenset()


def build(facts: AssessmentFacts) -> Document:
    """Return the statement without its publication: what a person signs, with its digest."""
    edition = facts.edition
    summary = summarise(edition, facts.responses, facts.actions)
    document: Document = {
        "schema": STATEMENT_SCHEMA,
        "demonstration": demonstration_in_document(facts.demonstration),
        "landlord": landlord_in_document(facts.landlord),
        "edition": {
            **edition_in_document(edition),
            "questionnaire": edition.is_questionnaire,
        },
        "assessment": {
            "year": facts.year.slug,
            "reason": facts.reason.value,
            "assessed_on": day_in_document(facts.assessed_on),
        },
        "summary": {
            **{outcome.value: summary.counts[outcome] for outcome in Outcome},
            "provisions": summary.provisions,
        },
        "sections": [
            _section(section, row, facts)
            for section, row in zip(edition.sections, summary.sections, strict=True)
        ],
        "improvement_plan": [
            plan_line_in_document(action) for action in improvement_plan(facts.actions)
        ],
        "governing_body_response": response_in_document(facts.response),
        "scrutiny": None
        if facts.reason is Reason.RECORD
        else scrutiny_in_document(facts.challenges, publishes_names=facts.landlord.publishes_names),
    }
    document["approval"] = approval_in_document(facts.approval, document)
    document["assessment"]["digest"] = digest(document)
    return document


def _section(section: Section, row: SectionSummary, facts: AssessmentFacts) -> Document:
    return {
        "number": section.number,
        "title": section.title,
        "status": row.status.value if row.status else None,
        "counts": {outcome.value: row.counts[outcome] for outcome in Outcome},
        "gaps": [{"provision": gap.provision, "stage": gap.stage} for gap in row.gaps],
        "should_not_met": list(row.should_not_met),
        "provisions": [_provision(provision, facts) for provision in section.in_form],
    }


def _provision(provision: Provision, facts: AssessmentFacts) -> Document:
    response = facts.responses.get(provision.number) or ResponseFacts(provision.number)
    return {
        "number": provision.number,
        "title": provision.title,
        "obligation": provision.obligation.value,
        "requirement": {"text": provision.requirement, "wording": WORDING},
        "parts": [_part(part) for part in provision.parts],
        "answer": {
            "type": provision.answer.value,
            "value": cast(Any, response.answer),
            "basis": response.basis.value,
            "holds_in": response.holds_in.value if response.holds_in else None,
        },
        "shortfall": response.shortfall.value if response.shortfall else None,
        "evidence": [
            {
                "text": item.text,
                "link": item.link or None,
                "dated_on": day_in_document(item.dated_on),
            }
            for item in response.evidence
            if not item.is_internal
        ],
        "evidence_internal": sum(item.is_internal for item in response.evidence),
        "commentary": response.commentary or None,
        "plan_note": (response.plan_note or None) if response.outcome is Outcome.NO else None,
        "actions": [
            {
                "id": action.id,
                "title": action.title,
                "stage": action.stage.value,
                "due": due_in_document(action),
                "dropped_reason": action.dropped_reason or None,
            }
            for action in sorted(actions_on(provision.number, facts.actions), key=lambda a: a.id)
        ],
    }


def _part(part: Part) -> Document:
    return {"key": part.key, "text": part.text, "lettered": part.lettered}
