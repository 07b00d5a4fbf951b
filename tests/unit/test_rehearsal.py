"""Personal details that are found in a text before it is published, and what is left alone."""

import pytest

from app.domain.rehearsal import Detail, personal_details
from tests.unit import statements

NAMES = ("Bea Bold", "Councillor O'Able")


def found_in(text: str) -> list[tuple[Detail, str]]:
    """Return what is found where a text is the commentary of a provision."""
    document = statements.issued()
    document["improvement_plan"], document["governing_body_response"] = [], None
    document["scrutiny"] = document["approval"] = None
    for section in document["sections"]:
        for provision in section["provisions"]:
            provision.update(commentary=None, plan_note=None, evidence=[], actions=[])
    document["sections"][0]["provisions"][0]["commentary"] = text
    return [(one.detail, one.text) for one in personal_details(document, NAMES)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Write to bea.bold@example.gov.uk.", (Detail.EMAIL, "bea.bold@example.gov.uk")),
        ("Call 023 8083 3006 today", (Detail.TELEPHONE, "023 8083 3006")),
        ("Call (023) 8083-3006.", (Detail.TELEPHONE, "(023) 8083-3006")),
        ("Mobile: 07700 900123", (Detail.TELEPHONE, "07700 900123")),
        ("+44 (0)20 7946 0958", (Detail.TELEPHONE, "+44 (0)20 7946 0958")),
        ("Ask BEA  bold first", (Detail.NAME, "Bea Bold")),
        ("councillor o'able’s question", (Detail.NAME, "Councillor O'Able")),
    ],
)
def test_a_detail_is_found(text: str, expected: tuple[Detail, str]) -> None:
    assert found_in(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "In 2023/24 we had 329 complaints, 53.9% within 10 working days.",
        "On 01/02/2026 and 2026-03-01, page 0123.",
        "Bea Boldly went; a bold bea.",
        "£0.12 of 10,000,000,000",
        "section 6.10 @ the office",
    ],
)
def test_ordinary_words_and_figures_are_left_alone(text: str) -> None:
    assert found_in(text) == []


def test_each_place_is_told_and_the_ways_to_complain_are_not() -> None:
    document = statements.issued()
    document["landlord"]["complain"]["email"] = "complaints@example.gov.uk"
    document["improvement_plan"][0]["owner"] = "Bea Bold"
    document["sections"][0]["provisions"][0]["evidence"] = [
        {"text": "Letter", "link": "https://example.org/bea@example.org", "dated_on": None}
    ]

    found = [(one.where, one.number, one.text) for one in personal_details(document, NAMES)]

    assert ("The improvement plan", None, "Bea Bold") in found
    first = document["sections"][0]["provisions"][0]["number"]
    assert any(number == first and text.endswith("example.org") for _, number, text in found)
    assert "complaints@example.gov.uk" not in [text for _, _, text in found]
