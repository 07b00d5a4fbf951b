"""`flask publications export` and the check of what it wrote."""

import json
import os
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.conftest import NOW
from tests.integration.conftest import Council
from tests.integration.publication_steps import correct, tamper, withdraw


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.cli.publications.utc_now", lambda: NOW)


def run(council: Council, *words: str) -> tuple[int, str]:
    result = council.app.test_cli_runner().invoke(args=["publications", *words])
    return result.exit_code, result.output


def export(council: Council, folder: Path) -> Path:
    code, output = run(council, "export", "--to", str(folder))
    assert code == 0, output
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


class Links(HTMLParser):
    """The targets of a page's links, and the names of its parts."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.ids: set[str] = set()
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("href", "src"):
                self.targets.append(value or "")
            elif name == "id":
                self.ids.add(value or "")


def broken_links(folder: Path) -> Iterator[str]:
    for page in sorted(folder.rglob("*.html")):
        for target in Links(page.read_bytes()).targets:
            parts = urlsplit(target)
            if parts.scheme:
                continue
            place = Path(os.path.normpath(page.parent / parts.path)) if parts.path else page
            if target.startswith("/") or not place.is_file() or not place.is_relative_to(folder):
                yield f"{page.relative_to(folder)}: {target}"
            elif parts.fragment and parts.fragment not in Links(place.read_bytes()).ids:
                yield f"{page.relative_to(folder)}: no {target}"


def test_everything_public_lies_there_as_files_whose_links_lead_to_each_other(
    published: Council, tmp_path: Path
) -> None:
    code, output = run(published, "export", "--to", str(tmp_path / "site"))

    found = contents(tmp_path / "site")
    base = f"published/{published.landlord.slug}/2025-26"
    assert code == 0
    assert output == (
        f"Wrote {len(found)} files with 1 published revision to {tmp_path / 'site'}. "
        "Begin with index.html.\n"
    )
    for path in (
        "index.html",
        f"{base}.html",
        *(f"{base}.{ending}" for ending in ("pdf", "docx", "csv", "json")),
        f"{base}/summary.html",
        f"{base}/provisions/6.3.html",
        f"{base}/v1.html",
        f"{base}/v1/provisions/6.3.html",
        "published/index.json",
        "published/feed.atom",
        "schemas/statement-1.json",
    ):
        assert path in found, path
    assert any(path.startswith("published/assets/") for path in found)
    assert list(broken_links(tmp_path / "site")) == []
    assert 'href="https://complaints.example/accessibility"' in found[f"{base}.html"].decode()
    program = published.visitor().get(f"/{base}.json").data
    assert found[f"{base}.json"] == program


def test_pages_that_go_on_changing_say_when_they_were_copied(
    published: Council, tmp_path: Path
) -> None:
    found = contents(export(published, tmp_path / "site"))
    slug = published.landlord.slug

    for path in (f"published/{slug}/promises", f"published/{slug}/2025-26/changes"):
        page = found[f"{path}.html"].decode()
        assert "This is a copy of how things stood on 21 November 2026." in page
        assert f'href="https://complaints.example/{path}"' in page


def test_the_same_publications_give_the_same_bytes(published: Council, tmp_path: Path) -> None:
    first = contents(export(published, tmp_path / "site"))

    again = contents(export(published, tmp_path / "site"))

    assert again == first
    assert [one.name for one in tmp_path.iterdir()] == ["site"]


def test_what_a_person_keeps_in_the_folder_is_never_touched(
    council: Council, tmp_path: Path
) -> None:
    (tmp_path / "site").mkdir()
    mine = tmp_path / "site/mine.txt"
    mine.write_text("mine")

    code, output = run(council, "export", "--to", str(tmp_path / "site"))

    assert code == 1
    assert "holds files that are not from an earlier export, so nothing was written" in output
    assert contents(tmp_path) == {"site/mine.txt": b"mine"}


def test_a_copy_that_somebody_worked_in_is_not_replaced(council: Council, tmp_path: Path) -> None:
    folder = export(council, tmp_path / "site")
    for name in ("published/mine.txt", "mine.txt", "index.html"):
        (folder / name).write_text("mine")
        before = contents(folder)

        code, output = run(council, "export", "--to", str(folder))

        assert code == 1
        assert "was added or changed since the earlier export, so nothing was written" in output
        assert contents(folder) == before


def test_a_file_in_the_place_of_the_folder_is_refused(council: Council, tmp_path: Path) -> None:
    (tmp_path / "site").write_text("mine")

    assert run(council, "export", "--to", str(tmp_path / "site"))[0] == 1
    assert (tmp_path / "site").read_text() == "mine"


HARM: tuple[tuple[str, bytes | None, str], ...] = (
    ("{base}.html", b"x", "{base}.html: was altered."),
    ("{base}/provisions/6.3.html", b"x", "6.3.html: was altered."),
    ("{base}.pdf", b"x", "{base}.pdf: was altered."),
    ("{base}/v1.json", b"{}", "{base}/v1.json: was altered."),
    ("{base}.csv", None, "{base}.csv: is missing."),
    ("index.html", b"x", "index.html: was altered."),
    ("published/feed.atom", None, "published/feed.atom: is missing."),
    ("published/mine.html", b"x", "published/mine.html: is no part of the copy."),
)


def test_a_true_copy_is_verified_and_whatever_differs_is_named(
    published: Council, tmp_path: Path
) -> None:
    folder, base = (
        export(published, tmp_path / "site"),
        f"published/{published.landlord.slug}/2025-26",
    )
    assert run(published, "verify", str(folder))[0] == 0
    for path, change, _ in HARM:
        place = folder / path.format(base=base)
        place.write_bytes(change) if change is not None else place.unlink()
    (folder / f"{base}.docx").rename(tmp_path / "elsewhere")
    (folder / f"{base}.docx").symlink_to(tmp_path / "elsewhere")

    code, output = run(published, "verify", str(folder))

    assert code == 1
    for _, _, said in HARM:
        assert said.format(base=base) in output
    assert f"{base}.docx: is missing." in output
    assert len(output.splitlines()) == len(HARM) + 3  # with the link, the stored ones, the end


def test_of_many_faults_of_a_kind_the_first_are_named_and_the_rest_counted(
    published: Council, tmp_path: Path
) -> None:
    folder = export(published, tmp_path / "site")
    base = f"published/{published.landlord.slug}/2025-26"
    shutil.rmtree(folder / f"{base}/provisions")
    (folder / f"{base}.html").write_bytes(b"x")

    code, output = run(published, "verify", str(folder))

    assert code == 1
    assert f"{base}.html: was altered." in output
    assert "and 62 more: is missing." in output
    assert output.count("provisions/") == 10


def test_what_lies_beside_the_folder_stays_and_nothing_is_left_there(
    council: Council, tmp_path: Path
) -> None:
    for name in (".site.new-export", ".site.old-export"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "mine.txt").write_text("mine")
    before = {path: path.read_bytes() for path in tmp_path.rglob("mine.txt")}

    for _ in range(2):
        export(council, tmp_path / "site")

    assert {path: path.read_bytes() for path in tmp_path.rglob("mine.txt")} == before
    names = {one.name for one in tmp_path.iterdir()}
    assert names == {"site", ".site.new-export", ".site.old-export"}
    assert (tmp_path / "site").stat().st_mode == tmp_path.joinpath("site/published").stat().st_mode


@pytest.mark.parametrize("listed", [b"{}", b"[]", b"", None])
def test_a_folder_that_is_no_copy_is_refused(
    council: Council, tmp_path: Path, listed: bytes | None
) -> None:
    if listed is not None:
        (tmp_path / "export.json").write_bytes(listed)

    code, output = run(council, "verify", str(tmp_path))

    assert code == 1
    assert "is not a copy that `flask publications export` made" in output


def test_a_copy_from_before_a_withdrawal_says_so(published: Council, tmp_path: Path) -> None:
    folder = export(published, tmp_path / "site")
    withdraw(published, 1, "It named a resident.")

    code, output = run(published, "verify", str(folder))
    assert code == 1
    assert "Something was published or withdrawn since this copy was made" in output

    page = contents(export(published, folder))[f"published/{published.landlord.slug}/2025-26.html"]
    assert b"The landlord withdrew it" in page
    assert run(published, "verify", str(folder))[0] == 0


def test_a_copy_of_the_revision_that_stands_again_leads_to_the_one_that_was_withdrawn(
    published: Council, tmp_path: Path
) -> None:
    correct(published)
    withdraw(published, 2, "It named a resident.")

    folder = export(published, tmp_path / "site")

    found, base = contents(folder), f"published/{published.landlord.slug}/2025-26"
    for path in (f"{base}.html", f"{base}/v1.html", f"{base}/provisions/6.3.html"):
        assert b"Revision 2 was published later and withdrawn" in found[path]
    assert list(broken_links(folder)) == []
    assert run(published, "verify", str(folder))[0] == 0


def test_a_copy_whose_links_lead_to_another_site_is_named(council: Council, tmp_path: Path) -> None:
    folder = export(council, tmp_path / "site")
    for path in ("export.json", "index.html"):
        text = (folder / path).read_text()
        (folder / path).write_text(text.replace("complaints.example", "elsewhere.example"))

    code, output = run(council, "verify", str(folder))

    assert code == 1
    assert "its links lead to https://elsewhere.example" in output


def test_nothing_is_exported_while_what_is_stored_does_not_hold(
    published: Council, tmp_path: Path
) -> None:
    tamper(published, "published_file", "SET content = X'00' WHERE ending = '.csv'")

    code, output = run(published, "export", "--to", str(tmp_path / "site"))

    assert code == 1
    assert "the bytes of its CSV changed" in output
    assert not (tmp_path / "site").exists()


def test_an_empty_site_is_exported_too(council: Council, tmp_path: Path) -> None:
    found = contents(export(council, tmp_path / "site"))

    assert b"Nothing has been published yet." in found["index.html"]
    assert json.loads(found["published/index.json"])["publications"] == []
