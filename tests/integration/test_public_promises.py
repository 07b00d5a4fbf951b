"""What was promised in public, and where it stands today by what the landlord records."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from app.database import db, transaction
from app.domain.actions import Stage
from app.domain.due_dates import read_due
from app.domain.workflow import Reason
from app.models import Action
from app.services import actions
from app.services.actions import ActionContent
from app.web import promises as web
from tests import assessment_factories as make
from tests.conftest import NOW
from tests.factories import actor
from tests.integration.conftest import Council, queries_of

LATER = NOW + timedelta(days=30)


def address(council: Council) -> str:
    return f"/published/{council.landlord.slug}/promises"


def page(council: Council) -> str:
    answer = council.visitor().get(address(council))
    assert answer.status_code == 200, answer.text
    return " ".join(answer.text.split())


def change(council: Council, action: Action, at: datetime = LATER, **content: Any) -> None:
    """Record how an action has got on, as an officer does between two publications."""
    said = ActionContent(
        **{"title": action.title, "stage": action.stage, "provisions": ("5.6",)}
        | {"due": read_due(action.due_promised), "owner": action.owner}
        | content
    )
    with transaction():
        actions.change_action(
            action,
            council.assessment,
            council.edition,
            said,
            seen_version=action.version,
            by=actor(council.officer, council.landlord),
            now=at,
        )


def publish(council: Council, reason: str = "") -> None:
    make.send_for_scrutiny(council.assessment, council.lead)
    if not reason:
        make.write_response(council.assessment, council.member)
    make.sign_off(council.assessment, council.member)
    make.publish(council.assessment, council.lead, reason)


@pytest.fixture
def promised(answered: Council, monkeypatch: pytest.MonkeyPatch) -> Council:
    """The council with one promise in public, looked at before its day."""
    monkeypatch.setattr(web, "today", lambda: date(2027, 9, 1))
    make.raise_action(
        answered.assessment,
        answered.officer,
        "Fill the vacant post",
        due="30 September 2027",
        provisions=["5.6"],
    )
    publish(answered)
    return answered


def the_action(council: Council) -> Action:
    return db.session.get_one(Action, 1)


def on(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    monkeypatch.setattr(web, "today", lambda: day)


def test_a_promise_is_told_with_its_year_its_day_and_its_provision(promised: Council) -> None:
    shown = page(promised)

    assert "1 promise has been published. It is not due yet." in shown
    assert "Fill the vacant post" in shown
    assert f'<a href="/published/{promised.landlord.slug}/2025-26/v1#plan">2025/26</a>' in shown
    assert f'<a href="/published/{promised.landlord.slug}/2025-26/v1#p-5.6">5.6</a>' in shown
    assert "30 September 2027" in shown
    assert "is what the landlord records today, and nobody else has checked it" in shown


@pytest.mark.parametrize(
    ("content", "day", "said"),
    [
        ({}, date(2027, 9, 30), "Not due yet"),
        ({}, date(2027, 10, 1), "Late"),
        ({"stage": Stage.DONE}, date(2027, 10, 1), "Kept"),
        ({"due": read_due("March 2028")}, date(2027, 10, 1), "Moved to a later date"),
        (
            {"stage": Stage.DROPPED, "dropped_reason": "The money went <elsewhere>"},
            date(2027, 10, 1),
            "Dropped",
        ),
    ],
)
def test_it_stands_where_the_landlord_records_it(
    promised: Council,
    monkeypatch: pytest.MonkeyPatch,
    content: dict[str, Any],
    day: date,
    said: str,
) -> None:
    if content:
        change(promised, the_action(promised), **content)
    on(monkeypatch, day)

    shown = page(promised)

    assert f'<strong class="standing">{said}</strong>' in shown
    assert ("Nothing has been recorded since" in shown) is (not content)
    if "dropped_reason" in content:
        assert "Reason: The money went &lt;elsewhere&gt;" in shown
    if "due" in content:
        assert "As recorded today: March 2028 (31 March 2028 at the latest)" in shown


def test_what_was_done_after_its_day_is_late(promised: Council) -> None:
    change(promised, the_action(promised), at=NOW + timedelta(days=500), stage=Stage.DONE)

    shown = page(promised)

    assert '<strong class="standing">Late</strong>' in shown
    assert "Recorded as done on" in shown


def test_a_correction_neither_erases_a_promise_nor_its_first_day(
    promised: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.start_correction(promised.assessment, promised.lead)
    change(
        promised,
        the_action(promised),
        due=read_due("March 2028"),
        title="Think about the vacant post",
    )
    publish(promised, "The plan was too hopeful")
    make.start_correction(promised.assessment, promised.lead)
    change(promised, the_action(promised), stage=Stage.DROPPED, dropped_reason="No money")
    publish(promised, "The plan was given up")

    shown = page(promised)

    assert "Fill the vacant post" in shown
    assert "Later published as: Think about the vacant post" in shown
    assert ": March 2028 (31 March 2028 at the latest)" in shown
    assert '<strong class="standing">Dropped</strong>' in shown
    assert "2025-26/v1#plan" in shown


def test_only_how_a_published_action_gets_on_is_told_of_a_draft(promised: Council) -> None:
    make.start_correction(promised.assessment, promised.lead)
    change(
        promised,
        the_action(promised),
        title="A title nobody has signed",
        owner="An owner nobody has signed",
        due=read_due("March 2028"),
    )
    make.raise_action(promised.assessment, promised.officer, "Never published", due="May 2027")

    shown = page(promised)

    assert "Moved to a later date" in shown
    for unpublished in ("A title nobody", "An owner nobody", "Never published", "May 2027"):
        assert unpublished not in shown


def test_a_record_of_the_past_is_not_judged_until_something_is_recorded(
    council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(monkeypatch, date(2030, 1, 1))
    make.start(council.landlord, council.lead, make.CODE_2022, "2022/23", Reason.RECORD)
    action = make.raise_action(council.assessment, council.lead, "Train everybody", due="May 2023")
    make.publish(council.assessment, council.lead)

    shown = page(council)
    change(council, action, due=read_due("June 2023"), provisions=())
    judged = page(council)

    assert "1 promise has been published. Nothing has been recorded since." in shown
    assert '<strong class="standing">Nothing recorded since</strong>' in shown
    assert '<strong class="standing">Late</strong>' in judged


def test_a_landlord_without_a_promise_says_so(published: Council) -> None:
    assert "so there is no promise to follow up" in page(published)


def test_where_nothing_is_published_there_are_no_promises(signed_off: Council) -> None:
    for slug in (signed_off.landlord.slug, "nowhere"):
        answer = signed_off.visitor().get(f"/published/{slug}/promises")

        assert answer.status_code == 404
        assert "No landlord has published anything at this address" in answer.text


def test_another_landlords_actions_are_never_taken_for_ones_own(promised: Council) -> None:
    stranger = promised.person("stranger")
    make.start(promised.elsewhere, stranger)

    assert promised.visitor().get("/published/elsewhere-homes/promises").status_code == 404


def test_the_page_is_sent_again_only_when_it_changed(
    promised: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = promised.visitor().get(address(promised))
    tag = {"If-None-Match": first.headers["ETag"]}

    again = promised.visitor().get(address(promised), headers=tag)
    on(monkeypatch, date(2027, 10, 1))
    late = promised.visitor().get(address(promised), headers=tag)

    assert first.headers["Cache-Control"] == "public, no-cache"
    assert (again.status_code, late.status_code) == (304, 200)


def test_a_demonstration_says_so_and_is_not_to_be_found(promised: Council) -> None:
    with transaction():
        promised.landlord.demonstration_notice = "This is a demonstration."

    answer = promised.visitor().get(address(promised))

    assert "This is a demonstration." in answer.text
    assert 'name="robots" content="noindex' in answer.text
    assert "noindex" in answer.headers["X-Robots-Tag"]


def test_the_page_asks_the_database_as_often_for_more_promises(promised: Council) -> None:
    few = len(queries_of(promised.visitor(), address(promised)))
    make.start_correction(promised.assessment, promised.lead)
    for number in range(10):
        make.raise_action(promised.assessment, promised.officer, f"Do {number}", due="May 2027")
    publish(promised, "There is more to do")

    assert len(queries_of(promised.visitor(), address(promised))) == few
