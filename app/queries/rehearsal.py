"""The rehearsal of a publication: what strangers would read of people."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.database import db
from app.domain.editions import Edition
from app.domain.rehearsal import Detail, Found, personal_details
from app.models import Membership, Person, YearlyDocument
from app.queries.headings import Heading, heading
from app.queries.sign_offs import draft_document


@dataclass(frozen=True)
class RehearsalPage:
    """The personal details found in the text as it would be published now, by kind."""

    heading: Heading
    found: tuple[Found, ...]
    publishes_names: bool

    def of(self, detail: Detail) -> tuple[Found, ...]:
        """Return what was found of one kind."""
        return tuple(one for one in self.found if one.detail is detail)


def rehearsal_page(document: YearlyDocument, edition: Edition, now: datetime) -> RehearsalPage:
    """Return what the text says of people: of those, too, who have left."""
    names = db.session.scalars(
        select(Person.name)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.landlord_id == document.landlord_id)
        .order_by(Person.name)
    ).all()
    text = draft_document(document, edition, now)
    return RehearsalPage(
        heading=heading(document, edition),
        found=personal_details(text, names),
        publishes_names=document.landlord.publishes_names,
    )
