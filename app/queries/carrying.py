"""What the pages of carrying forward show: what was said before, and how far confirming is."""

from dataclasses import dataclass

from sqlalchemy import select

from app.database import db
from app.domain.answers import VERDICT_WORDS, Outcome, allowed_verdicts, outcome_of
from app.domain.carrying import (
    CHANGE_WORDS,
    EFFECT_WORDS,
    Agreed,
    Carried,
    Parent,
    Progress,
    in_the_form,
    why_asked_again,
)
from app.domain.coming_along import EndedAnswer
from app.domain.days import day_in_words, london_day
from app.domain.edition_shelf import Editions
from app.domain.editions import Edition, Effect, Provision
from app.domain.history import Kind
from app.domain.response_content import ResponseContent
from app.domain.responses import ResponseFacts
from app.domain.word_changes import Marked, word_changes
from app.domain.workflow import State
from app.models import Action, Assessment
from app.models.carrying_facts import (
    agreed_of,
    ended_of,
    last_writing,
    older_of,
    parents_of,
    states_of,
    work_since_start,
)
from app.models.earlier_challenges import unsettled_before
from app.queries.assessment_start import assessment_in_words
from app.queries.assessments import progress
from app.queries.headings import Heading, edition_words, heading


@dataclass(frozen=True)
class SaidLine:
    """What was said before about one provision, with its words then; the words may be unknown."""

    year: str
    edition: str
    number: str
    provision: Provision | None
    changed: str
    response: ResponseFacts
    was_answered: bool
    words: Marked | None


@dataclass(frozen=True)
class SaidBefore:
    """What was said before about all that a provision continues, and the choices that are left.

    `reasons` say why agreeing is not enough; `verdicts` are then the answers to choose from.
    `older` is what was said earlier still, and `decided` who confirmed it or answered anew.
    """

    carried: Carried
    title: str
    lines: tuple[SaidLine, ...]
    words_now: Marked | None
    reasons: tuple[str, ...]
    verdicts: tuple[tuple[str, str], ...]
    waits: bool
    can_agree: bool
    parents: tuple[Parent, ...]
    older: tuple[SaidLine, ...]
    decided: str

    @property
    def words_changed(self) -> bool:
        """Whether the Code says anything otherwise now."""
        now = self.words_now
        return len(self.lines) > 1 or now is None or now.has_changes or self._words_went

    @property
    def _words_went(self) -> bool:
        return any(line.words and line.words.has_changes for line in self.lines)

    def begins_with(self, recorded: ResponseFacts) -> ResponseFacts:
        """Return what the form of the provision begins with."""
        content = in_the_form(self.carried, self.parents, ResponseContent.of(recorded))
        return content.under(recorded.number)


@dataclass(frozen=True)
class ProvisionName:
    """A provision in a list, with its name."""

    number: str
    name: str


@dataclass(frozen=True)
class ActionHere:
    """An action that came along, with its date."""

    id: int
    title: str
    due: str


@dataclass(frozen=True)
class CarriedPage:
    """How far a carried assessment is, what is left, what ended, and what came along."""

    heading: Heading
    progress: Progress
    earlier_id: int
    earlier_words: str
    earlier_edition_id: str
    edition_id: str
    to_confirm: tuple[ProvisionName, ...]
    new: tuple[ProvisionName, ...]
    ended: tuple[EndedAnswer, ...]
    earlier_edition: str
    earlier_is_questionnaire: bool
    actions: tuple[ActionHere, ...]
    questions: int
    can_undo: bool
    older: tuple[tuple[str, SaidLine], ...]
    agreed: Agreed | None


def said_before(
    assessment: Assessment,
    edition: Edition,
    provision: Provision,
    carried: Carried,
    editions: Editions,
) -> SaidBefore | None:
    """Return what was said before about what a provision continues, or None where nothing was."""
    if assessment.carried_from_id is None and carried is Carried.NOTHING:
        return None
    found = parents_of(assessment, edition, editions, provision.number)
    parents = found.get(provision.number, ())
    if not parents:
        return None
    reasons = why_asked_again(parents, edition, provision)
    verdicts = allowed_verdicts(provision.answer) if reasons else ()
    was_answered = any(parent.content.answer is not None for parent in parents)
    changes = word_changes(
        [_paragraphs(one.provision) for one in parents if one.provision], _paragraphs(provision)
    )
    marked = iter(changes.before)
    earlier_year = parents[0].year
    return SaidBefore(
        carried=carried,
        title="What you said before"
        if earlier_year == assessment.year
        else f"What you said in {earlier_year}",
        lines=tuple(
            _said_line(parent, next(marked) if parent.provision else None) for parent in parents
        ),
        words_now=changes.after if changes.before else None,
        reasons=reasons,
        verdicts=tuple((verdict, VERDICT_WORDS[verdict]) for verdict in verdicts),
        waits=carried in (Carried.TO_CONFIRM, Carried.AFRESH),
        can_agree=was_answered and bool(verdicts or not reasons),
        parents=parents,
        older=_older_lines(assessment, edition, provision.number, editions),
        decided=_decided(assessment, provision.number, carried),
    )


def next_to_confirm(assessment: Assessment, edition: Edition, number: str) -> str | None:
    """Return the next provision that waits to be confirmed, going round to the first."""
    states = states_of(assessment)
    numbers = [one.number for one in edition.in_form]
    at = numbers.index(number)
    going_round = numbers[at + 1 :] + numbers[:at]
    return next((one for one in going_round if states.get(one) is Carried.TO_CONFIRM), None)


def carried_page(
    assessment: Assessment, earlier: Assessment, edition: Edition, editions: Editions
) -> CarriedPage:
    """Return how far a carried assessment is and what came along, with what did not."""
    states = states_of(assessment)
    told = progress(assessment, edition)
    assert told is not None
    before = editions.get(earlier.edition_id)

    def names(wanted: Carried) -> tuple[ProvisionName, ...]:
        chosen = (one for one in edition.in_form if states.get(one.number) is wanted)
        return tuple(ProvisionName(one.number, one.name) for one in chosen)

    top = heading(assessment, edition)
    return CarriedPage(
        heading=top,
        progress=told,
        earlier_id=earlier.id,
        earlier_words=assessment_in_words(earlier, editions),
        earlier_edition_id=earlier.edition_id,
        edition_id=edition.id,
        to_confirm=names(Carried.TO_CONFIRM),
        new=names(Carried.NOTHING),
        ended=ended_of(assessment, edition, editions),
        earlier_edition=edition_words(before, earlier.edition_id),
        earlier_is_questionnaire=before is not None and before.is_questionnaire,
        actions=_actions_here(assessment),
        questions=len(unsettled_before(assessment)) if top.asks_open else 0,
        can_undo=assessment.state is State.DRAFT and work_since_start(assessment) is None,
        older=tuple(
            (number, _said_line(parent, None))
            for number, said in older_of(assessment, edition, editions).items()
            for parent in said
        ),
        agreed=agreed_of(assessment),
    )


def earlier_of(assessment: Assessment) -> Assessment | None:
    """Return the assessment that this one was started from, or None."""
    if assessment.carried_from_id is None:
        return None
    return db.session.get(Assessment, assessment.carried_from_id)


def _said_line(parent: Parent, words: Marked | None) -> SaidLine:
    changed = [CHANGE_WORDS[parent.change]]
    if parent.effect is not Effect.SAME:
        changed.append(EFFECT_WORDS[parent.effect])
    return SaidLine(
        year=parent.year,
        edition=edition_words(parent.edition, "an edition that is not known here any more"),
        number=parent.number,
        provision=parent.provision,
        changed=", ".join(changed),
        response=parent.content.under(parent.number),
        was_answered=outcome_of(parent.content.answer) is not Outcome.NOT_ANSWERED,
        words=words,
    )


def _older_lines(
    assessment: Assessment, edition: Edition, number: str, editions: Editions
) -> tuple[SaidLine, ...]:
    older = older_of(assessment, edition, editions, number).get(number, ())
    return tuple(_said_line(parent, None) for parent in older)


def _decided(assessment: Assessment, number: str, carried: Carried) -> str:
    """Say who made what of what was carried, and when; nothing while it waits."""
    last = last_writing(assessment, number)
    if last is None or carried not in (Carried.CONFIRMED, Carried.AFRESH):
        return ""
    told = f"by {last.by_name} on {day_in_words(london_day(last.at))}."
    if last.kind is Kind.RESPONSE_STARTED_AFRESH:
        return f"This provision was started afresh {told}"
    if carried is Carried.AFRESH:
        return f"This provision was started afresh, and last written {told}"
    if last.kind is Kind.RESPONSE_CONFIRMED and not last.chose_an_answer:
        return f"Confirmed as still true {told}"
    return f"Answered anew {told}"


def _paragraphs(provision: Provision | None) -> list[str]:
    """Return what a provision asks, its parts by themselves; a letter before one is no word."""
    return [provision.requirement, *(one.text for one in provision.parts)] if provision else []


def _actions_here(assessment: Assessment) -> tuple[ActionHere, ...]:
    rows = db.session.scalars(
        select(Action)
        .where(Action.assessment_id == assessment.id, Action.carried_from_id.is_not(None))
        .order_by(Action.id)
    )
    return tuple(ActionHere(row.id, row.title, row.due_promised or "no date given") for row in rows)
