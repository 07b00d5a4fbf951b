"""Steps that several tests of an assessment's life take through the services."""

from dataclasses import replace
from datetime import date

from app.database import transaction
from app.domain.approvals import Decision
from app.domain.history import Kind
from app.models import YearlyDocument
from app.models.facts import landlord_facts
from app.models.scrutiny_facts import approval_of
from app.services import approvals, landlords, steps
from app.services.approvals import AmendmentContent, ApprovalContent
from tests import assessment_factories as make
from tests.conftest import NOW
from tests.factories import actor
from tests.integration.conftest import Council


def send_back(
    council: Council,
    who: str,
    reason: str = "Look at 5.6 again",
    document: YearlyDocument | None = None,
) -> None:
    document = document or council.assessment
    with transaction():
        steps.return_to_draft(
            document,
            seen_version=document.version,
            reason=reason,
            by=actor(council.person(who), council.landlord),
            now=NOW,
        )


def reopen(
    council: Council,
    who: str,
    reason: str = "The telephone number changed",
    document: YearlyDocument | None = None,
) -> None:
    document = document or council.assessment
    with transaction():
        steps.reopen(
            document,
            seen_version=document.version,
            reason=reason,
            by=actor(council.person(who), council.landlord),
            now=NOW,
        )


def no_with_its_plan(council: Council, number: str, title: str = "Hire two people") -> None:
    make.answer(council.assessment, council.officer, number, "no", commentary="Two are missing.")
    make.raise_action(
        council.assessment,
        council.officer,
        title,
        owner="Head of Housing",
        due="2026/27",
        provisions=(number,),
    )


def change_telephone(council: Council, telephone: str = "023 8083 3006") -> None:
    with transaction():
        landlord = council.landlord
        landlords.change_settings(
            actor(council.lead, landlord),
            replace(landlord_facts(landlord), complain_telephone=telephone),
            seen_version=landlord.version,
            now=NOW,
        )


def kinds(council: Council) -> list[Kind]:
    return [one.kind for one in council.history()]


def record_approval(
    council: Council,
    who: str = "member",
    *amendments: str,
    body: str = "Cabinet",
    document: YearlyDocument | None = None,
) -> None:
    document = document or council.assessment
    decision = Decision.APPROVED_WITH_AMENDMENTS if amendments else Decision.APPROVED
    content = ApprovalContent(
        body,
        decision,
        met_on=date(2026, 11, 3),
        minute="Minute 42",
        amendments=tuple(AmendmentContent(words) for words in amendments),
    )
    row = approval_of(document)
    with transaction():
        approvals.record_approval(
            document,
            content,
            seen_version=row.version if row else None,
            by=actor(council.person(who), council.landlord),
            now=NOW,
        )


def make_amendment(
    council: Council, words: str, who: str = "lead", document: YearlyDocument | None = None
) -> None:
    document = document or council.assessment
    row = approval_of(document)
    assert row is not None
    version = row.version
    with transaction():
        approvals.make_amendments(
            document,
            {row.amendments[0].id: words},
            seen_version=version,
            by=actor(council.person(who), council.landlord),
            now=NOW,
        )
