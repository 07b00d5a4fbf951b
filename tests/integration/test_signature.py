"""Residents read when and in which office the text was signed off, and names only where chosen."""

import json
from dataclasses import replace

import pytest

from app.database import db, transaction
from app.models import Publication, PublishedFile
from app.models.facts import landlord_facts
from app.services import landlords
from tests import assessment_factories as make
from tests.conftest import NOW
from tests.factories import actor
from tests.integration.conftest import Council


@pytest.mark.parametrize(("names", "by"), [(False, None), (True, "The member")])
def test_the_signature_is_told_with_the_publication(
    under_scrutiny: Council, names: bool, by: str | None
) -> None:
    council = under_scrutiny
    with transaction():
        landlord = council.landlord
        landlords.change_settings(
            actor(council.lead, landlord),
            replace(landlord_facts(landlord), publishes_names=names),
            seen_version=landlord.version,
            now=NOW,
        )
    make.write_response(council.assessment, council.member)
    make.sign_off(council.assessment, council.member)

    publication = make.publish(council.assessment, council.lead)

    document = json.loads(db.session.get_one(PublishedFile, (publication.id, ".json")).content)
    told = document["publication"]["signed_off"]
    assert told["as"] == "Cabinet member"
    assert told["by"] == by
    page = db.session.get_one(PublishedFile, (publication.id, "")).content.decode()
    assert "<dt>Signed off</dt>" in page
    assert ("The member – " in page) is names
    assert (
        db.session.get_one(Publication, publication.id).digest == document["publication"]["digest"]
    )
