"""What a landlord promised in public, and where each promise stands today."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from app.queries import promises as queries
from app.rendering import promises_page
from app.services.publishing import stylesheet_address
from app.web.representations import live_page, send
from app.web.templating import today

pages = Blueprint("promises", __name__)


@pages.get("/published/<slug>/promises")
def show(slug: str) -> ResponseReturnValue:
    """Show every promise that was published, as it stands today."""
    found = queries.promises_of(slug, today())
    html = promises_page.render(
        found.made,
        landlord_name=found.landlord.name,
        landlord_slug=found.landlord.slug,
        plans=found.plans,
        demonstration_notice=found.landlord.demonstration_notice,
        stylesheet_address=stylesheet_address(),
    )
    return send(live_page(html, is_demonstration=found.landlord.demonstration_notice is not None))
