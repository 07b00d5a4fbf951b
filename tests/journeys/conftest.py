"""A real server, Debian's Chromium, and somebody who walks through the pages with them."""

import logging
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

from app import demonstration
from app.database import db, utc_now
from tests.conftest import make_app
from tests.journeys.walker import Walker

# The names that bin/test looks for as well.
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIETLY = (
    "--no-sandbox",  # root, as in a container, may not have one
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

Walk = Callable[..., Walker]


@pytest.fixture(scope="session")
def browser(pytestconfig: pytest.Config) -> Iterator[Browser]:
    """Start one Chromium for all journeys; where there is none, say so and skip them."""
    found = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if found is None:
        reason = (
            "THE BROWSER JOURNEYS WERE NOT RUN: no Chromium was found. "
            "Install it (Debian: apt-get install chromium) and run bin/test again."
        )
        with pytestconfig.pluginmanager.get_plugin("capturemanager").global_and_fixture_disabled():
            print(f"\n{reason}")  # noqa: T201  # to be seen, not only counted
        pytest.skip(reason)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=list(QUIETLY))
        yield chromium
        chromium.close()


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Serve the application as it would be served to people, and return where."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # or each request fills the reports
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def walk(browser: Browser, address: str) -> Iterator[Walk]:
    """Return what opens a browser of its own for one more person."""
    contexts = []

    def open_browser(*, has_script: bool = True) -> Walker:
        contexts.append(
            browser.new_context(base_url=address, locale="en-GB", java_script_enabled=has_script)
        )
        return Walker(contexts[-1].new_page(), has_script=has_script)

    yield open_browser
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def demonstrated(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database with the demonstration, without PDFs: loaded once, copied for each test."""
    folder = tmp_path_factory.mktemp("demonstrated")
    shutil.copy(migrated, folder / "tracker.sqlite")
    app = make_app(folder)
    with app.app_context():
        demonstration.load(
            app.extensions["editions"],
            public_address="https://complaints.example",
            lock_folder=folder,
            now=utc_now(),
            say=lambda _: None,
            without_pdf=True,
        )
        db.session.remove()
        db.engine.dispose()
    return folder / "tracker.sqlite"
