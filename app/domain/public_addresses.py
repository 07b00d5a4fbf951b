"""Public web addresses: which may be asked whether they work, and what was found there.

People type these addresses, and the program requests them from inside the council's network. So an
address that leads to a machine of that network is refused, whatever name it hides behind.
"""

import ipaddress
import re
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from urllib.parse import SplitResult, urlsplit

from app.domain.errors import Invalid

LONGEST = 2_000
# No user name or password before the host: whoever reads the page would have them.
ADDRESS = re.compile(r"https?://[^\s/@<>\"\\?#]+(?:[/?#][^\s<>\"\\]*)?")
PORTS = {"http": 80, "https": 443}
# Behind these prefixes stands an IPv4 address, which is where the connection really goes.
NAT64 = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True)
class Reached:
    """What came of asking an address: `problem` is empty where it can be reached."""

    address: str
    status: int | None = None
    ended_at: str = ""
    problem: str = ""

    @property
    def leads_on(self) -> bool:
        """Whether the address answered from somewhere else than it says."""
        return bool(self.ended_at) and _sent(self.ended_at) != _sent(self.address)


@dataclass(frozen=True)
class AddressCheck:
    """What was found at an address, and when."""

    reached: Reached
    checked_at: datetime


def check_address(typed: str, field: str | None = None) -> str:
    """Return a web address that may be published; raise Invalid otherwise."""
    fits = ADDRESS.fullmatch(typed) and len(typed) <= LONGEST
    if not fits or origin_of(typed) is None:
        raise Invalid("Write a whole web address that starts with https://.", field)
    return typed


def origin_of(address: str) -> tuple[str, str, int] | None:
    """Return the scheme, host and port of an address of the web, or None for any other."""
    try:
        parts: SplitResult = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in PORTS or not host:
        return None
    return parts.scheme, host, port or PORTS[parts.scheme]


def is_public(ip: str) -> bool:
    """Return whether an IP address lies in the public internet, and is that of one machine."""
    found = ipaddress.ip_address(ip.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inside = found.ipv4_mapped or found.sixtofour
        if found in NAT64:
            inside = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inside is not None:
            found = inside
        elif found.teredo is not None:
            return False
    return found.is_global and not found.is_multicast


def status_in_words(status: int) -> str:
    """Return a status as people look it up: "404 (Not Found)"."""
    try:
        return f"{status} ({HTTPStatus(status).phrase})"
    except ValueError:
        return str(status)


def _sent(address: str) -> str:
    """Return what a server sees of an address: not the place in the page."""
    return address.partition("#")[0].rstrip("/")
