"""A complaints lead: from sign-in to a new year's assessment that is sent for scrutiny."""

from flask import Flask
from playwright.sync_api import expect

from app.database import db
from tests.journeys.conftest import Walk
from tests.journeys.story import Story, make_cast
from tests.journeys.walker import Walker

# As Word puts it on the clipboard: bullets and fixed spaces instead of lists.
FROM_WORD = (
    "In 2025/26 we answered 41 of 60 complaints\u00a0in time.\r\n"
    "•\tTwo investigators were off sick.\r\n"
    "•\tLetters waited for a second signature.\r\n"
)
DONE = "Train every team manager to acknowledge complaints within five working days."


def test_a_lead_brings_a_new_assessment_from_sign_in_to_scrutiny(app: Flask, walk: Walk) -> None:
    cast = make_cast()
    lead = walk()

    _starts_a_year(lead, cast.lead.email)
    _answers_yes_with_evidence(lead)
    _answers_no_with_an_action(lead)
    _saves_half_a_page_and_looks_around(lead)
    story = Story.of(cast, lead.path)
    story.answer_the_rest(but=["9.2"])
    _mends_the_last_obstacle(lead)
    _reads_summary_and_plan(lead)
    _sends_it_for_scrutiny(lead)

    db.session.expire_all()
    assert story.assessment.state == "under_scrutiny"


def _starts_a_year(lead: Walker, email: str) -> None:
    lead.goto("/home")
    assert lead.path == "/sign-in?next=/home"
    lead.sign_in(email)
    assert lead.heading == "Assessments"
    assert "There is no assessment yet." in lead.text()

    lead.press("Start an assessment")
    lead.fill("Which financial year is it for?", "2025")
    lead.press("Start", status=422)
    lead.fill("Which financial year is it for?", "2025/26")
    lead.choose("Which edition of the Code?", "Complaint Handling Code 2024, 72 provisions")
    lead.press("Start")
    assert "2025/26" in lead.heading
    assert "0 of 72 provisions finished." in lead.text()


def _answers_yes_with_evidence(lead: Walker) -> None:
    lead.press("Go on with 1.2")
    lead.choose("Do you comply?", "Yes")
    lead.choose("Where does the Yes hold?", "In policy and in practice")
    lead.fill("What it is, and where in it", "Complaints policy, section 2.1")
    lead.fill("Web address, if it has one", "example.gov.uk/policy")
    lead.press("Save and go on", status=422)
    assert "Write a whole web address that starts with https://" in lead.text()

    lead.fill("Web address, if it has one", "https://example.gov.uk/policy")
    lead.press("Save and go on")
    assert lead.heading.startswith("1.3 ")
    expect(lead.page.get_by_role("status")).to_have_text("Saved 1.2.")


def _answers_no_with_an_action(lead: Walker) -> None:
    expect(lead.page.get_by_role("group", name="What falls short?")).to_be_hidden()
    lead.choose("Do you comply?", "No")
    expect(lead.page.get_by_role("group", name="Where does the Yes hold?")).to_be_hidden()
    lead.choose("What falls short?", "The practice")
    lead.fill("Commentary", FROM_WORD)
    lead.press("Preview the text")
    expect(lead.page.locator(".preview li")).to_have_text(
        ["Two investigators were off sick.", "Letters waited for a second signature."]
    )

    lead.press("Save and add an action")
    lead.fill("What will be done?", DONE)
    lead.fill("Who is responsible?", "Head of Housing")
    lead.fill("By when?", "soon")
    lead.press("Save", status=422)
    assert "“soon” is not a date that can be counted." in lead.text()
    lead.fill("By when?", "Quarter 2 2090/91")  # far off: an overdue one is a warning
    lead.press("Save")
    assert lead.heading.startswith("1.3 ")
    assert DONE in lead.text()
    expect(lead.page.get_by_label("No", exact=True)).to_be_checked()


def _saves_half_a_page_and_looks_around(lead: Walker) -> None:
    lead.follow("Next", exact=False)
    assert lead.heading.startswith("1.4 ")
    lead.fill("Commentary", "Ask the repairs team.")
    lead.press("Save")
    expect(lead.page.get_by_label("Commentary", exact=True)).to_have_value("Ask the repairs team.")

    lead.follow("Previous", exact=False)
    lead.follow("History of this provision")
    assert "Aisha Khan" in lead.text()
    lead.go_back()
    lead.go_back()
    assert "2 of 72 provisions finished." in lead.text()


def _mends_the_last_obstacle(lead: Walker) -> None:
    lead.follow("Readiness")
    assert "1 obstacle and 0 warnings." in lead.text()
    lead.follow("9.2 ", exact=False)
    assert lead.heading.startswith("9.2 ")

    lead.choose("Do you comply?", "Yes")
    lead.press("Save")
    lead.go_back()
    lead.follow("Readiness")
    assert "No obstacles, 1 warning." in lead.text()


def _reads_summary_and_plan(lead: Walker) -> None:
    lead.follow("Summary")
    rows = lead.page.locator("tbody tr")
    expect(rows).to_have_count(9)
    expect(rows.nth(0)).to_contain_text("Non-compliant")
    expect(rows.nth(0)).to_contain_text("1.3")
    expect(rows.nth(1)).to_contain_text("Compliant")

    lead.follow("Improvement plan")
    assert "1 open action" in lead.text()
    expect(lead.page.locator("tbody tr")).to_contain_text("last day 30 September 2090")
    with lead.page.expect_download() as started:
        lead.page.get_by_role("link", name="Download the plan for a spreadsheet (CSV)").click()
    assert started.value.suggested_filename.startswith("improvement-plan-")
    sheet = started.value.path().read_text("utf-8-sig")
    assert DONE in sheet
    assert "2090-09-30" in sheet


def _sends_it_for_scrutiny(lead: Walker) -> None:
    lead.follow("Readiness")
    lead.press("Send for scrutiny")
    lead.fill("Date of this self-assessment", "yesterday")
    lead.press("Send for scrutiny", status=422)
    lead.fill("Date of this self-assessment", "20 November 2026")
    lead.press("Send for scrutiny")
    assert "Under scrutiny" in lead.heading

    lead.goto(f"{lead.path}/provisions/1.3")
    assert "answers cannot be changed" in lead.text()
    expect(lead.page.get_by_role("button", name="Save", exact=True)).to_have_count(0)
