"""What the page of a corrected edition shows: what it changes for an assessment, or has changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.database import db
from app.domain.carrying import CARRIED_WORDS, EFFECT_WORDS, Carried
from app.domain.edition_corrections import (
    Reworded,
    correction_changes,
    newest_correction,
    undo_until,
    why_not_undone,
)
from app.domain.edition_shelf import Editions
from app.domain.edition_succession import corrections_behind
from app.domain.editions import Edition, Effect, Provision, number_order
from app.domain.response_content import EMPTY, ResponseContent
from app.domain.responses import ResponseFacts
from app.domain.word_changes import WordChanges, word_changes
from app.domain.wording import deadlines_unsaid
from app.domain.workflow import ANSWERS_OPEN, State
from app.models import Assessment, EditionCorrection, ProvisionResponse
from app.models.correction_facts import (
    corrections_of,
    newest_correction_of,
    planned_for,
    set_aside_and_withdrawn,
    withdrawn_responses,
    worked_on_since,
)
from app.models.facts import action_facts, actions_of, response_facts, responses_of
from app.queries.headings import Heading, edition_words, heading


@dataclass(frozen=True)
class RewordedLine:
    """A provision in both wordings, and whether anything was said to the old one."""

    provision: Provision
    before: str
    after: str
    words: WordChanges
    effect: str
    is_written: bool


@dataclass(frozen=True)
class WithdrawnLine:
    """A provision that is asked no more; what was said stays, and actions go on without it."""

    name: str
    is_written: bool
    actions: tuple[str, ...]


@dataclass(frozen=True)
class Offer:
    """What changes for an assessment when it goes over to a correction of its edition."""

    edition: Edition
    added: tuple[Provision, ...]
    reworded: tuple[RewordedLine, ...]
    withdrawn: tuple[WithdrawnLine, ...]

    @property
    def is_silent(self) -> bool:
        """Whether the form asks the same in the same words."""
        return not (self.added or self.reworded or self.withdrawn)


@dataclass(frozen=True)
class AskedLine:
    """A provision that a correction added or reworded, with where its answer stands now."""

    provision: Provision
    standing: str
    waits: bool


@dataclass(frozen=True)
class Applied:
    """That an assessment went over, what there is to do since, and whether it can go back."""

    id: int
    before: str
    after: str
    at: datetime
    by: str
    asked: tuple[AskedLine, ...]
    undo_until: datetime
    refusal: str | None


@dataclass(frozen=True)
class KeptLine:
    """What was said about a provision that is asked no more."""

    provision: Provision | None
    name: str
    response: ResponseFacts


@dataclass(frozen=True)
class CorrectionPage:
    """What a correction would change, what one has changed, and what is kept of it."""

    heading: Heading
    offer: Offer | None
    applied: Applied | None
    kept: tuple[KeptLine, ...]


def correction_page(
    assessment: Assessment, edition: Edition, editions: Editions, now: datetime
) -> CorrectionPage:
    """Return the page; a draft is offered the newest correction of its edition."""
    newest = newest_correction(edition, editions)
    is_open = assessment.state in ANSWERS_OPEN
    done = newest_correction_of(assessment)
    return CorrectionPage(
        heading=heading(assessment, edition),
        offer=_offer(assessment, edition, newest) if newest and is_open else None,
        applied=_applied(done, assessment, edition, editions, now) if done else None,
        kept=_kept(assessment, editions),
    )


def no_longer_asked(assessment: Assessment, number: str, editions: Editions) -> Provision | None:
    """Return a provision that this assessment asked before it went over, or back; None for none."""
    done = db.session.scalars(
        select(EditionCorrection)
        .where(EditionCorrection.assessment_id == assessment.id)
        .order_by(EditionCorrection.id.desc())
    )
    for one in done:
        is_undone = one.undone_at is not None
        if number in one.changes["added" if is_undone else "withdrawn"]:
            asked = editions.get(one.to_edition_id if is_undone else one.from_edition_id)
            return asked.provision(number) if asked else None
    return None


def drafts_of(correction: Edition, editions: Editions) -> int:
    """Return how many drafts answer an edition that this one corrects."""
    known = {one.name: one for one in editions if one.rulebook == correction.rulebook}
    behind = [one.id for one in corrections_behind(correction, known)]
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Assessment)
            .where(Assessment.state == State.DRAFT, Assessment.edition_id.in_(behind))
        )
        or 0
    )


def _offer(assessment: Assessment, edition: Edition, after: Edition) -> Offer:
    changes = correction_changes(edition, after)
    written = {
        row.number
        for row in responses_of(assessment)
        if ResponseContent.of(response_facts(row)) != EMPTY
    }
    plan = [action_facts(row) for row in actions_of(assessment)]
    return Offer(
        edition=after,
        added=changes.added,
        reworded=tuple(_reworded_line(one, one.number in written) for one in changes.reworded),
        withdrawn=tuple(
            WithdrawnLine(
                one.name,
                one.number in written,
                tuple(action.title for action in plan if one.number in action.provisions),
            )
            for one in changes.withdrawn
        ),
    )


def _reworded_line(reworded: Reworded, is_written: bool) -> RewordedLine:
    effect = reworded.effect
    return RewordedLine(
        provision=reworded.after,
        before=reworded.before.name,
        after=reworded.after.name,
        words=word_changes([_words(reworded.before)], _words(reworded.after)),
        effect="read them anew" if effect is Effect.SAME else EFFECT_WORDS[effect],
        is_written=is_written,
    )


def _words(provision: Provision) -> tuple[str, ...]:
    parts = (part.text for part in provision.parts)
    return (provision.requirement, *parts, *deadlines_unsaid(provision))


def _applied(
    done: EditionCorrection,
    assessment: Assessment,
    edition: Edition,
    editions: Editions,
    now: datetime,
) -> Applied:
    refusal = "Only a draft can go back." if assessment.state not in ANSWERS_OPEN else None
    return Applied(
        id=done.id,
        before=edition_words(editions.get(done.from_edition_id), done.from_edition_id),
        after=edition_words(editions.get(done.to_edition_id), done.to_edition_id),
        at=done.applied_at,
        by=done.applied_by_name,
        asked=_asked(done, assessment, edition),
        undo_until=undo_until(done.applied_at),
        refusal=refusal
        or why_not_undone(
            done.applied_at,
            worked_on_since(done),
            planned_for(assessment, done.changes["added"], but=done.changes.get("linked", ())),
            now=now,
        ),
    )


def _asked(
    done: EditionCorrection, assessment: Assessment, edition: Edition
) -> tuple[AskedLine, ...]:
    rows = {row.number: row for row in responses_of(assessment)}
    numbers = {*done.changes["added"], *done.changes["reworded"]}
    return tuple(
        AskedLine(one, _standing(rows[one.number]), rows[one.number].answer is None)
        for one in edition.in_form
        if one.number in numbers and one.number in rows
    )


def _standing(row: ProvisionResponse) -> str:
    if row.carried is Carried.TO_CONFIRM:
        return CARRIED_WORDS[row.carried]
    return "Answered" if row.answer is not None else "Not answered"


def _kept(assessment: Assessment, editions: Editions) -> tuple[KeptLine, ...]:
    said: list[tuple[str, ResponseContent, Edition | None]] = [
        (row.number, ResponseContent.of(response_facts(row)), None)
        for row in withdrawn_responses(assessment)
    ]
    said += [
        (str(row.number), ResponseContent.from_facts(row.content), editions.get(row.edition_id))
        for row in set_aside_and_withdrawn(assessment)
    ]
    asked = _asked_then(assessment, editions)
    return tuple(
        _kept_line(number, content, then.provision(number) if then else asked.get(number))
        for number, content, then in sorted(said, key=lambda one: number_order(one[0]))
        if content != EMPTY
    )


def _kept_line(number: str, content: ResponseContent, provision: Provision | None) -> KeptLine:
    name = provision.name if provision else number
    return KeptLine(provision, name, content.under(number))


def _asked_then(assessment: Assessment, editions: Editions) -> Mapping[str, Provision]:
    """Return what was withdrawn from an assessment, as the edition before asked it."""
    found: dict[str, Provision] = {}
    for one in reversed(corrections_of(assessment)):
        edition = editions.get(one.from_edition_id)
        for number in one.changes["withdrawn"]:
            if edition and (provision := edition.provision(number)):
                found[number] = provision
    return found
