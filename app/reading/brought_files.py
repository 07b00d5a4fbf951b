"""Files that people bring, for as long as a job reads them: private, under a name nobody guesses.

They hold what residents wrote and where they live, so they are deleted when the job is done, and
after a day at the latest; they are never in the database.
"""

import os
import re
import secrets
from datetime import datetime
from pathlib import Path
from typing import IO

from app.domain.jobs import KEPT_FOR

PIECE = 1_000_000  # bytes
NAME = re.compile(r"[A-Za-z0-9_-]{32}")


def keep_brought(folder: Path, content: IO[bytes], most_bytes: int) -> str | None:
    """Write a file that only this program may read; return its name, or None where it is too large.

    `folder` is the folder of the installation; nothing is left of a file that is too large.
    """
    place = _place(folder)
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = secrets.token_urlsafe(24)
    handle = os.open(place / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    written = 0
    try:
        with os.fdopen(handle, "wb") as file:
            while piece := content.read(PIECE):
                written += len(piece)
                if written > most_bytes:
                    break
                file.write(piece)
    except BaseException:
        delete_brought(folder, name)
        raise
    if written > most_bytes:
        delete_brought(folder, name)
        return None
    return name


def brought_file(folder: Path, name: str) -> Path | None:
    """Return where a file lies, or None where it was deleted, or the name is none of ours."""
    if not NAME.fullmatch(name):
        return None
    path = _place(folder) / name
    return path if path.is_file() else None


def delete_brought(folder: Path, name: str) -> None:
    """Delete a file, if it is still there."""
    if NAME.fullmatch(name):
        (_place(folder) / name).unlink(missing_ok=True)


def delete_old(folder: Path, now: datetime) -> None:
    """Delete the files that nobody came back for within a day."""
    place = _place(folder)
    if not place.is_dir():
        return
    for path in place.iterdir():
        try:
            written_at = datetime.fromtimestamp(path.stat().st_mtime, tz=now.tzinfo)
        except FileNotFoundError:
            continue
        if now - written_at > KEPT_FOR:
            path.unlink(missing_ok=True)


def _place(folder: Path) -> Path:
    return folder / "jobs"
