"""Two people on one provision: neither loses a word."""

from flask import Flask
from playwright.sync_api import expect

from app.domain.permissions import Role
from tests.factories import make_landlord, make_person
from tests.journeys.conftest import Walk
from tests.journeys.story import Story, make_cast


def test_whoever_saves_second_sees_both_texts_and_can_save_again(app: Flask, walk: Walk) -> None:
    story = Story.begin(make_cast())
    provision = f"{story.at}/provisions/3.1"
    lead, officer = walk(), walk()
    for walker, person in ((lead, story.cast.lead), (officer, story.cast.officer)):
        walker.sign_in(person.email)
        walker.goto(provision)

    officer.choose("Do you comply?", "Yes")
    officer.fill("Commentary", "Five channels are open, as our policy says.")
    officer.press("Save")
    lead.choose("Do you comply?", "No")
    lead.fill("Commentary", "The web form was down for six weeks.")
    lead.press("Save", status=409)

    clash = lead.page.locator(".clash")
    expect(clash).to_contain_text("Ben Okafor saved it on")
    expect(clash).to_contain_text("Five channels are open, as our policy says.")
    written = lead.page.get_by_label("Commentary", exact=True)
    expect(written).to_have_value("The web form was down for six weeks.")
    expect(lead.page.get_by_label("No", exact=True)).to_be_checked()

    written.fill("Five channels are open, but the web form was down for six weeks.")
    lead.press("Save")
    officer.goto(f"{provision}/history")
    assert "Five channels are open, as our policy says." in officer.text()
    assert "Five channels are open, but the web form was down for six weeks." in officer.text()
    officer.press("Put back what it said then")
    expect(officer.page.get_by_role("status")).to_contain_text("3.1 says again what it said then")


def test_somebody_of_another_landlord_finds_nothing_there(app: Flask, walk: Walk) -> None:
    story = Story.begin(make_cast())
    stranger = walk()
    stranger.sign_in(make_person(make_landlord(), Role.COMPLAINTS_LEAD).email)

    stranger.goto(story.at, status=404)

    assert "You have no assessment at this address." in stranger.text()
