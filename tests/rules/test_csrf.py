"""Forms that only our own pages can send, and that lose nothing when they are refused."""

import re
import sqlite3

import pytest

from app.config import ROOT
from tests.rules.conftest import House, csrf_token
from tests.rules.house import Route

TYPED = "Words that took a whole morning to write"
FORM = re.compile(r"<form\b[^>]*\bmethod=[\"']?post.*?</form>", re.DOTALL | re.IGNORECASE)
ELSEWHERE = {
    "another site": {"Sec-Fetch-Site": "cross-site"},
    "another host of the same site": {"Sec-Fetch-Site": "same-site"},
    "a foreign origin": {"Origin": "https://evil.example"},
    "an origin that is hidden": {"Origin": "null"},
}


def contents(house: House) -> list[str]:
    """Return all that the database holds, but for when sessions were last seen."""
    address = house.app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///")
    with sqlite3.connect(address) as connection:
        lines = [line for line in connection.iterdump() if '"signed_in_session"' not in line]
    connection.close()
    return lines


def described(route: Route) -> str:
    return f"{route} is not protected: check forms in app/web/csrf.py before any page sees them."


@pytest.mark.parametrize("token", [None, "", "wrong", "IjEyMyI.aaaa.bbbb"])
def test_a_form_without_its_token_is_refused_and_shows_what_was_typed(
    house: House, token: str | None
) -> None:
    before = contents(house)
    browser = house.browser("complaints_lead")
    data = {"commentary": TYPED} | ({} if token is None else {"csrf_token": token})

    for route in house.routes("POST"):
        answer = browser.post(route.address(house.ours), data=data)
        assert answer.status_code == 400, described(route)
        assert answer.text.count(TYPED) == 2, f"{route}: show what was typed, and keep it in a form"

    assert contents(house) == before


def test_a_token_of_somebody_elses_browser_is_refused(house: House) -> None:
    before = contents(house)
    token = csrf_token(house.browser("outsider"))
    browser = house.browser("complaints_lead")
    csrf_token(browser)

    for route in house.routes("POST"):
        answer = browser.post(route.address(house.ours), data={"csrf_token": token})
        assert answer.status_code == 400, described(route)

    assert contents(house) == before


@pytest.mark.parametrize("sender", ELSEWHERE)
def test_a_form_from_elsewhere_is_refused_even_with_a_token(house: House, sender: str) -> None:
    before = contents(house)
    browser = house.browser("complaints_lead")
    data = {"csrf_token": csrf_token(browser)}

    for route in house.routes("POST"):
        answer = browser.post(route.address(house.ours), data=data, headers=ELSEWHERE[sender])
        assert answer.status_code == 403, described(route)

    assert contents(house) == before


def test_a_password_is_not_shown_again(house: House) -> None:
    data = {"email": "somebody@example.gov.uk", "password": TYPED, "new_password": TYPED}

    answer = house.browser("complaints_lead").post("/sign-in", data=data)

    assert (answer.status_code, TYPED in answer.text) == (400, False)


def test_every_form_that_is_posted_carries_the_token() -> None:
    found = 0
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text()
        assert len(FORM.findall(text)) == text.lower().count('method="post"'), (
            f"{path.relative_to(ROOT)}: open and close each form in one template."
        )
        for form in FORM.findall(text):
            found += 1
            assert "csrf()" in form, f"{path.relative_to(ROOT)}: write {{{{ csrf() }}}} in the form"
    assert found > 15
