"""What happens where the database is busy, or a role was taken away in the meantime."""

import sqlite3
from pathlib import Path

import pytest
from flask import Flask

from app import database
from app.database import db, transaction
from app.domain.errors import NotAllowed
from app.domain.permissions import Role
from app.domain.response_content import ResponseContent
from app.models import ProvisionResponse
from app.services import people
from app.services.responses import record_response
from tests import assessment_factories as make
from tests.conftest import NOW
from tests.factories import actor, make_landlord, make_person, membership_of, sign_in, token_of


def test_typing_is_given_back_while_another_process_holds_the_database(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_TIMEOUT_MS", 50)
    db.engine.dispose()
    landlord = make_landlord()
    lead = make_person(landlord, Role.COMPLAINTS_LEAD)
    assessment = make.start(landlord, lead)
    client = app.test_client()
    sign_in(client, lead)
    page = f"/assessments/{assessment.id}/provisions/1.2"
    token = token_of(client, page)
    db.session.rollback()
    holder = sqlite3.connect(tmp_path / "tracker.sqlite", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")

    answer = client.post(
        page, data={"csrf_token": token, "version": "1", "commentary": "An hour of typing."}
    )

    holder.close()
    assert answer.status_code == 503
    assert "nothing was saved" in answer.text
    assert 'value="An hour of typing."' in answer.text
    assert "Send it again" in answer.text


def test_whoever_lost_their_role_meanwhile_changes_nothing(app: Flask) -> None:
    landlord = make_landlord()
    lead = make_person(landlord, Role.COMPLAINTS_LEAD)
    officer = make_person(landlord, Role.OFFICER)
    assessment = make.start(landlord, lead)
    edition = app.extensions["editions"].by_id[assessment.edition_id]
    still_an_officer = actor(officer, landlord)
    membership = membership_of(officer, landlord)
    with transaction():
        people.disable_person(
            actor(lead, landlord), membership.id, seen_version=membership.version, now=NOW
        )

    with pytest.raises(NotAllowed), transaction():
        record_response(
            assessment,
            edition,
            "1.2",
            ResponseContent(answer="yes"),
            seen_version=1,
            by=still_an_officer,
            now=NOW,
        )

    assert not db.session.scalars(
        db.select(ProvisionResponse.id).where(ProvisionResponse.answer.is_not(None))
    ).all()
