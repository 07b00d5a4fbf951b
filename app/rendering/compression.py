"""Compressing text once, when it is published, for the two encodings that browsers accept."""

import gzip

import brotli  # type: ignore[import-untyped]

COMPRESSIBLE = ("text/", "application/json")


def lightly_compressed(content: bytes) -> tuple[bytes, bytes]:
    """Return a text as brotli and as gzip in some milliseconds, for what is put together late."""
    return bytes(brotli.compress(content, quality=5)), gzip.compress(content, 6, mtime=0)


def compressed(content: bytes, media_type: str) -> tuple[bytes | None, bytes | None]:
    """Return a text as brotli and as gzip, and nothing of a file that is compressed inside.

    The strongest settings, because it is done once; no time in the gzip header, so that the same
    text always gives the same bytes.
    """
    if not media_type.startswith(COMPRESSIBLE):
        return None, None
    return bytes(brotli.compress(content, quality=11)), gzip.compress(content, 9, mtime=0)
