"""Stored bytes as answers: the encoding that a browser accepts, a tag for each, and 304."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import Response, request
from werkzeug.http import parse_etags

from app.rendering.compression import lightly_compressed

IDENTITY = ""
# The smaller first: it is taken where a browser likes both equally.
COMPRESSED = ("br", "gzip")

# Kept, but asked for again each time: a new revision must be seen at once, and tags make it cheap.
ASK_AGAIN = "public, no-cache"
FOR_EVER = "public, max-age=31536000, immutable"
# What a demonstration says of a real landlord must not be found as if it were the landlord's own.
NOINDEX = "noindex, nofollow, noarchive"


@dataclass(frozen=True, slots=True)
class Representation:
    """An answer that is ready to be sent as it stands."""

    body: bytes
    etag: str
    headers: dict[str, str]


def represent(
    copies: Mapping[str, bytes | None],
    *,
    media_type: str,
    cache: str = ASK_AGAIN,
    sha256: str | None = None,
    more: Mapping[str, str] | None = None,
) -> Representation:
    """Return the answer in the encoding that this request accepts, of those that there are."""
    wanted = encoding_wanted(request.environ)
    body = copies.get(wanted)
    if body is None:
        wanted, body = IDENTITY, copies[IDENTITY]
    assert body is not None
    digest = sha256 or hashlib.sha256(copies[IDENTITY] or b"").hexdigest()
    etag = f"{digest[:32]}-{wanted}" if wanted else digest[:32]
    headers = {
        "Content-Type": media_type,
        "Cache-Control": cache,
        "Vary": "Accept-Encoding",
        "ETag": f'"{etag}"',
    }
    if wanted:
        headers["Content-Encoding"] = wanted
    return Representation(body, etag, headers | dict(more or {}))


def live_page(html: str, *, is_demonstration: bool) -> Representation:
    """Return a public page that is made anew for each reader, compressed as this one likes it."""
    content = html.encode()
    brotli, gzip = lightly_compressed(content)
    return represent(
        {IDENTITY: content, "br": brotli, "gzip": gzip},
        media_type="text/html; charset=utf-8",
        more={"X-Robots-Tag": NOINDEX} if is_demonstration else None,
    )


def send(representation: Representation) -> Response:
    """Return the answer, or only that the reader has it already."""
    held = request.environ.get("HTTP_IF_NONE_MATCH")
    if held and (
        held == representation.headers["ETag"]
        or parse_etags(held).contains_weak(representation.etag)
    ):
        return Response(status=304, headers=representation.headers)
    return Response(representation.body, headers=representation.headers)


def encoding_wanted(environ: Mapping[str, Any]) -> str:
    """Return the encoding that suits a request best: br, gzip, or none."""
    return _wanted(environ.get("HTTP_ACCEPT_ENCODING", ""))


@lru_cache(maxsize=256)
def _wanted(header: str) -> str:
    qualities = dict(_qualities(header))
    liked = {name: qualities.get(name, qualities.get("*", 0.0)) for name in COMPRESSED}
    best = max(COMPRESSED, key=lambda name: liked[name])
    return best if liked[best] > 0 and liked[best] >= qualities.get("identity", 0) else IDENTITY


def _qualities(header: str) -> list[tuple[str, float]]:
    found = []
    for piece in header[:1000].lower().split(","):
        name, _, weight = piece.partition(";")
        try:
            quality = float(weight.strip().removeprefix("q=")) if weight.strip() else 1.0
        except ValueError:
            quality = 0.0
        found.append((name.strip(), quality))
    return found
