"""What a landlord may be called, where it lives, and in which colour."""

from dataclasses import replace

import pytest

from app.domain.errors import Invalid
from app.domain.landlords import (
    OMBUDSMAN_WORDS,
    LandlordFacts,
    LandlordKind,
    check_colour,
    check_facts,
    check_slug,
    contrast_with_white,
)

FACTS = LandlordFacts("Ashford Borough Council", "ashford", LandlordKind.COUNCIL)


@pytest.mark.parametrize(
    "slug", ["", "Ashford", "a b", "-a", "a-", "a--b", "assets", "x" * 61, "é"]
)
def test_a_slug_that_an_address_cannot_carry_is_refused(slug: str) -> None:
    with pytest.raises(Invalid):
        check_slug(slug)


def test_a_colour_is_kept_in_small_letters() -> None:
    assert check_colour(" #1D5A6B ") == "#1d5a6b"


@pytest.mark.parametrize(
    "colour", ["", "red", "#fff", "#12345g", "#1d5a6b;}", "#ffffff", "#999999"]
)
def test_a_colour_that_cannot_be_used_or_read_on_is_refused(colour: str) -> None:
    with pytest.raises(Invalid):
        check_colour(colour)


def test_black_on_white_has_the_contrast_of_the_standard() -> None:
    assert contrast_with_white("#000000") == pytest.approx(21)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "  "),
        ("name", "x" * 201),
        ("name", "Ash\u202eford"),
        ("homes", -1),
        ("homes", 10_000_001),
        ("year_end_month", 0),
        ("year_end_month", 13),
        ("complain_online", "javascript:alert(1)"),
        ("complain_online", "www.example.gov.uk"),
        ("complain_email", "complaints at ashford"),
        ("complain_other", "x" * 3001),
    ],
)
def test_a_setting_that_cannot_be_shown_is_refused_at_its_field(field: str, value: object) -> None:
    with pytest.raises(Invalid) as refusal:
        check_facts(replace(FACTS, **{field: value}))

    assert refusal.value.field == field


@pytest.mark.parametrize("kind", LandlordKind)
def test_without_words_of_its_own_a_landlord_has_the_usual_ones_for_the_ombudsman(
    kind: LandlordKind,
) -> None:
    checked = check_facts(replace(FACTS, kind=kind, ombudsman_words=" \n "))

    assert checked.ombudsman_words == OMBUDSMAN_WORDS[kind]
