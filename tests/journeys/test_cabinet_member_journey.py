"""The cabinet member responds and signs off, the lead publishes, and residents read it."""

import io
import json
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import expect
from pypdf import PdfReader

from app.rendering import pdf
from tests.journeys.conftest import Walk
from tests.journeys.story import Story, make_cast
from tests.journeys.walker import Walker

CORRECTED = "Provision 6.3 now says how many answers were late: three, not two."


@pytest.fixture
def story(app: Flask) -> Story:
    """Return an assessment that waits for the cabinet member."""
    story = Story.begin(make_cast())
    story.answer_the_rest()
    story.promise("Answer every stage 2 complaint in 20 working days", "Q2 2026/27", "6.3")
    story.send_for_scrutiny()
    return story


def test_from_scrutiny_to_a_corrected_publication(story: Story, walk: Walk) -> None:
    member, lead, resident = walk(), walk(), walk()
    member.sign_in(story.cast.member.email)
    lead.sign_in(story.cast.lead.email)

    _reads_the_text(member, story)
    _writes_the_response(member, story)
    _signs_off(member)
    _publishes(lead, story)
    _reads_what_is_published(resident, story)
    _corrects(lead, member, story)
    _finds_the_newer_revision(walk(), story)


def _reads_the_text(member: Walker, story: Story) -> None:
    member.follow("2025/26")
    expect(member.page.get_by_role("button", name="Publish", exact=True)).to_have_count(0)
    member.follow("Read the text")
    assert "It is not published" in member.page.locator("aside.notice").first.inner_text()
    member.goto(story.at)


def _writes_the_response(member: Walker, story: Story) -> None:
    member.follow("Read the brief first")
    assert "Brief for the cabinet member" in member.text()
    member.goto(story.at)
    member.follow("write the response")
    member.press("Save the response", status=422)
    assert member.page.title().startswith("Error: The governing body's response")
    expect(member.page.locator(".govuk-error-summary")).to_be_focused()
    member.page.locator(".govuk-error-summary a").click()
    expect(member.page.locator("#text")).to_be_focused()

    member.fill("The governing body's response", "We asked why.\n\n•\tStaff\n•\tLetters")
    member.fill("Date of the response", "31 November 2026")
    member.press("Save the response", status=422)
    expect(member.page.locator("#text")).to_have_value("We asked why.\n\n•\tStaff\n•\tLetters")
    member.fill("Date of the response", "3 November 2026")
    member.fill("In which role do you write?", "Cabinet Member for Housing")
    member.press("Save the response")
    assert member.heading == "Sign off"
    expect(member.page.locator(".requirement li")).to_have_text(["Staff", "Letters"])


def _signs_off(member: Walker) -> None:
    sign = member.page.get_by_role("button", name="Sign off ")
    words = sign.inner_text()
    member.press(words, status=422)
    assert "Tick that you have read the text and approve it." in member.text()
    member.page.get_by_label("I have read this text").check()
    member.press(words)
    assert "Signed off" in member.heading


def _publishes(lead: Walker, story: Story) -> None:
    lead.goto(story.at)
    lead.press("Publish")
    assert "Cllr Tom Evans, Cabinet member, signed off the text" in lead.text()
    lead.press("Publish revision 1")
    assert "Published" in lead.heading


def _reads_what_is_published(resident: Walker, story: Story) -> None:
    public = f"/published/{story.cast.landlord.slug}/2025-26"
    resident.goto("/")
    resident.follow("Self-assessment 2025/26")
    assert resident.path == public
    assert "Nether Wallop District Council" in resident.heading
    assert "noindex" not in resident.page.content()

    document = json.loads(_file(resident, f"{public}.json", "application/json"))
    assert document["publication"]["revision"] == 1
    assert document["summary"]["no"] == 1
    assert "6.3" in _file(resident, f"{public}.csv", "text/csv").decode("utf-8-sig")
    if not pdf.why_not_available():
        _is_tagged(_file(resident, f"{public}.pdf", "application/pdf"))


def _corrects(lead: Walker, member: Walker, story: Story) -> None:
    lead.press("Start a correction")
    lead.press("Start a correction", status=422)
    lead.fill("Why?", "A resident asked us to count again.")
    lead.press("Start a correction")
    lead.goto(f"{story.at}/provisions/6.3")
    lead.fill("Commentary", "Three stage 2 answers of seven were late.")
    lead.press("Save")
    lead.goto(f"{story.at}/send")
    lead.press("Send for scrutiny")

    member.goto(f"{story.at}/sign-off")
    member.page.get_by_label("I have read this text").check()
    member.press(member.page.get_by_role("button", name="Sign off ").inner_text())
    lead.goto(f"{story.at}/publish")
    lead.fill("What does this revision change?", "")
    lead.press("Publish revision 2", status=422)
    lead.fill("What does this revision change?", CORRECTED)
    lead.press("Publish revision 2")


def _finds_the_newer_revision(resident: Walker, story: Story) -> None:
    public = f"/published/{story.cast.landlord.slug}/2025-26"
    resident.goto(f"{public}/v1")
    notice = resident.page.locator("aside.notice")
    expect(notice).to_contain_text("This is revision 1. It has been replaced by revision 2.")
    resident.follow("See the newest revision")
    assert resident.path == public
    document = json.loads(_file(resident, f"{public}.json", "application/json"))
    assert document["publication"]["reason"] == CORRECTED
    assert "Three stage 2 answers of seven were late." in resident.text()
    expect(notice).to_have_count(0)


def _file(resident: Walker, address: str, mimetype: str) -> bytes:
    answer = resident.page.request.get(address)
    assert answer.status == 200
    assert answer.headers["content-type"].startswith(mimetype)
    return answer.body()


def _is_tagged(content: bytes) -> None:
    assert content.startswith(b"%PDF-")
    root: Any = PdfReader(io.BytesIO(content)).root_object
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/StructTreeRoot"]["/K"]
