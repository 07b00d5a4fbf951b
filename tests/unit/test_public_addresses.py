"""Which addresses the program may open: those of the public internet, however they are written."""

import pytest

from app.domain.errors import Invalid
from app.domain.public_addresses import Reached, check_address, is_public, origin_of


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0",
        "100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fd00::1",
        "ff02::1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:1::1",
        "64:ff9b:1::7f00:1", "64:ff9b:1::5db8:d70e", "::127.0.0.1", "::93.184.215.14",
        "::ffff:0:127.0.0.1", "::ffff:0:93.184.215.14", "fec0::1", "5f00::1",
        "2606:2800:21f::5efe:10.0.0.1", "2606:2800:21f::200:5efe:10.0.0.1", "4000::1",
    ],
)  # fmt: skip
def test_an_address_of_a_private_network_is_none_of_the_public(ip: str) -> None:
    assert not is_public(ip)


@pytest.mark.parametrize(
    "ip",
    ["93.184.215.14", "2606:2800:21f::1", "::ffff:93.184.215.14", "64:ff9b::5db8:d70e",
     "2002:5db8:d70e::1"],
)  # fmt: skip
def test_an_address_of_the_internet_is_public(ip: str) -> None:
    assert is_public(ip)


def test_an_origin_names_its_port_even_where_the_address_does_not() -> None:
    assert origin_of("https://Example.org/x") == ("https", "example.org", 443)
    assert origin_of("http://[::1]:8000/") == ("http", "::1", 8000)
    for none in ("file:///etc/passwd", "https://", "https://x:99999/", "//x", "http://[/"):
        assert origin_of(none) is None


def test_a_place_in_the_page_is_not_somewhere_else() -> None:
    assert not Reached("https://x.example/a#response", 200, "https://x.example/a").leads_on
    assert Reached("https://x.example/a", 200, "https://y.example/a").leads_on


@pytest.mark.parametrize(
    "unseen", ["\x01", "\x7f", "\u00ad", "\u200b", "\u202e", "\u2066", "\ufeff"]
)
def test_what_cannot_be_seen_is_no_part_of_an_address(unseen: str) -> None:
    for typed in (f"https://example.org/a{unseen}b", f"https://exam{unseen}ple.org/"):
        with pytest.raises(Invalid, match="whole web address"):
            check_address(typed, "link")
    assert check_address("https://example.org/größe/東京") == "https://example.org/größe/東京"
