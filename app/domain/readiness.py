"""Every obstacle to the next step, and every warning beside it, with what it concerns.

The page of what is left and the steps themselves read the same list.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from app.domain.actions import Urgency
from app.domain.answers import Outcome
from app.domain.approvals import ApprovalFacts
from app.domain.body_responses import names_one_of, unmet
from app.domain.challenges import ChallengeFacts
from app.domain.days import a_year_before, day_in_words
from app.domain.document_parts import GoverningBodyResponse
from app.domain.editions import Provision
from app.domain.responses import ResponseFacts, actions_on, has_plan, newest_evidence
from app.domain.scrutiny import subject_in_words
from app.domain.statement import AssessmentFacts
from app.domain.wording import listed
from app.domain.workflow import Reason, State
from app.domain.years import earlier_years_in


class Gate(StrEnum):
    """The step that asks: a draft may go to scrutiny with less than a sign-off needs."""

    SCRUTINY = "scrutiny"
    SIGN_OFF = "sign_off"
    PUBLICATION = "publication"


class Check(StrEnum):
    """What is checked, by a name that does not change."""

    NOT_ANSWERED = "not_answered"
    NOT_CONFIRMED = "not_confirmed"
    NO_EXPLANATION = "no_explanation"
    NO_PLAN = "no_plan"
    NO_SIGNER = "no_signer"
    OPEN_CHALLENGE = "open_challenge"
    AMENDMENT_NOT_MADE = "amendment_not_made"
    NO_RESPONSE = "no_response"
    NO_EVIDENCE = "no_evidence"
    OLD_EVIDENCE = "old_evidence"
    OLD_WORDS = "old_words"
    LATE_PLAN = "late_plan"
    NO_SHORTFALL = "no_shortfall"
    RESPONSE_NAMES_NOTHING = "response_names_nothing"
    NO_APPROVAL = "no_approval"
    PART_MISSING = "part_missing"
    NO_FIGURES = "no_figures"
    UNKNOWN_FIGURE = "unknown_figure"
    FIGURES_CONTRADICT = "figures_contradict"
    FIGURES_ASK = "figures_ask"
    FIGURES_NOTE = "figures_note"


CHECK_WORDS = {
    Check.NOT_ANSWERED: "Not answered",
    Check.NOT_CONFIRMED: "Earlier answers that nobody has confirmed",
    Check.NO_EXPLANATION: "No without an explanation",
    Check.NO_PLAN: "No without a plan",
    Check.NO_SIGNER: "Nobody can sign it off",
    Check.OPEN_CHALLENGE: "Questions of the cabinet member that are not settled",
    Check.AMENDMENT_NOT_MADE: "Amendments of the meeting that are not made",
    Check.NO_RESPONSE: "The response is not written",
    Check.NO_EVIDENCE: "Yes without evidence",
    Check.OLD_EVIDENCE: "Yes whose evidence is older than a year",
    Check.OLD_WORDS: "Words that came along and speak of an earlier year",
    Check.LATE_PLAN: "No whose plan is overdue",
    Check.NO_SHORTFALL: "No that does not say what falls short",
    Check.RESPONSE_NAMES_NOTHING: "The response names nothing that is not met",
    Check.NO_APPROVAL: "No approval by a governing body is recorded",
    Check.PART_MISSING: "Parts that the Code asks for and that are missing",
    Check.NO_FIGURES: "The figures of the year",
    Check.UNKNOWN_FIGURE: "Names in a text that no figure has",
    Check.FIGURES_CONTRADICT: "Figures that contradict each other",
    Check.FIGURES_ASK: "Figures that a reader will ask about",
    Check.FIGURES_NOTE: "Figures worth a second look",
}


@dataclass(frozen=True)
class Signers:
    """Whether somebody can sign off today; `outside` tells whose role begins later or has ended."""

    can_sign: bool
    outside: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finding:
    """One thing to mend; `blocks` tells an obstacle from a warning, the rest what it concerns.

    `part` is the key of a part of a report, `figures` the id of a finding in its figures.
    """

    check: Check
    message: str
    number: str | None = None
    blocks: bool = True
    challenge_id: int | None = None
    part: str | None = None
    figures: str | None = None


class Scrutinised(Protocol):
    """What the facts of a document of either kind tell of its scrutiny."""

    @property
    def challenges(self) -> Sequence[ChallengeFacts]:
        """What was asked."""

    @property
    def approval(self) -> ApprovalFacts | None:
        """What the meeting decided."""

    @property
    def response(self) -> GoverningBodyResponse | None:
        """What the governing body says."""


def gate_of(state: State) -> Gate:
    """Return the step that an assessment has before it."""
    gates = {State.DRAFT: Gate.SCRUTINY, State.UNDER_SCRUTINY: Gate.SIGN_OFF}
    return gates.get(state, Gate.PUBLICATION)


def findings(
    facts: AssessmentFacts,
    *,
    gate: Gate,
    signers: Signers,
    today: date,
    word_for_word: Collection[str] = (),
) -> tuple[Finding, ...]:
    """Return everything that stands before a step, and the warnings of a day.

    `word_for_word` holds the numbers whose commentary is exactly what came along from earlier.
    A record of a past assessment has no obstacles: blanks are allowed there, and its page says so.
    """
    if facts.reason is Reason.RECORD:
        return ()
    return (
        *(
            finding
            for provision in facts.edition.in_form
            for finding in _of_provision(provision, facts, today)
        ),
        *_of_words_that_came_along(facts, word_for_word),
        *of_signers(gate, signers),
        *of_challenges(facts, gate),
        *of_amendments(facts, gate),
        *(() if gate is Gate.SCRUTINY else _of_decision(facts)),
    )


def blocking(found: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the findings that block the next step."""
    return tuple(finding for finding in found if finding.blocks)


def _of_provision(provision: Provision, facts: AssessmentFacts, today: date) -> Iterator[Finding]:
    response = facts.responses.get(provision.number) or ResponseFacts(provision.number)
    if response.outcome is Outcome.NOT_ANSWERED and provision.number in facts.to_confirm:
        message = f"{provision.name}: the earlier answer is not confirmed yet."
        yield Finding(Check.NOT_CONFIRMED, message, provision.number)
    elif response.outcome is Outcome.NOT_ANSWERED:
        yield Finding(Check.NOT_ANSWERED, f"{provision.name}: not answered yet.", provision.number)
    if response.outcome is Outcome.NO:
        yield from _of_no(provision, response, facts, today)
    if response.outcome is Outcome.YES:
        yield from _of_yes(provision, response, today)


def _of_no(
    provision: Provision, response: ResponseFacts, facts: AssessmentFacts, today: date
) -> Iterator[Finding]:
    number = provision.number
    if not response.commentary.strip():
        yield Finding(
            Check.NO_EXPLANATION,
            f"{provision.name}: the answer is No, and nothing explains it.",
            number,
        )
    if not has_plan(response, facts.actions):
        yield Finding(
            Check.NO_PLAN,
            f"{provision.name}: the answer is No. It needs an action with an owner and a "
            "date, or words on why one is missing or how the aim is met another way.",
            number,
        )
    for action in actions_on(number, facts.actions):
        if action.is_open and action.urgency(today) is Urgency.OVERDUE:
            message = f"{provision.name}: “{action.title}” is overdue."
            yield Finding(Check.LATE_PLAN, message, number, blocks=False)
    if response.shortfall is None:
        message = f"{provision.name}: is it the policy, the practice, or both?"
        yield Finding(Check.NO_SHORTFALL, message, number, blocks=False)


def _of_yes(provision: Provision, response: ResponseFacts, today: date) -> Iterator[Finding]:
    if not response.evidence:
        message = f"{provision.name}: the answer is Yes, and no evidence is given."
        yield Finding(Check.NO_EVIDENCE, message, provision.number, blocks=False)
    newest = newest_evidence(response)
    if newest and newest < a_year_before(today):
        message = f"{provision.name}: its newest evidence is of {day_in_words(newest)}."
        yield Finding(Check.OLD_EVIDENCE, message, provision.number, blocks=False)


def _of_words_that_came_along(
    facts: AssessmentFacts, word_for_word: Collection[str]
) -> Iterator[Finding]:
    """Yield where words were taken over as they are and tell of a year that is gone."""
    for provision in facts.edition.in_form:
        response = facts.responses.get(provision.number)
        if response is None or provision.number not in word_for_word:
            continue
        years = earlier_years_in(response.commentary, facts.year)
        if years and response.outcome is not Outcome.NOT_ANSWERED:
            message = f"{provision.name}: its commentary speaks of {listed(years)}."
            yield Finding(Check.OLD_WORDS, message, provision.number, blocks=False)


def of_signers(gate: Gate, signers: Signers) -> Iterator[Finding]:
    """Yield that nobody can sign today, while a signature is still to come."""
    # What is signed already stays signed, whoever has left since.
    if signers.can_sign or gate is Gate.PUBLICATION:
        return
    if signers.outside:
        message = f"No cabinet member can sign this off today: {'; '.join(signers.outside)}."
    else:
        message = (
            "No cabinet member can sign this off: there is none who has joined, or each has "
            "recorded part of it. Invite one on the people page."
        )
    yield Finding(Check.NO_SIGNER, message)


def of_challenges(facts: Scrutinised, gate: Gate) -> Iterator[Finding]:
    """Yield each question of the cabinet member that is not settled."""
    for challenge in facts.challenges:
        if challenge.is_open:
            yield Finding(
                Check.OPEN_CHALLENGE,
                f"{subject_in_words(challenge.about, challenge.subject)}: “{challenge.text}”",
                challenge.number,
                blocks=gate is not Gate.SCRUTINY,
                challenge_id=challenge.id,
            )


def of_amendments(facts: Scrutinised, gate: Gate) -> Iterator[Finding]:
    """Yield each amendment of the meeting of which nobody has said what was done."""
    for amendment in facts.approval.amendments_not_made if facts.approval else ():
        yield Finding(
            Check.AMENDMENT_NOT_MADE,
            f"The meeting asked for: “{amendment.text}” Nobody has said what was done.",
            blocks=gate is not Gate.SCRUTINY,
        )


def of_response(facts: Scrutinised) -> Iterator[Finding]:
    """Yield that the governing body's response is not written (provision 8.2)."""
    if facts.response is None:
        yield Finding(
            Check.NO_RESPONSE,
            "Write the governing body's response first; it is part of what is signed.",
        )


def of_approval(facts: Scrutinised) -> Iterator[Finding]:
    """Yield that no meeting's approval is recorded, which a public page will say."""
    if facts.approval is None:
        yield Finding(
            Check.NO_APPROVAL,
            "If a meeting approved it, record its decision. If none did, the public page says so.",
            blocks=False,
        )


def _of_decision(facts: AssessmentFacts) -> Iterator[Finding]:
    yield from of_response(facts)
    if facts.response is not None:
        not_met = unmet(facts.edition, facts.responses)
        if not_met and not names_one_of(facts.response.text, not_met):
            numbers = ", ".join(provision.number for provision in not_met)
            yield Finding(
                Check.RESPONSE_NAMES_NOTHING,
                f"Not met: {numbers}. Residents will look for it in the response.",
                blocks=False,
            )
    yield from of_approval(facts)
