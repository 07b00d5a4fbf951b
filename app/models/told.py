"""What the history tells of rows that are kept for ever, held against what the rows say.

A row can be altered together with every digest in it; its entry in the chain says what it was.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from app.domain.challenges import TURN_KINDS, Turn
from app.domain.history import entry_hash, one_line
from app.models.approvals import CommitteePack
from app.models.challenges import Challenge, ChallengeReply
from app.models.facts import chained_facts
from app.models.history import HistoryEntry
from app.models.publications import Publication, SignOff, Withdrawal

UNTOLD = "the history does not tell of it"
WORDS = {
    "digest": "its reference code",
    "signed_as": "the office that signed it",
    "text": "its text",
    "revision": "its revision",
    "docx": "its Word file",
    "pdf": "its PDF",
}


def is_whole(entry: HistoryEntry) -> bool:
    """Return whether an entry is still what its own hash was made of."""
    return entry.hash == entry_hash(entry.previous_hash, chained_facts(entry))


def sha256_of(content: bytes | None) -> str | None:
    """Return what an entry keeps of a file, or of there being none."""
    return None if content is None else hashlib.sha256(content).hexdigest()


def sign_off_faults(row: SignOff, entry: HistoryEntry | None) -> Iterator[str]:
    """Yield what a sign-off says otherwise than the history."""
    said = {"digest": row.digest, "signed_as": row.signed_as}
    yield from _faults(entry, said, by=(row.signed_by_id, row.signed_by_name), at=row.signed_at)


def withdrawal_faults(
    publication: Publication, row: Withdrawal | None, entries: Iterable[HistoryEntry]
) -> Iterator[str]:
    """Yield whether a revision was withdrawn, why, when and by whom, otherwise than told."""
    found = [one for one in entries if (one.after or {}).get("digest") == publication.digest]
    told = found[0] if found else None
    if row is None:
        if told is not None:
            yield "it was withdrawn, and that is gone"
        return
    said = {"revision": publication.revision}
    by = (row.withdrawn_by_id, row.withdrawn_by_name)
    for fault in _faults(told, said, by=by, at=row.withdrawn_at, reason=row.reason):
        yield f"of its withdrawal: {fault}"


def pack_faults(row: CommitteePack, entry: HistoryEntry | None) -> Iterator[str]:
    """Yield what a committee pack says otherwise than the history; its files since they are told.

    Its moment stands in its document, because the entry is written after the files are made.
    """
    said = {"digest": row.digest, "docx": sha256_of(row.docx), "pdf": sha256_of(row.pdf)}
    yield from _faults(entry, said, by=(row.made_by_id, row.made_by_name))
    if entry is not None and entry.document_id != row.document_id:
        yield "what it is of is not what the history tells"


def question_faults(row: Challenge, entry: HistoryEntry | None) -> Iterator[str]:
    """Yield what a challenge asks otherwise than the history."""
    by = (row.asked_by_id, row.asked_by_name)
    yield from _faults(entry, {"text": row.text}, by=by, at=row.asked_at)


def turn_faults(row: ChallengeReply, entry: HistoryEntry | None) -> Iterator[str]:
    """Yield what a turn of a challenge says otherwise than the history."""
    by, is_withdrawal = (row.by_id, row.by_name), row.turn is Turn.WITHDRAWN
    said = {} if is_withdrawal else {"text": row.text}
    reason = row.text if is_withdrawal else None
    yield from _faults(entry, said, by=by, at=row.at, reason=reason)
    if entry is not None and entry.kind is not TURN_KINDS[row.turn]:
        yield "its kind is not what the history tells"


def _faults(
    entry: HistoryEntry | None,
    said: Mapping[str, Any],
    *,
    by: tuple[int, str],
    at: datetime | None = None,
    reason: str | None = None,
) -> Iterator[str]:
    """Yield each difference; what an older entry does not tell of is left aside."""
    if entry is None:
        yield UNTOLD
        return
    if not is_whole(entry):
        yield "its entry in the history was altered"
    told = entry.after or {}
    different = [WORDS[name] for name, value in said.items() if told.get(name, value) != value]
    if (entry.by_id, entry.by_name) != (by[0], one_line(by[1])):
        different.append("who did it")
    if at is not None and entry.at != at:
        different.append("its moment")
    if entry.reason != reason:
        different.append("its reason")
    for one in different:
        yield f"{one} is not what the history tells"
