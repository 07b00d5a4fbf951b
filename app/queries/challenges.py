"""What the pages of challenges show: the list, the form to ask, and the thread of one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload, selectinload

from app.database import db
from app.domain.actions import ActionFacts
from app.domain.asked_again import CarriedQuestion
from app.domain.challenges import OPEN, TURNS, WHOLE_REPORT, About, Turn
from app.domain.documents import DocumentKind
from app.domain.edition_shelf import Editions
from app.domain.editions import Edition
from app.domain.errors import NotFound
from app.domain.faults import quoted
from app.domain.history import CHANGES, Kind
from app.domain.permissions import Role, may
from app.domain.report_parts import part_named
from app.domain.scrutiny import subject_in_words
from app.models import Challenge, HistoryEntry, YearlyDocument
from app.models.carried_actions import actions_in, goes_on_in
from app.models.earlier_challenges import question_again, unsettled_before
from app.models.scrutiny_facts import challenges_of
from app.queries.challenge_lines import ChallengeCounts, ChallengeLine
from app.queries.challenge_lines import challenge_line as line_of
from app.queries.headings import Heading, heading
from app.queries.history import HistoryPage

MOST_CHANGES = 50  # offered to point to; whoever replies means one of the last

TURN_WORDS = {
    Turn.REPLY: "replied",
    Turn.PRESSED: "asked once more",
    Turn.ACCEPTED: "accepted the reply",
    Turn.WITHDRAWN: "withdrew the question",
}


@dataclass(frozen=True)
class TurnLine:
    """One turn, and the change that a reply points to, before and after."""

    words: str
    by: str
    role: Role
    at: datetime
    text: str
    change: HistoryPage | None


@dataclass(frozen=True)
class EarlierLine:
    """An unsettled challenge of an earlier year; `becomes` is what it would be about now."""

    line: ChallengeLine
    document_id: int
    year: str
    becomes: str
    turns: tuple[TurnLine, ...]


@dataclass(frozen=True)
class ChallengesPage:
    """All challenges of an assessment, and those of earlier years that wait to be asked again."""

    heading: Heading
    counts: ChallengeCounts
    open: tuple[ChallengeLine, ...]
    settled: tuple[ChallengeLine, ...]
    earlier: tuple[EarlierLine, ...]


@dataclass(frozen=True)
class ElsewhereLine:
    """The same question in the assessment of another year."""

    document_id: int
    challenge_id: int
    year: str


@dataclass(frozen=True)
class ChangeLine:
    """A change that a reply can point to."""

    sequence: int
    words: str
    by: str
    at: datetime


@dataclass(frozen=True)
class ChallengePage:
    """One challenge with its turns, and what the person who reads it may do now."""

    heading: Heading
    challenge: ChallengeLine
    version: int
    asked_by_id: int
    asked_role: Role
    prompted_by: str
    ask_again: bool
    turns: tuple[TurnLine, ...]
    possible: tuple[Turn, ...]
    changes: tuple[ChangeLine, ...]
    before: ElsewhereLine | None
    after: ElsewhereLine | None


def challenges_page(
    document: YearlyDocument, edition: Edition, editions: Editions
) -> ChallengesPage:
    """Return the challenges of an assessment, the open ones first."""
    rows = challenges_of(document)
    top = heading(document, edition)
    return ChallengesPage(
        heading=top,
        counts=top.challenges,
        open=tuple(line_of(row, edition) for row in rows if row.standing in OPEN),
        settled=tuple(line_of(row, edition) for row in rows if row.standing not in OPEN),
        earlier=_earlier(document, edition, editions) if top.asks_open else (),
    )


def challenge_in(document: YearlyDocument, challenge_id: int) -> Challenge:
    """Return a challenge of an assessment; raise NotFound for anybody else's."""
    row = db.session.scalar(
        select(Challenge)
        .where(Challenge.id == challenge_id, Challenge.document_id == document.id)
        .options(selectinload(Challenge.replies), joinedload(Challenge.action))
    )
    if row is None:
        raise NotFound("There is no such challenge here. Choose one from its list.")
    return row


def challenge_page(
    row: Challenge, document: YearlyDocument, edition: Edition, role: Role
) -> ChallengePage:
    """Return the thread of one challenge for somebody in a role."""
    top = heading(document, edition)
    possible = tuple(
        turn
        for turn, rule in TURNS.items()
        if top.asks_open and row.standing in rule.starts and may(role, rule.needs)
    )
    return ChallengePage(
        heading=top,
        challenge=line_of(row, edition),
        version=row.version,
        asked_by_id=row.asked_by_id,
        asked_role=row.asked_by_role,
        prompted_by=row.prompted_by,
        ask_again=row.ask_again,
        turns=_turns(row),
        possible=possible,
        changes=_changes_since(row) if Turn.REPLY in possible else (),
        before=_elsewhere(Challenge.id == row.carried_from_id) if row.carried_from_id else None,
        after=_elsewhere(Challenge.carried_from_id == row.id),
    )


def _earlier(
    document: YearlyDocument, edition: Edition, editions: Editions
) -> tuple[EarlierLine, ...]:
    actions = {one.id: one for one in actions_in(document)}
    gone_on = goes_on_in(document)
    lines = []
    for row, origin in unsettled_before(document):
        question = question_again(
            row,
            origin,
            edition=edition,
            editions=editions,
            actions=list(actions.values()),
            goes_on_in=gone_on,
        )
        named = _named(question, document, edition, actions)
        lines.append(
            EarlierLine(
                line=line_of(row, editions.get(origin.edition_id) or edition),
                document_id=origin.id,
                year=origin.year,
                becomes=subject_in_words(question.about, named),
                turns=tuple(
                    TurnLine(TURN_WORDS[one.turn], one.by_name, one.by_role, one.at, one.text, None)
                    for one in row.replies
                ),
            )
        )
    return tuple(lines)


def _named(
    question: CarriedQuestion,
    document: YearlyDocument,
    edition: Edition,
    actions: Mapping[int, ActionFacts],
) -> str:
    """Return the name of what an earlier question would be about in a document."""
    if question.about is About.PART:
        return part_named(question.number or "").title
    if question.about is About.ACTION:
        return actions[question.action_id or 0].title
    provision = edition.provision(question.number or "")
    if provision is not None:
        return provision.name
    return WHOLE_REPORT if document.kind is DocumentKind.REPORT else ""


def _turns(row: Challenge) -> tuple[TurnLine, ...]:
    wanted = [reply.change_sequence for reply in row.replies if reply.change_sequence is not None]
    found = db.session.scalars(select(HistoryEntry).where(HistoryEntry.sequence.in_(wanted)))
    changes = {entry.sequence: HistoryPage((entry,), None) for entry in found}
    return tuple(
        TurnLine(
            words=TURN_WORDS[reply.turn],
            by=reply.by_name,
            role=reply.by_role,
            at=reply.at,
            text=reply.text,
            change=changes.get(reply.change_sequence or 0),
        )
        for reply in row.replies
    )


def _changes_since(row: Challenge) -> tuple[ChangeLine, ...]:
    """Return what was changed since the question, first what it is about, the newest first."""
    raised = (
        select(HistoryEntry.sequence)
        .where(
            HistoryEntry.subject == f"challenge:{row.id}",
            HistoryEntry.kind == Kind.CHALLENGE_RAISED,
        )
        .scalar_subquery()
    )
    entries = db.session.scalars(
        select(HistoryEntry)
        .where(
            HistoryEntry.document_id == row.document_id,
            HistoryEntry.kind.in_(CHANGES),
            HistoryEntry.sequence > raised,
        )
        .order_by(HistoryEntry.sequence.desc())
        .limit(MOST_CHANGES * 4)
    ).all()
    nearest = sorted(entries, key=lambda entry: not _concerns(entry, row))
    return tuple(
        ChangeLine(entry.sequence, _change_in_words(entry), entry.by_name, entry.at)
        for entry in nearest[:MOST_CHANGES]
    )


def _concerns(entry: HistoryEntry, row: Challenge) -> bool:
    if row.about is About.ACTION:
        return entry.subject == f"action:{row.action_id}"
    if row.about is About.PART:
        return entry.subject == f"part:{row.number}"
    said = (entry.before or {}) | (entry.after or {})
    return entry.subject == f"provision:{row.number}" or row.number in said.get("provisions", [])


def _change_in_words(entry: HistoryEntry) -> str:
    number = entry.subject.partition(":")[2]
    said = (entry.before or {}) | (entry.after or {})
    title = said.get("title", "")
    words = {
        Kind.RESPONSE_RECORDED: f"{number} was recorded",
        Kind.RESPONSE_RESTORED: f"{number} was put back to an earlier text",
        Kind.RESPONSE_CONFIRMED: f"The earlier answer to {number} was confirmed",
        Kind.RESPONSE_STARTED_AFRESH: f"{number} was started afresh",
        Kind.AMENDMENT_MADE: "An amendment of the meeting was said to be made",
        Kind.ACTION_RAISED: f"The action “{title}” was added",
        Kind.ACTION_CHANGED: f"The action “{title}” was changed",
        Kind.ACTION_REMOVED: f"The action “{title}” was removed",
        Kind.REPORT_PART_WRITTEN: f"“{title}” was written"
        if title
        else f"The landlord said of its figures: {quoted(said.get('finding', ''))}",
        Kind.BODY_RESPONSE_WRITTEN: "The governing body's response was written",
    }
    return words[entry.kind]


def _elsewhere(is_it: ColumnElement[bool]) -> ElsewhereLine | None:
    found = db.session.execute(
        select(Challenge.id, YearlyDocument.id, YearlyDocument.year)
        .join(YearlyDocument, YearlyDocument.id == Challenge.document_id)
        .where(is_it)
        .order_by(Challenge.id.desc())
        .limit(1)
    ).first()
    if found is None:
        return None
    challenge_id, document_id, year = found
    return ElsewhereLine(document_id, challenge_id, year)
