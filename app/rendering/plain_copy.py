"""A copy of the public site as a folder of plain files, with the list of what it holds.

The list, `export.json`, is how a later export knows the folder for an earlier one: anything that it
does not name, or that is not as it was written, belongs to a person and is never touched.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

LIST = "export.json"
SCHEMA = "export/1"


class CopyRefused(Exception):
    """The folder cannot be written or read as a copy; the message is a sentence."""


@dataclass(frozen=True)
class CopyList:
    """What a copy says of itself: when and for which site it was made, and each file's sha256."""

    made_on: date
    public_address: str
    files: dict[str, str]

    def is_as_written(self, path: str, content: bytes) -> bool:
        """Return whether a file has the bytes that the copy was written with."""
        return self.files.get(path) == _sha256(content)


def write_copy(
    folder: Path, files: Iterable[tuple[str, bytes]], *, made_on: date, public_address: str
) -> int:
    """Write a whole copy beside the folder, then put it in its place; return how many files.

    Raises CopyRefused, with nothing changed, where the folder holds what no export wrote.
    """
    folder = folder.resolve()
    _refuse_what_is_not_ours(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    # Beside the folder, so that it can be renamed, and under a name that nobody else has.
    with TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as work:
        new = Path(work, "new")
        count = _write_all(new, files, made_on=made_on, public_address=public_address)
        _put_in_place(new, folder, old=Path(work, "old"))
    return count


def _write_all(
    new: Path, files: Iterable[tuple[str, bytes]], *, made_on: date, public_address: str
) -> int:
    written: dict[str, str] = {}
    for path, content in files:
        written[path] = _sha256(content)
        _write(new / path, content)
    head = {"schema": SCHEMA, "made_on": made_on.isoformat(), "public_address": public_address}
    text = json.dumps(head | {"files": written}, ensure_ascii=False, indent=1, sort_keys=True)
    _write(new / LIST, f"{text}\n".encode())
    return len(written) + 1


def _put_in_place(new: Path, folder: Path, *, old: Path) -> None:
    """Let the new folder take the place of the old one, which stays where that fails."""
    if folder.exists():
        os.rename(folder, old)
    try:
        os.rename(new, folder)
    except OSError:
        if old.exists():
            os.rename(old, folder)
        raise


def read_list(folder: Path) -> CopyList:
    """Return what a copy says of itself; raise CopyRefused where it is none."""
    try:
        read = json.loads((folder / LIST).read_bytes())
        if read["schema"] != SCHEMA:
            raise ValueError(read["schema"])
        files = {str(path): str(sha256) for path, sha256 in read["files"].items()}
        return CopyList(date.fromisoformat(read["made_on"]), str(read["public_address"]), files)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise CopyRefused(
            f"{folder} is not a copy that `flask publications export` made: it has no {LIST} that "
            "can be read."
        ) from None


def files_in(folder: Path) -> Iterator[str]:
    """Yield the path of everything in a copy that is no folder, links among them, but its list."""
    for inner, folders, names in os.walk(folder):
        links = [name for name in folders if os.path.islink(os.path.join(inner, name))]
        for name in sorted(links + names):
            path = os.path.relpath(os.path.join(inner, name), folder)
            if path != LIST:
                yield path


def content_of(folder: Path, path: str) -> bytes | None:
    """Return the bytes of a file of a copy; a link is none of its files."""
    place = folder / path
    return None if place.is_symlink() or not place.is_file() else place.read_bytes()


def _refuse_what_is_not_ours(folder: Path) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise CopyRefused(f"{folder} is a file. Name a new folder, or an earlier export.")
    if not any(folder.iterdir()):
        return
    try:
        listed = read_list(folder).files
    except CopyRefused:
        raise CopyRefused(
            f"{folder} holds files that are not from an earlier export, so nothing was written. "
            "Name a new or an empty folder."
        ) from None
    for path in files_in(folder):
        content = content_of(folder, path)
        if path not in listed or content is None or _sha256(content) != listed[path]:
            raise CopyRefused(
                f"{folder / path} was added or changed since the earlier export, so nothing was "
                "written. Move it away, or name another folder."
            )


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(content)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
