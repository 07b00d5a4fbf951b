"""Open actions and unsettled questions go on with their history."""

from dataclasses import replace

import pytest

from app.database import transaction
from app.domain.actions import Stage
from app.domain.challenges import Standing
from app.domain.due_dates import read_due
from app.domain.errors import StepNotAllowed
from app.domain.history import Kind
from app.domain.lineage import trace
from app.domain.promises import Standing as PromiseStanding
from app.models import Assessment, Challenge
from app.models.earlier_challenges import unsettled_before
from app.models.facts import action_facts, actions_of
from app.queries.actions import plan_page
from app.queries.promises import promises_of
from app.services import challenges
from app.services.actions import ActionContent, change_action, remove_action
from tests import assessment_factories as make
from tests import challenge_factories as turns
from tests.carrying_factories import before, begin, editions_of
from tests.conftest import NOW
from tests.factories import actor
from tests.integration.conftest import Council


def test_open_actions_go_on_with_their_promise_and_their_heirs(council: Council) -> None:
    earlier = before(council, make.CODE_2022)
    edition = make.edition_of(earlier)
    ended = [one.number for one in edition.in_form if one.number in _ended_in_2024(council)]
    kept = make.raise_action(
        earlier, council.officer, "Write a leaflet", due="June 2026", provisions=["1.8"],
        owner="Head of Housing", stage=Stage.UNDERWAY,
    )  # fmt: skip
    make.raise_action(earlier, council.officer, "Train", provisions=ended[:1])
    make.raise_action(earlier, council.officer, "Finished", stage=Stage.DONE)

    assessment = begin(council, earlier)

    leaflet, train = (action_facts(row) for row in actions_of(assessment))
    assert leaflet == replace(action_facts(kept), id=leaflet.id, provisions=("2.2", "2.3"))
    assert (train.title, train.provisions) == ("Train", ())
    rows = actions_of(assessment)
    assert rows[0].carried_from_id == kept.id
    plan = plan_page(assessment, make.edition_of(assessment), NOW.date())
    assert plan.open_count == 2
    assert [entry.kind for entry in council.history()].count(Kind.ACTION_CARRIED) == 2
    assert len(actions_of(earlier)) == 3


def ask_again(council: Council, assessment: Assessment, challenge_id: int) -> Challenge:
    with transaction():
        return challenges.ask_again(
            assessment,
            make.edition_of(assessment),
            challenge_id,
            editions_of(council),
            by=actor(council.member, council.landlord),
            now=NOW,
        )


def _ended_in_2024(council: Council) -> set[str]:
    shelf = editions_of(council)
    lineage = trace(shelf.by_id[make.CODE_2022], shelf.by_id[make.CODE_2024], shelf)
    assert lineage is not None
    return {one.number for one in lineage.ended}


def test_an_action_that_goes_on_elsewhere_is_not_taken_away(council: Council) -> None:
    earlier = before(council, make.CODE_2024)
    action = make.raise_action(earlier, council.officer)
    begin(council, earlier)

    with pytest.raises(StepNotAllowed, match="goes on in the plan of a later year"), transaction():
        remove_action(
            action,
            earlier,
            seen_version=action.version,
            by=actor(council.officer, council.landlord),
            now=NOW,
        )


def test_an_unsettled_question_is_offered_again_about_what_continues_its_subject(
    council: Council,
) -> None:
    earlier = before(council, make.CODE_2022)
    action = make.raise_action(earlier, council.officer, "Write a leaflet")
    turns.ask(earlier, council.member, number="5.12")
    turns.ask(earlier, council.member, action_id=action.id)
    assessment = begin(council, earlier)
    (carried,) = actions_of(assessment)
    by = actor(council.officer, council.landlord)
    content = ActionContent("A leaflet for everybody", due=read_due("June 2026"))
    with transaction():
        change_action(
            carried, assessment, make.edition_of(assessment), content,
            seen_version=carried.version, by=by, now=NOW,
        )  # fmt: skip

    again = [
        ask_again(council, assessment, challenge.id)
        for challenge, _ in unsettled_before(assessment)
    ]

    assert [one.number for one in again] == ["6.13", None]
    assert [one.action_id for one in again] == [None, carried.id]
    assert {one.standing for one in again} == {Standing.AWAITING_REPLY}


def test_a_promise_that_was_carried_stays_one_promise_and_is_told_by_its_newest_copy(
    published: Council,
) -> None:
    earlier, slug = published.assessment, published.landlord.slug
    make.start_correction(earlier, published.lead)
    action = make.raise_action(earlier, published.officer, "Write a leaflet", due="June 2026")
    make.send_for_scrutiny(earlier, published.lead)
    make.write_response(earlier, published.member)
    make.sign_off(earlier, published.member)
    make.publish(earlier, published.lead, "A leaflet is promised.")
    assessment = begin(published, earlier, year="2026/27")
    (carried,) = actions_of(assessment)
    by = actor(published.officer, published.landlord)
    content = ActionContent("Write a leaflet", due=read_due("June 2027"))
    with transaction():
        change_action(
            carried, assessment, make.edition_of(assessment), content,
            seen_version=carried.version, by=by, now=NOW,
        )  # fmt: skip

    (promise,) = promises_of(slug, NOW.date()).made

    assert promise.action_id == action.id
    assert [one.due for one in promise.dates] == [read_due("June 2026"), read_due("June 2027")]
    assert promise.standing is PromiseStanding.MOVED
