"""What an edition says of a change, judged by the figures and duties on both sides."""

from dataclasses import replace

import pytest

from app.domain.edition_shelf import shelve
from app.domain.edition_steps import way_back
from app.domain.edition_succession import faults_of_newcomer, faults_of_succession
from app.domain.editions import Change, Dropped, Edition, Effect, Obligation, Predecessor, Unit
from tests.unit.test_edition_steps import FIVE_DAYS, edition, link, provision

TEN_DAYS = replace(FIVE_DAYS, number=10)
CALENDAR_DAYS = replace(FIVE_DAYS, unit=Unit.DAYS)
BEFORE = edition("2020", replace(provision("1.1"), deadlines=(FIVE_DAYS,)))


def after(a_link: Predecessor, *deadlines: object, **facts: object) -> Edition:
    """Return an edition whose only provision continues the one before."""
    made = replace(provision("1.1", a_link), deadlines=deadlines, **facts)  # type: ignore[arg-type]
    return edition("2022", made, follows="2020")


UNTRUE = {
    "unchanged": (link("1.1", Change.UNCHANGED, Effect.FIGURES), TEN_DAYS, "has other figures"),
    "unit": (link("1.1", Change.UNCHANGED, Effect.FIGURES), CALENDAR_DAYS, "has other figures"),
    "equal": (link("1.1", Change.REWORDED, Effect.FIGURES), FIVE_DAYS, "has the same deadlines"),
    "same": (link("1.1", Change.REWORDED, Effect.SAME), TEN_DAYS, "has another figure"),
}


@pytest.mark.parametrize("what", sorted(UNTRUE))
def test_a_change_that_the_figures_do_not_bear_out_is_a_fault(what: str) -> None:
    said, deadline, words = UNTRUE[what]
    [fault] = faults_of_newcomer(after(said, deadline), [BEFORE], where="2022.yaml")
    assert words in fault.message


def test_a_should_that_became_a_must_asks_more() -> None:
    said = after(link("1.1", Change.REWORDED, Effect.SAME), FIVE_DAYS, obligation=Obligation.MUST)
    [fault] = faults_of_newcomer(said, [BEFORE], where="2022.yaml")
    assert "write “stronger”" in fault.message


def test_released_editions_and_what_a_correction_repeats_of_them_stay_as_they_are() -> None:
    released = replace(after(UNTRUE["same"][0], TEN_DAYS), superseded=None)
    known = {"2020": replace(BEFORE, superseded="2022"), "2022": released}
    assert faults_of_succession(released, known, names=known, where="2022.yaml") == ()
    correction = replace(released, name="2022-1", corrects="2022")
    assert faults_of_newcomer(correction, [BEFORE, released], where="new.yaml") == ()


def test_a_correction_says_why_it_withdraws_a_provision() -> None:
    first = edition("2020", provision("1.1"), provision("1.2"))
    reason = (Dropped("1.2", "printed by mistake"),)
    correction = edition("2020-1", provision("1.1"), corrects="2020")
    said = replace(correction, dropped=reason)
    assert faults_of_newcomer(said, [first], where="new.yaml") == ()
    [step] = way_back(said, first, shelve([first, said])) or ()
    assert step.dropped == {"1.2": "printed by mistake"}
    kept = replace(said, sections=first.sections)
    [fault] = faults_of_newcomer(kept, [first], where="new.yaml")
    assert "1.2" in fault.message


@pytest.mark.parametrize(
    ("rulebook", "name", "words"),
    [
        ("index", "2024", "is the address of another page"),
        ("compare", "2024", "is the address of another page"),
        ("feed", "2024", "is the address of another page"),
        ("a" * 50, "b" * 40, "of 80 at most"),
        ("a", "code-2020", "would be the address of 2020 of a-code too"),
    ],
)
def test_names_that_no_address_or_row_could_hold_are_refused(
    rulebook: str, name: str, words: str
) -> None:
    new = edition(name, provision("1.1"), rulebook=rulebook)
    faults = faults_of_newcomer(new, [edition("2020", provision("1.1"))], where="new.yaml")
    assert [words in fault.message for fault in faults] == [True]
