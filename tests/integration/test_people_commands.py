"""`flask landlords` and `flask people`, as whoever runs the server types them."""

from datetime import datetime

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from app.database import db
from app.domain.permissions import Role
from app.models import HistoryEntry, Landlord, Person
from app.services import passwords
from tests.factories import make_landlord, make_person, membership_of


@pytest.fixture
def landlord(app: Flask) -> Landlord:
    return make_landlord("Ashford Borough Council")


def run(app: Flask, *words: str) -> Result:
    db.session.rollback()
    return app.test_cli_runner().invoke(args=words)


def invite(app: Flask, landlord: Landlord, email: str, role: str) -> Result:
    return run(
        app, "people", "invite", "--landlord", landlord.slug, "--email", email, "--name",
        "Nia New", "--role", role,
    )  # fmt: skip


def secret_in(result: Result) -> str:
    return result.output.strip().rpartition("https://complaints.example/join/")[2]


def test_a_landlord_is_added(app: Flask) -> None:
    result = run(
        app, "landlords", "add", "--name", "Môn Homes", "--slug", "mon-homes", "--kind",
        "housing-association",
    )  # fmt: skip

    assert result.exit_code == 0
    assert "Môn Homes is added." in result.output
    landlord = db.session.scalars(select(Landlord)).one()
    assert (landlord.slug, landlord.kind) == ("mon-homes", "housing_association")


@pytest.mark.parametrize("slug", ["Has Spaces", "ashford"])
def test_a_landlord_that_cannot_be_added_is_refused_in_a_sentence(
    app: Flask, landlord: Landlord, slug: str
) -> None:
    taken = landlord.slug if slug == "ashford" else slug
    result = run(app, "landlords", "add", "--name", "X", "--slug", taken, "--kind", "council")

    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert taken in result.output


@pytest.mark.parametrize("role", ["complaints-lead", "officer", "cabinet-member", "read-only"])
def test_the_first_people_are_invited_with_an_address_to_open(
    app: Flask, landlord: Landlord, now: datetime, role: str
) -> None:
    result = invite(app, landlord, "nia@example.gov.uk", role)

    assert result.exit_code == 0
    assert passwords.link_holder(secret_in(result), now=now).email == "nia@example.gov.uk"
    person = db.session.scalars(select(Person)).one()
    assert membership_of(person, landlord).role == role.replace("-", "_")
    assert secret_in(result) not in str([e.after for e in db.session.scalars(select(HistoryEntry))])


def test_somebody_known_is_made_cabinet_member_at_once(app: Flask, landlord: Landlord) -> None:
    officer = make_person(landlord, name="Olu Officer")

    result = invite(app, landlord, officer.email.upper(), "cabinet-member")

    assert result.exit_code == 0
    assert result.output == "Olu Officer is now cabinet member.\n"
    assert membership_of(officer, landlord).role is Role.CABINET_MEMBER


def test_somebody_of_another_landlord_gets_the_role_and_no_address(
    app: Flask, landlord: Landlord
) -> None:
    officer = make_person(make_landlord())

    result = invite(app, landlord, officer.email, "officer")

    assert result.exit_code == 0
    assert "keeps their own password" in result.output
    assert "/join/" not in result.output


@pytest.mark.parametrize(
    ("slug", "email", "said"),
    [
        ("nowhere", "nia@example.gov.uk", "There is no landlord at “nowhere”."),
        ("", "not an address", "Write an e-mail address"),
    ],
)
def test_a_wrong_invitation_is_refused_in_a_sentence(
    app: Flask, landlord: Landlord, slug: str, email: str, said: str
) -> None:
    result = run(
        app, "people", "invite", "--landlord", slug or landlord.slug, "--email", email,
        "--name", "X", "--role", "officer",
    )  # fmt: skip

    assert result.exit_code == 1
    assert said in result.output
    assert "Traceback" not in result.output


def test_the_last_lead_stays_lead(app: Flask, landlord: Landlord) -> None:
    lead = make_person(landlord, Role.COMPLAINTS_LEAD)

    result = invite(app, landlord, lead.email, "officer")

    assert result.exit_code == 1
    assert "only complaints lead" in result.output


def test_a_link_for_a_new_password_is_printed_for_anybody(
    app: Flask, landlord: Landlord, now: datetime
) -> None:
    officer = make_person(landlord)
    invite(app, make_landlord(), officer.email, "officer")

    result = run(app, "people", "link", "--landlord", landlord.slug, "--email", officer.email)

    assert result.exit_code == 0
    assert not passwords.link_holder(secret_in(result), now=now).is_new


def test_there_is_no_link_for_somebody_unknown(app: Flask, landlord: Landlord) -> None:
    result = run(app, "people", "link", "--landlord", landlord.slug, "--email", "x@example.uk")

    assert result.exit_code == 1
    assert "has nobody with the e-mail address" in result.output
