"""The public site as plain files: whole releases side by side, and one link to the present one.

    .complaint-code-tracker    the mark of a folder that is ours; any other is left as it is
    releases/7/                what a web server serves, with `.br` and `.gz` neighbours
    releases/7.json            the list of it: a folder without its list is no release of ours
    current                    a link to releases/7, swapped in one step

A reader of `current` sees one whole release or another, never half of one, wherever power fails.
"""

import fcntl
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

MARK = ".complaint-code-tracker"
UNFINISHED = ".unfinished"  # what a release is called while it is written, or taken away
SCHEMA = "release/1"
KEPT = 3  # whoever began to read in an older release can end there
PIECE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
NUMBER = re.compile(r"[1-9][0-9]*")

Files = dict[str, Any]
Lengths = dict[str, int]


class Variants(NamedTuple):
    """The bytes of a file as it is sent: plain, and compressed where that is shorter."""

    plain: bytes
    brotli: bytes | None = None
    gzip: bytes | None = None


@dataclass(frozen=True)
class SiteFile:
    """A file of the site: where it lies, what it is made of, and how its bytes are made.

    Equal keys promise equal bytes, so that what has not changed is linked and not made again.
    What makes None has no file: the web server asks the program, which says why.
    """

    path: str
    key: str
    make: Callable[[], Variants | None]


@dataclass(frozen=True)
class SitePlan:
    """What the site has to be: its files, and a word for what they were made from."""

    files: Sequence[SiteFile]
    stands: str


@dataclass(frozen=True)
class Listed:
    """What a release says of itself."""

    files: Files
    stands: str


class NotARelease(Exception):
    """What is in the folder was not put there by this program; the message is a sentence."""


def refuse_what_is_not_ours(folder: Path) -> None:
    """Raise NotARelease where a folder holds anything and this program has not marked it."""
    try:
        names = os.listdir(folder)
    except FileNotFoundError:
        return
    except OSError as fault:
        raise NotARelease(f"{folder} cannot be used: {fault.strerror}.") from fault
    # Asked after the names: what another process puts there, it puts there after the mark.
    if names and not (folder / MARK).exists():
        raise NotARelease(
            f"{folder} holds something that this program did not put there, so it is left as it "
            f"is. Name a new or an empty folder. If it is ours, make an empty file {MARK} in it."
        )


def bring_up_to_date(folder: Path, plan: Callable[[], SitePlan]) -> bool:
    """Make `current` what the plan says and return whether there was anything to do.

    The plan is asked for when nobody else writes, so the last of two that wait knows of both. It
    repairs whatever an earlier call left unfinished, and does nothing where nothing is to be done.
    """
    refuse_what_is_not_ours(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).touch()
    releases = folder / "releases"
    with _turn(folder):
        releases.mkdir(exist_ok=True)
        current = folder / "current"
        if current.exists() and not current.is_symlink():
            raise NotARelease(f"{current} is not a link, so it is left as it is. Move it away.")
        wanted = plan()
        number = _current_number(current)
        listed = _list_of(releases, number)
        _remove_unfinished(releases)
        if listed is not None and _is_whole(releases / str(number), listed, wanted):
            _prune(releases, number)
            return False
        new = max(_numbers(releases), default=0) + 1
        _write_release(releases, new, wanted, before=(number, listed) if listed else None)
        _swap(folder, new)
        _prune(releases, new)
    return True


def present(folder: Path) -> str | None:
    """Return what the present release was made from; None where there is none."""
    listed = _list_of(folder / "releases", _current_number(folder / "current"))
    return listed.stands if listed and (folder / "current").is_dir() else None


@contextmanager
def _turn(folder: Path) -> Iterator[None]:
    """Wait for the others; the lock ends with its holder, even if killed."""
    with (folder / ".lock").open("wb") as lock:
        fcntl.flock(lock.fileno(), fcntl.LOCK_EX)
        yield


def _current_number(current: Path) -> int:
    name = os.path.basename(os.readlink(current)) if current.is_symlink() else ""
    return int(name) if NUMBER.fullmatch(name) else 0


def _list_of(releases: Path, number: int) -> Listed | None:
    """Return what a release says of itself; None where there is none that we wrote."""
    try:
        read = json.loads((releases / f"{number}.json").read_bytes())
        return (
            Listed(dict(read["files"]), str(read["stands"])) if read["schema"] == SCHEMA else None
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _is_whole(root: Path, listed: Listed, wanted: SitePlan) -> bool:
    """Return whether a release holds what is wanted, each file at its length.

    What could not be made then may be made now, so without its file a release is not whole.
    """
    files = {path: entry["key"] for path, entry in listed.files.items()}
    if listed.stands != wanted.stands or files != {f.path: f.key for f in wanted.files}:
        return False
    return (
        root.is_dir()
        and all(entry["lengths"] for entry in listed.files.values())
        and all(
            _length(root / f"{path}{ending}") == length
            for path, entry in listed.files.items()
            for ending, length in entry["lengths"].items()
        )
    )


def _length(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None


def _write_release(
    releases: Path, number: int, wanted: SitePlan, *, before: tuple[int, Listed] | None
) -> None:
    root = releases / UNFINISHED
    root.mkdir()
    listed: Files = {}
    made = _by_key(releases / str(before[0]), before[1].files) if before else {}
    for file in wanted.files:
        if not all(PIECE.fullmatch(piece) for piece in file.path.split("/")):
            raise NotARelease(f"“{file.path}” is not a name that a plain file can have.")
        path = root / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        lengths = _linked(made.get(file.key), path)
        if lengths is None:
            lengths = _written(file, path)
        made[file.key] = (path, lengths)
        listed[file.path] = {"key": file.key, "lengths": lengths}
    for inner, _folders, _files in os.walk(root, topdown=False):
        _sync_folder(Path(inner))
    read = {"schema": SCHEMA, "stands": wanted.stands, "files": listed}
    draft = releases / f"{UNFINISHED}.json"
    _write(draft, json.dumps(read, sort_keys=True).encode())
    os.rename(draft, releases / f"{number}.json")
    # First the list, on disk: a folder that has a number and no list could never be removed.
    _sync_folder(releases)
    os.rename(root, releases / str(number))
    _sync_folder(releases)


def _by_key(root: Path, listed: Files) -> dict[str, tuple[Path, Lengths]]:
    return {entry["key"]: (root / path, entry["lengths"]) for path, entry in listed.items()}


def _linked(made: tuple[Path, Lengths] | None, path: Path) -> Lengths | None:
    """Link a file to one that has its bytes already; None where there is none, or it is harmed."""
    if made is None or not made[1]:
        return None
    old, lengths = made
    if any(_length(Path(f"{old}{ending}")) != length for ending, length in lengths.items()):
        return None
    for ending in lengths:
        try:
            os.link(f"{old}{ending}", f"{path}{ending}")
        except OSError:  # a file system without hard links, or with no more of them for this file
            shutil.copy2(f"{old}{ending}", f"{path}{ending}")
            _sync(Path(f"{path}{ending}"))
    return lengths


def _written(file: SiteFile, path: Path) -> Lengths:
    lengths = {}
    for ending, content in zip(("", ".br", ".gz"), file.make() or (), strict=False):
        if content is not None:
            _write(Path(f"{path}{ending}"), content)
            lengths[ending] = len(content)
    return lengths


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


_sync_folder = _sync  # a folder's names are written to disk like a file's bytes


def _swap(folder: Path, number: int) -> None:
    draft = folder / ".current.new"
    draft.unlink(missing_ok=True)
    draft.symlink_to(f"releases/{number}")
    os.replace(draft, folder / "current")
    _sync_folder(folder)


def _numbers(releases: Path) -> list[int]:
    """Return every number that is taken, by us or by anybody else."""
    names = (one.name.removesuffix(".json") for one in releases.iterdir())
    return [int(name) for name in names if NUMBER.fullmatch(name)]


def _remove_unfinished(releases: Path) -> None:
    """Remove what an earlier call left half written or half removed."""
    if (releases / UNFINISHED).exists():
        shutil.rmtree(releases / UNFINISHED)
    (releases / f"{UNFINISHED}.json").unlink(missing_ok=True)
    for number in _numbers(releases):
        if _list_of(releases, number) and not (releases / str(number)).exists():
            (releases / f"{number}.json").unlink()


def _prune(releases: Path, current: int) -> None:
    """Remove all but the last few of our own, each renamed first: half of one has no number."""
    ours = {number for number in _numbers(releases) if _list_of(releases, number)}
    for number in sorted(ours, reverse=True)[KEPT:]:
        if number != current:
            os.rename(releases / str(number), releases / UNFINISHED)
            shutil.rmtree(releases / UNFINISHED)
            (releases / f"{number}.json").unlink()
