"""Which questions of earlier years a document may take up again, and as what."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from app.database import db
from app.domain.actions import ActionFacts
from app.domain.asked_again import CarriedQuestion, carried_question
from app.domain.challenges import OPEN, Standing
from app.domain.documents import DocumentKind
from app.domain.edition_shelf import Editions
from app.domain.editions import Edition
from app.domain.workflow import State
from app.models.challenges import Challenge
from app.models.documents import YearlyDocument
from app.models.scrutiny_facts import challenge_facts

NOT_YET = 2**63 - 1  # the number of one that is yet to be made: later than all


def unsettled_before(document: YearlyDocument) -> list[tuple[Challenge, YearlyDocument]]:
    """Return what earlier documents of its kind left unsettled, the newest first."""
    return unsettled_for(
        document.landlord_id, document.rulebook, document.year, document.kind, document.id
    )


def unsettled_for(
    landlord_id: int, rulebook: str, year: str, kind: DocumentKind, document_id: int = NOT_YET
) -> list[tuple[Challenge, YearlyDocument]]:
    """Return what a document of a year, begun or not, may take up of the ones before.

    One that was taken up since is left out: its copy is what may be asked again. A copy in a
    discarded one does not count, for nobody goes on with it.
    """
    taken_up, taken_up_in = aliased(Challenge), aliased(YearlyDocument)
    rows = db.session.execute(
        select(Challenge, YearlyDocument)
        .join(YearlyDocument, YearlyDocument.id == Challenge.document_id)
        .where(
            YearlyDocument.landlord_id == landlord_id,
            YearlyDocument.rulebook == rulebook,
            YearlyDocument.kind == kind,
            YearlyDocument.id != document_id,
            or_(
                YearlyDocument.year < year,
                (YearlyDocument.year == year) & (YearlyDocument.id < document_id),
            ),
            or_(
                Challenge.standing.in_(OPEN),
                (Challenge.standing == Standing.WITHDRAWN) & Challenge.ask_again,
            ),
            ~exists()
            .where(
                taken_up.carried_from_id == Challenge.id,
                taken_up_in.id == taken_up.document_id,
                taken_up_in.state != State.DISCARDED,
            )
            .correlate(Challenge),
        )
        .options(selectinload(Challenge.replies), joinedload(Challenge.action))
        .order_by(YearlyDocument.year.desc(), YearlyDocument.id.desc(), Challenge.id)
    )
    return [(challenge, origin) for challenge, origin in rows]


def question_again(
    row: Challenge,
    origin: YearlyDocument,
    *,
    edition: Edition,
    editions: Editions,
    actions: Sequence[ActionFacts],
    goes_on_in: Mapping[int, int],
) -> CarriedQuestion:
    """Return an earlier challenge as a document of this edition would hold it."""
    before = editions.get(origin.edition_id)
    facts = challenge_facts(row, before or edition)
    if before is None:
        # The titles of another edition would name something else.
        facts = replace(facts, subject=row.number or facts.subject)
    return carried_question(
        facts,
        origin.year,
        before=before,
        after=edition,
        editions=editions,
        actions=actions,
        goes_on_in=goes_on_in,
    )
