"""The program with the demonstration in it, served by gunicorn as `bin/run` serves it."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.config import ROOT
from benchmarks.nginx_server import PATIENCE, wait_for

PUBLIC_PAGE = "/published/southampton/2023-24"
BIN = ROOT / ".venv" / "bin"


def environment(folder: Path) -> dict[str, str]:
    """Return the settings of an installation that lies in a folder."""
    unset = {"APP_ENV", "DATABASE_URL", "SECRET_KEY", "TRUSTED_HOSTS", "EDITIONS_FOLDER"}
    kept = {name: value for name, value in os.environ.items() if name not in unset}
    return kept | {
        "INSTANCE_FOLDER": str(folder / "instance"),
        "PUBLIC_SITE_DIR": str(folder / "public"),
        "PUBLIC_ADDRESS": "http://127.0.0.1:8000",
    }


def install(folder: Path) -> None:
    """Make the database and load the demonstration, whose PDFs nothing here serves."""
    for words in (("db", "upgrade"), ("demo", "load", "--without-pdf")):
        subprocess.run(  # noqa: S603  # our own arguments
            [str(BIN / "flask"), "--app", "wsgi", *words],
            cwd=ROOT,
            env=environment(folder),
            check=True,
            capture_output=True,
        )


@contextmanager
def gunicorn(
    application: str, port: int, folder: Path, *, before: tuple[str, ...] = ()
) -> Iterator[int]:
    """Run gunicorn with the options of `bin/run` until the block ends; yield its process id."""
    command = [*before, str(BIN / "gunicorn"), "--preload", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", "2", "--threads", "4", "--worker-class", "gthread"]
    command += ["--no-control-socket", application]
    said_to = folder / f"gunicorn-{port}"
    with said_to.open("wb") as said:
        server = subprocess.Popen(  # noqa: S603  # our own arguments
            command, cwd=ROOT, env=environment(folder), stderr=said
        )
    try:
        wait_for(port, server, said_to)
        yield server.pid
    finally:
        server.terminate()
        server.wait(PATIENCE)
