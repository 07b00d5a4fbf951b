"""What bin/run says before it has set anything up."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPTS = ["bin/run", "bin/test", ".ci/run"]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The scripts alone, under a path with a space, where no set-up was made."""
    folder = tmp_path / "a council"
    shutil.copytree(ROOT / "bin", folder / "bin")
    return folder


def start(script: Path, **variables: str) -> tuple[int, str]:
    environment = os.environ | variables
    done = subprocess.run(
        [script], env=environment, cwd="/", capture_output=True, text=True, timeout=30
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("script", SCRIPTS)
def test_script_may_be_executed(script: str) -> None:
    assert os.access(ROOT / script, os.X_OK)


@pytest.mark.parametrize("script", [*SCRIPTS, "bin/setup.sh"])
def test_script_is_posix_shell(script: str) -> None:
    subprocess.run(["sh", "-n", ROOT / script], check=True)


@pytest.mark.parametrize("port", ["abc", "80a", "0", "65536", "8000000", "80 80"])
def test_port_that_is_no_port_is_refused_in_a_sentence(copy: Path, port: str) -> None:
    status, said = start(copy / "bin/run", PORT=port)
    assert (status, said.count("\n")) == (1, 1)
    assert "PORT must be a number from 1 to 65535" in said
    assert not (copy / ".venv").exists()


@pytest.mark.parametrize("script", ["bin/run", "bin/test"])
def test_missing_python_is_named(copy: Path, script: str) -> None:
    commands = copy / "commands"
    commands.mkdir()
    for name in ["cat", "dirname", "sh"]:
        (commands / name).symlink_to(str(shutil.which(name)))
    status, said = start(copy / script, PATH=str(commands))
    assert (status, said.count("\n")) == (1, 1)
    assert "Python 3.11 or newer is needed" in said
    assert not (copy / ".venv").exists()
