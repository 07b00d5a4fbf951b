"""What was carried into an assessment, as the plain values that the rules work on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, or_, select

from app.database import db
from app.domain.carrying import (
    ANSWER_CHOSEN,
    Agreed,
    Carried,
    OnePress,
    Parent,
    brought_along,
    in_the_form,
)
from app.domain.coming_along import Earlier, EndedAnswer
from app.domain.days import london_day
from app.domain.edition_shelf import Editions
from app.domain.edition_steps import WITHDRAWN, ancestors, met_a_correction, way_back
from app.domain.editions import Change, Edition, Effect
from app.domain.history import WRITING, Kind
from app.domain.response_content import ResponseContent
from app.domain.years import FinancialYear
from app.models.assessments import Assessment, ProvisionResponse
from app.models.carrying import CarriedResponse, EditionCorrection
from app.models.correction_facts import withdrawn_responses
from app.models.facts import action_facts, actions_of, response_facts, responses_of
from app.models.history import HistoryEntry

# What the start itself writes; anything more in the history is work of somebody.
OF_THE_START = (Kind.ASSESSMENT_STARTED, Kind.ACTION_CARRIED)


def earlier_facts(assessment: Assessment, edition: Edition, editions: Editions) -> Earlier:
    """Return what a new assessment could take over from this one.

    What itself still waits to be confirmed here comes along with its words and without an answer.
    """
    parents = parents_of(assessment, edition, editions) if assessment.carried_from_id else {}
    return Earlier(
        year=FinancialYear.parse(assessment.year),
        edition=edition,
        contents={
            row.number: in_the_form(row.carried, parents.get(row.number, ()), _content_of(row))
            for row in responses_of(assessment)
        },
        actions=[action_facts(row) for row in actions_of(assessment)],
        withdrawn={row.number: _content_of(row) for row in withdrawn_responses(assessment)},
    )


def parents_of(
    assessment: Assessment, edition: Edition, editions: Editions, number: str | None = None
) -> dict[str, tuple[Parent, ...]]:
    """Return what was said before about each provision, or about one, where anything was.

    What a correction set aside last stands for all that was carried to the provision before.
    """
    links = _Links(edition, editions)
    return {
        heir: tuple(links.parent(row) for row in _of_the_last_correction(rows))
        for heir, rows in _by_heir(assessment, number).items()
    }


def older_of(
    assessment: Assessment, edition: Edition, editions: Editions, number: str | None = None
) -> dict[str, tuple[Parent, ...]]:
    """Return what was said still earlier, beneath what a correction has set aside since.

    It stays readable and is nothing to agree with: somebody has answered after it.
    """
    links = _Links(edition, editions)
    return {
        heir: older
        for heir, rows in _by_heir(assessment, number).items()
        if (older := tuple(links.parent(row) for row in rows if not _is_of_the_last(row, rows)))
    }


def comes_along(assessment: Assessment, number: str) -> ResponseContent:
    """Return the evidence and words that the form of a provision begins with."""
    rows = _by_heir(assessment, number).get(number, [])
    return brought_along(
        [
            Parent(
                row.year,
                row.parent_number,
                row.change or Change.UNCHANGED,
                row.effect or Effect.SAME,
                ResponseContent.from_facts(row.content),
            )
            for row in _of_the_last_correction(rows)
        ]
    )


def ended_of(
    assessment: Assessment, edition: Edition, editions: Editions
) -> tuple[EndedAnswer, ...]:
    """Return what was said before about what the form of this assessment no longer asks.

    That is what came to an end at the start, and what a correction has taken out of the form since.
    """
    asked = {one.number for one in edition.in_form}
    rows = db.session.scalars(_rows(assessment)).all()
    goes_on = {(row.edition_id, row.parent_number) for row in rows if row.number in asked}
    return tuple(
        _ended(row, editions)
        for row in rows
        if row.number is None
        or (row.number not in asked and (row.edition_id, row.parent_number) not in goes_on)
    )


def states_of(assessment: Assessment) -> dict[str, Carried]:
    """Return by number whether something was carried to a provision, and what became of it."""
    rows = db.session.execute(
        select(ProvisionResponse.number, ProvisionResponse.carried).where(
            ProvisionResponse.assessment_id == assessment.id
        )
    )
    return {row.number: row.carried for row in rows}


def work_since_start(assessment: Assessment) -> HistoryEntry | None:
    """Return the first thing that anybody did in an assessment after it was started, or None."""
    return db.session.scalar(
        select(HistoryEntry)
        .where(
            HistoryEntry.document_id == assessment.id,
            HistoryEntry.kind.not_in(OF_THE_START),
        )
        .order_by(HistoryEntry.sequence)
        .limit(1)
    )


@dataclass(frozen=True)
class Writing:
    """The last thing that somebody did to the answer of a provision."""

    number: str
    kind: Kind
    by_name: str
    at: datetime
    chose_an_answer: bool


def last_writing(assessment: Assessment, number: str) -> Writing | None:
    """Return who wrote the answer of a provision last, or None where nobody did."""
    return _last_writings(assessment, number).get(number)


def agreed_of(assessment: Assessment) -> Agreed | None:
    """Return what was confirmed with one press and not touched since; None where nothing was."""
    rows = [one for one in responses_of(assessment) if one.carried is Carried.CONFIRMED]
    last = _last_writings(assessment) if rows else {}
    presses = tuple(
        OnePress(row.number, writing.by_name, london_day(writing.at), bool(row.evidence))
        for row in rows
        if (writing := last.get(row.number))
        and writing.kind is Kind.RESPONSE_CONFIRMED
        and not writing.chose_an_answer
    )
    return Agreed(presses) if presses else None


def _last_writings(assessment: Assessment, number: str | None = None) -> dict[str, Writing]:
    """Return by number the last entry of somebody who wrote; setting aside is no writing."""
    subject = HistoryEntry.subject
    wanted = subject.like("provision:%") if number is None else subject == f"provision:{number}"
    newest = (
        select(func.max(HistoryEntry.sequence))
        .where(
            HistoryEntry.document_id == assessment.id,
            HistoryEntry.kind.in_(WRITING),
            wanted,
        )
        .group_by(subject)
    )
    entries = db.session.scalars(select(HistoryEntry).where(HistoryEntry.sequence.in_(newest)))
    return {
        entry.subject.partition(":")[2]: Writing(
            entry.subject.partition(":")[2],
            entry.kind,
            entry.by_name,
            entry.at,
            bool((entry.after or {}).get(ANSWER_CHOSEN)),
        )
        for entry in entries
    }


class _Links:
    """How provisions of an edition continue those of others; each way back is looked up once."""

    def __init__(self, edition: Edition, editions: Editions) -> None:
        self._editions = editions
        self._ways = {
            one.id: way for one in editions if (way := way_back(edition, one, editions)) is not None
        }

    def parent(self, row: CarriedResponse) -> Parent:
        """Return a row as a value; a correction since may have changed more than the row says."""
        before = self._editions.get(row.edition_id)
        change, effect = row.change or Change.UNCHANGED, row.effect or Effect.SAME
        number, way = row.number or "", self._ways.get(row.edition_id)
        for link in ancestors(number, way) if way is not None else ():
            if link.number == row.parent_number:
                change, effect = link.change, link.effect
        return Parent(
            year=row.year,
            number=row.parent_number,
            change=change,
            effect=effect,
            content=ResponseContent.from_facts(row.content),
            edition=before,
            provision=before.provision(row.parent_number) if before else None,
            met_a_correction=row.correction_id is not None or met_a_correction(number, way or ()),
        )


def _content_of(row: ProvisionResponse) -> ResponseContent:
    return ResponseContent.of(response_facts(row))


def _rows(assessment: Assessment) -> Select[tuple[CarriedResponse]]:
    return (
        select(CarriedResponse)
        .outerjoin(EditionCorrection, EditionCorrection.id == CarriedResponse.correction_id)
        .where(
            CarriedResponse.assessment_id == assessment.id,
            or_(CarriedResponse.correction_id.is_(None), EditionCorrection.undone_at.is_(None)),
        )
        .order_by(CarriedResponse.id)
    )


def _by_heir(assessment: Assessment, number: str | None) -> dict[str, list[CarriedResponse]]:
    wanted = _rows(assessment)
    if number is not None:
        wanted = wanted.where(CarriedResponse.number == number)
    found: dict[str, list[CarriedResponse]] = {}
    for row in db.session.scalars(wanted):
        if row.number is not None:
            found.setdefault(row.number, []).append(row)
    return found


def _of_the_last_correction(rows: Sequence[CarriedResponse]) -> Iterable[CarriedResponse]:
    return (row for row in rows if _is_of_the_last(row, rows))


def _is_of_the_last(row: CarriedResponse, rows: Sequence[CarriedResponse]) -> bool:
    return (row.correction_id or 0) == max(one.correction_id or 0 for one in rows)


def _ended(row: CarriedResponse, editions: Editions) -> EndedAnswer:
    before = editions.get(row.edition_id)
    return EndedAnswer(
        row.parent_number,
        before.provision(row.parent_number) if before else None,
        ResponseContent.from_facts(row.content),
        row.ended or WITHDRAWN,
    )
