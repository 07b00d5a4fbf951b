"""The pages of people, and whom the first page leads where."""

from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from app.database import db, transaction
from app.domain.permissions import Role
from app.models import Landlord, Person
from app.services import passwords
from app.services import people as services
from tests import factories
from tests.factories import PASSWORD, command_line, make_landlord, make_person, membership_of, send
from tests.integration.people.steps import CABINET, LEAD, OFFICER, invite


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
