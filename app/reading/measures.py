"""The definitions of measures of all years, as they are installed."""

from pathlib import Path

from app.domain.measures import MeasureSet
from app.reading.editions import EditionsFaulty
from app.reading.measure_files import FOLDER, check_measures


def read_measures(folder: Path) -> tuple[MeasureSet, ...]:
    """Return every set of definitions in the folder `measures` under a folder, the newest last.

    Raises EditionsFaulty with every fault of every file.
    """
    sets, faults = check_measures(folder / FOLDER, f"{FOLDER}/")
    if faults:
        raise EditionsFaulty(faults)
    return sets
