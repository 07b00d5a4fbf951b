"""Answers that are kept whole and sent again, before Flask is asked.

Most requests are for a few published pages, and finding the way to a view costs several times
what sending its bytes does. A view marks an answer as one to keep. It is sent again, with all its
headers, for as long as nothing in the database changes; `kept_while_unchanged` sees to that.
"""

from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, request
from werkzeug.http import parse_etags

from app.database import db, kept_while_unchanged
from app.web.representations import encoding_wanted

MARK = "tracker.keep_answer"
# There is a store for each connection to the database, of which there are a few.
MOST_KEPT = 8_000_000  # bytes
# What a 304 has to repeat; a browser goes on using the other headers that it was sent before.
REPEATED = frozenset({"cache-control", "etag", "vary"})

Headers = list[tuple[str, str]]
KeptAnswer = tuple[str, Headers, Headers, bytes]


def register(app: Flask) -> None:
    """Stand in front of the application."""
    with app.app_context():
        engine = db.engine
    app.wsgi_app = _InFront(app.wsgi_app, lambda: kept_while_unchanged(engine))  # type: ignore[method-assign]


def keep_this() -> None:
    """Mark the answer to this request as one to keep."""
    request.environ[MARK] = True


class _InFront:
    """The application, with what it has answered before in front of it."""

    def __init__(self, behind: WSGIApplication, store: Callable[[], dict[Any, Any]]) -> None:
        self._behind = behind
        self._store = store

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        if (
            not environ["PATH_INFO"].startswith("/published/")
            or environ.get("QUERY_STRING")
            or method not in ("GET", "HEAD")
        ):
            return self._behind(environ, start_response)
        store = self._store()
        # With the host, because a host that is not ours is refused behind, and nothing kept.
        address = (environ.get("HTTP_HOST"), environ["PATH_INFO"], encoding_wanted(environ))
        kept: KeptAnswer | None = store.get(address)
        if kept is None:
            return self._ask(environ, start_response, store, address)
        etag, headers, repeated, body = kept
        if _is_held(environ, etag):
            start_response("304 NOT MODIFIED", repeated)
            return ()
        start_response("200 OK", headers)
        return () if method == "HEAD" else (body,)

    def _ask(
        self,
        environ: WSGIEnvironment,
        start_response: StartResponse,
        store: dict[Any, Any],
        address: tuple[Any, ...],
    ) -> Iterable[bytes]:
        """Have the application answer, and keep the answer where its view has said so."""
        started: list[tuple[str, Headers]] = []

        def note(status: str, headers: Headers, *more: Any) -> Callable[[bytes], object]:
            started.append((status, headers))
            return start_response(status, headers, *more)

        answer = self._behind(environ, note)
        status, headers = started[-1] if started else ("", [])
        if MARK not in environ or environ["REQUEST_METHOD"] != "GET" or status != "200 OK":
            return answer
        try:
            body = b"".join(answer)
        finally:
            if hasattr(answer, "close"):
                answer.close()
        store["bytes"] = store.get("bytes", 0) + len(body)
        if store["bytes"] > MOST_KEPT:
            store.clear()
        etag = next(value for name, value in headers if name == "ETag")
        repeated = [(name, value) for name, value in headers if name.lower() in REPEATED]
        store[address] = (etag, headers, repeated, body)
        return (body,)


def _is_held(environ: WSGIEnvironment, etag: str) -> bool:
    """Return whether the reader has the very bytes already."""
    held = environ.get("HTTP_IF_NONE_MATCH")
    return bool(held) and (held == etag or parse_etags(held).contains_weak(etag.strip('"')))
