"""Jobs as their pages show them, and as the process that does one asks about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.database import db
from app.domain.case_mapping import CaseMapping
from app.domain.errors import NotFound
from app.domain.jobs import KEPT_FOR, LOST, OPEN, JobKind, JobState, is_lost
from app.domain.years import FinancialYear
from app.models import Job


@dataclass(frozen=True)
class JobView:
    """One job: where it stands now, what it was asked, and what came of it."""

    id: int
    kind: JobKind
    state: JobState
    year: FinancialYear
    asked: Mapping[str, Any]
    outcome: Mapping[str, Any] | None
    done: int
    total: int
    step: str
    message: str
    cancel_asked: bool
    started_by_name: str
    started_at: datetime
    ended_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether there is something to wait for."""
        return self.state in OPEN

    @property
    def percent(self) -> int | None:
        """How far it is, of a hundred; None where that is not known."""
        return min(100, self.done * 100 // self.total) if self.total else None


def job_of(landlord_id: int, job_id: int) -> Job:
    """Return a landlord's job as a row; raise NotFound for any other."""
    job = db.session.get(Job, job_id)
    if job is None or job.landlord_id != landlord_id:
        raise NotFound("There is no such file of cases here. It may be older: send it again.")
    return job


def job_view(job: Job, *, now: datetime) -> JobView:
    """Return a job as it stands; one that was not heard of for a minute counts as lost."""
    lost = is_lost(job.state, job.seen_at, now)
    return JobView(
        id=job.id,
        kind=JobKind(job.kind),
        state=JobState.FAILED if lost else job.state,
        year=FinancialYear.parse(job.asked["year"]),
        asked=job.asked,
        outcome=job.outcome,
        done=job.done,
        total=job.total,
        step=job.step,
        message=LOST if lost else job.message,
        cancel_asked=job.cancel_asked,
        started_by_name=job.started_by_name,
        started_at=job.started_at,
        ended_at=job.ended_at,
    )


def open_job_of(landlord_id: int, *, now: datetime) -> JobView | None:
    """Return the job of a landlord that is being done, or None."""
    rows = db.session.scalars(
        select(Job).where(Job.landlord_id == landlord_id, Job.state.in_(sorted(OPEN)))
    )
    return next((one for one in (job_view(row, now=now) for row in rows) if one.is_open), None)


def waiting_job_of(
    landlord_id: int, person_id: int, year: FinancialYear, *, now: datetime
) -> JobView | None:
    """Return what a person's newest file of a year waits for: its columns, or to be kept."""
    row = db.session.scalar(
        select(Job)
        .where(Job.landlord_id == landlord_id, Job.started_by_id == person_id)
        .order_by(Job.id.desc())
        .limit(1)
    )
    job = job_view(row, now=now) if row else None
    if job is None or job.year != year or not (job.is_open or job.outcome is not None):
        return None
    is_old = job.ended_at is not None and now - job.ended_at > KEPT_FOR
    return None if is_old else job


def is_to_go_on(job_id: int) -> bool:
    """Return whether nobody has asked a job to stop, nor given it up as lost."""
    row = db.session.execute(select(Job.state, Job.cancel_asked).where(Job.id == job_id)).one()
    return row.state is JobState.RUNNING and not row.cancel_asked


def has_found(job_id: int) -> bool:
    """Return whether a job has come to its end with something found."""
    return db.session.scalar(select(Job.state).where(Job.id == job_id)) is JobState.DONE


def files_replaced_by(job_id: int) -> set[str]:
    """Return the files that a person sent for a year before the file of this job of theirs."""
    job = db.session.get_one(Job, job_id)
    earlier = db.session.scalars(
        select(Job.asked).where(
            Job.landlord_id == job.landlord_id,
            Job.started_by_id == job.started_by_id,
            Job.id < job.id,
            Job.started_at > job.started_at - KEPT_FOR,
        )
    )
    same_year = {str(one["file"]) for one in earlier if one["year"] == job.asked["year"]}
    return same_year - {job.asked["file"]}


def last_mapping(landlord_id: int) -> CaseMapping | None:
    """Return the mapping by which a file of a landlord was counted last, kept or not."""
    asked = db.session.scalar(
        select(Job.asked)
        .where(Job.landlord_id == landlord_id, Job.kind == JobKind.ANALYSE)
        .order_by(Job.id.desc())
        .limit(1)
    )
    return CaseMapping.from_facts(asked["mapping"]) if asked and "mapping" in asked else None
