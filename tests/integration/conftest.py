"""A council with its people and its assessment in each state, made once and copied for each test.

Answering 72 provisions and signing in take long, so they are done once in a run. Every test gets
its own copy of the database file under one application, and clients that are signed in already.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select
from werkzeug.test import TestResponse

from app.database import db
from app.domain.editions import Edition
from app.domain.permissions import Role
from app.models import AnnualReport, Assessment, HistoryEntry, Landlord, Person
from app.rendering import pdf
from tests import assessment_factories as make
from tests import factories, report_factories
from tests.conftest import Browser, make_app

FAKE_PDF = b"%PDF-1.7 test"
PEOPLE = {
    "lead": Role.COMPLAINTS_LEAD,
    "officer": Role.OFFICER,
    "member": Role.CABINET_MEMBER,
    "reader": Role.READ_ONLY,
}


@dataclass
class Council:
    """A landlord with one person in each role, and another landlord with its own lead."""

    app: Flask
    folder: Path
    cookies: dict[str, str]

    def person(self, name: str) -> Person:
        """Return somebody by the first part of their address: lead, officer, member, reader."""
        return db.session.scalars(
            select(Person).where(Person.email == f"{name}@ashford.example")
        ).one()

    @property
    def lead(self) -> Person:
        """The complaints lead."""
        return self.person("lead")

    @property
    def officer(self) -> Person:
        """The officer."""
        return self.person("officer")

    @property
    def member(self) -> Person:
        """The cabinet member."""
        return self.person("member")

    @property
    def landlord(self) -> Landlord:
        """The council."""
        return _landlord("Ashford Borough Council")

    @property
    def elsewhere(self) -> Landlord:
        """The other landlord, whose lead is called "stranger"."""
        return _landlord("Elsewhere Homes")

    @property
    def assessment(self) -> Assessment:
        """The council's newest assessment."""
        return db.session.scalars(
            select(Assessment)
            .where(Assessment.landlord_id == self.landlord.id)
            .order_by(Assessment.id.desc())
            .limit(1)
        ).one()

    @property
    def report(self) -> AnnualReport:
        """The council's newest annual report."""
        return db.session.scalars(
            select(AnnualReport)
            .where(AnnualReport.landlord_id == self.landlord.id)
            .order_by(AnnualReport.id.desc())
            .limit(1)
        ).one()

    @property
    def edition(self) -> Edition:
        """The edition of the newest assessment."""
        return make.edition_of(self.assessment)

    def signed_in(self, name: str) -> FlaskClient:
        """Return the browser of somebody who has signed in."""
        client = self.app.test_client()
        client.set_cookie("signed-in", self.cookies[name])
        return client

    def visitor(self) -> FlaskClient:
        """Return the browser of somebody who has not signed in."""
        return self.app.test_client()

    def page_of(self, name: str, rest: str) -> str:
        """Return a page below the newest assessment as somebody who has signed in reads it."""
        answer = self.signed_in(name).get(self.address(rest))
        assert answer.status_code == 200
        return unescape(answer.text)

    def address(self, rest: str = "") -> str:
        """Return an address below the newest assessment."""
        return f"/assessments/{self.assessment.id}{rest}"

    def history(self) -> list[HistoryEntry]:
        """Return the history of the newest assessment, the oldest first."""
        return list(
            db.session.scalars(
                select(HistoryEntry)
                .where(HistoryEntry.document_id == self.assessment.id)
                .order_by(HistoryEntry.sequence)
            )
        )


def _landlord(name: str) -> Landlord:
    return db.session.scalars(select(Landlord).where(Landlord.name == name)).one()


class Form(HTMLParser):
    """What the largest form of a page holds, as a browser would send it without a change."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self._forms: list[dict[str, list[str]]] = [{}]
        self._long: str | None = None
        self.feed(page)

    @property
    def fields(self) -> dict[str, list[str]]:
        """The fields of the largest form; beside it a page may hold buttons that are forms."""
        return max(reversed(self._forms), key=len)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        name, value = found.get("name"), found.get("value") or ""
        if tag == "form":
            self._forms.append({})
        elif tag == "textarea" and name:
            self._long = name
            self._forms[-1][name] = [""]
        elif tag == "input" and name:
            ticked = found.get("type") not in ("radio", "checkbox") or "checked" in found
            if ticked:
                self._forms[-1].setdefault(name, []).append(value)

    def handle_data(self, data: str) -> None:
        if self._long:
            self._forms[-1][self._long][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._long = None


def form_of(page: TestResponse) -> dict[str, list[str]]:
    """Return the fields of the largest form on a page with what stands in them."""
    return Form(page.text).fields


def fill_in(client: FlaskClient, address: str, **typed: str | list[str]) -> TestResponse:
    """Open a page, change some fields of its form, and send it."""
    return client.post(address, data=form_of(client.get(address)) | typed)


@pytest.fixture(scope="session")
def one_app(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Return one application whose database file each test replaces."""
    folder = tmp_path_factory.mktemp("council")
    application = make_app(folder)
    application.test_client_class = Browser
    return application


class Snapshots:
    """Database files by the state that the assessment in them has reached, made when asked for."""

    def __init__(self, app: Flask, migrated: Path) -> None:
        self.council = Council(app, Path(app.instance_path), {})
        self._current = self.council.folder / "tracker.sqlite"
        self._migrated = migrated
        self._steps: dict[str, tuple[str, Callable[[], object]]] = {
            "council": ("", self._add_people),
            "draft": ("council", self._start),
            "answered": ("draft", self._answer),
            "under_scrutiny": ("answered", self._send),
            "signed_off": ("under_scrutiny", self._sign),
            "published": ("signed_off", self._publish),
            "report_draft": ("published", self._write_report),
            "report_in_scrutiny": ("report_draft", self._send_report),
            "report_signed": ("report_in_scrutiny", self._sign_report),
            "report_published": ("report_signed", self._publish_report),
        }

    def put(self, name: str) -> None:
        """Put a copy of the database in a state in place of the current one."""
        kept = self._kept(name)
        if not kept.exists():
            self._make(name)
        self._replace_by(kept)

    def _make(self, name: str) -> None:
        before, step = self._steps[name]
        if before:
            self.put(before)
        else:
            self._replace_by(self._migrated)
        with self.council.app.app_context(), pytest.MonkeyPatch.context() as patch:
            patch.setattr(pdf, "make_pdf", fake_pdf)
            step()
            db.session.remove()
            db.engine.dispose()
        shutil.copy(self._current, self._kept(name))

    def _kept(self, name: str) -> Path:
        return self.council.folder / f"{name}.kept"

    def _replace_by(self, file: Path) -> None:
        for leftover in self.council.folder.glob("tracker.sqlite*"):
            leftover.unlink()
        shutil.copy(file, self._current)

    def _add_people(self) -> None:
        council = factories.make_landlord("Ashford Borough Council")
        elsewhere = factories.make_landlord("Elsewhere Homes")
        for name, role in PEOPLE.items():
            factories.make_person(
                council, role, name=f"The {name}", email=f"{name}@ashford.example"
            )
        factories.make_person(elsewhere, Role.COMPLAINTS_LEAD, email="stranger@ashford.example")
        for name in (*PEOPLE, "stranger"):
            client = self.council.app.test_client()
            factories.sign_in(client, self.council.person(name))
            cookie = client.get_cookie("signed-in")
            assert cookie
            self.council.cookies[name] = cookie.value

    def _start(self) -> None:
        make.start(self.council.landlord, self.council.lead)

    def _answer(self) -> None:
        make.answer_everything(self.council.assessment, self.council.officer)

    def _send(self) -> None:
        make.send_for_scrutiny(self.council.assessment, self.council.lead)

    def _sign(self) -> None:
        make.write_response(self.council.assessment, self.council.member)
        make.sign_off(self.council.assessment, self.council.member)

    def _publish(self) -> None:
        make.publish(self.council.assessment, self.council.lead)

    def _write_report(self) -> None:
        report_factories.complete(self.council.landlord, self.council.lead, self.council.officer)

    def _send_report(self) -> None:
        make.send_for_scrutiny(self.council.report, self.council.lead)

    def _sign_report(self) -> None:
        make.write_response(self.council.report, self.council.member, "We read every figure.")
        make.sign_off(self.council.report, self.council.member)

    def _publish_report(self) -> None:
        make.publish(self.council.report, self.council.lead)


def fake_pdf(html: str, *, lock_folder: Path) -> bytes:
    """Stand in for the slow PDF; tests/unit/test_pdf.py makes real ones."""
    return FAKE_PDF


@pytest.fixture(scope="session")
def snapshots(one_app: Flask, migrated: Path) -> Snapshots:
    """Return the maker of the databases."""
    return Snapshots(one_app, migrated)


def _in(snapshots: Snapshots, name: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Council]:
    snapshots.put(name)
    monkeypatch.setattr(pdf, "make_pdf", fake_pdf)
    with snapshots.council.app.app_context():
        yield snapshots.council
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def council(snapshots: Snapshots, monkeypatch: pytest.MonkeyPatch) -> Iterator[Council]:
    """Return the council before it has started anything."""
    yield from _in(snapshots, "council", monkeypatch)


@pytest.fixture
def draft(snapshots: Snapshots, monkeypatch: pytest.MonkeyPatch) -> Iterator[Council]:
    """Return the council with an assessment of 2025/26 in which nothing is answered."""
    yield from _in(snapshots, "draft", monkeypatch)


@pytest.fixture
def answered(snapshots: Snapshots, monkeypatch: pytest.MonkeyPatch) -> Iterator[Council]:
    """Return the council with every provision answered Yes by its officer."""
    yield from _in(snapshots, "answered", monkeypatch)


@pytest.fixture
def under_scrutiny(snapshots: Snapshots, monkeypatch: pytest.MonkeyPatch) -> Iterator[Council]:
    """Return the council with its assessment under scrutiny."""
    yield from _in(snapshots, "under_scrutiny", monkeypatch)


@pytest.fixture
def signed_off(snapshots: Snapshots, monkeypatch: pytest.MonkeyPatch) -> Iterator[Council]:
    """Return the council with its assessment signed off by the cabinet member."""
    yield from _in(snapshots, "signed_off", monkeypatch)


@pytest.fixture
def published(snapshots: Snapshots, monkeypatch: pytest.MonkeyPatch) -> Iterator[Council]:
    """Return the council with its first revision of 2025/26 in public."""
    yield from _in(snapshots, "published", monkeypatch)


@pytest.fixture
def report_draft(snapshots: Snapshots, monkeypatch: pytest.MonkeyPatch) -> Iterator[Council]:
    """Return the published council with a report of 2025/26 in which nothing is missing."""
    yield from _in(snapshots, "report_draft", monkeypatch)


@pytest.fixture
def report_in_scrutiny(snapshots: Snapshots, monkeypatch: pytest.MonkeyPatch) -> Iterator[Council]:
    """Return the council with its report under scrutiny."""
    yield from _in(snapshots, "report_in_scrutiny", monkeypatch)


@pytest.fixture
def report_signed(snapshots: Snapshots, monkeypatch: pytest.MonkeyPatch) -> Iterator[Council]:
    """Return the council with its report signed off by the cabinet member."""
    yield from _in(snapshots, "report_signed", monkeypatch)


@pytest.fixture
def report_published(snapshots: Snapshots, monkeypatch: pytest.MonkeyPatch) -> Iterator[Council]:
    """Return the council with the first revision of its report in public."""
    yield from _in(snapshots, "report_published", monkeypatch)


def queries_of(client: FlaskClient, address: str) -> list[str]:
    """Return the statements that a page sends to the database."""
    sent: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert client.get(address).status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return sent
