"""Every obstacle to the next step, and every warning beside it, with the provision it concerns."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.actions import ActionFacts, Urgency
from app.domain.answers import Outcome
from app.domain.editions import Edition, Provision
from app.domain.responses import ResponseFacts, actions_on, has_plan
from app.domain.workflow import Reason


class Check(StrEnum):
    """What is checked, by a name that does not change."""

    NOT_ANSWERED = "not_answered"
    NO_EXPLANATION = "no_explanation"
    NO_PLAN = "no_plan"
    NO_SIGNER = "no_signer"
    NO_EVIDENCE = "no_evidence"
    LATE_PLAN = "late_plan"
    NO_SHORTFALL = "no_shortfall"


CHECK_WORDS = {
    Check.NOT_ANSWERED: "Not answered",
    Check.NO_EXPLANATION: "No without an explanation",
    Check.NO_PLAN: "No without a plan",
    Check.NO_SIGNER: "Nobody can sign it off",
    Check.NO_EVIDENCE: "Yes without evidence",
    Check.LATE_PLAN: "No whose plan is overdue",
    Check.NO_SHORTFALL: "No that does not say what falls short",
}


@dataclass(frozen=True)
class Finding:
    """One thing to mend; `blocks` tells an obstacle from a warning, `number` the provision."""

    check: Check
    message: str
    number: str | None = None
    blocks: bool = True


def obstacles(
    edition: Edition,
    responses: Mapping[str, ResponseFacts],
    actions: Sequence[ActionFacts],
    *,
    reason: Reason,
    has_signer: bool,
) -> tuple[Finding, ...]:
    """Return everything that stands before scrutiny or publication, and the warnings.

    A record of a past assessment has no obstacles: blanks are allowed there, and its page says so.
    """
    if reason is Reason.RECORD:
        return ()
    found = [
        finding
        for provision in edition.in_form
        for finding in _of_response(
            provision, responses.get(provision.number) or ResponseFacts(provision.number), actions
        )
    ]
    if not has_signer:
        found.append(
            Finding(
                Check.NO_SIGNER,
                "No cabinet member can sign this off: there is none who has joined, or each has "
                "recorded part of it. Invite one on the people page.",
            )
        )
    return tuple(found)


def _of_response(
    provision: Provision, response: ResponseFacts, actions: Sequence[ActionFacts]
) -> Iterator[Finding]:
    number = provision.number
    if response.outcome is Outcome.NOT_ANSWERED:
        yield Finding(Check.NOT_ANSWERED, f"{provision.name}: not answered yet.", number)
    if response.outcome is Outcome.NO and not response.commentary.strip():
        yield Finding(
            Check.NO_EXPLANATION,
            f"{provision.name}: the answer is No, and nothing explains it.",
            number,
        )
    if response.outcome is Outcome.NO and not has_plan(response, actions):
        yield Finding(
            Check.NO_PLAN,
            f"{provision.name}: the answer is No. It needs an action with an owner and a "
            "date, or words on why one is missing or how the aim is met another way.",
            number,
        )
    if response.outcome is Outcome.YES and not response.evidence:
        yield Finding(
            Check.NO_EVIDENCE,
            f"{provision.name}: the answer is Yes, and no evidence is given.",
            number,
            blocks=False,
        )


def blocking(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the findings that block the next step."""
    return tuple(finding for finding in findings if finding.blocks)


def reminders(
    edition: Edition,
    responses: Mapping[str, ResponseFacts],
    actions: Sequence[ActionFacts],
    *,
    reason: Reason,
    today: date,
) -> tuple[Finding, ...]:
    """Return what stops nobody but will be asked about: late plans, and a No that says too little.

    Apart from `obstacles`, because these depend on the day on which they are asked for.
    """
    if reason is Reason.RECORD:
        return ()
    return tuple(
        finding
        for provision in edition.in_form
        if (response := responses.get(provision.number)) and response.outcome is Outcome.NO
        for finding in _of_no(provision, response, actions, today)
    )


def _of_no(
    provision: Provision, response: ResponseFacts, actions: Sequence[ActionFacts], today: date
) -> Iterator[Finding]:
    for action in actions_on(provision.number, actions):
        if action.is_open and action.urgency(today) is Urgency.OVERDUE:
            yield Finding(
                Check.LATE_PLAN,
                f"{provision.name}: “{action.title}” is overdue.",
                provision.number,
                blocks=False,
            )
    if response.shortfall is None:
        yield Finding(
            Check.NO_SHORTFALL,
            f"{provision.name}: is it the policy, the practice, or both?",
            provision.number,
            blocks=False,
        )
