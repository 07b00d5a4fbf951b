"""An annual report: from typed figures to a page and a PDF that a resident reads."""

import io
import json

import pytest
from flask import Flask
from playwright.sync_api import expect
from pypdf import PdfReader

from app.rendering import pdf
from tests.journeys.conftest import Walk
from tests.journeys.story import Story, make_cast
from tests.journeys.walker import PHONE, Walker

HEARD = "People rang twice to find out who was dealing with their complaint."
CHANGED = "Our first letter names the team that answers."
TOLD = (
    "We received {stage_1.received} complaints.\r\n"
    "•\tMore than half were about repairs.\r\n"
    "•\tTwelve answers waited for a second signature.\r\n"
)
QUESTION = "Why did twelve answers wait for a second signature?"


@pytest.fixture
def story(app: Flask) -> Story:
    """Return a self-assessment that residents can read; the report of its year is missing."""
    story = Story.begin(make_cast())
    story.answer_the_rest()
    story.promise("Answer every stage 2 complaint in 20 working days", "Q2 2090/91", "6.3")
    story.send_for_scrutiny()
    story.sign_off()
    story.publish()
    return story


def test_a_report_from_its_figures_to_its_reader(story: Story, walk: Walk) -> None:
    lead, member, resident = walk(), walk(), walk()
    lead.sign_in(story.cast.lead.email)
    member.sign_in(story.cast.member.email)

    _types_the_figures(lead, story)
    _writes_what_was_learned(lead, story)
    at = _starts_the_report(lead, story)
    _writes_the_parts(lead, at)
    _sends_it(lead, at)
    _asks_about_a_part(member, at)
    _replies(lead, at)
    _responds_and_signs(member, at)
    _publishes(lead, at)
    _reads_it(resident, story)
    _reads_it_on_a_telephone(walk(), story)


def _types_the_figures(lead: Walker, story: Story) -> None:
    lead.goto(f"/landlords/{story.cast.landlord.slug}/figures")
    lead.page.locator("a[href$='/figures/2025-26/typed']").click()
    lead.page.wait_for_url("**/typed")
    lead.check()
    lead.fill("Where do these figures come from?", "The register of the complaints team")
    _figure(lead, "Stage 1 complaints received", "Number", "120")
    _figure(lead, "Stage 1 complaints answered", "Number", "120")
    _figure(lead, "Complaints escalated to stage 2", "Number", "18")
    _figure(lead, "Complaints refused", "Number", "many")
    lead.press("Save the figures", status=422)
    assert "many" in lead.text()
    _figure(lead, "Complaints refused", "Number", "3")
    for outcome, number in (("Upheld", "60"), ("Partly upheld", "24"), ("Not upheld", "36")):
        _figure(lead, outcome, "Number", number)
    lead.press("Save the figures")
    assert "Figures" in lead.heading


def _figure(lead: Walker, group: str, field: str, text: str) -> None:
    """Type a number beside the name of a figure."""
    fields = lead.page.get_by_role("group", name=group, exact=True).first
    fields.get_by_label(field, exact=True).first.fill(text)


def _writes_what_was_learned(lead: Walker, story: Story) -> None:
    lead.goto(f"/landlords/{story.cast.landlord.slug}/learning/new?year=2025-26")
    lead.fill("What did you hear?", HEARD)
    lead.fill("What did you change?", CHANGED)
    lead.choose("Did it work?", "It worked")
    lead.fill("Which year's annual report tells it?", "2025/26")
    lead.press("Save")
    assert HEARD in lead.text()


def _starts_the_report(lead: Walker, story: Story) -> str:
    lead.goto(f"/landlords/{story.cast.landlord.slug}/reports")
    lead.press("Start a report")
    lead.fill("Which financial year does it report on?", "2025")
    lead.press("Start", status=422)
    lead.fill("Which financial year does it report on?", "2025/26")
    lead.press("Start")
    assert lead.heading == "Annual report 2025/26 Draft"
    assert "2 of 7 parts that the Code asks for." in lead.text()
    return lead.path


def _writes_the_parts(lead: Walker, at: str) -> None:
    lead.follow("b) How we handled complaints: figures and what they tell")
    lead.fill("What this part says", TOLD)
    lead.press("See how it will read")
    expect(lead.page.locator(".preview li").first).to_have_text(
        "More than half were about repairs."
    )
    assert "We received 120 complaints." in lead.page.locator(".preview").inner_text()
    picture = lead.page.locator("input[name=shown][value='table:outcomes']")
    picture.check()
    lead.press("Save and go on")
    assert lead.heading.startswith("b) Complaints we refused to accept")
    lead.fill("What this part says", "We refused three: two were too old, one was in court.")
    lead.press("Save and go on")
    for _ in range(4):
        tick = lead.page.get_by_label("There was none this year", exact=True)
        if tick.count():
            tick.check()
        lead.press("Save and go on")
    lead.goto(at)
    assert "7 of 7 parts that the Code asks for." in lead.text()


def _sends_it(lead: Walker, at: str) -> None:
    lead.follow("Readiness")
    assert "No obstacles" in lead.text()
    lead.press("Send for scrutiny")
    assert lead.page.get_by_label("Date of this self-assessment").count() == 0
    lead.press("Send for scrutiny")
    assert lead.heading == "Annual report 2025/26 Under scrutiny"
    lead.goto(f"{at}/parts/performance")
    expect(lead.page.get_by_role("button", name="Save", exact=True)).to_have_count(0)


def _asks_about_a_part(member: Walker, at: str) -> None:
    member.goto("/home")
    member.follow("Waiting for you: scrutinise and sign off")
    assert "c. What the Ombudsman found against the Code" in member.text()
    member.follow("Read the whole text as it will be published")
    assert "It is not published" in member.page.locator("aside.notice").first.inner_text()
    member.goto(f"{at}/parts/performance")
    member.press("Ask about this part")
    member.press("Send the question", status=422)
    member.fill("What do you ask?", QUESTION)
    member.page.get_by_label("Publish this question and its answers with the rest").check()
    member.press("Send the question")
    assert "Waiting for a reply" in member.text()


def _replies(lead: Walker, at: str) -> None:
    lead.goto(f"{at}/challenges")
    lead.follow("How we handled complaints: figures and what they tell")
    lead.fill("What do you say to it?", "The deputy was ill. Two people can sign now.")
    lead.press("Send the reply")
    assert "Replied to" in lead.text()


def _responds_and_signs(member: Walker, at: str) -> None:
    member.goto(f"{at}/challenges")
    member.follow("How we handled complaints: figures and what they tell")
    member.press("Accept the reply")
    member.goto(at)
    member.follow("write the response")
    member.fill("The governing body's response", "We asked why, and will look again in May.")
    member.fill("In which role do you write?", "Cabinet Member for Housing")
    member.press("Save the response")
    assert member.heading == "Sign off"
    words = member.page.get_by_role("button", name="Sign off ").inner_text()
    member.press(words, status=422)
    member.page.get_by_label("I have read this text").check()
    member.press(words)
    assert member.heading == "Annual report 2025/26 Signed off"


def _publishes(lead: Walker, at: str) -> None:
    lead.goto(at)
    lead.follow("Rehearse it first")
    lead.goto(at)
    lead.press("Publish")
    lead.press("Publish revision 1")
    assert lead.heading == "Annual report 2025/26 Published"
    lead.follow("see every revision")
    lead.goto(at)
    lead.follow("History")
    assert "Aisha Khan published revision 1 of the annual report." in lead.text()


def _reads_it(resident: Walker, story: Story) -> None:
    public = f"/published/{story.cast.landlord.slug}/2025-26/report"
    resident.goto("/")
    resident.follow("Annual report 2025/26")
    assert resident.path == public
    said = resident.text()
    for words in ("We received 120 complaints.", HEARD, CHANGED, QUESTION, "look again in May"):
        assert words in said
    assert "6.3" in said
    expect(resident.page.locator("main table").first).to_be_visible()

    document = json.loads(_file(resident, f"{public}.json", "application/json"))
    assert document["schema"] == "report/1"
    assert "stage_1.received" in _file(resident, f"{public}.csv", "text/csv").decode("utf-8-sig")
    assert _file(resident, f"{public}.docx", "application/vnd").startswith(b"PK")
    if not pdf.why_not_available():
        pages = PdfReader(io.BytesIO(_file(resident, f"{public}.pdf", "application/pdf"))).pages
        assert "120 complaints" in " ".join("".join(p.extract_text() for p in pages).split())
    self_assessment = f"/published/{story.cast.landlord.slug}/2025-26/v1"
    resident.page.locator(f"main a[href='{self_assessment}']").first.click()
    resident.page.wait_for_url(f"**{self_assessment}")
    assert "self-assessment 2025/26" in resident.heading


def _reads_it_on_a_telephone(resident: Walker, story: Story) -> None:
    resident.page.set_viewport_size({"width": PHONE, "height": 700})
    resident.goto("/")
    resident.follow("Annual report 2025/26")
    resident.page.set_viewport_size({"width": PHONE, "height": 700})
    contents = resident.page.get_by_role("navigation", name="On this page")
    expect(contents).to_be_visible()
    contents.get_by_role("link", name="What we learned and changed", exact=False).click()
    learned = resident.page.get_by_role("heading", name="What we learned and changed")
    expect(learned).to_be_in_viewport()
    expect(resident.page.get_by_text(CHANGED).first).to_be_visible()


def _file(resident: Walker, address: str, mimetype: str) -> bytes:
    answer = resident.page.request.get(address)
    assert answer.status == 200
    assert answer.headers["content-type"].startswith(mimetype)
    return answer.body()
