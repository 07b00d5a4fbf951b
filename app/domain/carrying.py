"""Carrying answers forward: what was said before is shown, and counts only once a person says so.

A Yes to the old words is no Yes to new ones. So nothing is taken over but by somebody, and where
the Code asks more now, or otherwise, they answer again instead of agreeing.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from app.domain.answers import Answer, Outcome, check_answer, outcome_of
from app.domain.editions import Change, Edition, Effect, Obligation, Provision
from app.domain.errors import Invalid
from app.domain.response_content import EMPTY, ResponseContent
from app.domain.responses import EvidenceFacts


class Carried(StrEnum):
    """Whether something was carried forward to a provision, and what a person made of it."""

    NOTHING = "nothing"
    TO_CONFIRM = "to_confirm"
    CONFIRMED = "confirmed"
    AFRESH = "afresh"
    WITHDRAWN = "withdrawn"


CARRIED_WORDS = {
    Carried.NOTHING: "New",
    Carried.TO_CONFIRM: "To confirm",
    Carried.CONFIRMED: "Confirmed",
    Carried.AFRESH: "Started afresh",
    Carried.WITHDRAWN: "No longer asked",
}
CHANGE_WORDS = {
    Change.UNCHANGED: "asks the same, in the same words",
    Change.REWORDED: "reworded",
    Change.MERGED: "several made into one",
    Change.SPLIT: "one made into several",
}
EFFECT_WORDS = {
    Effect.SAME: "asks the same",
    Effect.STRONGER: "asks more",
    Effect.WEAKER: "asks less",
    Effect.FIGURES: "its figures changed",
}


@dataclass(frozen=True)
class Parent:
    """What was said before about what a provision continues.

    `edition` and `provision` are None where this installation no longer has that edition;
    `met_a_correction` says that a correction has changed the words since.
    """

    year: str
    number: str
    change: Change
    effect: Effect
    content: ResponseContent
    edition: Edition | None = None
    provision: Provision | None = None
    met_a_correction: bool = False


@dataclass(frozen=True)
class Progress:
    """How many provisions stand where, of those in the form."""

    confirmed: int
    to_confirm: int
    new: int
    afresh: int

    @property
    def words(self) -> str:
        """The counts as one would say them; started afresh only where anything was."""
        told = [f"{self.confirmed} confirmed", f"{self.to_confirm} to confirm", f"{self.new} new"]
        return ", ".join([*told, f"{self.afresh} started afresh"] if self.afresh else told)


def progress_of(states: Iterable[Carried]) -> Progress:
    """Return how far the confirming has come."""
    counts = Counter(states)
    return Progress(
        counts[Carried.CONFIRMED],
        counts[Carried.TO_CONFIRM],
        counts[Carried.NOTHING],
        counts[Carried.AFRESH],
    )


def why_asked_again(
    parents: Sequence[Parent], edition: Edition, provision: Provision
) -> tuple[str, ...]:
    """Return in words why a provision has to be answered again; nothing where agreeing is enough.

    Stronger duties, other figures, merged and split provisions and a should that became a must
    always ask again, and so do an answer that this edition does not allow and another rulebook.
    Of a correction nobody can say that its words ask no more, so they are always read anew.
    """
    return tuple(dict.fromkeys(_reasons(parents, edition, provision)))


def _reasons(parents: Sequence[Parent], edition: Edition, provision: Provision) -> Iterator[str]:
    for parent in parents:
        if parent.edition and parent.edition.rulebook != edition.rulebook:
            yield f"the answer is to another code, {parent.edition.title} {parent.edition.name}"
        yield from _asks_otherwise(parent)
        if parent.provision:
            yield from _binds_more(parent.provision.obligation, provision.obligation)
        if not _is_allowed(parent.content.answer, provision):
            yield "the answer of that form is none that this one allows"
    changes = {parent.change for parent in parents}
    if len(parents) > 1 or Change.MERGED in changes:
        yield "it was made out of several"
    if Change.SPLIT in changes:
        yield "it was split off from another"
    if all(outcome_of(parent.content.answer) is Outcome.NOT_ANSWERED for parent in parents):
        yield "it was not answered then"


def _asks_otherwise(parent: Parent) -> Iterator[str]:
    if parent.effect is Effect.STRONGER:
        yield "the Code asks more now"
    if parent.effect is Effect.FIGURES:
        yield "a figure changed"
    if parent.met_a_correction:
        yield "a correction changed the words"


def _binds_more(before: Obligation, after: Obligation) -> Iterator[str]:
    if before is Obligation.SHOULD and after is Obligation.MUST:
        yield "what was a “should” is a “must” now"
    if before is Obligation.QUESTION and after is not Obligation.QUESTION:
        yield "it was a question of the form then, and is a duty now"


def _is_allowed(answer: Answer | None, provision: Provision) -> bool:
    try:
        check_answer(answer, provision)
    except Invalid:
        return False
    return True


def brought_along(parents: Sequence[Parent]) -> ResponseContent:
    """Return what comes along into the form: evidence and words of every parent, never an answer.

    Words that several parents share come along once.
    """
    evidence: dict[EvidenceFacts, None] = {}
    for parent in parents:
        evidence |= dict.fromkeys(parent.content.evidence)
    return ResponseContent(
        commentary=_joined(parent.content.commentary for parent in parents),
        plan_note=_joined(parent.content.plan_note for parent in parents),
        evidence=tuple(evidence),
    )


def in_the_form(
    carried: Carried, parents: Sequence[Parent], recorded: ResponseContent
) -> ResponseContent:
    """Return what the form of a provision begins with: what is recorded, or what comes along."""
    if carried is Carried.TO_CONFIRM and recorded == EMPTY:
        return brought_along(parents)
    return recorded


def still_true(
    parents: Sequence[Parent],
    recorded: ResponseContent,
    reasons: Sequence[str],
    chosen: Answer | None,
) -> ResponseContent:
    """Return what a provision says once somebody agreed that what was said before is still true.

    Where there are reasons to ask again, the answer is what they chose, and nothing else; where
    there are none it is the earlier one. The words are those that the form begins with.
    """
    if reasons and chosen is None:
        raise Invalid("Choose your answer to what the Code says now.", "answer")
    answer = chosen if reasons else parents[0].content.answer
    alike = next((one.content for one in parents if one.content.answer == answer), EMPTY)
    return replace(
        in_the_form(Carried.TO_CONFIRM, parents, recorded),
        answer=answer,
        holds_in=alike.holds_in,
        shortfall=alike.shortfall,
    )


def _joined(texts: Iterator[str]) -> str:
    return "\n\n".join(dict.fromkeys(text.strip() for text in texts if text.strip()))
