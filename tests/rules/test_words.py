"""Pages speak to people: no word of the code stands where somebody reads it."""

import importlib
import pkgutil
import re
from enum import StrEnum
from typing import Any

import html5lib
import pytest

from app import domain
from app.domain.history import Kind
from tests.rules.conftest import House

HTML = "{http://www.w3.org/1999/xhtml}"
UNSEEN = {f"{HTML}script", f"{HTML}style", f"{HTML}template"}
READ_ALOUD = ("alt", "aria-label", "title", "placeholder")
TEXT = ("text/html", "text/csv")
# What a template or a value shows that nobody turned into words.
LEFT_OPEN = re.compile(r"\{\{|\}\}|\{%|\bUndefined\b|<[\w.]+ object at|datetime\.date")


def code_words(house: House) -> set[str]:
    """Return the words of the code that no sentence holds by chance."""
    modules = [
        importlib.import_module(f"app.domain.{found.name}")
        for found in pkgutil.iter_modules(domain.__path__)
    ]
    members = {
        member.value
        for module in modules
        for enum in vars(module).values()
        if isinstance(enum, type) and issubclass(enum, StrEnum)
        for member in enum
    }
    editions = {edition.id for edition in house.app.extensions["editions"]}
    kinds = {kind.value for kind in Kind if "_" in kind.value}
    return {word for word in members if "_" in word} | kinds | editions


def seen(element: Any) -> str:
    """Return what somebody reads or hears of an element and all that is in it."""
    if element.tag in UNSEEN or not isinstance(element.tag, str):
        return element.tail or ""
    pieces = [element.text or "", *(element.get(name, "") for name in READ_ALOUD)]
    pieces += [seen(child) for child in element]
    return " ".join([*pieces, element.tail or ""])


def pages(house: House, identity: str) -> dict[str, str]:
    """Return what can be read on every page, in every state of an assessment."""
    browser = house.browser(identity)
    found = {}
    for state in ("assessment_id", "in_scrutiny", "signed_off", "record"):
        for route in house.routes("GET"):
            address = route.address(house.ours | {"assessment_id": house.ours[state]})
            if address in found:
                continue
            answer = browser.get(address)
            if answer.status_code == 200 and answer.mimetype in TEXT:
                is_page = answer.mimetype == "text/html"
                found[address] = seen(html5lib.parse(answer.text)) if is_page else answer.text
    return found


@pytest.mark.parametrize("identity", ["complaints_lead", "cabinet_member"])
def test_no_page_shows_a_word_of_the_code(house: House, identity: str) -> None:
    words = re.compile("|".join(sorted(map(re.escape, code_words(house)), key=len, reverse=True)))
    found = pages(house, identity)

    for address, text in found.items():
        shown = words.search(text) or LEFT_OPEN.search(text)
        assert not shown, (
            f"{address} shows “{shown[0]}”, after …{text[: shown.start()].split()[-10:]}. "
            "Turn it into words, as the filters of app/web/words.py do."
        )
    assert len(found) > 30


def test_a_word_of_the_code_would_be_found(house: House) -> None:
    assert {"non_compliant", "under_scrutiny", "housing-ombudsman-2024"} <= code_words(house)
    assert "under_scrutiny" in seen(html5lib.parse("<p>It is <b>under_scrutiny</b></p>"))
