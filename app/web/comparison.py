"""What changed in a year of a landlord, between any two of its published statements."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from app.domain.published_addresses import FIRST_RULEBOOK
from app.queries import comparison as queries
from app.queries.comparison import Changes, Compared
from app.queries.published_documents import PublishedStatement
from app.rendering import changes_page
from app.rendering.changes_page import ChangesPage
from app.rendering.changes_view import Shown
from app.services.publishing import stylesheet_address
from app.web import access
from app.web.representations import live_page, send

pages = Blueprint("comparison", __name__)


@pages.get("/published/<slug>/<year>/changes", defaults={"rulebook": FIRST_RULEBOOK})
@pages.get("/published/<slug>/<rulebook:rulebook>/<year>/changes")
def changes(slug: str, rulebook: str, year: str) -> ResponseReturnValue:
    """Show what changed since the year before and between revisions, or between two named ones."""
    found = queries.changes(
        slug,
        rulebook,
        year,
        access.editions(),
        before=request.args.get("from", "").strip(),
        after=request.args.get("to", "").strip(),
    )
    html = changes_page.render(_page(found), stylesheet_address=stylesheet_address())
    return send(live_page(html, is_demonstration=found.landlord.demonstration_notice is not None))


def _page(found: Changes) -> ChangesPage:
    shown = [*found.years, *found.revisions]
    before, after = found.chosen or (
        (shown[0].before, shown[0].after) if shown else (found.statements[-1], found.statements[0])
    )
    return ChangesPage(
        landlord_name=found.landlord.name,
        landlord_slug=found.landlord.slug,
        rulebook=found.rulebook,
        code=found.code,
        demonstration_notice=found.landlord.demonstration_notice,
        year=found.year.slug,
        revisions=[_shown(one) for one in found.revisions],
        years=[_shown(one) for one in found.years],
        has_earlier_year=any(one.year < found.year for one in found.statements),
        chosen=found.chosen is not None,
        choices=[(_value(one), _words(one)) for one in found.statements],
        selected=(_value(before), _value(after)),
    )


def _shown(one: Compared) -> Shown:
    return Shown(one.result, one.reason, (one.before.is_withdrawn, one.after.is_withdrawn))


def _value(one: PublishedStatement) -> str:
    return f"{one.year.slug}/v{one.revision}"


def _words(one: PublishedStatement) -> str:
    withdrawn = " (withdrawn)" if one.is_withdrawn else ""
    return f"{one.year.text}, revision {one.revision}{withdrawn}"
