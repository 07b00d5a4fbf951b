"""What of an extract may be shown: words of complaints, never people."""

import pytest

from app.domain.case_privacy import hardly_repeat, is_of_known_words, may_be_listed


@pytest.mark.parametrize("value", ["Fully upheld", "Not upheld", "General needs", "N", "Stage 2"])
def test_a_single_odd_cell_may_be_listed_when_outcomes_are_written_so(value: str) -> None:
    assert is_of_known_words(value)


@pytest.mark.parametrize("value", ["Ann Another", "Upheld, told Ann", "rang Ann"])
def test_a_single_odd_cell_of_other_words_may_be_a_name(value: str) -> None:
    assert not is_of_known_words(value)


def test_values_that_hardly_ever_come_twice_tell_cases_apart() -> None:
    assert hardly_repeat(70, 70)
    assert hardly_repeat(36, 70)
    assert not hardly_repeat(35, 70)
    assert not hardly_repeat(5, 5), "of few rows nothing can be said"


def test_a_column_of_people_is_not_listed_whatever_it_is_called() -> None:
    people = [f"Person {number}" for number in range(40)]

    assert not may_be_listed("Column X", people, 60)
    assert may_be_listed("Column X", people[:3], 60)
