"""The cabinet member asks on a tablet, an officer answers with a change, and it is settled."""

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests.journeys.conftest import Walk
from tests.journeys.story import NOT_MET, Story, make_cast
from tests.journeys.walker import Walker

QUESTION = "Two of seven were late.\n\n- What happened?\n- Since when do you know?"


@pytest.fixture
def story(app: Flask) -> Story:
    """Return an assessment that waits for the cabinet member."""
    story = Story.begin(make_cast())
    story.answer_the_rest()
    story.send_for_scrutiny()
    return story


@pytest.mark.parametrize("has_script", [True, False])
def test_from_a_question_to_a_settled_one(story: Story, walk: Walk, has_script: bool) -> None:
    member, officer = walk(has_script=has_script), walk(has_script=has_script)
    member.sign_in(story.cast.member.email)
    officer.sign_in(story.cast.officer.email)

    thread = _asks(member, story)
    _sends_back(member, story)
    _changes_and_replies(officer, story)
    _presses_and_accepts(member, officer, thread)

    member.goto(f"{story.at}/challenges")
    assert "Settled: the reply was accepted" in member.text()
    expect(member.page.get_by_role("link", name="Challenges", exact=True)).to_have_count(1)


def _asks(member: Walker, story: Story) -> str:
    member.goto(f"{story.at}/provisions/{NOT_MET}")
    member.press("Ask about this provision")
    member.press("Send the question", status=422)
    member.fill("What do you ask?", QUESTION)
    member.press("Send the question")
    expect(member.page.locator(".turn li")).to_have_count(2)
    assert "The words of this question and of its answers stay internal." in member.text()
    member.press("Publish this question and its answers with the rest")
    assert "This question and its answers are published with it." in member.text()
    return member.path


def _sends_back(member: Walker, story: Story) -> None:
    member.goto(f"{story.at}/steps/return_to_draft")
    member.fill("Why?", "See my question.")
    member.press("Send back to draft")


def _changes_and_replies(officer: Walker, story: Story) -> None:
    officer.goto(f"{story.at}/provisions/{NOT_MET}")
    officer.fill("Commentary", "Three of seven were late.")
    officer.press("Save")
    officer.follow("Reply", exact=False)
    officer.press("Send the reply", status=422)
    officer.fill("What do you say to it?", "We counted again: three.")
    changes = officer.page.get_by_label("Which change did it lead to?")
    changes.select_option(index=1)
    officer.press("Send the reply")
    assert "Three of seven were late." in officer.page.locator(".turn .was-now").first.inner_text()


def _presses_and_accepts(member: Walker, officer: Walker, thread: str) -> None:
    member.goto(thread)
    member.press("Press again", status=422)
    member.fill("What do you say to it?", "And since when?")
    member.press("Press again")
    officer.goto(thread)
    officer.fill("What do you say to it?", "Since the report of May.")
    officer.press("Send the reply")
    member.goto(thread)
    member.press("Accept the reply")
    expect(member.page.get_by_role("button", name="Accept the reply")).to_have_count(0)
