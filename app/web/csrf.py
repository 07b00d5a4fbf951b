"""Forms that only our own pages can send; what was typed is shown again when one is refused."""

from urllib.parse import urlsplit

from flask import Flask, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import ValidationError, generate_csrf, validate_csrf

from app.web.forms import typed_again

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
OWN_SITES = frozenset({"same-origin", "none"})
MAX_FIELDS = 1000


def register(app: Flask) -> None:
    """Check each form before its page sees it."""
    app.before_request(_check_form)
    app.jinja_env.globals["csrf_token"] = generate_csrf


def _check_form() -> ResponseReturnValue | None:
    # An address that takes no such method is refused for that, without a word about forms.
    if request.method in SAFE_METHODS or request.url_rule is None:
        return None
    # Werkzeug bounds the parts of multipart forms only, so count here what was sent url-encoded.
    if len(request.form) > MAX_FIELDS:
        abort(413)
    if _comes_from_elsewhere():
        abort(403)
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError:
        typed = typed_again()
        return render_template(
            "errors/send_again.html", address=request.full_path, typed=typed
        ), 400
    return None


def _comes_from_elsewhere() -> bool:
    """Return whether a browser says that another site sent this form."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in OWN_SITES
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc != request.host
