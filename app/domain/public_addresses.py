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
# All of the public internet that has IPv6 lies here; what else there is, is somebody's own.
UNICAST = ipaddress.ip_network("2000::/3")
# Behind these stands an IPv4 address, which is where the connection really goes.
NAT64 = ipaddress.ip_network("64:ff9b::/96")
ISATAP = (0x00005EFE, 0x02005EFE)


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
    # What cannot be seen could make an address look like another.
    fits = ADDRESS.fullmatch(typed) and len(typed) <= LONGEST and typed.isprintable()
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
        inside = _inside(found)
        if found.teredo is not None or inside is None and found not in UNICAST:
            return False
        found = inside or found
    return found.is_global and not found.is_multicast


def _inside(found: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address that an IPv6 one stands for."""
    is_isatap = found in UNICAST and int(found) >> 32 & 0xFFFFFFFF in ISATAP
    if found in NAT64 or is_isatap:
        return ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
    return found.ipv4_mapped or found.sixtofour


def status_in_words(status: int) -> str:
    """Return a status as people look it up: "404 (Not Found)"."""
    try:
        return f"{status} ({HTTPStatus(status).phrase})"
    except ValueError:
        return str(status)


def _sent(address: str) -> str:
    """Return what a server sees of an address: not the place in the page."""
    return address.partition("#")[0].rstrip("/")
