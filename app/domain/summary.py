"""The section table and the counts: what a reader sees first."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum

from app.domain.actions import ActionFacts, Stage, furthest_open_stage
from app.domain.answers import Outcome
from app.domain.editions import Edition, Obligation, Section, number_order
from app.domain.responses import ResponseFacts, actions_on


class Status(StrEnum):
    """What a section comes to."""

    COMPLIANT = "compliant"
    NON_COMPLIANT = "non_compliant"
    NOT_COMPLETE = "not_complete"


STATUS_WORDS = {
    Status.COMPLIANT: "Compliant",
    Status.NON_COMPLIANT: "Non-compliant",
    Status.NOT_COMPLETE: "Not complete",
}
NO_STAGE = "none"
GAP_WORDS = {
    Stage.UNDERWAY.value: "underway",
    Stage.PLANNED.value: "planned",
    NO_STAGE: "no open action",
}

Responses = Mapping[str, ResponseFacts]


@dataclass(frozen=True)
class Gap:
    """A provision with a No or with an open action, and how far its furthest open action is."""

    provision: str
    stage: str


@dataclass(frozen=True)
class SectionSummary:
    """One row of the section table; `status` is None for a questionnaire, which has counts."""

    number: str
    title: str
    status: Status | None
    gaps: tuple[Gap, ...]
    counts: Mapping[Outcome, int]
    provisions: int
    should_not_met: tuple[str, ...]


@dataclass(frozen=True)
class Summary:
    """The section table, and the answers counted over the whole form."""

    sections: tuple[SectionSummary, ...]
    counts: Mapping[Outcome, int]
    provisions: int


def summarise(edition: Edition, responses: Responses, actions: Sequence[ActionFacts]) -> Summary:
    """Return the section table and the counts of an assessment."""
    return Summary(
        sections=tuple(
            _summarise_section(edition, section, responses, actions) for section in edition.sections
        ),
        counts=_counts([provision.number for provision in edition.in_form], responses),
        provisions=len(edition.in_form),
    )


def _summarise_section(
    edition: Edition, section: Section, responses: Responses, actions: Sequence[ActionFacts]
) -> SectionSummary:
    numbers = [provision.number for provision in section.in_form]
    gaps = (_gap(number, responses, actions) for number in numbers)
    return SectionSummary(
        number=section.number,
        title=section.title,
        status=None
        if edition.is_questionnaire
        else _status(section, _deciding(edition), responses),
        gaps=tuple(gap for gap in gaps if gap),
        counts=_counts(numbers, responses),
        provisions=len(numbers),
        should_not_met=_answered_no(section, {Obligation.SHOULD} - _deciding(edition), responses),
    )


def _deciding(edition: Edition) -> Set[Obligation]:
    """Return the obligations of which one No makes a section Non-compliant.

    A should is listed apart where there are musts beside it. A code without any must says all of
    what it expects with should, so there nothing else could decide.
    """
    return {Obligation.MUST} if edition.has_musts else {Obligation.SHOULD}


def _status(section: Section, deciding: Set[Obligation], responses: Responses) -> Status:
    """Roll a section up: one No that decides is Non-compliant; any other No is listed apart."""
    if _answered_no(section, deciding, responses):
        return Status.NON_COMPLIANT
    met = {Outcome.YES, Outcome.NOT_APPLICABLE}
    open_numbers = [
        provision.number
        for provision in section.in_form
        if outcome_in(responses, provision.number) not in met
        and not (
            provision.obligation is Obligation.SHOULD
            and outcome_in(responses, provision.number) is Outcome.NO
        )
    ]
    return Status.NOT_COMPLETE if open_numbers else Status.COMPLIANT


def _answered_no(
    section: Section, obligations: Set[Obligation], responses: Responses
) -> tuple[str, ...]:
    return tuple(
        provision.number
        for provision in section.in_form
        if provision.obligation in obligations
        and outcome_in(responses, provision.number) is Outcome.NO
    )


def _gap(number: str, responses: Responses, actions: Sequence[ActionFacts]) -> Gap | None:
    stage = furthest_open_stage(actions_on(number, actions))
    if stage is None and outcome_in(responses, number) is not Outcome.NO:
        return None
    return Gap(number, stage.value if stage else NO_STAGE)


def _counts(numbers: Sequence[str], responses: Responses) -> Mapping[Outcome, int]:
    counted = Counter(outcome_in(responses, number) for number in numbers)
    return {outcome: counted[outcome] for outcome in Outcome}


def outcome_in(responses: Responses, number: str) -> Outcome:
    """Return how a provision counts; one that nobody has touched is not answered."""
    response = responses.get(number)
    return response.outcome if response else Outcome.NOT_ANSWERED


def in_code_order(numbers: Iterable[str]) -> tuple[str, ...]:
    """Return provision numbers in the order of the Code."""
    return tuple(sorted(numbers, key=number_order))
