"""What every benchmark needs: alternating runs, CPU of whole processes, a table, the last line."""

import json
import os
import resource
import shutil
import statistics
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TypeVar

RUNS = 5
Found = TypeVar("Found")
TICKS = os.sysconf("SC_CLK_TCK")


def say(text: str = "") -> None:
    """Print a line at once, so that a long run shows where it is."""
    print(text, flush=True)  # noqa: T201  # what a benchmark finds is printed


def alternated(sides: Mapping[str, Callable[[], Found]], runs: int) -> dict[str, list[Found]]:
    """Run every side once in each round, in turns forwards and backwards, so that none has luck."""
    found: dict[str, list[Found]] = {name: [] for name in sides}
    for number in range(runs):
        order = list(sides) if number % 2 == 0 else list(reversed(sides))
        for name in order:
            found[name].append(sides[name]())
    return found


def median_of_pairs(ours: Sequence[float], bare: Sequence[float]) -> float:
    """Return the median of the ratios of runs that stood side by side."""
    return round(statistics.median(a / b for a, b in zip(ours, bare, strict=True)), 3)


def children_cpu(work: Callable[[], object]) -> float:
    """Return the CPU seconds that a piece of work took, in this process and in those it awaited."""
    before = _own_and_children()
    work()
    return _own_and_children() - before


def _own_and_children() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def tree_cpu(pid: int) -> float:
    """Return the CPU seconds of a running process and of all its children so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    own = (int(fields[11]) + int(fields[12])) / TICKS
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return own + sum(tree_cpu(int(child)) for child in children)


def on_core(core: int) -> tuple[str, ...]:
    """Return what to put before a command to keep it on one core, where that is possible."""
    cores = sorted(os.sched_getaffinity(0))
    if shutil.which("taskset") is None or len(cores) < 2:
        return ()
    return ("taskset", "-c", str(cores[core % len(cores)]))


def versions_of(*packages: str) -> dict[str, str]:
    """Return the versions of Python and of some packages."""
    found = {"python": ".".join(str(one) for one in sys.version_info[:3])}
    for name in packages:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found


def print_table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a table as text."""
    lines = [[str(cell) for cell in row] for row in (header, *rows)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(header))]
    for line in lines:
        first, *rest = (
            cell.ljust(width) if at == 0 else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        say("  ".join((first, *rest)))


def print_last_line(
    benchmark: str,
    ratios: Mapping[str, float],
    sizes: Mapping[str, int],
    versions: Mapping[str, str],
) -> None:
    """Print the one line that programs read."""
    found = {"benchmark": benchmark, "ratios": ratios, "sizes": sizes, "versions": versions}
    say(json.dumps(found))
