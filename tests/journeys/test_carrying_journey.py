"""A new year from the last one: looked at, undone, started again, and confirmed one by one."""

from flask import Flask
from playwright.sync_api import expect

from app.domain.workflow import State
from tests.journeys.conftest import Walk
from tests.journeys.story import Story, make_cast
from tests.journeys.walker import Walker


def test_a_lead_starts_from_last_year_and_an_officer_confirms(app: Flask, walk: Walk) -> None:
    cast = make_cast()
    last_year = Story.begin(cast, edition="housing-ombudsman-2022", year="2024/25")
    last_year.answer_the_rest()
    last_year.promise("Write a leaflet for residents", "June 2090", "1.8")
    lead, officer = walk(), walk()
    lead.sign_in(cast.lead.email)
    officer.sign_in(cast.officer.email)

    _looks_first_and_changes_something(lead)
    _starts_and_undoes_it(lead)
    _starts_again(lead)
    story = Story.of(cast, lead.path)
    _confirms_in_one_press(officer, story.at)
    _answers_what_was_merged(officer, story.at)
    _starts_one_afresh_and_updates_another(officer, story.at)
    _sees_how_far_it_is(lead, story.at)

    assert Story.of(cast, lead.path).assessment.state is State.DRAFT


def _looks_first_and_changes_something(lead: Walker) -> None:
    lead.goto("/home")
    lead.press("Start an assessment")
    lead.choose("What does it start from?", "2024/25, Complaint Handling Code 2022, draft")
    lead.fill("Which financial year is it for?", "2023/24")
    lead.press("Start", status=422)
    assert "2023/24 is before 2024/25" in lead.text()

    lead.fill("Which financial year is it for?", "2025/26")
    lead.fill("When was it made, if it is a past one?", "3 May 2026")
    lead.press("Start")
    assert lead.heading == "What comes along"
    assert "Nothing is created yet." in lead.text()
    assert "48 provisions have to be answered again" in lead.text()
    lead.press("Change something")
    expect(lead.page.get_by_label("When was it made, if it is a past one?")).to_have_value(
        "3 May 2026"
    )
    lead.press("Start")


def _starts_and_undoes_it(lead: Walker) -> None:
    lead.press("Start it so")
    assert "0 confirmed, 59 to confirm, 13 new" in lead.text()
    lead.follow("What was carried forward")
    lead.follow("Undo the start")
    lead.press("Undo the start")
    assert "The start is undone." in lead.page.locator("body").inner_text()


def _starts_again(lead: Walker) -> None:
    lead.press("Start an assessment")
    lead.press("Start")
    lead.press("Start it so")
    assert "2025/26" in lead.heading


def _confirms_in_one_press(officer: Walker, at: str) -> None:
    officer.goto(f"{at}/provisions/6.13")
    assert "What you said in 2024/25" in officer.text()
    officer.press("Still true")
    assert "Next to confirm: 6.14." in officer.page.locator("body").inner_text()
    assert officer.heading.startswith("6.14 ")


def _answers_what_was_merged(officer: Walker, at: str) -> None:
    officer.goto(f"{at}/provisions/5.8")
    for parent in ("4.6", "4.7", "4.12"):
        expect(officer.page.locator(".said h3", has_text=parent)).to_have_count(1)
    officer.press("Confirm with this answer", status=422)
    assert "Choose your answer to what the Code says now." in officer.text()
    officer.choose("What is your answer to the words as they stand now?", "Yes")
    officer.press("Confirm with this answer")

    officer.goto(f"{at}/provisions/5.8")
    assert "It is confirmed" in officer.text()
    group = officer.page.get_by_role("group", name="Do you comply?")
    expect(group.get_by_label("Yes", exact=True)).to_be_checked()


def _starts_one_afresh_and_updates_another(officer: Walker, at: str) -> None:
    officer.goto(f"{at}/provisions/6.6")
    officer.press("Start afresh")
    first = officer.page.get_by_label("What it is, and where in it", exact=True).first
    expect(first).to_have_value("")

    officer.goto(f"{at}/provisions/6.7")
    expect(
        officer.page.get_by_label("What it is, and where in it", exact=True).first
    ).not_to_have_value("")
    officer.choose("Do you comply?", "No")
    officer.fill("Commentary", "Two teams answer in general words.")
    officer.press("Save")
    assert "It is confirmed" in officer.text()


def _sees_how_far_it_is(lead: Walker, at: str) -> None:
    lead.goto(at)
    assert "3 confirmed, 55 to confirm, 13 new, 1 started afresh" in lead.text()
    lead.follow("What was carried forward")
    assert "Write a leaflet for residents" in lead.text()
    lead.goto(f"{at}/carried/undo")
    assert lead.heading == "The start cannot be undone"
