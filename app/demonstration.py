"""The demonstration: two published documents, walked through the services as three people.

Each step is one transaction and begins by looking whether it was done, so a loading that was
interrupted is completed by the next one, and a finished one is left alone.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from app.config import ROOT
from app.database import db, transaction
from app.domain import signed_documents, statement
from app.domain.edition_shelf import Editions
from app.domain.editions import Edition
from app.domain.errors import Invalid
from app.domain.landlords import LandlordFacts
from app.domain.permissions import Role
from app.domain.response_content import ResponseContent
from app.domain.workflow import Reason
from app.models import Assessment, Landlord, Membership, Person
from app.models.facts import assessment_facts, landlord_facts, newest_revision, responses_of
from app.reading.demonstration import DocumentSays, read_document, read_landlord
from app.services import (
    actions,
    assessments,
    landlords,
    passwords,
    people,
    publishing,
    responses,
    sign_offs,
    steps,
)
from app.services.actions import ActionContent
from app.services.history import Actor
from app.services.sign_offs import BodyResponseContent

FOLDER = ROOT / "demonstration"
YEARS = ("2020-21", "2023-24")
PASSWORD = "see-how-it-works"  # noqa: S105  # meant to be known; refused in production

Say = Callable[[str], None]


@dataclass(frozen=True)
class SignIn:
    """One of the three people, none of whom exists."""

    name: str
    email: str
    role: Role


SIGN_INS = (
    SignIn("Demonstration lead", "lead@demonstration.example", Role.COMPLAINTS_LEAD),
    SignIn("Demonstration officer", "officer@demonstration.example", Role.OFFICER),
    SignIn("Demonstration cabinet member", "member@demonstration.example", Role.CABINET_MEMBER),
)


@dataclass(frozen=True)
class Cast:
    """The three people as they act for the landlord."""

    lead: Actor
    officer: Actor
    member: Actor


def load(
    editions: Editions,
    *,
    public_address: str,
    lock_folder: Path,
    now: datetime,
    say: Say,
) -> None:
    """Load what is missing of the demonstration; raise Invalid where something is in its way."""
    facts, notice = read_landlord(FOLDER / "landlord.yaml")
    documents = [read_document(FOLDER / f"{year}.yaml") for year in YEARS]
    landlord = _landlord(facts, notice, now, say)
    for document in documents:
        edition = _edition_of(document, editions)
        assessment = _assessment(landlord, edition, document, now, say)
        if newest_revision(assessment) is None:
            say(f"Publishing {document.year.text}: the page and the PDF, which takes some seconds.")
            _publish(
                assessment,
                edition,
                editions.explanations(edition),
                public_address=public_address,
                lock_folder=lock_folder,
                now=now,
            )


def has_real_landlord() -> bool:
    """Return whether there is a landlord besides the demonstration, whole or half-loaded."""
    real = select(Landlord.id).where(Landlord.demonstration_notice.is_(None))
    return db.session.scalar(real.limit(1)) is not None


def sign_ins() -> tuple[SignIn, ...]:
    """Return the people of the demonstration who are there to sign in."""
    emails = set(db.session.scalars(select(Person.email).where(Person.is_demonstration)))
    return tuple(one for one in SIGN_INS if one.email in emails)


def _landlord(facts: LandlordFacts, notice: str, now: datetime, say: Say) -> Landlord:
    """Return the demonstration's landlord, added with its people if it was not there."""
    landlord = db.session.scalar(select(Landlord).where(Landlord.slug == facts.slug))
    if landlord is None:
        say(f"Adding {facts.name} and three people.")
        with transaction():
            return _add_landlord(facts, notice, now)
    if landlord.demonstration_notice is None:
        raise Invalid(
            f"There is a landlord at “{facts.slug}” that is not the demonstration, so the "
            "demonstration cannot be loaded beside it."
        )
    return landlord


def _add_landlord(facts: LandlordFacts, notice: str, now: datetime) -> Landlord:
    landlord = landlords.add_landlord(
        name=facts.name,
        slug=facts.slug,
        kind=facts.kind,
        now=now,
        demonstration_notice=notice,
    )
    command_line = Actor(landlord.id, role=None)
    told = replace(
        landlord_facts(landlord),
        complain_online=facts.complain_online,
        complain_email=facts.complain_email,
        complain_telephone=facts.complain_telephone,
        complain_address=facts.complain_address,
        complain_other=facts.complain_other,
    )
    landlords.change_settings(command_line, told, seen_version=landlord.version, now=now)
    for one in SIGN_INS:
        secret = people.invite_person(
            command_line, email=one.email, name=one.name, role=one.role, now=now, demonstration=True
        )
        if secret is None:
            raise Invalid(f"{one.email} belongs to somebody already, so it cannot be used again.")
        passwords.accept_link(secret, PASSWORD, now=now)
    return landlord


def _edition_of(document: DocumentSays, editions: Editions) -> Edition:
    """Return the edition of a document; raise Invalid where the two do not fit together."""
    edition = editions.get(document.edition_id)
    if edition is None:
        raise Invalid(f"The demonstration needs the edition {document.edition_id}.")
    unknown = set(document.responses) - {provision.number for provision in edition.in_form}
    if unknown:
        raise Invalid(f"{edition.id} has no provision {', '.join(sorted(unknown))}.")
    return edition


def _assessment(
    landlord: Landlord, edition: Edition, document: DocumentSays, now: datetime, say: Say
) -> Assessment:
    """Return the assessment of a document, recorded up to publication if it was not there."""
    assessment = db.session.scalar(
        select(Assessment)
        .where(
            Assessment.landlord_id == landlord.id,
            Assessment.rulebook == edition.rulebook,
            Assessment.year == document.year.text,
        )
        .order_by(Assessment.id)
        .limit(1)
    )
    if assessment is not None:
        return assessment
    say(f"Recording the self-assessment of {document.year.text}.")
    with transaction():
        return _record(landlord, edition, document, now)


def _cast(landlord_id: int) -> Cast:
    """Return the three people, each in the role they were invited for."""
    rows = db.session.scalars(select(Membership).where(Membership.landlord_id == landlord_id))
    by_email = {row.person.email: row.person for row in rows}
    return Cast(*(Actor(landlord_id, one.role, by_email[one.email]) for one in SIGN_INS))


def _record(
    landlord: Landlord, edition: Edition, document: DocumentSays, now: datetime
) -> Assessment:
    """Record a document to the point at which only publishing is left."""
    cast = _cast(landlord.id)
    assessment = assessments.start_assessment(
        landlord,
        edition,
        document.year,
        document.reason,
        by=cast.lead,
        now=now,
        token=_new_token(),
        demonstration=document.demonstration,
    )
    _record_responses(assessment, edition, document, cast, now)
    _raise_actions(assessment, edition, document, cast, now)
    if document.reason is not Reason.RECORD:
        _scrutinise(assessment, edition, document, cast, now)
    return assessment


def _record_responses(
    assessment: Assessment, edition: Edition, document: DocumentSays, cast: Cast, now: datetime
) -> None:
    """Record every response, the lead and the officer taking the sections in turn."""
    versions = {row.number: row.version for row in responses_of(assessment)}
    for position, section in enumerate(edition.sections):
        for provision in section.in_form:
            said = document.on(provision.number)
            responses.record_response(
                assessment,
                edition,
                provision.number,
                ResponseContent(
                    answer=said.answer,
                    basis=said.basis,
                    commentary=said.commentary,
                    plan_note=said.plan_note,
                ),
                seen_version=versions[provision.number],
                by=cast.officer if position % 2 else cast.lead,
                now=now,
            )


def _raise_actions(
    assessment: Assessment, edition: Edition, document: DocumentSays, cast: Cast, now: datetime
) -> None:
    for action in document.actions:
        actions.raise_action(
            assessment,
            edition,
            ActionContent(
                title=action.title,
                due=action.due,
                stage=action.stage,
                source=action.source,
                provisions=action.provisions,
            ),
            by=cast.lead,
            now=now,
            token=_new_token(),
        )


def _scrutinise(
    assessment: Assessment, edition: Edition, document: DocumentSays, cast: Cast, now: datetime
) -> None:
    """Send an assessment for scrutiny, and have the member respond and sign off."""
    steps.send_for_scrutiny(
        assessment,
        edition,
        seen_version=assessment.version,
        assessed_on=None,
        by=cast.lead,
        now=now,
    )
    if document.response is not None:
        said = BodyResponseContent(text=document.response.text, role=document.response.role or "")
        sign_offs.write_body_response(assessment, said, seen_version=None, by=cast.member, now=now)
    text = statement.build(assessment_facts(assessment, edition))
    sign_offs.sign_off(
        assessment,
        edition,
        seen_digest=text["assessment"]["digest"],
        by=cast.member,
        now=now,
        token=_new_token(),
    )


def _publish(
    assessment: Assessment,
    edition: Edition,
    explanations: signed_documents.Explanations,
    *,
    public_address: str,
    lock_folder: Path,
    now: datetime,
) -> None:
    lead = _cast(assessment.landlord_id).lead
    prepared = publishing.prepare(
        assessment,
        edition,
        reason="",
        explanations=explanations,
        public_address=public_address,
        lock_folder=lock_folder,
        by=lead,
        now=now,
    )
    with transaction():
        publishing.publish(
            assessment,
            edition,
            prepared,
            seen_version=assessment.version,
            by=lead,
            now=now,
            token=_new_token(),
        )


def _new_token() -> str:
    return secrets.token_urlsafe()
