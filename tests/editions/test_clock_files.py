"""Time limits and measures as files: read strictly, checked with the editions, never editions."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from app import create_checker
from app.config import ROOT
from app.domain.faults import Fault
from app.reading.clock_files import read_clock_file
from app.reading.clocks import read_clocks
from app.reading.editions import EditionsFaulty, check, read_editions
from app.reading.measures import read_measures
from tests.editions.examples import line_with, make_rulebook, swap

OURS = ROOT / "code_definitions"
HOUSING = OURS / "housing-ombudsman"
CLOCKS_2024 = (HOUSING / "2024.clocks.yaml").read_text()
MEASURES_2024 = (OURS / "measures" / "2024-04-01.yaml").read_text()
# For the example rulebook, whose provision 1.10 has one deadline: 10 working days.
EXAMPLE = """\
edition: example-2024
code: the Example Code
since: 2024-04-01
said:
  - Nobody waits.
clocks:
  - stage: "1"
    step: answer
    limit: 10
    unit: working_days
    from: received
    provision: "1.10"
  - stage: "2"
    step: answer
    limit: 10
    unit: working_days
    from: escalated
    provision: "1.10"
"""
Change = Callable[[str], str]


def with_clocks(root: Path, text: str = EXAMPLE, name: str = "2024.clocks.yaml") -> Path:
    """Write the example rulebook with a file of limits under a root, and return the root."""
    make_rulebook(root)
    (root / "example" / name).write_text(text)
    return root


def with_measures(root: Path, text: str = MEASURES_2024, name: str = "2024-04-01.yaml") -> Path:
    """Write the example rulebook with a file of measures under a root, and return the root."""
    make_rulebook(root)
    (root / "measures").mkdir()
    (root / "measures" / name).write_text(text)
    return root


def housing(root: Path, clocks: str) -> Path:
    """Copy our editions under a root, with other limits for the newest."""
    folder = root / "housing-ombudsman"
    folder.mkdir()
    for path in sorted(HOUSING.glob("*.yaml")):
        (folder / path.name).write_text(path.read_text())
    (folder / "2024.clocks.yaml").write_text(clocks)
    return root


def told(faults: tuple[Fault, ...]) -> list[str]:
    """Return faults as the command prints them."""
    return [str(one) for one in faults]


def test_ours_have_no_faults() -> None:
    editions, faults = check(OURS)

    assert told(faults) == []
    assert [one.name for one in editions] == ["2024", "2022", "2020"], "No file of limits is one."


def test_limits_come_with_the_newest_last() -> None:
    sets = read_clocks(OURS)

    assert [one.id for one in sets] == [
        f"clocks-housing-ombudsman-{year}" for year in (2020, 2022, 2024)
    ]
    assert [one.since for one in sets] == [
        date(2020, 7, 7),
        date(2022, 4, 1),
        date(2024, 4, 1),
    ]
    assert {one.rulebook for one in sets} == {"housing-ombudsman"}
    assert [one.code for one in sets] == ["the 2020 Code", "the 2022 Code", "the 2024 Code"]


def test_a_rulebook_needs_neither_limits_nor_measures(tmp_path: Path) -> None:
    make_rulebook(tmp_path)

    assert check(tmp_path)[1] == ()
    assert read_clocks(tmp_path) == ()
    assert read_measures(tmp_path) == ()


def test_what_lies_beside_the_editions_is_no_edition(tmp_path: Path) -> None:
    root = with_measures(tmp_path)
    (root / "example" / "2024.clocks.yaml").write_text(EXAMPLE)

    assert [one.id for one in read_editions(root).all] == ["example-2024", "example-2020"]
    assert [one.edition_id for one in read_clocks(root)] == ["example-2024"]
    assert [one.id for one in read_measures(root)] == ["measures-2024-04-01"]


CLOCK_FAULTS: dict[str, tuple[Change, str, str]] = {
    "a misspelt key": (swap("  step:", "  stpe:"), "stpe:", "Did you mean “step”?"),
    "a strange step": (swap("step: answer", "step: reply"), "reply", "is not a step"),
    "a third stage": (swap('stage: "1"', 'stage: "3"'), '"3"', "is not a stage: write 1 or 2."),
    "a strange event": (swap("from: received", "from: posted"), "posted", "is not an event"),
    "months": (swap("unit: working_days", "unit: months"), "months", "is not a unit"),
    "ten in words": (swap("limit: 10", "limit: ten"), "ten\n", "is not a whole number"),
    "another edition": (swap("example-2024", "example-2020"), "edition:", "write example-2024."),
    "no day": (swap("since: 2024-04-01", "since: 2024-04"), "since:", "“2024-04” is not a day"),
    "another day": (swap("04-01", "05-01"), "since:", "in force from 2024-04-01"),
    "no such provision": (swap('"1.10"', '"1.11"'), '"1.11"', "has no provision “1.11”"),
    "another figure": (swap("limit: 10", "limit: 12"), "12", "no limit of 12 working_days"),
    "another unit": (swap("unit: working_days", "unit: days"), "limit: 10", "no limit of 10 days"),
    "an extension of its own": (
        lambda text: text + "    extension: {limit: 5, unit: days, provision: '1.10'}\n",
        "extension:",
        "no extension of 5 days",
    ),
    "a wrong start": (swap("escalated", "received"), "", "write escalated."),
    "a limit twice": (swap('stage: "2"', 'stage: "1"'), "step:", "two limits to answer"),
    "markup": (swap("Nobody", "<b>Nobody"), "<b>", "HTML"),
    "a key twice": (swap("code:", "code: x\ncode:"), "code: the", "written twice"),
    "no limits": (lambda text: text[: text.index("clocks:")], "", "“clocks” is missing"),
}


@pytest.mark.parametrize(("change", "words", "says"), CLOCK_FAULTS.values(), ids=CLOCK_FAULTS)
def test_each_fault_of_limits_comes_with_its_file_and_line(
    tmp_path: Path, change: Change, words: str, says: str
) -> None:
    text = change(EXAMPLE)
    root = with_clocks(tmp_path, text)

    _, faults = check(root)

    line = line_with(text, words) if words else None
    found = [one for one in faults if says in one.message]
    assert found, told(faults)
    assert {one.where for one in found} == {"example/2024.clocks.yaml"}
    assert line is None or line in {one.line for one in found}, told(faults)
    with pytest.raises(EditionsFaulty):
        read_editions(root)


def test_our_limits_are_held_against_the_deadlines_of_our_editions(tmp_path: Path) -> None:
    changed = swap('limit: "20"       # sure', 'limit: "10"       # sure')(CLOCKS_2024)

    _, faults = check(housing(tmp_path, changed))

    assert told(faults) == [
        f"housing-ombudsman/2024.clocks.yaml:{line_with(changed, 'of 2022')}: Provision 6.15 has "
        "no extension of 10 working_days among its deadlines: write the same figure in both files."
    ]


def test_reading_limits_tells_every_fault_of_every_file(tmp_path: Path) -> None:
    root = with_clocks(tmp_path, swap("step: answer", "step: reply")(EXAMPLE))
    (root / "example" / "2020.clocks.yaml").write_text("edition: example-2020\n")

    with pytest.raises(EditionsFaulty) as caught:
        read_clocks(root)

    assert {one.where for one in caught.value.faults} == {
        "example/2020.clocks.yaml",
        "example/2024.clocks.yaml",
    }


def test_limits_without_their_edition_are_a_fault(tmp_path: Path) -> None:
    root = with_clocks(tmp_path, EXAMPLE.replace("2024", "2023"), "2023.clocks.yaml")

    assert told(check(root)[1]) == [
        "example/2023.clocks.yaml: These limits have no edition beside them."
    ]
    alone = told(check(root / "example" / "2023.clocks.yaml")[1])
    assert alone == [
        "2023.clocks.yaml: 2023.yaml beside this file is missing or has faults: check it first."
    ]


def test_a_file_that_cannot_be_read_is_a_fault_and_not_a_crash(tmp_path: Path) -> None:
    found, faults = read_clock_file(tmp_path / "2024.clocks.yaml", "2024.clocks.yaml")

    assert found is None
    assert "cannot be read" in faults[0].message


MEASURE_FAULTS: dict[str, tuple[Change, str, str]] = {
    "a misspelt key": (swap("    title:", "    titel:"), "titel:", "Did you mean “title”?"),
    "a strange unit": (swap("unit: count", "unit: pieces"), "pieces", "is not a unit"),
    "a strange kind": (swap("kind: single", "kind: sole"), "sole", "is not a kind of measure"),
    "another unit": (swap("unit: share", "unit: rate"), "unit: rate", "write unit: share."),
    "a lost measure": (
        swap("id: stage_1.received\n", "id: stage_1.recieved\n"),
        "measures:",
        "The measure “stage_1.received” is missing",
    ),
    "a lost member": (
        swap("- id: no_date", "- id: dateless"),
        "members:\n      - id: within",
        "no_date",
    ),
    "a member twice": (swap("- id: q4", "- id: q3"), "", "the id of two members"),
    "a base of nowhere": (
        swap("measure: stage_1.received", "measure: received"),
        "measure: received",
        "There is no measure “received”",
    ),
    "no day": (swap("since: 2024-04-01", "since: soon"), "since:", "“soon” is not a day"),
    "another day": (swap("since: 2024", "since: 2025"), "since:", "give both the same name"),
    "markup": (swap("title: Stage", "title: <b>Stage"), "<b>", "HTML"),
    "an alias": (swap("since: 2024-04-01", "since: *a"), "since:", "alias"),
}


@pytest.mark.parametrize(("change", "words", "says"), MEASURE_FAULTS.values(), ids=MEASURE_FAULTS)
def test_each_fault_of_measures_comes_with_its_file_and_line(
    tmp_path: Path, change: Change, words: str, says: str
) -> None:
    text = change(MEASURES_2024)
    root = with_measures(tmp_path, text)

    _, faults = check(root)

    line = line_with(text, words) if words else None
    found = [one for one in faults if says in one.message]
    assert found, told(faults)
    assert {one.where for one in found} == {"measures/2024-04-01.yaml"}
    assert line is None or line in {one.line for one in found}, told(faults)
    with pytest.raises(EditionsFaulty):
        read_measures(root)


def test_a_file_of_measures_under_another_ending_is_a_fault(tmp_path: Path) -> None:
    root = with_measures(tmp_path, name="2024-04-01.yml")

    assert told(check(root)[1]) == ["measures/2024-04-01.yml: Rename this file to end in “.yaml”."]


def test_the_command_tells_faults_of_limits_and_measures(tmp_path: Path) -> None:
    root = with_measures(tmp_path, swap("unit: count", "unit: pieces")(MEASURES_2024))
    (root / "example" / "2024.clocks.yaml").write_text(swap("limit: 10", "limit: 12")(EXAMPLE))
    run = create_checker().test_cli_runner().invoke
    of_clocks, of_measures = "2024.clocks.yaml:9: Provision 1.10", "2024-04-01.yaml:13: “pieces”"

    for path, words in (
        (root, [f"example/{of_clocks}", f"measures/{of_measures}"]),
        (root / "example", [of_clocks]),
        (root / "example" / "2024.clocks.yaml", [of_clocks]),
        (root / "measures", [of_measures]),
        (root / "measures" / "2024-04-01.yaml", [of_measures]),
    ):
        result = run(args=["editions", "check", str(path)])
        assert result.exit_code == 1, path
        assert all(one in result.output for one in words), result.output
    (root / "measures" / "2024-04-01.yaml").write_text(MEASURES_2024)
    (root / "example" / "2024.clocks.yaml").write_text(EXAMPLE)
    for path in (root, root / "measures", root / "example" / "2024.clocks.yaml"):
        result = run(args=["editions", "check", str(path)])
        assert result.exit_code == 0, result.output
