"""`flask editions check` as whoever writes an edition runs it: at once, and as strictly as ever."""

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from app.config import ROOT
from tests.editions.examples import SECOND, make_rulebook, swap

# What the pages, the tables and the documents need, and a file of an edition does not.
TOO_HEAVY = {"sqlalchemy", "flask_migrate", "alembic", "wtforms", "docx", "httpx", "weasyprint"}
WHICH_ARE_LOADED = f"""
import sys
sys.argv = ["flask", "--app", "wsgi", "editions", "check"]
import wsgi
print(sorted({TOO_HEAVY!r} & set(sys.modules)), sorted(wsgi.app.cli.commands))
"""


def run(*command: str, instance: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a command of this Python as a process of its own."""
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={**os.environ, "INSTANCE_FOLDER": str(instance), **settings},
        capture_output=True,
        text=True,
        timeout=60,
    )


def check(*arguments: str, instance: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run `flask editions check`."""
    command = ("-m", "flask", "--app", "wsgi", "editions", "check", *arguments)
    return run(*command, instance=instance, **settings)


def test_checking_loads_neither_pages_nor_tables(tmp_path: Path) -> None:
    ran = run("-c", WHICH_ARE_LOADED, instance=tmp_path)

    assert ran.stdout.strip() == "[] ['editions']", ran.stderr


def test_three_editions_are_checked_in_less_than_a_second_of_work(tmp_path: Path) -> None:
    """The time of the processor: how long it takes by the clock depends on who else is at work."""
    spent = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        ran = check(instance=tmp_path)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        assert ran.stdout.count(": no faults.") == 5, ran.stderr

    assert min(spent) < 1.0


@pytest.mark.parametrize("by_argument", [True, False], ids=["as argument", "in use"])
def test_every_fault_comes_out_with_its_line(by_argument: bool, tmp_path: Path) -> None:
    changed = swap("obligation: must", "obligation: shoud")(SECOND)
    root = tmp_path / "editions"
    root.mkdir()
    make_rulebook(root, second=swap("requirement:", "requirment:")(changed))
    given = (str(root),) if by_argument else ()

    ran = check(*given, instance=tmp_path / "instance", EDITIONS_FOLDER=str(root))

    assert ran.returncode == 1
    assert "example/2024.yaml:19: “shoud” is not an obligation" in ran.stderr
    assert "Did you mean “should”?" in ran.stderr
    assert "example/2024.yaml:20: “requirment” is not a key of a provision." in ran.stderr


def test_unsafe_settings_are_refused_here_too(tmp_path: Path) -> None:
    ran = check(instance=tmp_path, APP_ENV="production", SECRET_KEY="short")

    assert ran.returncode == 1
    assert "SECRET_KEY" in ran.stderr
