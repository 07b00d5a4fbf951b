"""People who work for two landlords: neither has power over the other's."""

from datetime import datetime

import pytest

from app.database import transaction
from app.domain.errors import NotAllowed, NotFound
from app.domain.permissions import Role
from app.models import Landlord, Person
from app.queries import access
from app.services import passwords
from app.services import people as services
from tests.factories import actor, command_line, make_landlord, make_person, membership_of
from tests.integration.people.steps import CABINET, LEAD, OFFICER, change, invite


def test_somebody_with_an_account_elsewhere_gets_the_role_and_no_link(
    lead: Person, landlord: Landlord, now: datetime
) -> None:
    person = make_person(make_landlord(), OFFICER)

    assert invite(lead, landlord, now, email=person.email, role=Role.READ_ONLY) is None

    assert membership_of(person, landlord).role is Role.READ_ONLY


def test_inviting_somebody_who_has_not_joined_elsewhere_gives_no_way_into_their_account(
    lead: Person, landlord: Landlord, now: datetime
) -> None:
    person = make_person(make_landlord(), LEAD, joined=False)

    assert invite(lead, landlord, now, email=person.email) is None


def test_a_lead_cannot_reset_whoever_also_works_for_another_landlord(
    lead: Person, landlord: Landlord, now: datetime
) -> None:
    other = make_landlord()
    person = make_person(other, CABINET)
    invite(lead, landlord, now, email=person.email)
    by, membership_id = actor(lead, landlord), membership_of(person, landlord).id

    with pytest.raises(NotAllowed, match="also works for another landlord"), transaction():
        services.make_reset_link(by, membership_id, now=now)

    with transaction():
        assert services.make_reset_link(command_line(landlord), membership_id, now=now)


def test_a_link_made_before_somebody_began_elsewhere_stops_working(
    lead: Person, landlord: Landlord, officer: Person, now: datetime
) -> None:
    by, membership_id = actor(lead, landlord), membership_of(officer, landlord).id
    with transaction():
        secret = services.make_reset_link(by, membership_id, now=now)

    other = make_landlord()
    invite(make_person(other, LEAD), other, now, email=officer.email)

    with pytest.raises(NotFound):
        passwords.link_holder(secret, now=now)


def test_one_landlord_cannot_shut_somebody_out_of_another(
    lead: Person, landlord: Landlord, now: datetime
) -> None:
    other = make_landlord()
    person = make_person(other, OFFICER)
    invite(lead, landlord, now, email=person.email)

    change("disable_person", lead, person, landlord, now)

    assert access.landlord_and_membership(person.id, landlord.slug) is None
    assert access.landlord_and_membership(person.id, other.slug)


@pytest.mark.parametrize(
    "what", ["confirm_proposed_role", "withdraw_proposed_role", "disable_person", "enable_person"]
)
def test_another_landlords_people_do_not_exist(
    lead: Person, landlord: Landlord, now: datetime, what: str
) -> None:
    other = make_landlord()
    membership = membership_of(make_person(other, OFFICER), other)

    with pytest.raises(NotFound), transaction():
        getattr(services, what)(actor(lead, landlord), membership.id, seen_version=1, now=now)
