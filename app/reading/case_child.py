"""The process in which a case extract is read and counted, within limits of memory and time.

It is run by its path. What is asked comes as JSON on standard input; progress goes out as lines of
JSON, and what was found as one JSON object, each through a pipe of its own. Texts of the file may
stand in the message of any exception, so none is ever written out.
"""

import hashlib
import json
import os
import resource
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
# The exit statuses by which `case_process.py` tells what went wrong; 1 is any other exception.
OUT_OF_MEMORY = 5
# What libraries say when they get no more of it.
NO_MEMORY = ("memory", "os error 12", "Resource temporarily unavailable", "failed to map")

Progress = Callable[[int, int, str], None]


def main() -> None:
    """Do what is asked: arguments are action, path, the two pipes, bytes, CPU and wall seconds."""
    action, path, progress_pipe, result_pipe, *limits = sys.argv[1:]
    _limit(*(int(one) for one in limits))
    asked = json.loads(sys.stdin.buffer.read())
    _find_our_package()
    try:
        found = _done(action, Path(path), asked, _teller(int(progress_pipe)))
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except BaseException as error:  # polars panics outside of Exception
        os._exit(_said_without_words(error))
    with os.fdopen(int(result_pipe), "wb") as file:
        file.write(json.dumps(found).encode())
    # The tables of millions of rows need not be taken down one by one.
    os._exit(0)


def _limit(memory_bytes: int, cpu_seconds: int, wall_seconds: int) -> None:
    """Bound memory and time, even without a parent; no core file, which would hold cases."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 2))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.alarm(wall_seconds)


def _find_our_package() -> None:
    """Make the parts of `app` importable without running it: it would bring the web framework."""
    package = ModuleType("app")
    package.__path__ = [str(ROOT / "app")]
    sys.modules["app"] = package


def _teller(pipe: int) -> Progress:
    def tell(done: int, total: int, words: str) -> None:
        os.write(pipe, json.dumps([done, total, words]).encode() + b"\n")

    return tell


def _done(action: str, path: Path, asked: dict[str, Any], tell: Progress) -> dict[str, Any]:
    from app.domain.errors import Invalid

    try:
        return {"look": _look, "analyse": _analyse}[action](path, asked, tell)
    except Invalid as refusal:
        return {"refused": {"sentence": refusal.message, "field": refusal.field}}


def _look(path: Path, asked: dict[str, Any], tell: Progress) -> dict[str, Any]:
    from app.reading.case_preview import look

    tell(0, 1, "Looking at the file")
    found: dict[str, Any] = look(path, **asked).to_facts()
    return found


def _analyse(path: Path, asked: dict[str, Any], tell: Progress) -> dict[str, Any]:
    digest = _Digest(path)
    digest.start()
    from app.domain.case_mapping import CaseMapping
    from app.domain.figures import as_facts
    from app.reading.case_analysis import analyse
    from app.reading.case_asked import given
    from app.reading.case_extracts import read_cases

    mapping = CaseMapping.from_facts(asked["mapping"])
    read = read_cases(
        path,
        mapping,
        today=date.fromisoformat(asked["today"]),
        progress=tell,
        most_bytes=asked["most_bytes"],
    )
    figures = (
        None if read.is_stopped else as_facts(analyse(read.frame, progress=tell, **given(asked)))
    )
    digest.join()
    return {
        "figures": figures,
        "faults": [one.to_facts() for one in read.faults],
        "rows": {
            "in_file": read.rows_in_file,
            "used": read.rows_used,
            "left_out": read.rows_left_out,
        },
        "told": list(read.told),
        "sha256": digest.found,
    }


class _Digest(threading.Thread):
    """Works out the sha256 of a file while others read it."""

    def __init__(self, path: Path) -> None:
        super().__init__(daemon=True)
        self.path = path
        self.found = ""

    def run(self) -> None:
        with self.path.open("rb") as file:
            self.found = hashlib.file_digest(file, "sha256").hexdigest()


def _said_without_words(error: BaseException) -> int:
    """Write where an error came from, not its text, and return the exit status."""
    places = (f"{one.filename}:{one.lineno}" for one in traceback.extract_tb(error.__traceback__))
    print(type(error).__name__, *places, sep="\n", file=sys.stderr)  # noqa: T201
    return OUT_OF_MEMORY if any(one in str(error) for one in NO_MEMORY) else 1


if __name__ == "__main__":
    main()
