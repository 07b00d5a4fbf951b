"""A Yes to a time limit beside a figure that says the limit was missed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.domain.clocks import Start
from app.domain.figure_sets import Stated, is_usable, per_cent
from app.domain.figures import Figure, Source, Unit
from app.domain.findings import Finding, Level
from app.domain.part_checks import target_days
from app.domain.start_events import EVENTS, starts_in
from app.domain.wording import listed

WHOLE_SHARE = 100


@dataclass(frozen=True)
class Promise:
    """A provision that sets a limit: `days` working days from an event, for a step of a stage."""

    number: str
    stage: int
    acknowledges: bool
    days: int
    starts: Start


@dataclass(frozen=True)
class Missed:
    """What a figure says about a limit: in words, with the figures that say it.

    `start` is the event that it counts from, None where that is not stated.
    """

    words: str
    numbers: dict[str, str | int]
    start: Start | None


# The limits that a Yes promises, by edition; corrected editions keep the numbers.
PROMISES = {
    "housing-ombudsman-2024": (
        Promise("6.2", 1, True, 5, Start.RECEIVED),
        Promise("6.3", 1, False, 10, Start.ACKNOWLEDGED),
        Promise("6.11", 2, True, 5, Start.ESCALATED),
        Promise("6.14", 2, False, 20, Start.ACKNOWLEDGED),
    ),
}


def answer_findings(stated: Stated) -> Iterator[Finding]:
    """Yield one finding for each Yes that the figures beside it do not bear out."""
    figures = stated.figures
    for edition, promises in PROMISES.items():
        if not figures.edition_id.startswith(edition):
            continue
        for one in promises:
            missed = _missed(stated, one) if figures.answers.get(one.number) == "yes" else None
            if missed is not None:
                yield _finding(stated, edition, one, missed)


def _finding(stated: Stated, edition: str, promise: Promise, missed: Missed) -> Finding:
    doubts = list(_doubts(stated, edition, promise, missed))
    level = Level.QUESTION if doubts else Level.CONTRADICTION
    if doubts:
        rest = f" Was the limit kept? It cannot be told from this figure: {listed(doubts)}."
    else:
        rest = " Both are by the same limit, so they cannot both be right."
    sentence = f"{missed.words}, but {promise.number} is answered Yes.{rest}"
    numbers = missed.numbers | {"provision": promise.number}
    return Finding(f"answer.late:{promise.number}", level, sentence, numbers, tuple(missed.numbers))


def _doubts(stated: Stated, edition: str, promise: Promise, missed: Missed) -> Iterator[str]:
    """Yield why the figure was perhaps not measured by the limit that the Yes is about."""
    others = [one for one in _clock_editions(stated) if one != edition]
    if others:
        years = listed([one.rpartition("-")[2] for one in others])
        partly = " partly" if edition in _clock_editions(stated) else ""
        yield f"{stated.figures.year.text} ran{partly} under the {years} rules"
    elif not _clock_editions(stated):
        yield "it is not stated under which rules it was measured"
    if missed.start is None:
        yield "the event from which the days count is not stated"
    elif missed.start is not promise.starts:
        yield (
            f"its days count from {EVENTS[missed.start]}, and those of {promise.number} from "
            f"{EVENTS[promise.starts]}"
        )


def _clock_editions(stated: Stated) -> list[str]:
    """Return the editions whose limits the figures were measured by, without corrections."""
    ids = (one.removeprefix("clocks-") for one in stated.figures.clock_ids)
    return list(dict.fromkeys("-".join(one.split("-")[:3]) for one in ids))


def _missed(stated: Stated, promise: Promise) -> Missed | None:
    """Return what says that the limit was missed; the figure that fits it best decides."""
    if promise.acknowledges:
        return _late_in(stated, promise, "acknowledged", ("late", "no_date"))
    on_time = stated.figures.get(f"stage_{promise.stage}.answered_on_time")
    if on_time is not None and _is_share(on_time):
        return _not_all(stated, promise, on_time, "were answered in the Code's time")
    if stated.figures.of(f"stage_{promise.stage}.answered"):
        return _late_in(stated, promise, "answered", ("late",))
    return _missed_target(stated, promise)


def _is_share(figure: Figure) -> bool:
    return figure.unit is Unit.SHARE and is_usable(figure) and figure.value is not None


def _late_in(stated: Stated, promise: Promise, step: str, members: Sequence[str]) -> Missed | None:
    """Return what was late, out of the set that divides all by how they were met."""
    measure = f"stage_{promise.stage}.{step}"
    found = [stated.figures.get(f"{measure}.{member}") for member in members]
    late = [one for one in found if one is not None and is_usable(one) and _amount(one)]
    if not late:
        return None
    shown = [f"{_shown(one)} ({one.label.lower()})" for one in late]
    what = "acknowledgements" if promise.acknowledges else "answers"
    words = f"{listed(shown)} of the {what} at stage {promise.stage} missed the limit"
    # An acknowledgement can only count from what it acknowledges.
    start = promise.starts if promise.acknowledges else _start(stated, promise, late[0])
    return Missed(words, {one.id: _number(one) for one in late}, start)


def _amount(figure: Figure) -> Decimal | int:
    return figure.count or figure.value or 0


def _shown(figure: Figure) -> str:
    return f"{figure.count:,}" if figure.value is None else per_cent(figure.value)


def _number(figure: Figure) -> str | int:
    return (figure.count or 0) if figure.value is None else str(figure.value)


def _not_all(stated: Stated, promise: Promise, figure: Figure, done: str) -> Missed | None:
    if figure.value is None or figure.value >= WHOLE_SHARE:
        return None
    words = f"Only {per_cent(figure.value)} of stage {promise.stage} complaints {done}"
    return Missed(words, {figure.id: str(figure.value)}, _start(stated, promise, figure))


def _missed_target(stated: Stated, promise: Promise) -> Missed | None:
    """Return what a landlord's own target says: late after as many days, or after even more."""
    targets = [
        (days, one)
        for one in stated.figures.of(f"stage_{promise.stage}.target")
        if _is_share(one) and (days := target_days(one)) is not None and days >= promise.days
    ]
    for days, one in sorted(targets, key=lambda target: target[0])[:1]:
        return _not_all(stated, promise, one, f"were answered within {days} working days")
    return None


def _start(stated: Stated, promise: Promise, figure: Figure) -> Start | None:
    """Return the event that a figure counts from: typed ones say so, computed ones are known."""
    if figure.source is Source.TYPED:
        return starts_in(stated.figures.rules).get(promise.stage)
    return Start.RECEIVED if figure.measure.endswith(".target") else promise.starts
