"""The door: the only way by which a page obtains a landlord or an assessment.

What does not exist and what belongs to somebody else are both 404; what is the person's own
landlord's but not for their role is 403, with the reason.
"""

import secrets
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from flask import current_app, g

from app.database import utc_now
from app.domain.days import london_day
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
class AssessmentDoor(Door):
    """A door to one assessment, with the edition that it answers."""

    assessment: Any
    edition: Edition


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
    found = queries.assessment_and_membership(visitor().person.id, assessment_id)
    if found is None:
        raise NotFound("You have no assessment at this address. Start from your own page.")
    assessment, membership, office = found
    door = AssessmentDoor(
        assessment.landlord,
        membership.role,
        _actor(assessment.landlord_id, membership.role),
        office,
        assessment,
        edition_of(assessment),
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


def edition_of(assessment: Any) -> Edition:
    """Return an assessment's edition; one that is missing or altered is a fault, never a guess."""
    shelf = editions()
    edition = shelf.get(assessment.edition_id)
    if edition is None or edition.digest != assessment.edition_digest:
        raise EditionAltered(
            f"This assessment answers {shelf.in_words(assessment.edition_id)}, which is missing "
            "from this installation or is not the same as when the assessment was started. "
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
