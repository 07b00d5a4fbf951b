"""What somebody had typed when their session ended is kept for them, and for nobody else."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.database import db, transaction
from app.models import KeptTyping, Person, SignedInSession
from app.services import sign_in as services
from tests import factories
from tests.factories import PASSWORD, make_landlord, make_person, send

ADDRESS = "/assessments/1/provisions/1.2?"
TYPED = [("commentary", "We answer\nevery complaint."), ("evidence", "a"), ("evidence", "b")]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def person(app: Flask) -> Person:
    return make_person(make_landlord())


@pytest.fixture
def secret(person: Person, now: datetime) -> str:
    return services.sign_in(person.email, PASSWORD, network="192.0.2.1", production=False, now=now)


def test_typing_is_kept_in_order_for_the_person_whose_session_it_was(
    person: Person, secret: str, now: datetime
) -> None:
    late = now + 45 * MINUTE
    services.keep_typing(secret, ADDRESS, TYPED, now=late)

    kept = services.kept_typing(person.id, now=late + 30 * MINUTE)
    assert kept
    assert (kept.address, list(kept.fields)) == (ADDRESS, TYPED)
    assert services.kept_typing(person.id, now=late + 31 * MINUTE) is None


def test_nobody_else_sees_it(secret: str, person: Person, now: datetime) -> None:
    services.keep_typing(secret, ADDRESS, TYPED, now=now)

    assert services.kept_typing(make_person(make_landlord()).id, now=now) is None


def test_only_the_latest_is_kept(secret: str, person: Person, now: datetime) -> None:
    services.keep_typing(secret, ADDRESS, TYPED, now=now)
    services.keep_typing(secret, "/elsewhere", [("x", "y")], now=now)

    assert db.session.scalars(select(KeptTyping.address)).all() == ["/elsewhere"]


@pytest.mark.parametrize(
    ("what", "fields"),
    [
        ("nothing typed", []),
        ("a password", [("new_password", "three quiet herons")]),
        ("too much", [("commentary", "x" * 200_001)]),
        ("too much in bytes", [("commentary", "ŵ" * 150_000)]),
    ],
)
def test_some_things_are_not_kept(
    secret: str, now: datetime, what: str, fields: list[tuple[str, str]]
) -> None:
    services.keep_typing(secret, ADDRESS, fields, now=now)

    assert db.session.scalar(select(func.count()).select_from(KeptTyping)) == 0


def test_nothing_is_kept_for_a_session_that_is_unknown_signed_out_or_too_old(
    secret: str, now: datetime
) -> None:
    services.keep_typing("no such secret", ADDRESS, TYPED, now=now)
    services.keep_typing(secret, ADDRESS, TYPED, now=now + timedelta(hours=12, minutes=31))
    with transaction():
        services.sign_out(secret, now=now)
    services.keep_typing(secret, ADDRESS, TYPED, now=now)

    assert db.session.scalar(select(func.count()).select_from(KeptTyping)) == 0


def test_signing_out_forgets_it(secret: str, person: Person, now: datetime) -> None:
    services.keep_typing(secret, ADDRESS, TYPED, now=now)

    with transaction():
        services.sign_out(secret, now=now)

    assert services.kept_typing(person.id, now=now) is None


# --- Pages -------------------------------------------------------------------------------------


@pytest.fixture
def away(client: FlaskClient, person: Person) -> FlaskClient:
    """Return the browser of somebody who signed in, and then was away for an hour."""
    factories.sign_in(client, person)
    with transaction():
        row = db.session.scalars(select(SignedInSession)).one()
        row.last_seen_at -= timedelta(hours=1)
        row.created_at -= timedelta(hours=1)
    return client


def test_whoever_signs_in_again_sees_what_they_had_typed(away: FlaskClient, person: Person) -> None:
    text = "We answer every complaint within ten working days & <b>not</b> later."
    refused = away.post(
        "/landlords/x/people/invite", data={"csrf_token": "old", "name": text, "role": "officer"}
    )
    assert refused.location == "/sign-in?kept=yes"
    assert "we have kept it for 30 minutes" in away.get(refused.location).text

    entered = factories.sign_in(away, person)
    shown = away.get(entered.location)

    assert entered.location == "/kept"
    assert "every complaint within ten working days &amp; &lt;b&gt;not&lt;/b&gt;" in shown.text
    assert 'action="/landlords/x/people/invite?"' in shown.text
    assert 'name="role" value="officer"' in shown.text
    assert '"old"' not in shown.text


def test_somebody_else_on_the_same_computer_does_not_see_it(
    away: FlaskClient, person: Person
) -> None:
    away.post("/landlords/x/people/invite", data={"name": "a private text"})

    other = make_person(make_landlord())
    assert factories.sign_in(away, other).location == "/home"
    assert away.get("/kept").status_code == 404


def test_what_is_not_needed_is_forgotten(away: FlaskClient, person: Person) -> None:
    away.post("/landlords/x/people/invite", data={"name": "a private text"})
    factories.sign_in(away, person)

    assert send(away, "/kept").location == "/home"
    assert away.get("/kept").status_code == 404


def test_a_password_form_that_came_too_late_keeps_nothing(away: FlaskClient) -> None:
    away.post("/account/password", data={"current_password": PASSWORD, "new_password": "x" * 20})

    assert db.session.scalar(select(func.count()).select_from(KeptTyping)) == 0
