"""The pages of carrying forward: the preview, the choices, how far it is, and undoing the start."""

import re
from html import unescape
from typing import Any

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.database import db, transaction
from app.domain.carrying import Carried
from app.domain.due_dates import read_due
from app.domain.response_content import ResponseContent
from app.domain.responses import EvidenceFacts
from app.models import Assessment, CarriedResponse
from app.models.facts import action_facts, actions_of
from app.services.actions import ActionContent, change_action
from tests import assessment_factories as make
from tests import challenge_factories as turns
from tests.carrying_factories import YES, before, begin, confirm
from tests.conftest import NOW
from tests.factories import actor, token_of
from tests.integration.conftest import Council, queries_of

FEW, MANY = 3, 30


def start_address(council: Council) -> str:
    return f"/landlords/{council.landlord.slug}/assessments/new"


def token_in(page: TestResponse) -> str:
    found = re.search(r'name="token" value="([^"]+)"', page.text) or re.search(
        r'<input id="token" name="token" type="hidden" value="([^"]+)"', page.text
    )
    assert found
    return found[1]


def send_start(council: Council, earlier: Assessment | None, **typed: str) -> TestResponse:
    """Send the form that starts an assessment, as the lead's browser would."""
    client = council.signed_in("lead")
    page = client.get(start_address(council))
    data = {
        "csrf_token": token_of(client, start_address(council)),
        "token": token_in(page),
        "edition": make.CODE_2024,
        "year": "2025/26",
        "reason": "annual",
        "start_from": str(earlier.id) if earlier else "",
    }
    return client.post(start_address(council), data=data | typed)


def press(council: Council, rest: str, who: str = "officer", **typed: str) -> TestResponse:
    """Press a button beside a provision of the newest assessment."""
    client = council.signed_in(who)
    data = {"csrf_token": token_of(client, "/account/password"), **typed}
    return client.post(council.address(rest), data=data)


def version(council: Council, number: str) -> str:
    return str(make.response_to(council.assessment, number).version)


def words(answer: TestResponse) -> str:
    """Return what a page says, its tags left out."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def carried_2022(council: Council) -> Assessment:
    earlier = before(council, make.CODE_2022)
    make.answer_several(
        earlier,
        council.officer,
        {
            "5.12": YES,
            "4.6": ResponseContent("yes", commentary="We look into both sides."),
            "4.7": ResponseContent("no", commentary="Not in every team."),
            "1.6": YES,
        },
    )
    return begin(council, earlier)


def test_the_form_offers_the_latest_first_and_chooses_it(council: Council) -> None:
    older = before(council, make.CODE_2020, "2020/21")
    latest = before(council, make.CODE_2022, "2024/25")

    page = council.signed_in("lead").get(start_address(council)).text

    assert page.index("2024/25, Complaint Handling Code 2022, draft") < page.index("2020/21, Comp")
    ticked = re.findall(r'name="start_from"[^>]*value="(\d*)"[^>]*checked', page)
    assert ticked == [str(latest.id)]
    assert f'value="{older.id}"' in page
    assert "Start with empty answers" in page


def test_a_form_without_the_choice_starts_with_empty_answers(council: Council) -> None:
    before(council, make.CODE_2022)

    assert send_start(council, None).status_code == 303

    assert council.assessment.carried_from_id is None


def test_the_preview_tells_everything_and_stores_nothing(council: Council) -> None:
    earlier = before(council, make.CODE_2022)
    make.answer_everything(earlier, council.officer)
    make.raise_action(earlier, council.officer, "Write a leaflet", provisions=["1.8"])
    make.raise_action(earlier, council.officer, "Third stage", provisions=["5.18"])
    turns.ask(earlier, council.member, number="5.12")

    page = send_start(council, earlier)

    said = words(page)
    assert page.status_code == 200
    assert "To confirm 59 New 13 No longer asked 12 Open actions 2 Unsettled questions 1" in said
    assert "11 provisions ask the same or less" in said
    assert "48 provisions have to be answered again" in said
    assert "A figure changed: 10" in said
    assert "Write a leaflet No date given, for 2.2 and 2.3" in said
    assert "for no provision: what it was for (5.18) is no longer asked" in said
    assert db.session.scalar(select(func.count()).select_from(Assessment)) == 1
    assert not db.session.scalar(select(func.count()).select_from(CarriedResponse))


def test_against_2020_it_says_not_asked_and_never_new(council: Council) -> None:
    earlier = before(council, make.CODE_2020)

    said = words(send_start(council, earlier))

    assert "Not asked in the 2020 form" in said
    assert "New in" not in said


def test_the_second_press_creates_and_a_third_meets_what_is_there(council: Council) -> None:
    earlier = before(council, make.CODE_2022)
    preview = send_start(council, earlier)
    token = token_in(preview)

    first = send_start(council, earlier, token=token, do="confirm")
    second = send_start(council, earlier, token=token, do="confirm")

    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["Location"] == council.address()
    assert second.headers["Location"] == f"/landlords/{council.landlord.slug}"
    assert db.session.scalar(select(func.count()).select_from(Assessment)) == 2


def test_change_something_goes_back_with_everything_kept(council: Council) -> None:
    earlier = before(council, make.CODE_2022)

    page = send_start(
        council, earlier, do="change", year="2026/27", assessed_on="3 May 2026", edition="x"
    )

    assert page.status_code == 200
    assert 'value="2026/27"' in page.text
    assert 'value="3 May 2026"' in page.text
    assert re.search(rf'name="start_from"[^>]*value="{earlier.id}"[^>]*checked', page.text)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"edition": make.CODE_2020}, "did not grow out of"),
        ({"year": "2019/20"}, "is before 2024/25"),
        ({"start_from": "999"}, "Choose one of the assessments below"),
        ({"start_from": "all"}, "Choose one of the assessments below"),
        ({"year": "2025"}, "is not a financial year"),
    ],
)
def test_what_cannot_be_carried_is_refused_at_its_field(
    council: Council, typed: dict[str, str], says: str
) -> None:
    earlier = before(council, make.CODE_2022)

    page = send_start(council, earlier, **typed)

    assert page.status_code == 422
    assert says in words(page)
    assert re.search(r'href="#(start_from|year)"', page.text)
    assert db.session.scalar(select(func.count()).select_from(Assessment)) == 1


def test_a_year_that_has_one_already_is_refused_before_the_preview(council: Council) -> None:
    earlier = before(council, make.CODE_2022)

    page = send_start(council, earlier, year="2024/25")

    assert page.status_code == 409
    assert "There is already an unpublished assessment for 2024/25" in words(page)


def test_an_altered_edition_is_no_start(council: Council) -> None:
    earlier = before(council, make.CODE_2022)
    with transaction():
        earlier.edition_digest = "0" * 64

    page = send_start(council, earlier)

    assert page.status_code == 422
    assert "is missing from this installation or is not the same as it was then" in words(page)


def test_a_provision_shows_every_parent_the_words_and_the_choices(council: Council) -> None:
    carried_2022(council)

    page = council.signed_in("officer").get(council.address("/provisions/5.8"))

    said = words(page)
    assert "What you said in 2024/25" in said
    assert said.index("4.6 Impartial") < said.index("4.7 How") < said.index("4.12 Fair chance")
    assert "Not in every team." in said
    assert "it was made out of several" in said
    assert "What is your answer to the words as they stand now?" in said
    assert not re.search(r'id="still-true[^"]*"[^>]*checked', page.text)
    assert {"removed:", "added:"} <= set(re.findall(r"(?:removed|added):", page.text))
    assert "We look into both sides.\n\nNot in every team." in unescape(page.text)


def test_still_true_without_an_answer_says_what_is_missing(council: Council) -> None:
    carried_2022(council)

    page = press(council, "/provisions/5.8/confirm", version=version(council, "5.8"))

    assert page.status_code == 422
    assert '<a href="#still-true">Choose your answer to what the Code says now.</a>' in page.text
    assert 'id="still-true"' in page.text
    assert "<title>Error: " in page.text
    assert make.response_to(council.assessment, "5.8").carried is Carried.TO_CONFIRM


def test_an_answer_that_nobody_offered_is_refused(council: Council) -> None:
    carried_2022(council)

    page = press(
        council, "/provisions/5.8/confirm", version=version(council, "5.8"), answer="maybe"
    )

    assert page.status_code == 422
    assert make.response_to(council.assessment, "5.8").answer is None


def test_still_true_goes_on_to_the_next_to_confirm(council: Council) -> None:
    carried_2022(council)

    answer = press(council, "/provisions/5.8/confirm", version=version(council, "5.8"), answer="no")

    row = make.response_to(council.assessment, "5.8")
    assert answer.headers["Location"] == council.address("/provisions/5.9")
    assert (row.answer, row.carried) == ("no", Carried.CONFIRMED)
    assert row.commentary == "We look into both sides.\n\nNot in every team."


def test_an_old_page_meets_what_is_saved_now(council: Council) -> None:
    assessment = carried_2022(council)
    seen = version(council, "6.13")
    confirm(council, assessment, "6.13")

    for button in ("confirm", "afresh"):
        page = press(council, f"/provisions/6.13/{button}", who="lead", version=seen)
        assert page.status_code == 409
        said = words(page)
        assert "Somebody else saved this while your page was open" in said
        assert "What is saved now" in said
        assert "What you said in 2024/25" in said
    assert make.response_to(assessment, "6.13").answer == "yes"


def test_started_afresh_the_form_is_empty_and_the_old_text_stays(council: Council) -> None:
    carried_2022(council)
    assert "So it is.</textarea>" in council.page_of("officer", "/provisions/6.13").replace(
        "\r\n", ""
    )

    answer = press(council, "/provisions/6.13/afresh", version=version(council, "6.13"))

    page = council.page_of("officer", "/provisions/6.13")
    assert answer.status_code == 303
    assert "So it is.</textarea>" not in page
    assert "So it is." in page
    assert "This provision was started afresh" in page


def test_whoever_only_reads_sees_what_was_said_and_no_buttons(council: Council) -> None:
    carried_2022(council)

    page = council.page_of("reader", "/provisions/6.13")

    assert "What you said in 2024/25" in page
    assert "Still true" not in page
    assert "Start afresh" not in page


def test_the_page_of_what_was_carried_tells_all_of_it(council: Council) -> None:
    earlier = before(council, make.CODE_2022)
    make.answer_several(earlier, council.officer, {"5.18": YES})
    make.raise_action(earlier, council.officer, "Write a leaflet", due="June 2026")
    turns.ask(earlier, council.member, number="5.12")
    begin(council, earlier)

    page = council.signed_in("member").get(council.address("/carried"))

    said = words(page)
    assert "0 confirmed, 59 to confirm, 13 new" in said
    assert "5.18" in said
    assert "Why it is no longer asked:" in said
    assert "So it is." in said
    assert "Write a leaflet June 2026" in said
    assert "1 question of earlier years" in said
    assert f'href="/editions/{make.CODE_2022}/compare/{make.CODE_2024}"' in page.text
    assert "Undo the start" not in said


def test_what_was_started_empty_has_no_such_page(draft: Council) -> None:
    assert draft.signed_in("lead").get(draft.address("/carried")).status_code == 404
    assert "What was carried forward" not in draft.page_of("lead", "")


def test_the_start_is_undone_on_a_page_that_asks(council: Council) -> None:
    earlier = before(council, make.CODE_2022)
    begin(council, earlier)
    assert "Undo the start?" in council.page_of("lead", "/carried/undo")

    answer = press(council, "/carried/undo", who="lead", version=str(council.assessment.version))

    assert answer.headers["Location"] == f"/landlords/{council.landlord.slug}"
    assert send_start(council, earlier, do="confirm").status_code == 303


def test_undoing_says_why_it_is_too_late_and_what_to_do(council: Council) -> None:
    assessment = carried_2022(council)
    confirm(council, assessment, "6.13")

    page = council.page_of("lead", "/carried/undo")
    answer = press(council, "/carried/undo", who="lead", version=str(assessment.version))

    assert "The start cannot be undone" in page
    assert council.address("/steps/discard") in page
    assert answer.status_code == 409
    assert "Discard the assessment instead" in words(answer)


def test_readiness_says_that_the_earlier_answer_is_not_confirmed(council: Council) -> None:
    carried_2022(council)

    page = council.page_of("lead", "/readiness")

    assert "6.13 Different person at stage 2: the earlier answer is not confirmed yet." in page
    assert "5.1 One policy, and no different treatment: not answered yet." in page


def test_a_carried_action_shows_where_it_comes_from_and_how_its_date_moved(
    council: Council,
) -> None:
    earlier = before(council, make.CODE_2022)
    action = make.raise_action(earlier, council.officer, "Write a leaflet", due="May 2026")
    content = ActionContent("Write a leaflet", due=read_due("June 2026"))
    with transaction():
        change_action(
            action, earlier, make.edition_of(earlier), content,
            seen_version=action.version, by=actor(council.officer, council.landlord), now=NOW,
        )  # fmt: skip
    assessment = begin(council, earlier)
    (carried,) = actions_of(assessment)

    page = council.page_of("officer", f"/actions/{carried.id}")
    old = unescape(council.signed_in("officer").get(
        f"/assessments/{earlier.id}/actions/{action.id}"
    ).text)  # fmt: skip

    assert action_facts(carried).due == read_due("June 2026")
    assert f"/assessments/{earlier.id}/actions/{action.id}" in page
    assert "moved from May 2026 to June 2026 by The officer" in page
    assert f"/assessments/{assessment.id}/actions/{carried.id}" in old


def test_the_question_offered_again_shows_all_that_was_said(council: Council) -> None:
    earlier = before(council, make.CODE_2022)
    asked = turns.ask(earlier, council.member, number="5.12")
    turns.reply(asked, council.officer, "We will look into it.")
    begin(council, earlier)

    page = council.page_of("member", "/challenges")

    assert "We will look into it." in page
    assert "Asked again, it is about: 6.13" in page


def test_the_history_tells_of_the_start_the_actions_and_each_choice(council: Council) -> None:
    earlier = before(council, make.CODE_2022)
    make.answer_several(earlier, council.officer, {"5.12": YES, "5.5": YES, "5.1": YES})
    make.raise_action(earlier, council.officer, "Write a leaflet", due="June 2026")
    assessment = begin(council, earlier)
    confirm(council, assessment, "6.13")
    press(council, "/provisions/6.6/afresh", version=version(council, "6.6"))
    make.answer(assessment, council.officer, "6.3", "no", commentary="Late.")

    page = " ".join(council.page_of("lead", "/history").split())

    assert "Code 2024, from the one of 2024/25 on Complaint Handling Code 2022" in page
    assert "carried the action “Write a leaflet” over from 2024/25, for no provision" in page
    assert "said that the earlier answer to 6.13 is still true and took over the answer" in page
    assert "started 6.6 afresh, leaving the earlier answer aside." in page
    assert "recorded 6.3, which confirms it: the answer" in page


def test_the_pages_ask_as_often_for_thirty_answers_as_for_three(council: Council) -> None:
    earlier = before(council, make.CODE_2024)
    numbers = [one.number for one in make.edition_of(earlier).in_form]
    client = council.signed_in("lead")
    pages = ["", "/carried", "/carried/undo", "/provisions/5.6", "/readiness", "/challenges"]

    def counts(start: int, stop: int, year: str) -> dict[str, Any]:
        evidence = tuple(EvidenceFacts(f"Evidence {at}") for at in range(stop))
        said = ResponseContent("yes", evidence=evidence)
        make.answer_several(
            earlier, council.officer, dict.fromkeys((*numbers[start:stop], "5.6"), said)
        )
        for at in range(start, stop):
            make.raise_action(earlier, council.officer, f"Action {at}", provisions=["5.6"])
        begin(council, earlier, year=year)
        client.get("/home")
        client.get(council.address())
        return {page: len(queries_of(client, council.address(page))) for page in pages}

    few = counts(0, FEW, "2025/26")

    assert counts(FEW, MANY, "2026/27") == few
