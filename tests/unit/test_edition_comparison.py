"""Two editions compared over all their provisions: nothing is lost, and figures are told once."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.edition_comparison import (
    ComparedProvision,
    EditionComparison,
    compare_editions,
    in_order,
)
from app.domain.edition_relatives import relatives
from app.domain.edition_shelf import Editions, shelve
from app.domain.editions import Deadline, DeadlineKind, Edition, Effect, Unit
from app.domain.figure_changes import FigureChange, figure_changes
from app.domain.lineage import Origin
from app.reading.editions import read_editions
from tests.unit.test_edition_steps import CORRECTION, MIDDLE, NEW, OLD, provision

FOLDER = Path(__file__).parents[2] / "code_definitions"
PAIRS = [("2020", "2022"), ("2022", "2024"), ("2020", "2024")]


@pytest.fixture(scope="module")
def editions() -> Editions:
    return read_editions(FOLDER)


def edition(editions: Editions, name: str) -> Edition:
    return editions.by_id[f"housing-ombudsman-{name}"]


def compared(editions: Editions, before: str, after: str) -> EditionComparison:
    found = compare_editions(edition(editions, before), edition(editions, after), editions)
    assert found is not None
    return found


def numbers(one: ComparedProvision) -> list[str]:
    return [link.number for link, _ in one.predecessors]


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_every_provision_is_somebodys_predecessor_or_dropped_with_a_reason(
    editions: Editions, before: str, after: str
) -> None:
    found = compared(editions, before, after)

    continued = {number for one in found.provisions.values() for number in numbers(one)}
    dropped = {one.provision.number for one in found.dropped}
    assert list(found.provisions) == [one.number for one in edition(editions, after).provisions]
    assert {one.number for one in edition(editions, before).provisions} == continued | dropped
    assert continued.isdisjoint(dropped)
    assert all(one.end.reason for one in found.dropped)


@pytest.mark.parametrize(
    ("before", "number", "origin", "earlier", "effects"),
    [
        ("2022", "6.13", Origin.UNCHANGED, ["5.12"], ()),
        ("2022", "2.1", Origin.REWORDED, ["1.7"], (Effect.STRONGER,)),
        ("2022", "5.9", Origin.MERGED, ["4.10", "4.11"], (Effect.WEAKER,)),
        ("2022", "2.3", Origin.SPLIT, ["1.8"], ()),
        ("2022", "6.15", Origin.MERGED, ["5.13", "5.14"], (Effect.FIGURES,)),
        ("2022", "2.5", Origin.NEW, [], ()),
        # Neither form asked about it; the Codes said it all the same.
        ("2022", "1.1", Origin.REWORDED, ["1.1"], ()),
        ("2020", "6.15", Origin.MERGED, ["4.7", "4.8"], (Effect.FIGURES,)),
        ("2020", "2.5", Origin.NOT_ASKED, [], ()),
    ],
)
def test_each_kind_of_change_is_told(
    editions: Editions,
    before: str,
    number: str,
    origin: Origin,
    earlier: list[str],
    effects: tuple[Effect, ...],
) -> None:
    one = compared(editions, before, "2024").provisions[number]

    assert (one.origin, numbers(one), one.effects) == (origin, earlier, effects)
    assert one.is_changed == (number != "6.13")


def test_after_a_questionnaire_nothing_is_new(editions: Editions) -> None:
    for after in ("2022", "2024"):
        assert Origin.NEW not in compared(editions, "2020", after).origins


def test_what_only_the_form_left_out_is_not_new_either(editions: Editions) -> None:
    one = compared(editions, "2022", "2024").provisions["9.2"]

    assert (one.origin, numbers(one), one.asked_before) == (Origin.REWORDED, ["7.1"], False)


def test_a_number_that_means_something_else_is_found(editions: Editions) -> None:
    found = {one.after.number: one for one in compared(editions, "2022", "2024").other_meanings}

    assert found["2.1"].heirs == ("3.1",)
    assert "1.2" not in found
    assert found["4.3"].heirs == ()


def test_where_else_a_split_provision_goes_on_is_told(editions: Editions) -> None:
    found = compared(editions, "2022", "2024").provisions

    assert found["2.3"].beside == {"1.8": ("2.2",)}
    assert found["6.4"].beside == {"5.1": ("6.3",)}
    assert found["6.13"].beside == {}


@pytest.mark.parametrize(
    "figure",
    [
        ("2.2", "6 months from issue occurring", "12 months from issue occurring", "1.8"),
        ("2.3", None, "12 months from issue occurring or resident becoming aware", None),
        (
            "6.3",
            "10 working days from complaint logged",
            "10 working days from stage 1 acknowledgement",
            "5.1",
        ),
        (
            "6.4",
            "10 days from original stage 1 due date",
            "10 working days from original stage 1 due date",
            "5.1",
        ),
        (
            "6.15",
            "10 days from original stage 2 due date",
            "20 working days from original stage 2 due date",
            "5.13",
        ),
        ("5.2", "20 working days from complaint logged", None, "5.2"),
        ("5.14", "10 working days from original stage 2 due date", None, "5.14"),
    ],
)
def test_figures_that_changed_came_or_ended_are_told(
    editions: Editions, figure: tuple[str | None, ...]
) -> None:
    found = compared(editions, "2022", "2024").figures

    told = [(one.number, one.before, one.after, one.earlier_number) for one in found]
    assert figure in told
    assert "8.1" not in {one.number for one in found}


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_every_figure_of_before_is_accounted_for_once(
    editions: Editions, before: str, after: str
) -> None:
    old, new = edition(editions, before), edition(editions, after)
    deadlines = sum(len(one.deadlines) for one in old.provisions)
    found = compared(editions, before, after).figures

    same = sum(len(one.deadlines) for one in new.provisions) - sum(bool(one.after) for one in found)
    assert sum(one.before is not None for one in found) + same == deadlines


def test_a_stage_is_not_taken_for_the_other_and_a_figure_may_move(editions: Editions) -> None:
    found = {(one.number, one.what): one for one in compared(editions, "2020", "2022").figures}

    assert found["5.13", "stage 2 response"].before == "20 working days from request to escalate"
    # Its provisions are not joined by the lineage, only by what the figure is called.
    assert found["5.18", "stage 3 response"].earlier_number == "4.7"


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ([("reply", 5, DeadlineKind.LIMIT)], []),
        ([("reply", 6, DeadlineKind.LIMIT)], [("5 days from receipt", "6 days from receipt")]),
        (
            [("reply", 5, DeadlineKind.WINDOW)],
            [(None, "5 days from receipt"), ("5 days from receipt", None)],
        ),
        (
            [("log", 2, DeadlineKind.LIMIT), ("reply", 3, DeadlineKind.LIMIT)],
            [(None, "2 days from receipt"), ("5 days from receipt", "3 days from receipt")],
        ),
    ],
)
def test_a_figure_meets_the_one_of_its_kind_that_is_called_most_alike(
    now: Sequence[tuple[str, int, DeadlineKind]], expected: list[tuple[str | None, str | None]]
) -> None:
    found = figure_changes(
        [replace(provision("1.1"), deadlines=(_days("reply", 5, DeadlineKind.LIMIT),))],
        [replace(provision("2.1"), deadlines=tuple(_days(*one) for one in now))],
        {"2.1": ["1.1"]},
    )

    assert [(one.before, one.after) for one in found] == expected
    assert all(isinstance(one, FigureChange) for one in found)


def test_a_correction_comes_after_what_it_corrects_and_is_compared_with_it() -> None:
    # By its dates and its name it would stand before.
    early = replace(CORRECTION, name="2021-corrected")
    assert in_order(early, MIDDLE) == in_order(MIDDLE, early) == (MIDDLE, early)

    found = compare_editions(CORRECTION, MIDDLE, shelve([OLD, MIDDLE, CORRECTION, NEW]))

    assert found is not None
    assert found.provisions["1.1"].origin is Origin.REWORDED
    assert [one.provision.number for one in found.dropped] == ["1.2"]


def test_editions_that_nothing_joins_are_not_compared() -> None:
    assert compare_editions(OLD, NEW, shelve([OLD, NEW])) is None


def test_an_edition_beside_itself_is_unchanged() -> None:
    found = compare_editions(NEW, NEW, shelve([NEW]))

    assert found is not None
    assert set(found.origins) == {Origin.UNCHANGED}
    assert not found.dropped


def test_a_provision_is_followed_to_both_sides(editions: Editions) -> None:
    later, earlier = relatives(edition(editions, "2022"), "5.13", editions)

    assert (later.edition.name, later.is_earlier) == ("2024", False)
    assert later.numbers == ("6.14", "6.15")
    assert (earlier.edition.name, earlier.is_earlier) == ("2020", True)
    assert earlier.numbers == ("4.7", "4.8")


def test_where_nothing_continues_it_the_reason_is_told(editions: Editions) -> None:
    [found, _] = relatives(edition(editions, "2022"), "5.18", editions)

    assert (found.links, found.why_none) == ((), "no third stage")


def _days(what: str, number: int, kind: DeadlineKind) -> Deadline:
    return Deadline(what, number, Unit.DAYS, "receipt", kind)
