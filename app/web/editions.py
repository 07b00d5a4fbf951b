"""The editions of the Code in public: what each asked, how they differ, and what was answered."""

from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.carrying import CHANGE_WORDS, EFFECT_WORDS
from app.domain.days import written_date
from app.domain.edition_comparison import in_order
from app.domain.wording import deadlines_unsaid
from app.queries import edition_pages as queries
from app.queries.edition_comparison import compare_page
from app.queries.published_answers import published_answers
from app.rendering.origin_bar import origin_bar, origin_swatch
from app.web.access import editions
from app.web.representations import live_page, send

# What a reader may ask of a comparison: only what changed, and the publisher's own words.
WISHES = ("show", "wording")

pages = Blueprint("editions", __name__)
pages.add_app_template_filter(written_date)
pages.add_app_template_filter(deadlines_unsaid)
pages.add_app_template_filter(origin_bar)
pages.add_app_template_filter(origin_swatch)
pages.add_app_template_filter(lambda change: CHANGE_WORDS[change], "change_words")
pages.add_app_template_filter(lambda effect: EFFECT_WORDS[effect], "effect_words")


@pages.get("/editions")
def show_all() -> ResponseReturnValue:
    """List every edition, the newest first."""
    return _public_page("editions/list.html", rulebooks=queries.rulebooks(editions()))


@pages.get("/editions/<edition_id>")
def show(edition_id: str) -> ResponseReturnValue:
    """Show what one edition asks."""
    return _public_page("editions/show.html", page=queries.edition_page(edition_id, editions()))


@pages.get("/editions/<edition_id>/compare")
def choose(edition_id: str) -> ResponseReturnValue:
    """Send a reader to the comparison that they chose in the form of an edition's page."""
    edition = queries.known_edition(edition_id, editions())
    if "with" not in request.args:
        return redirect(url_for(".show", edition_id=edition.id, _anchor="compare"), 302)
    other = queries.known_edition(request.args["with"], editions())
    before, after = in_order(edition, other)
    return redirect(url_for(".compare", edition_id=before.id, other_id=after.id), 302)


@pages.get("/editions/<edition_id>/compare/<other_id>")
def compare(edition_id: str, other_id: str) -> ResponseReturnValue:
    """Show what changed between two editions, the earlier first."""
    shelf = editions()
    one, other = (queries.known_edition(name, shelf) for name in (edition_id, other_id))
    before, after = in_order(one, other)
    if before is not one:
        wishes = {name: request.args[name] for name in WISHES if name in request.args}
        place = url_for(".compare", edition_id=before.id, other_id=after.id, **wishes)
        return redirect(place, 302)
    official = request.args.get("wording") == "official"
    return _public_page(
        "editions/compare.html",
        page=compare_page(before, after, shelf, official=official),
        wording_asked="official" if official else None,
    )


@pages.get("/editions/<edition_id>/provisions/<number>")
def provision(edition_id: str, number: str) -> ResponseReturnValue:
    """Show one provision as it was required then, and what landlords answered over the years."""
    shelf = editions()
    page = queries.provision_page(edition_id, number, shelf)
    slug = request.args.get("landlord", "").strip()
    answers = published_answers(page.line.edition, number, shelf, slug)
    shown = answers.chosen
    return _public_page(
        "editions/provision.html",
        is_demonstration=shown is not None and shown.demonstration_notice is not None,
        page=page,
        answers=answers,
    )


def _public_page(template: str, *, is_demonstration: bool = False, **values: Any) -> Response:
    return send(live_page(render_template(template, **values), is_demonstration=is_demonstration))
