"""The turns that answer a challenge: reply, press again, accept, withdraw."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from app.database import db
from app.domain.challenges import TURN_KINDS, TURNS, Turn, take_turn
from app.domain.editions import Edition
from app.domain.errors import AlreadyExists, ChangedByAnother, Invalid
from app.domain.history import CHANGES, Kind
from app.domain.pasted_text import tidy
from app.models import Challenge, ChallengeReply, HistoryEntry, YearlyDocument
from app.services.challenges import refuse_unless_open, tell
from app.services.history import Actor

# What somebody is told who takes a turn without a word; a reply can be accepted without one.
WANTED = {
    Turn.REPLY: "Write the reply.",
    Turn.PRESSED: "Write what is still not answered.",
    Turn.WITHDRAWN: "Write why the question is withdrawn; the history keeps it.",
}


def reply_to_challenge(
    challenge: Challenge,
    document: YearlyDocument,
    edition: Edition,
    text: str,
    *,
    change_sequence: int | None = None,
    seen_version: int,
    by: Actor,
    now: datetime,
) -> None:
    """Answer a challenge, and point to the change that it led to, where it led to one."""
    turn = ChallengeReply(turn=Turn.REPLY, text=text, change_sequence=change_sequence)
    _take(turn, challenge, document, edition, seen_version=seen_version, by=by, now=now)


def press_challenge(
    challenge: Challenge,
    document: YearlyDocument,
    edition: Edition,
    text: str,
    *,
    seen_version: int,
    by: Actor,
    now: datetime,
) -> None:
    """Ask once more, because the reply leaves something open."""
    turn = ChallengeReply(turn=Turn.PRESSED, text=text)
    _take(turn, challenge, document, edition, seen_version=seen_version, by=by, now=now)


def accept_challenge(
    challenge: Challenge,
    document: YearlyDocument,
    edition: Edition,
    text: str = "",
    *,
    seen_version: int,
    by: Actor,
    now: datetime,
) -> None:
    """Settle a challenge by accepting the reply, with or without a word on it."""
    turn = ChallengeReply(turn=Turn.ACCEPTED, text=text)
    _take(turn, challenge, document, edition, seen_version=seen_version, by=by, now=now)


def withdraw_challenge(
    challenge: Challenge,
    document: YearlyDocument,
    edition: Edition,
    reason: str,
    *,
    ask_again: bool = False,
    seen_version: int,
    by: Actor,
    now: datetime,
) -> None:
    """Take a challenge back, with the reason; `ask_again` offers it anew next year."""
    turn = ChallengeReply(turn=Turn.WITHDRAWN, text=reason)
    _take(
        turn,
        challenge,
        document,
        edition,
        ask_again=ask_again,
        seen_version=seen_version,
        by=by,
        now=now,
    )


def _take(
    turn: ChallengeReply,
    challenge: Challenge,
    document: YearlyDocument,
    edition: Edition,
    *,
    seen_version: int,
    by: Actor,
    now: datetime,
    ask_again: bool = False,
) -> None:
    """Take a turn: permission, state, words, version and standing, in this order."""
    refuse_unless_open(document, by, TURNS[turn.turn].needs, now=now)
    field = "reason" if turn.turn is Turn.WITHDRAWN else "text"
    turn.text = tidy(turn.text, field)
    if turn.turn in WANTED and not turn.text:
        raise Invalid(WANTED[turn.turn], field)
    _refuse_older_page(challenge, turn, seen_version, by)
    standing = take_turn(turn.turn, challenge.standing)
    _refuse_foreign_change(challenge, turn.change_sequence)
    _sign(turn, by, now)
    challenge.replies.append(turn)
    challenge.standing, challenge.ask_again = standing, ask_again
    # The version must grow with every turn, also with a second reply that moves nothing.
    flag_modified(challenge, "standing")
    is_withdrawn = turn.turn is Turn.WITHDRAWN
    tell(
        TURN_KINDS[turn.turn],
        challenge,
        edition,
        {"ask_again": ask_again} if is_withdrawn else _said(turn),
        by=by,
        now=now,
        reason=turn.text if is_withdrawn else None,
    )


def _said(turn: ChallengeReply) -> dict[str, Any]:
    said: dict[str, Any] = {"text": turn.text}
    if turn.change_sequence is not None:
        said["change"] = turn.change_sequence
    return said


def _sign(turn: ChallengeReply, by: Actor, now: datetime) -> None:
    """Write who takes a turn, in the role that they have now."""
    assert by.person is not None
    assert by.role is not None
    turn.by_id, turn.by_name, turn.by_role, turn.at = by.person.id, by.name, by.role, now


def _refuse_older_page(
    challenge: Challenge, turn: ChallengeReply, seen_version: int, by: Actor
) -> None:
    """Raise AlreadyExists where the last turn is this very one, ChangedByAnother for any other.

    The first is a second press, or a press sent again because the answer to it was lost.
    """
    if challenge.version == seen_version:
        return
    last = challenge.replies[-1] if challenge.replies else None
    if last is not None and by.person is not None and last.by_id == by.person.id:
        same = ("turn", "text", "change_sequence")
        if all(getattr(last, name) == getattr(turn, name) for name in same):
            raise AlreadyExists("This was already done: the same press arrived twice.")
    raise ChangedByAnother("Something was said here while your page was open.")


def _refuse_foreign_change(challenge: Challenge, sequence: int | None) -> None:
    """Raise Invalid unless the entry is a change of this document, made after the question."""
    if sequence is None:
        return
    raised = (
        select(HistoryEntry.sequence)
        .where(
            HistoryEntry.subject == f"challenge:{challenge.id}",
            HistoryEntry.kind == Kind.CHALLENGE_RAISED,
        )
        .scalar_subquery()
    )
    found = db.session.scalar(
        select(HistoryEntry.sequence).where(
            HistoryEntry.sequence == sequence,
            HistoryEntry.sequence > raised,
            HistoryEntry.document_id == challenge.document_id,
            HistoryEntry.kind.in_(CHANGES),
        )
    )
    if found is None:
        raise Invalid("Choose a change that was made here after the question was asked.", "change")
