"""Promises: what landlords published in their improvement plans, and where each stands today.

The first publication that names an action makes the promise; no later one takes it back. Where it
stands is told from the action as it is recorded today. A date that was moved before the first
publication was never promised to anybody, so it is no part of this.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.domain.actions import Stage
from app.domain.documents import Document
from app.domain.due_dates import Due
from app.domain.published_addresses import FIRST_RULEBOOK, rulebook_of
from app.domain.workflow import Reason


class Standing(StrEnum):
    """Where a promise stands."""

    LATE = "late"
    MOVED = "moved"
    DROPPED = "dropped"
    NO_DATE = "no_date"
    IN_TIME = "in_time"
    KEPT = "kept"
    DONE = "done"
    NOT_RECORDED = "not_recorded"


STANDING_WORDS = {
    Standing.LATE: "Late",
    Standing.MOVED: "Moved to a later date",
    Standing.DROPPED: "Dropped",
    Standing.NO_DATE: "No date given",
    Standing.IN_TIME: "Not due yet",
    Standing.KEPT: "Kept",
    Standing.DONE: "Done, on a day not recorded",
    Standing.NOT_RECORDED: "Nothing recorded since",
}
BROKEN_OR_MOVED = frozenset({Standing.LATE, Standing.MOVED, Standing.DROPPED})


@dataclass(frozen=True)
class ActionToday:
    """An action as it is recorded today.

    `done_on` is the day on which it was recorded as done; `progressed_at` the last moment at which
    its stage, its date or the reason for dropping it changed. Both are None where there is none.
    """

    id: int
    stage: Stage
    due: Due | None = None
    dropped_reason: str = ""
    done_on: date | None = None
    progressed_at: datetime | None = None


@dataclass(frozen=True)
class PlanLine:
    """An action as one publication promised it."""

    action_id: int
    title: str
    due: Due | None
    provisions: tuple[str, ...]


@dataclass(frozen=True)
class PublishedPlan:
    """The improvement plan of one published statement.

    `recorded_elsewhere` tells a document whose landlord does not keep its actions here: the record
    of a past self-assessment, or one that the demonstration brings along. `standard` names the
    edition that the statement answers.
    """

    year: str
    revision: int
    published_at: datetime
    recorded_elsewhere: bool
    lines: tuple[PlanLine, ...]
    rulebook: str = FIRST_RULEBOOK
    standard: str = ""


@dataclass(frozen=True)
class DateGiven:
    """A date as it was promised: in a publication, or, with None, as it is recorded today."""

    due: Due | None
    published_at: datetime | None


@dataclass(frozen=True)
class Promise:
    """One promise: in the words of its first publication, and as it stands today.

    `dates` begins with the date of the first publication; each later one that differs follows.
    """

    action_id: int
    title: str
    later_titles: tuple[str, ...]
    rulebook: str
    standard: str
    year: str
    revision: int
    published_at: datetime
    provisions: tuple[str, ...]
    dates: tuple[DateGiven, ...]
    standing: Standing
    stage: Stage
    done_on: date | None
    dropped_reason: str
    nothing_recorded_since: bool

    @property
    def promised(self) -> Due | None:
        """The first date that was given, whenever that was; it is what the landlord is held to."""
        return next((one.due for one in self.dates if one.due), None)


def promises(
    plans: Iterable[PublishedPlan], actions: Iterable[ActionToday], today: date
) -> tuple[Promise, ...]:
    """Return every promise ever published, of the newest year first, the earliest date first."""
    live = {action.id: action for action in actions}
    published: dict[int, list[tuple[PublishedPlan, PlanLine]]] = {}
    for plan in sorted(plans, key=lambda one: (one.published_at, one.year, one.revision)):
        for line in plan.lines:
            published.setdefault(line.action_id, []).append((plan, line))
    made = [_promise(told, live.get(key), today) for key, told in published.items()]
    made.sort(key=_by_date)
    return tuple(sorted(made, key=lambda one: one.year, reverse=True))


def counted(made: Iterable[Promise]) -> Mapping[Standing, int]:
    """Return how many promises stand where, for every standing."""
    counts = Counter(one.standing for one in made)
    return {standing: counts[standing] for standing in Standing}


def plan_of(document: Document) -> PublishedPlan:
    """Return the improvement plan of a published statement."""
    assessment, publication = document["assessment"], document["publication"]
    return PublishedPlan(
        year=assessment["year"],
        revision=publication["revision"],
        published_at=datetime.fromisoformat(publication["published_at"]),
        recorded_elsewhere=assessment["reason"] == Reason.RECORD
        or bool(document["demonstration"] and document["demonstration"]["silence"]),
        lines=tuple(
            PlanLine(line["id"], line["title"], _due(line["due"]), tuple(line["provisions"]))
            for line in document["improvement_plan"]
        ),
        rulebook=rulebook_of(document),
        standard=f"{document['edition']['title']} {document['edition']['name']}",
    )


def _promise(
    told: Sequence[tuple[PublishedPlan, PlanLine]], action: ActionToday | None, today: date
) -> Promise:
    plan, line = told[0]
    dates = tuple(_dates(told, action))
    progressed_at = action.progressed_at if action else None
    untouched = progressed_at is None or progressed_at <= plan.published_at
    return Promise(
        action_id=line.action_id,
        title=line.title,
        later_titles=tuple(
            title for title in dict.fromkeys(one.title for _, one in told) if title != line.title
        ),
        rulebook=plan.rulebook,
        standard=plan.standard,
        year=plan.year,
        revision=plan.revision,
        published_at=plan.published_at,
        provisions=line.provisions,
        dates=dates,
        standing=Standing.NOT_RECORDED
        if action is None or (untouched and plan.recorded_elsewhere)
        else _standing(action, dates, today, elsewhere=plan.recorded_elsewhere),
        stage=action.stage if action else Stage.PLANNED,
        done_on=action.done_on if action and action.stage is Stage.DONE else None,
        dropped_reason=action.dropped_reason if action else "",
        nothing_recorded_since=untouched,
    )


def _dates(
    told: Iterable[tuple[PublishedPlan, PlanLine]], action: ActionToday | None
) -> Iterator[DateGiven]:
    """Yield the first date, and each later one whose last day is another."""
    given = [DateGiven(line.due, plan.published_at) for plan, line in told]
    if action and action.stage in (Stage.PLANNED, Stage.UNDERWAY):
        given.append(DateGiven(action.due, None))
    yield given[0]
    for before, one in zip(given, given[1:], strict=False):
        if _last_day(one.due) != _last_day(before.due):
            yield one


def _standing(
    action: ActionToday, dates: Sequence[DateGiven], today: date, *, elsewhere: bool
) -> Standing:
    promised = next((one.due for one in dates if one.due), None)
    if action.stage is Stage.DROPPED:
        return Standing.DROPPED
    if action.stage is Stage.DONE:
        # The day on which a past document was typed in says nothing about the work.
        if action.done_on is None or elsewhere:
            return Standing.DONE
        in_time = promised is None or action.done_on <= promised.last_day
        return Standing.KEPT if in_time else Standing.LATE
    if promised is None:
        return Standing.NO_DATE
    latest = max(promised.last_day, dates[-1].due.last_day if dates[-1].due else promised.last_day)
    if today > latest:
        return Standing.LATE
    is_moved = dates[-1].due is None or latest > promised.last_day
    return Standing.MOVED if is_moved else Standing.IN_TIME


def _due(due: Document | None) -> Due | None:
    return Due(due["promised"], date.fromisoformat(due["last_day"])) if due else None


def _last_day(due: Due | None) -> date | None:
    return due.last_day if due else None


def _by_date(promise: Promise) -> tuple[bool, date, int]:
    promised = promise.promised
    return (promised is None, promised.last_day if promised else date.max, promise.action_id)
