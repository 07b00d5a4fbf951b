"""The lead prepares what the Ombudsman asks for and notes it, with and without script."""

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests.journeys.conftest import Walk
from tests.journeys.story import Story, make_cast

POLICY = "https://wallop.example/complaints-policy"


@pytest.mark.parametrize("has_script", [True, False])
def test_a_submission_is_prepared_and_noted(app: Flask, walk: Walk, has_script: bool) -> None:
    story = Story.begin(make_cast())
    story.answer_the_rest()
    story.send_for_scrutiny()
    story.sign_off()
    story.publish()
    lead, second = walk(has_script=has_script), walk(has_script=has_script)
    for walker in (lead, second):
        walker.sign_in(story.cast.lead.email)
        walker.goto(story.at)
        walker.follow("Submission")
    assert "fields are still empty" in lead.text()

    lead.fill("Complaints policy", "our web site")
    lead.press("Save what you typed", status=422)
    lead.fill("Complaints policy", POLICY)
    lead.press("Save what you typed")
    assert "Saved for the submission." in lead.page.locator("body").inner_text()

    second.fill("Who the Ombudsman can ask", "Grace")
    second.press("Save what you typed", status=409)
    assert POLICY in second.text()
    expect(second.page.get_by_label("Who the Ombudsman can ask")).to_have_value("Grace")

    lead.press("Note the submission", status=422)
    lead.fill("When was it submitted?", "3 September 2026")
    lead.press("Note the submission")
    assert "3 September 2026: revision 1" in lead.text()
    lead.follow("2025-26")
    assert "72 provisions, listed below" in lead.text()
