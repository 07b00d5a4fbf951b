"""Assessments in any state that a test needs, each reached through the services."""

import itertools
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from flask import current_app

from app.database import transaction
from app.domain.answers import Answer
from app.domain.due_dates import read_due
from app.domain.editions import Edition, Provision
from app.domain.response_content import ResponseContent
from app.domain.responses import EvidenceFacts
from app.domain.signed_documents import signed_digest
from app.domain.workflow import Reason
from app.domain.years import FinancialYear
from app.models import (
    Action,
    Assessment,
    Landlord,
    Person,
    ProvisionResponse,
    Publication,
    YearlyDocument,
)
from app.models.facts import body_response_of, responses_of
from app.models.signed_texts import text_of
from app.queries import edition_shelf
from app.services import actions, assessments, publishing, responses, sign_offs, steps
from app.services.actions import ActionContent
from app.services.sign_offs import BodyResponseContent
from tests.conftest import NOW
from tests.factories import actor

CODE_2020 = "housing-ombudsman-2020"
CODE_2022 = "housing-ombudsman-2022"
CODE_2024 = "housing-ombudsman-2024"
ASSESSED_ON = date(2026, 5, 29)
RESPONSE = "We read every answer, and asked why 5.6 is late."
PUBLIC_ADDRESS = "https://complaints.example"
_tokens = (f"token {number}" for number in itertools.count(1))


def new_token() -> str:
    """Return a one-time token that no form has held."""
    return next(_tokens)


def edition_of(document: YearlyDocument) -> Edition:
    """Return the edition that a self-assessment answers, or that a report follows."""
    return _edition(document.edition_id)


def start(
    landlord: Landlord,
    lead: Person,
    edition_id: str = CODE_2024,
    year: str = "2025/26",
    reason: Reason = Reason.ANNUAL,
) -> Assessment:
    """Start an assessment, as a lead."""
    by = actor(lead, landlord)
    with transaction():
        return assessments.start_assessment(
            landlord,
            _edition(edition_id),
            FinancialYear.parse(year),
            reason,
            by=by,
            now=NOW,
            token=new_token(),
        )


def answer(
    assessment: Assessment,
    person: Person,
    number: str,
    given: Answer | None = "yes",
    **content: Any,
) -> ProvisionResponse:
    """Save what somebody says about one provision."""
    answer_several(assessment, person, {number: ResponseContent(answer=given, **content)})
    return response_to(assessment, number)


def answer_everything(assessment: Assessment, person: Person) -> None:
    """Answer every provision Yes, with evidence, or with what its answer type allows."""
    said = EvidenceFacts("Complaints policy", "https://example.org/policy")
    answer_several(
        assessment,
        person,
        {
            one.number: ResponseContent(answer=plain_answer(one), evidence=(said,))
            for one in edition_of(assessment).in_form
        },
    )


def answer_several(
    assessment: Assessment, person: Person, contents: Mapping[str, ResponseContent]
) -> None:
    """Save several provisions in one transaction."""
    by, edition = actor(person, assessment.landlord), edition_of(assessment)
    with transaction():
        versions = {row.number: row.version for row in responses_of(assessment)}
        for number, content in contents.items():
            responses.record_response(
                assessment,
                edition,
                number,
                content,
                seen_version=versions[number],
                by=by,
                now=NOW,
            )


def plain_answer(provision: Provision) -> Answer:
    """Return some answer that the edition allows to a provision."""
    figures: dict[str, Any] = {
        "yes_no": "yes",
        "yes_no_na": "yes",
        "share": {"percent": "79.3"},
        "count": {"count": 3},
        "text": {"text": "We changed the letters."},
    }
    if provision.answer == "parts":
        return {"parts": {part.key: figures[str(part.answer)] for part in provision.parts}}
    given: Answer = figures[provision.answer]
    return given


def response_to(assessment: Assessment, number: str) -> ProvisionResponse:
    """Return what the database holds now about one provision."""
    return next(row for row in responses_of(assessment) if row.number == number)


def raise_action(
    assessment: Assessment,
    person: Person,
    title: str = "Refresh the training",
    *,
    due: str = "",
    provisions: Iterable[str] = (),
    **content: Any,
) -> Action:
    """Promise a change, as somebody who may edit."""
    by, edition = actor(person, assessment.landlord), edition_of(assessment)
    with transaction():
        return actions.raise_action(
            assessment,
            edition,
            ActionContent(title, due=read_due(due), provisions=tuple(provisions), **content),
            by=by,
            now=NOW,
            token=new_token(),
        )


def send_for_scrutiny(document: YearlyDocument, lead: Person) -> None:
    """Send a draft to the cabinet member."""
    by, edition = actor(lead, document.landlord), edition_of(document)
    with transaction():
        steps.send_for_scrutiny(
            document,
            edition,
            seen_version=document.version,
            assessed_on=ASSESSED_ON,
            by=by,
            now=NOW,
        )


def write_response(document: YearlyDocument, person: Person, text: str = RESPONSE) -> None:
    """Write the governing body's response."""
    by = actor(person, document.landlord)
    with transaction():
        row = body_response_of(document)
        sign_offs.write_body_response(
            document,
            BodyResponseContent(text, role="Cabinet Member for Housing"),
            seen_version=row.version if row else None,
            by=by,
            now=NOW,
        )


def digest_of(document: YearlyDocument) -> str:
    """Return the digest of the text as it stands, which the sign-off page shows."""
    return signed_digest(text_of(document, edition_of(document)))


def sign_off(document: YearlyDocument, member: Person) -> None:
    """Approve the text as it stands."""
    by, edition = actor(member, document.landlord), edition_of(document)
    with transaction():
        sign_offs.sign_off(
            document,
            edition,
            seen_digest=digest_of(document),
            by=by,
            now=NOW,
            token=new_token(),
        )


def publish(document: YearlyDocument, lead: Person, reason: str = "") -> Publication:
    """Make the text public; the PDF is made or not as the test has arranged."""
    by, edition = actor(lead, document.landlord), edition_of(document)
    prepared = publishing.prepare(
        document,
        edition,
        reason=reason,
        explanations=current_app.extensions["editions"].explanations(edition),
        public_address=PUBLIC_ADDRESS,
        lock_folder=Path(current_app.instance_path),
        by=by,
        now=NOW,
    )
    with transaction():
        return publishing.publish(
            document,
            edition,
            prepared,
            seen_version=document.version,
            by=by,
            now=NOW,
            token=new_token(),
        )


def sign_off_and_publish(document: YearlyDocument, lead: Person, member: Person) -> Publication:
    """Carry an answered draft all the way to the public."""
    send_for_scrutiny(document, lead)
    write_response(document, member)
    sign_off(document, member)
    return publish(document, lead)


def start_correction(document: YearlyDocument, lead: Person, reason: str = "2.1 was wrong") -> None:
    """Open a published one again."""
    by = actor(lead, document.landlord)
    with transaction():
        steps.start_correction(
            document, seen_version=document.version, reason=reason, by=by, now=NOW
        )


def _edition(edition_id: str) -> Edition:
    return edition_shelf.current(current_app.extensions["editions"]).by_id[edition_id]
