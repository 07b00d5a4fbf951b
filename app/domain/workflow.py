"""The life of a yearly document: its states, and the steps between them, as one table."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.errors import StepNotAllowed
from app.domain.permissions import Permission


class State(StrEnum):
    """Where a self-assessment or a report stands."""

    DRAFT = "draft"
    UNDER_SCRUTINY = "under_scrutiny"
    SIGNED_OFF = "signed_off"
    PUBLISHED = "published"
    DISCARDED = "discarded"


class Reason(StrEnum):
    """Why an assessment was made (provisions 8.1, 8.3 and 8.4 of the 2024 edition)."""

    ANNUAL = "annual"
    SIGNIFICANT_CHANGE = "significant_change"
    OMBUDSMAN_ASKED = "ombudsman_asked"
    RECORD = "record"


STATE_WORDS = {
    State.DRAFT: "Draft",
    State.UNDER_SCRUTINY: "Under scrutiny",
    State.SIGNED_OFF: "Signed off",
    State.PUBLISHED: "Published",
    State.DISCARDED: "Discarded",
}

REASON_WORDS = {
    Reason.ANNUAL: "The yearly self-assessment",
    Reason.SIGNIFICANT_CHANGE: "After a significant change, such as a merger or a new procedure",
    Reason.OMBUDSMAN_ASKED: "The Ombudsman asked for it",
    Reason.RECORD: "A record of a past self-assessment",
}


@dataclass(frozen=True)
class Step:
    """A move from one state to the next.

    `for_records` is True for what only a record of a past assessment does, False for what only
    the others do, and None for both.
    """

    name: str
    start: State
    end: State
    needs: Permission
    label: str
    needs_reason: bool = False
    for_records: bool | None = False


STEPS = {
    step.name: step
    for step in (
        Step(
            "send_for_scrutiny",
            State.DRAFT,
            State.UNDER_SCRUTINY,
            Permission.LEAD,
            "Send for scrutiny",
        ),
        Step(
            "return_to_draft",
            State.UNDER_SCRUTINY,
            State.DRAFT,
            Permission.RETURN,
            "Send back to draft",
            needs_reason=True,
        ),
        Step("sign_off", State.UNDER_SCRUTINY, State.SIGNED_OFF, Permission.SIGN_OFF, "Sign off"),
        Step(
            "reopen",
            State.SIGNED_OFF,
            State.DRAFT,
            Permission.RETURN,
            "Reopen",
            needs_reason=True,
        ),
        Step("publish", State.SIGNED_OFF, State.PUBLISHED, Permission.LEAD, "Publish"),
        Step(
            "publish_record",
            State.DRAFT,
            State.PUBLISHED,
            Permission.LEAD,
            "Publish as a record",
            for_records=True,
        ),
        Step(
            "start_correction",
            State.PUBLISHED,
            State.DRAFT,
            Permission.LEAD,
            "Start a correction",
            needs_reason=True,
            for_records=None,
        ),
        Step(
            "discard",
            State.DRAFT,
            State.DISCARDED,
            Permission.LEAD,
            "Discard this draft",
            needs_reason=True,
            for_records=None,
        ),
    )
}

# Answers belong to the text under scrutiny; actions go on being done after publication.
ANSWERS_OPEN = frozenset({State.DRAFT})
ACTIONS_OPEN = frozenset({State.DRAFT, State.PUBLISHED})


def take(step_name: str, state: State, reason: Reason, noun: str = "assessment") -> State:
    """Return the state after a step; raise StepNotAllowed where it does not start from here."""
    step = STEPS[step_name]
    if state is not step.start or not _open_to(step, reason):
        raise StepNotAllowed(
            f"“{step.label}” is not possible now: this {noun} is "
            f"“{STATE_WORDS[state].lower()}”. Load the page again to see where it stands."
        )
    return step.end


def next_steps(state: State, reason: Reason) -> tuple[Step, ...]:
    """Return the steps that start from here, for an assessment made for this reason."""
    return tuple(step for step in STEPS.values() if step.start is state and _open_to(step, reason))


def _open_to(step: Step, reason: Reason) -> bool:
    return step.for_records in (None, reason is Reason.RECORD)
