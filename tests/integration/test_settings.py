"""What a landlord tells about itself: changed by a lead, and recorded."""

from dataclasses import replace
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.database import db, transaction
from app.domain.errors import ChangedByAnother, Invalid, NotAllowed
from app.domain.history import Kind
from app.domain.landlords import OMBUDSMAN_WORDS, LandlordKind
from app.domain.licences import Licence
from app.domain.permissions import Role
from app.models import HistoryEntry, Landlord, Person
from app.models.facts import landlord_facts
from app.services import landlords as services
from tests import factories
from tests.factories import actor, make_landlord, make_person, send


@pytest.fixture
def landlord(app: Flask) -> Landlord:
    return make_landlord("Ashford Borough Council")


@pytest.fixture
def lead(landlord: Landlord) -> Person:
    return make_person(landlord, Role.COMPLAINTS_LEAD)


def typed_by_a_lead(**changes: str) -> dict[str, str]:
    return {
        "version": "1",
        "name": "Ashford Borough Council",
        "kind": "council",
        "homes": "5,012",
        "year_end_month": "3",
        "colour": "#1d5a6b",
        "licence": "OGL-UK-3.0",
    } | changes


def test_a_new_landlord_has_the_usual_words_for_the_ombudsman(landlord: Landlord) -> None:
    assert landlord.ombudsman_words == OMBUDSMAN_WORDS[LandlordKind.COUNCIL]
    entry = db.session.scalars(select(HistoryEntry)).one()
    assert (entry.kind, entry.by_role) == (Kind.LANDLORD_ADDED, "command line")


def test_two_landlords_cannot_share_an_address(landlord: Landlord, now: datetime) -> None:
    with pytest.raises(Invalid, match="already"), transaction():
        services.add_landlord(
            name="Ashford Homes", slug=landlord.slug, kind=LandlordKind.OTHER, now=now
        )


def test_only_what_changed_is_recorded(lead: Person, landlord: Landlord, now: datetime) -> None:
    settings = replace(landlord_facts(landlord), homes=5012, complain_telephone="01233 000 000")
    by = actor(lead, landlord)

    with transaction():
        services.change_settings(by, settings, seen_version=1, now=now)

    entry = db.session.scalars(select(HistoryEntry).order_by(HistoryEntry.sequence.desc())).first()
    assert entry
    assert entry.kind is Kind.LANDLORD_SETTINGS_CHANGED
    assert entry.before == {"homes": None, "complain_telephone": ""}
    assert entry.after == {"homes": 5012, "complain_telephone": "01233 000 000"}


def test_saving_without_a_change_records_nothing(
    lead: Person, landlord: Landlord, now: datetime
) -> None:
    by, settings = actor(lead, landlord), landlord_facts(landlord)
    with transaction():
        services.change_settings(by, settings, seen_version=1, now=now)

    kinds = db.session.scalars(select(HistoryEntry.kind)).all()
    assert Kind.LANDLORD_SETTINGS_CHANGED not in kinds
    assert landlord.version == 1


def test_the_address_of_a_landlord_never_changes(
    lead: Person, landlord: Landlord, now: datetime
) -> None:
    by, slug = actor(lead, landlord), landlord.slug
    with transaction():
        services.change_settings(
            by,
            replace(landlord_facts(landlord), slug="elsewhere", name="New name"),
            seen_version=1,
            now=now,
        )

    assert (landlord.slug, landlord.name) == (slug, "New name")


def test_an_older_form_overwrites_nothing(lead: Person, landlord: Landlord, now: datetime) -> None:
    by = actor(lead, landlord)
    with transaction():
        services.change_settings(
            by, replace(landlord_facts(landlord), homes=1), seen_version=1, now=now
        )

    with pytest.raises(ChangedByAnother), transaction():
        services.change_settings(
            by, replace(landlord_facts(landlord), homes=2), seen_version=1, now=now
        )

    assert landlord.homes == 1


@pytest.mark.parametrize("role", [Role.OFFICER, Role.CABINET_MEMBER, Role.READ_ONLY])
def test_only_a_lead_changes_settings(landlord: Landlord, now: datetime, role: Role) -> None:
    by = actor(make_person(landlord, role), landlord)

    with pytest.raises(NotAllowed), transaction():
        services.change_settings(by, landlord_facts(landlord), seen_version=1, now=now)


def test_a_lead_saves_the_settings_on_their_page(
    client: FlaskClient, lead: Person, landlord: Landlord
) -> None:
    factories.sign_in(client, lead)
    page = f"/landlords/{landlord.slug}/settings"

    saved = send(client, page, **typed_by_a_lead(complain_address="Civic Centre\r\nAshford"))

    assert saved.status_code == 303
    shown = client.get(page)
    assert "The settings are saved." in shown.text
    assert 'value="5012"' in shown.text
    assert "Civic Centre\nAshford" in shown.text
    assert OMBUDSMAN_WORDS[LandlordKind.COUNCIL][:30] in shown.text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"homes": "many"}, "in figures"),
        ({"colour": "#ffff00"}, "Choose a darker one"),
        ({"kind": "castle"}, "Choose what the landlord is"),
        ({"year_end_month": "14"}, "Choose the month"),
        ({"licence": "mine"}, "Choose the licence"),
        ({"complain_online": "javascript:alert(1)"}, "starts with https://"),
        ({"name": " "}, "Write the name"),
    ],
)
def test_a_wrong_setting_is_shown_again_with_what_was_typed(
    client: FlaskClient, lead: Person, landlord: Landlord, wrong: dict[str, str], said: str
) -> None:
    factories.sign_in(client, lead)

    answer = send(
        client,
        f"/landlords/{landlord.slug}/settings",
        **typed_by_a_lead(complain_telephone="01233 000 000", **wrong),
    )

    assert answer.status_code == 422
    assert said in answer.text
    assert "01233 000 000" in answer.text


def test_of_two_forms_the_later_one_shows_both_texts(
    client: FlaskClient, lead: Person, landlord: Landlord
) -> None:
    factories.sign_in(client, lead)
    page = f"/landlords/{landlord.slug}/settings"
    send(client, page, **typed_by_a_lead(name="Theirs"))

    clash = send(client, page, **typed_by_a_lead(name="Mine", kind="other"))

    assert clash.status_code == 409
    assert ">Theirs<" in clash.text
    assert 'value="Mine"' in clash.text
    assert 'name="version" value="2"' in clash.text
    assert send(client, page, **typed_by_a_lead(name="Mine", version="2")).status_code == 303


def test_what_is_published_has_the_licence_and_the_names_that_the_lead_chose(
    client: FlaskClient, lead: Person, landlord: Landlord
) -> None:
    factories.sign_in(client, lead)
    page = f"/landlords/{landlord.slug}/settings"
    before = (landlord.licence, landlord.publishes_names)

    saved = send(client, page, **typed_by_a_lead(licence="CC-BY-4.0", publishes_names="yes"))

    assert before == (Licence.OGL, False)
    assert saved.status_code == 303
    db.session.expire_all()
    assert (landlord.licence, landlord.publishes_names) == (Licence.CC_BY, True)
    history = client.get(f"/landlords/{landlord.slug}/history").text
    assert "the licence of what is published" in history
    assert "whether people are named in what is published" in history
    shown = client.get(page).text
    assert 'value="CC-BY-4.0" checked' in shown


def test_the_colour_is_a_stylesheet_for_the_landlords_own_people(
    client: FlaskClient, lead: Person, landlord: Landlord
) -> None:
    factories.sign_in(client, lead)

    answer = client.get(f"/landlords/{landlord.slug}/colour.css")

    assert answer.text == ":root{--govuk-brand-colour:#1d5a6b}\n"
    assert answer.mimetype == "text/css"
    assert answer.headers["Cache-Control"].startswith("private")
