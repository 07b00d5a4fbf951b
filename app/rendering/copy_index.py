"""The first page of a plain copy: everything that is in it, by landlord and year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from app.domain.days import day_in_words, london_day
from app.domain.documents import TITLES, DocumentKind
from app.domain.publications import PublicationFacts, PublicState
from app.domain.published_addresses import FIRST_RULEBOOK
from app.domain.published_files import WORDS, is_page
from app.rendering.plain_site import newest_of
from app.rendering.statement_page import render_live

Link = tuple[str, str]


@dataclass(frozen=True)
class YearLine:
    """A document of a year: the newest revision, its files, and the earlier revisions.

    `code` names the edition where the landlord has published against another than the first.
    """

    name: str
    address: str
    words: str
    code: str
    files: tuple[Link, ...]
    earlier: tuple[Link, ...]


@dataclass(frozen=True)
class LandlordLines:
    """A landlord and its years, the newest first."""

    name: str
    slug: str
    demonstration_notice: str | None
    years: tuple[YearLine, ...]


def copy_index(
    publications: Sequence[PublicationFacts],
    *,
    public_address: str,
    stylesheet_address: str,
    made_on: date,
) -> bytes:
    """Return the page, with links from the root like every other page."""
    by_name = sorted(publications, key=lambda one: (one.landlord, one.slug))
    landlords = [_landlord(list(found)) for _, found in groupby(by_name, key=lambda one: one.slug)]
    names_codes = any(year.code for landlord in landlords for year in landlord.years)
    return render_live(
        "copy_index.html",
        stylesheet_address=stylesheet_address,
        landlord_name="Handling complaints" if names_codes else "Complaint Handling Code",
        demonstration_notice=None,
        landlords=landlords,
        names_codes=names_codes,
        has_reports=any(one.kind is DocumentKind.REPORT for one in publications),
        public_address=public_address,
        made_on=day_in_words(made_on),
    ).encode()


def _landlord(publications: list[PublicationFacts]) -> LandlordLines:
    # The self-assessment of a year stands before its report.
    by_year = sorted(
        publications, key=lambda one: (one.year, one.kind, one.newest, one.revision), reverse=True
    )
    names_code = any(one.rulebook != FIRST_RULEBOOK for one in publications)
    years = [
        _year(list(found), names_code=names_code)
        for _, found in groupby(by_year, key=lambda one: one.newest)
    ]
    newest = newest_of(publications)
    return LandlordLines(
        newest.landlord,
        newest.slug,
        newest.demonstration_notice,
        tuple(years),
    )


def _year(revisions: list[PublicationFacts], *, names_code: bool) -> YearLine:
    newest = newest_of(revisions)
    withdrawn = ", withdrawn" if newest.state is PublicState.WITHDRAWN else ""
    endings = {file.ending for file in newest.files}
    published = day_in_words(london_day(newest.published_at))
    return YearLine(
        name=f"{TITLES[newest.kind]} {newest.year.replace('-', '/')}",
        address=newest.newest,
        words=f"revision {newest.revision}, published {published}{withdrawn}",
        code=f"{newest.edition['title']} {newest.edition['name']}" if names_code else "",
        files=tuple(
            (words, f"{newest.newest}{ending}")
            for ending, words in WORDS.items()
            if not is_page(ending) and ending in endings
        ),
        earlier=tuple(
            (f"revision {one.revision}", one.address) for one in revisions if one is not newest
        ),
    )
