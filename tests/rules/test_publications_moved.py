"""Migration 0002 against a database of the first release that holds a publication."""

import gzip
import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import brotli
import pytest
from flask import Flask
from flask_migrate import upgrade

from app.database import db
from app.domain.published_files import files_digest
from tests.conftest import make_app

PAGE, DOCUMENT, PDF = b"<!DOCTYPE html><title>A page</title>" * 50, b'{"a":1}', b"%PDF-1.7"
BEFORE = """
INSERT INTO landlord VALUES (
    1, 'ashford', 'Ashford', 'council', '#1d5a6b', NULL, 3, '', '', '', '', '', '', NULL,
    '2026-01-01 00:00:00', 4
);
INSERT INTO assessment (
    id, landlord_id, rulebook, edition_id, edition_digest, year, reason, state, created_at, version
) VALUES (
    1, 1, 'housing-ombudsman', 'housing-ombudsman-2024', 'x', '2025/26', 'annual', 'published',
    '2026-01-01 00:00:00', 5
);
"""
PUBLICATION = """
INSERT INTO publication VALUES (
    ?, 1, 1, 'housing-ombudsman', 'statement', '2025/26', ?, '2026-02-03 04:05:06', 'digest',
    ?, ?, ?, ?, ?, ?, ?
)
"""


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Flask]:
    """Return the application over a database of the first release with two revisions."""
    app = make_app(tmp_path)
    with app.app_context():
        upgrade(revision="0001")
        db.engine.dispose()
        with closing(sqlite3.connect(tmp_path / "tracker.sqlite")) as connection, connection:
            connection.executescript(BEFORE)
            for number, pdf in ((1, PDF), (2, None)):
                row = {
                    "document": DOCUMENT,
                    "html": PAGE,
                    "pdf": pdf,
                    "pdf_missing": None if pdf else "There are no fonts.",
                    "document_sha256": sha256(DOCUMENT),
                    "html_sha256": sha256(PAGE),
                    "pdf_sha256": sha256(pdf) if pdf else None,
                }
                named = [one[1] for one in connection.execute("PRAGMA table_info(publication)")]
                values = [row[name] for name in named if name in row]
                connection.execute(PUBLICATION, (number, number, *values))
        yield app
        db.session.remove()
        db.engine.dispose()


def test_the_frozen_bytes_of_old_publications_become_their_files(
    old: Flask, tmp_path: Path
) -> None:
    upgrade()

    with closing(sqlite3.connect(tmp_path / "tracker.sqlite")) as connection:
        files = connection.execute(
            "SELECT publication_id, ending, media_type, sha256, content, brotli, gzip "
            "FROM published_file ORDER BY publication_id, ending"
        ).fetchall()
        rows = connection.execute(
            "SELECT id, published_at, digest, pdf_missing, files_digest FROM publication"
        ).fetchall()
        landlord = connection.execute(
            "SELECT slug, version, licence, publishes_names FROM landlord"
        ).fetchone()
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()

    assert [(number, ending) for number, ending, *_ in files] == [
        (1, ""),
        (1, ".json"),
        (1, ".pdf"),
        (2, ""),
        (2, ".json"),
    ]
    for _, ending, media_type, stated, content, packed, zipped in files:
        whole = {"": PAGE, ".json": DOCUMENT, ".pdf": PDF}[ending]
        assert (content, stated) == (whole, sha256(whole))
        if media_type == "application/pdf":
            assert packed is zipped is None
        else:
            assert brotli.decompress(packed) == gzip.decompress(zipped) == whole
    shas = [("", sha256(PAGE)), (".json", sha256(DOCUMENT)), (".pdf", sha256(PDF))]
    at = "2026-02-03 04:05:06"
    assert rows == [
        (1, at, "digest", None, files_digest(shas)),
        (2, at, "digest", "There are no fonts.", files_digest(shas[:2])),
    ]
    assert landlord == ("ashford", 4, "OGL-UK-3.0", 0)
    assert not broken


def test_what_was_moved_can_no_longer_be_changed(old: Flask, tmp_path: Path) -> None:
    upgrade()

    with closing(sqlite3.connect(tmp_path / "tracker.sqlite")) as connection:
        for table in ("publication", "published_file"):
            with pytest.raises(sqlite3.IntegrityError, match=f"{table} is append-only"):
                connection.execute(f"UPDATE {table} SET rowid = rowid")
