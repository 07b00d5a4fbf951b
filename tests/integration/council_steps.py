"""Steps that several tests of an assessment's life take through the services."""

from dataclasses import replace

from app.database import transaction
from app.domain.history import Kind
from app.models.facts import landlord_facts
from app.services import assessments, landlords
from tests.conftest import NOW
from tests.factories import actor
from tests.integration.conftest import Council


def send_back(council: Council, who: str, reason: str = "Look at 5.6 again") -> None:
    with transaction():
        assessments.return_to_draft(
            council.assessment,
            seen_version=council.assessment.version,
            reason=reason,
            by=actor(council.person(who), council.landlord),
            now=NOW,
        )


def reopen(council: Council, who: str, reason: str = "The telephone number changed") -> None:
    with transaction():
        assessments.reopen(
            council.assessment,
            seen_version=council.assessment.version,
            reason=reason,
            by=actor(council.person(who), council.landlord),
            now=NOW,
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
