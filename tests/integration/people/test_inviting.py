"""Inviting people: the link they join by, once, in time, with a password that holds."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from app.database import db, transaction
from app.domain.errors import Invalid, NotFound
from app.domain.history import Kind
from app.models import HistoryEntry, Landlord, Person
from app.queries import access
from app.services import passwords
from app.services import people as services
from tests.factories import PASSWORD, actor, membership_of
from tests.integration.people.steps import invite


def test_whoever_is_invited_joins_by_a_link_and_sets_their_password(
    lead: Person, landlord: Landlord, now: datetime
) -> None:
    secret = invite(lead, landlord, now)
    assert secret

    with transaction():
        person = passwords.accept_link(secret, PASSWORD, now=now)

    assert person.email == "new@example.gov.uk"
    assert access.landlord_and_membership(person.id, landlord.slug)
    kinds = [
        e.kind
        for e in db.session.scalars(select(HistoryEntry))
        if e.subject == f"person:{person.id}"
    ]
    assert kinds == [Kind.PERSON_INVITED, Kind.PERSON_JOINED]


def test_a_link_works_once(lead: Person, landlord: Landlord, now: datetime) -> None:
    secret = invite(lead, landlord, now)
    assert secret
    with transaction():
        passwords.accept_link(secret, PASSWORD, now=now)

    with pytest.raises(NotFound), transaction():
        passwords.accept_link(secret, "another long password", now=now)


def test_an_invitation_lasts_seven_days(lead: Person, landlord: Landlord, now: datetime) -> None:
    secret = invite(lead, landlord, now)
    assert secret

    late = now + timedelta(days=7)
    with pytest.raises(NotFound), transaction():
        passwords.accept_link(secret, PASSWORD, now=late)
    assert passwords.link_holder(secret, now=late - timedelta(seconds=1)).is_new


def test_a_new_link_ends_the_one_before(lead: Person, landlord: Landlord, now: datetime) -> None:
    first = invite(lead, landlord, now)
    person = db.session.scalars(select(Person).where(Person.email == "new@example.gov.uk")).one()
    by, membership_id = actor(lead, landlord), membership_of(person, landlord).id
    with transaction():
        second = services.make_reset_link(by, membership_id, now=now)

    assert first
    with pytest.raises(NotFound):
        passwords.link_holder(first, now=now)
    assert passwords.link_holder(second, now=now + timedelta(days=6))


def test_a_weak_password_leaves_the_link_open(
    lead: Person, landlord: Landlord, now: datetime
) -> None:
    secret = invite(lead, landlord, now)
    assert secret
    with pytest.raises(Invalid), transaction():
        passwords.accept_link(secret, landlord.name + " .", now=now)

    assert passwords.link_holder(secret, now=now)


def test_nobody_is_invited_twice(lead: Person, landlord: Landlord, now: datetime) -> None:
    invite(lead, landlord, now)

    with pytest.raises(Invalid, match="already among your people"):
        invite(lead, landlord, now, email=" NEW@example.gov.uk")


@pytest.mark.parametrize(
    "email", ["", "nobody", "a@b", "a b@c.uk", "a@b.uk\nBcc: x@y.uk", "a@b..uk"]
)
def test_an_address_that_cannot_be_one_is_refused(
    lead: Person, landlord: Landlord, now: datetime, email: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        invite(lead, landlord, now, email=email)

    assert refusal.value.field == "email"
