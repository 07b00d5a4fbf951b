"""The demonstration: what its three people may do, and what its pages say about themselves."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import expect

from app import demonstration
from app.database import db
from tests.conftest import make_app
from tests.journeys.conftest import Walk

SIGN_IN = {one.role.value: one.email for one in demonstration.SIGN_INS}
NOT_ITS_PUBLICATION = "demonstration"


@pytest.fixture
def app(demonstrated: Path, tmp_path: Path) -> Iterator[Flask]:
    """Return the application over a copy of the loaded demonstration."""
    shutil.copy(demonstrated, tmp_path / "tracker.sqlite")
    application = make_app(tmp_path)
    with application.app_context():
        yield application
        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("complaints_lead", {"Start an assessment", "Start a correction", "Add an action"}),
        ("officer", {"Add an action"}),
        ("cabinet_member", set()),
    ],
)
def test_each_sign_in_works_and_sees_its_own_buttons(role: str, may: set[str], walk: Walk) -> None:
    person = walk()

    person.goto("/sign-in")
    person.sign_in(SIGN_IN[role], demonstration.PASSWORD)
    assert person.heading == "Assessments"
    expect(person.page.locator("aside.demonstration")).to_contain_text(NOT_ITS_PUBLICATION)
    seen = set(person.page.get_by_role("button").all_inner_texts())
    person.follow("2023/24")
    seen |= set(person.page.get_by_role("button").all_inner_texts())
    person.follow("Improvement plan")
    seen |= set(person.page.get_by_role("button").all_inner_texts())

    assert seen - {"Menu", ""} == may


@pytest.mark.parametrize(
    ("year", "says"), [("2023-24", "67"), ("2020-21", "record of a past self-assessment")]
)
def test_what_it_published_says_first_that_it_is_a_demonstration(
    year: str, says: str, walk: Walk
) -> None:
    resident = walk()

    resident.goto("/")
    resident.follow(f"Self-assessment {year.replace('-', '/')}")

    notice = resident.page.locator("aside.notice").first
    expect(notice).to_contain_text(NOT_ITS_PUBLICATION)
    box, heading = notice.bounding_box(), resident.page.locator("h1").bounding_box()
    assert box
    assert heading
    assert box["y"] < heading["y"]
    assert says in resident.text()
    answer = resident.page.request.get(resident.path)
    assert answer.headers["x-robots-tag"] == "noindex, nofollow, noarchive"
    expect(resident.page.locator('meta[name="robots"]')).to_have_attribute(
        "content", "noindex, nofollow, noarchive"
    )
