"""The brief: what the Member Responsible for Complaints has to know before a meeting, worst first.

Provision 9.7 of the 2024 edition names what the Member is to be told regularly; this is the part
of it that the self-assessment holds.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from app.domain.actions import ActionFacts, Stage, Urgency, improvement_plan
from app.domain.answers import SHORTFALL_WORDS, Outcome
from app.domain.carrying import Agreed
from app.domain.challenges import ChallengeFacts, open_ones
from app.domain.comparison import Comparison
from app.domain.days import a_year_before
from app.domain.editions import Guidance
from app.domain.promises import BROKEN_OR_MOVED, Promise, Standing
from app.domain.provision_changes import Field, ProvisionLine
from app.domain.responses import ResponseFacts, actions_on, newest_evidence
from app.domain.statement import AssessmentFacts
from app.domain.suggestions import DateMoved, Prompts, Suggestion, suggest

SHOWN = 5

Item = TypeVar("Item")


@dataclass(frozen=True)
class Worst(Generic[Item]):
    """How many there are, and the worst few of them."""

    count: int
    shown: tuple[Item, ...]

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.shown)


@dataclass(frozen=True)
class NotMet:
    """A provision answered No: why, what falls short, and what is promised."""

    number: str
    name: str
    why: str
    shortfall: str
    plan_note: str
    actions: tuple[ActionFacts, ...]


@dataclass(frozen=True)
class OldEvidence:
    """A Yes whose newest evidence is older than a year."""

    number: str
    name: str
    newest: date


@dataclass(frozen=True)
class Brief:
    """The first page, and then the counts with the worst few of each."""

    not_met: tuple[NotMet, ...]
    overdue: tuple[ActionFacts, ...]
    undated: tuple[ActionFacts, ...]
    moved: tuple[DateMoved, ...]
    promises: Worst[Promise]
    suggestions: tuple[Suggestion, ...]
    yes: int
    provisions: int
    without_evidence: Worst[str]
    old_evidence: Worst[OldEvidence]
    changed: Mapping[Field, Worst[ProvisionLine]]
    open_challenges: Worst[ChallengeFacts]
    compared_with: str | None
    agreed: Agreed | None


@dataclass(frozen=True)
class Before:
    """What is known from earlier: last year's text set beside this one, promises, moved dates.

    `agreed` is what was taken over from then with one press each.
    """

    comparison: Comparison | None = None
    promises: Sequence[Promise] = ()
    moved: Sequence[DateMoved] = ()
    agreed: Agreed | None = None


def brief(
    facts: AssessmentFacts, before: Before, guidance: Mapping[str, Guidance], today: date
) -> Brief:
    """Return the brief of an assessment on a day."""
    responses = [facts.responses[one.number] for one in facts.edition.in_form]
    said_yes = [one for one in responses if one.outcome is Outcome.YES]
    bare = [one for one in said_yes if not one.evidence]
    plan = improvement_plan(facts.actions)
    overdue = tuple(one for one in plan if one.urgency(today) is Urgency.OVERDUE)
    unkept = tuple(one for one in before.promises if _is_unkept(one, today))
    lines = before.comparison.lines if before.comparison else ()
    year = before.comparison.before.year.replace("-", "/") if before.comparison else None
    prompts = Prompts(
        edition=facts.edition,
        not_met=[one for one in responses if one.outcome is Outcome.NO],
        without_evidence=bare,
        actions=facts.actions,
        overdue=overdue,
        promises=unkept,
        moved=before.moved,
        changed=lines,
        earlier_year=year or "",
        guidance=guidance,
        agreed=before.agreed,
    )
    return Brief(
        not_met=tuple(_not_met(facts)),
        overdue=overdue,
        undated=tuple(one for one in plan if one.due is None),
        moved=tuple(before.moved),
        promises=worst_of(unkept),
        suggestions=suggest(prompts, [one.prompted_by for one in facts.challenges]),
        yes=len(said_yes),
        provisions=len(responses),
        without_evidence=worst_of([_name(facts, one.number) for one in bare]),
        old_evidence=worst_of(sorted(_old(facts, said_yes, today), key=lambda one: one.newest)),
        changed={field: worst_of(_changed(lines, field)) for field in CHANGES_TOLD},
        open_challenges=worst_of(open_ones(facts.challenges)),
        compared_with=year,
        agreed=before.agreed,
    )


CHANGES_TOLD = (Field.ANSWER, Field.WORDING, Field.EVIDENCE)


def _is_unkept(promise: Promise, today: date) -> bool:
    """Whether a promise is late, moved or dropped, or past its day with nothing recorded since."""
    promised = promise.promised
    forgotten = promise.standing is Standing.NOT_RECORDED and promised and promised.last_day < today
    return promise.standing in BROKEN_OR_MOVED or bool(forgotten)


def _not_met(facts: AssessmentFacts) -> Iterator[NotMet]:
    for provision in facts.edition.in_form:
        response = facts.responses[provision.number]
        if response.outcome is Outcome.NO:
            actions = actions_on(provision.number, facts.actions)
            yield NotMet(
                number=provision.number,
                name=provision.name,
                why=response.commentary,
                shortfall=SHORTFALL_WORDS[response.shortfall] if response.shortfall else "",
                plan_note=response.plan_note,
                actions=tuple(one for one in actions if one.stage is not Stage.DROPPED),
            )


def _old(
    facts: AssessmentFacts, said_yes: Sequence[ResponseFacts], today: date
) -> Iterator[OldEvidence]:
    """Yield each Yes whose evidence is all dated, and all of it before this day a year ago."""
    for response in said_yes:
        newest = newest_evidence(response)
        if newest is not None and newest < a_year_before(today):
            yield OldEvidence(response.number, _name(facts, response.number), newest)


def _changed(lines: Sequence[ProvisionLine], field: Field) -> list[ProvisionLine]:
    """Return the provisions that changed in one thing, those that became worse first."""
    found = [line for line in lines if field in line.changed]
    return sorted(found, key=lambda line: (not line.became_worse, not line.became_better))


def worst_of(items: Sequence[Item]) -> Worst[Item]:
    """Return how many items there are with the first few; they come the worst first."""
    return Worst(len(items), tuple(items[:SHOWN]))


def _name(facts: AssessmentFacts, number: str) -> str:
    provision = facts.edition.provision(number)
    return provision.name if provision else number
