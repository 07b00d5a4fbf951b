"""The people of the demonstration, none of whom exists, and the landlords they work for."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from app.database import db, transaction
from app.demonstration.story import Say
from app.domain.errors import Invalid
from app.domain.landlords import LandlordFacts
from app.domain.permissions import Role
from app.models import Landlord, Membership, Person
from app.models.facts import landlord_facts
from app.services import landlords, passwords, people
from app.services.history import Actor

PASSWORD = "see-how-it-works"  # noqa: S105  # meant to be known; refused in production


@dataclass(frozen=True)
class SignIn:
    """One of the people."""

    name: str
    email: str
    role: Role


# Of Southampton, and of the landlord that does not exist either; each in the order of a cast.
SIGN_INS = (
    SignIn("Demonstration lead", "lead@demonstration.example", Role.COMPLAINTS_LEAD),
    SignIn("Demonstration officer", "officer@demonstration.example", Role.OFFICER),
    SignIn("Demonstration cabinet member", "member@demonstration.example", Role.CABINET_MEMBER),
)
INVENTED_SIGN_INS = (
    SignIn("Demonstration lead, invented", "lead@invented.example", Role.COMPLAINTS_LEAD),
    SignIn("Demonstration officer, invented", "officer@invented.example", Role.OFFICER),
    SignIn("Demonstration board member, invented", "member@invented.example", Role.CABINET_MEMBER),
)


@dataclass(frozen=True)
class Cast:
    """The three people of a landlord as they act for it."""

    lead: Actor
    officer: Actor
    member: Actor


def sign_ins() -> tuple[SignIn, ...]:
    """Return the people of the demonstration who are there to sign in."""
    emails = set(db.session.scalars(select(Person.email).where(Person.is_demonstration)))
    return tuple(one for one in (*SIGN_INS, *INVENTED_SIGN_INS) if one.email in emails)


def has_real_landlord() -> bool:
    """Return whether there is a landlord besides the demonstration, whole or half-loaded."""
    real = select(Landlord.id).where(Landlord.demonstration_notice.is_(None))
    return db.session.scalar(real.limit(1)) is not None


def cast_of(landlord_id: int) -> Cast:
    """Return the three people of a landlord, each in the role they were invited for."""
    rows = db.session.scalars(select(Membership).where(Membership.landlord_id == landlord_id))
    by_email = {row.person.email: row.person for row in rows}
    signed = (one for one in (*SIGN_INS, *INVENTED_SIGN_INS) if one.email in by_email)
    return Cast(*(Actor(landlord_id, one.role, by_email[one.email]) for one in signed))


def landlord_of(
    facts: LandlordFacts, notice: str, who: tuple[SignIn, ...], now: datetime, say: Say
) -> Landlord:
    """Return a landlord of the demonstration, added with its people if it was not there.

    Raises Invalid where a real landlord or a real person is in its way.
    """
    landlord = db.session.scalar(select(Landlord).where(Landlord.slug == facts.slug))
    if landlord is None:
        say(f"Adding {facts.name} and three people.")
        with transaction():
            return _add(facts, notice, who, now)
    if landlord.demonstration_notice is None:
        raise Invalid(
            f"There is a landlord at “{facts.slug}” that is not the demonstration, so the "
            "demonstration cannot be loaded beside it."
        )
    return landlord


def _add(facts: LandlordFacts, notice: str, who: tuple[SignIn, ...], now: datetime) -> Landlord:
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
        colour=facts.colour,
        homes=facts.homes,
        complain_online=facts.complain_online,
        complain_email=facts.complain_email,
        complain_telephone=facts.complain_telephone,
        complain_address=facts.complain_address,
        complain_other=facts.complain_other,
    )
    landlords.change_settings(command_line, told, seen_version=landlord.version, now=now)
    for one in who:
        secret = people.invite_person(
            command_line, email=one.email, name=one.name, role=one.role, now=now, demonstration=True
        )
        if secret is None:
            raise Invalid(f"{one.email} belongs to somebody already, so it cannot be used again.")
        passwords.accept_link(secret, PASSWORD, now=now)
    return landlord
