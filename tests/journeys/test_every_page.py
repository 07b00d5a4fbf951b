"""Every page of the program, found by its routes, for everybody who may come to it."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.database import db, utc_now
from app.models import AnnualReport, Assessment
from app.rendering import pdf
from app.services import sign_in
from tests import assessment_factories as make
from tests import challenge_factories as turns
from tests import report_factories
from tests.factories import PASSWORD
from tests.journeys.conftest import Walk
from tests.journeys.walker import Walker
from tests.rules.house import furnish, routes_of

LEAD, MEMBER = "complaints_lead", "cabinet_member"
# Of the assessments in other states, the pages that say something else there.
BY_STATE = (
    "", "/provisions/1.2", "/response", "/approval", "/send", "/sign-off", "/publish",
    "/submission", "/publications", "/brief", "/packs", "/challenges", "/rehearsal",
)  # fmt: skip


# Of a report under scrutiny, and what says something else of one that is published.
OF_PUBLISHED = ("", "/publications", "/history")
OF_REPORT = (
    "", "/parts/refused", "/response", "/approval", "/send", "/sign-off", "/publish",
    "/publications", "/packs", "/challenges", "/challenges/new?about=part&number=refused",
    "/rehearsal", "/readiness", "/history", "/text",
)  # fmt: skip


class House:
    """A landlord with documents in every state, and the addresses of all its pages."""

    def __init__(self, app: Flask) -> None:
        """Make the landlord, and keep for the lead what they typed when a session ended."""
        self.people, self.values, _ = furnish(app)
        self.addresses = [route.address(self.values) for route in routes_of(app, "GET")]
        secret = sign_in.sign_in(
            self.people[LEAD].email, PASSWORD, network="192.0.2.1", production=False, now=utc_now()
        )
        self.report = self._report_in_scrutiny()
        typed = [("commentary", "Typed before the session ended")]
        sign_in.keep_typing(secret, "/account", typed, now=utc_now())

    def pages_by_state(self) -> list[str]:
        """Return what looks different in a document that is no draft."""
        states = (self.values[name] for name in ("in_scrutiny", "signed_off", "record"))
        carried = f"/assessments/{self.values['carried']}"
        return [
            *(f"/assessments/{number}{page}" for number in states for page in BY_STATE),
            *(f"{carried}{page}" for page in ("", "/provisions/1.2", "/plan", "/challenges")),
            *(f"/reports/{self.report.id}{page}" for page in OF_REPORT),
            *(f"/reports/{self.values['published_report']}{page}" for page in OF_PUBLISHED),
            *(f"/reports/{self.values['report_id']}{page}" for page in ("/readiness", "/send")),
            f"/reports/{self.report.id}/challenges/{self.question}",
        ]

    def of_the_member(self) -> tuple[str, ...]:
        """Return where a member does something; elsewhere they see the lead's pages, to read."""
        at_work = (f"/assessments/{self.values['in_scrutiny']}/", f"/reports/{self.report.id}/")
        return (*at_work, "/account", "/home")

    def _report_in_scrutiny(self) -> AnnualReport:
        """Bring the report of a year whose self-assessment is signed under scrutiny."""
        lead, officer, member = (self.people[one] for one in (LEAD, "officer", MEMBER))
        landlord = db.session.get_one(Assessment, self.values["signed_off"]).landlord
        report_factories.type_figures(landlord, officer, "2023/24", report_factories.CONTRADICTION)
        report = report_factories.start(landlord, lead, "2023/24")
        report_factories.write_everything(report, officer)
        report_factories.explain_everything(report, officer)
        make.send_for_scrutiny(report, lead)
        make.write_response(report, member)
        challenge = turns.ask(report, member, part="refused")
        turns.reply(challenge, officer)
        self.question = challenge.id
        return report


@pytest.fixture
def house(app: Flask, monkeypatch: pytest.MonkeyPatch) -> House:
    """Return the house, its PDFs left out: they are no pages."""
    monkeypatch.setattr(pdf, "make_pdf", _no_pdf)
    return House(app)


def _no_pdf(html: str, *, lock_folder: Path) -> bytes:
    return b"%PDF-1.7 in place of one"


# In parts, so that both cores have something to do until the end.
PARTS = 2


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("who", [LEAD, MEMBER])
def test_whoever_is_signed_in_can_use_every_page(
    who: str, part: int, house: House, walk: Walk
) -> None:
    walker = walk()
    # What is open looks the same to everybody, and is walked by the visitor below.
    closed = [one for one in house.addresses if "/sign-in" in walker.page.request.get(one).url]
    walker.sign_in(house.people[who].email)

    pages = closed + house.pages_by_state()
    if who == MEMBER:
        pages = [one for one in pages if one.startswith(house.of_the_member())]
    assert len(pages) >= 30
    for address in pages[part::PARTS]:
        _visit(walker, address)


def test_anybody_can_use_every_page_that_needs_no_sign_in(house: House, walk: Walk) -> None:
    walker = walk()

    for address in house.addresses:
        if "/sign-in" not in walker.page.request.get(address).url:
            _visit(walker, address)
    for nowhere in ("/nowhere", f"/published/{house.values['slug']}/1999-00", "/published/x"):
        walker.goto(nowhere, status=404)
    walker.goto("/home")
    assert walker.path == "/sign-in?next=/home"


def test_every_form_that_is_sent_empty_says_what_is_missing(house: House, walk: Walk) -> None:
    lead, member = walk(), walk()
    lead.sign_in(house.people[LEAD].email)
    member.sign_in(house.people[MEMBER].email)
    landlord = f"/landlords/{house.values['slug']}"
    draft = f"/assessments/{house.values['assessment_id']}"
    scrutiny = f"/assessments/{house.values['in_scrutiny']}"

    for address, button in (
        (f"{landlord}/settings", "Save the settings"),
        (f"{landlord}/people/invite", "Invite"),
        (f"{landlord}/assessments/new", "Start"),
        (f"{landlord}/reports/new", "Start"),
        (f"{landlord}/learning/new", "Save"),
        ("/account/password", "Change the password"),
        (f"{draft}/actions/new", "Save"),
        (f"{draft}/actions/{house.values['action_id']}", "Save"),
        (f"{scrutiny}/steps/return_to_draft", "Send back to draft"),
    ):
        _send_empty(lead, address, button)
    _send_empty(member, f"{scrutiny}/response", "Save the response")
    _send_empty(member, f"{scrutiny}/challenges/new?about=whole", "Send the question")
    report = f"/reports/{house.report.id}"
    _send_empty(member, f"{report}/response", "Save the response")
    _send_empty(member, f"{report}/challenges/new?about=part&number=plan", "Send the question")
    _send_empty(lead, f"{report}/packs", "Make the pack")
    _send_empty(lead, f"{report}/steps/return_to_draft", "Send back to draft")
    walk().sign_in("", "", status=422)


def _visit(walker: Walker, address: str) -> None:
    if _is_page(walker, address):
        walker.goto(address, status=None)
        assert walker.status in (200, 403, 404, 409), f"{address} answered {walker.status}."


def _is_page(walker: Walker, address: str) -> bool:
    """Whether an address is a page, and not a file or a stylesheet."""
    answer: Any = walker.page.request.get(address)
    return bool(answer.headers["content-type"].startswith("text/html"))


def _send_empty(walker: Walker, address: str, button: str) -> None:
    walker.goto(address)
    for field in walker.page.locator("main").get_by_role("textbox").all():
        field.fill("")
    walker.press(button, status=422)
    assert walker.page.locator(".govuk-error-summary a").count()
