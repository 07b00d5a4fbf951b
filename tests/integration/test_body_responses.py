"""The response of the Member: who writes it, what it should name, and what old ones keep."""

import pytest

from app.database import transaction
from app.domain.errors import NotAllowed, StepNotAllowed
from app.domain.history import Kind
from app.domain.workflow import Reason
from app.models.facts import body_response_of
from app.services import sign_offs
from app.services.sign_offs import BodyResponseContent
from tests import assessment_factories as make
from tests.conftest import NOW
from tests.factories import actor
from tests.integration.conftest import Council, fill_in, form_of
from tests.integration.council_steps import kinds, no_with_its_plan


@pytest.fixture
def under_scrutiny_with_a_no(answered: Council) -> Council:
    """One provision is not met, and its plan has an owner and a date."""
    no_with_its_plan(answered, "5.6")
    make.send_for_scrutiny(answered.assessment, answered.lead)
    return answered


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
    all_typed = {"text": "We asked.", "by": "Cllr Evans"} | typed

    answer = fill_in(client, under_scrutiny.address("/response"), **all_typed)

    assert answer.status_code == 422
    assert said in answer.text
    assert form_of(answer)["by"] == ["Cllr Evans"]
    assert body_response_of(under_scrutiny.assessment) is None


def test_hostile_text_in_the_response_is_shown_as_text(under_scrutiny: Council) -> None:
    hostile = "<script>alert(1)</script>{{ 7*7 }}"
    client = under_scrutiny.signed_in("member")
    fields = dict.fromkeys(("text", "role", "by"), hostile)
    fill_in(client, under_scrutiny.address("/response"), **fields)

    for page in ("/response", "/sign-off", "/text", "/history"):
        shown = client.get(under_scrutiny.address(page)).text
        assert "<script>alert" not in shown
        assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}" in shown


def test_out_of_turn_the_response_is_refused_naming_the_state(answered: Council) -> None:
    with pytest.raises(StepNotAllowed, match="“under scrutiny”. It is “draft” now"):
        make.write_response(answered.assessment, answered.member)


def test_a_second_press_of_the_same_response_has_no_effect(under_scrutiny: Council) -> None:
    client, page = under_scrutiny.signed_in("member"), under_scrutiny.address("/response")
    typed = form_of(client.get(page)) | {"text": "We asked."}

    answers = [client.post(page, data=typed) for _ in range(2)]

    assert [one.status_code for one in answers] == [303, 303]
    assert kinds(under_scrutiny).count(Kind.BODY_RESPONSE_WRITTEN) == 1


def test_the_body_and_the_minute_belong_to_records_of_the_past(
    under_scrutiny: Council,
) -> None:
    """What a meeting decided today is an approval; what an older response said of it stays."""
    form = form_of(under_scrutiny.signed_in("member").get(under_scrutiny.address("/response")))
    with transaction():
        sign_offs.write_body_response(
            under_scrutiny.assessment,
            BodyResponseContent("We asked.", body="Cabinet", minute="Minute 12"),
            seen_version=None,
            by=actor(under_scrutiny.member, under_scrutiny.landlord),
            now=NOW,
        )

    row = body_response_of(under_scrutiny.assessment)

    assert not {"body", "minute"} & form.keys()
    assert row is not None
    assert (row.body, row.minute) == ("", "")


def test_a_record_keeps_the_body_and_the_minute_of_its_document(council: Council) -> None:
    make.start(council.landlord, council.lead, make.CODE_2020, "2020/21", Reason.RECORD)
    client = council.signed_in("lead")

    fill_in(client, council.address("/response"), text="Read.", body="Board", minute="Item 4")

    row = body_response_of(council.assessment)
    assert row is not None
    assert (row.body, row.minute) == ("Board", "Item 4")
    assert form_of(client.get(council.address("/response")))["minute"] == ["Item 4"]


def test_a_response_that_names_nothing_unmet_is_warned_of_and_not_stopped(
    under_scrutiny_with_a_no: Council,
) -> None:
    council = under_scrutiny_with_a_no
    client, page = council.signed_in("member"), council.address("/response")

    saved = fill_in(client, page, text="We are pleased.")
    warned = client.get(council.address("/sign-off")).text
    fill_in(client, page, text="We are pleased, except with 5.6.")
    content = client.get(council.address("/sign-off")).text

    warning = "Your response names nothing that is not met."
    assert saved.status_code == 303
    assert warning in warned
    assert "Sign off " in warned
    assert warning not in content


def test_the_page_asks_what_a_good_response_says(under_scrutiny_with_a_no: Council) -> None:
    council = under_scrutiny_with_a_no

    page = council.signed_in("member").get(council.address("/response")).text

    for prompt in ("What I asked", "What changed", "What still worries me", "When I will look"):
        assert prompt in page
    assert "What is not met (1)" in page
