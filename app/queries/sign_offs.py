"""What the pages around the response, the sign-off and the publication show."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from app.database import db
from app.domain import differences, statement
from app.domain.answers import Outcome
from app.domain.body_responses import names_one_of, unmet
from app.domain.brief import Brief, Worst
from app.domain.carrying import Agreed
from app.domain.challenges import ChallengeFacts
from app.domain.documents import Document, reference_code
from app.domain.edition_shelf import Editions
from app.domain.editions import Edition, Provision
from app.domain.history import Kind
from app.domain.permissions import may_sign
from app.domain.promises import STANDING_WORDS
from app.domain.readiness import Finding, Gate, blocking
from app.domain.responses import ResponseFacts, actions_on
from app.domain.scrutiny import subject_in_words
from app.domain.statement import (
    NO_EXPLANATIONS,
    AssessmentFacts,
    Explanations,
    GoverningBodyResponse,
)
from app.domain.workflow import Reason
from app.models import Assessment, HistoryEntry, Membership, SignOff
from app.models.facts import (
    assessment_facts,
    body_response_of,
    findings_of,
    newest_revision,
    recorders_of,
)
from app.models.scrutiny_facts import approval_of
from app.queries.approvals import ApprovalLines, approval_lines, changes_since_approval
from app.queries.assessments import Heading, heading
from app.queries.brief import brief_page
from app.queries.responses import ActionLine, action_line
from app.queries.sent_changes import SinceSent, since_sent
from app.queries.summary import SummaryPage, summary_page

SHOWN = 5


@dataclass(frozen=True)
class BodyResponsePage:
    """The governing body's response as it stands; `version` is None before it is begun.

    `office` is what the Member is called, to begin from; `names_nothing` warns of a response that
    names none of what is not met.
    """

    heading: Heading
    response: GoverningBodyResponse | None
    version: int | None
    not_met: tuple[Provision, ...]
    names_nothing: bool
    office: str


@dataclass(frozen=True)
class NotMet:
    """A provision answered No, with what a signer has to know of it."""

    provision: Provision
    response: ResponseFacts
    actions: tuple[ActionLine, ...]


@dataclass(frozen=True)
class Topic:
    """Something a resident or a colleague may ask about: how often, and the worst few of it."""

    title: str
    count: int
    shown: tuple[str, ...]

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.shown)


@dataclass(frozen=True)
class SignOffPage:
    """What a signer has before them, in the order in which it is read before signing."""

    heading: Heading
    summary: SummaryPage
    digest: str
    reference: str
    recorded_part: bool
    obstacles: tuple[Finding, ...]
    since: SinceSent | None
    topics: tuple[Topic, ...]
    not_met: tuple[NotMet, ...]
    approval: ApprovalLines | None
    changes_since_approval: tuple[str, ...]
    response: GoverningBodyResponse | None
    names_nothing: bool
    agreed: Agreed | None


@dataclass(frozen=True)
class SignedOff:
    """Who signed the assessment off last, in which office, when, and under which code."""

    name: str
    signed_as: str
    at: datetime
    reference: str
    changes: tuple[str, ...]


@dataclass(frozen=True)
class PublishPage:
    """What a lead sees before publishing: what was signed, and which revision comes next."""

    heading: Heading
    signed_off: SignedOff | None
    revision: int
    replaces: int | None
    reference: str
    blanks: int
    reason: str


def body_response_page(
    assessment: Assessment, edition: Edition, person_id: int
) -> BodyResponsePage:
    """Return the page on which the governing body's response is written."""
    row = body_response_of(assessment)
    facts = assessment_facts(assessment, edition)
    return BodyResponsePage(
        heading=heading(assessment, edition),
        response=facts.response,
        version=row.version if row else None,
        not_met=unmet(edition, facts.responses),
        names_nothing=_names_nothing(facts),
        office=_office_title(assessment, person_id),
    )


def sign_off_page(
    assessment: Assessment, edition: Edition, editions: Editions, person_id: int, today: date
) -> SignOffPage:
    """Return what a signer has to know before signing."""
    facts = assessment_facts(assessment, edition)
    document = statement.build(facts)
    digest = document["assessment"]["digest"]
    found = findings_of(assessment, facts, gate=Gate.SIGN_OFF, today=today)
    told = brief_page(assessment, edition, editions, today).brief
    return SignOffPage(
        heading=heading(assessment, edition),
        summary=summary_page(assessment, edition),
        digest=digest,
        reference=reference_code(digest),
        recorded_part=not may_sign(person_id, recorded_by=recorders_of(assessment)),
        obstacles=blocking(found),
        since=since_sent(assessment, edition),
        topics=tuple(topic for topic in _topics(told) if topic.count),
        not_met=tuple(_not_met(facts)),
        approval=approval_lines(approval_of(assessment)),
        changes_since_approval=changes_since_approval(assessment, edition, document),
        response=facts.response,
        names_nothing=_names_nothing(facts),
        agreed=told.agreed,
    )


def _topics(told: Brief) -> Iterator[Topic]:
    """Yield what can be asked, the hardest to answer first; empty ones too."""
    idle = [one for one in told.not_met if not any(action.is_open for action in one.actions)]
    yield _topic("Not met, and no open action", [one.name for one in idle])
    yield _topic("Actions without a date", [one.title for one in told.undated])
    yield _topic(
        "Overdue actions",
        [f"{one.title} ({one.due.promised})" for one in told.overdue if one.due],
    )
    promises = told.promises
    lines = [f"{one.title}: {STANDING_WORDS[one.standing].lower()}" for one in promises.shown]
    yield _of_worst("Promises of earlier years that were not kept", promises, lines)
    yield _of_worst("Yes without evidence", told.without_evidence, told.without_evidence.shown)
    open_ones = told.open_challenges
    questions = [f"{_subject(one)}: “{one.text}”" for one in open_ones.shown]
    yield _of_worst("Your questions that are not settled", open_ones, questions)


def _topic(title: str, lines: Sequence[str]) -> Topic:
    return Topic(title, len(lines), tuple(lines[:SHOWN]))


def _of_worst(title: str, worst: Worst[Any], lines: Sequence[str]) -> Topic:
    return Topic(title, worst.count, tuple(lines))


def _subject(challenge: ChallengeFacts) -> str:
    return subject_in_words(challenge.about, challenge.subject)


def _names_nothing(facts: AssessmentFacts) -> bool:
    not_met = unmet(facts.edition, facts.responses)
    said = facts.response.text if facts.response else ""
    return bool(said and not_met) and not names_one_of(said, not_met)


def _office_title(assessment: Assessment, person_id: int) -> str:
    return (
        db.session.scalar(
            select(Membership.office).where(
                Membership.landlord_id == assessment.landlord_id,
                Membership.person_id == person_id,
            )
        )
        or ""
    )


def _not_met(facts: AssessmentFacts) -> Iterator[NotMet]:
    for provision in facts.edition.in_form:
        response = facts.responses[provision.number]
        if response.outcome is Outcome.NO:
            actions = actions_on(provision.number, facts.actions)
            yield NotMet(provision, response, tuple(action_line(one) for one in actions))


def publish_page(assessment: Assessment, edition: Edition) -> PublishPage:
    """Return what a lead has to know before publishing."""
    document = statement.build(assessment_facts(assessment, edition))
    last = newest_revision(assessment)
    return PublishPage(
        heading=heading(assessment, edition),
        signed_off=None
        if assessment.reason is Reason.RECORD
        else last_sign_off(assessment, document),
        revision=(last or 0) + 1,
        replaces=last,
        reference=reference_code(document["assessment"]["digest"]),
        blanks=document["summary"]["not_answered"],
        reason=_why_corrected(assessment) if last else "",
    )


def _why_corrected(assessment: Assessment) -> str:
    """Return the reason given when the last correction was started, to begin from."""
    return (
        db.session.scalar(
            select(HistoryEntry.reason)
            .where(
                HistoryEntry.assessment_id == assessment.id,
                HistoryEntry.kind == Kind.ASSESSMENT_CORRECTION_STARTED,
            )
            .order_by(HistoryEntry.sequence.desc())
            .limit(1)
        )
        or ""
    )


def draft_document(
    assessment: Assessment,
    edition: Edition,
    now: datetime,
    explanations: Explanations = NO_EXPLANATIONS,
) -> Document:
    """Return the statement as it would be published now, for reading before it is."""
    last = newest_revision(assessment)
    return statement.published(
        statement.build(assessment_facts(assessment, edition)),
        revision=(last or 0) + 1,
        at=now,
        replaces=last,
        reason=None,
        licence=assessment.landlord.licence,
        explanations=explanations,
    )


def last_sign_off(assessment: Assessment, document: Document) -> SignedOff | None:
    """Return the last sign-off, and what has changed since in the given document."""
    row = db.session.scalar(
        select(SignOff)
        .where(SignOff.assessment_id == assessment.id)
        .order_by(SignOff.id.desc())
        .limit(1)
    )
    if row is None:
        return None
    same = row.digest == document["assessment"]["digest"]
    return SignedOff(
        name=row.signed_by_name,
        signed_as=row.signed_as,
        at=row.signed_at,
        reference=reference_code(row.digest),
        changes=() if same else differences.changes(json.loads(row.document), document),
    )
