"""What several tests of published revisions do: ask for them, correct them, alter them."""

import gzip
import hashlib
import sqlite3

import brotli

from app.database import db, transaction
from app.domain.history import entry_hash
from app.domain.published_files import files_digest
from app.models.facts import chained_facts
from app.services import withdrawals
from tests import assessment_factories as make
from tests.conftest import NOW
from tests.factories import actor
from tests.integration.conftest import Council

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FILES = {
    "": "text/html",
    ".pdf": "application/pdf",
    ".docx": WORD,
    ".json": "application/json",
    ".csv": "text/csv",
    "/summary": "text/html",
    "/provisions/6.3": "text/html",
}
PAGES = ("", "/summary", "/provisions/6.3")


def public(council: Council, rest: str = "") -> str:
    """Return an address of the council's year."""
    return f"/published/{council.landlord.slug}/2025-26{rest}"


def bytes_of(council: Council, rest: str) -> bytes:
    """Return what a visitor is sent."""
    sent = council.visitor().get(public(council, rest))
    assert sent.status_code == 200
    return bytes(sent.data)


def correct(council: Council) -> None:
    """Publish a second revision that corrects the first."""
    make.start_correction(council.assessment, council.lead)
    make.answer(council.assessment, council.officer, "2.1", "yes", commentary="Now it is right.")
    make.send_for_scrutiny(council.assessment, council.lead)
    make.sign_off(council.assessment, council.member)
    make.publish(council.assessment, council.lead, "The commentary of 2.1 was missing.")


def withdraw(council: Council, revision: int, reason: str = "It named a tenant.") -> None:
    """Withdraw a revision, as the lead."""
    by = actor(council.lead, council.landlord)
    with transaction():
        withdrawals.withdraw(
            council.assessment, revision, reason=reason, by=by, now=NOW, token=make.new_token()
        )


def verify(council: Council) -> tuple[int, str]:
    """Run `flask publications verify`; return its exit code and what it said."""
    db.session.rollback()
    result = council.app.test_cli_runner().invoke(args=["publications", "verify"])
    return result.exit_code, result.output


def tamper(council: Council, table: str, change: str) -> None:
    """Alter a table past its triggers, on a connection that the application knows nothing of."""
    db.session.rollback()
    with sqlite3.connect(council.folder / "tracker.sqlite") as connection:
        for refused in ("update", "delete"):
            connection.execute(f"DROP TRIGGER IF EXISTS {table}_refuses_{refused}")
        whole = change.startswith(("DELETE", "INSERT"))
        connection.execute(change if whole else f"UPDATE {table} {change}")
    connection.close()


def rehash_last_entry(council: Council) -> None:
    """Give the newest entry the hash of what it says now."""
    db.session.rollback()
    entry = council.history()[-1]
    found = entry_hash(entry.previous_hash, chained_facts(entry))
    tamper(council, "history_entry", f"SET hash = '{found}' WHERE sequence = {entry.sequence}")


def forge_page(council: Council) -> None:
    """Alter the page, and every digest that stands in the tables of the publication."""
    with sqlite3.connect(council.folder / "tracker.sqlite") as connection:
        files = dict(connection.execute("SELECT ending, sha256 FROM published_file"))
        (page,) = connection.execute(
            "SELECT content FROM published_file WHERE ending = ''"
        ).fetchone()
    connection.close()
    page = page.replace(b"Yes", b"yes")
    files[""] = hashlib.sha256(page).hexdigest()
    copies = (page, brotli.compress(page), gzip.compress(page))
    content, packed, zipped = (f"X'{copy.hex()}'" for copy in copies)
    tamper(
        council,
        "published_file",
        f"SET content = {content}, brotli = {packed}, gzip = {zipped}, sha256 = '{files['']}' "
        "WHERE ending = ''",
    )
    tamper(council, "publication", f"SET files_digest = '{files_digest(files.items())}'")
