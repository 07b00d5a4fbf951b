"""The one-way mark of a secret: what the database keeps of a cookie or a one-time link."""

import hashlib


def hash_of_secret(secret: str) -> str:
    """Return the sha256 of a long random secret; short ones, such as passwords, need more."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
