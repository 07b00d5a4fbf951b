"""Making what tests need, through the services, so that every state was really reached."""

import itertools
import re

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.database import db, transaction
from app.domain.landlords import LandlordKind
from app.domain.permissions import Role
from app.models import Landlord, Membership, Person
from app.services.history import Actor
from app.services.landlords import add_landlord
from app.services.passwords import accept_link
from app.services.people import confirm_proposed_role, invite_person
from tests.conftest import NOW

PASSWORD = "three quiet herons"
_numbers = itertools.count(1)


def make_landlord(name: str = "", *, kind: LandlordKind = LandlordKind.COUNCIL) -> Landlord:
    """Add a landlord, as the command line does."""
    number = next(_numbers)
    with transaction():
        return add_landlord(
            name=name or f"Council {number}", slug=f"council-{number}", kind=kind, now=NOW
        )


def make_person(
    landlord: Landlord,
    role: Role = Role.OFFICER,
    *,
    name: str = "",
    email: str = "",
    joined: bool = True,
) -> Person:
    """Invite somebody from the command line and, unless told otherwise, let them join."""
    number = next(_numbers)
    email = email or f"person-{number}@example.gov.uk"
    with transaction():
        secret = invite_person(
            command_line(landlord),
            email=email,
            name=name or f"Person {number}",
            role=role,
            now=NOW,
        )
        if joined and secret is not None:
            accept_link(secret, PASSWORD, now=NOW)
    person = db.session.scalar(select(Person).where(Person.email == email))
    assert person is not None
    return person


def command_line(landlord: Landlord) -> Actor:
    """Return the actor that stands for whoever runs the server."""
    return Actor(landlord.id, role=None)


def actor(person: Person, landlord: Landlord) -> Actor:
    """Return a person as the one who acts, in the role that they have now."""
    return Actor(landlord.id, membership_of(person, landlord).role, person, "a-request")


def membership_of(person: Person, landlord: Landlord) -> Membership:
    """Return what the database holds now of a person's role."""
    return db.session.scalars(
        select(Membership).where(
            Membership.person_id == person.id, Membership.landlord_id == landlord.id
        )
    ).one()


def confirm(person: Person, landlord: Landlord, *, by: Person) -> None:
    """Let a second lead confirm the role that was proposed for somebody."""
    membership = membership_of(person, landlord)
    version = membership.version
    with transaction():
        confirm_proposed_role(actor(by, landlord), membership.id, seen_version=version, now=NOW)


def sign_in(client: FlaskClient, person: Person, password: str = PASSWORD) -> TestResponse:
    """Sign in through the page, as a browser does."""
    return send(client, "/sign-in", email=person.email, password=password)


def send(client: FlaskClient, address: str, *, page: str = "", **typed: str) -> TestResponse:
    """Send a form to an address, with the token of the page that holds it."""
    return client.post(address, data={"csrf_token": token_of(client, page or address), **typed})


def token_of(client: FlaskClient, page: str) -> str:
    """Return the token in the forms of a page."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(page).text)
    assert found, f"{page} has no form with a token."
    return found[1]
