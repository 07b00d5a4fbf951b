"""Published revisions: the public list, and the list that a landlord works with."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.sql.elements import ColumnElement

from app.database import db
from app.domain.documents import TITLES, DocumentKind, reference_code
from app.domain.edition_shelf import Editions
from app.domain.editions import Edition
from app.domain.errors import Invalid, NotFound
from app.domain.published_addresses import FIRST_RULEBOOK, document_address
from app.domain.years import FinancialYear
from app.models import (
    Landlord,
    Publication,
    PublishedAsset,
    PublishedFile,
    Withdrawal,
    YearlyDocument,
)
from app.queries.headings import Heading, heading

NOTHING_PUBLISHED = "No landlord has published anything at this address. The front page lists them."


@dataclass(frozen=True)
class Shelf:
    """Where publications stand side by side: a landlord, a rulebook and a kind."""

    slug: str
    rulebook: str
    kind: DocumentKind

    @property
    def which(self) -> tuple[ColumnElement[bool], ...]:
        """The conditions that find them."""
        return (
            Landlord.slug == self.slug,
            Publication.rulebook == self.rulebook,
            Publication.kind == self.kind,
        )


@dataclass(frozen=True)
class PublishedLine:
    """One published document in the public list: the newest revision that stands.

    Where every revision was withdrawn it is the newest of those, and `is_withdrawn`. `code` names
    the edition and its issuer where the landlord has published against another than the first.
    """

    landlord: str
    slug: str
    kind: DocumentKind
    title: str
    address: str
    year: str
    code: str
    revision: int
    published_at: datetime
    has_pdf: bool
    has_word: bool
    is_withdrawn: bool
    demonstration_notice: str | None


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


def newest_of_each(editions: Editions) -> tuple[PublishedLine, ...]:
    """Return one line for every landlord, rulebook, year and kind, the newest first."""
    standing = (
        select(
            Publication.id,
            Withdrawal.id.is_not(None).label("is_withdrawn"),
            func.row_number()
            .over(
                partition_by=(
                    Publication.landlord_id,
                    Publication.rulebook,
                    Publication.kind,
                    Publication.year,
                ),
                order_by=(Withdrawal.id.is_not(None), Publication.revision.desc()),
            )
            .label("place"),
        )
        .outerjoin(Withdrawal, Withdrawal.publication_id == Publication.id)
        .subquery()
    )
    rows = db.session.execute(
        select(
            Publication,
            Landlord,
            YearlyDocument.edition_id,
            standing.c.is_withdrawn,
            _has(".pdf"),
            _has(".docx"),
        )
        .join(Landlord, Landlord.id == Publication.landlord_id)
        .join(standing, (standing.c.id == Publication.id) & (standing.c.place == 1))
        .join(YearlyDocument, YearlyDocument.id == Publication.document_id)
        .order_by(
            Landlord.name, Publication.year.desc(), Publication.rulebook, Publication.kind.desc()
        )
    ).all()
    of_others = {row[0].landlord_id for row in rows if row[0].rulebook != FIRST_RULEBOOK}
    return tuple(
        _published_line(*row, editions=editions if row[0].landlord_id in of_others else None)
        for row in rows
    )


def publications_page(document: YearlyDocument, edition: Edition) -> PublicationsPage:
    """Return the revisions that a complaints lead looks after."""
    rows = db.session.execute(
        select(Publication, Withdrawal)
        .outerjoin(Withdrawal, Withdrawal.publication_id == Publication.id)
        .where(
            Publication.landlord_id == document.landlord_id,
            Publication.rulebook == document.rulebook,
            Publication.kind == document.kind,
            Publication.year == document.year,
        )
        .order_by(Publication.revision.desc())
    ).all()
    newest = next((row.revision for row, withdrawal in rows if withdrawal is None), None)
    base = document_address(
        document.landlord.slug,
        document.rulebook,
        FinancialYear.parse(document.year).slug,
        document.kind,
    )
    return PublicationsPage(
        heading(document, edition),
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
    edition_id: str,
    is_withdrawn: bool,
    has_pdf: bool,
    has_word: bool,
    *,
    editions: Editions | None,
) -> PublishedLine:
    return PublishedLine(
        landlord=landlord.name,
        slug=landlord.slug,
        kind=publication.kind,
        title=f"{TITLES[publication.kind]} {publication.year}",
        address=document_address(
            landlord.slug,
            publication.rulebook,
            FinancialYear.parse(publication.year).slug,
            publication.kind,
        ),
        year=publication.year,
        code=_code(editions, edition_id) if editions else "",
        revision=publication.revision,
        published_at=publication.published_at,
        has_pdf=has_pdf,
        has_word=has_word,
        is_withdrawn=is_withdrawn,
        demonstration_notice=landlord.demonstration_notice,
    )


def _code(editions: Editions, edition_id: str) -> str:
    edition = editions.get(edition_id)
    return f"{edition.issuer}: {edition.title} {edition.name}" if edition else edition_id


def refuse_unpublished(slug: str, rulebook: str | None = None) -> None:
    """Raise NotFound where a landlord has published nothing against a rulebook, or at all."""
    _published_years(slug, rulebook)


def known_year(shelf: Shelf, text: str) -> FinancialYear:
    """Return the year of an address; raise NotFound naming the years that are published."""
    published = _published_years(shelf.slug, shelf.rulebook, shelf.kind)
    try:
        year = FinancialYear.parse(text)
    except Invalid:
        year = None
    if year is None or year.text not in published or year.slug != text:
        noun = "reports of " if shelf.kind is DocumentKind.REPORT else ""
        raise NotFound(
            f"This landlord has published {noun}{', '.join(published)}; there is no “{text}”."
            f"{_instead(shelf, year)}"
        )
    return year


def _published_years(
    slug: str, rulebook: str | None, kind: DocumentKind | None = None
) -> tuple[str, ...]:
    """Return the years a landlord has published as people write them, the newest first."""
    rows = db.session.execute(
        select(Publication.rulebook, Publication.kind, Publication.year)
        .join(Landlord)
        .where(Landlord.slug == slug)
        .distinct()
        .order_by(Publication.year.desc())
    ).all()
    if not rows:
        raise NotFound(NOTHING_PUBLISHED)
    of_kind = [row for row in rows if kind in (None, row.kind)]
    if not of_kind:
        raise NotFound(_nothing_of_kind(kind, [row.year for row in rows]))
    years = tuple(dict.fromkeys(row.year for row in of_kind if rulebook in (None, row.rulebook)))
    if not years:
        there = ", ".join(dict.fromkeys(row.year for row in of_kind))
        raise NotFound(f"This landlord has published {there}; there is no “{rulebook}”.")
    return years


def _nothing_of_kind(kind: DocumentKind | None, years: list[str]) -> str:
    """Return the refusal where a landlord has published only what is of the other kind."""
    missing, there = "annual report", "self-assessments"
    if kind is DocumentKind.STATEMENT:
        missing, there = "self-assessment", "annual reports"
    return (
        f"This landlord has published no {missing} here. It has published {there} of "
        f"{', '.join(dict.fromkeys(years))}. The front page leads to each."
    )


def _instead(shelf: Shelf, year: FinancialYear | None) -> str:
    """Return where the year's document of the other kind stands, where there is one."""
    other = next(kind for kind in DocumentKind if kind is not shelf.kind)
    row = db.session.scalar(
        select(Publication.id)
        .join(Landlord)
        .where(*replace(shelf, kind=other).which, Publication.year == (year.text if year else ""))
        .limit(1)
    )
    if year is None or row is None:
        return ""
    address = document_address(shelf.slug, shelf.rulebook, year.slug, other)
    return f" Its {TITLES[other].lower()} of {year.text} stands at {address}."


def asset(sha256: str) -> PublishedAsset | None:
    """Return a stylesheet that published pages refer to, or None."""
    return db.session.get(PublishedAsset, sha256)
