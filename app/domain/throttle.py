"""How long guessing at passwords has to wait: longer with each failure, and never for good."""

from collections.abc import Sequence
from datetime import datetime, timedelta

COUNTED_FOR = timedelta(minutes=15)
LONGEST_WAIT = timedelta(minutes=15)
FREE_FOR_ACCOUNT = 5
FREE_FOR_NETWORK = 30


def may_try_at(failures: Sequence[datetime], *, free: int, now: datetime) -> datetime:
    """Return when the next try is heard: at once for the first few, then after doubling waits."""
    recent = [at for at in failures if at > now - COUNTED_FOR]
    if len(recent) < free:
        return now
    # Minutes of 1, 2, 4, 8 and then always 15; the exponent is bounded so that it stays small.
    wait = timedelta(minutes=2 ** min(len(recent) - free, 4))
    return max(now, max(recent) + min(wait, LONGEST_WAIT))


def wait_in_words(until: datetime, *, now: datetime) -> str:
    """Return the sentence that tells somebody to wait, in whole minutes rounded up."""
    minutes = max(1, -int((now - until).total_seconds() // 60))
    plural = "" if minutes == 1 else "s"
    return f"There were too many tries. Wait {minutes} minute{plural}, then try again."
