"""What makes a part of a packed file one that is not opened: its name, or what it unpacks to."""

import re
import zipfile

MOST_RATIO = 100
RATIO_MATTERS_FROM = 1_000_000  # a small part may be nothing but repetition, and does no harm


def is_strange(name: str) -> bool:
    """Return whether a part's name leads outside the file."""
    pieces = re.split(r"[/\\]", name)
    return not name or not pieces[0] or ".." in pieces or ":" in name or "\x00" in name


def is_blown_up(part: zipfile.ZipInfo) -> bool:
    """Return whether a part unpacks to more than it can honestly hold, or is packed unusually."""
    if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return True
    return (
        part.file_size > RATIO_MATTERS_FROM
        and part.file_size > max(part.compress_size, 1) * MOST_RATIO
    )
