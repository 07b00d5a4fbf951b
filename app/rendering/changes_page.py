"""What changed between published statements, as a page."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.published_addresses import year_address
from app.rendering import statement_words as words
from app.rendering.changes_view import Shown, View
from app.rendering.statement_page import render_live


@dataclass(frozen=True)
class ChangesPage:
    """What the page shows; a choice is the value of an option and its words.

    `revisions` compares the revisions of one year, `years` one year with another; `chosen` says
    that a reader asked for this pair, and `selected` what stands in the form. `code` names the
    rulebook where it is not the first.
    """

    landlord_name: str
    landlord_slug: str
    rulebook: str
    code: str
    demonstration_notice: str | None
    year: str
    revisions: Sequence[Shown]
    years: Sequence[Shown]
    has_earlier_year: bool
    chosen: bool
    choices: Sequence[tuple[str, str]]
    selected: tuple[str, str]


def render(page: ChangesPage, *, stylesheet_address: str) -> str:
    """Return the page."""
    return render_live(
        "changes.html",
        page=page,
        year=words.year_in_words(page.year),
        address=year_address(page.landlord_slug, page.rulebook, page.year),
        revisions=[View(one.comparison, one, page.landlord_slug) for one in page.revisions],
        years=[View(one.comparison, one, page.landlord_slug) for one in page.years],
        landlord_name=page.landlord_name,
        landlord_slug=page.landlord_slug,
        demonstration_notice=page.demonstration_notice,
        stylesheet_address=stylesheet_address,
    )
