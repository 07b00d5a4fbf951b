"""What a correction changes for an assessment, which correction is the newest, and the way back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.config import ROOT
from app.domain.edition_corrections import (
    UNDO_DAYS,
    correction_changes,
    inherited_guidance,
    newest_correction,
    undo_until,
    why_not_undone,
)
from app.domain.edition_shelf import shelve, with_more
from app.domain.editions import Edition, Effect, Guidance, Obligation, Provision
from app.reading.editions import read_editions
from tests.conftest import NOW
from tests.correction_factories import correct

SHELF = read_editions(ROOT / "code_definitions")
CODE = SHELF.by_id["housing-ombudsman-2024"]


def with_provision(edition: Edition, number: str, **facts: object) -> Edition:
    """Return an edition with something else about one provision."""

    def changed(one: Provision) -> Provision:
        return replace(one, **facts) if one.number == number else one  # type: ignore[arg-type]

    return replace(
        edition,
        sections=tuple(
            replace(section, provisions=tuple(map(changed, section.provisions)))
            for section in edition.sections
        ),
    )


def test_a_correction_adds_rewords_and_withdraws() -> None:
    changes = correction_changes(
        CODE, correct(CODE, reworded={"5.6": "Other words."}, added=["5.99"], withdrawn=["9.8"])
    )

    assert [one.number for one in changes.added] == ["5.99"]
    assert [one.number for one in changes.reworded] == ["5.6"]
    assert [one.number for one in changes.withdrawn] == ["9.8"]
    assert changes.touched == {"5.6", "5.99"}


@pytest.mark.parametrize(
    ("facts", "effect"),
    [
        ({"deadlines": ()}, Effect.FIGURES),
        ({"parts": ()}, Effect.SAME),
        ({"obligation": Obligation.SHOULD}, Effect.WEAKER),
        ({"answer": "yes_no_na"}, Effect.SAME),
    ],
    ids=["a figure", "a part", "how it binds", "which answers it allows"],
)
def test_whatever_a_provision_asks_rewords_it(facts: dict[str, object], effect: Effect) -> None:
    number = next(
        one.number for one in CODE.in_form if (one.deadlines if "deadlines" in facts else one.parts)
    )

    (reworded,) = correction_changes(CODE, with_provision(correct(CODE), number, **facts)).reworded

    assert (reworded.number, reworded.effect) == (number, effect)


@pytest.mark.parametrize(
    "facts", [{"title": "Another title"}, {"stage": "3"}, {"predecessors": ()}], ids=str
)
def test_what_a_provision_does_not_ask_changes_nothing(facts: dict[str, object]) -> None:
    assert correction_changes(CODE, with_provision(correct(CODE), "5.6", **facts)).is_empty


def test_what_leaves_the_form_is_withdrawn_and_what_enters_it_is_added() -> None:
    without = with_provision(correct(CODE), "5.6", in_form=False)

    assert [one.number for one in correction_changes(CODE, without).withdrawn] == ["5.6"]
    assert [one.number for one in correction_changes(without, CODE).added] == ["5.6"]


def test_the_newest_correction_is_the_last_of_the_row() -> None:
    names = [f"2024-{number}" for number in range(1, 12)]
    row = [CODE]
    for name in names:
        row.append(correct(row[-1], name))
    shelf = with_more(SHELF, row[1:], {})

    assert all(newest_correction(shelf.by_id[one.id], shelf) == row[-1] for one in row[:-1])
    assert newest_correction(row[-1], shelf) is None
    assert shelf.latest("housing-ombudsman") == row[-1], "2024-11 comes after 2024-9."


def test_an_edition_that_follows_is_no_correction() -> None:
    for edition in SHELF:
        assert newest_correction(edition, SHELF) is None


def test_of_two_corrections_of_one_edition_the_later_in_force_counts() -> None:
    early = correct(CODE, "2024-b", in_force="2025-01-01")
    late = correct(CODE, "2024-a", in_force="2026-01-01")

    assert newest_correction(CODE, with_more(SHELF, [late, early], {})) == late


def test_editions_that_correct_each_other_come_to_an_end() -> None:
    one, other = correct(CODE, "a"), replace(correct(CODE, "b"), corrects="a")
    circle = shelve([replace(one, corrects="b"), other])

    assert [edition.name for edition in circle] == ["b", "a"]
    assert newest_correction(circle.by_id[one.id], circle) == other


def test_guidance_comes_along_only_to_what_asks_the_same() -> None:
    notes = {one.number: Guidance(one.number, "In plain words") for one in CODE.provisions}
    correction = correct(CODE, reworded={"5.6": "Other words."}, added=["5.99"], withdrawn=["9.8"])

    found = {one.number for one in inherited_guidance(correction, CODE, notes)}

    assert found == notes.keys() - {"5.6", "9.8"}


def test_it_can_be_undone_for_fourteen_days_unless_work_would_be_lost() -> None:
    last = undo_until(NOW)

    assert last == NOW + timedelta(days=UNDO_DAYS)
    assert why_not_undone(NOW, (), (), now=last) is None
    assert "14 days" in str(why_not_undone(NOW, (), (), now=last + timedelta(seconds=1)))
    assert "5.6 and 5.7" in str(why_not_undone(NOW, ("5.6", "5.7"), (), now=NOW))
    assert "“Train” and “Ask”" in str(why_not_undone(NOW, (), ("Train", "Ask"), now=NOW))
