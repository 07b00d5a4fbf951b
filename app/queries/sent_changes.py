"""What changed since the cabinet member last had an assessment, in words, before beside after."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import undefer

from app.database import db
from app.domain import differences
from app.domain.actions import SOURCE_WORDS, STAGE_WORDS, Source, Stage
from app.domain.answers import BASIS_WORDS, REACH_WORDS, SHORTFALL_WORDS, Basis, Reach
from app.domain.answers import answer_in_words as answer_words
from app.domain.days import day_in_words
from app.domain.differences import PARTS
from app.domain.documents import Document
from app.domain.editions import Edition
from app.domain.history import Kind
from app.domain.sent_changes import (
    CHANGES,
    Changed,
    Entry,
    Fate,
    amendments_since,
    answers_another_edition,
    changed_since,
)
from app.models import HistoryEntry, SignOff, YearlyDocument

MILESTONES = (Kind.ASSESSMENT_SENT_FOR_SCRUTINY, Kind.ASSESSMENT_SIGNED_OFF)
BACK_WORDS = {
    Kind.ASSESSMENT_RETURNED: "sent back",
    Kind.ASSESSMENT_REOPENED: "reopened",
    Kind.ASSESSMENT_CORRECTION_STARTED: "opened for a correction",
}
SINCE_WORDS = {
    Kind.ASSESSMENT_SENT_FOR_SCRUTINY: "first sent to you",
    Kind.ASSESSMENT_SIGNED_OFF: "last signed off",
}
FATE_WORDS = {Fate.CHANGED: "", Fate.ADDED: "New action", Fate.REMOVED: "Action taken away"}
FIELD_NAMES = {
    "answer": "Answer",
    "basis": "How the answer is known",
    "holds_in": "Where the Yes holds",
    "shortfall": "What falls short",
    "commentary": "Commentary",
    "plan_note": "Words in place of a plan",
    "evidence": "Evidence",
    "title": "Name",
    "owner": "Owner",
    "due_promised": "Date",
    "due_last_day": "Last day that the date allows",
    "stage": "Stage",
    "source": "Source",
    "provisions": "Provisions",
    "dropped_reason": "Why it was dropped",
    "text": "Text",
    "none_this_year": "Whether there was any this year",
    "shown": "Tables and charts",
}
NOTHING = "(nothing)"


@dataclass(frozen=True)
class ChangeLine:
    """One provision or action that is not as it was: what of it, before and after, in words."""

    name: str
    fate: str
    number: str | None
    pairs: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Unheeded:
    """That it came back for a reason, and nothing at all was changed after that."""

    words: str
    reason: str


@dataclass(frozen=True)
class SinceSent:
    """Everything that changed since a moment at which the cabinet member had the text.

    `reasons` are those of the steps back, but for the last one where it is `unheeded`.
    """

    words: str
    at: datetime
    reasons: tuple[str, ...]
    unheeded: Unheeded | None
    lines: tuple[ChangeLine, ...]
    others: tuple[str, ...]

    @property
    def nothing(self) -> bool:
        """Whether the text is as it was then."""
        return not self.lines and not self.others


def since_signed(document: YearlyDocument, text: Document) -> SinceSent | None:
    """Return what differs from the text of the last sign-off; None where there was none.

    Of a report the texts are compared: its figures come from elsewhere than its own history.
    """
    signed = db.session.scalar(
        select(SignOff)
        .where(SignOff.document_id == document.id)
        .options(undefer(SignOff.document))
        .order_by(SignOff.id.desc())
        .limit(1)
    )
    if signed is None:
        return None
    back = [one for one in _entries(document, tuple(BACK_WORDS)) if one.at >= signed.signed_at]
    return SinceSent(
        words=SINCE_WORDS[Kind.ASSESSMENT_SIGNED_OFF],
        at=signed.signed_at,
        reasons=tuple(one.reason or "" for one in back),
        unheeded=None,
        lines=(),
        others=differences.changes(json.loads(signed.document), text),
    )


def since_sent(assessment: YearlyDocument, edition: Edition) -> SinceSent | None:
    """Return the changes since it was last signed off, or else since it was sent the first time.

    None where it was never sent: then nobody has had it yet.
    """
    milestones = _entries(assessment, MILESTONES)
    if not milestones:
        return None
    signed = [one for one in milestones if one.kind is Kind.ASSESSMENT_SIGNED_OFF]
    base = signed[-1] if signed else milestones[0]
    later = _entries(assessment, (*CHANGES, *BACK_WORDS), after=base.sequence)
    back = [one for one in later if one.kind in BACK_WORDS]
    unheeded = None
    # Settings may be what it was reopened for, so they are changed before and heed it all the same.
    settings_changed = _settings_changed(assessment, base)
    if back and not settings_changed and not _is_heeded(back[-1], edition, later, milestones):
        last = back.pop()
        unheeded = Unheeded(BACK_WORDS[last.kind], last.reason or "")
    return SinceSent(
        words=SINCE_WORDS[base.kind],
        at=base.at,
        reasons=tuple(one.reason for one in back if one.reason),
        unheeded=unheeded,
        lines=tuple(change_lines(later, edition)),
        others=(
            *([PARTS["landlord"]] if settings_changed else []),
            *_others(base, edition, later, milestones),
        ),
    )


def _is_heeded(
    step: HistoryEntry,
    edition: Edition,
    entries: Sequence[HistoryEntry],
    milestones: Sequence[HistoryEntry],
) -> bool:
    """Return whether anything was changed after the assessment came back."""
    later = [one for one in entries if one.sequence > step.sequence]
    return any(change_lines(later, edition)) or any(_others(step, edition, later, milestones))


def changed_after(
    assessment: YearlyDocument, edition: Edition, kind: Kind
) -> tuple[ChangeLine, ...]:
    """Return what changed since the last entry of a kind, or nothing where there is none."""
    found = _entries(assessment, (kind,))
    if not found:
        return ()
    later = _entries(assessment, tuple(CHANGES), after=found[-1].sequence)
    return tuple(change_lines(later, edition))


def change_lines(entries: Sequence[HistoryEntry], edition: Edition) -> Iterator[ChangeLine]:
    """Yield each provision and action that entries of the history leave changed, in words."""
    for change in changed_since(_told(entries)):
        provision = edition.provision(change.number) if change.number else None
        yield ChangeLine(
            name=provision.name if provision else _name(change),
            fate=FATE_WORDS[change.fate],
            number=provision.number if provision else None,
            pairs=tuple(_pairs(change, edition)),
        )


def _name(change: Changed) -> str:
    """Return what has no page: a part, an action, or a provision that a correction withdrew."""
    kind = "" if change.is_part else "Action "
    return change.number or f"{kind}“{change.title}”"


def _pairs(change: Changed, edition: Edition) -> Iterator[tuple[str, str, str]]:
    provision = edition.provision(change.number) if change.number else None
    parts = {part.key: part.text for part in provision.parts} if provision else None
    for name, words in FIELD_NAMES.items():
        if name == "due_last_day" and "due_promised" in change.after:
            continue  # the day only says again what the date says
        if name in change.after:
            before, after = change.before[name], change.after[name]
            if name == "answer":
                yield words, answer_words(before, parts), answer_words(after, parts)
            else:
                yield words, _in_words(name, before), _in_words(name, after)


def _in_words(name: str, value: Any) -> str:
    """Write a value of the history as a person would say it."""
    if not value:
        return NOTHING
    if name == "evidence":
        return "; ".join(_evidence_in_words(item) for item in value)
    if name == "provisions":
        return ", ".join(value)
    if name == "due_last_day":
        return day_in_words(date.fromisoformat(value))
    words = {
        "basis": lambda: BASIS_WORDS[Basis(value)],
        "holds_in": lambda: REACH_WORDS[Reach(value)],
        "shortfall": lambda: SHORTFALL_WORDS[Reach(value)],
        "stage": lambda: STAGE_WORDS[Stage(value)],
        "source": lambda: SOURCE_WORDS[Source(value)],
    }
    return words[name]() if name in words else str(value)


def _evidence_in_words(item: dict[str, Any]) -> str:
    dated = day_in_words(date.fromisoformat(item["dated_on"])) if item.get("dated_on") else ""
    more = [one for one in (item["link"], dated) if one]
    return f"{item['text']} ({', '.join(more)})" if more else str(item["text"])


def _told(entries: Sequence[HistoryEntry]) -> list[Entry]:
    return [Entry(one.kind, one.subject, one.before or {}, one.after or {}) for one in entries]


def _settings_changed(assessment: YearlyDocument, base: HistoryEntry) -> bool:
    settings = select(HistoryEntry.sequence).where(
        HistoryEntry.landlord_id == assessment.landlord_id,
        HistoryEntry.kind == Kind.LANDLORD_SETTINGS_CHANGED,
        HistoryEntry.sequence > base.sequence,
    )
    return db.session.scalar(settings.limit(1)) is not None


def _others(
    base: HistoryEntry,
    edition: Edition,
    later: Sequence[HistoryEntry],
    milestones: Sequence[HistoryEntry],
) -> Iterator[str]:
    """Yield in sentences what else of the assessment changed after an entry."""
    if answers_another_edition(_told(later)):
        way = "went over to a corrected edition" if edition.corrects else "went back to the edition"
        yield (
            f"The assessment {way}, {edition.title} {edition.name}. Some of what it asks is in "
            "other words now, is new, or is asked no more."
        )
    for text, is_made in amendments_since(_told(later)):
        yield f"{'Amendment made' if is_made else 'Amendment no longer made'}: “{text}”"
    sendings = [one for one in milestones if one.kind is Kind.ASSESSMENT_SENT_FOR_SCRUTINY]
    was = [_assessed_on(one) for one in sendings if one.sequence <= base.sequence]
    if was and _assessed_on(sendings[-1]) != was[-1]:
        yield "The date of the assessment has changed."


def _assessed_on(sending: HistoryEntry) -> str | None:
    return (sending.after or {}).get("assessed_on")


def _entries(
    assessment: YearlyDocument, kinds: Sequence[Kind], *, after: int = 0
) -> Sequence[HistoryEntry]:
    return db.session.scalars(
        select(HistoryEntry)
        .where(
            HistoryEntry.document_id == assessment.id,
            HistoryEntry.kind.in_(kinds),
            HistoryEntry.sequence > after,
        )
        .order_by(HistoryEntry.sequence)
    ).all()
