"""Files that people send: the few larger forms that may hold one, and how long it stays."""

import time
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request
from werkzeug.exceptions import RequestEntityTooLarge

from app.database import utc_now
from app.reading.brought_files import delete_old

FORM_AROUND_FILE = 100_000  # bytes for the fields and the boundaries beside the file
MARK = "takes_files_of"
SWEEP_EVERY = 600.0  # seconds
SWEPT = "brought_files_swept_at"
SMALLER = "Go back and choose a smaller one: without pictures and without what was embedded."

View = TypeVar("View", bound=Callable[..., Any])


def takes_files_of(most_bytes: int, advice: str = SMALLER) -> Callable[[View], View]:
    """Mark a view as one whose form holds a file of so many bytes at the most.

    `advice` says what to do with a larger one.
    """

    def mark(view: View) -> View:
        setattr(view, MARK, (most_bytes, advice))
        return view

    return mark


def register(app: Flask) -> None:
    """Raise the limit for marked views before anything reads their forms, and delete old files."""
    app.before_request(_raise_limit)
    app.before_request(_sweep)


def _sweep() -> None:
    """Delete what is older than a day, at whatever page: nobody may come to send another file."""
    now, extensions = time.monotonic(), current_app.extensions
    if now - extensions.get(SWEPT, now - SWEEP_EVERY) < SWEEP_EVERY:
        return
    extensions[SWEPT] = now
    delete_old(extensions["settings"].instance, utc_now())


def _raise_limit() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    marked = getattr(view, MARK, None)
    if marked is None or request.method != "POST":
        return
    most, advice = marked
    request.max_content_length = most + FORM_AROUND_FILE
    if (request.content_length or 0) > request.max_content_length:
        raise RequestEntityTooLarge(
            f"The file is larger than {_size(most)}. Nothing was read or kept. {advice}"
        )


def _size(most: int) -> str:
    return f"{most // 1_000_000} MB" if most >= 1_000_000 else f"{most // 1000} kB"
