"""What is asked of a person's name and e-mail address."""

import re
import unicodedata

from app.domain.errors import Invalid

EMAIL = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[^\s@<>,;:\"()\[\]\\.]+(?:\.[^\s@<>,;:\"()\[\]\\.]+)+")
LONGEST_EMAIL = 254
LONGEST_NAME = 200


def plain_email(email: str) -> str:
    """Return an address as it is kept and compared: in small letters, without spaces around it."""
    return unicodedata.normalize("NFC", email).strip().lower()


def check_email(email: str) -> str:
    """Return an address as it is kept, or raise Invalid where it cannot be one."""
    plain = plain_email(email)
    if len(plain) > LONGEST_EMAIL or not EMAIL.fullmatch(plain) or not plain.isprintable():
        raise Invalid("Write an e-mail address, such as name@example.gov.uk.", "email")
    return plain


def check_name(name: str) -> str:
    """Return a name as one line, or raise Invalid where there is none or it is too long."""
    line = " ".join(unicodedata.normalize("NFC", name).split())
    # Unprintable ones could turn the direction of a line, or make one history entry look like two.
    if not line or len(line) > LONGEST_NAME or not line.isprintable():
        raise Invalid(f"Write the person's name, in {LONGEST_NAME} characters or fewer.", "name")
    return line
