"""Roles and access: what a lead may do, what two leads have to, and what nobody may."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.database import db, transaction
from app.domain.errors import ChangedByAnother, Invalid, NotAllowed, NotFound
from app.domain.history import Kind
from app.domain.permissions import Role
from app.models import Landlord, Person
from app.queries import access
from app.services import passwords
from app.services import people as services
from tests import factories
from tests.factories import actor, command_line, make_landlord, make_person, membership_of
from tests.integration.people.steps import CABINET, LEAD, OFFICER, change, invite, newest_entry


def test_a_lead_changes_a_role(
    lead: Person, officer: Person, landlord: Landlord, now: datetime
) -> None:
    assert change("change_role", lead, officer, landlord, now, LEAD).role is LEAD

    entry = newest_entry()
    assert entry.kind is Kind.PERSON_ROLE_CHANGED
    assert (entry.before or {})["role"] == "officer"
    assert entry.after == {
        "name": "Olu Officer", "role": "complaints_lead", "proposed_role": None
    }  # fmt: skip


def test_one_lead_alone_only_proposes_a_cabinet_member(
    lead: Person, officer: Person, landlord: Landlord, now: datetime
) -> None:
    membership = change("change_role", lead, officer, landlord, now, CABINET)

    assert membership.role is OFFICER
    assert membership.proposed_role is CABINET
    assert newest_entry().kind is Kind.PERSON_ROLE_PROPOSED


def test_an_invited_cabinet_member_sees_nothing_until_a_second_lead_confirms(
    lead: Person, second_lead: Person, landlord: Landlord, now: datetime
) -> None:
    invite(lead, landlord, now, role=CABINET)
    person = db.session.scalars(select(Person).where(Person.email == "new@example.gov.uk")).one()
    assert access.landlord_and_membership(person.id, landlord.slug) is None

    factories.confirm(person, landlord, by=second_lead)

    found = access.landlord_and_membership(person.id, landlord.slug)
    assert found
    assert found[1].role is CABINET
    assert found[1].proposed_role is None


def test_who_proposed_a_role_cannot_confirm_it(
    lead: Person, officer: Person, landlord: Landlord, now: datetime
) -> None:
    change("change_role", lead, officer, landlord, now, CABINET)

    with pytest.raises(NotAllowed, match="You proposed this role yourself"):
        change("confirm_proposed_role", lead, officer, landlord, now)


def test_a_lead_cannot_become_cabinet_member_by_confirming_it_themselves(
    lead: Person, second_lead: Person, landlord: Landlord, now: datetime
) -> None:
    change("change_role", lead, second_lead, landlord, now, CABINET)

    with pytest.raises(NotAllowed, match="own role"):
        change("confirm_proposed_role", second_lead, second_lead, landlord, now)


def test_a_proposal_can_be_withdrawn(
    lead: Person, officer: Person, landlord: Landlord, now: datetime
) -> None:
    change("change_role", lead, officer, landlord, now, CABINET)

    membership = change("withdraw_proposed_role", lead, officer, landlord, now)

    assert (membership.role, membership.proposed_role) == (OFFICER, None)
    assert newest_entry().kind is Kind.PERSON_ROLE_WITHDRAWN


@pytest.mark.parametrize("what", ["confirm_proposed_role", "withdraw_proposed_role"])
def test_where_nothing_is_proposed_nothing_is_confirmed(
    lead: Person, officer: Person, landlord: Landlord, now: datetime, what: str
) -> None:
    with pytest.raises(Invalid, match="No role is waiting"):
        change(what, lead, officer, landlord, now)


def test_the_command_line_grants_a_cabinet_member_at_once(
    officer: Person, landlord: Landlord, now: datetime
) -> None:
    membership_id = membership_of(officer, landlord).id

    with transaction():
        services.change_role(
            command_line(landlord), membership_id, CABINET, seen_version=1, now=now
        )

    assert membership_of(officer, landlord).role is CABINET


@pytest.mark.parametrize("what", ["change_role", "disable_person"])
def test_nobody_changes_their_own_role_or_access(
    lead: Person, second_lead: Person, landlord: Landlord, now: datetime, what: str
) -> None:
    values = [OFFICER] if what == "change_role" else []

    with pytest.raises(NotAllowed, match="own role"):
        change(what, lead, lead, landlord, now, *values)


def test_the_last_lead_who_can_sign_in_stays_one(
    lead: Person, landlord: Landlord, now: datetime
) -> None:
    make_person(landlord, LEAD, joined=False)
    membership_id = membership_of(lead, landlord).id

    for what in ("change_role", "disable_person"):
        values = [OFFICER] if what == "change_role" else []
        with pytest.raises(Invalid, match="only complaints lead"), transaction():
            getattr(services, what)(
                command_line(landlord), membership_id, *values, seen_version=1, now=now
            )


@pytest.mark.parametrize("role", [OFFICER, CABINET, Role.READ_ONLY])
@pytest.mark.parametrize("what", ["change_role", "disable_person", "invite_person"])
def test_only_a_lead_looks_after_people(
    lead: Person, officer: Person, landlord: Landlord, now: datetime, role: Role, what: str
) -> None:
    person = make_person(landlord, role)

    def do() -> None:
        if what == "invite_person":
            invite(person, landlord, now)
        else:
            values = [LEAD] if what == "change_role" else []
            change(what, person, officer, landlord, now, *values)

    with pytest.raises(NotAllowed):
        do()


def test_a_lead_who_lost_the_role_meanwhile_changes_nothing_more(
    lead: Person, second_lead: Person, officer: Person, landlord: Landlord, now: datetime
) -> None:
    as_seen_by_the_door = actor(second_lead, landlord)
    change("disable_person", lead, second_lead, landlord, now)

    with pytest.raises(NotAllowed), transaction():
        services.change_role(
            as_seen_by_the_door,
            membership_of(officer, landlord).id,
            LEAD,
            seen_version=1,
            now=now,
        )


def test_of_two_leads_on_one_person_the_second_is_told(
    lead: Person, second_lead: Person, officer: Person, landlord: Landlord, now: datetime
) -> None:
    change("change_role", lead, officer, landlord, now, Role.READ_ONLY)

    with pytest.raises(ChangedByAnother, match="Olu Officer"), transaction():
        services.change_role(
            actor(second_lead, landlord),
            membership_of(officer, landlord).id,
            LEAD,
            seen_version=1,
            now=now,
        )


def test_access_is_taken_and_given_back_in_the_same_role(
    lead: Person, officer: Person, landlord: Landlord, now: datetime
) -> None:
    change("disable_person", lead, officer, landlord, now)
    assert access.landlord_and_membership(officer.id, landlord.slug) is None
    assert newest_entry().kind is Kind.PERSON_DISABLED

    change("enable_person", lead, officer, landlord, now)
    found = access.landlord_and_membership(officer.id, landlord.slug)
    assert found
    assert found[1].role is OFFICER
    assert newest_entry().kind is Kind.PERSON_ENABLED


def test_a_link_of_somebody_without_access_does_not_work(
    lead: Person, landlord: Landlord, now: datetime
) -> None:
    secret = invite(lead, landlord, now)
    person = db.session.scalars(select(Person).where(Person.email == "new@example.gov.uk")).one()

    change("disable_person", lead, person, landlord, now)

    assert secret
    with pytest.raises(NotFound):
        passwords.link_holder(secret, now=now)


def test_a_lead_cannot_make_a_link_with_which_to_sign_in_as_the_cabinet_member(
    app: Flask, now: datetime
) -> None:
    landlord = make_landlord()
    lead = make_person(landlord, Role.COMPLAINTS_LEAD)
    member = make_person(landlord, Role.CABINET_MEMBER)
    by, membership_id = actor(lead, landlord), membership_of(member, landlord).id

    with pytest.raises(NotAllowed, match="sign in their place"), transaction():
        services.make_reset_link(by, membership_id, now=now)

    with transaction():
        assert services.make_reset_link(command_line(landlord), membership_id, now=now)


def test_a_reset_link_is_recorded_and_lasts_a_day(
    lead: Person, officer: Person, landlord: Landlord, now: datetime
) -> None:
    by, membership_id = actor(lead, landlord), membership_of(officer, landlord).id
    with transaction():
        secret = services.make_reset_link(by, membership_id, now=now)

    entry = newest_entry()
    assert (entry.kind, entry.by_name) == (Kind.PERSON_RESET_LINK_MADE, "Leah Lead")
    assert secret not in str(entry.after)
    assert not passwords.link_holder(secret, now=now + timedelta(hours=23)).is_new
    with pytest.raises(NotFound):
        passwords.link_holder(secret, now=now + timedelta(hours=24))
