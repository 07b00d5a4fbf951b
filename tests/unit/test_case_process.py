"""Every way in which the process that reads an extract can end becomes a sentence."""

import os
import signal
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from app.config import ROOT
from app.domain.case_mapping import CaseMapping, DateOrder
from app.domain.errors import Invalid
from app.domain.figures import from_facts
from app.domain.years import FinancialYear
from app.reading.case_asked import to_analyse
from app.reading.case_process import IN_BROWSER, Limits, Stopped, by_command, run
from app.reading.clocks import read_clocks
from app.reading.measures import read_measures

DEFINITIONS = ROOT / "code_definitions"
MAPPING = CaseMapping(
    {
        "reference": "Ref",
        "received_on": "Received",
        "s1_acknowledged_on": "Acknowledged",
        "s1_answered_on": "Answered",
    },
    date_order=DateOrder.DAY_FIRST,
)


def asked(**more: Any) -> dict[str, Any]:
    return to_analyse(
        MAPPING,
        year=FinancialYear.parse("2024/25"),
        clock_sets=read_clocks(DEFINITIONS),
        measure_sets=read_measures(DEFINITIONS),
        today=date(2025, 6, 2),
        **more,
    )


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    path = tmp_path / "cases.csv"
    rows = [f"C{number},03/06/2024,05/06/2024,19/06/2024" for number in range(99)]
    path.write_text("\n".join(["Ref,Received,Acknowledged,Answered", *rows, "C99,,,"]) + "\n")
    return path


@pytest.fixture
def long_extract(extract: Path) -> Path:
    """Long enough that its process is still at work when the first word of it is heard."""
    header, *rows = extract.read_text().splitlines()
    extract.write_text("\n".join([header, *rows * 2000]) + "\n")
    return extract


def own_children() -> list[int]:
    return [int(one) for one in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()]


def test_it_gives_figures_faults_and_what_the_file_was(extract: Path) -> None:
    heard: list[tuple[int, int, str]] = []

    found = run(
        "analyse",
        extract,
        asked(targets={1: 20}, homes={"rental": 100}, closures=[date(2024, 6, 4)]),
        on_progress=lambda *line: heard.append(line),
    )

    figures = from_facts(found["figures"])
    within = figures.get("stage_1.answered.within_limit")
    assert within is not None
    assert (within.count, within.base) == (99, 99)
    assert any("4 June 2024" in rule for rule in figures.rules)
    assert found["rows"] == {"in_file": 100, "used": 99, "left_out": 1}
    assert [(one["kind"], one["count"]) for one in found["faults"]] == [("no_received_date", 1)]
    assert found["sha256"] == sha256(extract.read_bytes()).hexdigest()
    assert any(words == "Measuring stage 1" for _, _, words in heard)
    assert all(0 <= done <= total for done, total, _ in heard)
    assert "C12" not in str(found)


def test_it_looks_at_a_file_before_it_is_mapped(extract: Path) -> None:
    found = run("look", extract, {"most_bytes": 1_000_000})

    assert found["headers"] == ["Ref", "Received", "Acknowledged", "Answered"]
    assert found["rows"] == 100


def test_a_fault_that_stops_everything_leaves_no_figures(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text("Ref,Received,Acknowledged,Answered\nC1,03/06/24,,\n")

    found = run("analyse", path, asked())

    assert found["figures"] is None
    assert found["faults"][0]["effect"] == "stops"


def test_what_the_gate_refuses_is_refused_in_its_words(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_bytes(b"%PDF-1.7 of nothing\n" * 9)

    with pytest.raises(Invalid, match="PDF file") as refusal:
        run("analyse", path, asked())

    assert refusal.value.field == "file"


def test_the_size_is_limited_as_asked(extract: Path) -> None:
    with pytest.raises(Invalid, match="larger than"):
        run("analyse", extract, asked(most_bytes=1000))


def test_it_is_ended_when_somebody_stops_it(extract: Path) -> None:
    with pytest.raises(Stopped, match="nothing was kept"):
        run("analyse", extract, asked(), should_stop=lambda: True)

    assert own_children() == []


def test_it_is_ended_when_the_one_who_listens_fails(extract: Path) -> None:
    def fails(done: int, total: int, words: str) -> None:
        raise LookupError(words)

    with pytest.raises(LookupError):
        run("analyse", extract, asked(), on_progress=fails)

    assert own_children() == []


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (replace(IN_BROWSER, memory_bytes=400 * 1024**2), "more memory than the 0.39 GB"),
        (replace(IN_BROWSER, wall_seconds=0), "more than 0 seconds"),
    ],
    ids=["memory", "time"],
)
def test_a_limit_that_is_reached_is_said(extract: Path, limits: Limits, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        run("analyse", extract, asked(), limits=limits)

    assert own_children() == []


def ended_by(number: signal.Signals) -> Callable[[int, int, str], None]:
    def end(done: int, total: int, words: str) -> None:
        for child in own_children():
            os.kill(child, number)

    return end


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (signal.SIGKILL, "ended from outside"),
        (signal.SIGSEGV, "could not be read"),
        (signal.SIGXCPU, "more than 120 seconds"),
    ],
)
def test_a_process_that_breaks_off_is_told(
    long_extract: Path, number: signal.Signals, words: str
) -> None:
    with pytest.raises(Invalid, match=words):
        run("analyse", long_extract, asked(), on_progress=ended_by(number))


def test_an_error_nobody_thought_of_tells_nothing_of_the_file(
    extract: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(Invalid, match="could not be read") as refusal:
        run("analyse", extract, {"mapping": {"columns": {"received_on": 7}}})

    assert "C12" not in refusal.value.message
    assert capfd.readouterr() == ("", "")


def test_nothing_secret_is_in_its_environment(
    long_extract: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", "not for everybody")
    seen: list[bytes] = []

    def look(done: int, total: int, words: str) -> None:
        if not seen:
            seen.extend(Path(f"/proc/{one}/environ").read_bytes() for one in own_children())

    run("analyse", long_extract, asked(), on_progress=look)

    assert seen
    assert not any(b"not for everybody" in one for one in seen)


def test_a_command_may_use_more_than_a_browser() -> None:
    assert by_command().memory_bytes >= IN_BROWSER.memory_bytes
    assert by_command().cpu_seconds > IN_BROWSER.cpu_seconds
