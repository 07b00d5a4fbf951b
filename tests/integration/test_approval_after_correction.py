"""An approval is about the text that was approved: a correction says what has changed since."""

from app.database import transaction
from app.domain.approvals import Decision
from app.domain.statement import build
from app.models.facts import assessment_facts
from app.services import approvals
from app.services.approvals import ApprovalContent
from tests import assessment_factories as make
from tests.conftest import NOW
from tests.factories import actor
from tests.integration.conftest import Council


def approve(council: Council) -> None:
    """Record that the Cabinet approved the text as it stands, naming no pack."""
    with transaction():
        approvals.record_approval(
            council.assessment,
            ApprovalContent("Cabinet", Decision.APPROVED),
            seen_version=None,
            by=actor(council.lead, council.landlord),
            now=NOW,
        )


def changes_since(council: Council) -> list[str]:
    document = build(assessment_facts(council.assessment, council.edition))
    changes: list[str] = document["approval"]["changes_since"]
    return changes


def test_what_a_correction_changes_is_told_beside_the_approval(under_scrutiny: Council) -> None:
    council = under_scrutiny
    approve(council)
    assert changes_since(council) == []

    make.write_response(council.assessment, council.member)
    make.sign_off(council.assessment, council.member)
    make.publish(council.assessment, council.lead)
    assert changes_since(council) == []

    make.start_correction(council.assessment, council.lead)
    make.answer(council.assessment, council.officer, "2.1", commentary="It was counted again.")

    (change,) = changes_since(council)
    assert change.startswith("2.1 ")
    assert "the commentary" in change
