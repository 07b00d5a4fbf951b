"""Fixtures shared by all tests: a migrated database copied for each test, and the application."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade

from app import create_app
from app.config import ROOT, Settings
from app.database import db
from app.domain.edition_shelf import Editions
from app.domain.submission_forms import SubmissionForm
from app.reading.editions import read_editions
from app.reading.submission_forms import read_submission_forms

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


class Browser(FlaskClient):
    """A client whose requests share nothing with the test but the database, as on a server."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        """Send a request in an application context of its own, with its own session and `g`."""
        # Nothing of the test may still read, or it would go on seeing the database as it was.
        db.session.rollback()
        with self.application.app_context():
            return super().open(*args, **kwargs)


def settings_for(folder: Path, *, production: bool = False) -> Settings:
    """Return settings whose data lies in a folder of the test."""
    return Settings(
        production=production,
        database_url=f"sqlite:///{folder / 'tracker.sqlite'}",
        secret_key="a secret that only the tests know, long enough",
        public_address="https://complaints.example",
        proxies=0,
        trusted_hosts=(),
        instance=folder,
        editions=ROOT / "code_definitions",
    )


def make_app(folder: Path) -> Flask:
    """Return the application over a folder of the test."""
    return create_app(settings_for(folder), editions=_editions(), submission_forms=_forms())


@cache
def _editions() -> Editions:
    """Read the editions once for all tests; reading them for each would take most of the time."""
    return read_editions(ROOT / "code_definitions")


@cache
def _forms() -> tuple[SubmissionForm, ...]:
    return read_submission_forms(ROOT / "code_definitions")


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database file migrated once; every test works on its own copy."""
    folder = tmp_path_factory.mktemp("migrated")
    app = make_app(folder)
    with app.app_context():
        upgrade()
        db.session.remove()
        db.engine.dispose()
    return folder / "tracker.sqlite"


@pytest.fixture
def app(migrated: Path, tmp_path: Path) -> Iterator[Flask]:
    """Return the application over a fresh database."""
    shutil.copy(migrated, tmp_path / "tracker.sqlite")
    application = make_app(tmp_path)
    application.test_client_class = Browser
    with application.app_context():
        yield application
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return a browser-like client without sign-in."""
    return app.test_client()


@pytest.fixture
def now() -> datetime:
    """Return the moment at which the tests happen."""
    return NOW
