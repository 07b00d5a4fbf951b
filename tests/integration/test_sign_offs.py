"""The governing body's response, and the sign-off of an exact text."""

import pytest
from sqlalchemy import func, select

from app.database import db, transaction
from app.domain.errors import (
    ChangedSinceSignOff,
    Invalid,
    NotAllowed,
    StepNotAllowed,
)
from app.domain.permissions import Role
from app.domain.statement import reference_code
from app.domain.workflow import State
from app.models import Publication, SignOff
from app.models.facts import body_response_of
from app.services import people
from tests import assessment_factories as make
from tests.conftest import NOW
from tests.factories import actor, command_line, make_person, membership_of
from tests.integration.conftest import Council, fill_in, form_of
from tests.integration.council_steps import change_telephone, kinds, reopen

# The response.


def test_the_response_is_written_under_scrutiny_only(answered: Council) -> None:
    with pytest.raises(StepNotAllowed):
        make.write_response(answered.assessment, answered.member)
    make.send_for_scrutiny(answered.assessment, answered.lead)

    make.write_response(answered.assessment, answered.member)

    row = body_response_of(answered.assessment)
    assert row is not None
    assert row.text == make.RESPONSE


@pytest.mark.parametrize("who", ["lead", "officer", "reader"])
def test_only_the_cabinet_member_writes_the_response(under_scrutiny: Council, who: str) -> None:
    with pytest.raises(NotAllowed):
        make.write_response(under_scrutiny.assessment, under_scrutiny.person(who))

    page = under_scrutiny.signed_in(who).get(under_scrutiny.address("/response"))
    assert page.status_code == 403


def test_saving_the_response_without_a_change_writes_no_history(under_scrutiny: Council) -> None:
    make.write_response(under_scrutiny.assessment, under_scrutiny.member)
    before = kinds(under_scrutiny)

    make.write_response(under_scrutiny.assessment, under_scrutiny.member)

    assert kinds(under_scrutiny) == before


def test_of_two_responses_the_later_one_sees_both(under_scrutiny: Council) -> None:
    client = under_scrutiny.signed_in("member")
    page = under_scrutiny.address("/response")
    typed = form_of(client.get(page)) | {"text": "My words.", "role": "Member"}
    make.write_response(under_scrutiny.assessment, under_scrutiny.member, "Their words.")

    clash = client.post(page, data=typed)

    assert clash.status_code == 409
    assert "<p>Their words.</p>" in clash.text
    assert form_of(clash)["text"] == ["My words."]
    assert client.post(page, data=form_of(clash)).status_code == 303


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"text": "  "}, "Write the response"),
        ({"met_on": "last week"}, "“last week” is not a day"),
        ({"text": "a" * 20_001}, "20,001 characters"),
    ],
)
def test_a_response_that_cannot_be_read_is_shown_again(
    under_scrutiny: Council, typed: dict[str, str], said: str
) -> None:
    client = under_scrutiny.signed_in("member")
    all_typed = {"text": "We asked.", "minute": "Minute 12"} | typed

    answer = fill_in(client, under_scrutiny.address("/response"), **all_typed)

    assert answer.status_code == 422
    assert said in answer.text
    assert form_of(answer)["minute"] == ["Minute 12"]
    assert body_response_of(under_scrutiny.assessment) is None


def test_hostile_text_in_the_response_is_shown_as_text(under_scrutiny: Council) -> None:
    hostile = "<script>alert(1)</script>{{ 7*7 }}"
    client = under_scrutiny.signed_in("member")
    fields = dict.fromkeys(("text", "role", "by", "body", "minute"), hostile)
    fill_in(client, under_scrutiny.address("/response"), **fields)

    for page in ("/response", "/sign-off", "/text", "/history"):
        shown = client.get(under_scrutiny.address(page)).text
        assert "<script>alert" not in shown
        assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}" in shown


# The sign-off.


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
    with pytest.raises(Invalid, match="Write the governing body's response first"):
        make.sign_off(under_scrutiny.assessment, under_scrutiny.member)

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

    assert b"023 8083 3006" in publication.document
    assert db.session.scalar(select(func.count()).select_from(SignOff)) == 2


def test_a_reopened_draft_is_not_published_on_its_old_sign_off(signed_off: Council) -> None:
    reopen(signed_off, "lead")

    with pytest.raises(StepNotAllowed):
        make.publish(signed_off.assessment, signed_off.lead)

    assert signed_off.assessment.state is State.DRAFT
