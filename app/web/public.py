"""What anybody may read without signing in: the list, the published revisions, and about this site.

A published revision is sent as the bytes that were frozen. Only where it has been replaced does
its page carry one notice more, at one fixed place.
"""

import json
import re
from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.errors import Invalid, NotFound
from app.domain.years import FinancialYear
from app.queries import publications as queries
from app.rendering import statement_csv, statement_page, statement_schema
from app.services.publishing import stylesheet_address

pages = Blueprint("public", __name__)

# Kept, but asked for again each time: a new revision must be seen at once, and tags make it cheap.
ASK_AGAIN = "public, no-cache"
FOR_EVER = "public, max-age=31536000, immutable"
REVISION = re.compile(r"v([1-9]\d{0,5})")
ENDING = re.compile(r"(.+)\.(pdf|json|csv)")
# The frozen bytes that each form is sent or made from.
PARTS = {"html": "html", "pdf": "pdf", "json": "document", "csv": "document"}
TYPES = {
    "html": "text/html",
    "pdf": "application/pdf",
    "json": "application/json",
    "csv": "text/csv",
}


@pages.get("/")
def front() -> ResponseReturnValue:
    """List what is published."""
    return _public_page("public/front.html", lines=queries.newest_of_each())


@pages.get("/published")
def published() -> ResponseReturnValue:
    """Send a reader who shortened an address to the list."""
    return redirect(url_for(".front"), 302)


@pages.get("/published/<slug>/<year>")
def newest(slug: str, year: str) -> ResponseReturnValue:
    """Send the newest revision of a year: the page, or a file by its ending."""
    year, form = _ending(year)
    wanted = _year(slug, year)
    return _send(slug, wanted, _revisions(slug, wanted)[0], form, cache=ASK_AGAIN)


@pages.get("/published/<slug>/<year>/<revision>")
def revision(slug: str, year: str, revision: str) -> ResponseReturnValue:
    """Send one revision: the page, or a file by its ending."""
    revision, form = _ending(revision)
    wanted = _year(slug, year)
    numbers = _revisions(slug, wanted)
    found = REVISION.fullmatch(revision)
    if found is None or int(found[1]) not in numbers:
        raise NotFound(
            f"{wanted.text} has {'revision' if len(numbers) == 1 else 'revisions'} "
            f"{', '.join(str(one) for one in sorted(numbers))}; there is no “{revision}”."
        )
    return _send(slug, wanted, int(found[1]), form, cache=ASK_AGAIN)


@pages.get("/published/<slug>")
def years(slug: str) -> ResponseReturnValue:
    """Send a reader who shortened the address to the list."""
    _years(slug)
    return redirect(url_for(".front", _anchor=slug), 302)


@pages.get("/published/assets/<sha256>.css")
def asset(sha256: str) -> ResponseReturnValue:
    """Send the stylesheet of published pages by its sha256."""
    content = queries.asset(sha256)
    if content is None and request.path == stylesheet_address():
        # A draft is read before its stylesheet is kept, so the current one is served as well.
        content = statement_page.stylesheet_bytes()
    if content is None:
        abort(404)
    response = Response(content, mimetype="text/css")
    response.headers["Cache-Control"] = FOR_EVER
    return response


@pages.get("/schemas/statement-1.json")
def schema() -> ResponseReturnValue:
    """Send the JSON Schema that every published JSON validates against."""
    response = Response(statement_schema.schema_bytes(), mimetype="application/schema+json")
    response.headers["Cache-Control"] = ASK_AGAIN
    return response


@pages.get("/accessibility")
def accessibility() -> ResponseReturnValue:
    """Say how accessible this site is, and what to do where it is not."""
    return _public_page("public/accessibility.html")


@pages.get("/privacy")
def privacy() -> ResponseReturnValue:
    """Say what is kept about people."""
    return _public_page("public/privacy.html")


@pages.get("/cookies")
def cookies() -> ResponseReturnValue:
    """Say which cookies there are."""
    return _public_page("public/cookies.html")


@pages.get("/robots.txt")
def robots() -> ResponseReturnValue:
    """Keep search engines out of everything but what is published."""
    return Response(
        "User-agent: *\nDisallow: /assessments/\nDisallow: /landlords/\n", mimetype="text/plain"
    )


def _public_page(template: str, **values: Any) -> Response:
    response = Response(render_template(template, **values), mimetype="text/html")
    response.headers["Cache-Control"] = ASK_AGAIN
    return response


def _send(slug: str, year: FinancialYear, number: int, form: str, *, cache: str) -> Response:
    publication = queries.revision(slug, year, number, part=PARTS[form])
    assert publication is not None
    content = _bytes_of(publication, form)
    newest = _revisions(slug, year)[0]
    if form == "html" and number != newest:
        content = statement_page.with_notice(
            content,
            f"This is revision {number}. It has been replaced by revision {newest}.",
            link_to=f"/published/{slug}/{year.slug}",
            link_words="See the newest revision",
        )
    response = Response(content, mimetype=TYPES[form])
    response.headers["Cache-Control"] = cache
    if form != "html":
        name = f"{slug}-{year.slug}-v{number}.{form}"
        response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    if publication.landlord.demonstration_notice is not None:
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.set_etag(f"{publication.digest}-{form}-{newest if form == 'html' else number}")
    return response.make_conditional(request)


def _bytes_of(publication: Any, form: str) -> bytes:
    if form == "html":
        return bytes(publication.html)
    if form == "json":
        return bytes(publication.document)
    if form == "csv":
        return statement_csv.to_csv(json.loads(publication.document))
    if publication.pdf is None:
        raise NotFound(
            "PDF is not available for this revision: none could be made where it was published. "
            "The page and the other files hold the same."
        )
    return bytes(publication.pdf)


def _ending(last: str) -> tuple[str, str]:
    found = ENDING.fullmatch(last)
    return (found[1], found[2]) if found else (last, "html")


def _years(slug: str) -> tuple[str, ...]:
    years = queries.years_of(slug)
    if not years:
        raise NotFound(
            "No landlord has published anything at this address. The front page lists them."
        )
    return years


def _year(slug: str, text: str) -> FinancialYear:
    published = _years(slug)
    try:
        year = FinancialYear.parse(text)
    except Invalid:
        year = None
    if year is None or year.text not in published or year.slug != text:
        raise NotFound(f"This landlord has published {', '.join(published)}; there is no “{text}”.")
    return year


def _revisions(slug: str, year: FinancialYear) -> tuple[int, ...]:
    return queries.revisions_of(slug, year)
