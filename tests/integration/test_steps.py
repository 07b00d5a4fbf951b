"""The way of an assessment: draft, scrutiny, sign-off, publication, and every way back."""

import pytest
from sqlalchemy import func, select

from app.database import db, transaction
from app.domain.documents import reference_code
from app.domain.errors import (
    ChangedByAnother,
    Invalid,
    NotAllowed,
    NotReady,
    StepNotAllowed,
)
from app.domain.history import FIRST_HASH, Kind, entry_hash
from app.domain.workflow import Reason, State
from app.models import HistoryEntry, SignOff
from app.models.facts import chained_facts
from app.services import people, steps
from tests import assessment_factories as make
from tests.conftest import NOW
from tests.factories import actor, membership_of
from tests.integration.conftest import Council, fill_in, form_of
from tests.integration.council_steps import kinds, send_back

# The whole way.


def test_an_assessment_goes_from_draft_to_the_public_through_the_pages(answered: Council) -> None:
    lead, member = answered.signed_in("lead"), answered.signed_in("member")

    sent = fill_in(lead, answered.address("/send"), assessed_on="29 May 2026")
    written = fill_in(
        member,
        answered.address("/response"),
        text="We asked why.\r\n\r\n• Nothing else",
        role="Cabinet Member",
        met_on="25 June 2026",
    )
    signed = fill_in(member, answered.address("/sign-off"), read="yes")
    published = fill_in(lead, answered.address("/publish"))

    assert [one.status_code for one in (sent, written, signed, published)] == [303] * 4
    assert answered.assessment.state is State.PUBLISHED
    page = answered.visitor().get(f"/published/{answered.landlord.slug}/2025-26")
    assert page.status_code == 200
    assert "We asked why." in page.text
    assert "<li>Nothing else</li>" in page.text
    assert "25 June 2026" in page.text
    assert "29 May 2026" in page.text


def test_each_step_is_told_in_the_history(answered: Council) -> None:
    make.sign_off_and_publish(answered.assessment, answered.lead, answered.member)

    assert kinds(answered)[-4:] == [
        Kind.ASSESSMENT_SENT_FOR_SCRUTINY,
        Kind.BODY_RESPONSE_WRITTEN,
        Kind.ASSESSMENT_SIGNED_OFF,
        Kind.ASSESSMENT_PUBLISHED,
    ]
    page = answered.signed_in("reader").get(answered.address("/history")).text
    assert "The lead sent the self-assessment for scrutiny, dated 29 May 2026." in page
    assert f"wrote the governing body's response: “{make.RESPONSE}”" in page.replace("&#39;", "'")
    code = reference_code(db.session.scalars(select(SignOff.digest)).one())
    assert (
        f"The member, Cabinet member, signed off the text with the reference code {code}." in page
    )
    assert "The lead published revision 1" in page


def test_the_chain_of_the_history_holds_from_the_first_entry_to_the_last(
    published: Council,
) -> None:
    entries = db.session.scalars(
        select(HistoryEntry)
        .where(HistoryEntry.landlord_id == published.landlord.id)
        .order_by(HistoryEntry.sequence)
    ).all()

    previous = FIRST_HASH
    for entry in entries:
        assert entry.previous_hash == previous
        assert entry.hash == entry_hash(previous, chained_facts(entry))
        previous = entry.hash
    assert len(entries) > 72


def test_a_record_goes_straight_from_draft_to_published(council: Council) -> None:
    make.start(council.landlord, council.lead, make.CODE_2020, "2020/21", Reason.RECORD)
    lead = council.signed_in("lead")
    fill_in(lead, council.address("/response"), text="The board read it.")

    asked = lead.get(council.address("/publish"))
    published = fill_in(lead, council.address("/publish"))

    assert "36 questions are not answered and will be shown so." in asked.text
    assert published.status_code == 303
    assert council.assessment.state is State.PUBLISHED
    page = council.visitor().get(f"/published/{council.landlord.slug}/2020-21").text
    assert "record" in page
    assert "The board read it." in page
    assert db.session.scalar(select(func.count()).select_from(SignOff)) == 0


def test_a_questionnaire_can_go_the_whole_way_too(council: Council) -> None:
    make.start(council.landlord, council.lead, make.CODE_2020, "2020/21")
    make.answer_everything(council.assessment, council.lead)
    make.send_for_scrutiny(council.assessment, council.lead)
    make.write_response(council.assessment, council.member)
    member = council.signed_in("member")

    pages = [
        member.get(council.address(page)).status_code
        for page in ("", "/summary", "/readiness", "/text", "/sign-off", "/provisions/8.2")
    ]
    make.sign_off(council.assessment, council.member)
    publication = make.publish(council.assessment, council.lead)

    assert pages == [200] * 6
    assert publication.revision == 1


def test_a_record_is_never_sent_or_signed(council: Council) -> None:
    make.start(council.landlord, council.lead, make.CODE_2020, "2020/21", Reason.RECORD)
    make.write_response(council.assessment, council.lead)

    with pytest.raises(StepNotAllowed):
        make.send_for_scrutiny(council.assessment, council.lead)
    with pytest.raises(StepNotAllowed):
        make.sign_off(council.assessment, council.member)

    assert council.assessment.state is State.DRAFT


def test_an_ordinary_draft_is_never_published_as_a_record(answered: Council) -> None:
    with pytest.raises(StepNotAllowed, match="“Publish” is not possible now: .* “draft”"):
        make.publish(answered.assessment, answered.lead)

    assert answered.assessment.state is State.DRAFT


# What stands before scrutiny.


def test_every_obstacle_is_named_when_a_draft_is_sent_too_early(answered: Council) -> None:
    make.answer(answered.assessment, answered.officer, "1.2", None)
    make.answer(answered.assessment, answered.officer, "5.6", "no")

    with pytest.raises(NotReady) as refused:
        make.send_for_scrutiny(answered.assessment, answered.lead)

    assert [line.split(" ")[0] for line in refused.value.obstacles] == ["1.2", "5.6", "5.6"]
    assert answered.assessment.state is State.DRAFT


def test_the_page_that_sends_links_each_obstacle_and_has_no_button(answered: Council) -> None:
    make.answer(answered.assessment, answered.officer, "5.6", "no", commentary="So.")

    page = answered.signed_in("lead").get(answered.address("/send")).text

    assert "1 thing is still to be done first." in page
    assert f'href="{answered.address("/provisions/5.6")}"' in page
    assert "<form" not in page


def test_sending_when_something_turned_up_meanwhile_lists_it(answered: Council) -> None:
    client = answered.signed_in("lead")
    typed = form_of(client.get(answered.address("/send")))
    make.answer(answered.assessment, answered.officer, "5.6", None)

    answer = client.post(answered.address("/send"), data=typed)

    assert answer.status_code == 422
    assert "5.6" in answer.text
    assert "not answered yet" in answer.text


def test_a_no_with_its_plan_is_no_obstacle(answered: Council) -> None:
    make.answer(answered.assessment, answered.officer, "5.6", "no", commentary="Two are missing.")
    make.raise_action(
        answered.assessment,
        answered.officer,
        "Hire two people",
        owner="Head of Housing",
        due="2026/27",
        provisions=("5.6",),
    )

    make.send_for_scrutiny(answered.assessment, answered.lead)

    assert answered.assessment.state is State.UNDER_SCRUTINY


def test_without_a_cabinet_member_nothing_is_sent(answered: Council) -> None:
    membership = membership_of(answered.member, answered.landlord)
    with transaction():
        people.disable_person(
            actor(answered.lead, answered.landlord),
            membership.id,
            seen_version=membership.version,
            now=NOW,
        )

    with pytest.raises(NotReady) as refused:
        make.send_for_scrutiny(answered.assessment, answered.lead)

    assert refused.value.obstacles == (
        "No cabinet member can sign this off: there is none who has joined, or each has "
        "recorded part of it. "
        "Invite one on the people page.",
    )
    page = answered.signed_in("lead").get(answered.address("/readiness")).text
    assert f'href="/landlords/{answered.landlord.slug}/people"' in page


def test_a_date_that_cannot_be_read_is_shown_again(answered: Council) -> None:
    answer = fill_in(answered.signed_in("lead"), answered.address("/send"), assessed_on="soon")

    assert answer.status_code == 422
    assert form_of(answer)["assessed_on"] == ["soon"]
    assert answered.assessment.state is State.DRAFT


def test_the_date_may_be_not_known(answered: Council) -> None:
    fill_in(answered.signed_in("lead"), answered.address("/send"), assessed_on="")

    assert answered.assessment.assessed_on is None
    assert answered.assessment.state is State.UNDER_SCRUTINY


# Steps back.


@pytest.mark.parametrize("who", ["lead", "member"])
def test_the_lead_and_the_cabinet_member_may_send_it_back(
    under_scrutiny: Council, who: str
) -> None:
    send_back(under_scrutiny, who)

    assert under_scrutiny.assessment.state is State.DRAFT
    assert under_scrutiny.history()[-1].reason == "Look at 5.6 again"


@pytest.mark.parametrize("who", ["officer", "reader"])
def test_nobody_else_may_send_it_back(under_scrutiny: Council, who: str) -> None:
    with pytest.raises(NotAllowed):
        send_back(under_scrutiny, who)

    assert under_scrutiny.assessment.state is State.UNDER_SCRUTINY


def test_a_step_back_without_a_reason_is_refused(under_scrutiny: Council) -> None:
    with pytest.raises(Invalid, match="Write why"):
        send_back(under_scrutiny, "lead", "")

    assert under_scrutiny.assessment.state is State.UNDER_SCRUTINY


@pytest.mark.parametrize(
    ("state", "step", "who"),
    [
        ("under_scrutiny", "return_to_draft", "member"),
        ("signed_off", "reopen", "lead"),
        ("published", "start_correction", "lead"),
    ],
)
def test_a_step_back_through_its_page_asks_why_and_tells_it(
    state: str, step: str, who: str, request: pytest.FixtureRequest
) -> None:
    council: Council = request.getfixturevalue(state)
    client, page = council.signed_in(who), council.address(f"/steps/{step}")

    refused = fill_in(client, page, reason=" \r\n ")
    taken = fill_in(client, page, reason="A figure\r\nis wrong")

    assert refused.status_code == 422
    assert "Write why, in a sentence" in refused.text
    assert taken.status_code == 303
    assert council.assessment.state is State.DRAFT
    assert "“A figure is wrong”" in client.get(council.address("/history")).text


@pytest.mark.parametrize("step", ["publish", "nonsense"])
def test_a_step_without_a_reason_page_is_not_found(draft: Council, step: str) -> None:
    answer = draft.signed_in("lead").get(draft.address(f"/steps/{step}"))

    assert answer.status_code == 404
    assert "There is no such step" in answer.text


def test_a_step_from_an_older_page_is_refused(under_scrutiny: Council) -> None:
    client, page = (
        under_scrutiny.signed_in("lead"),
        under_scrutiny.address("/steps/return_to_draft"),
    )
    typed = form_of(client.get(page)) | {"reason": "Again"}
    send_back(under_scrutiny, "member")
    make.send_for_scrutiny(under_scrutiny.assessment, under_scrutiny.lead)

    answer = client.post(page, data=typed)

    assert answer.status_code == 409
    assert under_scrutiny.assessment.state is State.UNDER_SCRUTINY


def test_the_service_refuses_an_older_version_too(under_scrutiny: Council) -> None:
    with pytest.raises(ChangedByAnother), transaction():
        steps.return_to_draft(
            under_scrutiny.assessment,
            seen_version=under_scrutiny.assessment.version - 1,
            reason="Again",
            by=actor(under_scrutiny.lead, under_scrutiny.landlord),
            now=NOW,
        )


@pytest.mark.parametrize(
    ("state", "who", "buttons"),
    [
        ("answered", "lead", {"Send for scrutiny"}),
        ("answered", "officer", set()),
        ("under_scrutiny", "lead", {"Send back to draft"}),
        ("under_scrutiny", "member", {"Send back to draft", "Sign off"}),
        ("signed_off", "lead", {"Reopen", "Publish"}),
        ("signed_off", "member", {"Reopen"}),
        ("published", "lead", {"Start a correction"}),
        ("published", "reader", set()),
    ],
)
def test_each_person_is_offered_the_steps_that_are_theirs(
    state: str, who: str, buttons: set[str], request: pytest.FixtureRequest
) -> None:
    council: Council = request.getfixturevalue(state)

    page = council.signed_in(who).get(council.address()).text

    offered = {
        words
        for words in (
            "Send for scrutiny",
            "Send back to draft",
            "Sign off",
            "Reopen",
            "Publish",
            "Start a correction",
        )
        if f">{words}</a>" in page
    }
    assert offered == buttons
