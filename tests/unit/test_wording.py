"""Figures of the Code and lists, in words."""

import pytest

from app.domain.editions import (
    AnswerType,
    Deadline,
    DeadlineKind,
    Obligation,
    Provision,
    Unit,
)
from app.domain.wording import UNIT_WORDS, deadline_in_words, deadlines_unsaid, listed

LIMITS = [kind for kind in DeadlineKind if kind is not DeadlineKind.RECURRING]


@pytest.mark.parametrize("kind", LIMITS)
@pytest.mark.parametrize(
    ("number", "unit", "figure"),
    [
        (1, Unit.DAYS, "1 day"),
        (10, Unit.WORKING_DAYS, "10 working days"),
        (1, Unit.WORKING_DAYS, "1 working day"),
        (1, Unit.MONTHS, "1 month"),
        (12, Unit.MONTHS, "12 months"),
    ],
)
def test_a_limit_says_from_when_it_is_counted(
    kind: DeadlineKind, number: int, unit: Unit, figure: str
) -> None:
    deadline = Deadline("full stage 1 response", number, unit, "the acknowledgement", kind)

    words = deadline_in_words(deadline)

    assert words == f"Full stage 1 response: {figure} from the acknowledgement"


def test_what_recurs_says_how_often() -> None:
    deadline = Deadline("self-assessment", 12, Unit.MONTHS, "the last", DeadlineKind.RECURRING)

    assert deadline_in_words(deadline) == "Self-assessment: every 12 months"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], ""),
        (["5.6"], "5.6"),
        (["5.6", "5.7"], "5.6 and 5.7"),
        (["5.6", "5.7", "6.12"], "5.6, 5.7 and 6.12"),
    ],
)
def test_a_list_reads_as_people_say_it(words: list[str], sentence: str) -> None:
    assert listed(words) == sentence


def test_every_unit_has_its_words() -> None:
    assert set(UNIT_WORDS) == set(Unit)


def test_a_deadline_is_said_only_where_the_sentence_lacks_its_figure() -> None:
    five = Deadline("answer", 5, Unit.WORKING_DAYS, "receipt", DeadlineKind.LIMIT)
    said = provision_asking("Answers come within 5 working days.", five)
    unsaid = provision_asking("Answers come within 15 days of a plan under the 2005 Act.", five)

    assert deadlines_unsaid(said) == ()
    assert deadlines_unsaid(unsaid) == ("Answer: 5 working days from receipt",)


def provision_asking(requirement: str, deadline: Deadline) -> Provision:
    return Provision(
        "1.1", "Answer", Obligation.MUST, requirement, AnswerType.YES_NO, deadlines=(deadline,)
    )
