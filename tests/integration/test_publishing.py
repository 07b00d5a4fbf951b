"""Publishing, correcting, and taking away what was started by mistake."""

import pytest
from sqlalchemy import select

from app.database import db, transaction
from app.domain.errors import (
    AlreadyExists,
    ChangedByAnother,
    ChangedSinceSignOff,
    Invalid,
    NotAllowed,
)
from app.domain.signed_documents import NO_EXPLANATIONS
from app.domain.workflow import State
from app.models import Publication
from app.services import publishing
from app.services.publishing import Prepared
from tests import assessment_factories as make
from tests.conftest import NOW
from tests.factories import actor
from tests.integration.conftest import Council, fill_in, form_of
from tests.integration.council_steps import change_telephone
from tests.integration.publication_steps import bytes_of


def prepare(council: Council) -> Prepared:
    """Render the next revision, as the lead does who presses publish."""
    return publishing.prepare(
        council.assessment,
        council.edition,
        reason="",
        explanations=NO_EXPLANATIONS,
        public_address=make.PUBLIC_ADDRESS,
        lock_folder=council.folder,
        by=actor(council.lead, council.landlord),
        now=NOW,
    )


def press(council: Council, prepared: Prepared, *, token: str) -> None:
    """Make what was rendered public."""
    with transaction():
        publishing.publish(
            council.assessment,
            council.edition,
            prepared,
            seen_version=council.assessment.version,
            by=actor(council.lead, council.landlord),
            now=NOW,
            token=token,
        )


# Publication and its corrections.


def test_a_correction_needs_a_sentence_for_residents(published: Council) -> None:
    make.start_correction(published.assessment, published.lead)
    make.answer(published.assessment, published.officer, "2.1", "yes", commentary="Now right.")
    make.send_for_scrutiny(published.assessment, published.lead)
    make.sign_off(published.assessment, published.member)

    with pytest.raises(Invalid, match="residents will read it"):
        make.publish(published.assessment, published.lead)
    publication = make.publish(published.assessment, published.lead, "2.1 was corrected.")

    assert publication.revision == 2
    assert b'"reason":"2.1 was corrected.","replaces":1' in bytes_of(published, ".json")


def test_pressing_publish_twice_publishes_once(signed_off: Council) -> None:
    client, page = signed_off.signed_in("lead"), signed_off.address("/publish")
    typed = form_of(client.get(page))

    answers = [client.post(page, data=typed) for _ in range(2)]

    assert [one.status_code for one in answers] == [303, 303]
    assert "This was published already." in client.get(signed_off.address()).text
    assert db.session.scalars(select(Publication.revision)).all() == [1]


def test_the_same_token_publishes_once_at_the_service(signed_off: Council) -> None:
    prepared = prepare(signed_off)

    press(signed_off, prepared, token="one press")
    with pytest.raises(AlreadyExists):
        press(signed_off, prepared, token="one press")

    assert db.session.scalars(select(Publication.revision)).all() == [1]


def test_what_changes_while_the_files_are_made_stops_publication(signed_off: Council) -> None:
    prepared = prepare(signed_off)
    change_telephone(signed_off)

    with pytest.raises((ChangedSinceSignOff, ChangedByAnother)):
        press(signed_off, prepared, token=make.new_token())

    assert signed_off.assessment.state is State.SIGNED_OFF


@pytest.mark.parametrize("who", ["officer", "member", "reader"])
def test_only_a_lead_publishes(signed_off: Council, who: str) -> None:
    with pytest.raises(NotAllowed):
        make.publish(signed_off.assessment, signed_off.person(who))

    assert signed_off.signed_in(who).get(signed_off.address("/publish")).status_code == 403


def test_the_text_can_be_read_before_it_is_published(under_scrutiny: Council) -> None:
    page = under_scrutiny.signed_in("member").get(under_scrutiny.address("/text"))

    assert page.status_code == 200
    assert "It is not published" in page.text
    assert (
        under_scrutiny.visitor()
        .get(f"/published/{under_scrutiny.landlord.slug}/2025-26")
        .status_code
        == 404
    )


def test_a_draft_started_by_mistake_is_discarded_and_its_year_is_free_again(draft: Council) -> None:
    client = draft.signed_in("lead")
    year, page = draft.assessment.year, draft.address("/steps/discard")

    unexplained = fill_in(client, page, reason=" ")
    answer = fill_in(client, page, reason="The wrong year.")

    assert unexplained.status_code == 422
    assert answer.status_code == 303
    assert draft.address() not in client.get(f"/landlords/{draft.landlord.slug}").text
    again = make.start(draft.landlord, draft.lead, year=year)
    assert again.state is State.DRAFT


def test_what_was_published_cannot_be_discarded(published: Council) -> None:
    client = published.signed_in("lead")
    fill_in(client, published.address("/steps/start_correction"), reason="A slip.")

    answer = fill_in(client, published.address("/steps/discard"), reason="Away with it.")

    assert answer.status_code == 409
    assert "has been published, so it cannot be discarded" in answer.text
    assert "/steps/discard" not in client.get(published.address()).text


def test_why_it_came_back_stands_on_the_assessment(under_scrutiny: Council) -> None:
    member, lead = under_scrutiny.signed_in("member"), under_scrutiny.signed_in("lead")
    fill_in(member, under_scrutiny.address("/steps/return_to_draft"), reason="Who owns 5.6?")

    pages = [lead.get(under_scrutiny.address(page)).text for page in ("", "/readiness", "/send")]

    assert all("Sent back to draft" in page and "Who owns 5.6?" in page for page in pages)
