"""Sign-offs, withdrawals, committee packs and answers to challenges, held against the history."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.sql.elements import ColumnElement

from app.database import db
from app.domain.challenges import TURN_KINDS
from app.domain.history import Kind
from app.domain.packs import pack_digest
from app.domain.signed_documents import about, canonical_bytes
from app.models import (
    Challenge,
    ChallengeReply,
    CommitteePack,
    HistoryEntry,
    Landlord,
    Publication,
    SignOff,
    Withdrawal,
)
from app.models import told as history

Row = TypeVar("Row")


@dataclass(frozen=True)
class Checked:
    """What was found of one item: its name, and each thing that does not hold."""

    name: str
    faults: tuple[str, ...]


def checked() -> Iterator[Checked]:
    """Go through what is kept for ever beside the publications, and what the history tells of."""
    yield from _paired(
        "text signed off",
        db.session.scalars(select(SignOff).order_by(SignOff.id)),
        (Kind.ASSESSMENT_SIGNED_OFF,),
        lambda row: (f"{row.of.noun}:{row.document_id}", f"{row.signed_at:%Y-%m-%d}"),
        _sign_off_faults,
    )
    yield from _paired(
        "committee pack made",
        db.session.scalars(select(CommitteePack).order_by(CommitteePack.id)),
        (Kind.PACK_MADE,),
        lambda row: (f"pack:{row.id}", f"{row.made_at:%Y-%m-%d}"),
        _pack_faults,
    )
    yield from _paired(
        "question asked",
        db.session.scalars(select(Challenge).order_by(Challenge.id)),
        (Kind.CHALLENGE_RAISED,),
        lambda row: (f"challenge:{row.id}", f"{row.asked_at:%Y-%m-%d}"),
        history.question_faults,
    )
    yield from _paired(
        "answer to a question given",
        db.session.scalars(select(ChallengeReply).order_by(ChallengeReply.id)),
        TURN_KINDS.values(),
        lambda row: (f"challenge:{row.challenge_id}", f"{row.at:%Y-%m-%d}"),
        history.turn_faults,
    )


def withdrawal_faults(*which: ColumnElement[bool]) -> dict[int, tuple[str, ...]]:
    """Return by the id of the publication where its withdrawal is not what the history tells."""
    rows = db.session.execute(
        select(Publication, Withdrawal)
        .join(Landlord, Landlord.id == Publication.landlord_id)
        .outerjoin(Withdrawal, Withdrawal.publication_id == Publication.id)
        .where(*which)
    ).all()
    entries = db.session.scalars(
        select(HistoryEntry).where(
            HistoryEntry.document_id.in_({row.document_id for row, _ in rows}),
            HistoryEntry.kind == Kind.PUBLICATION_WITHDRAWN,
        )
    ).all()
    found = {
        publication.id: tuple(history.withdrawal_faults(publication, row, entries))
        for publication, row in rows
    }
    return {number: faults for number, faults in found.items() if faults}


def _paired(
    name: str,
    rows: Iterable[Row],
    kinds: Iterable[Kind],
    subject_and_day: Callable[[Row], tuple[str, str]],
    faults: Callable[[Row, HistoryEntry | None], Iterator[str]],
) -> Iterator[Checked]:
    """Hold the rows of each subject against its entries, both the oldest first.

    A row without an entry was put in past the program, an entry without a row was taken out.
    """
    rows_of, entries_of = defaultdict(list), defaultdict(list)
    for row in rows:
        rows_of[subject_and_day(row)[0]].append(row)
    for entry in db.session.scalars(
        select(HistoryEntry).where(HistoryEntry.kind.in_(kinds)).order_by(HistoryEntry.sequence)
    ):
        entries_of[entry.subject].append(entry)
    for subject in sorted({*rows_of, *entries_of}):
        for row, entry in zip_longest(rows_of[subject], entries_of[subject]):
            if row is None:
                yield Checked(f"{name} on {entry.at:%Y-%m-%d}", ("it is gone",))
            else:
                yield Checked(f"{name} on {subject_and_day(row)[1]}", tuple(faults(row, entry)))


def _sign_off_faults(row: SignOff, entry: HistoryEntry | None) -> Iterator[str]:
    if hashlib.sha256(_unsigned(row.document)).hexdigest() != row.digest:
        yield "its bytes changed"
    yield from history.sign_off_faults(row, entry)


def _unsigned(document: bytes) -> bytes:
    """Return what a signed text's digest was made of: the text without that digest."""
    try:
        signed = json.loads(document)
        del about(signed)["digest"]
    except (ValueError, KeyError, TypeError):
        return b""
    return canonical_bytes(signed)


def _pack_faults(row: CommitteePack, entry: HistoryEntry | None) -> Iterator[str]:
    try:
        pack = json.loads(row.document)
        if canonical_bytes(pack) != row.document or not (
            pack_digest(pack) == pack["digest"] == row.digest
        ):
            yield "its bytes changed"
        elif pack["made_at"] != f"{row.made_at:%Y-%m-%dT%H:%M:%SZ}":
            yield "its moment is not the one in its document"
    except (ValueError, KeyError, TypeError, AttributeError):
        yield "its document cannot be read"
    if (row.pdf is None) != (row.pdf_missing is not None):
        yield "it says otherwise whether it has a PDF"
    yield from history.pack_faults(row, entry)
