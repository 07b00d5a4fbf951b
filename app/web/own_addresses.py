"""Where somebody may be sent after signing in: an address of this site, and never another's."""

from urllib.parse import urlsplit

LONGEST = 2000


def own_path(address: str | None) -> str | None:
    """Return an address that stays on this site, or None.

    Browsers read "//host" and "/\\host" as another site, and drop tabs and line breaks first.
    """
    if not address or len(address) > LONGEST or not address.startswith("/"):
        return None
    if address.startswith("//") or "\\" in address:
        return None
    if any(ord(character) < 0x21 or ord(character) == 0x7F for character in address):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return None if parts.scheme or parts.netloc else address
