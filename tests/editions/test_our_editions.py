"""The three editions that are shipped: counted, compared and checked figure by figure."""

from collections import Counter
from pathlib import Path

import pytest

from app.domain.edition_shelf import Editions
from app.domain.editions import AnswerType, Edition, Obligation
from app.reading.editions import read_editions

FOLDER = Path(__file__).parents[2] / "code_definitions"


@pytest.fixture(scope="module")
def editions() -> Editions:
    """Read the shipped editions once; a fault in them is printed with its line."""
    return read_editions(FOLDER)


def edition_of(editions: Editions, year: str) -> Edition:
    """Return the edition of a year, which must be there."""
    edition = editions.get(f"housing-ombudsman-{year}")
    assert edition is not None
    return edition


def figures_of(edition: Edition, number: str) -> list[str]:
    """Return the figures of a provision in short, as "10 working_days limit"."""
    provision = edition.provision(number)
    assert provision is not None
    return [f"{one.number} {one.unit} {one.kind}" for one in provision.deadlines]


def test_there_are_three_editions_and_the_newest_comes_first(editions: Editions) -> None:
    assert [edition.name for edition in editions] == [
        "2024",
        "2022",
        "2020",
    ]
    assert editions.latest("housing-ombudsman") is edition_of(editions, "2024")


@pytest.mark.parametrize(
    ("year", "provisions", "in_form", "sections"),
    [("2020", 36, 36, 8), ("2022", 75, 72, 8), ("2024", 73, 72, 9)],
)
def test_every_provision_is_there_and_the_form_asks_about_as_many_as_the_ombudsman_does(
    editions: Editions, year: str, provisions: int, in_form: int, sections: int
) -> None:
    edition = edition_of(editions, year)

    assert len(tuple(edition.provisions)) == provisions
    assert len(edition.in_form) == in_form
    assert len(edition.sections) == sections


@pytest.mark.parametrize(
    ("year", "obligations"),
    [
        ("2020", {Obligation.QUESTION: 36}),
        ("2022", {Obligation.MUST: 45, Obligation.SHOULD: 27}),
        ("2024", {Obligation.MUST: 72}),
    ],
)
def test_the_forms_hold_questions_duties_and_expectations_as_the_code_does(
    editions: Editions, year: str, obligations: dict[Obligation, int]
) -> None:
    edition = edition_of(editions, year)

    assert Counter(one.obligation for one in edition.in_form) == obligations


@pytest.mark.parametrize(
    ("year", "numbers"), [("2020", []), ("2022", ["1.1", "6.4", "7.1"]), ("2024", ["1.1"])]
)
def test_only_statements_are_left_out_of_the_form(
    editions: Editions, year: str, numbers: list[str]
) -> None:
    left_out = [one for one in edition_of(editions, year).provisions if not one.in_form]

    assert [one.number for one in left_out] == numbers
    assert {one.obligation for one in left_out} <= {Obligation.STATEMENT}


def test_only_the_first_edition_is_a_questionnaire(editions: Editions) -> None:
    assert [edition.name for edition in editions if edition.is_questionnaire] == ["2020"]


def test_only_the_third_edition_is_law(editions: Editions) -> None:
    assert [edition.name for edition in editions if edition.statutory] == ["2024"]


def test_the_duties_of_2024_are_answered_with_yes_or_no(editions: Editions) -> None:
    assert {one.answer for one in edition_of(editions, "2024").in_form} == {AnswerType.YES_NO}


def test_every_provision_has_guidance_for_residents_and_scrutineers(editions: Editions) -> None:
    without = [
        f"{edition.id} {provision.number}"
        for edition in editions
        for provision in edition.provisions
        if (guidance := editions.guidance(edition.id, provision.number)) is None or not guidance.ask
    ]

    assert without == []


@pytest.mark.parametrize(
    ("year", "number", "figures"),
    [
        ("2020", "4.3", ["5 days limit"]),
        ("2020", "5.1", ["15 days limit"]),
        ("2022", "1.8", ["6 months window"]),
        ("2022", "4.1", ["5 days limit"]),
        ("2022", "5.1", ["10 working_days limit", "10 days extension"]),
        ("2022", "5.13", ["20 working_days limit", "10 days extension"]),
        ("2022", "5.18", ["20 working_days limit"]),
        ("2024", "2.2", ["12 months window"]),
        ("2024", "2.3", ["12 months window"]),
        ("2024", "6.2", ["5 working_days limit"]),
        ("2024", "6.3", ["10 working_days limit"]),
        ("2024", "6.4", ["10 working_days extension"]),
        ("2024", "6.11", ["5 working_days limit"]),
        ("2024", "6.14", ["20 working_days limit"]),
        ("2024", "6.15", ["20 working_days extension"]),
    ],
)
def test_a_figure_of_the_code_is_right(
    editions: Editions, year: str, number: str, figures: list[str]
) -> None:
    assert figures_of(edition_of(editions, year), number) == figures


def test_the_editions_form_one_chain_without_a_gap(editions: Editions) -> None:
    third, second, first = (edition_of(editions, year) for year in ("2024", "2022", "2020"))

    assert editions.before(third) is second
    assert editions.before(second) is first
    assert editions.before(first) is None
    assert (first.superseded, second.superseded) == (second.in_force, third.in_force)
    assert third.superseded is None


def test_the_twelve_dropped_provisions_of_2022_are_named(editions: Editions) -> None:
    dropped = [one.number for one in edition_of(editions, "2024").dropped]

    assert dropped == (
        ["4.3", "4.8", "4.9", "4.13", "4.16", "4.17", "5.4", "5.11"]
        + ["5.18", "5.19", "5.20", "6.7"]
    )
