"""One house for all rules: built once, with people of every kind, and copied for each test."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.database import db, utc_now
from app.rendering import pdf
from app.services import sign_in
from tests.conftest import Browser, settings_for
from tests.factories import PASSWORD, token_of
from tests.rules.house import Route, furnish, routes_of

ANONYMOUS = "anonymous"
ENDS_THE_SESSION = "POST /sign-out"


@dataclass(frozen=True)
class House:
    """The application over a furnished database, and what its addresses are made of."""

    app: Flask
    secrets: dict[str, str]
    ours: dict[str, Any]
    theirs: dict[str, Any]

    def browser(self, identity: str) -> FlaskClient:
        """Return a browser in which somebody is signed in."""
        client = self.app.test_client()
        if identity != ANONYMOUS:
            client.set_cookie("signed-in", self.secrets[identity])
        return client

    def routes(self, *methods: str) -> list[Route]:
        """Return the routes, signing out last: whatever came after it would be nobody's."""
        return sorted(
            routes_of(self.app, *methods), key=lambda route: str(route) == ENDS_THE_SESSION
        )


def _no_pdf(html: str, *, lock_folder: Path) -> bytes:
    """Stand for a PDF, which takes seconds and has tests of its own."""
    return b"%PDF-1.7 in place of one"


@pytest.fixture(scope="session")
def furnished(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[House, Path]:
    """Return the house and its pristine database, both made once."""
    folder = tmp_path_factory.mktemp("house")
    shutil.copy(migrated, folder / "tracker.sqlite")
    app = create_app(settings_for(folder))
    app.test_client_class = Browser
    with pytest.MonkeyPatch.context() as patch, app.app_context():
        patch.setattr(pdf, "make_pdf", _no_pdf)
        people, ours, theirs = furnish(app)
        emails = {identity: person.email for identity, person in people.items()}
        secrets = {identity: _sign_in(email) for identity, email in emails.items()}
        db.session.remove()
        db.engine.dispose()
    shutil.copy(folder / "tracker.sqlite", folder / "pristine.sqlite")
    return House(app, secrets, ours, theirs), folder


def _sign_in(email: str) -> str:
    now = utc_now()
    secret = sign_in.sign_in(email, PASSWORD, network="192.0.2.1", production=False, now=now)
    sign_in.keep_typing(secret, "/account", [("commentary", "Typed before")], now=now)
    return secret


@pytest.fixture
def restore(furnished: tuple[House, Path]) -> Callable[[], None]:
    """Return what puts the pristine database back, for a test that needs it more than once."""
    house, folder = furnished

    def put_back() -> None:
        with house.app.app_context():
            db.session.remove()
            db.engine.dispose()
        for left in folder.glob("tracker.sqlite-*"):
            left.unlink()
        shutil.copy(folder / "pristine.sqlite", folder / "tracker.sqlite")

    return put_back


@pytest.fixture
def house(furnished: tuple[House, Path], restore: Callable[[], None]) -> Iterator[House]:
    """Return the house over a fresh copy of its database, inside its application context."""
    restore()
    with furnished[0].app.app_context():
        yield furnished[0]
        db.session.remove()
        db.engine.dispose()


def csrf_token(client: FlaskClient) -> str:
    """Return a token that belongs to the browser."""
    return token_of(client, "/sign-in")
