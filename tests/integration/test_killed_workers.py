"""A worker is killed after the commit: the one forked in its place repairs the plain files."""

import os
import signal
import time
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path

from benchmarks.nginx_server import free_port
from benchmarks.program_server import gunicorn
from tests.integration.conftest import Council
from tests.integration.publication_steps import withdraw
from tests.integration.test_nginx import ask
from tests.integration.test_public_site import base

PATIENCE = 30.0


def test_a_worker_forked_after_a_kill_repairs_what_the_killed_one_left(
    published: Council, tmp_path: Path
) -> None:
    (tmp_path / "instance").mkdir()
    (tmp_path / "instance/tracker.sqlite").symlink_to(published.folder / "tracker.sqlite")
    page = tmp_path / "public/current" / f"{base(published)}.html"
    port = free_port()
    with gunicorn("wsgi:app", port, tmp_path) as master:
        wait_until(lambda: len(workers_of(master)) == 2)
        assert b"It named a resident." not in page.read_bytes()
        # What a worker leaves that is killed between its commit and the swap.
        withdraw(published, 1, "It named a resident.")
        killed = workers_of(master)
        for one in killed:
            os.kill(one, signal.SIGKILL)
        wait_until(lambda: len(workers_of(master) - killed) == 2)

        assert ask(port, f"/{base(published)}", "GET", {}).status == HTTPStatus.OK

        wait_until(lambda: b"It named a resident." in page.read_bytes())


def workers_of(master: int) -> set[int]:
    """Return the processes that a master has forked."""
    return set(map(int, Path(f"/proc/{master}/task/{master}/children").read_text().split()))


def wait_until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.05)
