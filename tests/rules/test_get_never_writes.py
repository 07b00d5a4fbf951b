"""Looking changes nothing: no page that is only read writes to the database."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event, update

from app.database import db, transaction, utc_now
from app.models import SignedInSession
from tests.rules.conftest import ANONYMOUS, House

READS = ("SELECT", "WITH", "PRAGMA", "BEGIN DEFERRED", "EXPLAIN")
# The one exception: when a session was last seen, at most once a minute, on its own connection.
LAST_SEEN = ["BEGIN IMMEDIATE", "UPDATE signed_in_session SET last_seen_at=?"]


@pytest.fixture
def written() -> Iterator[list[str]]:
    """Return the list to which every statement is added that is more than a read."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.lstrip().upper().startswith(READS):
            statements.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield statements
    event.remove(Engine, "before_cursor_execute", note)


@pytest.mark.parametrize("identity", [ANONYMOUS, "complaints_lead", "cabinet_member"])
def test_no_page_writes_when_it_is_read(house: House, written: list[str], identity: str) -> None:
    _seen(minutes_ago=0)
    browser = house.browser(identity)
    opened = 0

    for state in ("assessment_id", "in_scrutiny", "signed_off", "record"):
        for route in house.routes("GET"):
            is_of_one = route.rule.arguments & {"assessment_id", "document_id"}
            if state != "assessment_id" and not is_of_one:
                continue
            values = house.ours | {"assessment_id": house.ours[state]}
            written.clear()
            answer = browser.get(route.address(values))
            opened += answer.status_code == 200
            assert not written, (
                f"{route} wrote: {written}. Do it in a POST, inside `with transaction():`."
            )

    assert opened > (50 if identity != ANONYMOUS else 10)


def test_a_session_is_noted_as_seen_once_a_minute_and_nothing_else_is(
    house: House, written: list[str]
) -> None:
    browser = house.browser("complaints_lead")

    _seen(minutes_ago=2)
    written.clear()
    browser.get("/account")
    first = list(written)
    written.clear()
    browser.get("/account")

    assert [statement.partition(" WHERE")[0] for statement in first] == LAST_SEEN
    assert written == []


def test_the_listener_would_notice_a_write(house: House, written: list[str]) -> None:
    _seen(minutes_ago=1)

    assert [statement.split()[0] for statement in written] == ["BEGIN", "UPDATE"]


def _seen(*, minutes_ago: int) -> None:
    """Set when the sessions were last seen."""
    moment = utc_now() - timedelta(minutes=minutes_ago)
    with transaction():
        db.session.execute(update(SignedInSession).values(last_seen_at=moment))
