"""Hostile text stays text, wherever it is shown."""

from html import escape

import pytest
from flask.testing import FlaskClient

from tests.integration.conftest import Council, fill_in

HOSTILE = "<script>alert(1)</script>{{ 7*7 }}<img src=x onerror=alert(2)>"


# Hostile text.


@pytest.fixture
def hostile(draft: Council) -> Council:
    client = draft.signed_in("officer")
    fill_in(
        client,
        draft.address("/provisions/1.2"),
        answer="no",
        commentary=HOSTILE,
        plan_note=HOSTILE,
        evidence_text_0=HOSTILE,
        evidence_link_0="https://example.org/'onclick='alert(3)'?a={{7*7}}",
    )
    fill_in(
        client,
        draft.address("/actions/new?provision=1.2"),
        title=HOSTILE,
        owner=HOSTILE,
        due="March 2027",
        stage="dropped",
        dropped_reason=HOSTILE,
    )
    return draft


@pytest.mark.parametrize(
    "page",
    [
        "",
        "/provisions/1.2",
        "/provisions/1.2/history",
        "/summary",
        "/readiness",
        "/plan",
        "/history",
        "/text",
        "/actions/1",
    ],
)
@pytest.mark.parametrize("who", ["officer", "reader"])
def test_hostile_text_is_shown_as_text_on_every_page(hostile: Council, page: str, who: str) -> None:
    shown = hostile.signed_in(who).get(hostile.address(page))

    assert shown.status_code == 200
    assert_inert(shown.text)
    if page in ("/provisions/1.2", "/plan", "/history", "/text"):
        assert escape("<script>alert(1)", quote=False) in shown.text
        assert "{{ 7*7 }}" in shown.text


def test_hostile_text_is_harmless_in_the_preview_and_in_a_clash(hostile: Council) -> None:
    client = hostile.signed_in("officer")
    page = hostile.address("/provisions/1.2")

    preview = fill_in(client, page, commentary=HOSTILE, do="preview")
    clash = fill_in(client, page, commentary=f"{HOSTILE} again", version="1")

    assert clash.status_code == 409
    for shown in (preview, clash):
        assert_inert(shown.text)


def test_hostile_text_is_harmless_where_an_error_shows_it_again(hostile: Council) -> None:
    client: FlaskClient = hostile.signed_in("officer")

    shown = fill_in(client, hostile.address("/actions/new"), title=HOSTILE, due=HOSTILE)

    assert shown.status_code == 422
    assert_inert(shown.text)


def assert_inert(page: str) -> None:
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert page.count("<script>") <= 1, "GOV.UK's own, which the policy names by its hash."
