"""What anybody may read without signing in, beside the published files: the list, and about it."""

from functools import lru_cache
from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.errors import Damaged
from app.queries import publications as queries
from app.queries.published_files import DAMAGED
from app.queries.verification import asset_faults
from app.rendering import report_schema as report_schemas
from app.rendering import statement_page, statement_schema
from app.rendering.compression import compressed
from app.services.publishing import stylesheet_address
from app.web import access
from app.web.representations import ASK_AGAIN, FOR_EVER, IDENTITY, represent, send

pages = Blueprint("public", __name__)


@pages.get("/")
def front() -> ResponseReturnValue:
    """List what is published."""
    return _public_page("public/front.html", lines=queries.newest_of_each(access.editions()))


@pages.get("/published")
def published() -> ResponseReturnValue:
    """Send a reader who shortened an address to the list."""
    return redirect(url_for(".front"), 302)


@pages.get("/published/<slug>")
def years(slug: str) -> ResponseReturnValue:
    """Send a reader who shortened the address to the list."""
    queries.refuse_unpublished(slug)
    return redirect(url_for(".front", _anchor=slug), 302)


@pages.get("/published/<slug>/<rulebook:rulebook>")
def years_of_rulebook(slug: str, rulebook: str) -> ResponseReturnValue:
    """Send a reader who shortened the address of another rulebook's year to the list."""
    queries.refuse_unpublished(slug, rulebook)
    return redirect(url_for(".front", _anchor=slug), 302)


@pages.get("/published/assets/<sha256>.css")
def asset(sha256: str) -> ResponseReturnValue:
    """Send the stylesheet of published pages by its sha256."""
    kept = queries.asset(sha256)
    if kept is not None and any(asset_faults(kept)):
        raise Damaged(DAMAGED)
    content = kept.content if kept else None
    if content is None and request.path == stylesheet_address():
        # A draft is read before its stylesheet is kept, so the current one is served as well.
        content = statement_page.stylesheet_bytes()
    if content is None:
        abort(404)
    brotli, gzip = _compressed(content)
    copies = {IDENTITY: content, "br": brotli, "gzip": gzip}
    return send(represent(copies, media_type="text/css; charset=utf-8", cache=FOR_EVER))


@lru_cache(maxsize=16)
def _compressed(content: bytes) -> tuple[bytes | None, bytes | None]:
    """Return a stylesheet compressed; there is one for each time our own has changed."""
    return compressed(content, "text/css")


@pages.get("/schemas/statement-1.json")
def schema() -> ResponseReturnValue:
    """Send the JSON Schema that every published self-assessment validates against."""
    return _schema(statement_schema.schema_bytes())


@pages.get("/schemas/report-1.json")
def report_schema() -> ResponseReturnValue:
    """Send the JSON Schema that every published report validates against."""
    return _schema(report_schemas.schema_bytes())


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
        "User-agent: *\nDisallow: /assessments/\nDisallow: /reports/\nDisallow: /landlords/\n",
        mimetype="text/plain",
    )


def _schema(content: bytes) -> Response:
    response = Response(content, mimetype="application/schema+json")
    response.headers["Cache-Control"] = ASK_AGAIN
    return response


def _public_page(template: str, **values: Any) -> Response:
    response = Response(render_template(template, **values), mimetype="text/html")
    response.headers["Cache-Control"] = ASK_AGAIN
    return response
