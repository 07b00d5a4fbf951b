"""Published revisions: the public list, and the list that a landlord works with."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.sql.elements import ColumnElement

from app.database import db
from app.domain.documents import reference_code
from app.domain.editions import Edition
from app.domain.errors import Invalid, NotFound
from app.domain.statement import KIND
from app.domain.years import FinancialYear
from app.models import (
    Assessment,
    Landlord,
    Publication,
    PublishedAsset,
    PublishedFile,
    Withdrawal,
)
from app.queries.assessments import Heading, heading


@dataclass(frozen=True)
class PublishedLine:
    """One published self-assessment in the public list: the newest revision that stands.

    Where every revision was withdrawn it is the newest of those, and `is_withdrawn`.
    """

    landlord: str
    slug: str
    year: str
    year_slug: str
    revision: int
    published_at: datetime
    has_pdf: bool
    has_word: bool
    is_withdrawn: bool
    is_demonstration: bool


@dataclass(frozen=True)
class RevisionLine:
    """One revision in a landlord's own list, with what became of it."""

    revision: int
    published_at: datetime
    address: str
    reference: str
    pdf_missing: str | None
    is_newest: bool
    withdrawn_at: datetime | None
    withdrawn_by: str | None
    why_withdrawn: str | None


@dataclass(frozen=True)
class PublicationsPage:
    """Every revision of the landlord and year of an assessment, the newest first."""

    heading: Heading
    lines: tuple[RevisionLine, ...]

    def line(self, revision: int) -> RevisionLine:
        """Return one revision, or raise NotFound saying which there are."""
        found = next((line for line in self.lines if line.revision == revision), None)
        if found is None:
            numbers = ", ".join(str(line.revision) for line in reversed(self.lines)) or "none yet"
            raise NotFound(f"There is no revision {revision}. There are: {numbers}.")
        return found


def newest_of_each() -> tuple[PublishedLine, ...]:
    """Return one line for every landlord and year, by landlord, the newest year first."""
    standing = (
        select(
            Publication.id,
            Withdrawal.id.is_not(None).label("is_withdrawn"),
            func.row_number()
            .over(
                partition_by=(Publication.landlord_id, Publication.rulebook, Publication.year),
                order_by=(Withdrawal.id.is_not(None), Publication.revision.desc()),
            )
            .label("place"),
        )
        .outerjoin(Withdrawal, Withdrawal.publication_id == Publication.id)
        .where(Publication.kind == KIND)
        .subquery()
    )
    rows = db.session.execute(
        select(Publication, Landlord, standing.c.is_withdrawn, _has(".pdf"), _has(".docx"))
        .join(Landlord, Landlord.id == Publication.landlord_id)
        .join(standing, (standing.c.id == Publication.id) & (standing.c.place == 1))
        .order_by(Landlord.name, Publication.year.desc())
    )
    return tuple(_published_line(*row) for row in rows)


def publications_page(assessment: Assessment, edition: Edition) -> PublicationsPage:
    """Return the revisions that a complaints lead looks after."""
    rows = db.session.execute(
        select(Publication, Withdrawal)
        .outerjoin(Withdrawal, Withdrawal.publication_id == Publication.id)
        .where(
            Publication.landlord_id == assessment.landlord_id,
            Publication.rulebook == assessment.rulebook,
            Publication.kind == KIND,
            Publication.year == assessment.year,
        )
        .order_by(Publication.revision.desc())
    ).all()
    newest = next((row.revision for row, withdrawal in rows if withdrawal is None), None)
    base = f"/published/{assessment.landlord.slug}/{FinancialYear.parse(assessment.year).slug}"
    return PublicationsPage(
        heading(assessment, edition),
        tuple(
            RevisionLine(
                revision=row.revision,
                published_at=row.published_at,
                address=f"{base}/v{row.revision}",
                reference=reference_code(row.digest),
                pdf_missing=row.pdf_missing,
                is_newest=row.revision == newest,
                withdrawn_at=withdrawal.withdrawn_at if withdrawal else None,
                withdrawn_by=withdrawal.withdrawn_by_name if withdrawal else None,
                why_withdrawn=withdrawal.reason if withdrawal else None,
            )
            for row, withdrawal in rows
        ),
    )


def _has(ending: str) -> ColumnElement[bool]:
    return exists().where(
        PublishedFile.publication_id == Publication.id, PublishedFile.ending == ending
    )


def _published_line(
    publication: Publication,
    landlord: Landlord,
    is_withdrawn: bool,
    has_pdf: bool,
    has_word: bool,
) -> PublishedLine:
    return PublishedLine(
        landlord=landlord.name,
        slug=landlord.slug,
        year=publication.year,
        year_slug=FinancialYear.parse(publication.year).slug,
        revision=publication.revision,
        published_at=publication.published_at,
        has_pdf=has_pdf,
        has_word=has_word,
        is_withdrawn=is_withdrawn,
        is_demonstration=landlord.demonstration_notice is not None,
    )


def known_years(slug: str) -> tuple[str, ...]:
    """Return the years a landlord has published as people write them, the newest first.

    Raises NotFound where it has published none.
    """
    years = tuple(
        db.session.scalars(
            select(Publication.year)
            .join(Landlord)
            .where(Landlord.slug == slug, Publication.kind == KIND)
            .distinct()
            .order_by(Publication.year.desc())
        )
    )
    if not years:
        raise NotFound(
            "No landlord has published anything at this address. The front page lists them."
        )
    return years


def known_year(slug: str, text: str) -> FinancialYear:
    """Return the year of an address; raise NotFound naming the years that are published."""
    published = known_years(slug)
    try:
        year = FinancialYear.parse(text)
    except Invalid:
        year = None
    if year is None or year.text not in published or year.slug != text:
        raise NotFound(f"This landlord has published {', '.join(published)}; there is no “{text}”.")
    return year


def asset(sha256: str) -> PublishedAsset | None:
    """Return a stylesheet that published pages refer to, or None."""
    return db.session.get(PublishedAsset, sha256)
