"""Errors as pages: which status each kind of refusal gets, and what the page says."""

import logging
import secrets
from collections.abc import Sequence

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from app.database import DatabaseUnusable, db
from app.domain import errors as domain
from app.web.forms import typed_again

STATUS = {
    domain.NotFound: 404,
    domain.NotAllowed: 403,
    domain.ChangedByAnother: 409,
    domain.AlreadyExists: 409,
    domain.StepNotAllowed: 409,
    domain.ChangedSinceSignOff: 409,
    domain.NotReady: 422,
    domain.Invalid: 422,
    domain.EditionAltered: 500,
    domain.Damaged: 500,
}
TITLES = {
    400: "This request could not be read",
    403: "You cannot do this",
    404: "There is no such page",
    405: "This page cannot be used that way",
    409: "This has changed in the meantime",
    413: "That is too much at once",
    422: "This cannot be done yet",
    500: "Something went wrong on our side",
    503: "This site is busy for a moment",
}
WORDS = {
    400: "Go back, load the page again and try once more.",
    403: "The form was not sent from a page of this site. Go back, load the page and try again.",
    404: "Check the address. If you followed a link from an e-mail or another site, it may be old.",
    405: "Go back and use the buttons of the page.",
    413: "Send a shorter text, or split it in two.",
    503: "The database was busy or could not be written, so nothing was saved. Nothing you typed "
    "is lost. Wait a moment and try again; if it stays so, tell whoever looks after this site.",
}

WORTH_KEEPING = 40  # characters; shorter ones are choices, numbers and tokens

log = logging.getLogger(__name__)


def register(app: Flask) -> None:
    """Show our own page for every refusal and every fault."""
    app.register_error_handler(domain.DomainError, _refused)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(DatabaseUnusable, _database_busy)
    app.register_error_handler(Exception, _fault)


def _refused(error: domain.DomainError) -> ResponseReturnValue:
    db.session.rollback()
    status = STATUS[type(error)]
    more: tuple[str, ...] = ()
    if isinstance(error, domain.NotReady):
        more = error.obstacles
    elif isinstance(error, domain.ChangedSinceSignOff):
        more = error.changes
    typed = typed_again() if request.method == "POST" else []
    return _page(status, error.message, more, typed), status


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error
    status = error.code
    words = WORDS.get(status, error.description or WORDS[400])
    if status in (404, 413) and error.description and type(error).description != error.description:
        words = error.description
    return _page(status, words), status


def _database_busy(error: Exception) -> ResponseReturnValue:
    """Say that nothing was saved, and give the form back to be sent again."""
    db.session.rollback()
    log.error("The database could not be used at %s", request.url_rule, exc_info=error)
    if request.method != "POST":
        return _page(503, WORDS[503]), 503
    page = render_template(
        "errors/send_again.html", address=request.full_path, typed=typed_again(), why=WORDS[503]
    )
    return page, 503


def _fault(error: Exception) -> ResponseReturnValue:
    db.session.rollback()
    reference = secrets.token_hex(4).upper()
    # The rule and not the path, because the path of a one-time link is a secret.
    log.error("Fault %s at %s", reference, request.url_rule, exc_info=error)
    words = (
        f"Nothing that was saved before is lost. Try again; if it happens again, tell whoever "
        f"looks after this site, and give them the reference {reference}."
    )
    return _page(500, words), 500


def _page(
    status: int,
    words: str,
    more: tuple[str, ...] = (),
    typed: Sequence[tuple[str, str]] = (),
) -> str:
    """Return the page of a refusal, with the texts that were typed, so that none is lost."""
    title = TITLES.get(status, TITLES[400])
    texts = [value for _, value in typed if len(value) > WORTH_KEEPING]
    return render_template("errors/error.html", title=title, words=words, more=more, texts=texts)
