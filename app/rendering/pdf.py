"""Tagged PDF (PDF/UA-1) made from HTML in a process of its own: one at a time, within limits."""

import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from app.rendering import pdf_child

WALL_SECONDS = 60
QUEUE_SECONDS = 30  # a few turns; whoever waits longer keeps a thread of the server from others
APT_LINE = (
    "apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 "
    "libharfbuzz-subset0 fonts-liberation"
)
# Nothing secret in the process that reads typed text; the settings of the loader and the fonts.
PASSED_ON = (
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "TMPDIR",
    "XDG_CACHE_HOME",
    "FONTCONFIG_FILE",
    "FONTCONFIG_PATH",
    "LD_LIBRARY_PATH",
    "DYLD_FALLBACK_LIBRARY_PATH",
)


class PdfNotAvailable(Exception):
    """No PDF could be made; the message is a sentence for the person at the page."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def make_pdf(html: str, *, lock_folder: Path) -> bytes:
    """Return the PDF of a whole page; raise PdfNotAvailable with the reason otherwise."""
    with _turn(lock_folder):
        return _run([], html.encode())


def made_or_why_not(html: str, *, lock_folder: Path) -> tuple[bytes | None, str | None]:
    """Return the PDF, or None and the reason where this computer can make none at all.

    Raises PdfNotAvailable for a failure that may pass: what is frozen without its PDF would lack
    it for ever.
    """
    try:
        return make_pdf(html, lock_folder=lock_folder), None
    except PdfNotAvailable:
        never = why_not_available()
        if never is None:
            raise
        return None, never


@cache
def why_not_available() -> str | None:
    """Return why no PDF can be made on this computer, or None; tried once in a process's life."""
    try:
        _run([pdf_child.TRY], b"")
    except PdfNotAvailable as error:
        return error.message
    return None


@contextmanager
def _turn(lock_folder: Path) -> Iterator[None]:
    """Wait for the one place where PDFs are made; a lock ends with its holder, even if killed."""
    lock_folder.mkdir(parents=True, exist_ok=True)
    give_up = time.monotonic() + QUEUE_SECONDS
    with (lock_folder / "pdf.lock").open("wb") as lock:
        while not _taken(lock.fileno()):
            if time.monotonic() > give_up:
                raise PdfNotAvailable(
                    "PDF is not available now: others are being made. Try again in some minutes."
                )
            time.sleep(0.1)
        yield


def _taken(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _run(options: list[str], html: bytes) -> bytes:
    # -I: neither the folder nor variables of the environment decide what is imported.
    command = [sys.executable, "-I", pdf_child.__file__, *options]
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    try:
        child = subprocess.run(  # noqa: S603  # our own file, our own arguments
            command,
            input=html,
            capture_output=True,
            env=environment,
            timeout=WALL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise PdfNotAvailable(
            f"PDF is not available: making it took more than {WALL_SECONDS} seconds."
        ) from None
    if child.returncode:
        raise PdfNotAvailable(_reason(child.returncode, child.stderr.decode(errors="replace")))
    return child.stdout


def _reason(status: int, said: str) -> str:
    """Return what went wrong, in a sentence, from how the process ended."""
    last_line = said.strip().rpartition("\n")[2][:500]
    if status == pdf_child.NO_LIBRARIES:
        return f"PDF is not available: install the libraries it needs, by {APT_LINE}"
    if status == pdf_child.REFUSED:
        return f"PDF is not available. {last_line}"
    if status == pdf_child.OUT_OF_MEMORY or "MemoryError" in last_line:
        return "PDF is not available: making it needed too much memory."
    if status == -signal.SIGXCPU:
        return f"PDF is not available: making it took more than {pdf_child.CPU_SECONDS} seconds."
    if status < 0:
        # Pango without any font ends in SIGSEGV, and memory that runs out inside it in SIGABRT.
        return (
            f"PDF is not available: its process was ended by {signal.Signals(-status).name}. "
            f"A font may be missing; install one, by {APT_LINE}"
        )
    return f"PDF is not available: {last_line or f'its process ended with status {status}'}"
