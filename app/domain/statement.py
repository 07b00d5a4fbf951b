"""The published self-assessment as one frozen document, `statement/1`, and its digests.

The document is plain JSON: no floats, lists in a fixed order, the words of every provision in it.
Its shape is promised by `/schemas/statement-1.json`.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, cast

from app.domain.actions import ActionFacts, improvement_plan
from app.domain.answers import Outcome
from app.domain.approvals import ApprovalFacts
from app.domain.challenges import ChallengeFacts
from app.domain.documents import Document, day_in_document
from app.domain.editions import Edition, Part, Provision, Section
from app.domain.landlords import LandlordFacts
from app.domain.licences import LICENCE_WORDS, Licence
from app.domain.responses import ResponseFacts, actions_on
from app.domain.scrutiny import approval_in_document, scrutiny_in_document
from app.domain.summary import SectionSummary, summarise
from app.domain.workflow import Reason
from app.domain.years import FinancialYear

SCHEMA = "statement/1"
KIND = "statement"  # a yearly report will be another kind of publication
WORDING = "summary"  # our own words; the official text stands beside them, in `publication`


@dataclass(frozen=True)
class GoverningBodyResponse:
    """What the governing body says; each of body, name, role and date may be not known."""

    text: str
    body: str | None = None
    by: str | None = None
    role: str | None = None
    on: date | None = None
    minute: str | None = None


@dataclass(frozen=True)
class Demonstration:
    """That this is a demonstration: a notice for every page, and what stands where it is silent."""

    notice: str
    silence: str


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


@dataclass(frozen=True)
class SignedOff:
    """When a text was signed off, in which office, and by whom where the landlord names people."""

    on: date
    office: str
    by: str | None = None


@dataclass(frozen=True)
class Explanations:
    """What we add for residents when a statement is issued; nobody signs it.

    `plain_words` says by number what a provision means for them, `glossary` holds terms with
    their meanings, `official_text` the Code's own wording by number, where it was loaded.
    """

    plain_words: Mapping[str, str]
    glossary: Sequence[tuple[str, str]]
    official_text: Mapping[str, str] = field(default_factory=dict)


NO_EXPLANATIONS = Explanations({}, ())


def build(facts: AssessmentFacts) -> Document:
    """Return the statement without its publication: what a person signs, with its digest."""
    edition = facts.edition
    summary = summarise(edition, facts.responses, facts.actions)
    document: Document = {
        "schema": SCHEMA,
        "demonstration": _demonstration(facts.demonstration),
        "landlord": _landlord(facts.landlord),
        "edition": {
            "id": edition.id,
            "title": edition.title,
            "name": edition.name,
            "issuer": edition.issuer,
            "source": edition.source,
            "questionnaire": edition.is_questionnaire,
            "digest": edition.digest,
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
        "improvement_plan": [_plan_line(action) for action in improvement_plan(facts.actions)],
        "governing_body_response": _response(facts.response),
        "scrutiny": None
        if facts.reason is Reason.RECORD
        else scrutiny_in_document(facts.challenges, publishes_names=facts.landlord.publishes_names),
    }
    document["approval"] = approval_in_document(facts.approval, document)
    document["assessment"]["digest"] = digest(document)
    return document


def published(
    signed: Document,
    *,
    revision: int,
    at: datetime,
    replaces: int | None,
    reason: str | None,
    licence: Licence = Licence.OGL,
    explanations: Explanations = NO_EXPLANATIONS,
    signed_off: SignedOff | None = None,
) -> Document:
    """Return the document as issued: the signed one, its publication, the digest of the whole."""
    document = {
        **signed,
        "publication": {
            "revision": revision,
            "published_at": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "replaces": replaces,
            "reason": reason,
            "signed_off": {
                "on": day_in_document(signed_off.on),
                "as": signed_off.office or None,
                "by": signed_off.by,
            }
            if signed_off
            else None,
            "licence": {
                "id": licence.value,
                "name": LICENCE_WORDS[licence].name,
                "link": LICENCE_WORDS[licence].link,
            },
            "plain_words": dict(explanations.plain_words),
            "official_text": dict(explanations.official_text),
            "glossary": [
                {"term": term, "meaning": meaning} for term, meaning in explanations.glossary
            ],
        },
    }
    document["publication"]["digest"] = digest(document)
    return document


def canonical_bytes(document: Document) -> bytes:
    """Return the bytes that digests are made of: sorted keys, no spaces, UTF-8."""
    text = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode()


def digest(document: Document) -> str:
    """Return the sha256 of a document, leaving out the digest that it is to be compared with.

    With a `publication` that is `publication.digest`; without one it is `assessment.digest`.
    """
    plain = dict(document)
    place = "publication" if "publication" in plain else "assessment"
    plain[place] = {key: value for key, value in plain[place].items() if key != "digest"}
    return hashlib.sha256(canonical_bytes(plain)).hexdigest()


def signed_part(document: Document) -> Document:
    """Return a published document without its publication: the text that was signed."""
    return {key: value for key, value in document.items() if key != "publication"}


def digests_hold(document: Document) -> bool:
    """Return whether both digests inside a published document are true."""
    whole, signed = document["publication"]["digest"], document["assessment"]["digest"]
    return bool(whole == digest(document) and signed == digest(signed_part(document)))


def _demonstration(demonstration: Demonstration | None) -> Document | None:
    if demonstration is None:
        return None
    return {"notice": demonstration.notice, "silence": demonstration.silence}


def _landlord(landlord: LandlordFacts) -> Document:
    return {
        "name": landlord.name,
        "slug": landlord.slug,
        "kind": landlord.kind.value,
        "homes": landlord.homes,
        "complain": {
            "online": landlord.complain_online or None,
            "email": landlord.complain_email or None,
            "telephone": landlord.complain_telephone or None,
            "address": landlord.complain_address or None,
            "other": landlord.complain_other or None,
        },
        "ombudsman": landlord.ombudsman_words or None,
    }


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
                "due": _due(action),
                "dropped_reason": action.dropped_reason or None,
            }
            for action in sorted(actions_on(provision.number, facts.actions), key=lambda a: a.id)
        ],
    }


def _part(part: Part) -> Document:
    return {"key": part.key, "text": part.text, "lettered": part.lettered}


def _plan_line(action: ActionFacts) -> Document:
    return {
        "id": action.id,
        "title": action.title,
        "source": action.source.value,
        "provisions": list(action.provisions),
        "owner": action.owner or None,
        "due": _due(action),
        "stage": action.stage.value,
    }


def _due(action: ActionFacts) -> Document | None:
    if action.due is None:
        return None
    return {"promised": action.due.promised, "last_day": action.due.last_day.isoformat()}


def _response(response: GoverningBodyResponse | None) -> Document | None:
    if response is None:
        return None
    return {
        "body": response.body,
        "by": response.by,
        "role": response.role,
        "on": day_in_document(response.on),
        "minute": response.minute,
        "text": response.text,
    }
