"""Reading an extract in a process of its own: its limits, its progress, and how it can end."""

import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from app.domain.errors import Invalid
from app.reading import case_child

Progress = Callable[[int, int, str], None]
GIGABYTE = 1024**3
LOOK_EVERY = 0.25
MOST_RESULT_BYTES = 16 * 1024**2
LONGEST_SAID = 4096
MOST_THREADS = 4
# Nothing secret in the process that reads a file from outside.
PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH")


class Stopped(Invalid):
    """The person who waits for it asked to stop."""


@dataclass(frozen=True)
class Limits:
    """What the process may use; memory is address space, of which only a part is ever in use."""

    memory_bytes: int
    cpu_seconds: int
    wall_seconds: int


IN_BROWSER = Limits(memory_bytes=3 * GIGABYTE, cpu_seconds=120, wall_seconds=180)


def by_command() -> Limits:
    """Return the limits for whoever runs the server: three quarters of its memory, an hour."""
    whole = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    memory = max(whole * 3 // 4, IN_BROWSER.memory_bytes)
    return Limits(memory_bytes=memory, cpu_seconds=2 * 3600, wall_seconds=3600)


def run(
    action: Literal["look", "analyse"],
    path: Path,
    asked: dict[str, Any],
    *,
    on_progress: Progress = lambda done, total, words: None,
    should_stop: Callable[[], bool] = lambda: False,
    limits: Limits = IN_BROWSER,
) -> dict[str, Any]:
    """Return what was found; `asked` is what the action takes, from `case_asked` to analyse.

    To analyse gives `figures` (as `as_facts` writes them, None where a fault of the file stops
    everything), `faults`, `rows`, `told` and `sha256`. `should_stop` is asked four times a second,
    and the process ended when it says so. Raises Stopped then, and Invalid with a sentence for
    every other way in which the process can fail.
    """
    with _child(action, path, asked, limits) as (child, pipes):
        _follow(child, pipes, on_progress, should_stop, limits)
        status = child.wait()
    if status:
        raise Invalid(_reason(status, pipes.said.decode(errors="replace"), limits), "file")
    try:
        found: dict[str, Any] = json.loads(pipes.result)
    except ValueError:
        raise Invalid("The file could not be read to its end. Try again.", "file") from None
    if "refused" in found:
        raise Invalid(found["refused"]["sentence"], found["refused"]["field"])
    return found


@dataclass
class _Pipes:
    """The three ways in which the process speaks, and what it has said by each."""

    progress_end: int
    result_end: int
    said_end: int
    progress: bytearray = field(default_factory=bytearray)
    result: bytearray = field(default_factory=bytearray)
    said: bytearray = field(default_factory=bytearray)

    def lines(self) -> Iterator[tuple[int, int, str]]:
        """Yield the whole lines of progress, and keep what is left of the last one."""
        *whole, rest = self.progress.split(b"\n")
        self.progress[:] = rest
        for line in whole:
            done, total, words = json.loads(line)
            yield done, total, words


@contextmanager
def _child(
    action: str, path: Path, asked: Mapping[str, Any], limits: Limits
) -> Iterator[tuple[subprocess.Popen[bytes], _Pipes]]:
    """Start the process; whatever happens then, it does not outlive this."""
    progress_end, progress_in = os.pipe()
    result_end, result_in = os.pipe()
    # -I: neither the folder nor variables of the environment decide what is imported.
    command = [sys.executable, "-I", case_child.__file__, action, str(path.absolute())]
    numbers = (
        progress_in,
        result_in,
        limits.memory_bytes,
        limits.cpu_seconds,
        limits.wall_seconds,
    )
    try:
        child = subprocess.Popen(  # noqa: S603  # our own file, our own arguments
            [*command, *map(str, numbers)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=_environment(),
            pass_fds=(progress_in, result_in),
            start_new_session=True,
        )
    finally:
        os.close(progress_in)
        os.close(result_in)
    assert child.stdin is not None
    assert child.stderr is not None
    try:
        with suppress(BrokenPipeError), child.stdin as given:
            given.write(json.dumps(asked).encode())
        yield child, _Pipes(progress_end, result_end, child.stderr.fileno())
    finally:
        _end(child)
        child.stderr.close()
        os.close(progress_end)
        os.close(result_end)


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    threads = min(len(os.sched_getaffinity(0)), MOST_THREADS)
    # Each thread reserves address space, whether it has work or not.
    return {**kept, "POLARS_MAX_THREADS": str(threads)}


def _end(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def _follow(
    child: subprocess.Popen[bytes],
    pipes: _Pipes,
    on_progress: Progress,
    should_stop: Callable[[], bool],
    limits: Limits,
) -> None:
    """Hear the process to its end; raise Stopped or Invalid where it is to be ended before."""
    give_up = time.monotonic() + limits.wall_seconds
    look_again = 0.0
    with selectors.DefaultSelector() as ears:
        for end, heard in (
            (pipes.progress_end, pipes.progress),
            (pipes.result_end, pipes.result),
            (pipes.said_end, pipes.said),
        ):
            ears.register(end, selectors.EVENT_READ, heard)
        while ears.get_map():
            for key, _ in ears.select(LOOK_EVERY):
                _hear(ears, key)
            for line in pipes.lines():
                on_progress(*line)
            del pipes.said[:-LONGEST_SAID]
            if time.monotonic() > give_up:
                raise Invalid(_too_slow(limits.wall_seconds), "file")
            if len(pipes.result) > MOST_RESULT_BYTES:
                raise Invalid(
                    "More was found in the file than can be shown. Choose other columns.", "file"
                )
            if time.monotonic() >= look_again:
                look_again = time.monotonic() + LOOK_EVERY
                if should_stop():
                    raise Stopped("It was stopped before it was finished, and nothing was kept.")


def _hear(ears: selectors.BaseSelector, key: selectors.SelectorKey) -> None:
    piece = os.read(key.fd, 65536)
    if piece:
        key.data.extend(piece)
    else:
        ears.unregister(key.fd)


def _reason(status: int, said: str, limits: Limits) -> str:
    """Return what went wrong, in a sentence, from how the process ended."""
    if status == case_child.OUT_OF_MEMORY or any(one in said for one in case_child.NO_MEMORY):
        return (
            f"This file needs more memory than the {limits.memory_bytes / GIGABYTE:.2g} GB it may "
            "use here. Export one year only, and the columns that are needed."
        )
    if status in (-signal.SIGXCPU, -signal.SIGALRM):
        return _too_slow(min(limits.cpu_seconds, limits.wall_seconds))
    if status == -signal.SIGKILL:
        return (
            "Reading the file was ended from outside, most likely because the computer ran out of "
            "memory. Try again later, or export one year only."
        )
    return (
        "This file could not be read, and nothing was kept. Open it in a spreadsheet program, save "
        "it as a new CSV file, and try again."
    )


def _too_slow(seconds: int) -> str:
    return (
        f"Reading the file took more than {seconds} seconds and was ended. Export one year only, "
        "and the columns that are needed."
    )
