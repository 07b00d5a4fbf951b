"""What somebody typed while their session ended is given back after they have signed in."""

from datetime import timedelta

from flask import Flask
from playwright.sync_api import expect
from sqlalchemy import delete, select

from app.database import db, transaction
from app.models import SignedInSession
from tests.journeys.conftest import Walk
from tests.journeys.story import Story, make_cast

TYPED = "The web form was down for six weeks, and nobody told residents."


def test_typing_is_given_back_after_the_session_ended(app: Flask, walk: Walk) -> None:
    story = Story.begin(make_cast())
    officer = walk()
    officer.sign_in(story.cast.officer.email)
    officer.goto(f"{story.at}/provisions/3.1")
    officer.fill("Commentary", TYPED)
    officer.choose("Do you comply?", "No")

    _be_away_for_an_hour()
    officer.press("Save")
    assert officer.path == "/sign-in?kept=yes"
    assert "your session had ended and nothing was saved" in officer.text()
    officer.sign_in(story.cast.officer.email)
    assert officer.path == "/kept"
    assert TYPED in officer.text()

    officer.press("Send it again")
    assert officer.heading.startswith("3.1 ")
    expect(officer.page.get_by_label("Commentary", exact=True)).to_have_value(TYPED)
    expect(officer.page.get_by_label("No", exact=True)).to_be_checked()
    assert "Saved 3.1." in officer.page.get_by_role("status").inner_text()


def test_typing_is_shown_where_nobody_knows_any_more_whose_it_was(app: Flask, walk: Walk) -> None:
    story = Story.begin(make_cast())
    officer = walk()
    officer.sign_in(story.cast.officer.email)
    officer.goto(f"{story.at}/provisions/3.1")
    officer.fill("Commentary", TYPED)

    with transaction():
        db.session.execute(delete(SignedInSession))
    officer.press("Save", status=403)

    assert TYPED in officer.text()


def test_a_form_that_was_open_before_another_sign_in_is_sent_again(app: Flask, walk: Walk) -> None:
    story = Story.begin(make_cast())
    officer = walk()
    officer.sign_in(story.cast.officer.email)
    officer.goto(f"{story.at}/provisions/3.1")
    officer.fill("Commentary", TYPED)

    officer.page.context.clear_cookies(name="visit")
    officer.press("Save", status=400)
    assert TYPED in officer.text()
    officer.press("Send it again")

    expect(officer.page.get_by_label("Commentary", exact=True)).to_have_value(TYPED)


def _be_away_for_an_hour() -> None:
    with transaction():
        for session in db.session.scalars(select(SignedInSession)):
            session.last_seen_at -= timedelta(hours=1)
            session.created_at -= timedelta(hours=1)
