"""Questions that the Member may put, each prompted by a fact of the assessment or of last year."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest

from app.domain.actions import ActionFacts, Stage
from app.domain.carrying import Agreed
from app.domain.challenges import About
from app.domain.due_dates import Due
from app.domain.editions import Edition, Guidance
from app.domain.promises import Promise, Standing
from app.domain.provision_changes import ProvisionLine
from app.domain.responses import ResponseFacts, actions_on, has_plan

MOST = 6


@dataclass(frozen=True)
class Suggestion:
    """A question with the fact that prompts it, and what it is about."""

    about: About
    question: str
    fact: str
    number: str | None = None
    action_id: int | None = None


@dataclass(frozen=True)
class DateMoved:
    """That the date of an action was moved later, or taken away, within this assessment."""

    action_id: int
    title: str
    before: Due
    after: Due | None


@dataclass(frozen=True)
class Prompts:
    """What questions are drawn from: everything but the evidence is in the order of its weight."""

    edition: Edition
    not_met: Sequence[ResponseFacts]
    without_evidence: Sequence[ResponseFacts]
    actions: Sequence[ActionFacts]
    overdue: Sequence[ActionFacts]
    promises: Sequence[Promise]
    moved: Sequence[DateMoved]
    changed: Sequence[ProvisionLine]
    earlier_year: str
    guidance: Mapping[str, Guidance]
    agreed: Agreed | None = None


def suggest(prompts: Prompts, already_asked: Iterable[str]) -> tuple[Suggestion, ...]:
    """Return at most six questions, one of each kind before a second of any.

    `already_asked` holds the facts that earlier challenges were prompted by.
    """
    kinds = (
        _of_promises(prompts),
        _of_overdue(prompts),
        _of_what_was_only_confirmed(prompts),
        _of_gaps_without_plan(prompts),
        _of_answers_that_turned(prompts),
        _of_moved_dates(prompts),
        _of_gaps_with_a_plan(prompts),
        _of_missing_evidence(prompts),
    )
    asked = set(already_asked)
    in_turn = (one for one in chain.from_iterable(zip_longest(*kinds)) if one is not None)
    return tuple(one for one in in_turn if one.fact not in asked)[:MOST]


def _of_promises(prompts: Prompts) -> Iterator[Suggestion]:
    for promise in prompts.promises:
        when = promise.promised.promised if promise.promised else "no date"
        said = f"In {promise.year.replace('-', '/')} we published: “{promise.title}” ({when})."
        known = _known(promise.provisions, prompts.edition)
        if promise.standing is Standing.LATE:
            yield _about(known, "Why was this not done in time, and what did it cost residents?",
                         f"{said} It is late.")  # fmt: skip
        elif promise.standing is Standing.DROPPED:
            yield _about(known, "Why was this given up, and who was told?",
                         f"{said} It was dropped.")  # fmt: skip
        elif promise.standing is Standing.MOVED:
            yield _about(known, "Why was the date moved, and will the new one hold?",
                         f"{said} The date was moved.")  # fmt: skip


def _of_overdue(prompts: Prompts) -> Iterator[Suggestion]:
    for action in prompts.overdue:
        assert action.due is not None
        yield Suggestion(
            About.ACTION,
            "What stands in the way, and when will it be done?",
            f"“{action.title}” was due by {action.due.promised} and is not done.",
            action_id=action.id,
        )


def _of_what_was_only_confirmed(prompts: Prompts) -> Iterator[Suggestion]:
    if prompts.agreed:
        yield Suggestion(
            About.WHOLE,
            "Who looked whether these are still true, and at what?",
            prompts.agreed.words,
        )


def _of_gaps_without_plan(prompts: Prompts) -> Iterator[Suggestion]:
    for response in prompts.not_met:
        if not has_plan(response, prompts.actions):
            yield Suggestion(
                About.PROVISION,
                "Who will put this right, and by when?",
                f"{_name(prompts, response.number)} is not met, and no action with an owner and a "
                "date is promised.",
                response.number,
            )


def _of_gaps_with_a_plan(prompts: Prompts) -> Iterator[Suggestion]:
    for response in prompts.not_met:
        actions = actions_on(response.number, prompts.actions)
        overdue = {one.id for one in prompts.overdue}
        dated = next((one for one in actions if one.is_open and one.id not in overdue), None)
        if actions and all(one.stage is Stage.DONE for one in actions):
            yield Suggestion(
                About.PROVISION,
                "What is still missing, and who will see to it?",
                f"{_name(prompts, response.number)} is not met, though what was promised is done.",
                response.number,
            )
        if dated and dated.due:
            yield Suggestion(
                About.PROVISION,
                "What will residents notice once this is done, and how shall we know?",
                f"{_name(prompts, response.number)} is not met; “{dated.title}” is promised by "
                f"{dated.due.promised}.",
                response.number,
            )


def _of_moved_dates(prompts: Prompts) -> Iterator[Suggestion]:
    for one in prompts.moved:
        now = one.after.promised if one.after else "no date"
        yield Suggestion(
            About.ACTION,
            "Why was the date moved, and will the new one hold?",
            f"“{one.title}” was promised for {one.before.promised}; now it says {now}.",
            action_id=one.action_id,
        )


def _of_answers_that_turned(prompts: Prompts) -> Iterator[Suggestion]:
    year = prompts.earlier_year
    for line in prompts.changed:
        name = f"{line.now.number} {line.now.title}"
        if line.became_worse:
            yield Suggestion(
                About.PROVISION,
                f"What went wrong since {year}?",
                f"{name} was answered Yes in {year} and is answered No now.",
                line.now.number,
            )
        elif line.became_better and not line.evidence_added:
            yield Suggestion(
                About.PROVISION,
                "What shows that this is met now?",
                f"{name} was answered No in {year} and is answered Yes now, with no new evidence.",
                line.now.number,
            )


def _of_missing_evidence(prompts: Prompts) -> Iterator[Suggestion]:
    """Ask first where the Code names a figure, because a figure can be checked."""
    for response in sorted(
        prompts.without_evidence, key=lambda one: not _has_figures(prompts, one.number)
    ):
        guidance = prompts.guidance.get(response.number)
        yield Suggestion(
            About.PROVISION,
            guidance.ask[0] if guidance and guidance.ask else "What shows that this is met?",
            f"{_name(prompts, response.number)} is answered Yes, and no evidence is given.",
            response.number,
        )


def _has_figures(prompts: Prompts, number: str) -> bool:
    provision = prompts.edition.provision(number)
    return bool(provision and provision.deadlines)


def _name(prompts: Prompts, number: str) -> str:
    provision = prompts.edition.provision(number)
    return provision.name if provision else number


def _known(numbers: Sequence[str], edition: Edition) -> str | None:
    """Return the one provision of a promise, where this edition's form has it."""
    found = [one for one in edition.in_form if one.number in numbers]
    return found[0].number if len(found) == 1 else None


def _about(number: str | None, question: str, fact: str) -> Suggestion:
    about = About.PROVISION if number else About.WHOLE
    return Suggestion(about, question, fact, number)
