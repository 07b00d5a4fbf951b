"""Where GOV.UK Frontend could not be fetched, pages are plain, and as fit for everybody."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import expect

from app.web import assets
from tests.journeys.conftest import Walk
from tests.journeys.story import Story, make_cast


@pytest.fixture
def without_govuk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Take GOV.UK Frontend away for one test."""
    monkeypatch.setattr(assets, "GOVUK", tmp_path / "nowhere")
    assets._assets.cache_clear()
    yield
    assets._assets.cache_clear()


@pytest.fixture
def app(without_govuk: None, app: Flask) -> Flask:
    """Return an application that found no GOV.UK Frontend when it was started."""
    app.jinja_env.globals["has_govuk"] = False
    return app


def test_an_assessment_is_worked_on_with_plain_pages(app: Flask, walk: Walk) -> None:
    story = Story.begin(make_cast())
    story.answer_the_rest(but=["1.2"])
    story.promise("Answer every stage 2 complaint in 20 working days", "Q2 2026/27", "6.3")
    lead = walk()
    lead.goto("/")
    lead.follow("Sign in")
    lead.sign_in(story.cast.lead.email)
    lead.follow("2025/26")
    lead.press("Go on with 1.2")

    lead.choose("Do you comply?", "Yes")
    lead.fill("Web address, if it has one", "nothing")
    lead.press("Save and go on", status=422)
    expect(lead.page.get_by_role("alert")).to_contain_text("Write a whole web address")
    lead.fill("Web address, if it has one", "")
    lead.press("Save and go on")
    lead.go_back()
    for tab in ("Summary", "Improvement plan", "Readiness", "History"):
        lead.follow(tab)
