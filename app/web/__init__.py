"""Pages: routes, forms and access; the only floor that knows HTTP."""

from typing import Any

from flask import Flask
from werkzeug.routing import BaseConverter, IntegerConverter

from app.domain.published_addresses import RULEBOOK
from app.web import (
    account,
    actions,
    approvals,
    assessment_start,
    assessments,
    assets,
    brief,
    carrying,
    case_extracts,
    challenges,
    comparison,
    csrf,
    edition_corrections,
    editions,
    errors,
    feeds,
    figure_settings,
    figures,
    history,
    home,
    jobs,
    kept_answers,
    landlords,
    learning,
    official_wording,
    packs,
    people,
    places,
    promises,
    public,
    publications,
    published,
    rehearsal,
    reports,
    responses,
    security_headers,
    sign_in,
    sign_offs,
    signed_in,
    steps,
    submissions,
    templating,
    typed_figures,
    uploads,
    words,
)


class RowNumber(IntegerConverter):
    """A number in an address that the database can hold; a larger one names no page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max": 2**63 - 1} | kwargs)


class Rulebook(BaseConverter):
    """The name of a rulebook in an address, which no year and no revision can be taken for."""

    regex = RULEBOOK
    weight = 90  # before the years, which match anything


def register(app: Flask) -> None:
    """Join every page, and what stands around all of them, to the application."""
    app.url_map.converters |= {"int": RowNumber, "rulebook": Rulebook}
    # The order matters: who is there, then whether the form is their own, then the page.
    uploads.register(app)
    signed_in.register(app)
    csrf.register(app)
    templating.register(app)
    words.register(app)
    errors.register(app)
    assets.register(app)
    places.register(app)
    for area in (
        account,
        actions,
        approvals,
        assessment_start,
        assessments,
        brief,
        carrying,
        case_extracts,
        challenges,
        comparison,
        edition_corrections,
        editions,
        feeds,
        figure_settings,
        figures,
        history,
        home,
        jobs,
        landlords,
        learning,
        official_wording,
        packs,
        people,
        promises,
        public,
        publications,
        published,
        rehearsal,
        reports,
        responses,
        sign_in,
        sign_offs,
        steps,
        submissions,
        typed_figures,
    ):
        app.register_blueprint(area.pages)
    security_headers.register(app)
    kept_answers.register(app)
