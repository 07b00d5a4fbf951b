"""`flask figures check`, as a person and a program use it."""

import json
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from app.cli.figure_checks import check
from app.config import ROOT

SEED = ROOT / "demonstration" / "figures-2023-24.yaml"
SOUND = """\
schema: figures/1
landlord: Exampleton Council
year: 2024/25
figures:
  - id: stage_1.received
    count: 200
  - id: stage_2.received
    count: 40
  - id: escalation_rate
    share: 20.0
    base: stage_1.received
"""


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(check, args=words)


def test_a_program_gets_every_finding_with_its_numbers(app: Flask) -> None:
    result = run(app, str(SEED), "--json")
    assert result.exit_code == 0
    found = json.loads(result.stdout)

    assert list(found) == ["year", "landlord", "findings"]
    assert (found["year"], found["landlord"]) == ("2023/24", "Southampton City Council")
    assert [list(one) for one in found["findings"]] == [["id", "level", "sentence", "numbers"]] * 9
    levels = [one["level"] for one in found["findings"]]
    assert levels == ["contradiction"] * 2 + ["question"] * 3 + ["note"] * 4


def test_a_person_reads_sentences_without_ids(app: Flask) -> None:
    result = run(app, str(SEED))

    assert result.exit_code == 0
    assert result.stdout.startswith("Southampton City Council, 2023/24: 38 figures.\n")
    assert "Stage 2 counts 23 about “Housing Allocations”" in result.stdout
    assert result.stdout.endswith("\n2 contradictions, 3 questions and 4 notes.\n")
    assert "stage_1" not in result.stdout


def test_sums_that_agree_raise_nothing(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "figures.yaml"
    path.write_text(SOUND, "utf-8")

    assert json.loads(run(app, str(path), "--json").stdout)["findings"] == []
    assert run(app, str(path)).stdout.endswith("\nEverything agrees.\n")


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_a_file_with_faults_is_explained_and_not_checked(
    app: Flask, tmp_path: Path, options: tuple[str, ...]
) -> None:
    path = tmp_path / "figures.yaml"
    path.write_text(SOUND.replace("count: 40", "count: 66.2 %").replace("20.0", "a fifth"), "utf-8")
    result = run(app, str(path), *options)

    assert result.exit_code == 1
    assert result.stdout == ""
    assert "figures.yaml:8: “66.2 %” is a percentage" in result.stderr
    assert "figures.yaml:10: “a fifth” is not a percentage" in result.stderr
    assert "2 faults; nothing was checked." in result.stderr


def test_a_file_that_is_no_text_is_explained(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "figures.yaml"
    path.write_bytes(b"PK\x03\x04\x00\xff")
    result = run(app, str(path))

    assert result.exit_code == 1
    assert "figures.yaml:" in result.stderr
