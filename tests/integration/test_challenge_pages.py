"""Challenges as people use them: asking, replying and settling at the pages, by role."""

import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.domain.challenges import Standing
from app.domain.workflow import Reason
from app.models import Challenge
from app.models.scrutiny_facts import challenges_of
from tests import assessment_factories as make
from tests import challenge_factories as turns
from tests.factories import token_of
from tests.integration.conftest import Council, fill_in, form_of, queries_of
from tests.integration.council_steps import send_back

FEW, MANY = 3, 30
INTERNAL = "MARKER-OF-WHAT-STAYS-INTERNAL"
ASK_ON_PROVISION = "/challenges/new?about=provision&number=3.5"


def only(council: Council) -> Challenge:
    (challenge,) = challenges_of(council.assessment)
    return challenge


def send(client: FlaskClient, council: Council, rest: str, **typed: str | int) -> TestResponse:
    token = token_of(client, "/account/password")
    return client.post(council.address(rest), data={"csrf_token": token, **typed})


def said(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.split("<main")[1]).split())


def test_from_a_question_to_an_accepted_reply(under_scrutiny: Council) -> None:
    council = under_scrutiny
    member, officer = council.signed_in("member"), council.signed_in("officer")

    form = form_of(member.get(council.address(ASK_ON_PROVISION)))
    asked = member.post(council.address("/challenges"), data=form | {"text": "Who knows of it?"})
    thread = f"/challenges/{only(council).id}"
    assert asked.status_code == 303
    assert asked.headers["Location"] == council.address(thread)

    send_back(council, "member")
    assert "1 open question of the cabinet member" in said(
        officer.get(council.address("/provisions/3.5")).text
    )
    fill_in(officer, council.address("/provisions/3.5"), commentary="A third knows of it.")
    offered = officer.get(council.address(thread)).text
    assert "3.5 was recorded – The officer" in offered
    assert "Accept the reply" not in offered
    change = re.findall(r'<option value="(\d+)"', offered)[0]
    version = form_of(officer.get(council.address(thread)))["version"][0]
    replied = send(
        officer, council, f"{thread}/reply", text="A third.", change=change, version=version
    )
    assert replied.status_code == 303

    page = said(member.get(council.address(thread)).text)
    assert "Commentary before: (nothing) After: A third knows of it." in page
    assert "The officer, officer, replied" in page
    version = form_of(member.get(council.address(thread)))["version"][0]
    send(member, council, f"{thread}/press", text="Which third?", version=version)
    turns.reply(only(council), council.lead, "The younger.")
    send(member, council, f"{thread}/accept", text="", version=only(council).version)

    assert only(council).standing is Standing.ACCEPTED
    assert "Settled: the reply was accepted" in said(member.get(council.address(thread)).text)
    told = said(council.signed_in("reader").get(council.address("/history")).text)
    for sentence in (
        "The member asked about “3.5 ",
        "The officer replied to the question about “3.5 ",
        "pointing to a change: “A third.”",
        "The member asked once more about “3.5 ",
        "The member accepted the reply about “3.5 ",
    ):
        assert sentence in told


def test_one_tap_from_the_brief_asks_once(under_scrutiny: Council) -> None:
    council, member = under_scrutiny, under_scrutiny.signed_in("member")
    tapped = {
        "about": "provision",
        "number": "3.5",
        "action": "",
        "text": "Why?",
        "prompted_by": "No evidence is given.",
        "token": "a token of the brief",
    }

    first, second = (send(member, council, "/challenges", **tapped) for _ in range(2))

    assert first.headers["Location"] == council.address(f"/challenges/{only(council).id}")
    assert second.headers["Location"] == council.address("/challenges")
    assert "This question was asked already." in member.get(second.headers["Location"]).text
    thread = said(member.get(first.headers["Location"]).text)
    assert "What prompted it: No evidence is given." in thread


@pytest.mark.parametrize(
    "about", ["about=whole", "about=provision&number=3.5", "about=action&action=1"]
)
def test_the_form_says_who_will_read_it_and_loses_nothing(draft: Council, about: str) -> None:
    make.raise_action(draft.assessment, draft.officer)
    member = draft.signed_in("member")
    address = draft.address(f"/challenges/new?{about}")
    form = form_of(member.get(address))

    refused = member.post(draft.address("/challenges"), data=form | {"text": "x" * 20_001})

    assert refused.status_code == 422
    typed = form | {"text": ["x" * 20_001]}
    assert form_of(refused) | {"csrf_token": []} == typed | {"csrf_token": []}
    words = said(refused.text)
    for promise in (
        "Everybody with a role for Ashford Borough Council can read this.",
        "It may be disclosed on request under freedom of information.",
        "is published in any case",
        "Publish this question and its answers with the rest",
    ):
        assert promise in words


def test_two_at_once_lose_nothing(draft: Council) -> None:
    challenge = turns.ask(draft.assessment, draft.member)
    officer, thread = draft.signed_in("officer"), f"/challenges/{challenge.id}"
    seen = challenge.version
    turns.reply(challenge, draft.lead, "The lead was quicker.")

    clash = send(officer, draft, f"{thread}/reply", text="Mine, a long one", version=seen)

    assert clash.status_code == 409
    assert "The lead was quicker." in clash.text
    assert clash.text.count("Mine, a long one") == 2
    again = officer.post(draft.address(f"{thread}/reply"), data=form_of(clash))
    assert again.status_code == 303
    assert [one.by_name for one in only(draft).replies] == ["The lead", "The officer"]


def test_a_second_press_of_a_button_makes_one_turn(draft: Council) -> None:
    challenge = turns.ask(draft.assessment, draft.member)
    officer, thread = draft.signed_in("officer"), f"/challenges/{challenge.id}"
    typed = {"text": "Here it is.", "version": challenge.version}

    pressed = [send(officer, draft, f"{thread}/reply", **typed) for _ in range(2)]

    assert [one.status_code for one in pressed] == [303, 303]
    assert "This was done already." in officer.get(draft.address(thread)).text
    assert len(only(draft).replies) == 1


@pytest.mark.parametrize(("turn", "field"), [("reply", "text"), ("withdraw", "reason")])
def test_a_turn_without_words_is_refused_at_its_field(
    draft: Council, turn: str, field: str
) -> None:
    challenge = turns.ask(draft.assessment, draft.member)
    client = draft.signed_in("officer" if turn == "reply" else "member")

    refused = send(client, draft, f"/challenges/{challenge.id}/{turn}", version=challenge.version)

    assert refused.status_code == 422
    assert f'href="#{field}"' in refused.text


def test_everybody_is_told_what_waits_for_them(draft: Council) -> None:
    turns.ask(draft.assessment, draft.member)
    answered = turns.ask(draft.assessment, draft.member, number="3.5")
    turns.reply(answered, draft.officer)
    overview = f"/landlords/{draft.landlord.slug}"

    for who, address, waiting in (
        ("lead", draft.address(), "1 question of the cabinet member waiting for a reply."),
        ("member", draft.address(), "1 reply to your questions waiting for you."),
        ("reader", draft.address(), "Challenges (2 open)"),
        ("officer", overview, "Waiting for you: 1 question"),
        ("member", overview, "Waiting for you: 1 reply"),
    ):
        assert waiting in said(draft.signed_in(who).get(address).text)


def test_the_plan_and_the_action_show_what_is_asked_about_it(draft: Council) -> None:
    action = make.raise_action(draft.assessment, draft.officer)
    turns.ask(draft.assessment, draft.member, "Who will do it?", action_id=action.id)
    lead = draft.signed_in("lead")

    assert "1 open question" in said(lead.get(draft.address("/plan")).text)
    page = said(lead.get(draft.address(f"/actions/{action.id}")).text)
    assert "“Who will do it?” Waiting for a reply Reply" in page
    assert "Entered by mistake" not in page


def test_the_author_chooses_what_is_published(draft: Council) -> None:
    challenge = turns.ask(draft.assessment, draft.member)
    member, thread = draft.signed_in("member"), f"/challenges/{challenge.id}"
    button = "Publish this question and its answers"

    assert button not in draft.signed_in("lead").get(draft.address(thread)).text
    assert button in member.get(draft.address(thread)).text
    send(member, draft, f"{thread}/publication", publish="yes", version=challenge.version)

    assert only(draft).is_published
    assert "This question and its answers are published with it." in said(
        member.get(draft.address(thread)).text
    )


def test_internal_words_reach_no_public_byte(under_scrutiny: Council) -> None:
    council = under_scrutiny
    kept = turns.ask(council.assessment, council.member, INTERNAL, prompted_by=INTERNAL)
    turns.reply(kept, council.officer, INTERNAL)
    turns.accept(kept, council.member, INTERNAL)
    shown = turns.ask(council.assessment, council.member, "Who asked?", is_published=True)
    turns.withdraw(shown, council.member, "It is answered elsewhere.")
    make.write_response(council.assessment, council.member)
    make.sign_off(council.assessment, council.member)
    make.publish(council.assessment, council.lead)
    resident, public = council.visitor(), f"/published/{council.landlord.slug}/2025-26"

    page = resident.get(public).text
    assert "Who asked?" in page
    assert "It is answered elsewhere." in page
    for ending in ("", ".json", ".csv", ".docx", "/summary", "/v1"):
        answer = resident.get(f"{public}{ending}")
        assert answer.status_code == 200, ending
        assert INTERNAL.encode() not in answer.data, ending
        assert INTERNAL not in str(answer.headers), ending


def test_what_was_not_settled_is_offered_with_one_tap(council: Council) -> None:
    earlier = make.start(council.landlord, council.lead, make.CODE_2022, "2023/24")
    asked = turns.ask(earlier, council.member, number="2.6")
    make.start(council.landlord, council.lead)
    member = council.signed_in("member")

    page = said(member.get(council.address("/challenges")).text)
    assert "From earlier years 1" in page
    assert "Asked again, it is about: 3.5 " in page
    first, second = (send(member, council, "/challenges/again", challenge=asked.id) for _ in "12")

    assert (first.status_code, second.status_code) == (303, 303)
    thread = said(member.get(first.headers["Location"]).text)
    assert "What prompted it: Asked in 2023/24 about" in thread
    assert "Read what was said in 2023/24" in thread
    assert "From earlier years" not in member.get(council.address("/challenges")).text
    before = member.get(f"/assessments/{earlier.id}/challenges/{asked.id}").text
    assert "Asked again in 2025/26" in before


def test_another_landlords_challenge_is_not_found(council: Council) -> None:
    theirs = make.start(council.elsewhere, council.person("stranger"))
    ours = make.start(council.landlord, council.lead, year="2024/25")
    challenge = turns.ask(ours, council.member)
    make.start(council.landlord, council.lead)
    member = council.signed_in("member")

    for address in (
        f"/assessments/{theirs.id}/challenges",
        f"/assessments/{theirs.id}/challenges/{challenge.id}",
        council.address(f"/challenges/{challenge.id}"),  # ours, of another year
        council.address("/challenges/new?about=action&action=99"),
        council.address("/challenges/new?about=provision&number=1.1"),
        council.address("/challenges/new?about=everything"),
    ):
        assert member.get(address).status_code == 404, address
    assert send(member, council, "/challenges/again", challenge=10**17).status_code == 404


def test_the_pages_ask_as_often_for_thirty_challenges_as_for_three(draft: Council) -> None:
    numbers = [one.number for one in draft.edition.in_form]
    make.answer(draft.assessment, draft.officer, "1.2")
    thread = turns.ask(draft.assessment, draft.member)
    client = draft.signed_in("officer")
    pages = ["/challenges", f"/challenges/{thread.id}", "", "/provisions/1.2", "/plan"]

    def more(start: int, stop: int) -> None:
        for at in range(start, stop):
            make.answer(draft.assessment, draft.officer, numbers[at], "no")
            change = draft.history()[-1].sequence
            turns.reply(thread, draft.officer, f"Reply {at}.", change_sequence=change)
            asked = turns.ask(draft.assessment, draft.member, number="1.2")
            turns.reply(asked, draft.officer)

    more(0, FEW)
    client.get(draft.address())
    few = {page: len(queries_of(client, draft.address(page))) for page in pages}
    more(FEW, MANY)
    client.get(draft.address())  # a minute may have passed, and the visit is then noted

    assert {page: len(queries_of(client, draft.address(page))) for page in pages} == few


def test_a_record_says_that_nothing_is_asked_of_it(council: Council) -> None:
    make.start(council.landlord, council.lead, make.CODE_2020, "2020/21", Reason.RECORD)
    member = council.signed_in("member")

    assert "nothing is asked about it here" in member.get(council.address("/challenges")).text
    assert member.get(council.address("/challenges/new?about=whole")).status_code == 409
