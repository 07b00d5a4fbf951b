"""The sign-off of an exact text: who may, what it keeps, and what a later change does to it."""

import pytest
from sqlalchemy import func, select

from app.database import db, transaction
from app.domain.documents import reference_code
from app.domain.errors import (
    ChangedSinceSignOff,
    NotAllowed,
    NotReady,
    StepNotAllowed,
)
from app.domain.permissions import Role
from app.domain.workflow import State
from app.models import Publication, SignOff
from app.services import people
from tests import assessment_factories as make
from tests.conftest import NOW
from tests.factories import actor, command_line, make_person, membership_of
from tests.integration.conftest import Council, fill_in, form_of
from tests.integration.council_steps import change_telephone, reopen


def test_a_sign_off_keeps_the_exact_text_and_who_approved_it(signed_off: Council) -> None:
    row = db.session.scalars(select(SignOff)).one()

    assert signed_off.assessment.state is State.SIGNED_OFF
    assert row.digest == make.digest_of(signed_off.assessment)
    assert row.signed_by_name == "The member"
    assert make.RESPONSE.encode() in row.document


@pytest.mark.parametrize("who", ["lead", "officer", "reader"])
def test_only_the_cabinet_member_signs(under_scrutiny: Council, who: str) -> None:
    make.write_response(under_scrutiny.assessment, under_scrutiny.member)

    with pytest.raises(NotAllowed):
        make.sign_off(under_scrutiny.assessment, under_scrutiny.person(who))

    assert under_scrutiny.signed_in(who).get(under_scrutiny.address("/sign-off")).status_code == 403


def test_nothing_is_signed_without_the_response(under_scrutiny: Council) -> None:
    with pytest.raises(NotReady) as refused:
        make.sign_off(under_scrutiny.assessment, under_scrutiny.member)

    assert "Write the governing body's response first" in refused.value.obstacles[0]

    page = under_scrutiny.signed_in("member").get(under_scrutiny.address("/sign-off")).text
    assert "It is not written yet" in page
    assert "<form" not in page


@pytest.fixture
def written_by_the_member(answered: Council) -> Council:
    """An officer who answered 1.2 has become the cabinet member since."""
    helper = make_person(
        answered.landlord, Role.OFFICER, email="helper@ashford.example", joined=False
    )
    make.answer(answered.assessment, helper, "1.2", "yes", commentary="By me.")
    membership = membership_of(helper, answered.landlord)
    with transaction():
        people.change_role(
            command_line(answered.landlord),
            membership.id,
            Role.CABINET_MEMBER,
            seen_version=membership.version,
            now=NOW,
        )
    make.send_for_scrutiny(answered.assessment, answered.lead)
    make.write_response(answered.assessment, answered.member)
    return answered


def test_who_recorded_part_of_it_may_not_sign_in_whatever_role(
    written_by_the_member: Council,
) -> None:
    council = written_by_the_member

    with pytest.raises(NotAllowed, match="somebody else has to sign it off"):
        make.sign_off(council.assessment, council.person("helper"))
    make.sign_off(council.assessment, council.member)

    assert council.assessment.state is State.SIGNED_OFF


def test_where_every_cabinet_member_recorded_part_nobody_can_sign(
    written_by_the_member: Council,
) -> None:
    council = written_by_the_member
    membership = membership_of(council.member, council.landlord)
    with transaction():
        people.disable_person(
            actor(council.lead, council.landlord),
            membership.id,
            seen_version=membership.version,
            now=NOW,
        )

    page = council.signed_in("lead").get(council.address("/readiness")).text

    assert "Nobody can sign it off" in page


def test_the_page_shows_the_code_of_the_text_that_is_signed(under_scrutiny: Council) -> None:
    make.write_response(under_scrutiny.assessment, under_scrutiny.member)
    digest = make.digest_of(under_scrutiny.assessment)

    page = under_scrutiny.signed_in("member").get(under_scrutiny.address("/sign-off"))

    assert f"Sign off {reference_code(digest)}" in page.text
    assert form_of(page)["digest"] == [digest]


def test_signing_needs_the_tick(under_scrutiny: Council) -> None:
    make.write_response(under_scrutiny.assessment, under_scrutiny.member)

    answer = fill_in(under_scrutiny.signed_in("member"), under_scrutiny.address("/sign-off"))

    assert answer.status_code == 422
    assert "Tick that you have read the text" in answer.text
    assert under_scrutiny.assessment.state is State.UNDER_SCRUTINY


def test_a_text_that_changed_since_it_was_read_is_not_signed(under_scrutiny: Council) -> None:
    make.write_response(under_scrutiny.assessment, under_scrutiny.member)
    client = under_scrutiny.signed_in("member")
    typed = form_of(client.get(under_scrutiny.address("/sign-off"))) | {"read": "yes"}
    make.write_response(under_scrutiny.assessment, under_scrutiny.member, "Other words.")

    clash = client.post(under_scrutiny.address("/sign-off"), data=typed)

    assert clash.status_code == 409
    assert "The text changed while your page was open" in clash.text
    assert form_of(clash)["digest"] == [make.digest_of(under_scrutiny.assessment)]
    assert "read" not in form_of(clash)
    assert under_scrutiny.assessment.state is State.UNDER_SCRUTINY


def test_pressing_sign_off_twice_signs_once(under_scrutiny: Council) -> None:
    make.write_response(under_scrutiny.assessment, under_scrutiny.member)
    client = under_scrutiny.signed_in("member")
    typed = form_of(client.get(under_scrutiny.address("/sign-off"))) | {"read": "yes"}

    answers = [client.post(under_scrutiny.address("/sign-off"), data=typed) for _ in range(2)]

    assert [one.status_code for one in answers] == [303, 303]
    assert db.session.scalar(select(func.count()).select_from(SignOff)) == 1


def test_signing_again_with_a_new_press_is_refused(signed_off: Council) -> None:
    with pytest.raises(StepNotAllowed):
        make.sign_off(signed_off.assessment, signed_off.member)

    assert db.session.scalar(select(func.count()).select_from(SignOff)) == 1


def test_a_change_after_the_sign_off_stops_publication_and_is_named(signed_off: Council) -> None:
    change_telephone(signed_off)

    with pytest.raises(ChangedSinceSignOff) as refused:
        make.publish(signed_off.assessment, signed_off.lead)

    sentence = "What the landlord says about itself and how to complain has changed."
    assert refused.value.changes == (sentence,)
    page = signed_off.signed_in("lead").get(signed_off.address("/publish")).text
    assert "This is no longer that text" in page
    assert sentence in page
    assert "<form" not in page


def test_a_publish_page_left_open_during_the_change_is_refused_too(signed_off: Council) -> None:
    client = signed_off.signed_in("lead")
    typed = form_of(client.get(signed_off.address("/publish")))
    change_telephone(signed_off)

    answer = client.post(signed_off.address("/publish"), data=typed)

    assert answer.status_code == 409
    assert "What the landlord says about itself and how to complain has changed." in answer.text
    assert db.session.scalar(select(func.count()).select_from(Publication)) == 0


def test_a_change_that_is_taken_back_leaves_the_sign_off_good(signed_off: Council) -> None:
    change_telephone(signed_off)
    change_telephone(signed_off, "")

    assert make.publish(signed_off.assessment, signed_off.lead).revision == 1


def test_after_reopening_it_has_to_be_signed_again(signed_off: Council) -> None:
    change_telephone(signed_off)
    reopen(signed_off, "lead")
    make.send_for_scrutiny(signed_off.assessment, signed_off.lead)

    with pytest.raises((StepNotAllowed, ChangedSinceSignOff)):
        make.publish(signed_off.assessment, signed_off.lead)
    make.sign_off(signed_off.assessment, signed_off.member)
    publication = make.publish(signed_off.assessment, signed_off.lead)

    assert b"023 8083 3006" in publication.files[0].content
    assert db.session.scalar(select(func.count()).select_from(SignOff)) == 2


def test_a_reopened_draft_is_not_published_on_its_old_sign_off(signed_off: Council) -> None:
    reopen(signed_off, "lead")

    with pytest.raises(StepNotAllowed):
        make.publish(signed_off.assessment, signed_off.lead)

    assert signed_off.assessment.state is State.DRAFT
