"""Inviting people, their roles and their access: what a lead may do, and what nobody may."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from app.database import db, transaction
from app.domain.errors import ChangedByAnother, Invalid, NotAllowed, NotFound
from app.domain.history import Kind
from app.domain.permissions import Role
from app.models import HistoryEntry, Landlord, Membership, Person
from app.queries import access
from app.services import passwords
from app.services import people as services
from tests import factories
from tests.factories import (
    PASSWORD,
    actor,
    command_line,
    make_landlord,
    make_person,
    membership_of,
    send,
)

LEAD, OFFICER, CABINET = Role.COMPLAINTS_LEAD, Role.OFFICER, Role.CABINET_MEMBER


@pytest.fixture
def landlord(app: Flask) -> Landlord:
    return make_landlord()


@pytest.fixture
def lead(landlord: Landlord) -> Person:
    return make_person(landlord, LEAD, name="Leah Lead")


@pytest.fixture
def second_lead(landlord: Landlord) -> Person:
    return make_person(landlord, LEAD, name="Sam Second")


@pytest.fixture
def officer(landlord: Landlord) -> Person:
    return make_person(landlord, OFFICER, name="Olu Officer")


def change(
    what: str, by: Person, person: Person, landlord: Landlord, now: datetime, *values: Role
) -> Membership:
    """Do one of the changes to somebody's membership, as a form of the newest version would."""
    membership = membership_of(person, landlord)
    arguments = (actor(by, landlord), membership.id, *values)
    version = membership.version
    with transaction():
        getattr(services, what)(*arguments, seen_version=version, now=now)
    return membership_of(person, landlord)


def newest_entry() -> HistoryEntry:
    return db.session.scalars(select(HistoryEntry).order_by(HistoryEntry.sequence.desc())).first()  # type: ignore[return-value]


def invite(by: Person, landlord: Landlord, now: datetime, **values: object) -> str | None:
    typed = {"email": "new@example.gov.uk", "name": "Nia New", "role": OFFICER} | values
    who = actor(by, landlord)
    with transaction():
        return services.invite_person(who, now=now, **typed)  # type: ignore[arg-type]


# --- Inviting ----------------------------------------------------------------------------------


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


# --- Two landlords -----------------------------------------------------------------------------


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


# --- Roles -------------------------------------------------------------------------------------


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


# --- Pages -------------------------------------------------------------------------------------


def test_a_lead_invites_somebody_who_joins_and_signs_in(
    app: Flask, client: FlaskClient, lead: Person, landlord: Landlord
) -> None:
    factories.sign_in(client, lead)
    people = f"/landlords/{landlord.slug}/people"

    invited = send(
        client, f"{people}/invite", name="Nia New", email="nia@example.gov.uk", role="officer"
    )
    link = invited.text.split("https://complaints.example")[1].split()[0]
    newcomer = app.test_client()
    shown = newcomer.get(link)
    weak = send(newcomer, link, new_password="short")
    joined = send(newcomer, link, new_password=PASSWORD)
    again = newcomer.get(link)

    assert shown.headers["Referrer-Policy"] == "strict-origin"
    assert shown.headers["Cache-Control"] == "no-store"
    assert "Nia New" in shown.text
    assert weak.status_code == 422
    assert joined.status_code == 303
    assert again.status_code == 404
    entered = send(newcomer, "/sign-in", email="nia@example.gov.uk", password=PASSWORD)
    assert entered.location == "/home"
    assert "Nia New" in newcomer.get(people).text
    assert "Invite somebody" not in newcomer.get(people).text


def test_the_invitation_page_says_what_is_missing_and_keeps_what_was_typed(
    client: FlaskClient, lead: Person, landlord: Landlord
) -> None:
    factories.sign_in(client, lead)

    answer = send(
        client, f"/landlords/{landlord.slug}/people/invite", name="Nia <b>New", email="nia"
    )

    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    assert "Choose a role." in answer.text
    assert 'value="nia"' in answer.text
    assert "Nia &lt;b&gt;New" in answer.text


def test_a_lead_changes_everything_on_a_persons_page(
    client: FlaskClient, lead: Person, officer: Person, landlord: Landlord
) -> None:
    factories.sign_in(client, lead)
    page = f"/landlords/{landlord.slug}/people/{membership_of(officer, landlord).id}"

    def press(what: str, **typed: str) -> int:
        version = str(membership_of(officer, landlord).version)
        return send(client, f"{page}/{what}", page=page, version=version, **typed).status_code

    assert press("role", role="cabinet_member") == 303
    assert "A role waits to be confirmed" in client.get(page).text
    assert press("confirm") == 403
    assert press("withdraw") == 303
    assert press("role", role="emperor") == 422
    assert press("disable") == 303
    assert press("link") == 422
    assert press("enable") == 303
    assert press("link") == 200
    assert send(client, f"{page}/disable", page=page, version="1").status_code == 409
    assert send(client, f"{page}/disable", page=page, version="9" * 5000).status_code == 409


@pytest.mark.parametrize("role", [OFFICER, CABINET, Role.READ_ONLY])
def test_others_see_the_people_and_change_nobody(
    client: FlaskClient, landlord: Landlord, officer: Person, role: Role
) -> None:
    factories.sign_in(client, make_person(landlord, role))
    people = f"/landlords/{landlord.slug}/people"
    membership_id = membership_of(officer, landlord).id

    assert client.get(people).status_code == 200
    assert client.get(f"{people}/invite").status_code == 403
    assert client.get(f"{people}/{membership_id}").status_code == 403
    for what in ("role", "confirm", "withdraw", "disable", "enable", "link"):
        answer = send(client, f"{people}/{membership_id}/{what}", page="/account", version="1")
        assert answer.status_code == 403


def test_another_landlord_is_not_found(client: FlaskClient, lead: Person) -> None:
    other = make_landlord()
    membership_id = membership_of(make_person(other), other).id
    factories.sign_in(client, lead)

    for address in ("people", "people/invite", f"people/{membership_id}", "settings", "colour.css"):
        assert client.get(f"/landlords/{other.slug}/{address}").status_code == 404
        assert client.get(f"/landlords/no-such-place/{address}").status_code == 404


def test_another_landlords_person_is_not_found_under_ones_own_address(
    client: FlaskClient, lead: Person, landlord: Landlord
) -> None:
    other = make_landlord()
    membership_id = membership_of(make_person(other), other).id
    factories.sign_in(client, lead)
    page = f"/landlords/{landlord.slug}/people/{membership_id}"

    assert client.get(page).status_code == 404
    assert send(client, f"{page}/disable", page="/account", version="1").status_code == 404
    assert send(client, f"{page}/link", page="/account").status_code == 404


def test_home_leads_to_the_only_landlord(
    client: FlaskClient, officer: Person, landlord: Landlord
) -> None:
    factories.sign_in(client, officer)

    assert client.get("/home").location == f"/landlords/{landlord.slug}"


def test_home_lists_several_landlords(client: FlaskClient, officer: Person, lead: Person) -> None:
    other = make_landlord("Second Homes")
    with transaction():
        services.invite_person(
            command_line(other), email=officer.email, name="x", role=LEAD, now=factories.NOW
        )
    factories.sign_in(client, officer)

    assert "Second Homes" in client.get("/home").text


def test_home_tells_whoever_waits_for_a_role_what_to_do(
    client: FlaskClient, lead: Person, landlord: Landlord, now: datetime
) -> None:
    secret = invite(lead, landlord, now, role=CABINET)
    assert secret
    with transaction():
        person = passwords.accept_link(secret, PASSWORD, now=now)
    factories.sign_in(client, person)

    page = client.get("/home")

    assert page.status_code == 200
    assert "has to confirm it" in page.text
    assert client.get(f"/landlords/{landlord.slug}/people").status_code == 404


def test_the_page_of_people_asks_as_often_for_three_as_for_thirty(
    client: FlaskClient, lead: Person, landlord: Landlord
) -> None:
    factories.sign_in(client, lead)
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *a: asked.append(a[2]))

    def count() -> int:
        asked.clear()
        assert client.get(f"/landlords/{landlord.slug}/people").status_code == 200
        return len(asked)

    for _ in range(3):
        make_person(landlord, joined=False)
    few = count()
    for _ in range(27):
        make_person(landlord, joined=False)

    assert count() == few
