"""Who is there: the sign-in cookie, and the rule that every page but the public ones wants one."""

from dataclasses import dataclass
from typing import Any, cast

from flask import Flask, current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from app.config import Settings
from app.database import utc_now
from app.services import sign_in as services
from app.web.forms import typed_again

WORTH_SHOWING = 20  # characters; shorter ones are choices, numbers and versions

# Blueprints whose pages anybody may read; every other page wants a signed-in person.
OPEN_BLUEPRINTS = frozenset(
    {"public", "published", "comparison", "editions", "promises", "feeds", "sign_in", "assets"}
)


@dataclass(frozen=True)
class Visitor:
    """The signed-in person and the session they came with."""

    person: Any
    secret: str


def register(app: Flask) -> None:
    """Look at the cookie before each page that is not public."""
    app.before_request(_know_the_visitor)


def visitor() -> Visitor:
    """Return who is signed in; only pages behind the door may ask."""
    return cast(Visitor, g.visitor)


def give_cookie(response: Response, secret: str) -> None:
    """Set the sign-in cookie."""
    production = _settings().production
    response.set_cookie(
        _cookie_name(), secret, secure=production, httponly=True, samesite="Lax", path="/"
    )


def take_cookie(response: Response) -> None:
    """Remove the sign-in cookie."""
    response.delete_cookie(
        _cookie_name(), secure=_settings().production, httponly=True, samesite="Lax", path="/"
    )


def _know_the_visitor() -> ResponseReturnValue | None:
    if request.blueprint is None or request.blueprint in OPEN_BLUEPRINTS:
        return None
    secret = request.cookies.get(_cookie_name(), "")
    person = services.person_signed_in(secret, now=utc_now()) if secret else None
    if person is None:
        if request.method == "POST":
            return _signed_out_while_typing(secret)
        return redirect(url_for("sign_in.show", next=request.full_path.rstrip("?")), 303)
    g.visitor = Visitor(person, secret)
    return None


def _signed_out_while_typing(secret: str) -> ResponseReturnValue:
    """Keep what was typed until its author has signed in again; or at least show it."""
    typed = typed_again()
    if services.keep_typing(secret, request.full_path, typed, now=utc_now()):
        return redirect(url_for("sign_in.show", kept="yes"), 303)
    if any(len(value) > WORTH_SHOWING for _, value in typed):
        return render_template("errors/signed_out.html", typed=typed), 403
    return redirect(url_for("sign_in.show", next=url_for("home.show")), 303)


def _cookie_name() -> str:
    return "__Host-signed-in" if _settings().production else "signed-in"


def _settings() -> Settings:
    return cast(Settings, current_app.extensions["settings"])
