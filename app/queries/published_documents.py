"""The documents of what a landlord published, read and checked, for pages made out of several."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from app.database import db
from app.domain.documents import Document, DocumentKind
from app.domain.errors import Damaged, NotFound
from app.domain.years import FinancialYear
from app.models import Landlord, Publication, PublishedFile, Withdrawal, YearlyDocument
from app.queries.publications import NOTHING_PUBLISHED
from app.queries.published_files import DAMAGED
from app.queries.verification import JSON, Bound, bound_of, document_faults


@dataclass(frozen=True)
class Publisher:
    """The landlord of public pages; only a demonstration has a notice."""

    id: int
    name: str
    slug: str
    demonstration_notice: str | None


@dataclass(frozen=True)
class PublishedStatement:
    """One revision that is public; one that was withdrawn stays public, and says so."""

    id: int
    rulebook: str
    year: FinancialYear
    revision: int
    is_withdrawn: bool
    bound: Bound


def publisher(slug: str) -> Publisher:
    """Return the landlord whose pages stand at an address; raise NotFound where there is none."""
    row = db.session.execute(
        select(Landlord.id, Landlord.name, Landlord.slug, Landlord.demonstration_notice).where(
            Landlord.slug == slug
        )
    ).one_or_none()
    if row is None:
        raise NotFound(NOTHING_PUBLISHED)
    return Publisher(*row)


def statements_of(
    landlord: Publisher,
    rulebook: str | None = None,
    kind: DocumentKind = DocumentKind.STATEMENT,
) -> tuple[PublishedStatement, ...]:
    """Return what a landlord published against one rulebook, or against any.

    That is every revision, the newest year and revision first.
    """
    which = [] if rulebook is None else [Publication.rulebook == rulebook]
    rows = db.session.execute(
        select(Publication, Landlord, Withdrawal.id.is_not(None))
        .join(Landlord, Landlord.id == Publication.landlord_id)
        .outerjoin(Withdrawal, Withdrawal.publication_id == Publication.id)
        .where(
            Publication.landlord_id == landlord.id,
            Publication.kind == kind,
            *which,
        )
        .order_by(Publication.year.desc(), Publication.revision.desc(), Publication.rulebook)
    )
    return tuple(
        PublishedStatement(
            row.id,
            row.rulebook,
            FinancialYear.parse(row.year),
            row.revision,
            is_withdrawn,
            bound_of(row),
        )
        for row, _, is_withdrawn in rows
    )


def documents_of(statements: Collection[PublishedStatement]) -> Mapping[int, Document]:
    """Return the documents by the id of their publication; raise Damaged where one was altered."""
    rows = db.session.execute(
        select(PublishedFile.publication_id, PublishedFile.content).where(
            PublishedFile.publication_id.in_([one.id for one in statements]),
            PublishedFile.ending == JSON,
        )
    )
    contents = {row.publication_id: row.content for row in rows}
    for one in statements:
        if one.id not in contents or any(document_faults(one.bound, contents[one.id])):
            raise Damaged(DAMAGED)
    return {key: json.loads(content) for key, content in contents.items()}


def newest_text(document: YearlyDocument) -> Document | None:
    """Return the newest published text of a document's kind and year that stands, or None."""
    year = FinancialYear.parse(document.year)
    published = statements_of(publisher(document.landlord.slug), document.rulebook, document.kind)
    standing = [one for one in published if one.year == year and not one.is_withdrawn]
    if not standing:
        return None
    return documents_of(standing[:1])[standing[0].id]
