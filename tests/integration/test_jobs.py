"""Jobs: one at a time, followed and cancelled, never lost without a word, and no file left over."""

import io
import os
import stat
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.cli.jobs import do_job
from app.database import db, transaction, utc_now
from app.domain.errors import Invalid, NotAllowed, NotFound
from app.domain.jobs import LOST, JobKind, JobState
from app.models import Job
from app.queries.jobs import job_view
from app.reading.brought_files import brought_file, delete_old, keep_brought
from app.services.jobs import (
    Progress,
    ask_to_cancel,
    drop_outcome,
    end_job,
    note_progress,
    start_job,
    take_job,
)
from app.web.job_processes import start_process
from tests import figure_factories as make
from tests.factories import actor
from tests.integration.conftest import Council


def brought(council: Council, content: bytes) -> str:
    name = keep_brought(council.folder, io.BytesIO(content), 1_000_000)
    assert name is not None
    return name


def start(council: Council, kind: JobKind = JobKind.LOOK, **asked: Any) -> int:
    facts = {"file": "none", "year": make.YEAR.slug} | asked
    by = actor(council.officer, council.landlord)
    with transaction():
        return start_job(kind, facts, by=by, now=utc_now()).id


def job(job_id: int) -> Job:
    db.session.rollback()
    return db.session.get_one(Job, job_id)


def left_over(council: Council) -> list[str]:
    return [one.name for one in (council.folder / "jobs").iterdir()]


def test_a_landlord_has_one_job_at_a_time(council: Council) -> None:
    first = start(council)

    with pytest.raises(Invalid, match="Another file of your landlord is being read"):
        start(council)
    with transaction():
        end_job(first, JobState.DONE, now=utc_now())
    assert start(council) > first


def test_who_may_only_read_starts_and_cancels_nothing(council: Council) -> None:
    job_id = start(council)
    reader = actor(council.person("reader"), council.landlord)

    with pytest.raises(NotAllowed), transaction():
        ask_to_cancel(job(job_id), by=reader, now=utc_now())
    with pytest.raises(NotAllowed), transaction():
        start_job(JobKind.LOOK, {}, by=reader, now=utc_now())


def test_a_job_is_given_to_one_process(council: Council) -> None:
    job_id = start(council)

    with transaction():
        assert take_job(job_id, now=utc_now()).state is JobState.RUNNING
    with pytest.raises(NotFound), transaction():
        take_job(job_id, now=utc_now())


def test_progress_is_noted_until_somebody_cancels(council: Council) -> None:
    job_id = start(council)
    with transaction():
        take_job(job_id, now=utc_now())
        assert note_progress(job_id, Progress(2, 5, "Reading the rows"), now=utc_now())
    view = job_view(job(job_id), now=utc_now())
    assert (view.percent, view.step, view.is_open) == (40, "Reading the rows", True)

    with transaction():
        by = actor(council.officer, council.landlord)
        ask_to_cancel(db.session.get_one(Job, job_id), by=by, now=utc_now())
    with transaction():
        assert not note_progress(job_id, Progress(3, 5, "Reading the rows"), now=utc_now())


def test_a_job_that_waits_is_cancelled_at_once(council: Council) -> None:
    job_id = start(council)

    with transaction():
        by = actor(council.officer, council.landlord)
        ask_to_cancel(db.session.get_one(Job, job_id), by=by, now=utc_now())
    assert job(job_id).state is JobState.CANCELLED
    do_job(job_id)
    assert job(job_id).state is JobState.CANCELLED


def test_what_nobody_keeps_is_forgotten_after_a_day(council: Council) -> None:
    job_id = start(council)
    with transaction():
        end_job(job_id, JobState.DONE, outcome={"headers": []}, now=utc_now())
    by = actor(council.officer, council.landlord)
    for hours, is_kept in ((23, True), (25, False)):
        later = utc_now() + timedelta(hours=hours)
        with transaction():
            asked = {"file": "none", "year": "2020-21"}
            next_id = start_job(JobKind.LOOK, asked, by=by, now=later).id
            end_job(next_id, JobState.FAILED, now=later)
        assert (job(job_id).outcome is not None) is is_kept


def test_what_was_found_before_is_forgotten_with_what_is_dropped(council: Council) -> None:
    by = actor(council.officer, council.landlord)
    looked = start(council)
    with transaction():
        end_job(looked, JobState.DONE, outcome={"headers": []}, now=utc_now())
    counted = start(council)
    with transaction():
        end_job(counted, JobState.DONE, outcome={"figures": None}, now=utc_now())

    with transaction():
        drop_outcome(db.session.get_one(Job, counted), by=by, now=utc_now())

    assert job(looked).outcome is None
    assert job(counted).outcome is None


def test_what_is_found_after_somebody_cancelled_is_not_kept(council: Council) -> None:
    job_id = start(council)
    with transaction():
        take_job(job_id, now=utc_now())
        by = actor(council.officer, council.landlord)
        ask_to_cancel(db.session.get_one(Job, job_id), by=by, now=utc_now())
        end_job(job_id, JobState.DONE, outcome={"headers": []}, now=utc_now())

    assert job(job_id).state is JobState.CANCELLED
    assert job(job_id).outcome is None


def test_a_silent_job_is_shown_as_lost_and_recorded_with_the_next_one(council: Council) -> None:
    job_id = start(council)
    later = utc_now() + timedelta(seconds=61)

    view = job_view(job(job_id), now=later)
    assert (view.state, view.message) == (JobState.FAILED, LOST)
    assert job(job_id).state is JobState.WAITING

    with transaction():
        by = actor(council.officer, council.landlord)
        start_job(JobKind.LOOK, {"file": "none", "year": "2020-21"}, by=by, now=later)
    lost = job(job_id)
    assert (lost.state, lost.message, lost.ended_at) == (JobState.FAILED, LOST, later)


def test_a_lost_job_that_speaks_again_changes_nothing(council: Council) -> None:
    job_id = start(council)
    with transaction():
        take_job(job_id, now=utc_now())
    with transaction():
        by = actor(council.officer, council.landlord)
        later = utc_now() + timedelta(seconds=61)
        start_job(JobKind.LOOK, {"file": "none", "year": "2020-21"}, by=by, now=later)
    with transaction():
        assert not note_progress(job_id, Progress(1, 2, "Still here"), now=utc_now())
        end_job(job_id, JobState.DONE, outcome={"figures": {}}, now=utc_now())

    assert job(job_id).state is JobState.FAILED
    assert job(job_id).outcome is None


def test_a_file_is_looked_at_and_kept_for_the_mapping(council: Council) -> None:
    name = brought(council, make.case_file())
    job_id = start(council, file=name)

    do_job(job_id)

    done = job(job_id)
    assert done.state is JobState.DONE, done.message
    assert done.outcome
    assert done.outcome["headers"] == list(make.HEADERS)
    assert brought_file(council.folder, name) is not None


def test_the_file_is_deleted_when_it_is_counted(council: Council) -> None:
    name = brought(council, make.case_file())
    job_id = start(council, JobKind.ANALYSE, file=name, mapping=by_day())

    do_job(job_id)

    done = job(job_id)
    assert done.state is JobState.DONE, done.message
    assert done.outcome
    assert done.outcome["rows"] == {"in_file": 24, "used": 24, "left_out": 0}
    assert name not in left_over(council)


@pytest.mark.parametrize("kind", [JobKind.LOOK, JobKind.ANALYSE])
def test_the_file_is_deleted_when_it_cannot_be_read(council: Council, kind: JobKind) -> None:
    name = brought(council, b"%PDF-1.7 not a table")
    job_id = start(council, kind, file=name, mapping=by_day())

    do_job(job_id)

    assert job(job_id).state is JobState.FAILED
    assert "PDF" in job(job_id).message
    assert name not in left_over(council)


def test_a_file_that_is_gone_is_told(council: Council) -> None:
    job_id = start(council, file="A" * 32)

    do_job(job_id)

    assert job(job_id).message == (
        "The file is no longer here: it is deleted after a day. Send it again."
    )


def test_files_are_private_and_old_ones_are_deleted(council: Council) -> None:
    name = brought(council, b"a,b\n1,2\n")
    path = brought_file(council.folder, name)
    assert path is not None
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700

    delete_old(council.folder, utc_now() + timedelta(hours=23))
    assert path.exists()
    delete_old(council.folder, utc_now() + timedelta(hours=25))
    assert not path.exists()


def test_a_file_that_is_too_large_leaves_nothing(council: Council) -> None:
    before = left_over(council) if (council.folder / "jobs").exists() else []

    assert keep_brought(council.folder, io.BytesIO(b"x" * 11), 10) is None
    assert left_over(council) == before


@pytest.mark.parametrize("name", ["", "../tracker.sqlite", "A" * 31, "A" * 31 + "/"])
def test_only_names_of_ours_are_files(council: Council, name: str) -> None:
    assert brought_file(council.folder, name) is None


def test_the_process_of_a_page_does_the_job_and_ends(council: Council) -> None:
    name = brought(council, make.case_file())
    job_id = start(council, file=name)

    start_process(job_id)

    assert waited_for(job_id).state is JobState.DONE


def test_a_process_that_is_cancelled_ends_and_deletes_the_file(council: Council) -> None:
    name = brought(council, make.case_file())
    job_id = start(council, JobKind.ANALYSE, file=name, mapping=by_day())
    with transaction():
        db.session.get_one(Job, job_id).cancel_asked = True

    do_job(job_id)

    assert job(job_id).state is JobState.CANCELLED
    assert name not in left_over(council)
    db.session.rollback()
    assert not db.session.scalars(select(Job).where(Job.outcome.is_not(None))).all()


def by_day() -> dict[str, Any]:
    return make.MAPPING.to_facts() | {"date_order": "day_first"}


def waited_for(job_id: int) -> Job:
    give_up = time.monotonic() + 60
    while time.monotonic() < give_up:
        found = job(job_id)
        if found.state not in (JobState.WAITING, JobState.RUNNING):
            return found
        db.session.remove()
        time.sleep(0.2)
    raise AssertionError("The process of the job did not end within a minute.")


def test_the_folder_of_files_is_no_page(council: Council) -> None:
    name = brought(council, b"a,b\n1,2\n")

    for address in (f"/jobs/{name}", f"/assets/{name}", f"/instance/jobs/{name}"):
        assert council.signed_in("lead").get(address).status_code == 404
    assert os.listdir(Path(council.folder) / "jobs")
