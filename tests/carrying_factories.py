"""Assessments that go on from earlier ones, made in a test as the pages make them."""

from collections.abc import Iterable
from typing import Any

from app.database import transaction
from app.domain.answers import Answer, Reach
from app.domain.edition_shelf import Editions
from app.domain.errors import Invalid
from app.domain.response_content import ResponseContent
from app.domain.responses import EvidenceFacts
from app.domain.workflow import Reason
from app.domain.years import FinancialYear
from app.models import Assessment, Person
from app.models.carrying_facts import parents_of
from app.queries import edition_shelf
from app.services import carrying
from tests import assessment_factories as make
from tests.conftest import NOW
from tests.factories import actor
from tests.integration.conftest import Council

EVIDENCE = EvidenceFacts("Complaints policy, page 3", "https://example.org/policy")


YES = ResponseContent("yes", commentary="So it is.", evidence=(EVIDENCE,), holds_in=Reach.BOTH)


def editions_of(council: Council) -> Editions:
    """Return every edition that can be answered now, those added since among them."""
    return edition_shelf.current(council.app.extensions["editions"])


def begin(
    council: Council,
    earlier: Assessment,
    edition_id: str = make.CODE_2024,
    *,
    year: str = "2025/26",
    by: Person | None = None,
    token: str = "",
    editions: Editions | None = None,
) -> Assessment:
    """Start from an earlier assessment, as the lead."""
    shelf = editions or editions_of(council)
    with transaction():
        return carrying.start_carried_forward(
            council.landlord,
            shelf.by_id[edition_id],
            FinancialYear.parse(year),
            Reason.ANNUAL,
            earlier=earlier,
            before=make.edition_of(earlier),
            editions=shelf,
            by=actor(by or council.lead, council.landlord),
            now=NOW,
            token=token or make.new_token(),
        )


def confirm(
    council: Council,
    assessment: Assessment,
    number: str,
    answer: Answer | None = None,
    *,
    version: int | None = None,
    by: Person | None = None,
) -> None:
    """Say that what was said before is still true."""
    seen = make.response_to(assessment, number).version if version is None else version
    with transaction():
        carrying.confirm_response(
            assessment,
            make.edition_of(assessment),
            number,
            editions_of(council),
            answer=answer,
            seen_version=seen,
            by=actor(by or council.officer, council.landlord),
            now=NOW,
        )


def confirm_either_way(
    council: Council, assessment: Assessment, number: str, answer: Answer = "yes"
) -> None:
    """Confirm in one press, or with an answer where one has to be chosen."""
    try:
        confirm(council, assessment, number)
    except Invalid:
        confirm(council, assessment, number, answer)


def start_afresh(council: Council, assessment: Assessment, number: str) -> None:
    with transaction():
        carrying.start_response_afresh(
            assessment,
            make.edition_of(assessment),
            number,
            editions_of(council),
            seen_version=make.response_to(assessment, number).version,
            by=actor(council.officer, council.landlord),
            now=NOW,
        )


def undo(council: Council, assessment: Assessment, by: Person | None = None) -> None:
    with transaction():
        carrying.undo_carrying(
            assessment,
            seen_version=assessment.version,
            by=actor(by or council.lead, council.landlord),
            now=NOW,
        )


def before(council: Council, edition_id: str, year: str = "2024/25") -> Assessment:
    return make.start(council.landlord, council.lead, edition_id, year)


def parents(council: Council, assessment: Assessment, number: str) -> list[str]:
    found = parents_of(assessment, make.edition_of(assessment), editions_of(council), number)
    return [parent.number for parent in found.get(number, ())]


def numbers(rows: Iterable[Any]) -> set[str]:
    return {row.number for row in rows}
