"""How words for a time, themes and provisions are read, and what the log counts."""

from dataclasses import replace
from datetime import date

import pytest

from app.domain.errors import Invalid
from app.domain.learning import (
    LearningFacts,
    Worked,
    as_known,
    check_themes,
    last_day_of,
    learning_order,
    looks_personal,
    read_numbers,
    read_themes,
    tally,
    to_ask_again,
)
from app.domain.years import FinancialYear

ENTRY = LearningFacts(1, "2024/25", "Heard", "Changed", "", None, Worked.TOO_EARLY, "", (), ())


@pytest.mark.parametrize(
    ("words", "last_day"),
    [
        ("June 2024", date(2024, 6, 30)),
        ("since June 2024", date(2024, 6, 30)),
        ("From 1 June 2024", date(2024, 6, 1)),
        ("with effect from 1 June 2024", date(2024, 6, 1)),
        ("early June 2024", date(2024, 6, 30)),
        ("Quarter 2 of 2024/25", date(2024, 9, 30)),
        ("2024/25", date(2025, 3, 31)),
        ("bit by bit", None),
        ("31 June 2024", None),
        ("since", None),
        ("", None),
    ],
)
def test_words_for_a_time_have_a_last_day_where_it_can_be_counted(
    words: str, last_day: date | None
) -> None:
    assert last_day_of(words, 3) == last_day


def test_the_last_day_follows_the_landlords_own_year() -> None:
    assert last_day_of("2024/25", 6) == date(2025, 6, 30)


@pytest.mark.parametrize(
    ("typed", "themes"),
    [
        ("damp and mould, communication", ("damp and mould", "communication")),
        ("Repairs; repairs ;\n REPAIRS", ("Repairs",)),
        (" ,, ", ()),
    ],
)
def test_themes_are_parted_by_commas_and_stand_once(typed: str, themes: tuple[str, ...]) -> None:
    assert read_themes(typed) == themes


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("6.3, 7.1", ("6.3", "7.1")),
        ("6.3 and 7.1.", ("6.3", "7.1")),
        ("6.3;7.1 & 6.3\n4.10", ("6.3", "7.1", "4.10")),
        ("understand 6.3", ("understand", "6.3")),
        ("", ()),
    ],
)
def test_numbers_of_provisions_are_read_as_people_list_them(
    typed: str, numbers: tuple[str, ...]
) -> None:
    assert read_numbers(typed) == numbers


def test_a_theme_takes_the_spelling_that_is_known() -> None:
    assert as_known(("DAMP", "damp", "Noise"), ("Damp", "damp")) == ("Damp", "Noise")


def test_themes_are_few_and_short() -> None:
    check_themes(["a" * 60] * 10)
    for wrong in (["a"] * 11, ["a" * 61]):
        with pytest.raises(Invalid) as refused:
            check_themes(wrong)
        assert refused.value.field == "themes"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Write to jo.hill@example.com.", ("an e-mail address",)),
        ("She rang from 07700 900123", ("a telephone number",)),
        ("the flat in SO14 7LY", ("a postcode",)),
        ("water came in at 12b Acacia Road", ("a house number and a street",)),
        ("12 Old Mill Lane, 023 8083 3006", ("a telephone number", "a house number and a street")),
        ("Calls fell from 31 to 12 in 2024; 329 complaints, £3,607.70, 6.3 and 7.1", ()),
        ("In May 2024 the 10 working days of the Code were kept 9 times out of 10", ()),
        ("Since 01/04/2024 and 2024-04-01", ()),
    ],
)
def test_what_may_tell_of_a_single_resident_is_noticed(text: str, found: tuple[str, ...]) -> None:
    assert looks_personal("Nothing here", text) == found


@pytest.mark.parametrize("piece", ["a", "@", "a@", "0", "A1", "1 A", "12 Aa ", "0000 "])
def test_no_text_keeps_the_look_for_residents_busy(piece: str) -> None:
    assert isinstance(looks_personal(piece * (20_000 // len(piece))), tuple)


def test_the_earliest_change_comes_first_and_what_has_no_day_last() -> None:
    entries = [
        replace(ENTRY, id=1),
        replace(ENTRY, id=2, changed_on=date(2024, 6, 30)),
        replace(ENTRY, id=3, changed_on=date(2024, 5, 3)),
    ]

    assert [one.id for one in sorted(entries, key=learning_order)] == [3, 2, 1]


def test_a_tally_names_every_outcome() -> None:
    entries = [ENTRY, ENTRY, replace(ENTRY, worked=Worked.YES)]

    assert tally(entries) == (
        (Worked.YES, 1),
        (Worked.PARTLY, 0),
        (Worked.NO, 0),
        (Worked.TOO_EARLY, 2),
    )


def test_what_was_too_early_to_say_is_asked_again_after_its_year() -> None:
    known = replace(ENTRY, worked=Worked.NO)

    assert to_ask_again([ENTRY, known], FinancialYear(2025)) == (ENTRY,)
    assert to_ask_again([ENTRY, known], FinancialYear(2024)) == ()
