"""Work that takes long and is done in a process of its own, as people follow it on a page."""

from datetime import datetime, timedelta
from enum import StrEnum

SILENT_AFTER = timedelta(seconds=60)  # a job gives a sign of life every second or two


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


OPEN = frozenset({JobState.WAITING, JobState.RUNNING})
KEPT_FOR = timedelta(days=1)  # a file, and what a job found in it, until somebody keeps it
LOST = (
    "The reading of this file stopped without a word: the computer was perhaps restarted. "
    "Nothing of it was kept. Send the file again."
)


class JobKind(StrEnum):
    """What a job does with a file of cases."""

    LOOK = "look"  # its columns and what stands in them, so that they can be mapped
    ANALYSE = "analyse"  # the figures out of it, by the mapping


def is_lost(state: JobState, seen_at: datetime, now: datetime) -> bool:
    """Return whether a job that should be at work has not been heard of for a minute."""
    return state in OPEN and now - seen_at > SILENT_AFTER
