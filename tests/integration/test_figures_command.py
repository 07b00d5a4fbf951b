"""`flask figures analyse`: an extract in, the figures of a year out, for people and programs."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from app.cli.figures import figures as figure_commands

MAPPING = """\
date_order: day_first
category_separator: semicolon
columns:
  reference: Ref
  received_on: Received
  s1_acknowledged_on: Acknowledged
  s1_answered_on: Answered
  s1_outcome: Outcome
  escalated_on: Escalated
  categories: About
  tenure: Tenure
values:
  s1_outcome:
    fully upheld: upheld
    no: not_upheld
  tenure:
    general needs: rental
"""
CASES = """\
Ref,Received,Acknowledged,Answered,Outcome,Escalated,About,Tenure
A1,03/06/2024,05/06/2024,19/06/2024,Fully upheld,,Repairs;Delay,General needs
A2,03/06/2024,05/06/2024,20/06/2024,No,01/07/2024,Repairs,General needs
A3,13/01/2025,,27/01/2025,No,,Noise,General needs
A4,13/01/2025,14/01/2025,,,,Noise,General needs
A4,13/01/2025,14/01/2025,,,,Noise,General needs
A5,05/04/2023,06/04/2023,07/04/2023,No,,Noise,General needs
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "cases.csv").write_text(CASES)
    (tmp_path / "mapping.yaml").write_text(MAPPING)
    return tmp_path


@pytest.fixture
def analysed(app: Flask, folder: Path) -> Any:
    app.cli.add_command(figure_commands)

    def run(*options: str, year: str = "2024/25") -> Result:
        arguments = [str(folder / "cases.csv"), "--mapping", str(folder / "mapping.yaml")]
        return app.test_cli_runner().invoke(
            args=["figures", "analyse", *arguments, "--year", year, *options]
        )

    return run


def test_programs_get_every_figure_with_what_it_rests_on(analysed: Any) -> None:
    ran = analysed("--json", "--homes-rental", "2000", "--target-stage-1", "12")

    assert ran.exit_code == 0, ran.output
    said = json.loads(ran.stdout)
    assert said["year"] == "2024/25"
    assert said["period"] == {"name": "2024/25", "start": "2024-04-01", "end": "2025-03-31"}
    assert said["measures"] == "measures-2024-04-01"
    assert said["clocks"] == ["clocks-housing-ombudsman-2024"]
    assert said["rules"]
    assert said["rows"] == {"in_file": 6, "used": 5, "left_out": 1}
    assert len(said["sha256"]) == 64
    found = {one["id"]: one for one in said["figures"]}
    for one in found.values():
        assert {"measure", "label", "unit", "value", "count", "base", "source"} <= one.keys()
        assert one["population"]
        assert one["period"].keys() == {"name", "start", "end"}
    assert found["stage_1.received"]["value"] == 4
    share = found["stage_1.answered.within_limit"]
    assert (share["value"], share["count"], share["base"]) == (25.0, 1, 4)
    assert found["stage_1.answered.not_measurable"]["count"] == 1
    assert found["stage_1.target.12_days"]["value"] == 66.7
    assert found["escalation_rate"]["value"] == 25.0
    assert found["ch01.stage_1.rental"]["value"] == 2.0
    assert found["homes.rental"]["source"] == "typed"
    assert isinstance(said["findings"], list)


def test_faults_are_told_by_kind_and_row(analysed: Any) -> None:
    [fault] = json.loads(analysed("--json").stdout)["faults"]

    assert (fault["kind"], fault["rows"], fault["count"]) == ("duplicate_reference", [6], 1)
    assert "Row 6" in fault["sentence"]


def test_people_get_a_table(analysed: Any) -> None:
    ran = analysed("--closure", "2024-06-19")

    assert ran.exit_code == 0, ran.output
    assert "6 rows in the file, 5 used, 1 left out." in ran.stdout
    assert "25.0 %  1 of 4" in ran.stdout
    assert "19 June 2024" in ran.stdout
    assert "Under the 2024 Code" in ran.stdout


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"year": "2024"}, "is not a financial year"),
        ({"year": "2019/20"}, "no complaint of 2019/20"),
    ],
)
def test_what_cannot_be_is_one_sentence(analysed: Any, options: dict[str, str], words: str) -> None:
    ran = analysed(**options)

    assert ran.exit_code == 1
    assert words in ran.stderr
    assert ran.stderr.count("\n") == 1
    assert not ran.stdout


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("cases.csv", b"%PDF-1.7\n" * 20, "PDF file"),
        ("cases.csv", b"", "empty"),
        ("cases.csv", b"Ref,Other\nA1,x\n", "no column"),
        ("cases.csv", CASES.replace("/2024", "/24").encode(), "Row 2"),
        ("mapping.yaml", b"columns: [", "mapping.yaml"),
        ("mapping.yaml", MAPPING.replace("no: not_upheld", "no: lost").encode(), "cannot mean"),
    ],
)
def test_a_bad_file_is_refused_with_the_reason(
    analysed: Any, folder: Path, name: str, content: bytes, words: str
) -> None:
    (folder / name).write_bytes(content)

    ran = analysed("--json")

    assert ran.exit_code == 1
    assert words in ran.stderr
    assert "Traceback" not in ran.output
    assert not ran.stdout
