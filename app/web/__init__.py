"""Pages: routes, forms and access; the only floor that knows HTTP."""

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter

from app.web import (
    account,
    actions,
    approvals,
    assessments,
    assets,
    brief,
    challenges,
    comparison,
    csrf,
    errors,
    feeds,
    history,
    home,
    kept_answers,
    landlords,
    packs,
    people,
    promises,
    public,
    publications,
    published,
    rehearsal,
    responses,
    security_headers,
    sign_in,
    sign_offs,
    signed_in,
    submissions,
    templating,
    words,
)


class RowNumber(IntegerConverter):
    """A number in an address that the database can hold; a larger one names no page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max": 2**63 - 1} | kwargs)


def register(app: Flask) -> None:
    """Join every page, and what stands around all of them, to the application."""
    app.url_map.converters["int"] = RowNumber
    # The order matters: who is there, then whether the form is their own, then the page.
    signed_in.register(app)
    csrf.register(app)
    templating.register(app)
    words.register(app)
    errors.register(app)
    assets.register(app)
    for area in (
        account,
        actions,
        approvals,
        assessments,
        brief,
        challenges,
        comparison,
        feeds,
        history,
        home,
        landlords,
        packs,
        people,
        promises,
        public,
        publications,
        published,
        rehearsal,
        responses,
        sign_in,
        sign_offs,
        submissions,
    ):
        app.register_blueprint(area.pages)
    security_headers.register(app)
    kept_answers.register(app)
