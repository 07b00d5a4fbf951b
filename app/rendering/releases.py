"""The public site as plain files: whole releases side by side, and one link to the present one.

    releases/7/        what a web server serves, with `.br` and `.gz` neighbours
    releases/7.json    the list of it, written last: a release without its list is unfinished
    current            a link to releases/7, swapped in one step

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

KEPT = 3  # whoever began to read in an older release can end there; also the way back by hand
PIECE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
NUMBER = re.compile(r"[1-9][0-9]*")

List = dict[str, Any]
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


class NotARelease(Exception):
    """What is in the folder was not put there by this program; the message is a sentence."""


def bring_up_to_date(folder: Path, plan: Callable[[], Sequence[SiteFile]]) -> bool:
    """Make `current` what the plan says and return whether there was anything to do.

    The plan is asked for when nobody else writes, so the last of two that wait knows of both. It
    repairs whatever an earlier call left unfinished, and does nothing where nothing is to be done.
    """
    releases = folder / "releases"
    releases.mkdir(parents=True, exist_ok=True)
    with _turn(folder):
        current = folder / "current"
        if current.exists() and not current.is_symlink():
            raise NotARelease(f"{current} is not a link, so it is left as it is. Move it away.")
        files = plan()
        number = _current_number(current)
        listed = _list_of(releases, number) if number else None
        _remove_unfinished(releases, besides=number)
        if number and listed is not None and _is_whole(releases, number, listed, files):
            _prune(releases, number)
            return False
        new = max(_numbers(releases), default=0) + 1
        _write_release(releases, new, files, before=(number, listed) if listed else None)
        _swap(folder, new)
        _prune(releases, new)
    return True


@contextmanager
def _turn(folder: Path) -> Iterator[None]:
    """Wait for the others; the lock ends with its holder, even if killed."""
    with (folder / ".lock").open("wb") as lock:
        fcntl.flock(lock.fileno(), fcntl.LOCK_EX)
        yield


def _current_number(current: Path) -> int:
    name = os.path.basename(os.readlink(current)) if current.is_symlink() else ""
    return int(name) if NUMBER.fullmatch(name) else 0


def _list_of(releases: Path, number: int) -> List | None:
    try:
        return dict(json.loads((releases / f"{number}.json").read_bytes()))
    except (OSError, ValueError):
        return None


def _is_whole(releases: Path, number: int, listed: List, files: Sequence[SiteFile]) -> bool:
    """Return whether a release holds what is wanted, each file at its length.

    What could not be made then may be made now, so without its file a release is not whole.
    """
    if {path: entry["key"] for path, entry in listed.items()} != {f.path: f.key for f in files}:
        return False
    root = releases / str(number)
    return all(entry["lengths"] for entry in listed.values()) and all(
        _length(root / f"{path}{ending}") == length
        for path, entry in listed.items()
        for ending, length in entry["lengths"].items()
    )


def _length(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None


def _write_release(
    releases: Path, number: int, files: Sequence[SiteFile], *, before: tuple[int, List] | None
) -> None:
    root = releases / str(number)
    root.mkdir()
    listed: List = {}
    made = _by_key(releases / str(before[0]), before[1]) if before else {}
    for file in files:
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
    _write(releases / f"{number}.json", json.dumps(listed, sort_keys=True).encode())
    _sync_folder(releases)


def _by_key(root: Path, listed: List) -> dict[str, tuple[Path, Lengths]]:
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
    return [int(one.name) for one in releases.iterdir() if NUMBER.fullmatch(one.name)]


def _remove_unfinished(releases: Path, *, besides: int) -> None:
    for number in _numbers(releases):
        # Even without its list, what is being read stays until another stands in its place.
        if number != besides and _list_of(releases, number) is None:
            shutil.rmtree(releases / str(number))


def _prune(releases: Path, current: int) -> None:
    """Remove all but the last few; the list goes first, so that half a removal is known as one."""
    for number in sorted(_numbers(releases), reverse=True)[KEPT:]:
        if number != current:
            (releases / f"{number}.json").unlink(missing_ok=True)
            shutil.rmtree(releases / str(number))
