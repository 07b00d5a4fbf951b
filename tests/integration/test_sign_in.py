"""Signing in: who gets in, for how long, and how guessing is slowed."""

import re
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from app.database import db, transaction
from app.domain.errors import Invalid
from app.domain.permissions import Role
from app.models import HistoryEntry, Person, SignedInSession, SignInFailure
from app.services import passwords, people
from app.services import sign_in as services
from tests import factories
from tests.factories import PASSWORD, actor, make_landlord, make_person, membership_of, send

MINUTE = timedelta(minutes=1)
OTHER_PASSWORD = "four loud magpies"


def come_in(person: Person, now: datetime, **how: object) -> str:
    options = {"network": "192.0.2.1", "production": False, "now": now} | how
    return services.sign_in(person.email, PASSWORD, **options)  # type: ignore[arg-type]


def guess(email: str, now: datetime, network: str = "192.0.2.1") -> str:
    with pytest.raises(Invalid) as refusal:
        services.sign_in(email, "a wrong guess 1", network=network, production=False, now=now)
    return refusal.value.message


def who_comes(secret: str, *, now: datetime) -> Person | None:
    """Ask as the next request would, which reads the database afresh."""
    db.session.rollback()
    return services.person_signed_in(secret, now=now)


@pytest.fixture
def person(app: Flask) -> Person:
    return make_person(make_landlord())


# --- Getting in --------------------------------------------------------------------------------


def test_somebody_with_the_right_password_gets_in(person: Person, now: datetime) -> None:
    secret = come_in(person, now)

    assert who_comes(secret, now=now) is person


def test_the_e_mail_address_may_be_typed_in_capitals(person: Person, now: datetime) -> None:
    assert services.sign_in(
        f" {person.email.upper()} ", PASSWORD, network="192.0.2.1", production=False, now=now
    )


def test_only_the_hash_of_a_session_is_stored(person: Person, now: datetime) -> None:
    secret = come_in(person, now)

    stored = db.session.scalars(select(SignedInSession.secret_hash)).all()
    assert len(stored) == 1
    assert secret not in stored


def test_each_sign_in_has_a_secret_of_its_own(person: Person, now: datetime) -> None:
    assert come_in(person, now) != come_in(person, now)


@pytest.mark.parametrize(
    "who", ["unknown", "wrong password", "disabled", "invited", "demonstration"]
)
def test_every_refusal_has_the_same_words_and_status(
    client: FlaskClient, now: datetime, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    landlord = make_landlord()
    person = make_person(landlord, joined=who != "invited")
    email, password = person.email, PASSWORD
    if who == "unknown":
        email = "nobody@example.gov.uk"
    elif who == "wrong password":
        password = OTHER_PASSWORD
    elif who == "disabled":
        with transaction():
            people.disable_person(
                factories.command_line(landlord),
                membership_of(person, landlord).id,
                seen_version=1,
                now=now,
            )
    elif who == "demonstration":
        with transaction():
            person.is_demonstration = True
        monkeypatch.setattr("app.web.sign_in._is_production", lambda: True)

    answer = send(client, "/sign-in", email=email, password=password)

    assert answer.status_code == 422
    assert services.REFUSAL in answer.text
    assert "signed-in" not in answer.headers.get("Set-Cookie", "")


def test_somebody_unknown_costs_the_same_work(
    person: Person, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared = []
    real = services.credentials.HASHER

    class Counting:
        def verify(self, stored: str, typed: str) -> bool:
            compared.append(stored.split("$")[3])
            return real.verify(stored, typed)

    monkeypatch.setattr(services.credentials, "HASHER", Counting())
    guess(person.email, now)
    guess("nobody@example.gov.uk", now)

    assert len(compared) == 2
    assert compared[0] == compared[1]


def test_the_refused_page_keeps_the_address_and_not_the_password(
    client: FlaskClient, person: Person
) -> None:
    answer = send(client, "/sign-in", email=person.email, password="a wrong guess 1")

    assert f'value="{person.email}"' in answer.text
    assert "a wrong guess 1" not in answer.text


def test_a_hash_with_weaker_settings_is_replaced(person: Person, now: datetime) -> None:
    from argon2 import PasswordHasher

    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with transaction():
        person.password_hash = weak

    come_in(person, now)

    assert person.password_hash != weak
    come_in(person, now)


def test_demonstration_people_do_not_get_into_a_public_server(
    person: Person, now: datetime
) -> None:
    with transaction():
        person.is_demonstration = True

    assert come_in(person, now)
    with pytest.raises(Invalid):
        come_in(person, now, production=True)


# --- Sessions end ------------------------------------------------------------------------------


def test_a_session_ends_after_thirty_idle_minutes(person: Person, now: datetime) -> None:
    secret = come_in(person, now)

    assert who_comes(secret, now=now + 29 * MINUTE)
    assert who_comes(secret, now=now + 58 * MINUTE)
    assert who_comes(secret, now=now + 89 * MINUTE) is None


def test_a_session_ends_after_twelve_hours_however_busy(person: Person, now: datetime) -> None:
    secret = come_in(person, now)
    for quarter in range(1, 48):
        assert who_comes(secret, now=now + quarter * 15 * MINUTE)

    assert who_comes(secret, now=now + timedelta(hours=12, seconds=1)) is None


def test_the_last_seen_time_is_written_at_most_once_a_minute(person: Person, now: datetime) -> None:
    secret = come_in(person, now)

    who_comes(secret, now=now + timedelta(seconds=59))
    db.session.rollback()
    assert db.session.scalar(select(SignedInSession.last_seen_at)) == now

    who_comes(secret, now=now + timedelta(seconds=60))
    db.session.rollback()
    assert db.session.scalar(select(SignedInSession.last_seen_at)) == now + MINUTE


def test_a_captured_cookie_is_useless_after_signing_out(
    app: Flask, client: FlaskClient, person: Person
) -> None:
    factories.sign_in(client, person)
    captured = client.get_cookie("signed-in")
    assert captured

    answer = send(client, "/sign-out", page="/account")

    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    thief = app.test_client()
    thief.set_cookie("signed-in", captured.value)
    assert thief.get("/account").location.startswith("/sign-in")


def test_a_session_nobody_was_given_does_not_count(client: FlaskClient) -> None:
    for value in ("", "x", "../../x", "\u00e9", "0" * 4000):
        client.set_cookie("signed-in", value)
        assert client.get("/account").status_code == 303


def test_signing_in_takes_no_session_from_before(client: FlaskClient, person: Person) -> None:
    client.set_cookie("signed-in", "chosen-by-somebody-else")

    factories.sign_in(client, person)

    cookie = client.get_cookie("signed-in")
    assert cookie
    assert cookie.value != "chosen-by-somebody-else"


def test_changing_ones_password_ends_the_other_sessions(person: Person, now: datetime) -> None:
    here, elsewhere = come_in(person, now), come_in(person, now)

    passwords.change_own_password(person, PASSWORD, OTHER_PASSWORD, keep_secret=here, now=now)

    assert who_comes(here, now=now)
    assert who_comes(elsewhere, now=now) is None
    with pytest.raises(Invalid):
        come_in(person, now)


@pytest.mark.parametrize("change", ["another role", "no access", "reset link used"])
def test_a_change_of_role_access_or_password_ends_every_session(
    app: Flask, now: datetime, change: str
) -> None:
    landlord = make_landlord()
    lead, person = make_person(landlord, Role.COMPLAINTS_LEAD), make_person(landlord)
    secret = come_in(person, now)
    by, membership_id = actor(lead, landlord), membership_of(person, landlord).id

    with transaction():
        if change == "another role":
            people.change_role(by, membership_id, Role.READ_ONLY, seen_version=1, now=now)
        elif change == "no access":
            people.disable_person(by, membership_id, seen_version=1, now=now)
        else:
            link = people.make_reset_link(by, membership_id, now=now)
            passwords.accept_link(link, OTHER_PASSWORD, now=now)

    assert who_comes(secret, now=now) is None


# --- Guessing ----------------------------------------------------------------------------------


def test_after_five_failures_an_account_waits_longer_each_time(
    person: Person, now: datetime
) -> None:
    for _ in range(5):
        assert guess(person.email, now) == services.REFUSAL

    assert "Wait 1 minute," in guess(person.email, now)
    assert guess(person.email, now + MINUTE) == services.REFUSAL
    assert "Wait 2 minutes," in guess(person.email, now + MINUTE)


def test_the_right_password_has_to_wait_as_well(person: Person, now: datetime) -> None:
    for _ in range(5):
        guess(person.email, now)

    with pytest.raises(Invalid, match="Wait 1 minute"):
        come_in(person, now)
    assert come_in(person, now + MINUTE)


def test_trying_while_one_has_to_wait_does_not_make_the_wait_longer(
    person: Person, now: datetime
) -> None:
    for _ in range(30):
        guess(person.email, now)

    assert come_in(person, now + MINUTE)


def test_nobody_is_locked_out_for_longer_than_fifteen_minutes(
    person: Person, now: datetime
) -> None:
    for minute in range(60):
        guess(person.email, now + minute * MINUTE)

    assert come_in(person, now + timedelta(minutes=75))


def test_an_address_without_account_waits_just_the_same(app: Flask, now: datetime) -> None:
    answers = [guess("nobody@example.gov.uk", now) for _ in range(6)]

    assert answers[:5] == [services.REFUSAL] * 5
    assert "Wait 1 minute," in answers[5]


def test_one_network_cannot_try_many_accounts(person: Person, now: datetime) -> None:
    for number in range(30):
        guess(f"somebody-{number}@example.gov.uk", now)

    with pytest.raises(Invalid, match="Wait"):
        come_in(person, now)
    assert come_in(person, now, network="198.51.100.7")


def test_neighbours_in_one_version_6_network_count_together(person: Person, now: datetime) -> None:
    for number in range(30):
        guess(f"somebody-{number}@example.gov.uk", now, network=f"2001:db8:1:2::{number:x}")

    with pytest.raises(Invalid, match="Wait"):
        come_in(person, now, network="2001:db8:1:2:ffff::1")
    assert come_in(person, now, network="2001:db8:1:3::1")


def test_signing_in_forgets_the_failures_of_the_account(person: Person, now: datetime) -> None:
    for _ in range(4):
        guess(person.email, now)

    come_in(person, now)

    assert db.session.scalar(select(func.count()).select_from(SignInFailure)) == 4  # the network's
    for _ in range(4):
        assert guess(person.email, now) == services.REFUSAL


def test_the_current_password_cannot_be_guessed_freely_either(
    person: Person, now: datetime
) -> None:
    def change() -> str:
        with pytest.raises(Invalid) as refusal:
            passwords.change_own_password(
                person, "a wrong guess 1", OTHER_PASSWORD, keep_secret="", now=now
            )
        return refusal.value.message

    assert [change() for _ in range(6)][4:] == [
        "This is not your current password.",
        "There were too many tries. Wait 1 minute, then try again.",
    ]


# --- Pages -------------------------------------------------------------------------------------


def test_a_page_behind_the_door_leads_to_sign_in_and_back(
    client: FlaskClient, person: Person
) -> None:
    asked = client.get("/account?from=here")
    assert asked.status_code == 303
    page = client.get(asked.location)
    wanted = re.search(r'name="next" value="([^"]*)"', page.text)
    assert wanted

    answer = send(client, "/sign-in", email=person.email, password=PASSWORD, next=wanted[1])

    assert answer.status_code == 303
    assert answer.location == "/account?from=here"


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_signing_in_leads_nowhere_else(client: FlaskClient, person: Person, wanted: str) -> None:
    shown = client.get("/sign-in", query_string={"next": wanted})
    answer = send(client, "/sign-in", email=person.email, password=PASSWORD, next=wanted)

    assert "evil" not in shown.text
    assert answer.location == "/home"


def test_a_sign_in_form_without_its_token_is_shown_again_without_the_password(
    client: FlaskClient, person: Person
) -> None:
    long_password = PASSWORD * 3
    answer = client.post("/sign-in", data={"email": person.email, "password": long_password})

    assert answer.status_code == 400
    assert long_password not in answer.text
    assert person.email in answer.text


@pytest.mark.parametrize("address", ["/sign-in", "/sign-out", "/account/password", "/kept"])
def test_a_form_from_another_site_is_refused(
    client: FlaskClient, person: Person, address: str
) -> None:
    factories.sign_in(client, person)

    answer = client.post(
        address,
        data={"csrf_token": factories.token_of(client, "/account")},
        headers={"Sec-Fetch-Site": "cross-site"},
    )

    assert answer.status_code == 403


def test_the_sign_in_page_is_never_kept_by_browsers(client: FlaskClient) -> None:
    assert client.get("/sign-in").headers["Cache-Control"] == "no-store"


def test_a_person_changes_their_password_on_their_account(
    client: FlaskClient, person: Person
) -> None:
    factories.sign_in(client, person)

    wrong = send(
        client, "/account/password", current_password="not this one", new_password=OTHER_PASSWORD
    )
    short = send(client, "/account/password", current_password=PASSWORD, new_password="short")
    right = send(
        client, "/account/password", current_password=PASSWORD, new_password=OTHER_PASSWORD
    )

    assert wrong.status_code == short.status_code == 422
    assert "This is not your current password." in wrong.text
    assert "too short" in short.text
    assert OTHER_PASSWORD not in wrong.text
    assert right.location == "/account"
    assert "Your password is changed." in client.get("/account").text
    kinds = db.session.scalars(select(HistoryEntry.kind)).all()
    assert kinds[-1] == "person.password_changed"


def test_old_sessions_and_failures_are_swept(person: Person, now: datetime) -> None:
    old = come_in(person, now)
    guess("nobody@example.gov.uk", now)

    come_in(person, now + timedelta(hours=13))

    assert db.session.scalar(select(func.count()).select_from(SignedInSession)) == 1
    assert db.session.scalar(select(func.count()).select_from(SignInFailure)) == 0
    assert who_comes(old, now=now) is None


def test_a_page_is_shown_even_where_the_last_seen_time_cannot_be_written(
    person: Person, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlalchemy.exc import OperationalError

    secret = come_in(person, now)

    def locked() -> object:
        raise OperationalError("UPDATE", {}, Exception("database is locked"))

    monkeypatch.setattr(services, "apart", locked)

    assert who_comes(secret, now=now + 5 * MINUTE) is person


def test_a_clock_that_steps_back_ends_no_session(person: Person, now: datetime) -> None:
    secret = come_in(person, now)
    with transaction():
        db.session.execute(update(SignedInSession).values(last_seen_at=now + 2 * MINUTE))

    assert who_comes(secret, now=now)
