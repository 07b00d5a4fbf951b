"""What a second rulebook needs of the rules: addresses, numbers, results, and words that fit it."""

import itertools
import re

import pytest

from app.domain.answers import Answer
from app.domain.documents import DocumentKind
from app.domain.edition_faults import PROVISION_NUMBER, faults_of_edition
from app.domain.editions import (
    AnswerType,
    Edition,
    Obligation,
    Provision,
    Section,
    number_order,
)
from app.domain.published_addresses import (
    FIRST_RULEBOOK,
    RULEBOOK,
    can_stand_in_an_address,
    file_name,
    rulebook_of,
    year_address,
)
from app.domain.responses import ResponseFacts
from app.domain.summary import SectionSummary, Status, summarise
from tests.unit import statements
from tests.unit.test_edition_faults import make_edition

ANSWERS: list[Answer | None] = ["yes", "no", "not_applicable", None]


def test_the_first_rulebook_stands_where_it_always_stood() -> None:
    assert year_address("heron", FIRST_RULEBOOK, "2025-26") == "/published/heron/2025-26"
    assert (
        file_name("heron", FIRST_RULEBOOK, "2025-26", DocumentKind.STATEMENT, 2)
        == "heron-2025-26-v2"
    )


def test_any_other_stands_under_its_name() -> None:
    address = year_address("heron", "example-services", "2025-26")
    assert address == "/published/heron/example-services/2025-26"
    name = file_name("heron", "example-services", "2025-26", DocumentKind.STATEMENT, 2)
    assert name == "heron-example-services-2025-26-v2"


def test_a_document_tells_its_rulebook() -> None:
    document = statements.issued()
    document["edition"] |= {"id": "example-services-2025-1", "name": "2025-1"}

    assert rulebook_of(document) == "example-services"


NO_NAMES = (
    "2025-26",
    "2025",
    "2025-code",
    "-code",
    "Code",
    "assets",
    "changes",
    "code-",
    "co_de",
    "co.de",
    "promises",
    "provisions",
    "summary",
    "v1",
    "v20",
    "x" * 61,
)


@pytest.mark.parametrize("name", NO_NAMES)
def test_a_rulebook_that_another_address_could_mean_is_a_fault(name: str) -> None:
    assert not can_stand_in_an_address(name)

    (fault,) = faults_of_edition(make_edition(rulebook=name), where="2024.yaml")

    assert "in a public address" in fault.message or "is not a name" in fault.message


@pytest.mark.parametrize("name", ["example-services", "x", "v", "v1x", "summary-code", "x" * 60])
def test_other_names_are_free(name: str) -> None:
    assert can_stand_in_an_address(name)
    assert re.fullmatch(RULEBOOK, name)
    assert faults_of_edition(make_edition(rulebook=name), where="2024.yaml") == ()


def test_a_whole_section_has_a_number_and_keeps_its_place() -> None:
    assert [one for one in ("5", "5.1", "5.", "05", "5.0", "5.1.1", "") if is_number(one)] == [
        "5",
        "5.1",
    ]
    assert sorted(["10", "5.10", "5.2", "5", "4"], key=number_order) == [
        "4",
        "5",
        "5.2",
        "5.10",
        "10",
    ]


def is_number(text: str) -> bool:
    return PROVISION_NUMBER.fullmatch(text) is not None


def test_a_whole_section_is_asked_once() -> None:
    alone = edition_of(provision("1"))
    beside_a_statement = edition_of(provision("1"), provision("1.1", in_form=False))
    beside_another = edition_of(provision("1"), provision("1.1"))

    assert faults_of_edition(alone, where="2024.yaml") == ()
    assert faults_of_edition(beside_a_statement, where="2024.yaml") == ()
    (fault,) = faults_of_edition(beside_another, where="2024.yaml")
    assert fault.message == (
        "Provision 1 stands for its whole section, and the form asks others in it: write it like "
        "4.10."
    )


@pytest.mark.parametrize("answers", list(itertools.product(ANSWERS, repeat=2)))
def test_without_any_must_a_should_decides(answers: tuple[Answer | None, ...]) -> None:
    edition = edition_of(provision("1.1"), provision("1.2"))

    row = section_of(edition, answers)

    if "no" in answers:
        assert row.status is Status.NON_COMPLIANT
    else:
        assert row.status is (Status.NOT_COMPLETE if None in answers else Status.COMPLIANT)
    assert row.should_not_met == ()
    assert {gap.provision for gap in row.gaps} == {
        f"1.{at}" for at, answer in enumerate(answers, start=1) if answer == "no"
    }


@pytest.mark.parametrize("answers", list(itertools.product(ANSWERS, repeat=2)))
def test_beside_a_must_elsewhere_a_should_is_listed_apart(
    answers: tuple[Answer | None, ...],
) -> None:
    must = Section("2", "Title", (provision("2.1", obligation=Obligation.MUST),))
    edition = make_edition(
        sections=(Section("1", "Title", (provision("1.1"), provision("1.2"))), must)
    )

    row = section_of(edition, answers)

    assert row.status is not Status.NON_COMPLIANT
    assert row.should_not_met == tuple(
        f"1.{at}" for at, answer in enumerate(answers, start=1) if answer == "no"
    )


def provision(
    number: str, *, in_form: bool = True, obligation: Obligation = Obligation.SHOULD
) -> Provision:
    kind = obligation if in_form else Obligation.STATEMENT
    return Provision(number, "Title", kind, "Does it.", AnswerType.YES_NO_NA, in_form=in_form)


def edition_of(*provisions: Provision) -> Edition:
    return make_edition(sections=(Section("1", "Title", provisions),))


def section_of(edition: Edition, answers: tuple[Answer | None, ...]) -> SectionSummary:
    responses = {
        one.number: ResponseFacts(one.number, answer)
        for one, answer in zip(edition.sections[0].provisions, answers, strict=True)
    }
    return summarise(edition, responses, ()).sections[0]
