"""Carrying answers forward: what was said before is shown, and counts only once a person says so.

A Yes to the old words is no Yes to new ones. So nothing is taken over but by somebody, and where
the Code asks more now, or otherwise, they answer again instead of agreeing.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from app.domain.answers import Answer, Basis, Outcome, check_answer, outcome_of
from app.domain.days import day_in_words
from app.domain.editions import Change, Deadline, Edition, Effect, Obligation, Provision
from app.domain.errors import Invalid
from app.domain.response_content import EMPTY, ResponseContent
from app.domain.responses import EvidenceFacts
from app.domain.summary import in_code_order
from app.domain.wording import listed


class Carried(StrEnum):
    """Whether something was carried forward to a provision, and what a person made of it."""

    NOTHING = "nothing"
    TO_CONFIRM = "to_confirm"
    CONFIRMED = "confirmed"
    AFRESH = "afresh"
    WITHDRAWN = "withdrawn"


# By this word the history tells an answer that was chosen anew from one that was only agreed with.
ANSWER_CHOSEN = "answer_chosen"

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


@dataclass(frozen=True)
class OnePress:
    """That an answer was confirmed as still true with one press: whose press, and on which day."""

    number: str
    by: str
    on: date
    has_evidence: bool


@dataclass(frozen=True)
class Agreed:
    """The answers that were only confirmed, each with one press; there is at least one."""

    presses: tuple[OnePress, ...]

    @property
    def numbers(self) -> tuple[str, ...]:
        """Which provisions they are, in the order of the Code."""
        return in_code_order([one.number for one in self.presses])

    @property
    def words(self) -> str:
        """How many there are, by whom and when they were confirmed, and how many stand bare."""
        count, bare = len(self.presses), sum(not one.has_evidence for one in self.presses)
        names = listed(list(dict.fromkeys(one.by for one in self.presses)))
        days = sorted({one.on for one in self.presses})
        when = f"on {day_in_words(days[0])}"
        if len(days) > 1:
            when = f"between {day_in_words(days[0])} and {day_in_words(days[-1])}"
        told = "1 answer was" if count == 1 else f"{count} answers were"
        end = f"; {bare} of them {'has' if bare == 1 else 'have'} no evidence" if bare else ""
        if count == bare == 1:
            end = "; it has no evidence"
        return f"{told} confirmed as still true with one press, by {names} {when}{end}."


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
    Of a correction nobody can say that its words ask no more, so they are always read anew. What
    an edition declares of a link is not taken on trust where its own figures say otherwise.
    """
    return tuple(dict.fromkeys(_reasons(parents, edition, provision)))


def _reasons(parents: Sequence[Parent], edition: Edition, provision: Provision) -> Iterator[str]:
    for parent in parents:
        if parent.edition and parent.edition.rulebook != edition.rulebook:
            yield f"the answer is to another code, {parent.edition.title} {parent.edition.name}"
        yield from _asks_otherwise(parent, provision)
        if parent.provision:
            yield from _binds_more(parent.provision.obligation, provision.obligation)
        if not _is_allowed(parent.content.answer, provision):
            yield "that form took another kind of answer, such as a share or a number"
        if parent.content.basis is Basis.INFERRED:
            yield "the answer was read from elsewhere in the document, not stated there"
    changes = {parent.change for parent in parents}
    if len(parents) > 1 or Change.MERGED in changes:
        yield "it was made out of several"
    if Change.SPLIT in changes:
        yield "it was split off from another"
    if all(outcome_of(parent.content.answer) is Outcome.NOT_ANSWERED for parent in parents):
        yield "it was not answered then"


def _asks_otherwise(parent: Parent, provision: Provision) -> Iterator[str]:
    if parent.effect is Effect.STRONGER:
        yield "the Code asks more now"
    if parent.effect is Effect.FIGURES or _figures_differ(parent.provision, provision):
        yield "a figure changed"
    if parent.met_a_correction:
        yield "a correction changed the words"
    if parent.edition is None or parent.provision is None:
        yield "the old words are no longer here to compare"


def _figures_differ(before: Provision | None, after: Provision) -> bool:
    def figures(deadlines: Iterable[Deadline]) -> set[tuple[object, ...]]:
        return {(one.kind, one.number, one.unit, one.start) for one in deadlines}

    return before is not None and figures(before.deadlines) != figures(after.deadlines)


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
    if chosen is not None and not reasons:
        raise Invalid(
            "The page has changed since you opened it: no answer is chosen here any more, and one "
            "press takes over the earlier one. Look again at what that is, then decide.",
            "answer",
        )
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
