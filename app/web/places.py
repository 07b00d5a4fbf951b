"""The two places where documents stand: /assessments/<id>/… and /reports/<id>/….

What both kinds go through has one page for both; its links stay in the place they were opened in.
"""

from typing import Any

from flask import Flask, current_app, g, url_for
from werkzeug.routing import BaseConverter

from app.domain.documents import DocumentKind

KINDS = {"assessments": DocumentKind.STATEMENT, "reports": DocumentKind.REPORT}
NAMES = {kind: name for name, kind in KINDS.items()}
DOCUMENT = "/<place:place>/<int:document_id>"


class Place(BaseConverter):
    """The first piece of an address, which tells what kind of document is meant."""

    regex = "assessments|reports"

    def to_python(self, value: str) -> DocumentKind:
        """Return the kind of the documents that stand there."""
        return KINDS[value]

    def to_url(self, value: DocumentKind) -> str:
        """Return the place of documents of a kind."""
        return NAMES[value]


def register(app: Flask) -> None:
    """Take the place out of addresses before the page is called, and put it into its links."""
    app.url_map.converters["place"] = Place
    app.url_value_preprocessor(_take_place)
    app.url_defaults(_put_place)
    app.jinja_env.globals["page_of"] = page_of


def page_of(document: Any) -> str:
    """Return the address of a document's own page; `document` has its kind and its id."""
    if document.kind is DocumentKind.REPORT:
        return url_for("reports.show", report_id=document.id)
    return url_for("assessments.show", assessment_id=document.id)


def _take_place(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    if values and "place" in values:
        g.kind = values.pop("place")


def _put_place(endpoint: str, values: dict[str, Any]) -> None:
    if "place" not in values and current_app.url_map.is_endpoint_expecting(endpoint, "place"):
        values["place"] = g.get("kind", DocumentKind.STATEMENT)
