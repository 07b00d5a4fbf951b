"""The time limits of an edition of the Code, by which each complaint is measured.

Which edition's limits hold is decided by the day on which the complaint was received.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.errors import Invalid
from app.domain.faults import Objection

STAGES = (1, 2)


class Step(StrEnum):
    """What the landlord has to do before the limit runs out."""

    ACKNOWLEDGE = "acknowledge"
    ANSWER = "answer"


class Start(StrEnum):
    """The event from which a limit counts; day 1 is the working day after it."""

    RECEIVED = "received"
    LOGGED = "logged"
    ACKNOWLEDGED = "acknowledged"
    ESCALATED = "escalated"


class Counted(StrEnum):
    """What the Code itself names; where it says days, they are counted as working days."""

    DAYS = "days"
    WORKING_DAYS = "working_days"


@dataclass(frozen=True)
class Clock:
    """One limit: `limit` working days from the event `starts`, and the extension permitted.

    `extension` is in working days after the first limit, None where the Code permits none.
    `provision` and `extension_provision` say where the Code sets them; `written` and
    `extension_written` say which word the Code uses.
    """

    stage: int
    step: Step
    limit: int
    starts: Start
    extension: int | None
    provision: str
    extension_provision: str = ""
    written: Counted = Counted.WORKING_DAYS
    extension_written: Counted = Counted.WORKING_DAYS


@dataclass(frozen=True)
class ClockSet:
    """The limits of one edition, for complaints received from `since` until the next set's day.

    `said` are sentences to print beside them, `code` is how people call the edition.
    """

    id: str
    edition_id: str
    since: date
    clocks: tuple[Clock, ...]
    said: tuple[str, ...]
    code: str = "the Code"
    rulebook: str = ""

    def acknowledge(self, stage: int) -> Clock | None:
        """Return the limit for acknowledging a stage, or None where the edition sets none."""
        return self._of(stage, Step.ACKNOWLEDGE)

    def answer(self, stage: int) -> Clock:
        """Return the limit for answering a stage; raise Invalid where there is no such stage."""
        found = self._of(stage, Step.ANSWER)
        if found is None:
            raise Invalid(f"Stage {stage} has no time limit under {self.code}: choose 1 or 2.")
        return found

    @property
    def sentences(self) -> tuple[str, ...]:
        """Every limit in words, and what has to be said with them."""
        return (*(in_words(one, self.code) for one in self.clocks), *self.said)

    def _of(self, stage: int, step: Step) -> Clock | None:
        return next((one for one in self.clocks if (one.stage, one.step) == (stage, step)), None)


def clock_set_on(sets: Sequence[ClockSet], received_on: date, rulebook: str = "") -> ClockSet:
    """Return the limits for a complaint that was received on a day.

    Before the first day of the oldest set the oldest holds. `rulebook` narrows the choice where
    several ombudsmen's limits are installed. Raises Invalid where there are none.
    """
    own = [one for one in in_order(sets) if not rulebook or one.rulebook == rulebook]
    if not own:
        raise Invalid("No time limits are installed for this Code. Add its file of limits.")
    return next((one for one in reversed(own) if one.since <= received_on), own[0])


def in_order(sets: Sequence[ClockSet]) -> tuple[ClockSet, ...]:
    """Return sets of limits with the newest last."""
    return tuple(sorted(sets, key=lambda one: (one.since, one.id)))


def in_words(clock: Clock, code: str = "the Code") -> str:
    """Return one limit as a sentence to print under the figures."""
    what = "an answer" if clock.step is Step.ANSWER else "an acknowledgement"
    limit = _days(clock.limit, clock.written)
    first = f"{what} within {limit} {_from(clock)} ({clock.provision})"
    return f"Stage {clock.stage} under {code}: {first}{_extension(clock)}."


def objections_to_clocks(clocks: Sequence[Clock]) -> Iterator[Objection]:
    """Yield what is wrong with the limits of one edition, by their places in its file."""
    counts = Counter((one.stage, one.step) for one in clocks)
    for i, one in enumerate(clocks):
        if counts[one.stage, one.step] > 1:
            message = f"Stage {one.stage} has two limits to {one.step}: keep one"
            yield ("clocks", i, "step"), f"{message} of them."
        yield from _odd_start(i, one, (one.stage, Step.ACKNOWLEDGE) in counts)
        yield from _odd_numbers(i, one)
    for stage in STAGES:
        if not counts[stage, Step.ANSWER]:
            yield ("clocks",), f"The limit to answer stage {stage} is missing: write it here."


def _odd_start(i: int, clock: Clock, has_acknowledgement: bool) -> Iterator[Objection]:
    place = ("clocks", i, "from")
    if clock.starts is Start.ACKNOWLEDGED:
        if clock.step is Step.ACKNOWLEDGE:
            yield place, "An acknowledgement cannot count from itself: name the event before it."
        elif not has_acknowledgement:
            message = f"Stage {clock.stage} has no limit to acknowledge, from which this could run"
            yield place, f"{message}: write one, or name another event."
    elif (clock.starts is Start.ESCALATED) != (clock.stage == STAGES[1]):
        message = f"Stage {clock.stage} does not begin with the event “{clock.starts}”"
        names = "escalated" if clock.stage == STAGES[1] else "received or logged"
        yield place, f"{message}: write {names}."


def _odd_numbers(i: int, clock: Clock) -> Iterator[Objection]:
    if clock.limit < 1:
        yield ("clocks", i, "limit"), "A limit is 1 day or more: correct it."
    if clock.extension is not None and clock.extension < 1:
        yield ("clocks", i, "extension", "limit"), "An extension is 1 day or more, or left out."
    if clock.extension is not None and clock.step is Step.ACKNOWLEDGE:
        yield ("clocks", i, "extension"), "Acknowledging is never extended: delete the extension."


def _days(number: int, written: Counted) -> str:
    word = "working day" if written is Counted.WORKING_DAYS else "day"
    return f"{number} {word}{'' if number == 1 else 's'}"


def _more_days(clock: Clock) -> str:
    return _days(clock.extension or 0, clock.extension_written).replace(" ", " more ", 1)


def _from(clock: Clock) -> str:
    match clock.starts:
        case Start.RECEIVED:
            return "of the complaint being received"
        case Start.LOGGED:
            return "of the complaint being logged"
        case Start.ACKNOWLEDGED:
            return "of the acknowledgement"
        case Start.ESCALATED:
            return "of the request to escalate"


def _extension(clock: Clock) -> str:
    if clock.extension is None:
        return ""
    where = f" ({clock.extension_provision})" if clock.extension_provision else ""
    return (
        f"; an extension of up to {_more_days(clock)}{where}, of which the resident was told "
        "before the first limit ran out"
    )
