"""Releases of the plain site: whole or not there, whatever step the power fails at."""

import multiprocessing
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from app.rendering import releases
from app.rendering.releases import (
    MARK,
    NotARelease,
    SiteFile,
    SitePlan,
    Variants,
    bring_up_to_date,
    present,
)

# The calls by which the disk is changed; after each of them power could fail.
STEPS = ("fsync", "link", "replace", "rename", "mkdir", "symlink", "unlink", "open")


class PowerFails(BaseException):
    """Ends the program at once, as nothing that is handled would."""


def plan(texts: dict[str, str], stands: str = "") -> Callable[[], SitePlan]:
    def file(path: str, text: str) -> SiteFile:
        return SiteFile(
            path, text, lambda: Variants(text.encode(), f"br {text}".encode(), b"gz" * 3)
        )

    return lambda: SitePlan([file(path, text) for path, text in texts.items()], stands)


OLD = {"index.html": "one", "published/a/2025-26.html": "a", "published/b/2025-26.html": "b"}
NEW = {"index.html": "two", "published/a/2025-26.html": "a", "published/c/2025-26.html": "c"}


def served(folder: Path) -> dict[str, str]:
    """Return the pages that a reader of `current` finds; each must have its neighbour."""
    root = (folder / "current").resolve()
    pages = {str(path.relative_to(root)): path.read_text() for path in root.rglob("*.html")}
    assert all((root / f"{path}.br").read_text() == f"br {text}" for path, text in pages.items())
    return pages


def test_a_release_is_written_with_its_compressed_neighbours(tmp_path: Path) -> None:
    assert bring_up_to_date(tmp_path, plan(OLD)) is True

    assert served(tmp_path) == OLD
    assert os.readlink(tmp_path / "current") == "releases/1"
    assert (tmp_path / "current/index.html.br").read_text() == "br one"


def test_where_nothing_changed_nothing_is_done(tmp_path: Path) -> None:
    bring_up_to_date(tmp_path, plan(OLD))

    assert bring_up_to_date(tmp_path, plan(OLD)) is False
    assert os.readlink(tmp_path / "current") == "releases/1"


def test_unchanged_files_are_the_same_file_in_both_releases(tmp_path: Path) -> None:
    bring_up_to_date(tmp_path, plan(OLD))
    bring_up_to_date(tmp_path, plan(NEW))

    first, second = (tmp_path / f"releases/{n}" for n in (1, 2))
    same, changed = "published/a/2025-26.html", "index.html"
    assert served(tmp_path) == NEW
    assert (first / same).stat().st_ino == (second / same).stat().st_ino
    assert (first / changed).stat().st_ino != (second / changed).stat().st_ino
    assert (first / changed).read_text() == "one"


def test_the_last_few_releases_stay(tmp_path: Path) -> None:
    for number in range(6):
        bring_up_to_date(tmp_path, plan({"index.html": str(number)}))

    assert sorted(one.name for one in (tmp_path / "releases").iterdir()) == [
        "4", "4.json", "5", "5.json", "6", "6.json"
    ]  # fmt: skip


@pytest.mark.parametrize(
    "harm",
    [
        lambda root: (root / "current/index.html").unlink(),
        lambda root: (root / "current/index.html.gz").write_text("cut short"),
        lambda root: (root / "releases/1.json").unlink(),
        lambda root: (root / "releases/1.json").write_text("{"),
        lambda root: (root / "current").unlink(),
        lambda root: ((root / "current").unlink(), (root / "current").symlink_to("releases/7")),
        lambda root: ((root / "current").unlink(), (root / "current").symlink_to("/etc")),
    ],
)
def test_a_damaged_release_is_replaced(tmp_path: Path, harm: Callable[[Path], object]) -> None:
    bring_up_to_date(tmp_path, plan(OLD))
    harm(tmp_path)

    assert bring_up_to_date(tmp_path, plan(OLD)) is True
    assert served(tmp_path) == OLD


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    for number in ("20261101", "20261102"):
        (tmp_path / "releases" / number).mkdir(parents=True)
        (tmp_path / "releases" / number / "mine.txt").write_text("mine")
    (tmp_path / "current").symlink_to("releases/20261102")
    before = sorted(tmp_path.rglob("*"))

    with pytest.raises(NotARelease, match="this program did not put there"):
        bring_up_to_date(tmp_path, plan(OLD))

    assert sorted(tmp_path.rglob("*")) == before
    assert os.readlink(tmp_path / "current") == "releases/20261102"


@pytest.mark.parametrize("listed", [None, '{"mine": 1}', "[]"])
def test_what_a_person_put_among_the_releases_is_left_alone(
    tmp_path: Path, listed: str | None
) -> None:
    bring_up_to_date(tmp_path, plan({"index.html": "first"}))
    (tmp_path / "releases/40").mkdir()
    (tmp_path / "releases/40/mine.txt").write_text("mine")
    for name in ("40", "41") if listed else ():
        (tmp_path / f"releases/{name}.json").write_text(listed or "")
    before = set(tmp_path.rglob("*4[01]*"))

    for number in range(5):
        bring_up_to_date(tmp_path, plan({"index.html": str(number)}))

    assert served(tmp_path) == {"index.html": "4"}
    assert {path for path in before if path.exists()} == before
    assert (tmp_path / "releases/40/mine.txt").read_text() == "mine"


def test_a_folder_that_stands_in_the_place_of_the_link_is_left_alone(tmp_path: Path) -> None:
    bring_up_to_date(tmp_path, plan(OLD))
    (tmp_path / "current").unlink()
    (tmp_path / "current").mkdir()
    (tmp_path / "current/mine.txt").write_text("mine")

    with pytest.raises(NotARelease, match="is not a link"):
        bring_up_to_date(tmp_path, plan(NEW))
    assert (tmp_path / "current/mine.txt").read_text() == "mine"


def test_a_release_says_what_it_was_made_from(tmp_path: Path) -> None:
    assert present(tmp_path) is None

    bring_up_to_date(tmp_path, plan(OLD, "one"))
    assert present(tmp_path) == "one"
    bring_up_to_date(tmp_path, plan(OLD, "two"))
    assert present(tmp_path) == "two"


def test_what_could_not_be_made_has_no_file_and_is_tried_again(tmp_path: Path) -> None:
    made: list[Variants | None] = [None, Variants(b"whole again")]
    file = SiteFile("published/a/2025-26.html", "a", lambda: made.pop(0))

    bring_up_to_date(tmp_path, lambda: SitePlan([file], ""))
    assert not (tmp_path / "current" / file.path).exists()
    bring_up_to_date(tmp_path, lambda: SitePlan([file], ""))

    assert (tmp_path / "current" / file.path).read_bytes() == b"whole again"


@pytest.mark.parametrize("path", ["../outside", "/etc/x", "a//b", ".hidden", "a/../b", ""])
def test_no_name_leads_out_of_the_release(tmp_path: Path, path: str) -> None:
    with pytest.raises(NotARelease):
        bring_up_to_date(tmp_path, plan({path: "x"}))


def test_without_hard_links_files_are_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_: object) -> None:
        raise OSError("no hard links here")

    bring_up_to_date(tmp_path, plan(OLD))
    monkeypatch.setattr(os, "link", refuses)
    bring_up_to_date(tmp_path, plan(NEW))

    assert served(tmp_path) == NEW


def test_power_may_fail_at_any_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail at the first change of the disk, then at the second, until none is left to fail at."""
    for steps in range(1, 500):
        folder = tmp_path / str(steps)
        for number in range(4):  # so that there is also something to prune
            bring_up_to_date(folder, plan(OLD | {"index.html": str(number)}))
        bring_up_to_date(folder, plan(OLD))
        with monkeypatch.context() as patch:
            failing_after(steps, patch)
            try:
                bring_up_to_date(folder, plan(NEW))
                break
            except PowerFails:
                pass
        assert served(folder) in (OLD, NEW), f"half a release is served after step {steps}"
        bring_up_to_date(folder, plan(NEW))
        assert served(folder) == NEW, f"not repaired after step {steps}"
        names = {one.name for one in (folder / "releases").iterdir()}
        assert {f"{one}.json" for one in names if one.isdigit()} == {
            one for one in names if not one.isdigit()
        }
        assert {one.name for one in folder.iterdir()} == {MARK, ".lock", "current", "releases"}
    assert steps > 40


def failing_after(steps: int, patch: pytest.MonkeyPatch) -> None:
    left = [steps]

    def counted(real: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **kwargs: object) -> object:
            left[0] -= 1
            if left[0] < 0:
                raise PowerFails
            return real(*args, **kwargs)

        return call

    for name in STEPS:
        patch.setattr(os, name, counted(getattr(os, name)))
    patch.setattr(releases.shutil, "rmtree", counted(releases.shutil.rmtree))


def _write_one(folder: str, number: int) -> None:
    bring_up_to_date(Path(folder), plan({f"published/{number}.html": str(number)}))


def test_two_at_once_take_turns(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=_write_one, args=(str(tmp_path), n)) for n in range(6)]
    for one in writers:
        one.start()
    for one in writers:
        one.join()

    assert [one.exitcode for one in writers] == [0] * 6
    assert len(served(tmp_path)) == 1
    assert os.readlink(tmp_path / "current") == "releases/6"
