"""PUBLIC_SITE_DIR: the program's own answers as plain files, written at each publication."""

import gzip
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import brotli
import pytest
from flask import Flask

from app import create_app
from app.rendering import releases
from app.web import public_site
from tests.conftest import Browser
from tests.integration.conftest import Council, fill_in
from tests.integration.publication_steps import correct, withdraw


def start(council: Council, folder: Path) -> Council:
    """Start the program again over the same database, with a folder for its plain files."""
    settings = replace(council.app.extensions["settings"], public_site=folder)
    app: Flask = create_app(
        settings,
        council.app.extensions["editions"],
        council.app.extensions["submission_forms"],
    )
    app.test_client_class = Browser
    return replace(council, app=app)


def current(folder: Path, path: str) -> bytes:
    return (folder / "current" / path).read_bytes()


def paths(folder: Path) -> list[str]:
    root = (folder / "current").resolve()
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


def address_of(path: str) -> str:
    return "/" if path == "index.html" else f"/{path.removesuffix('.html')}"


def base(council: Council) -> str:
    return f"published/{council.landlord.slug}/2025-26"


def test_the_files_are_what_the_program_answers(published: Council, tmp_path: Path) -> None:
    site = start(published, tmp_path)
    written = [one for one in paths(tmp_path) if not one.endswith((".br", ".gz"))]

    assert f"{base(site)}/v1/provisions/6.3.html" in written
    assert {"index.html", "published/index.json", "published/feed.atom"} <= set(written)
    for path in written:
        answer = site.visitor().get(address_of(path))
        assert answer.data == current(tmp_path, path), path
        assert answer.status_code == 200


def test_the_compressed_neighbours_hold_the_same(published: Council, tmp_path: Path) -> None:
    start(published, tmp_path)
    page = f"{base(published)}.html"

    assert brotli.decompress(current(tmp_path, f"{page}.br")) == current(tmp_path, page)
    assert gzip.decompress(current(tmp_path, f"{page}.gz")) == current(tmp_path, page)
    assert f"{base(published)}.pdf.gz" not in paths(tmp_path)


def test_what_shows_the_day_or_a_person_is_left_to_the_program(
    published: Council, tmp_path: Path
) -> None:
    start(published, tmp_path)

    assert not [one for one in paths(tmp_path) if "promises" in one or "changes" in one]


def test_publishing_writes_the_files_at_once(signed_off: Council, tmp_path: Path) -> None:
    site = start(signed_off, tmp_path)
    assert f"{base(site)}.html" not in paths(tmp_path)

    published = fill_in(site.signed_in("lead"), site.address("/publish"))

    assert published.status_code == 303
    assert f"{base(site)}.html" in paths(tmp_path)
    assert f'href="/{base(site)}"' in current(tmp_path, "index.html").decode()


def test_a_withdrawal_stands_in_the_files_and_leaves_the_others_alone(
    published: Council, tmp_path: Path
) -> None:
    site = start(published, tmp_path)
    before = (tmp_path / "current" / f"{base(site)}.json").stat().st_ino

    withdrawn = fill_in(
        site.signed_in("lead"),
        site.address("/publications/1/withdraw"),
        reason="It named a resident.",
    )

    assert withdrawn.status_code == 303
    for path in (f"{base(site)}.html", f"{base(site)}/v1.html", f"{base(site)}/v1/summary.html"):
        assert b"It named a resident." in current(tmp_path, path)
    assert (tmp_path / "current" / f"{base(site)}.json").stat().st_ino == before


def test_the_files_of_the_revision_that_stands_again_say_what_was_withdrawn(
    published: Council, tmp_path: Path
) -> None:
    site = start(published, tmp_path)
    correct(published)
    withdraw(published, 2, "It named a resident.")

    start(published, tmp_path)

    for path in (f"{base(site)}.html", f"{base(site)}/v1.html", f"{base(site)}/v1/summary.html"):
        assert b"Revision 2 was published later and withdrawn" in current(tmp_path, path)


def test_failing_to_write_undoes_nothing_and_the_next_start_repairs(
    signed_off: Council, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    site = start(signed_off, tmp_path)
    lead = site.signed_in("lead")

    def disk_full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(releases, "_swap", disk_full)
        published = fill_in(lead, site.address("/publish"))

    assert published.status_code == 303
    assert "could not be written, so residents may see" in lead.get(site.address()).text
    assert "No space left on device" in caplog.text
    assert site.visitor().get(f"/{base(site)}").status_code == 200
    assert f"{base(site)}.html" not in paths(tmp_path)
    start(signed_off, tmp_path)
    assert f"{base(site)}.html" in paths(tmp_path)


def test_what_was_published_beside_it_is_found_by_the_next_start(
    published: Council, tmp_path: Path
) -> None:
    start(published, tmp_path)
    withdraw(published, 1, "By a command.")

    start(published, tmp_path)

    assert b"By a command." in current(tmp_path, f"{base(published)}.html")


def test_what_a_killed_process_left_is_repaired_within_a_minute(
    published: Council, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = start(published, tmp_path)
    withdraw(published, 1, "It named a resident.")
    later = time.monotonic() + public_site.LOOK_EVERY

    ask_and_wait(site)
    assert b"It named a resident." not in current(tmp_path, f"{base(site)}.html")
    monkeypatch.setattr(public_site.time, "monotonic", lambda: later)
    ask_and_wait(site)

    assert b"It named a resident." in current(tmp_path, f"{base(site)}.html")


def test_what_a_killed_process_left_is_repaired_by_the_next_at_once(
    published: Council, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = start(published, tmp_path)
    withdraw(published, 1, "It named a resident.")

    monkeypatch.setattr(public_site.os, "getpid", lambda: -1)
    ask_and_wait(site)

    assert b"It named a resident." in current(tmp_path, f"{base(site)}.html")


def ask_and_wait(site: Council) -> None:
    """Ask for a page that is kept in front of Flask, and wait for what that sets off beside it."""
    before = set(threading.enumerate())
    assert site.visitor().get(f"/{base(site)}").status_code == 200
    for one in set(threading.enumerate()) - before:
        one.join()


def test_the_program_does_not_start_with_a_folder_of_somebody_else(
    published: Council, tmp_path: Path
) -> None:
    (tmp_path / "releases/20261101").mkdir(parents=True)
    (tmp_path / "current").symlink_to("releases/20261101")

    with pytest.raises(SystemExit, match="PUBLIC_SITE_DIR: .* did not put there"):
        start(published, tmp_path)

    assert (tmp_path / "releases/20261101").is_dir()
    assert {one.name for one in tmp_path.iterdir()} == {"releases", "current"}


def test_a_folder_that_is_no_longer_ours_is_left_alone_and_the_person_is_told(
    signed_off: Council, tmp_path: Path, caplog: Any
) -> None:
    site = start(signed_off, tmp_path)
    lead = site.signed_in("lead")
    (tmp_path / releases.MARK).unlink()

    fill_in(lead, site.address("/publish"))

    assert "could not be written, so residents may see" in lead.get(site.address()).text
    assert "this program did not put there" in caplog.text
    assert f"{base(site)}.html" not in paths(tmp_path)


def test_the_program_starts_where_there_is_no_database_yet(
    council: Council, tmp_path: Path
) -> None:
    settings = replace(
        council.app.extensions["settings"],
        database_url=f"sqlite:///{tmp_path / 'new.sqlite'}",
        public_site=tmp_path / "site",
    )

    app = create_app(settings, council.app.extensions["editions"])

    assert app.extensions["public_site"].refresh() is False
    assert not (tmp_path / "site" / "current").exists()


def test_a_start_with_nothing_to_do_writes_nothing(published: Council, tmp_path: Path) -> None:
    start(published, tmp_path)

    start(published, tmp_path)

    assert [one.name for one in (tmp_path / "releases").iterdir() if one.is_dir()] == ["1"]
