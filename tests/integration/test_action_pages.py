"""Promises: their dates as promised and as counted, their moves, and the plan that they make."""

import csv
import io
from datetime import date

import pytest

from app.database import transaction
from app.domain.actions import Source, Stage
from app.domain.due_dates import read_due
from app.domain.errors import (
    AlreadyExists,
    ChangedByAnother,
    Invalid,
    NotAllowed,
    StepNotAllowed,
)
from app.domain.history import Kind
from app.models import Action
from app.queries.actions import plan_page
from app.services.actions import ActionContent, change_action, raise_action
from tests import assessment_factories as make
from tests.conftest import NOW
from tests.factories import actor
from tests.integration.conftest import Council, fill_in, form_of

CLOSED = ["under_scrutiny", "signed_off"]


def change(
    council: Council,
    action: Action,
    content: ActionContent,
    *,
    seen_version: int,
    by: str = "officer",
) -> None:
    with transaction():
        change_action(
            action,
            council.assessment,
            council.edition,
            content,
            seen_version=seen_version,
            by=actor(council.person(by), council.landlord),
            now=NOW,
        )


def sentences(council: Council) -> list[str]:
    page = council.signed_in("reader").get(council.address("/history")).text
    told = page.split('<ol class="history">')[1].split("</ol>")[0]
    return [one.split("</p>")[0].strip() for one in told.split('<p class="govuk-body">')[1:]]


# At the service.


@pytest.mark.parametrize(
    ("promised", "last_day"),
    [
        ("30 September 2026", date(2026, 9, 30)),
        ("September 2026", date(2026, 9, 30)),
        ("end of Quarter 2 2026/27", date(2026, 9, 30)),
        ("2026/27", date(2027, 3, 31)),
        ("", None),
    ],
)
def test_a_promise_keeps_its_words_and_its_last_day(
    draft: Council, promised: str, last_day: date | None
) -> None:
    action = make.raise_action(draft.assessment, draft.officer, due=promised)

    assert (action.due_promised, action.due_last_day) == (promised, last_day)


def test_one_action_may_be_for_two_provisions_or_for_none(draft: Council) -> None:
    both = make.raise_action(draft.assessment, draft.officer, provisions=("6.10", "5.7", "5.7"))
    none = make.raise_action(draft.assessment, draft.officer)

    assert {link.number for link in both.provisions} == {"5.7", "6.10"}
    assert none.provisions == []


@pytest.mark.parametrize(
    ("content", "field"),
    [
        (ActionContent(""), "title"),
        (ActionContent("Drop it", stage=Stage.DROPPED), "dropped_reason"),
        (ActionContent("Do it", provisions=("1.1",)), "provisions"),
        (ActionContent("Do it", provisions=("99.9",)), "provisions"),
    ],
)
def test_an_action_that_makes_no_sense_is_refused_at_its_field(
    draft: Council, content: ActionContent, field: str
) -> None:
    with pytest.raises(Invalid) as refused, transaction():
        raise_action(
            draft.assessment,
            draft.edition,
            content,
            by=actor(draft.officer, draft.landlord),
            now=NOW,
            token=make.new_token(),
        )

    assert refused.value.field == field


def test_the_same_press_raises_one_action(draft: Council) -> None:
    by = actor(draft.officer, draft.landlord)

    def press() -> None:
        with transaction():
            raise_action(
                draft.assessment,
                draft.edition,
                ActionContent("Hire two people"),
                by=by,
                now=NOW,
                token="one press",
            )

    press()
    with pytest.raises(AlreadyExists):
        press()

    assert [one.kind for one in draft.history()].count(Kind.ACTION_RAISED) == 1


def test_every_move_of_a_date_is_kept(draft: Council) -> None:
    action = make.raise_action(draft.assessment, draft.officer, "Hire", due="March 2026")
    for version, promised in enumerate(("June 2026", "Quarter 3 2026/27"), start=1):
        moved = ActionContent("Hire", due=read_due(promised))
        change(draft, action, moved, seen_version=version)

    moves = [one for one in draft.history() if one.kind is Kind.ACTION_CHANGED]

    assert [(one.before or {})["due_promised"] for one in moves] == ["March 2026", "June 2026"]
    assert [(one.after or {})["due_last_day"] for one in moves] == ["2026-06-30", "2026-12-31"]
    told = [one for one in sentences(draft) if "its date moved" in one]
    assert told[0].endswith("its date moved from June 2026 to Quarter 3 2026/27.")
    assert told[1].endswith("its date moved from March 2026 to June 2026.")


def test_each_change_of_an_action_is_told_in_words(draft: Council) -> None:
    action = make.raise_action(draft.assessment, draft.officer, "Hire")

    change(
        draft,
        action,
        ActionContent(
            "Hire two people",
            owner="Head of Housing",
            stage=Stage.DROPPED,
            source=Source.OMBUDSMAN,
            provisions=("5.6", "5.7"),
            dropped_reason="No money",
        ),
        seen_version=1,
    )

    told = sentences(draft)[0]
    for words in (
        "The officer changed the action “Hire”:",
        "it is now called “Hire two people”",
        "its owner was not given and is Head of Housing",
        "it was planned and is dropped",
        "its source is now “Asked by the Ombudsman”",
        "it is now for 5.6 and 5.7",
        "the reason: “No money”.",
    ):
        assert words in told


def test_saving_an_action_without_a_change_writes_no_history(draft: Council) -> None:
    content = ActionContent("Hire", due=read_due("March 2027"), provisions=("6.10", "6.9"))
    action = make.raise_action(
        draft.assessment, draft.officer, "Hire", due="March 2027", provisions=("6.9", "6.10")
    )

    change(draft, action, content, seen_version=1)

    assert action.version == 1
    assert draft.history()[-1].kind is Kind.ACTION_RAISED


def test_a_reason_for_dropping_is_kept_only_of_what_is_dropped(draft: Council) -> None:
    action = make.raise_action(draft.assessment, draft.officer, "Hire")
    typed = ActionContent("Hire", owner="Head of Housing", dropped_reason="No money")

    change(draft, action, typed, seen_version=1)

    assert action.dropped_reason == ""
    assert set(draft.history()[-1].after or {}) == {"owner"}


def test_changing_only_the_provisions_makes_the_older_form_stale(draft: Council) -> None:
    action = make.raise_action(draft.assessment, draft.officer, "Hire")
    change(draft, action, ActionContent("Hire", provisions=("5.6",)), seen_version=1)

    with pytest.raises(ChangedByAnother):
        change(draft, action, ActionContent("Mine"), seen_version=1, by="lead")

    assert action.title == "Hire"


@pytest.mark.parametrize("state", CLOSED)
def test_the_plan_is_closed_while_it_is_scrutinised_and_signed(
    state: str, request: pytest.FixtureRequest
) -> None:
    council: Council = request.getfixturevalue(state)

    with pytest.raises(StepNotAllowed, match="part of the text under scrutiny"):
        make.raise_action(council.assessment, council.lead)


def test_the_plan_is_open_again_after_publication(published: Council) -> None:
    action = make.raise_action(published.assessment, published.officer, "Hire")

    change(published, action, ActionContent("Hire", stage=Stage.DONE), seen_version=1)

    assert action.stage is Stage.DONE


@pytest.mark.parametrize("who", ["member", "reader"])
def test_who_may_not_edit_promises_nothing(draft: Council, who: str) -> None:
    with pytest.raises(NotAllowed):
        make.raise_action(draft.assessment, draft.person(who))


# The plan.


@pytest.fixture
def planned(draft: Council) -> Council:
    for title, due, stage in (
        ("No date", "", Stage.PLANNED),
        ("Due later", "2027/28", Stage.PLANNED),
        ("Due today", "21 November 2026", Stage.UNDERWAY),
        ("Overdue", "March 2026", Stage.UNDERWAY),
        ("Long overdue", "2024/25", Stage.PLANNED),
        ("Done", "March 2025", Stage.DONE),
    ):
        make.raise_action(draft.assessment, draft.officer, title, due=due, stage=stage)
    return draft


def test_the_plan_is_ordered_by_what_is_overdue_and_due_next(planned: Council) -> None:
    page = plan_page(planned.assessment, planned.edition, date(2026, 11, 21))

    assert [line.title for line in page.overdue] == ["Long overdue", "Overdue"]
    assert [line.title for line in page.due] == ["Due today", "Due later"]
    assert [line.title for line in page.no_date] == ["No date"]
    assert [line.title for line in page.closed] == ["Done"]
    assert page.open_count == 5


def test_the_day_after_its_last_day_an_action_is_overdue(planned: Council) -> None:
    page = plan_page(planned.assessment, planned.edition, date(2026, 11, 22))

    assert [line.title for line in page.overdue] == ["Long overdue", "Overdue", "Due today"]


def test_the_plan_says_in_words_what_is_overdue_and_which_day_is_the_last(
    planned: Council,
) -> None:
    page = planned.signed_in("reader").get(planned.address("/plan")).text

    assert "of them overdue" in page
    assert '2024/25<br><span class="quiet">last day 31 March 2025</span>' in page
    assert "last day 21 November 2026" not in page
    assert "Add an action" not in page


def test_a_plan_without_actions_says_so(draft: Council) -> None:
    page = draft.signed_in("officer").get(draft.address("/plan")).text

    assert "0 open actions." in page
    assert "Nothing is promised yet." in page
    assert "Add an action" in page


def test_the_plan_as_csv_holds_every_action_and_no_formula(draft: Council) -> None:
    make.raise_action(
        draft.assessment,
        draft.officer,
        '=HYPERLINK("https://evil.example")',
        owner="+44 20",
        due="March 2027",
        provisions=("5.7", "5.6"),
        stage=Stage.DROPPED,
        dropped_reason="@SUM(A1)",
    )

    sent = draft.signed_in("reader").get(draft.address("/plan.csv"))

    rows = list(csv.reader(io.StringIO(sent.data.decode("utf-8-sig"))))
    assert rows[0][:3] == ["Action", "For provisions", "Source"]
    assert rows[1] == [
        '\'=HYPERLINK("https://evil.example")',
        "5.6, 5.7",
        "From the self-assessment",
        "'+44 20",
        "March 2027",
        "2027-03-31",
        "Dropped",
        "'@SUM(A1)",
    ]
    name = f'filename="improvement-plan-{draft.landlord.slug}-2025-26.csv"'
    assert name in sent.headers["Content-Disposition"]


# At the page.


def test_an_action_is_raised_from_a_provision_and_leads_back_to_it(draft: Council) -> None:
    client = draft.signed_in("officer")

    saved = fill_in(
        client,
        draft.address("/actions/new?provision=5.6"),
        title="Hire two people",
        owner="Head of Housing",
        due="by the end of Quarter 2 2026/27",
        provisions=["5.6", "5.7"],
    )

    assert saved.status_code == 303
    assert saved.location == draft.address("/provisions/5.6#actions")
    plan = client.get(draft.address("/plan")).text
    assert "Hire two people" in plan
    assert "5.6, 5.7" in plan
    assert "by the end of Quarter 2 2026/27" in plan
    assert "last day 30 September 2026" in plan


def test_the_form_of_a_new_action_has_its_provision_ticked(draft: Council) -> None:
    page = draft.signed_in("officer").get(draft.address("/actions/new?provision=5.6"))

    assert form_of(page)["provisions"] == ["5.6"]


def test_the_end_of_the_landlords_own_year_counts(draft: Council) -> None:
    fill_in(
        draft.signed_in("lead"),
        f"/landlords/{draft.landlord.slug}/settings",
        year_end_month="6",
    )
    client = draft.signed_in("officer")

    fill_in(client, draft.address("/actions/new"), title="Hire", due="2026/27")

    assert "last day 30 June 2027" in client.get(draft.address("/plan")).text


def test_a_second_press_raises_nothing_and_is_no_error(draft: Council) -> None:
    client = draft.signed_in("officer")
    typed = form_of(client.get(draft.address("/actions/new"))) | {"title": "Hire"}

    answers = [client.post(draft.address("/actions/new"), data=typed) for _ in range(2)]

    assert [one.status_code for one in answers] == [303, 303]
    assert "1 open action." in client.get(draft.address("/plan")).text


@pytest.mark.parametrize(
    ("typed", "said", "field"),
    [
        ({"title": " "}, "Write what will be done", "title"),
        ({"due": "soon"}, "“soon” is not a date that can be counted", "due"),
        ({"due": "31 February 2027"}, "is not a date that can be counted", "due"),
        ({"due": "2026/28"}, "“2026/28” is not a date that can be counted", "due"),
        ({"stage": "dropped"}, "Write why the action was dropped", "dropped_reason"),
        ({"stage": "finished"}, "Choose one of the answers", ""),
        ({"provisions": ["9.9"]}, "The edition has no provision 9.9", "provisions"),
    ],
)
def test_what_was_typed_of_an_action_is_shown_again(
    draft: Council, typed: dict[str, str | list[str]], said: str, field: str
) -> None:
    client = draft.signed_in("officer")
    all_typed: dict[str, str | list[str]] = {"title": "Hire", "owner": "Head of Housing"}
    all_typed |= typed

    answer = fill_in(client, draft.address("/actions/new"), **all_typed)

    assert answer.status_code == 422
    assert said in answer.text
    assert f'href="#{field}"' in answer.text or not field
    again = form_of(answer)
    assert again["owner"] == ["Head of Housing"]
    assert again["title"] == [all_typed["title"]]
    assert again["due"] == [typed.get("due", "")]


def test_of_two_forms_of_an_action_the_later_one_shows_both(draft: Council) -> None:
    action = make.raise_action(draft.assessment, draft.officer, "Hire")
    page = draft.address(f"/actions/{action.id}")
    theirs, mine = draft.signed_in("lead"), draft.signed_in("officer")
    typed = form_of(mine.get(page)) | {"owner": "My owner", "due": "March 2028"}
    fill_in(theirs, page, owner="Their owner")

    clash = mine.post(page, data=typed)

    assert clash.status_code == 409
    assert "Somebody else saved this" in clash.text
    assert ">Their owner</dd>" in clash.text
    assert form_of(clash)["owner"] == ["My owner"]
    assert form_of(clash)["due"] == ["March 2028"]
    assert mine.post(page, data=form_of(clash)).status_code == 303


@pytest.mark.parametrize("who", ["officer", "reader"])
def test_a_closed_action_is_shown_without_its_form(answered: Council, who: str) -> None:
    action = make.raise_action(answered.assessment, answered.officer, "Hire", due="2026/27")
    make.send_for_scrutiny(answered.assessment, answered.lead)

    page = answered.signed_in(who).get(answered.address(f"/actions/{action.id}"))

    assert "2026/27 (last day 31 March 2027)" in page.text
    assert "<textarea" not in page.text


def test_an_action_of_another_assessment_is_not_found(draft: Council) -> None:
    action = make.raise_action(draft.assessment, draft.officer, "Hire")
    make.start(draft.landlord, draft.lead, year="2026/27")

    answer = draft.signed_in("lead").get(draft.address(f"/actions/{action.id}"))

    assert answer.status_code == 404
    assert "no such action" in answer.text


def test_an_action_entered_by_mistake_is_removed_and_the_history_keeps_it(draft: Council) -> None:
    action = make.raise_action(draft.assessment, draft.officer, "Hire nobody")
    client = draft.signed_in("officer")
    page = draft.address(f"/actions/{action.id}")
    form = form_of(client.get(page))

    answer = client.post(f"{page}/remove", data=form)

    assert answer.status_code == 303
    assert "Hire nobody" not in client.get(draft.address("/plan")).text
    said = client.get(draft.address("/history")).text
    assert "removed the action “Hire nobody”, which was entered by mistake" in said


def test_an_action_that_was_published_cannot_be_removed(published: Council) -> None:
    action = make.raise_action(published.assessment, published.officer, "Hire")
    client = published.signed_in("officer")
    page = published.address(f"/actions/{action.id}")
    shown = client.get(page)

    answer = client.post(f"{page}/remove", data=form_of(shown))

    assert "remove it" not in shown.text
    assert answer.status_code == 409
    assert "Drop it, and say why." in answer.text
