"""The way of an assessment: draft, scrutiny, sign-off, publication, and every way back."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from app.database import db, transaction
from app.domain.errors import (
    AlreadyExists,
    ChangedByAnother,
    ChangedSinceSignOff,
    Invalid,
    NotAllowed,
    NotReady,
    StepNotAllowed,
)
from app.domain.history import FIRST_HASH, Kind, entry_hash
from app.domain.permissions import Role
from app.domain.statement import reference_code
from app.domain.workflow import Reason, State
from app.models import HistoryEntry, Publication, SignOff
from app.models.facts import body_response_of, chained_facts, landlord_facts
from app.services import assessments, landlords, people, publishing
from tests import assessment_factories as make
from tests.conftest import NOW
from tests.factories import actor, command_line, make_person, membership_of
from tests.integration.conftest import Council, fill_in, form_of


def send_back(council: Council, who: str, reason: str = "Look at 5.6 again") -> None:
    with transaction():
        assessments.return_to_draft(
            council.assessment,
            seen_version=council.assessment.version,
            reason=reason,
            by=actor(council.person(who), council.landlord),
            now=NOW,
        )


def reopen(council: Council, who: str, reason: str = "The telephone number changed") -> None:
    with transaction():
        assessments.reopen(
            council.assessment,
            seen_version=council.assessment.version,
            reason=reason,
            by=actor(council.person(who), council.landlord),
            now=NOW,
        )


def change_telephone(council: Council, telephone: str = "023 8083 3006") -> None:
    with transaction():
        landlord = council.landlord
        landlords.change_settings(
            actor(council.lead, landlord),
            replace(landlord_facts(landlord), complain_telephone=telephone),
            seen_version=landlord.version,
            now=NOW,
        )


def kinds(council: Council) -> list[Kind]:
    return [one.kind for one in council.history()]


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
    assert f"The member signed off the text with the reference code {code}." in page
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
    with pytest.raises(StepNotAllowed, match="Nobody has signed this off yet"):
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
        assessments.return_to_draft(
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
    assert b'"reason":"2.1 was corrected.","replaces":1' in publication.document


def test_pressing_publish_twice_publishes_once(signed_off: Council) -> None:
    client, page = signed_off.signed_in("lead"), signed_off.address("/publish")
    typed = form_of(client.get(page))

    answers = [client.post(page, data=typed) for _ in range(2)]

    assert [one.status_code for one in answers] == [303, 303]
    assert "This was published already." in client.get(signed_off.address()).text
    assert db.session.scalars(select(Publication.revision)).all() == [1]


def test_the_same_token_publishes_once_at_the_service(signed_off: Council) -> None:
    by, edition = actor(signed_off.lead, signed_off.landlord), signed_off.edition
    prepared = publishing.prepare(
        signed_off.assessment,
        edition,
        reason="",
        public_address=make.PUBLIC_ADDRESS,
        lock_folder=signed_off.folder,
        by=by,
        now=NOW,
    )

    def press() -> None:
        with transaction():
            publishing.publish(
                signed_off.assessment,
                edition,
                prepared,
                seen_version=signed_off.assessment.version,
                by=by,
                now=NOW,
                token="one press",
            )

    press()
    with pytest.raises(AlreadyExists):
        press()

    assert db.session.scalars(select(Publication.revision)).all() == [1]


def test_what_changes_while_the_files_are_made_stops_publication(signed_off: Council) -> None:
    by, edition = actor(signed_off.lead, signed_off.landlord), signed_off.edition
    prepared = publishing.prepare(
        signed_off.assessment,
        edition,
        reason="",
        public_address=make.PUBLIC_ADDRESS,
        lock_folder=signed_off.folder,
        by=by,
        now=NOW,
    )
    change_telephone(signed_off)

    with pytest.raises((ChangedSinceSignOff, ChangedByAnother)), transaction():
        publishing.publish(
            signed_off.assessment,
            edition,
            prepared,
            seen_version=signed_off.assessment.version,
            by=by,
            now=NOW,
            token=make.new_token(),
        )

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
