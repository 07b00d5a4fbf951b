"""Telephone numbers in a text, as links that a telephone can dial."""

import re
from collections.abc import Iterator

from markupsafe import Markup, escape

# A British number, as people space it; anything shorter may be a year, a room or an hour.
NUMBER = re.compile(
    r"(?<![\w+/.-])(?:\+44[ ]?(?:\(0\))?|\(?0)\d[\d ()-]{7,14}\d(?![\w/-])", re.ASCII
)
DIGITS = range(10, 13)


def with_links(text: str) -> Markup:
    """Return the text with each telephone number in it as a link; all else as it was typed."""
    return Markup("").join(_pieces(text))


def address_of(number: str) -> str:
    """Return the address that dials a number: "tel:02380833006"."""
    return "tel:" + re.sub(r"[^\d+]", "", number.replace("(0)", ""))


def _pieces(text: str) -> Iterator[Markup]:
    end = 0
    for found in NUMBER.finditer(text):
        address = address_of(found[0])
        if sum(one.isdigit() for one in address) not in DIGITS:
            continue
        yield escape(text[end : found.start()])
        yield Markup('<a href="{}">{}</a>').format(address, found[0])
        end = found.end()
    yield escape(text[end:])
