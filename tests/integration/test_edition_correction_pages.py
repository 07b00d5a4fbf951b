"""The pages of a corrected edition: the offer, what it changes, going over, and going back."""

import pytest
from flask.testing import FlaskClient
from markupsafe import escape
from sqlalchemy import select

from app.database import db, transaction
from app.models import EditionCorrection
from tests import assessment_factories as make
from tests import challenge_factories as turns
from tests.conftest import NOW
from tests.correction_factories import HOSTILE, correct, go_over, install, shelf
from tests.integration.conftest import Council, fill_in, form_of, queries_of

OFFERED = "The edition that this assessment answers was corrected."
PAGE = "/correction"


@pytest.fixture
def offered(draft: Council) -> Council:
    """The council whose draft is half written, and offered a correction."""
    make.answer(draft.assessment, draft.officer, "5.6", "yes", commentary="As of May.")
    make.answer(draft.assessment, draft.officer, "9.8", "no", commentary="Not so far.")
    make.raise_action(draft.assessment, draft.officer, "Train", provisions=("9.8",))
    words = {"5.6": HOSTILE, "5.7": "Other words."}
    install(correct(draft.edition, reworded=words, added=["5.99"], withdrawn=["9.8"]))
    return draft


def press(council: Council, who: str = "lead") -> tuple[int, str]:
    answer = fill_in(council.signed_in(who), council.address(PAGE))
    return answer.status_code, answer.text


def undo(council: Council, client: FlaskClient) -> int:
    held = form_of(client.get(council.address(PAGE)))
    return client.post(council.address(f"{PAGE}/undo"), data=held).status_code


@pytest.mark.parametrize("who", ["lead", "officer", "member", "reader"])
@pytest.mark.parametrize("rest", ["", "/provisions/1.2", "/summary", "/plan", "/challenges"])
def test_every_page_of_a_draft_says_that_its_edition_was_corrected(
    offered: Council, who: str, rest: str
) -> None:
    page = offered.page_of(who, rest)

    assert OFFERED in page
    assert f'href="{offered.address(PAGE)}"' in page


def test_nothing_is_said_before_there_is_a_correction(draft: Council) -> None:
    assert OFFERED not in draft.page_of("lead", "")
    assert "No correction of Complaint Handling Code 2024" in draft.page_of("lead", PAGE)


@pytest.mark.parametrize("state", ["under_scrutiny", "signed_off", "published"])
def test_only_a_draft_is_offered_it(state: str, request: pytest.FixtureRequest) -> None:
    council: Council = request.getfixturevalue(state)
    install(correct(council.edition, reworded={"5.6": "Other words."}))

    assert OFFERED not in council.page_of("lead", "")
    assert "Only a draft can go over" in council.page_of("lead", PAGE)


def test_after_reopening_it_is_offered(signed_off: Council) -> None:
    install(correct(signed_off.edition, reworded={"5.6": "Other words."}))
    fill_in(signed_off.signed_in("lead"), signed_off.address("/steps/reopen"), reason="A slip")

    assert OFFERED in signed_off.page_of("lead", "")


def test_the_preview_says_what_changes_before_anything_does(offered: Council) -> None:
    page = offered.page_of("lead", PAGE)

    assert OFFERED not in page
    for words in (
        "Added: 1",
        "What 5.99 adds",
        "Reworded: 2",
        "You have written here.",
        "Nothing is written here yet.",
        "Withdrawn: 1",
        "stays in the plan, but is not for this provision any more: “Train”",
        "<ins",
        "<del",
    ):
        assert words in page, words
    assert db.session.scalars(select(EditionCorrection)).all() == []


def test_hostile_words_of_an_edition_are_shown_as_words(offered: Council) -> None:
    page = offered.signed_in("lead").get(offered.address(PAGE)).text

    assert "<b>Answer" not in page
    assert "&lt;b&gt;Answer" in page
    assert "49" not in page.partition("reworded-5.6")[2][:600]


def test_only_a_lead_sees_the_button(offered: Council) -> None:
    assert "Go over to Complaint Handling Code 2024-1" in offered.page_of("lead", PAGE)
    page = offered.page_of("officer", PAGE)
    assert "Go over to" not in page
    assert "A complaints lead decides" in page


def test_pressed_it_goes_over_and_says_what_is_to_be_done(offered: Council) -> None:
    client, address = offered.signed_in("lead"), offered.address(PAGE)

    assert fill_in(client, address).status_code == 303

    page = client.get(address).text
    assert "This assessment answers Complaint Handling Code 2024-1 now." in page
    assert "To confirm" in page
    assert "Not answered" in page
    assert "Kept, and no longer asked" in page
    assert "Not so far." in page
    assert "Go back to Complaint Handling Code 2024" in page
    assert "let this assessment go over to the corrected edition" in offered.page_of("reader", "")


def test_pressed_twice_it_goes_over_once(offered: Council) -> None:
    client, address = offered.signed_in("lead"), offered.address(PAGE)
    held = form_of(client.get(address))

    codes = [client.post(address, data=held).status_code for _ in range(2)]

    assert codes == [303, 303]
    assert len(db.session.scalars(select(EditionCorrection)).all()) == 1


def test_a_page_from_before_another_correction_is_shown_anew(offered: Council) -> None:
    client, address = offered.signed_in("lead"), offered.address(PAGE)
    held = form_of(client.get(address))
    first = shelf().by_id["housing-ombudsman-2024-1"]
    install(correct(first, "2024-2", reworded={"1.2": "Once more."}))

    answer = client.post(address, data=held)

    assert answer.status_code == 409
    assert "Another correction came" in answer.text
    assert "Complaint Handling Code 2024-2" in answer.text
    assert press(offered)[0] == 303
    assert offered.assessment.edition_id == "housing-ombudsman-2024-2"


def test_a_page_from_before_the_assessment_moved_is_shown_anew(offered: Council) -> None:
    client, address = offered.signed_in("lead"), offered.address(PAGE)
    held = form_of(client.get(address))
    with transaction():
        offered.assessment.assessed_on = NOW.date()

    answer = client.post(address, data=held)

    assert answer.status_code == 409
    assert "moved on while the page was open" in answer.text
    assert db.session.scalars(select(EditionCorrection)).all() == []


def test_undone_on_the_same_page(offered: Council) -> None:
    press(offered)
    client = offered.signed_in("lead")

    assert undo(offered, client) == 303

    assert offered.assessment.edition_id == make.CODE_2024
    assert "As of May." in offered.page_of("officer", "/provisions/5.6")
    assert OFFERED in offered.page_of("lead", "")


def test_where_work_would_be_lost_the_page_says_so_and_has_no_button(offered: Council) -> None:
    press(offered)
    client = offered.signed_in("lead")
    held = form_of(client.get(offered.address(PAGE)))
    make.answer(offered.assessment, offered.officer, "5.99", "yes")

    page = offered.page_of("lead", PAGE)
    assert "somebody has written about the corrected words of 5.99" in page
    assert "Go back to" not in page
    assert client.post(offered.address(f"{PAGE}/undo"), data=held).status_code == 409


def test_a_save_while_it_goes_over_meets_a_clash_and_keeps_what_was_typed(
    offered: Council,
) -> None:
    officer, address = offered.signed_in("officer"), offered.address("/provisions/5.7")
    held = form_of(officer.get(address)) | {"commentary": "Typed before the press", "answer": "yes"}
    press(offered)

    answer = officer.post(address, data=held)

    assert answer.status_code == 409
    assert "Typed before the press" in answer.text
    assert make.response_to(offered.assessment, "5.7").answer is None


def test_a_save_to_what_was_withdrawn_gives_everything_back_and_says_where_to_go(
    offered: Council,
) -> None:
    officer, address = offered.signed_in("officer"), offered.address("/provisions/9.8")
    typed = {"commentary": HOSTILE, "evidence_text_0": "Minutes", "evidence_day_0": "3 May"}
    held = form_of(officer.get(address)) | typed | {"answer": "no", "shortfall": "policy"}
    press(offered)

    answer = officer.post(address, data=held)

    assert answer.status_code == 409
    for words in (
        "9.8",
        "is no longer asked",
        "Nothing was saved",
        str(escape(HOSTILE)),
        "Minutes",
        "3 May",
        "The policy",
        f'href="{offered.address(PAGE)}"',
    ):
        assert words in answer.text, words
    assert "Not so far." in offered.page_of("officer", PAGE)


def test_a_save_to_what_was_added_and_taken_back_gives_everything_back_too(
    offered: Council,
) -> None:
    lead, officer = offered.signed_in("lead"), offered.signed_in("officer")
    press(offered)
    address = offered.address("/provisions/5.99")
    held = form_of(officer.get(address)) | {"commentary": "Typed meanwhile"}
    undo(offered, lead)

    answer = officer.post(address, data=held)

    assert answer.status_code == 409
    assert "Typed meanwhile" in answer.text


def test_a_save_to_what_no_edition_ever_asked_is_no_page(offered: Council) -> None:
    officer = offered.signed_in("officer")
    held = form_of(officer.get(offered.address("/provisions/1.2")))
    press(offered)

    answer = officer.post(offered.address("/provisions/99.9"), data=held)

    assert answer.status_code == 404


def test_what_was_set_aside_is_answered_again_and_never_by_one_press(offered: Council) -> None:
    press(offered)

    page = offered.page_of("officer", "/provisions/5.6")

    assert "a correction changed the words" in page
    assert "One press" not in page
    assert "As of May." in page


def test_a_question_about_a_withdrawn_provision_stays_readable_and_answerable(
    offered: Council,
) -> None:
    challenge = turns.ask(offered.assessment, offered.member, number="9.8")
    place = f"/challenges/{challenge.id}"
    go_over(offered.assessment, offered.lead)
    officer = offered.signed_in("officer")
    held = form_of(officer.get(offered.address(place))) | {"text": "It was withdrawn."}

    answer = officer.post(offered.address(f"{place}/reply"), data=held)

    assert answer.status_code == 303, answer.text
    assert "It was withdrawn." in offered.page_of("member", place)
    assert "9.8" in offered.page_of("member", "/challenges")


WHOLE = ("", "/summary", "/readiness", "/plan", "/brief", "/challenges", "/history", "/text", PAGE)


@pytest.mark.parametrize("who", ["lead", "member"])
def test_every_page_works_after_it_went_over(offered: Council, who: str) -> None:
    turns.ask(offered.assessment, offered.member, number="9.8")
    press(offered)
    make.answer(offered.assessment, offered.officer, "5.99", "yes")

    for rest in WHOLE:
        assert offered.page_of(who, rest), rest
    numbers = [one.number for one in make.edition_of(offered.assessment).in_form]
    for number in ("5.6", "5.7", "5.99", numbers[-1]):
        assert offered.page_of(who, f"/provisions/{number}")


def test_it_can_be_sent_signed_and_published_after_it_went_over(offered: Council) -> None:
    press(offered)
    make.answer_everything(offered.assessment, offered.officer)

    make.sign_off_and_publish(offered.assessment, offered.lead, offered.member)

    address = f"/published/{offered.landlord.slug}/2025-26/v1.json"
    document = offered.visitor().get(address).get_json()
    assert document["edition"]["id"] == "housing-ombudsman-2024-1"
    numbers = {one["number"] for section in document["sections"] for one in section["provisions"]}
    assert "5.99" in numbers
    assert "9.8" not in numbers


def test_the_page_asks_as_often_for_many_changes_as_for_few(draft: Council) -> None:
    numbers = [one.number for one in draft.edition.in_form if one.number != "9.8"]
    install(correct(draft.edition, reworded=dict.fromkeys(numbers[:3], "Other words.")))
    client, address = draft.signed_in("lead"), draft.address(PAGE)
    client.get(address)
    few = len(queries_of(client, address))
    first = shelf().by_id["housing-ombudsman-2024-1"]
    install(
        correct(
            first,
            "2024-2",
            reworded=dict.fromkeys(numbers[:40], "Words."),
            added=["5.98", "5.99"],
            withdrawn=["9.8"],
        )
    )
    client.get(address)

    assert len(queries_of(client, address)) == few
