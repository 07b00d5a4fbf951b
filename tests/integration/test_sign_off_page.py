"""What the cabinet member reads before signing: what changed, then what they could be asked."""

from html import unescape

import pytest
from sqlalchemy import func, select

from app.database import db
from app.domain.errors import NotReady
from app.domain.permissions import Role
from app.domain.workflow import State
from app.models import SignOff
from tests import assessment_factories as make
from tests import challenge_factories as turns
from tests.correction_factories import correct, go_over, install
from tests.factories import make_person, sign_in
from tests.integration.conftest import Council, fill_in, form_of, queries_of
from tests.integration.council_steps import change_telephone, no_with_its_plan, reopen, send_back

CHANGED = "What changed since it was first sent to you on 21 November 2026"


def changed_part(page: str) -> str:
    start = page.index("What changed since")
    return page[start : page.index("What you could be asked")]


def test_what_was_sent_and_not_changed_says_so(under_scrutiny: Council) -> None:
    page = under_scrutiny.page_of("member", "/sign-off")

    assert CHANGED in page
    assert "Nothing in the answers, the evidence or the plan." in page


def test_after_a_return_each_change_stands_before_beside_after(under_scrutiny: Council) -> None:
    council = under_scrutiny
    send_back(council, "member", "Look at 5.6 again")
    make.answer(council.assessment, council.officer, "5.6", "yes", commentary="Not this either.")
    no_with_its_plan(council, "5.6")
    make.answer(council.assessment, council.officer, "1.2", "no")
    make.answer(
        council.assessment, council.officer, "1.2", "no", commentary="So.", plan_note="Later."
    )
    make.send_for_scrutiny(council.assessment, council.lead)

    page = council.page_of("member", "/sign-off")

    part = changed_part(page)
    assert "It came back with the words: “Look at 5.6 again”" in part
    assert "<b>Answer before:</b> Yes" in part
    assert "<b>Now:</b> No" in part
    assert "Two are missing." in part
    assert "Not this either." not in part
    assert "Action “Hire two people”" in part
    assert part.index(">1.2 ") < part.index(">5.6 ")
    assert page.index("What changed since") < page.index("What it says")


def test_after_a_reopening_it_is_compared_with_what_was_signed(signed_off: Council) -> None:
    change_telephone(signed_off)
    reopen(signed_off, "lead")
    make.send_for_scrutiny(signed_off.assessment, signed_off.lead)

    part = changed_part(signed_off.page_of("member", "/sign-off"))

    assert "since it was last signed off on" in part
    assert "how to complain has changed" in part
    assert "It came back with the words: “The telephone number changed”" in part


def test_before_any_signature_the_changes_of_every_round_are_told(
    under_scrutiny: Council,
) -> None:
    council = under_scrutiny
    for number in ("1.2", "5.6"):
        send_back(council, "member", f"Look at {number} again")
        make.answer(council.assessment, council.officer, number, "yes", commentary="New.")
        make.send_for_scrutiny(council.assessment, council.lead)

    part = changed_part(council.page_of("member", "/sign-off"))

    assert ">1.2 " in part
    assert ">5.6 " in part
    assert "It came back with the words: “Look at 1.2 again”" in part


def test_a_step_back_after_which_nothing_was_changed_says_so(under_scrutiny: Council) -> None:
    council = under_scrutiny
    send_back(council, "member", "Look at 5.6 again")
    make.send_for_scrutiny(council.assessment, council.lead)
    first = changed_part(council.page_of("member", "/sign-off"))
    send_back(council, "member", "Look at 5.6 again")
    make.answer(council.assessment, council.officer, "5.6", "yes", commentary="New.")
    make.send_for_scrutiny(council.assessment, council.lead)
    send_back(council, "member", "It is still wrong")
    make.send_for_scrutiny(council.assessment, council.lead)
    second = changed_part(council.page_of("member", "/sign-off"))
    make.write_response(council.assessment, council.member)
    make.sign_off(council.assessment, council.member)
    reopen(council, "lead", "A date is wrong")
    make.send_for_scrutiny(council.assessment, council.lead)
    third = changed_part(council.page_of("member", "/sign-off"))

    nothing = "Nothing was changed since, although it was"
    assert f"{nothing} sent back for this reason: “Look at 5.6 again”" in first
    assert "Nothing in the answers" not in first
    assert "Nothing was changed after it was last sent back, for this reason" in second
    assert "“It is still wrong”" in second
    assert ">5.6 " in second
    assert f"{nothing} reopened for this reason: “A date is wrong”" in third


def test_a_date_that_moved_is_told_once(under_scrutiny: Council) -> None:
    council = under_scrutiny
    send_back(council, "member")
    action = make.raise_action(council.assessment, council.officer, "Hire", due="May 2027")
    make.send_for_scrutiny(council.assessment, council.lead)
    make.write_response(council.assessment, council.member)
    make.sign_off(council.assessment, council.member)
    reopen(council, "lead")
    page = f"{council.address('/actions')}/{action.id}"
    fill_in(council.signed_in("officer"), page, due="June 2027")
    make.send_for_scrutiny(council.assessment, council.lead)

    part = changed_part(council.page_of("member", "/sign-off"))

    assert "<b>Date before:</b> May 2027" in part
    assert "Last day that the date allows" not in part


def test_what_could_be_asked_names_the_worst_and_counts_the_rest(answered: Council) -> None:
    numbers = [one.number for one in answered.edition.in_form][:7]
    for number in numbers:
        make.answer(answered.assessment, answered.officer, number, "yes")
    make.answer(
        answered.assessment, answered.officer, "5.6", "no", commentary="So.", plan_note="Later."
    )
    make.raise_action(answered.assessment, answered.officer, "Write it down")
    make.raise_action(answered.assessment, answered.officer, "Train staff", due="May 2020")
    make.send_for_scrutiny(answered.assessment, answered.lead)

    page = answered.page_of("member", "/sign-off")

    assert "Yes without evidence: 7" in page
    assert "and 2 more" in page
    assert "Not met, and no open action: 1" in page
    assert "Actions without a date: 1" in page
    assert "Overdue actions: 1" in page
    assert page.index("Not met, and no open action") < page.index("Yes without evidence")


def test_the_page_asks_the_database_as_often_for_many_changes_as_for_few(
    under_scrutiny: Council,
) -> None:
    council, client = under_scrutiny, under_scrutiny.signed_in("member")
    numbers = [one.number for one in council.edition.in_form]

    def change(some: list[str]) -> int:
        send_back(council, "member")
        for number in some:
            make.answer(council.assessment, council.officer, number, "yes", commentary="New.")
            make.raise_action(council.assessment, council.officer, f"For {number}")
        make.send_for_scrutiny(council.assessment, council.lead)
        client.get(council.address("/sign-off"))
        return len(queries_of(client, council.address("/sign-off")))

    few, many = change(numbers[:2]), change(numbers[2:20])

    assert few == many


def test_an_open_challenge_stands_before_the_sign_off_with_its_link(
    under_scrutiny: Council,
) -> None:
    council = under_scrutiny
    make.write_response(council.assessment, council.member)
    challenge = turns.ask(council.assessment, council.member, "Why so late?", number="5.6")

    with pytest.raises(NotReady, match="Some things have to be mended first"):
        make.sign_off(council.assessment, council.member)
    page, readiness = council.page_of("member", "/sign-off"), council.page_of("lead", "/readiness")
    turns.withdraw(challenge, council.member)
    make.sign_off(council.assessment, council.member)

    assert "“Why so late?”" in page
    assert 'name="read"' not in page
    assert f'href="{council.address(f"/challenges/{challenge.id}")}"' in readiness
    assert council.assessment.state is State.SIGNED_OFF


def test_an_open_challenge_only_warns_whoever_sends_a_draft_again(
    under_scrutiny: Council,
) -> None:
    council = under_scrutiny
    turns.ask(council.assessment, council.member, "Why so late?", number="5.6")
    send_back(council, "member")

    readiness = council.page_of("lead", "/readiness")
    make.send_for_scrutiny(council.assessment, council.lead)

    assert "No obstacles, 1 warning." in readiness
    assert "it has to be settled before the sign-off" in readiness


def test_of_two_members_who_press_at_once_one_signs(under_scrutiny: Council) -> None:
    council = under_scrutiny
    make.write_response(council.assessment, council.member)
    other = make_person(council.landlord, Role.CABINET_MEMBER, email="other@ashford.example")
    client, second = council.signed_in("member"), council.visitor()
    sign_in(second, other)
    page = council.address("/sign-off")
    forms = [form_of(one.get(page)) | {"read": "yes"} for one in (client, second)]

    answers = [one.post(page, data=form) for one, form in zip((client, second), forms, strict=True)]

    assert [one.status_code for one in answers] == [303, 409]
    assert "“Sign off” is not possible now" in unescape(answers[1].text)
    assert "“signed off”" in unescape(answers[1].text)
    assert db.session.scalar(select(func.count()).select_from(SignOff)) == 1


def test_the_member_reads_that_the_assessment_went_over_to_a_corrected_edition(
    under_scrutiny: Council,
) -> None:
    council = under_scrutiny
    send_back(council, "member", "The Code was corrected")
    install(correct(council.edition, reworded={"5.6": "Other words."}))
    go_over(council.assessment, council.lead)
    make.answer_everything(council.assessment, council.officer)
    make.send_for_scrutiny(council.assessment, council.lead)

    part = changed_part(council.page_of("member", "/sign-off"))

    assert "went over to a corrected edition, Complaint Handling Code 2024-1." in part
    assert "Nothing was changed" not in part
    assert "Answer before" not in part
