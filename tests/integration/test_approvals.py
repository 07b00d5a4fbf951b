"""The approval by the governing body: recorded apart, once, and never implied."""

import json

import pytest
from sqlalchemy import func, select

from app.database import db, transaction
from app.domain.approvals import Decision
from app.domain.errors import Invalid, NotAllowed, StepNotAllowed
from app.domain.history import Kind
from app.domain.statement import build
from app.domain.workflow import Reason
from app.models import Approval, CommitteePack
from app.models.facts import assessment_facts
from app.models.scrutiny_facts import approval_of
from app.services import approvals
from app.services.approvals import ApprovalContent
from tests import assessment_factories as make
from tests.conftest import NOW
from tests.factories import actor
from tests.integration.conftest import Council, fill_in, form_of
from tests.integration.council_steps import change_telephone, kinds, record_approval

NONE_RECORDED = "No approval by a governing body is recorded"
ASKED = "Name who owns the plan for 5.6."


def said_of_approval(council: Council) -> object:
    return build(assessment_facts(council.assessment, council.edition))["approval"]


@pytest.mark.parametrize("who", ["lead", "member"])
def test_a_lead_or_the_cabinet_member_records_what_the_meeting_decided(
    under_scrutiny: Council, who: str
) -> None:
    client, page = under_scrutiny.signed_in(who), under_scrutiny.address("/approval")
    before = client.get(page).text

    saved = fill_in(
        client,
        page,
        body="Cabinet",
        met_on="3 November 2026",
        minute="Minute 42",
        minute_link="https://democracy.example/42",
        decision="approved",
    )

    assert "Nothing here counts as approved before" in before
    assert saved.status_code == 303
    approval = said_of_approval(under_scrutiny)
    assert isinstance(approval, dict)
    assert (approval["body"], approval["met_on"]) == ("Cabinet", "2026-11-03")
    assert "Minute 42" in under_scrutiny.page_of("reader", "/history")


@pytest.mark.parametrize("who", ["officer", "reader"])
def test_nobody_else_records_it_and_everybody_reads_it(under_scrutiny: Council, who: str) -> None:
    with pytest.raises(NotAllowed):
        record_approval(under_scrutiny, who)
    record_approval(under_scrutiny)

    page = under_scrutiny.page_of(who, "/approval")

    assert "Minute 42" in page
    assert "<form" not in page


@pytest.mark.parametrize(
    ("typed", "said", "field"),
    [
        ({"body": ""}, "Write which body decided", "body"),
        ({"decision": ""}, "Choose what the meeting decided", "decision"),
        ({"met_on": "soon"}, "“soon” is not a day", "met_on"),
        ({"minute_link": "http://example.org"}, "starts with https://", "minute_link"),
        ({"minute_link": "javascript:alert(1)"}, "starts with https://", "minute_link"),
        ({"amendment_0": "Shorten it."}, "There are amendments below", "decision"),
        ({"decision": "approved_with_amendments"}, "at least one amendment", "amendment_0"),
        ({"amendment_1": "a" * 20_001}, "20,001 characters", "amendment_1"),
    ],
)
def test_what_cannot_be_recorded_is_shown_again_at_its_field(
    under_scrutiny: Council, typed: dict[str, str], said: str, field: str
) -> None:
    all_typed = {"body": "Cabinet", "decision": "approved", "minute": "Minute 42"} | typed

    answer = fill_in(
        under_scrutiny.signed_in("member"), under_scrutiny.address("/approval"), **all_typed
    )

    assert answer.status_code == 422
    assert said in answer.text
    assert f'href="#{field}"' in answer.text
    assert form_of(answer)["minute"] == ["Minute 42"]
    assert approval_of(under_scrutiny.assessment) is None


def test_more_amendments_than_fit_are_told_so_and_kept(under_scrutiny: Council) -> None:
    client, page = under_scrutiny.signed_in("member"), under_scrutiny.address("/approval")
    typed = {f"amendment_{at}": f"Amendment {at}" for at in range(45)}

    answer = fill_in(client, page, body="Cabinet", decision="approved_with_amendments", **typed)

    assert answer.status_code == 422
    assert "At most 40 amendments" in answer.text
    assert 'href="#amendment_40"' in answer.text
    assert typed.items() <= {name: words[0] for name, words in form_of(answer).items()}.items()
    assert approval_of(under_scrutiny.assessment) is None


def test_more_boxes_keep_what_was_typed(under_scrutiny: Council) -> None:
    client, page = under_scrutiny.signed_in("member"), under_scrutiny.address("/approval")

    more = fill_in(client, page, body="Board", amendment_1="Second", do="more")

    assert {"amendment_2", "amendment_3"} <= form_of(more).keys()
    assert form_of(more)["amendment_1"] == ["Second"]
    assert approval_of(under_scrutiny.assessment) is None


def test_a_second_press_records_once_and_somebody_elses_words_are_shown(
    under_scrutiny: Council,
) -> None:
    client, page = under_scrutiny.signed_in("member"), under_scrutiny.address("/approval")
    typed = form_of(client.get(page)) | {"body": "Cabinet", "decision": "approved"}
    other = typed | {"body": "The board"}

    twice = [client.post(page, data=typed) for _ in range(2)]
    clash = client.post(page, data=other)

    assert [one.status_code for one in twice] == [303, 303]
    assert kinds(under_scrutiny).count(Kind.APPROVAL_RECORDED) == 1
    assert clash.status_code == 409
    assert "Somebody else changed this" in clash.text
    assert form_of(clash)["body"] == ["The board"]
    assert client.post(page, data=form_of(clash)).status_code == 303
    assert db.session.scalar(select(func.count()).select_from(Approval)) == 1


@pytest.mark.parametrize("state", ["answered", "signed_off", "published"])
def test_out_of_turn_the_approval_is_refused_naming_the_state(
    state: str, request: pytest.FixtureRequest
) -> None:
    council: Council = request.getfixturevalue(state)

    with pytest.raises(StepNotAllowed, match="recorded while .* “under scrutiny”. It is “"):
        record_approval(council)

    assert approval_of(council.assessment) is None


def test_only_a_pack_of_this_assessment_can_be_the_copy_that_was_seen(
    under_scrutiny: Council,
) -> None:
    content = ApprovalContent("Cabinet", Decision.APPROVED, pack_id=99)

    with pytest.raises(Invalid, match="Choose one of the packs"), transaction():
        approvals.record_approval(
            under_scrutiny.assessment,
            content,
            seen_version=None,
            by=actor(under_scrutiny.member, under_scrutiny.landlord),
            now=NOW,
        )
    assert db.session.scalar(select(func.count()).select_from(CommitteePack)) == 0


def test_an_approval_recorded_by_mistake_is_taken_away_with_the_reason(
    under_scrutiny: Council,
) -> None:
    record_approval(under_scrutiny, "member", ASKED)
    client, page = under_scrutiny.signed_in("lead"), under_scrutiny.address("/approval")
    version = form_of(client.get(page))["version"]
    token = form_of(client.get(page))["csrf_token"]

    refused = client.post(f"{page}/remove", data={"csrf_token": token, "version": version})
    taken = client.post(
        f"{page}/remove",
        data={"csrf_token": token, "version": version, "reason": "That was last year."},
    )

    assert refused.status_code == 422
    assert "Write why it is taken away" in refused.text
    assert taken.status_code == 303
    assert said_of_approval(under_scrutiny) is None
    assert under_scrutiny.history()[-1].reason == "That was last year."


def test_a_lead_copies_the_approval_of_a_past_document_into_its_record(council: Council) -> None:
    make.start(council.landlord, council.lead, make.CODE_2020, "2020/21", Reason.RECORD)

    with pytest.raises(NotAllowed):
        record_approval(council, "member")
    record_approval(council, "lead", body="Board")

    assert approval_of(council.assessment) is not None


def test_no_approval_is_implied_by_a_sign_off(signed_off: Council) -> None:
    assert said_of_approval(signed_off) is None
    assert NONE_RECORDED in signed_off.page_of("lead", "/text")
    assert NONE_RECORDED in signed_off.page_of("lead", "/approval")


def test_the_sign_off_page_says_that_no_approval_is_recorded_and_lets_one_sign(
    under_scrutiny: Council,
) -> None:
    make.write_response(under_scrutiny.assessment, under_scrutiny.member)

    page = under_scrutiny.page_of("member", "/sign-off")

    assert NONE_RECORDED in page
    assert 'name="read"' in page


def test_the_copy_that_the_meeting_saw_is_named_with_what_changed_since(
    under_scrutiny: Council,
) -> None:
    council = under_scrutiny
    seen = build(assessment_facts(council.assessment, council.edition))
    with transaction():
        pack = CommitteePack(
            document_id=council.assessment.id,
            digest="4f2a91c0" * 8,
            document=json.dumps({"statement": seen}).encode(),
            docx=b"",
            made_by_id=council.lead.id,
            made_by_name="The lead",
            made_at=NOW,
        )
        db.session.add(pack)
        db.session.flush()
        number = pack.id
    client, page = council.signed_in("member"), council.address("/approval")
    offered = council.page_of("member", "/approval")
    fill_in(client, page, body="Cabinet", decision="approved", pack=str(number))
    change_telephone(council)

    shown = council.page_of("member", "/sign-off")

    assert "4F2A-91C0, made on 21 November 2026 at 12:00" in offered
    assert "4F2A-91C0, made on 21 November 2026 at 12:00" in shown
    assert "how to complain has changed" in shown[shown.index("Since then this has changed") :]
    assert "on the copy 4F2A-91C0: approved." in council.page_of("reader", "/history")
