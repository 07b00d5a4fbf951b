"""What a person signs, and what stands before the next step, of a document of either kind."""

from datetime import date

from app.domain.documents import Document
from app.domain.editions import Edition
from app.domain.readiness import Finding, Gate
from app.domain.report import build_report
from app.domain.report_readiness import report_findings
from app.domain.statement import build
from app.models import facts
from app.models.assessments import Assessment
from app.models.documents import YearlyDocument
from app.models.report_facts import report_facts
from app.models.reports import AnnualReport


def text_of(document: YearlyDocument, edition: Edition) -> Document:
    """Return the text of a document as it stands: what a person signs, with its digest."""
    if isinstance(document, AnnualReport):
        return build_report(report_facts(document, edition))
    assert isinstance(document, Assessment)
    return build(facts.assessment_facts(document, edition))


def findings_of(
    document: YearlyDocument, edition: Edition, *, gate: Gate, today: date
) -> tuple[Finding, ...]:
    """Return every obstacle to a step, and every warning of a day."""
    if isinstance(document, AnnualReport):
        signers = facts.signers_of(document, today)
        return report_findings(report_facts(document, edition), gate=gate, signers=signers)
    assert isinstance(document, Assessment)
    return facts.findings_of(
        document, facts.assessment_facts(document, edition), gate=gate, today=today
    )
