"""Work in a process of its own: started by a person, told about by the process, never forgotten.

No row here holds anything out of a file that somebody brought but what its page has to show.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.database import db
from app.domain.errors import AlreadyExists, Invalid, NotFound
from app.domain.jobs import KEPT_FOR, LOST, OPEN, JobKind, JobState, is_lost
from app.domain.permissions import Permission
from app.models import Job
from app.services import tokens
from app.services.history import Actor


@dataclass(frozen=True)
class Progress:
    """How far a job is: rows or steps done of so many (0 where that is not known), in words."""

    done: int
    total: int
    step: str


def start_job(
    kind: JobKind, asked: dict[str, Any], *, by: Actor, now: datetime, token: str | None = None
) -> Job:
    """Put a job on the list for a process to do; raise Invalid while the landlord has another.

    `asked` says what to do, without anything out of the cases themselves.
    """
    by.require(Permission.EDIT, now=now)
    assert by.person is not None
    if token is not None:
        tokens.spend(token, now=now)
    _record_lost(by.landlord_id, now)
    _forget_old_outcomes(by.landlord_id, now)
    if _open_jobs(by.landlord_id):
        raise Invalid(
            "Another file of your landlord is being read at this moment. Wait until it is done, "
            "or cancel it, and then send yours again.",
            "file",
        )
    job = Job(
        landlord_id=by.landlord_id,
        kind=kind,
        state=JobState.WAITING,
        asked=asked,
        started_by_id=by.person.id,
        started_by_name=by.person.name,
        started_at=now,
        seen_at=now,
    )
    db.session.add(job)
    db.session.flush()
    return job


def take_job(job_id: int, *, now: datetime) -> Job:
    """Give a waiting job to the process that asks; raise NotFound where another has it, or none.

    Of two processes that ask for the same job, one gets it.
    """
    job = db.session.get(Job, job_id, populate_existing=True)
    if job is None or job.state is not JobState.WAITING:
        raise NotFound("No such job is waiting to be done.")
    job.state, job.seen_at = JobState.RUNNING, now
    return job


def note_progress(job_id: int, progress: Progress, *, now: datetime) -> bool:
    """Note how far a job is, as a sign of life; return whether it is to go on."""
    job = db.session.get(Job, job_id, populate_existing=True)
    if job is None or job.state is not JobState.RUNNING:
        return False
    job.done, job.total, job.step = progress.done, progress.total, progress.step
    job.seen_at = now
    return not job.cancel_asked


def end_job(
    job_id: int,
    state: JobState,
    *,
    outcome: dict[str, Any] | None = None,
    message: str = "",
    remembered: dict[str, Any] | None = None,
    now: datetime,
) -> None:
    """Note what came of a job; one that was given up as lost, or ended, stays as it is.

    What was found after somebody cancelled is not kept. `remembered` is what is left of what the
    job was asked, where not all of it is worth remembering.
    """
    job = db.session.get(Job, job_id, populate_existing=True)
    if job is None or job.state not in OPEN:
        return
    if job.cancel_asked and state is JobState.DONE:
        state, outcome = JobState.CANCELLED, None
    job.state, job.outcome, job.message = state, outcome, message
    job.asked = job.asked if remembered is None else remembered
    job.seen_at = job.ended_at = now


def ask_to_cancel(job: Job, *, by: Actor, now: datetime) -> None:
    """Ask the process of a job to stop; one that is still waiting, or lost, ends at once."""
    by.require(Permission.EDIT, now=now)
    _record_lost(by.landlord_id, now)
    if job.state is JobState.WAITING:
        job.state, job.ended_at = JobState.CANCELLED, now
    elif job.state is JobState.RUNNING:
        job.cancel_asked = True


def take_outcome(job: Job, *, by: Actor, now: datetime) -> None:
    """Forget what a job found, now that it is kept; raise AlreadyExists where another tab kept it.

    Called after the first write of its transaction, so that nobody else can be about to keep it.
    """
    db.session.refresh(job)
    if job.outcome is None:
        raise AlreadyExists("What was found in this file is kept already.")
    drop_outcome(job, by=by, now=now)


def drop_outcome(job: Job, *, by: Actor, now: datetime) -> None:
    """Forget what a job found, once it is kept elsewhere or nobody wants it."""
    by.require(Permission.EDIT, now=now)
    if job.state is JobState.DONE:
        _forget(job)
    _forget_earlier(by, before=job.id)


def _forget_earlier(by: Actor, *, before: int) -> None:
    """Forget what a person's earlier jobs found: whoever begins anew wants none of it."""
    assert by.person is not None
    for job in db.session.scalars(
        select(Job).where(
            Job.landlord_id == by.landlord_id,
            Job.started_by_id == by.person.id,
            Job.id < before,
            Job.ended_at.is_not(None),
        )
    ):
        _forget(job)


def _open_jobs(landlord_id: int) -> list[Job]:
    return list(
        db.session.scalars(
            select(Job).where(Job.landlord_id == landlord_id, Job.state.in_(sorted(OPEN)))
        )
    )


def _forget_old_outcomes(landlord_id: int, now: datetime) -> None:
    """Forget what was found and what nobody has kept within a day."""
    for job in db.session.scalars(
        select(Job).where(Job.landlord_id == landlord_id, Job.ended_at < now - KEPT_FOR)
    ):
        _forget(job)


def _forget(job: Job) -> None:
    """Forget what a job found, and the values of the file that were given a meaning in it."""
    job.outcome = None
    job.asked = {key: said for key, said in job.asked.items() if key != "mapping"}


def _record_lost(landlord_id: int, now: datetime) -> None:
    for job in _open_jobs(landlord_id):
        if is_lost(job.state, job.seen_at, now):
            job.state, job.message, job.ended_at = JobState.FAILED, LOST, now
    db.session.flush()
