"""Stylesheets and scripts, each at an address that carries its hash, so that they can be kept.

GOV.UK Frontend comes from npm without its fonts and images: only pages of service.gov.uk may use
those. Where it was not installed, our own stylesheet alone gives plain readable pages.
"""

import base64
import hashlib
import logging
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Blueprint, Flask, Response, abort

from app.config import ROOT

STATIC = Path(__file__).resolve().parent.parent / "static"
GOVUK = ROOT / "node_modules" / "govuk-frontend" / "dist" / "govuk"
KEPT_A_YEAR = "public, max-age=31536000, immutable"

# The one inline script of GOV.UK's page template; the policy names its hash, not a nonce.
INLINE_SCRIPT = (
    "document.body.className += ' js-enabled' + ('noModule' in HTMLScriptElement.prototype "
    "? ' govuk-frontend-supported' : '');"
)
INLINE_SCRIPT_HASH = (
    "sha256-" + base64.b64encode(hashlib.sha256(INLINE_SCRIPT.encode()).digest()).decode()
)

pages = Blueprint("assets", __name__)


@dataclass(frozen=True)
class Asset:
    """A file as it is served."""

    address: str
    content: bytes
    mimetype: str


def register(app: Flask) -> None:
    """Serve the files, and tell templates their addresses."""
    app.register_blueprint(pages)
    app.jinja_env.globals["asset"] = address_of
    app.jinja_env.globals["has_govuk"] = GOVUK.exists()
    if not GOVUK.exists():
        logging.getLogger(__name__).warning(
            "GOV.UK Frontend is not installed, so pages are plain. Run npm ci to get it."
        )


@pages.get("/assets/<name>")
def serve(name: str) -> Response:
    """Serve a stylesheet or script by its hashed name."""
    asset = next((one for one in _assets().values() if one.address == f"/assets/{name}"), None)
    if asset is None:
        abort(404)
    response = Response(asset.content, mimetype=asset.mimetype)
    response.headers["Cache-Control"] = KEPT_A_YEAR
    return response


@pages.get("/favicon.ico")
def favicon() -> Response:
    """Serve the icon where browsers look for one; published pages name none."""
    icon = _assets()["icon.svg"]
    response = Response(icon.content, mimetype=icon.mimetype)
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


def address_of(name: str) -> str:
    """Return the address of an asset, such as `site.css`."""
    return _assets()[name].address


@cache
def _assets() -> dict[str, Asset]:
    found = [
        _asset("site.css", (STATIC / "site.css").read_bytes(), "text/css"),
        _asset("plain.css", (STATIC / "plain.css").read_bytes(), "text/css"),
        _asset("icon.svg", (STATIC / "icon.svg").read_bytes(), "image/svg+xml"),
    ]
    script = (STATIC / "site.js").read_text()
    if GOVUK.exists():
        components = _asset(
            "govuk.js", (GOVUK / "govuk-frontend.min.js").read_bytes(), "text/javascript"
        )
        found += [components, _asset("govuk.css", _govuk_styles(), "text/css")]
        start = f'import {{ initAll }} from "{components[1].address}";\ninitAll();\n'
        script = start + script
    found.append(_asset("site.js", script.encode(), "text/javascript"))
    return dict(found)


def _asset(name: str, content: bytes, mimetype: str) -> tuple[str, Asset]:
    stem, ending = name.rsplit(".", 1)
    digest = hashlib.sha256(content).hexdigest()[:16]
    return name, Asset(f"/assets/{stem}-{digest}.{ending}", content, mimetype)


def _govuk_styles() -> bytes:
    """Return GOV.UK's stylesheet without its typeface, which councils may not use."""
    styles = (GOVUK / "govuk-frontend.min.css").read_text()
    styles = re.sub(r"@font-face\s*\{[^}]*\}", "", styles)
    return styles.replace("GDS Transport,arial,sans-serif", "Arial,Helvetica,sans-serif").encode()
