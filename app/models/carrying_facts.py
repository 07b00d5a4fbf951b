"""What was carried into an assessment, as the plain values that the rules work on."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Select, or_, select

from app.database import db
from app.domain.carrying import Carried, Parent, in_the_form
from app.domain.coming_along import Earlier, EndedAnswer
from app.domain.edition_shelf import Editions
from app.domain.edition_steps import WITHDRAWN, ancestors, met_a_correction, way_back
from app.domain.editions import Change, Edition, Effect
from app.domain.history import Kind
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
    wanted = _rows(assessment)
    if number is not None:
        wanted = wanted.where(CarriedResponse.number == number)
    found: dict[str, list[CarriedResponse]] = {}
    for row in db.session.scalars(wanted):
        if row.number is not None:
            found.setdefault(row.number, []).append(row)
    links = _Links(edition, editions)
    return {
        heir: tuple(links.parent(row) for row in _of_the_last_correction(rows))
        for heir, rows in found.items()
    }


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
            HistoryEntry.assessment_id == assessment.id,
            HistoryEntry.kind.not_in(OF_THE_START),
        )
        .order_by(HistoryEntry.sequence)
        .limit(1)
    )


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


def _of_the_last_correction(rows: Sequence[CarriedResponse]) -> Iterable[CarriedResponse]:
    last = max((row.correction_id or 0 for row in rows), default=0)
    return (row for row in rows if (row.correction_id or 0) == last)


def _ended(row: CarriedResponse, editions: Editions) -> EndedAnswer:
    before = editions.get(row.edition_id)
    return EndedAnswer(
        row.parent_number,
        before.provision(row.parent_number) if before else None,
        ResponseContent.from_facts(row.content),
        row.ended or WITHDRAWN,
    )
