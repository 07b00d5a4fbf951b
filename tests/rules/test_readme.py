"""The README tells the truth: its settings, commands, folders and the table of steps."""

import os
import re
from fnmatch import fnmatch

import click
import pytest

from app.config import ROOT, VARIABLES
from app.domain.permissions import ROLE_WORDS, may
from app.domain.workflow import STATE_WORDS, STEPS, Step
from tests.rules.conftest import House

SETTING = re.compile(r"^\|\s*`([A-Z][A-Z_]+)`\s*\|", re.MULTILINE)
COMMAND = re.compile(r"\bflask((?: --app \S+)?(?: [a-z][a-z-]*)+)")
SCRIPT = re.compile(r"(?<![\w./])(\.?[a-z]+/[a-z]+(?:\.sh)?)(?=[`\s.,;:)]|$)")
STEPS_TABLE = re.compile(r"<!-- steps -->(.*?)<!-- /steps -->", re.DOTALL)
COLUMNS = ["Step", "From", "To", "Who"]


@pytest.fixture(scope="module")
def readme() -> str:
    path = ROOT / "README.md"
    assert path.exists(), "Write README.md: what this is, for whom, and the two commands."
    return path.read_text()


def test_the_table_of_settings_names_every_setting_and_no_other(readme: str) -> None:
    named = SETTING.findall(readme)

    assert sorted(named) == sorted(VARIABLES), (
        "The README's table of settings and VARIABLES of app/config.py must name the same. "
        f"Only in one of them: {sorted(set(named) ^ VARIABLES.keys())}"
    )


def test_every_flask_command_that_it_names_exists(house: House, readme: str) -> None:
    found = set()
    for words in COMMAND.findall(readme):
        pieces = words.split()
        pieces = pieces[2:] if pieces[:1] == ["--app"] else pieces
        found.add(" ".join(pieces[:2]))
        command: click.Command | None = house.app.cli
        for piece in pieces:
            if not isinstance(command, click.Group):
                break  # the words after a whole command are the sentence's
            command = command.commands.get(piece)
            assert command is not None, f"README: there is no command “flask{words}”."
    ours = {
        f"{group} {name}"
        for group, commands in house.app.cli.commands.items()
        if isinstance(commands, click.Group) and group != "db"
        for name in commands.commands
    }
    missing = sorted(ours - found)
    assert not missing, f"Add these commands to the README, a phrase each: {missing}"


def test_every_script_that_it_names_may_be_run(readme: str) -> None:
    named = {path for path in SCRIPT.findall(readme) if path.startswith(("bin/", ".ci/"))}

    assert {"bin/run", "bin/test"} <= named
    for path in named:
        assert os.access(ROOT / path, os.R_OK), f"README names {path}, which does not exist."
        assert path.endswith(".sh") or os.access(ROOT / path, os.X_OK), f"{path} cannot be run."


def test_it_names_every_folder_at_the_top_level(readme: str) -> None:
    ignored = [line.rstrip("/") for line in (ROOT / ".gitignore").read_text().split()]
    folders = {
        path.name
        for path in ROOT.iterdir()
        if path.is_dir() and not path.name.startswith(".")
        if not any(fnmatch(path.name, pattern) for pattern in ignored)
    }

    missing = sorted(name for name in folders if f"{name}/" not in readme)
    assert not missing, f"Say in the README, with a phrase each, what is in: {missing}"


def test_the_table_of_steps_is_the_one_in_the_code(readme: str) -> None:
    found = STEPS_TABLE.search(readme)
    assert found, "Put the table of steps between <!-- steps --> and <!-- /steps -->."
    lines = [line for line in found[1].splitlines() if line.strip().startswith("|")]

    rows = [[cell.strip().strip("`*") for cell in line.strip(" |").split("|")] for line in lines]

    assert rows[0] == COLUMNS
    assert [set(cell) <= set("-: ") for cell in rows[1]] == [True] * 4
    assert rows[2:] == [_row(step) for step in STEPS.values()], (
        "Copy this table into the README:\n" + _table()
    )


def _row(step: Step) -> list[str]:
    """Write a step as the README does: its label, both states, and the roles that may take it."""
    who = [words.lower() for role, words in ROLE_WORDS.items() if may(role, step.needs)]
    return [step.label, STATE_WORDS[step.start], STATE_WORDS[step.end], ", ".join(who)]


def _table() -> str:
    rows = [COLUMNS, ["---"] * 4, *(_row(step) for step in STEPS.values())]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
