"""The time limits of all editions, as they are installed."""

from pathlib import Path

from app.domain.clocks import ClockSet, in_order
from app.domain.faults import Fault
from app.reading.clock_files import ENDING, read_clock_file
from app.reading.editions import EditionsFaulty


def read_clocks(folder: Path) -> tuple[ClockSet, ...]:
    """Return the limits of every edition under a folder of rulebooks, the newest last.

    Raises EditionsFaulty with every fault of every file.
    """
    sets: list[ClockSet] = []
    faults: list[Fault] = []
    for path in sorted(folder.glob(f"[!._]*/[!.]*{ENDING}")):
        found, more = read_clock_file(path, f"{path.parent.name}/{path.name}")
        faults.extend(more)
        sets.extend(filter(None, [found]))
    if faults:
        raise EditionsFaulty(faults)
    return in_order(sets)
