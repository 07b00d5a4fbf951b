"""What was altered since it was published: found by `verify`, refused by the public address."""

import sqlite3

import pytest

from app.database import db
from app.domain.published_addresses import year_address
from tests.integration.conftest import Council
from tests.integration.publication_steps import (
    FILES,
    correct,
    forge_page,
    public,
    tamper,
    verify,
    withdraw,
)

SWAP = "CAST(replace(CAST(content AS TEXT), 'Yes', 'yes') AS BLOB)"
OF_PAGE, OF_JSON = "WHERE ending = ''", "WHERE ending = '.json'"


def refused(council: Council) -> set[str]:
    """Return the endings that the public address refuses; each says so in plain words."""
    found = set()
    for ending in FILES:
        for accepted in ("", "gzip", "br"):
            headers = {"Accept-Encoding": accepted}
            answer = council.visitor().get(public(council, ending), headers=headers)
            if answer.status_code != 200:
                assert answer.status_code == 500
                assert "This copy is damaged and is not shown" in answer.text
                found.add(ending)
    return found


def test_what_is_as_it_was_issued_is_verified(published: Council) -> None:
    correct(published)
    withdraw(published, 1)

    assert verify(published) == (0, "All 7 items are as they were issued, signed or recorded.\n")
    assert refused(published) == set()


@pytest.mark.parametrize(
    ("table", "change", "said", "refusing"),
    [
        ("published_file", f"SET content = {SWAP} {OF_PAGE}", "its page changed", {""}),
        ("published_file", f"SET brotli = gzip {OF_PAGE}", "the brotli copy of its page", {""}),
        ("published_file", f"SET gzip = X'00' {OF_PAGE}", "the gzip copy of its page", {""}),
        (
            "published_file",
            "SET content = X'25504446' WHERE ending = '.pdf'",
            "its PDF changed",
            {".pdf"},
        ),
        (
            "published_file",
            f"SET sha256 = '{'0' * 64}' {OF_PAGE}",
            "its page changed",
            set(FILES),
        ),
        (
            "published_file",
            "DELETE FROM published_file WHERE ending = '.pdf'",
            "its files are not those that it was issued with; its PDF is gone",
            set(FILES),
        ),
        (
            "published_file",
            f"SET content = CAST(replace(content, '\"yes\"', '\"no\"') AS BLOB) {OF_JSON}",
            "its document changed",
            set(FILES),
        ),
        (
            "published_file",
            f"SET content = X'00' {OF_JSON}",
            "its document cannot be read",
            set(FILES),
        ),
        (
            "publication",
            f"SET digest = '{'0' * 64}'",
            "the digests inside its document do not hold",
            set(FILES),
        ),
        (
            "publication",
            f"SET files_digest = '{'0' * 64}'",
            "its files are not those",
            set(FILES),
        ),
        (
            "publication",
            "SET published_at = '2001-01-01 00:00:00'",
            "is not the one in its document",
            set(FILES),
        ),
        (
            "published_file",
            "SET media_type = 'text/html' WHERE ending = '.pdf'",
            "its PDF is stored as text/html",
            {".pdf"},
        ),
        ("publication", "SET pdf_missing = 'No fonts.'", "why it has no PDF, and has one", set()),
    ],
)
def test_what_another_program_altered_is_found_and_refused_at_the_next_request(
    published: Council, table: str, change: str, said: str, refusing: set[str]
) -> None:
    assert refused(published) == set()

    tamper(published, table, change)

    assert refused(published) == refusing
    code, output = verify(published)
    assert code == 1
    assert f"{published.landlord.slug} 2025/26 revision 1" in output
    assert said in output
    assert "do not hold." in output


def test_what_was_moved_to_another_rulebook_is_served_at_neither_address(
    published: Council,
) -> None:
    tamper(published, "publication", "SET rulebook = 'another'")

    assert published.visitor().get(public(published)).status_code == 404
    moved = published.visitor().get(year_address(published.landlord.slug, "another", "2025-26"))
    assert moved.status_code == 500
    assert "This copy is damaged and is not shown" in moved.text
    code, output = verify(published)
    assert code == 1
    assert "its rulebook is not the one in its document" in output


def test_a_forger_who_mends_every_digest_is_told_on_by_the_history(published: Council) -> None:
    forge_page(published)

    assert refused(published) == set(FILES)
    code, output = verify(published)
    assert code == 1
    assert "it does not tell of the same publications as there are" in output


def test_a_copy_that_is_whole_again_is_shown_again(published: Council) -> None:
    tamper(published, "published_file", f"SET content = content || X'20' {OF_PAGE}")
    assert refused(published) == {""}

    whole = f"substr(content, 1, length(content) - 1) {OF_PAGE}"
    tamper(published, "published_file", f"SET content = {whole}")

    assert refused(published) == set()


def test_a_changed_stylesheet_is_found_and_refused(published: Council) -> None:
    page = published.visitor().get(public(published)).text
    address = page.split('rel="stylesheet" href="')[1].split('"')[0]
    assert published.visitor().get(address).status_code == 200

    tamper(published, "published_asset", "SET content = X'00'")

    assert published.visitor().get(address).status_code == 500
    code, output = verify(published)
    assert code == 1
    assert "its bytes changed" in output


@pytest.mark.parametrize(
    ("table", "change", "said"),
    [
        ("sign_off", "SET document = X'7B7D'", "text signed off on"),
        ("history_entry", "SET by_name = 'Somebody else'", "its chain breaks at entry"),
        ("sign_off", "SET signed_as = 'Leader'", "the office that signed it is not what the"),
        ("sign_off", "SET signed_by_name = 'Another'", "who did it is not what the history tells"),
        ("sign_off", "SET signed_at = '2001-01-01 00:00:00'", "its moment is not what the history"),
        ("sign_off", "DELETE FROM sign_off", "text signed off on 2026-11-21: it is gone"),
    ],
)
def test_a_changed_signature_or_history_is_found(
    published: Council, table: str, change: str, said: str
) -> None:
    withdraw(published, 1)

    tamper(published, table, change)

    code, output = verify(published)
    assert code == 1
    assert said in output


@pytest.mark.parametrize(
    "table",
    ["publication", "published_file", "withdrawal", "sign_off", "history_entry", "published_asset"],
)
@pytest.mark.parametrize("change", ["UPDATE {} SET rowid = rowid", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_change_what_is_kept_for_ever(
    published: Council, table: str, change: str
) -> None:
    withdraw(published, 1)
    db.session.remove()
    db.engine.dispose()
    connection = sqlite3.connect(published.folder / "tracker.sqlite")

    with pytest.raises(sqlite3.IntegrityError, match=f"{table} is append-only"):
        connection.execute(change.format(table))

    connection.close()
