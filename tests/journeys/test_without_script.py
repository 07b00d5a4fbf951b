"""Everything works without script."""

from flask import Flask
from playwright.sync_api import expect

from tests.journeys.conftest import Walk
from tests.journeys.story import Story, make_cast


def test_a_provision_is_answered_and_the_next_one_found_without_script(
    app: Flask, walk: Walk
) -> None:
    story = Story.begin(make_cast())
    officer = walk(has_script=False)
    officer.goto(f"{story.at}/provisions/1.2")
    officer.sign_in(story.cast.officer.email)
    assert officer.heading.startswith("1.2 ")

    officer.choose("Do you comply?", "Yes")
    officer.fill("Commentary", "•\tIn the policy\n•\tIn every letter")
    officer.press("Preview the text")
    expect(officer.page.locator(".preview li")).to_have_count(2)
    officer.press("Save and add more evidence")
    officer.fill("What it is, and where in it", "Letter of stage 1")
    officer.press("Save and go on")
    assert officer.heading.startswith("1.3 ")

    officer.follow("Previous", exact=False)
    expect(officer.page.get_by_label("Yes", exact=True)).to_be_checked()
    assert officer.page.locator("#evidence_text_0").input_value() == "Letter of stage 1"
    officer.go_back()
    assert "1 of 72 provisions finished." in officer.text()
    officer.follow("Improvement plan")
    officer.follow("Your account")
    officer.press("Sign out")
    assert "You are signed out." in officer.page.locator("body").inner_text()
