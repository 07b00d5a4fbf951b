"""Where nobody is sent after signing in."""

import pytest

from app.web.own_addresses import own_path


@pytest.mark.parametrize(
    "address", ["/home", "/assessments/3/provisions/6.3?tab=history", "/", "/a:b", "/a//b"]
)
def test_an_address_of_this_site_is_kept(address: str) -> None:
    assert own_path(address) == address


@pytest.mark.parametrize(
    "address",
    [
        None, "", "home", "https://evil.example", "//evil.example", "///evil.example",
        "/\\evil.example", "\\/evil.example", "/a\\b", "/\t/evil.example", "/\n/evil.example",
        " /home", "/ho me", "/\x00", "/\x7f", "javascript:alert(1)", "http:/evil.example",
        "/" + "x" * 2000,
    ],
)  # fmt: skip
def test_an_address_that_could_lead_elsewhere_is_dropped(address: str | None) -> None:
    assert own_path(address) is None
