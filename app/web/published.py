"""Published revisions, sent as the bytes that were frozen.

Only where a revision was replaced or withdrawn, or stands again because a later one was withdrawn,
do its pages carry one notice more, at one fixed place. What was altered since it was published is
refused, in every form.
"""

import json
import re

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from app.database import kept_while_unchanged
from app.domain.documents import DocumentKind
from app.domain.published_addresses import (
    FIRST_RULEBOOK,
    REPORT,
    document_address,
    file_name,
)
from app.domain.published_files import PROVISIONS, SUMMARY, is_page, split_ending
from app.domain.wording import as_sentence
from app.queries import publications
from app.queries import published_files as queries
from app.queries.published_files import PublishedCopy
from app.rendering import statement_csv, statement_page
from app.rendering.compression import lightly_compressed
from app.web.kept_answers import keep_this
from app.web.representations import IDENTITY, NOINDEX, Representation, represent, send
from app.web.templating import day

pages = Blueprint("published", __name__)

REVISION = re.compile(r"v([1-9]\d{0,5})")


YEAR = "/published/<slug>/<year>"
YEAR_OF_RULEBOOK = "/published/<slug>/<rulebook:rulebook>/<year>"
# An address that names the first rulebook is sent on to the one without it.
FIRST = {"rulebook": FIRST_RULEBOOK}
NEWEST = {"revision": ""}


@pages.get(YEAR, defaults=FIRST)
@pages.get(YEAR_OF_RULEBOOK)
def newest(slug: str, rulebook: str, year: str) -> ResponseReturnValue:
    """Send the newest revision of a year: the page, or a file by its ending."""
    year, ending = split_ending(year)
    return _answer(slug, rulebook, year, "", ending)


@pages.get(f"{YEAR}/<revision>", defaults=FIRST)
@pages.get(f"{YEAR_OF_RULEBOOK}/<revision>")
def revision(slug: str, rulebook: str, year: str, revision: str) -> ResponseReturnValue:
    """Send one revision, or the newest report of the year: the page, or a file by its ending."""
    revision, ending = split_ending(revision)
    if revision == REPORT:
        return _answer(slug, rulebook, year, "", ending, DocumentKind.REPORT)
    return _answer(slug, rulebook, year, revision, ending)


@pages.get(f"{YEAR}/{REPORT}/<revision>", defaults=FIRST)
@pages.get(f"{YEAR_OF_RULEBOOK}/{REPORT}/<revision>")
def report_revision(slug: str, rulebook: str, year: str, revision: str) -> ResponseReturnValue:
    """Send one revision of a year's report: the page, or a file by its ending."""
    revision, ending = split_ending(revision)
    return _answer(slug, rulebook, year, revision, ending, DocumentKind.REPORT)


@pages.get(f"{YEAR}/summary", defaults=FIRST | NEWEST)
@pages.get(f"{YEAR}/<revision>/summary", defaults=FIRST)
@pages.get(f"{YEAR_OF_RULEBOOK}/summary", defaults=NEWEST)
@pages.get(f"{YEAR_OF_RULEBOOK}/<revision>/summary")
def summary(slug: str, rulebook: str, year: str, revision: str) -> ResponseReturnValue:
    """Send the summary on one page."""
    return _answer(slug, rulebook, year, revision, SUMMARY)


@pages.get(f"{YEAR}/provisions/<number>", defaults=FIRST | NEWEST)
@pages.get(f"{YEAR}/<revision>/provisions/<number>", defaults=FIRST)
@pages.get(f"{YEAR_OF_RULEBOOK}/provisions/<number>", defaults=NEWEST)
@pages.get(f"{YEAR_OF_RULEBOOK}/<revision>/provisions/<number>")
def provision(
    slug: str, rulebook: str, year: str, revision: str, number: str
) -> ResponseReturnValue:
    """Send the page of one provision."""
    return _answer(slug, rulebook, year, revision, PROVISIONS + number)


def _answer(
    slug: str,
    rulebook: str,
    year: str,
    revision: str,
    ending: str,
    kind: DocumentKind = DocumentKind.STATEMENT,
) -> Response:
    """Send a file that is whole, and have the answer kept until the database changes."""
    shelf = queries.Shelf(slug, rulebook, kind)
    number = _number(shelf, year, revision)
    copy = queries.find(shelf, year, number, ending, kept_while_unchanged())
    keep_this()
    return send(_represent(copy, ending))


def _number(shelf: queries.Shelf, year_text: str, revision: str) -> int | None:
    """Return the number in v2, or None where the address names no revision."""
    if not revision:
        return None
    found = REVISION.fullmatch(revision)
    if found is None:
        year = publications.known_year(shelf, year_text)
        raise queries.no_such_revision(shelf, year, queries.revisions_of(shelf, year), revision)
    return int(found[1])


def _represent(copy: PublishedCopy, ending: str) -> Representation:
    file, notice = copy.file, _notice(copy) if is_page(ending) else None
    copies = {IDENTITY: file.content, "br": file.brotli, "gzip": file.gzip}
    media_type, sha256 = file.media_type, file.sha256
    if file.ending != ending:
        made = statement_csv.to_csv(json.loads(file.content))
        copies, media_type, sha256 = {IDENTITY: made}, "text/csv; charset=utf-8", None
    elif notice:
        content = statement_page.with_notice(file.content, **notice)
        brotli, gzip = lightly_compressed(content)
        copies, sha256 = {IDENTITY: content, "br": brotli, "gzip": gzip}, None
    more = {}
    if not is_page(ending):
        name = file_name(
            copy.shelf.slug,
            copy.shelf.rulebook,
            copy.year,
            copy.shelf.kind,
            copy.revision.number,
        )
        more["Content-Disposition"] = f'inline; filename="{name}{ending}"'
    if copy.revision.is_demonstration:
        more["X-Robots-Tag"] = NOINDEX
    return represent(copies, media_type=media_type, sha256=sha256, more=more)


def _notice(copy: PublishedCopy) -> dict[str, str] | None:
    """Return the words for a revision that is not the one that stands, and where to go instead."""
    revision, newest = copy.revision, copy.newest
    link = {}
    if newest is not revision and newest.withdrawn_at is None:
        link = {"link_to": _year_of(copy), "link_words": "See the newest revision"}
    if revision.withdrawn_at is not None:
        words = (
            f"This is revision {revision.number}. The landlord withdrew it on "
            f"{day(revision.withdrawn_at)}: {revision.why_withdrawn}"
        )
        return {"notice": words, **link}
    if newest is revision:
        return _notice_of_later_ones(copy) if copy.later_withdrawn else None
    words = f"This is revision {revision.number}. It has been replaced by revision {newest.number}."
    return {"notice": words, **link}


def _notice_of_later_ones(copy: PublishedCopy) -> dict[str, str]:
    """Return the words for the revision that stands although there were later ones."""
    withdrawn = [
        f"Revision {one.number} was published later and withdrawn on {day(one.withdrawn_at)}: "
        f"{as_sentence(one.why_withdrawn or '')}"
        for one in reversed(copy.later_withdrawn)
    ]
    latest = copy.later_withdrawn[0].number
    return {
        "notice": f"{' '.join(withdrawn)} This is the revision that stands.",
        "link_to": f"{_year_of(copy)}/v{latest}",
        "link_words": f"See revision {latest}",
    }


def _year_of(copy: PublishedCopy) -> str:
    return document_address(copy.shelf.slug, copy.shelf.rulebook, copy.year, copy.shelf.kind)
