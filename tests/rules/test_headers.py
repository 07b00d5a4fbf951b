"""Every answer carries the headers that keep it safe; public pages set no cookie."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import create_app
from app.web.security_headers import HEADERS, HSTS
from tests.conftest import settings_for
from tests.rules.conftest import ANONYMOUS, House, csrf_token

# What everybody may keep a copy of.
OPEN_TO_KEEP = (
    "public.", "published.", "comparison.", "editions.", "promises.", "feeds.", "assets."
)  # fmt: skip
# The one page behind the door that a browser may keep: its address changes with its content.
KEPT = {"landlords.colour": "private, max-age=3600"}
# The address of a one-time link is a secret: not even our own pages may be told it.
OWN_REFERRER = {"sign_in.join": "strict-origin"}
ENDINGS = ("", ".pdf", ".docx", ".json", ".csv", "/summary", "/provisions/1.2")
FILES = [f"/published/{{slug}}/2020-21{ending}" for ending in ENDINGS]
FILES += [path.replace("2020-21", "2020-21/v1") for path in FILES]


def check(answer: TestResponse, what: str, **other: str) -> None:
    for name, value in HEADERS.items():
        assert answer.headers.getlist(name) == [other.get(name, value)], (
            f"{what} does not carry {name} as app/web/security_headers.py has it."
        )


def refusals(house: House) -> Iterator[tuple[int, TestResponse]]:
    """Yield one answer of each kind of refusal, with the status that it should have."""
    browser = house.browser("complaints_lead")
    token = csrf_token(browser)
    settings = f"/landlords/{house.ours['slug']}/settings"
    yield 404, browser.get("/there/is/no/such/page")
    yield 404, browser.get(f"/published/{house.ours['slug']}/1999-00")
    yield 404, browser.get(f"/assessments/{house.theirs['assessment_id']}")
    yield 405, browser.post("/account", data={"csrf_token": token})
    yield 400, browser.post(settings)
    yield 403, browser.post(settings, headers={"Sec-Fetch-Site": "cross-site"})
    yield 403, house.browser("officer").get(settings)
    yield 409, browser.post(f"/assessments/{house.ours['signed_off']}/send", data=_form(token))
    yield 413, browser.post(settings, data={"csrf_token": token, "name": "x" * 2_000_000})
    yield 422, browser.post(settings, data={"csrf_token": token})
    yield 303, house.browser(ANONYMOUS).get("/home")


def _form(token: str) -> dict[str, str]:
    return {"csrf_token": token, "version": "3", "assessed_on": "1 May 2026"}


@pytest.mark.parametrize("identity", [ANONYMOUS, "complaints_lead", "cabinet_member"])
def test_every_page_and_file_carries_the_headers(house: House, identity: str) -> None:
    browser = house.browser(identity)

    for route in house.routes("GET"):
        answer = browser.get(route.address(house.ours))
        referrer = OWN_REFERRER.get(route.rule.endpoint, HEADERS["Referrer-Policy"])
        check(answer, str(route), **{"Referrer-Policy": referrer})


def test_every_refusal_carries_the_headers_and_is_not_kept(house: House) -> None:
    for status, answer in refusals(house):
        assert answer.status_code == status, answer.request.path
        check(answer, f"The answer {status} at {answer.request.path}")
        if not answer.request.path.startswith("/published/"):
            kept = answer.headers.get("Cache-Control")
            assert kept == "no-store", f"{answer.request.path}: Cache-Control is {kept}"


def test_a_fault_of_ours_carries_the_headers_and_tells_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> str:
        raise RuntimeError("the secret inside")

    monkeypatch.setitem(house.app.view_functions, "account.show", broken)
    answer = house.browser("complaints_lead").get("/account")

    assert answer.status_code == 500
    check(answer, "The page of a fault")
    assert "the secret inside" not in answer.text
    assert "the secret inside" in caplog.text


def test_pages_behind_the_door_are_not_kept_by_the_browser(house: House) -> None:
    browser = house.browser("complaints_lead")

    for route in house.routes("GET"):
        if route.rule.endpoint.startswith(OPEN_TO_KEEP):
            continue
        answer = browser.get(route.address(house.ours))
        expected = KEPT.get(route.rule.endpoint, "no-store")
        assert answer.headers.getlist("Cache-Control") == [expected], (
            f"{route}: what is behind the door must not stay in the browser's store."
        )


@pytest.mark.parametrize("identity", [ANONYMOUS, "complaints_lead"])
def test_public_pages_and_files_set_no_cookie(house: House, identity: str) -> None:
    browser = house.browser(identity)
    public = [
        route for route in house.routes("GET") if route.rule.endpoint.startswith(OPEN_TO_KEEP)
    ]
    addresses = [route.address(house.ours) for route in public]
    addresses += [path.format(slug=house.ours["slug"]) for path in FILES]

    for address in [*addresses, "/published/nobody/2020-21"]:
        answer = browser.get(address)
        assert answer.status_code == (404 if "nobody" in address else answer.status_code)
        assert "Set-Cookie" not in answer.headers, (
            f"{address} sets a cookie; read no session there."
        )
        check(answer, address)
    assert len(public) > 8


@pytest.fixture
def production(migrated: Path, tmp_path: Path) -> Iterator[FlaskClient]:
    settings = settings_for(tmp_path, production=True)
    app = create_app(settings)
    (tmp_path / "tracker.sqlite").write_bytes(migrated.read_bytes())
    yield app.test_client()
    with app.app_context():
        app.extensions["sqlalchemy"].engine.dispose()


def test_in_production_the_browser_is_told_to_stay_on_https(production: FlaskClient) -> None:
    answer = production.get("/sign-in", base_url="https://complaints.example")

    check(answer, "The sign-in page in production")
    assert answer.headers["Strict-Transport-Security"] == HSTS
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-visit=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
