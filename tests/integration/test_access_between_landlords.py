"""Nobody sees or changes another landlord's work: it is not found, whatever they try."""

import pytest

from app.database import db, transaction
from app.domain.errors import NotFound
from app.domain.workflow import State
from app.queries.actions import action_in
from app.services import people
from tests import assessment_factories as make
from tests.conftest import NOW
from tests.factories import actor, membership_of
from tests.integration.conftest import Council

PAGES = [
    "",
    "/summary",
    "/readiness",
    "/plan",
    "/plan.csv",
    "/history",
    "/text",
    "/send",
    "/response",
    "/sign-off",
    "/publish",
    "/steps/reopen",
    "/actions/new",
    "/actions/1",
    "/challenges",
    "/challenges/new",
    "/challenges/1",
    "/provisions/1.2",
    "/provisions/1.2/history",
]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_another_landlord_is_not_found(answered: Council, page: str) -> None:
    make.raise_action(answered.assessment, answered.officer)

    answer = answered.signed_in("stranger").get(answered.address(page))

    assert answer.status_code == 404
    assert "Ashford" not in answer.text


@pytest.mark.parametrize(
    "page",
    ["/provisions/1.2", "/actions/new", "/send", "/publish", "/steps/reopen", "/sign-off"],
)
def test_a_form_sent_to_another_landlord_changes_nothing(answered: Council, page: str) -> None:
    client = answered.signed_in("stranger")
    token = client.get("/account/password").text.split('name="csrf_token" value="')[1]
    before = len(answered.history())

    answer = client.post(
        answered.address(page),
        data={"csrf_token": token.split('"')[0], "version": "1", "title": "Mine", "reason": "Mine"},
    )

    assert answer.status_code == 404
    assert len(answered.history()) == before
    assert answered.assessment.state is State.DRAFT


@pytest.mark.parametrize("page", ["", "/history", "/assessments/new", "/settings", "/people"])
def test_the_pages_of_another_landlord_are_not_found(council: Council, page: str) -> None:
    address = f"/landlords/{council.landlord.slug}{page}"

    answer = council.signed_in("stranger").get(address)

    assert answer.status_code == 404
    assert "Ashford" not in answer.text


def test_an_assessment_that_never_was_looks_like_another_landlords(answered: Council) -> None:
    theirs = answered.signed_in("stranger").get(answered.address())

    never = answered.signed_in("stranger").get("/assessments/99")

    assert never.status_code == 404
    assert never.text == theirs.text


def test_an_assessment_beyond_all_numbers_is_no_fault(answered: Council) -> None:
    answer = answered.signed_in("lead").get("/assessments/99999999999999999999")

    assert answer.status_code == 404


@pytest.mark.parametrize("page", ["/history?before=99999999999999999999", "/actions/" + "9" * 30])
def test_a_number_beyond_all_numbers_is_no_fault(answered: Council, page: str) -> None:
    answer = answered.signed_in("lead").get(answered.address(page))

    assert answer.status_code in (200, 404)


def test_an_action_cannot_be_reached_through_another_landlords_assessment(draft: Council) -> None:
    action = make.raise_action(draft.assessment, draft.officer)
    own = make.start(draft.elsewhere, draft.person("stranger"))

    with pytest.raises(NotFound):
        action_in(own, action.id)
    page = draft.signed_in("stranger").get(f"/assessments/{own.id}/actions/{action.id}")

    assert page.status_code == 404
    db.session.rollback()


def test_without_signing_in_every_page_leads_to_the_sign_in(answered: Council) -> None:
    visitor = answered.visitor()

    answers = [visitor.get(answered.address(page)) for page in PAGES]

    assert {one.status_code for one in answers} == {303}
    assert all(one.location.startswith("/sign-in") for one in answers)


def test_who_lost_their_access_finds_nothing_any_more(answered: Council) -> None:
    client = answered.signed_in("officer")
    membership = membership_of(answered.officer, answered.landlord)
    assert client.get(answered.address()).status_code == 200
    with transaction():
        people.disable_person(
            actor(answered.lead, answered.landlord),
            membership.id,
            seen_version=membership.version,
            now=NOW,
        )

    answer = client.get(answered.address())

    assert answer.status_code in (303, 404)


@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        ("lead", {"/send", "/publish", "/actions/new"}),
        ("officer", {"/actions/new"}),
        ("member", {"/sign-off", "/response"}),
        ("reader", set()),
    ],
)
def test_a_page_that_is_not_for_a_role_is_refused_with_the_reason(
    answered: Council, who: str, allowed: set[str]
) -> None:
    client = answered.signed_in(who)
    pages = ("/send", "/publish", "/actions/new", "/sign-off", "/response")

    answers = {page: client.get(answered.address(page)) for page in pages}

    assert {page for page, one in answers.items() if one.status_code == 200} == allowed
    for page in set(pages) - allowed:
        assert answers[page].status_code == 403
        assert "You cannot do this" in answers[page].text
