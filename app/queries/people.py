"""What the pages about people show: a landlord's people, one of them, and one's own account."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from app.database import db
from app.domain.errors import NotFound
from app.domain.offices import Office
from app.domain.permissions import Role
from app.models import Landlord, Membership, Person
from app.models.facts import office_of


class Standing(StrEnum):
    """Whether somebody gets in."""

    ACTIVE = "active"
    INVITED = "invited"
    DISABLED = "disabled"


@dataclass(frozen=True)
class PersonRow:
    """One person of a landlord; `role` is None while a first role waits to be confirmed."""

    membership_id: int
    person_id: int
    name: str
    email: str
    role: Role | None
    proposed_role: Role | None
    standing: Standing
    office: str
    why_not_now: str | None


@dataclass(frozen=True)
class PeoplePage:
    """The people of a landlord, by name."""

    people: tuple[PersonRow, ...]

    @property
    def waiting(self) -> tuple[PersonRow, ...]:
        """Those whose role a second lead has to confirm."""
        return tuple(row for row in self.people if row.proposed_role)


@dataclass(frozen=True)
class PersonPage:
    """One person, as a lead sees them who may change their role, office or access."""

    row: PersonRow
    office: Office
    version: int
    is_oneself: bool
    proposed_by: str | None
    proposed_by_oneself: bool
    works_elsewhere: bool


@dataclass(frozen=True)
class OwnRole:
    """A role of the person who is signed in."""

    landlord: str
    slug: str
    role: Role | None
    proposed_role: Role | None


@dataclass(frozen=True)
class OwnPage:
    """The signed-in person's account, or the list of the landlords they work for."""

    name: str
    email: str
    roles: tuple[OwnRole, ...]

    @property
    def open(self) -> tuple[OwnRole, ...]:
        """The roles that give access."""
        return tuple(role for role in self.roles if role.role)


def people_of(landlord_id: int, today: date) -> PeoplePage:
    """Return the people of a landlord, those without access last."""
    rows = db.session.scalars(
        select(Membership)
        .join(Membership.person)
        .options(contains_eager(Membership.person))
        .where(Membership.landlord_id == landlord_id)
        .order_by(Membership.disabled_at.is_not(None), Person.name, Membership.id)
    )
    return PeoplePage(tuple(_row(membership, today) for membership in rows))


def person_page(landlord_id: int, membership_id: int, *, seen_by: int, today: date) -> PersonPage:
    """Return one person of a landlord; raise NotFound for anybody else's."""
    membership = db.session.scalar(
        select(Membership)
        .options(joinedload(Membership.person), joinedload(Membership.proposed_by))
        .where(Membership.id == membership_id, Membership.landlord_id == landlord_id)
    )
    if membership is None:
        raise NotFound("Your landlord has no such person. Start from the page of people.")
    proposer = membership.proposed_by
    return PersonPage(
        row=_row(membership, today),
        office=office_of(membership),
        version=membership.version,
        is_oneself=membership.person_id == seen_by,
        proposed_by=proposer.name if proposer else None,
        proposed_by_oneself=membership.proposed_by_id == seen_by,
        works_elsewhere=_works_elsewhere(membership),
    )


def own_page(person: Person) -> OwnPage:
    """Return a person's own name, address and roles."""
    rows = db.session.scalars(
        select(Membership)
        .join(Membership.landlord)
        .options(contains_eager(Membership.landlord))
        .where(Membership.person_id == person.id, Membership.disabled_at.is_(None))
        .order_by(Landlord.name)
    )
    roles = [OwnRole(m.landlord.name, m.landlord.slug, m.role, m.proposed_role) for m in rows]
    return OwnPage(person.name, person.email, tuple(roles))


def person_at(slug: str, email: str) -> tuple[Landlord, Membership | None] | None:
    """Return a landlord with somebody's membership of it, for the command line."""
    landlord = db.session.scalar(select(Landlord).where(Landlord.slug == slug))
    if landlord is None:
        return None
    membership = db.session.scalar(
        select(Membership)
        .join(Membership.person)
        .where(Membership.landlord_id == landlord.id, Person.email == email)
    )
    return landlord, membership


def _row(membership: Membership, today: date) -> PersonRow:
    person = membership.person
    office = office_of(membership)
    holds_office = membership.role is Role.CABINET_MEMBER
    standing = Standing.ACTIVE if person.password_hash else Standing.INVITED
    return PersonRow(
        membership_id=membership.id,
        person_id=person.id,
        name=person.name,
        email=person.email,
        role=membership.role,
        proposed_role=membership.proposed_role,
        standing=Standing.DISABLED if membership.disabled_at else standing,
        office=office.signed_as if holds_office and office != Office() else "",
        why_not_now=office.why_not_on(today) if holds_office else None,
    )


def _works_elsewhere(membership: Membership) -> bool:
    others = select(Membership.id).where(
        Membership.person_id == membership.person_id,
        Membership.landlord_id != membership.landlord_id,
        Membership.disabled_at.is_(None),
    )
    return db.session.scalar(others.limit(1)) is not None
