"""The door: the only way by which a page obtains a landlord or a document.

What does not exist and what belongs to somebody else are both 404; what is the person's own
landlord's but not for their role is 403, with the reason.
"""

import secrets
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from flask import current_app, g

from app.database import utc_now
from app.domain.days import london_day
from app.domain.documents import NOUNS, DocumentKind
from app.domain.edition_shelf import Editions
from app.domain.editions import Edition, Provision
from app.domain.errors import EditionAltered, NotAllowed, NotFound
from app.domain.offices import Office, why_not_now
from app.domain.permissions import Permission, Role, require
from app.queries import access as queries
from app.queries import edition_shelf
from app.services.history import Actor
from app.web.signed_in import visitor


@dataclass(frozen=True)
class Door:
    """What a page works with: the landlord, the person's role there, who acts, in which office."""

    landlord: Any
    role: Role
    actor: Actor
    office: Office

    def why_not(self, permission: Permission) -> str | None:
        """Return in words why the office does not allow something today, or None."""
        return why_not_now(self.role, permission, self.office, london_day(utc_now()))


@dataclass(frozen=True)
class DocumentDoor(Door):
    """A door to a document of either kind, with the edition that it follows."""

    document: Any
    edition: Edition


@dataclass(frozen=True)
class AssessmentDoor(DocumentDoor):
    """A door to one assessment, with the edition that it answers."""

    @property
    def assessment(self) -> Any:
        """The assessment."""
        return self.document


@dataclass(frozen=True)
class ReportDoor(DocumentDoor):
    """A door to one annual report, with the edition whose provision 8.1 it follows."""

    @property
    def report(self) -> Any:
        """The report."""
        return self.document


DOORS = {DocumentKind.STATEMENT: AssessmentDoor, DocumentKind.REPORT: ReportDoor}


AnyDoor = TypeVar("AnyDoor", bound=Door)


def landlord_for(slug: str, permission: Permission) -> Door:
    """Return the door to a landlord; raise NotFound or NotAllowed."""
    found = queries.landlord_and_membership(visitor().person.id, slug)
    if found is None:
        raise NotFound("You have no landlord at this address. Start from your own page.")
    landlord, membership, office = found
    door = Door(landlord, membership.role, _actor(landlord.id, membership.role), office)
    return _opened(door, permission)


def assessment_for(assessment_id: int, permission: Permission) -> AssessmentDoor:
    """Return the door to an assessment; raise NotFound or NotAllowed."""
    g.kind = DocumentKind.STATEMENT
    return cast(AssessmentDoor, document_for(assessment_id, permission))


def report_for(report_id: int, permission: Permission) -> ReportDoor:
    """Return the door to an annual report; raise NotFound or NotAllowed."""
    g.kind = DocumentKind.REPORT
    return cast(ReportDoor, document_for(report_id, permission))


def document_for(document_id: int, permission: Permission) -> DocumentDoor:
    """Return the door to a document of the kind that the address names; raise as the others do."""
    kind: DocumentKind = g.kind
    found = queries.document_and_membership(visitor().person.id, document_id, kind)
    if found is None:
        raise NotFound(f"You have no {NOUNS[kind]} at this address. Start from your own page.")
    document, membership, office = found
    door = DOORS[kind](
        document.landlord,
        membership.role,
        _actor(document.landlord_id, membership.role),
        office,
        document,
        edition_of(document),
    )
    return _opened(door, permission)


def provision_in(edition: Edition, number: str) -> Provision:
    """Return a provision of the form, or raise NotFound saying which numbers exist."""
    provision = edition.provision(number)
    if provision is None or not provision.in_form:
        first, last = edition.in_form[0].number, edition.in_form[-1].number
        raise NotFound(
            f"The form of {edition.title} {edition.name} has no {number}. "
            f"It runs from {first} to {last}."
        )
    return provision


def editions() -> Editions:
    """Return the editions that can be answered now: of the files, and those added since."""
    return edition_shelf.current(cast(Editions, current_app.extensions["editions"]))


def edition_of(document: Any) -> Edition:
    """Return a document's edition; one that is missing or altered is a fault, never a guess."""
    shelf = editions()
    edition = shelf.get(document.edition_id)
    if edition is None or edition.digest != document.edition_digest:
        raise EditionAltered(
            f"This {document.noun} follows {shelf.in_words(document.edition_id)}, which is missing "
            "from this installation or is not the same as when it was started. "
            "Ask whoever looks after this site to put the edition's file back."
        )
    return edition


def _opened(door: AnyDoor, permission: Permission) -> AnyDoor:
    require(door.role, permission)
    g.door = door
    if refusal := door.why_not(permission):
        raise NotAllowed(refusal)
    return door


def _actor(landlord_id: int, role: Role) -> Actor:
    if "request_id" not in g:
        g.request_id = secrets.token_hex(8)
    return Actor(landlord_id, role, visitor().person, g.request_id)
