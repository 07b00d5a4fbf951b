"""What the page of changes shows: which two statements to set beside each other, and what differs.

Without a choice it is each revision of the year beside the one before, and the year beside the
year that was published before it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.comparison import Comparison, compare
from app.domain.documents import DocumentKind
from app.domain.edition_shelf import Editions
from app.domain.errors import Invalid, NotFound
from app.domain.published_addresses import FIRST_RULEBOOK
from app.domain.years import FinancialYear
from app.queries.publications import Shelf, known_year
from app.queries.published_documents import (
    PublishedStatement,
    Publisher,
    documents_of,
    publisher,
    statements_of,
)

CHOICE = re.compile(r"(?:(\d{4}-\d{2})(?:/|$))?(?:v([1-9]\d{0,5}))?", re.ASCII)

Pair = tuple[PublishedStatement, PublishedStatement]


@dataclass(frozen=True)
class Compared:
    """Two statements, the earlier first, and what changed between them."""

    before: PublishedStatement
    after: PublishedStatement
    result: Comparison
    reason: str | None


@dataclass(frozen=True)
class Changes:
    """What the page holds; `chosen` is the pair that a reader asked for, if they did.

    `code` names the rulebook where it is not the first, whose pages have never said so.
    """

    landlord: Publisher
    rulebook: str
    code: str
    year: FinancialYear
    statements: tuple[PublishedStatement, ...]
    chosen: Pair | None
    revisions: tuple[Compared, ...]
    years: tuple[Compared, ...]


def changes(
    slug: str,
    rulebook: str,
    year_text: str,
    editions: Editions,
    *,
    before: str = "",
    after: str = "",
) -> Changes:
    """Return what changed in a year of a landlord, or between the two that are named.

    A name is a year, a revision of the page's year, or both: 2020-21, v1, 2020-21/v1. Raises
    NotFound saying what there is.
    """
    year = known_year(Shelf(slug, rulebook, DocumentKind.STATEMENT), year_text)
    landlord = publisher(slug)
    statements = statements_of(landlord, rulebook)
    newest = _standing(statements, year)
    chosen = _chosen(statements, newest, before, after) if before or after else None
    pairs = [chosen] if chosen else [*_revisions(statements, year), *_years(statements, newest)]
    documents = documents_of({one for pair in pairs for one in pair})
    compared = [
        Compared(
            one,
            other,
            compare(documents[one.id], documents[other.id], editions),
            documents[other.id]["publication"]["reason"],
        )
        for one, other in pairs
    ]
    return Changes(
        landlord=landlord,
        rulebook=rulebook,
        code=_code(rulebook, editions),
        year=year,
        statements=statements,
        chosen=chosen,
        revisions=tuple(one for one in compared if one.before.year == one.after.year),
        years=tuple(one for one in compared if one.before.year != one.after.year),
    )


def _code(rulebook: str, editions: Editions) -> str:
    latest = editions.latest(rulebook)
    if rulebook == FIRST_RULEBOOK or latest is None:
        return ""
    return f"{latest.issuer}, {latest.title}"


def _standing(statements: Sequence[PublishedStatement], year: FinancialYear) -> PublishedStatement:
    """Return the newest revision of a year that was not withdrawn, or of those that were."""
    of_year = [one for one in statements if one.year == year]
    return next((one for one in of_year if not one.is_withdrawn), of_year[0])


def _revisions(statements: Sequence[PublishedStatement], year: FinancialYear) -> Iterator[Pair]:
    of_year = [one for one in statements if one.year == year]
    return zip(of_year[1:], of_year, strict=False)


def _years(statements: Sequence[PublishedStatement], newest: PublishedStatement) -> Iterator[Pair]:
    earlier = [one.year for one in statements if one.year < newest.year]
    if earlier:
        yield _standing(statements, max(earlier)), newest


def _chosen(
    statements: Sequence[PublishedStatement], newest: PublishedStatement, before: str, after: str
) -> Pair:
    """Return the two that a reader named, the earlier first whichever way they were named."""
    usual = next(_years(statements, newest), None) or (statements[-1], newest)
    one = _named(statements, newest.year, before) if before else usual[0]
    other = _named(statements, newest.year, after) if after else newest
    if (one.year, one.revision) > (other.year, other.revision):
        one, other = other, one
    return one, other


def _named(
    statements: Sequence[PublishedStatement], year: FinancialYear, name: str
) -> PublishedStatement:
    found = CHOICE.fullmatch(name)
    try:
        wanted = FinancialYear.parse(found[1]) if found and found[1] else year
    except Invalid:
        found = None
    if found and any(found.groups()):
        of_year = [one for one in statements if one.year == wanted]
        if found[2]:
            of_year = [one for one in of_year if one.revision == int(found[2])]
        if of_year:
            return _standing(of_year, wanted)
    there = ", ".join(f"{one.year.slug}/v{one.revision}" for one in statements)
    raise NotFound(f"There is no “{name}” to compare. There are: {there}.")
