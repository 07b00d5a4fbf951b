"""`flask publications check-addresses` against a real server, and what the page then says."""

import logging
import re
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from click.testing import Result
from sqlalchemy import func, select
from werkzeug.serving import make_server

from app.database import db
from app.models import AddressCheck
from tests.factories import token_of
from tests.integration.conftest import Council


@pytest.fixture
def served(published: Council, monkeypatch: pytest.MonkeyPatch) -> Iterator[Council]:
    """Serve the council's own public pages, at the address that is printed as theirs."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, published.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings = replace(
        published.app.extensions["settings"], public_address=f"http://127.0.0.1:{server.port}"
    )
    monkeypatch.setitem(published.app.extensions, "settings", settings)
    yield published
    server.shutdown()
    thread.join()
    server.server_close()


def check(council: Council) -> Result:
    """Run the command, as whoever looks after the server does."""
    db.session.rollback()
    return council.app.test_cli_runner().invoke(args=["publications", "check-addresses"])


def words_of(council: Council, who: str) -> str:
    """Return what somebody reads on the page."""
    page = council.signed_in(who).get(council.address("/submission")).text
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def type_policy(council: Council, policy: str, version: str = "") -> None:
    lead, address = council.signed_in("lead"), council.address("/submission")
    data = {"csrf_token": token_of(lead, address), "version": version}
    assert lead.post(address, data=data | {"field_policy_address": policy}).status_code == 303


def test_what_is_published_here_is_found_and_the_page_says_when(served: Council) -> None:
    assert "Not checked yet" in words_of(served, "reader")

    result = check(served)

    assert (result.exit_code, "All 3 work." in result.output) == (0, True), result.output
    page = words_of(served, "reader")
    assert page.count("Works Checked on") == 3  # the page, its PDF and the response
    assert "Not checked yet" not in page


def test_an_address_that_does_not_work_is_named_and_the_exit_code_is_1(served: Council) -> None:
    own = served.app.extensions["settings"].public_address
    type_policy(served, f"{own}/published/nobody")
    result = check(served)
    assert result.exit_code == 1
    assert f"{own}/published/nobody: The server answered 404 (Not Found).\n" in result.output
    page = words_of(served, "lead")
    assert "Does not work The server answered 404 (Not Found)" in page

    # Mended, it is asked under its new address; what was found before is not shown any more.
    type_policy(served, f"{own}/published", version="1")
    assert check(served).exit_code == 0
    assert "Does not work" not in words_of(served, "lead")


def test_a_typed_address_of_the_network_around_us_is_not_opened(served: Council) -> None:
    type_policy(served, "http://169.254.169.254/latest/meta-data/")

    result = check(served)

    assert (result.exit_code, "private network" in result.output) == (1, True)


def test_a_second_check_takes_the_place_of_the_first(served: Council) -> None:
    check(served)
    check(served)

    assert db.session.scalar(select(func.count()).select_from(AddressCheck)) == 3


def test_without_anything_to_check_nothing_fails(council: Council) -> None:
    result = check(council)

    assert (result.exit_code, "Nothing is published or typed yet." in result.output) == (0, True)
