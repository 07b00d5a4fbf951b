"""`flask jobs run`: the process that does one job, which a page has started and then leaves alone.

It reads a file of cases in a process of its own within limits, writes down how far it is, ends
when somebody cancels, and deletes the file, however it ends.
"""

import logging
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup

from app.config import Settings
from app.database import DatabaseUnusable, db, transaction, utc_now
from app.domain.case_guesses import guess_columns
from app.domain.case_mapping import LISTED_FIELDS, CaseMapping
from app.domain.days import london_day
from app.domain.errors import Invalid, NotFound
from app.domain.jobs import JobKind, JobState
from app.domain.years import FinancialYear
from app.queries.figures import how_to_count, remembered_mapping
from app.queries.jobs import has_found, is_to_go_on
from app.reading import case_process
from app.reading.brought_files import brought_file, delete_brought
from app.reading.case_asked import to_analyse
from app.reading.case_files import MOST_BYTES_IN_BROWSER
from app.reading.clocks import read_clocks
from app.reading.measures import read_measures
from app.services.jobs import Progress, end_job, note_progress, take_job

jobs = AppGroup("jobs", help="Work that pages have started.", hidden=True)

WRITE_EVERY = 0.5  # seconds, where there is something new to tell
SIGN_OF_LIFE_EVERY = 10.0  # seconds, where there is nothing
TRIES = 12  # a busy database gives up after five seconds each
GONE = "The file is no longer here: it is deleted after a day. Send it again."
FAULT = "Something went wrong on our side, and nothing was kept. Try again."

log = logging.getLogger(__name__)


@jobs.command("run")
@click.argument("job_id", type=int)
def run(job_id: int) -> None:
    """Do one job."""
    signal.signal(signal.SIGTERM, _end_in_order)
    do_job(job_id)


def do_job(job_id: int) -> None:
    """Do a waiting job and note what came of it; a job that is not waiting is left alone."""
    folder = Path(_settings().instance)
    try:
        with transaction():
            job = take_job(job_id, now=utc_now())
            kind, asked, landlord_id = JobKind(job.kind), job.asked, job.landlord_id
    except NotFound:
        return
    file, state = str(asked["file"]), JobState.FAILED
    ended: dict[str, Any] = {"message": FAULT}
    try:
        ended = {"outcome": _read(kind, asked, landlord_id, _Follower(job_id))}
        state = JobState.DONE
    except case_process.Stopped as stopped:
        state, ended = JobState.CANCELLED, {"message": stopped.message}
    except Invalid as refused:
        ended = {"message": refused.message, "remembered": _without_refused(asked, refused.field)}
    except Exception as error:
        # The type alone: what an exception says may hold what stood in the file.
        log.error("Job %s failed: %s", job_id, type(error).__name__)
    finally:
        if state is not JobState.DONE or kind is JobKind.ANALYSE:
            delete_brought(folder, file)
        _write(lambda: end_job(job_id, state, **ended, now=utc_now()))
        if not has_found(job_id):  # cancelled at the last moment
            delete_brought(folder, file)


def _without_refused(asked: dict[str, Any], field: str | None) -> dict[str, Any]:
    """Return what was asked without the refused column: the next file is not offered it."""
    if field is None or "mapping" not in asked:
        return asked
    return asked | {"mapping": CaseMapping.from_facts(asked["mapping"]).without(field).to_facts()}


def _read(
    kind: JobKind, asked: dict[str, Any], landlord_id: int, follower: "_Follower"
) -> dict[str, Any]:
    path = brought_file(Path(_settings().instance), asked["file"])
    if path is None:
        raise Invalid(GONE)
    found = case_process.run(
        kind.value,
        path,
        _asked_of_process(kind, asked, landlord_id),
        on_progress=follower.hear,
        should_stop=follower.should_stop,
    )
    return _to_store(found, asked, landlord_id) if kind is JobKind.LOOK else found


def _to_store(found: dict[str, Any], asked: dict[str, Any], landlord_id: int) -> dict[str, Any]:
    """Return what was seen with the values of those columns alone that somebody has to map.

    What stands in any other column is nobody's business, however few different texts it holds.
    """
    remembered = remembered_mapping(landlord_id)
    db.session.remove()
    guessed, before = guess_columns(found["headers"]), remembered.columns if remembered else {}
    likely = {one.get(name) for one in (guessed, before) for name in LISTED_FIELDS}
    listed = set(asked.get("list", ())) | likely
    columns = [
        one if one["header"] in listed else {**one, "values": []} for one in found["columns"]
    ]
    kept = [one["header"] for one in columns if one["header"] in listed]
    return {**found, "columns": columns, "listed": kept}


def _asked_of_process(kind: JobKind, asked: dict[str, Any], landlord_id: int) -> dict[str, Any]:
    if kind is JobKind.LOOK:
        return {"most_bytes": MOST_BYTES_IN_BROWSER, **asked.get("read_as", {})}
    year = FinancialYear.parse(asked["year"])
    how = how_to_count(landlord_id, year)
    db.session.remove()
    editions = _settings().editions
    return to_analyse(
        CaseMapping.from_facts(asked["mapping"]),
        year=year,
        clock_sets=read_clocks(editions),
        measure_sets=read_measures(editions),
        today=london_day(utc_now()),
        year_end_month=how.year_end_month,
        closures=how.closures,
        targets=how.targets,
        homes=how.homes,
        most_bytes=MOST_BYTES_IN_BROWSER,
    )


class _Follower:
    """Writes down how far a job is, at most twice a second, and hears whether it is to stop."""

    def __init__(self, job_id: int) -> None:
        self._job_id = job_id
        self._heard = Progress(0, 0, "Starting")
        self._written: Progress | None = None
        self._written_at = self._asked_at = time.monotonic() - WRITE_EVERY

    def hear(self, done: int, total: int, step: str) -> None:
        """Remember how far the job is."""
        self._heard = Progress(done, total, step)

    def should_stop(self) -> bool:
        """Return whether somebody cancelled; what is new, or a sign of life, is written down."""
        now = time.monotonic()
        wait = WRITE_EVERY if self._heard != self._written else SIGN_OF_LIFE_EVERY
        if now - self._written_at >= wait:
            self._written, self._written_at = self._heard, now
            # What could not be written down now is written down the next time.
            with suppress(DatabaseUnusable), transaction():
                return not note_progress(self._job_id, self._heard, now=utc_now())
            return False
        if now - self._asked_at < WRITE_EVERY:
            return False
        self._asked_at = now
        try:
            return not is_to_go_on(self._job_id)
        except DatabaseUnusable:
            return False
        finally:
            db.session.remove()


def _write(change: Callable[[], None]) -> None:
    """Write how a job ended, even where others hold the database for long."""
    for left in reversed(range(TRIES)):
        try:
            with transaction():
                change()
        except DatabaseUnusable:
            if not left:
                raise
            time.sleep(1)
        else:
            return


def _end_in_order(_number: int, _frame: object) -> None:
    """Let a process that is asked to end delete its file before."""
    raise SystemExit(1)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
