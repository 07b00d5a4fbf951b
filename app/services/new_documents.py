"""The beginning of a document of either kind: its row, and nothing in it yet."""

from datetime import date, datetime
from typing import TypeVar

from app.database import db
from app.domain.document_parts import Demonstration
from app.domain.editions import Edition
from app.domain.workflow import Reason, State
from app.domain.years import FinancialYear
from app.models import Landlord, YearlyDocument

D = TypeVar("D", bound=YearlyDocument)


def new_document(
    kind: type[D],
    landlord: Landlord,
    edition: Edition,
    year: FinancialYear,
    reason: Reason,
    *,
    now: datetime,
    assessed_on: date | None = None,
    demonstration: Demonstration | None = None,
    carried_from: D | None = None,
) -> D:
    """Write a draft of a year; whoever calls has asked whether there may be one."""
    notice = demonstration.notice if demonstration else landlord.demonstration_notice
    document = kind(
        landlord_id=landlord.id,
        rulebook=edition.rulebook,
        edition_id=edition.id,
        edition_digest=edition.digest,
        year=year.text,
        reason=reason,
        state=State.DRAFT,
        assessed_on=assessed_on,
        demonstration_notice=notice,
        demonstration_silence=demonstration.silence if demonstration else None,
        carried_from_id=carried_from.id if carried_from else None,
        created_at=now,
    )
    db.session.add(document)
    db.session.flush()
    return document
