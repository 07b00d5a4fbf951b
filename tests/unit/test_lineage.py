"""Every question of one form is found in the other, however many editions lie between."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.edition_shelf import Editions, shelve
from app.domain.editions import Edition, Effect
from app.domain.lineage import NO_QUESTION, Descent, Ended, Lineage, Origin, trace
from app.reading.editions import read_editions

FOLDER = Path(__file__).parents[2] / "code_definitions"


@pytest.fixture(scope="module")
def editions() -> Editions:
    return read_editions(FOLDER)


def edition(editions: Editions, name: str) -> Edition:
    return editions.by_id[f"housing-ombudsman-{name}"]


def traced(editions: Editions, before: str, after: str) -> Lineage:
    found = trace(edition(editions, before), edition(editions, after), editions)
    assert found is not None
    return found


def descent(lineage: Lineage, number: str) -> Descent:
    return next(one for one in lineage.descents if one.number == number)


@pytest.mark.parametrize(
    ("before", "after"), [("2020", "2022"), ("2022", "2024"), ("2020", "2024"), ("2022", "2022")]
)
def test_no_question_of_either_form_is_lost(editions: Editions, before: str, after: str) -> None:
    lineage = traced(editions, before, after)
    old = [one.number for one in edition(editions, before).in_form]
    new = [one.number for one in edition(editions, after).in_form]

    continued = {number for one in lineage.descents for number in one.earlier}
    ended = [one.number for one in lineage.ended]
    assert [one.number for one in lineage.descents] == new
    assert continued.isdisjoint(ended)
    assert set(old) <= continued | set(ended)
    assert all(one.reason and one.edition for one in lineage.ended)


@pytest.mark.parametrize(
    ("before", "number", "earlier", "origin", "effects"),
    [
        ("2022", "6.13", ("5.12",), Origin.UNCHANGED, ()),
        ("2022", "9.5", ("7.3",), Origin.REWORDED, (Effect.STRONGER,)),
        ("2022", "5.9", ("4.10", "4.11"), Origin.MERGED, (Effect.WEAKER,)),
        ("2022", "2.3", ("1.8",), Origin.SPLIT, ()),
        ("2022", "6.14", ("5.13",), Origin.REWORDED, (Effect.FIGURES,)),
        ("2022", "8.4", (), Origin.NEW, ()),
        # The Code of 2022 said it, and its form did not ask about it.
        ("2022", "9.2", ("7.1",), Origin.NOT_ASKED, (Effect.STRONGER,)),
        # By way of 2022: 5.9 was 4.10 and 4.11 there, and only 4.10 had been asked in 2020.
        ("2020", "5.9", ("4.1", "4.9"), Origin.MERGED, (Effect.WEAKER,)),
        ("2020", "1.2", ("1.1",), Origin.REWORDED, ()),
        ("2020", "6.20", (), Origin.NOT_ASKED, ()),
        ("2020", "8.4", (), Origin.NOT_ASKED, ()),
    ],
)
def test_a_provision_of_2024_is_found_in_an_earlier_edition(
    editions: Editions,
    before: str,
    number: str,
    earlier: tuple[str, ...],
    origin: Origin,
    effects: tuple[Effect, ...],
) -> None:
    found = descent(traced(editions, before, "2024"), number)

    assert found == Descent(number, earlier, origin, effects)


def test_nothing_is_called_new_after_a_questionnaire(editions: Editions) -> None:
    for after in ("2022", "2024"):
        lineage = traced(editions, "2020", after)

        assert Origin.NEW not in {one.origin for one in lineage.descents}


def test_an_end_is_told_with_the_edition_that_brought_it(editions: Editions) -> None:
    ended = {one.number: one for one in traced(editions, "2020", "2024").ended}

    # 3.5 went on as 5.18 in 2022, and that was dropped in 2024.
    assert ended["3.5"] == Ended("3.5", "2024", "no third stage")
    assert ended["5.1"] == Ended("5.1", "2022", "now in the scheme rules")


def test_a_question_that_the_later_form_leaves_out_has_ended_there(editions: Editions) -> None:
    old, new = edition(editions, "2022"), edition(editions, "2024")
    hidden = shelve([old, _without_question(new, "6.13")])

    lineage = trace(old, hidden.by_id[new.id], hidden)

    assert lineage is not None
    assert Ended("5.12", "2024", NO_QUESTION) in lineage.ended


def test_there_is_no_way_back_or_past_a_missing_edition(editions: Editions) -> None:
    first, second, third = (edition(editions, name) for name in ("2020", "2022", "2024"))

    assert trace(third, first, editions) is None
    assert trace(first, third, shelve([first, third])) is None
    assert trace(first, second, shelve([first, second])) is not None


def _without_question(edition: Edition, number: str) -> Edition:
    sections = tuple(
        replace(
            section,
            provisions=tuple(
                replace(one, in_form=False) if one.number == number else one
                for one in section.provisions
            ),
        )
        for section in edition.sections
    )
    return replace(edition, sections=sections)
