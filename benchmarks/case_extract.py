"""The figures of a year out of an extract: our analysis beside polars, pandas and bare calamine.

    python -m benchmarks.case_extract [--quick] [--rows N …]

Times are CPU seconds and peak memory of whole processes, start and imports included. Our analysis
is measured as a job of a running server, which starts a process for it, and from a cold start, as
the command runs it. Every side counts the same totals, or the benchmark fails.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks import case_sides
from benchmarks.measure import (
    RUNS,
    alternated,
    median_of_pairs,
    print_last_line,
    print_table,
    say,
    versions_of,
)

ROWS = (10_000, 100_000, 1_000_000, 10_000_000)
JUDGED_ROWS = 1_000_000  # the size that the targets name
LARGE_ROWS, LARGE_RUNS = 5_000_000, 3
SHEET_ROWS = 100_000
QUICK_ROWS = (1_000, 10_000)
# The sides, by the names that the table gives them.
OURS = "our analysis, all checks"
COLD = "our analysis from a cold start"
POLARS = "polars reads the file, dates as dates"
PANDAS = "pandas + numpy busday_count"
SHEET = "our analysis of a spreadsheet"
CALAMINE = "bare calamine"


@dataclass(frozen=True)
class Run:
    """What one whole process took, and what it counted."""

    cpu: float
    wall: float
    memory: int
    totals: Mapping[str, int]


def main() -> None:
    """Measure, print a table for each size, and end with one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes, once")
    parser.add_argument("--rows", type=int, nargs="+", help="other sizes")
    arguments = parser.parse_args()
    quick: bool = arguments.quick
    sizes = sorted(arguments.rows or (QUICK_ROWS if quick else ROWS))
    case_sides.warm()
    found: dict[int, dict[str, list[Run]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for rows in sizes:
            found[rows] = _csv_runs(rows, Path(folder), quick)
        sheet_rows = min(SHEET_ROWS, sizes[-1]) if quick else SHEET_ROWS
        sheets = _sheet_runs(sheet_rows, Path(folder), quick)
    judged = JUDGED_ROWS if JUDGED_ROWS in found else sizes[-1]
    print_last_line(
        "case_extract",
        {
            "analysis_over_polars": _ratio(found[judged], OURS, POLARS),
            "analysis_over_pandas": _ratio(found[judged], OURS, PANDAS),
            "cold_start_over_polars": _ratio(found[judged], COLD, POLARS),
            "cold_start_over_pandas": _ratio(found[judged], COLD, PANDAS),
            "memory_over_polars": _ratio(found[judged], OURS, POLARS, "memory"),
            **_growth(found),
            "spreadsheet_over_calamine": _ratio(sheets, SHEET, CALAMINE),
        },
        {"rows": judged, "most_rows": sizes[-1], "columns": 10, "sheet_rows": sheet_rows},
        versions_of("polars", "pandas", "numpy", "python-calamine", "holidays"),
    )


def _csv_runs(rows: int, folder: Path, quick: bool) -> dict[str, list[Run]]:
    file = _written(rows, folder / f"{rows}.csv")
    runs = 1 if quick else (LARGE_RUNS if rows >= LARGE_ROWS else RUNS)
    say(f"{rows:,} rows, {file.stat().st_size / 1e6:.0f} MB, {runs} run(s) of each side.")
    found = alternated(
        {
            OURS: partial(measured, partial(case_sides.ours, file)),
            COLD: partial(measured, partial(_side, "ours", file)),
            POLARS: partial(measured, partial(_side, "polars", file)),
            PANDAS: partial(measured, partial(_side, "pandas", file)),
        },
        runs,
    )
    _refuse_other_totals(found[OURS] + found[COLD] + found[PANDAS])
    _print(found, OURS)
    file.unlink()
    return found


def _sheet_runs(rows: int, folder: Path, quick: bool) -> dict[str, list[Run]]:
    file = _written(rows, folder / f"{rows}.xlsx")
    runs = 1 if quick else RUNS
    say(f"A spreadsheet of {rows:,} rows, {runs} run(s) of each side.")
    found = alternated(
        {
            SHEET: partial(measured, partial(case_sides.sheet, file)),
            CALAMINE: partial(measured, partial(_side, "calamine", file)),
        },
        runs,
    )
    _refuse_other_totals(found[SHEET] + found[CALAMINE])
    _print(found, SHEET)
    return found


def _written(rows: int, file: Path) -> Path:
    subprocess.run(  # noqa: S603  # our own arguments
        [sys.executable, "-m", "benchmarks.case_files", str(rows), str(file)], check=True
    )
    return file


def _side(name: str, file: Path) -> dict[str, int]:
    run = subprocess.run(  # noqa: S603  # our own arguments
        [sys.executable, "-m", "benchmarks.case_sides", name, str(file)],
        stdout=subprocess.PIPE,
        check=True,
    )
    totals: dict[str, int] = json.loads(run.stdout)
    return totals


def measured(work: Callable[[], Mapping[str, int]]) -> Run:
    """Do a piece of work in a fork, and return what it and all its children took together.

    The kernel keeps the peak of memory by process only for one that is awaited here.
    """
    result_end, result_in = os.pipe()
    began = time.monotonic()
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            os.write(result_in, json.dumps(work()).encode())
            status = 0
        finally:
            os._exit(status)
    os.close(result_in)
    with os.fdopen(result_end, "rb") as result:
        said = result.read()
    _, status, used = os.wait4(pid, 0)
    if status:
        sys.exit("One side failed; what it said stands above.")
    return Run(_cpu(used), time.monotonic() - began, used.ru_maxrss * 1024, json.loads(said))


def _cpu(used: resource.struct_rusage) -> float:
    return used.ru_utime + used.ru_stime


def _refuse_other_totals(runs: Sequence[Run]) -> None:
    for one in runs[1:]:
        if one.totals != runs[0].totals:
            sys.exit(f"The totals differ: {dict(runs[0].totals)} and {dict(one.totals)}")


def _print(found: Mapping[str, Sequence[Run]], ours: str) -> None:
    rows = []
    for name, runs in found.items():
        cpu, wall, memory = (
            statistics.median(getattr(one, what) for one in runs)
            for what in ("cpu", "wall", "memory")
        )
        over = "" if name == ours else f"{_ratio(found, ours, name):.2f}"
        rows.append((name, f"{cpu:.2f}", f"{wall:.2f}", f"{memory / 2**20:.0f}", over))
    print_table(("medians", "CPU s", "wall s", "MiB", "ours over it, CPU"), rows)
    say()


def _ratio(found: Mapping[str, Sequence[Run]], ours: str, bare: str, what: str = "cpu") -> float:
    return median_of_pairs(
        [getattr(one, what) for one in found[ours]], [getattr(one, what) for one in found[bare]]
    )


def _growth(found: Mapping[int, Mapping[str, Sequence[Run]]]) -> dict[str, float]:
    """Return the time for the most rows over that for a tenth of them, where both were measured."""
    most = max((rows for rows in found if rows // 10 in found), default=None)
    if most is None:
        return {}
    large = [one.cpu for one in found[most][OURS]]
    small = [one.cpu for one in found[most // 10][OURS]]
    return {"ten_times_the_rows": median_of_pairs(large, small[: len(large)])}


if __name__ == "__main__":
    main()
