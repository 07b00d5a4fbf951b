"""The lists of all publications for programs: JSON, and a feed that readers subscribe to."""

from flask import Blueprint, current_app
from flask.typing import ResponseReturnValue

from app.queries import public_lists
from app.rendering import feeds
from app.rendering.compression import lightly_compressed
from app.web.representations import IDENTITY, represent, send

pages = Blueprint("feeds", __name__)


@pages.get(feeds.INDEX_ADDRESS)
def index() -> ResponseReturnValue:
    """Send every revision of every publication, with its addresses, digests and state."""
    return _sent(
        feeds.index_json(public_lists.all_publications(), public_address=_address()),
        "application/json",
    )


@pages.get(feeds.FEED_ADDRESS)
def feed() -> ResponseReturnValue:
    """Send the publications as an Atom feed, the newest first."""
    media_type = "application/atom+xml; charset=utf-8"
    return _sent(
        feeds.feed_atom(public_lists.all_publications(), public_address=_address()), media_type
    )


def _sent(content: bytes, media_type: str) -> ResponseReturnValue:
    brotli, gzip = lightly_compressed(content)
    copies = {IDENTITY: content, "br": brotli, "gzip": gzip}
    return send(represent(copies, media_type=media_type))


def _address() -> str:
    address: str = current_app.extensions["settings"].public_address
    return address
