"""The Code's time limits: chosen by the day of receipt, said in words, and wrong ones refused."""

from dataclasses import replace
from datetime import date

import pytest

from app.config import ROOT
from app.domain.clocks import (
    Clock,
    ClockSet,
    Counted,
    Start,
    Step,
    clock_set_on,
    in_words,
    objections_to_clocks,
)
from app.domain.errors import Invalid
from app.reading.clocks import read_clocks

SETS = read_clocks(ROOT / "code_definitions")
OF_2024 = SETS[-1]


def figures(clock: Clock | None) -> tuple[int, str, int | None, str] | None:
    """Return what a limit says, without where it stands."""
    return clock and (clock.limit, clock.starts.value, clock.extension, clock.provision)


def test_our_limits_are_those_of_the_three_editions() -> None:
    found = {
        (one.edition_id[-4:], stage): (figures(one.acknowledge(stage)), figures(one.answer(stage)))
        for one in SETS
        for stage in (1, 2)
    }

    assert found == {
        ("2020", 1): ((5, "received", None, "4.3"), (10, "received", 10, "4.7")),
        ("2020", 2): (None, (20, "escalated", 10, "4.7")),
        ("2022", 1): ((5, "received", None, "4.1"), (10, "logged", 10, "5.1")),
        ("2022", 2): (None, (20, "escalated", 10, "5.13")),
        ("2024", 1): ((5, "received", None, "6.2"), (10, "acknowledged", 10, "6.3")),
        ("2024", 2): ((5, "escalated", None, "6.11"), (20, "acknowledged", 20, "6.14")),
    }
    assert [OF_2024.answer(stage).extension_provision for stage in (1, 2)] == ["6.4", "6.15"]


@pytest.mark.parametrize(
    ("received", "edition"),
    [
        (date(2018, 1, 1), "2020"),
        (date(2020, 7, 7), "2020"),
        (date(2022, 3, 31), "2020"),
        (date(2022, 4, 1), "2022"),
        (date(2024, 3, 31), "2022"),
        (date(2024, 4, 1), "2024"),
        (date(2030, 1, 1), "2024"),
    ],
    ids=str,
)
def test_the_day_of_receipt_chooses_the_edition(received: date, edition: str) -> None:
    for sets in (SETS, SETS[::-1]):
        assert clock_set_on(sets, received).edition_id == f"housing-ombudsman-{edition}"


def test_another_ombudsmans_limits_do_not_come_in_between() -> None:
    other = replace(
        OF_2024, id="other", edition_id="other-2025", rulebook="other", since=date(2025, 1, 1)
    )

    found = clock_set_on((*SETS, other), date(2025, 6, 1), "housing-ombudsman")
    assert found.edition_id == "housing-ombudsman-2024"
    with pytest.raises(Invalid, match="No time limits"):
        clock_set_on(SETS, date(2025, 6, 1), "other")
    with pytest.raises(Invalid, match="No time limits"):
        clock_set_on((), date(2025, 6, 1))


def test_a_limit_is_said_in_words() -> None:
    answer, acknowledge = OF_2024.answer(1), OF_2024.acknowledge(2)
    assert acknowledge is not None

    assert in_words(answer, "the 2024 Code") == (
        "Stage 1 under the 2024 Code: an answer within 10 working days of the acknowledgement "
        "(6.3); an extension of up to 10 more working days (6.4), of which the resident was told "
        "before the first limit ran out."
    )
    assert in_words(acknowledge) == (
        "Stage 2 under the Code: an acknowledgement within 5 working days of the request to "
        "escalate (6.11)."
    )
    one_day = Clock(1, Step.ANSWER, 1, Start.LOGGED, 1, "5.1")
    assert "within 1 working day of the complaint being logged (5.1)" in in_words(one_day)
    assert "up to 1 more working day, of which" in in_words(one_day)


@pytest.mark.parametrize(("at", "bare"), [(0, True), (1, True), (2, False)], ids=["20", "22", "24"])
def test_where_the_code_says_only_days_the_sentences_say_how_they_were_counted(
    at: int, bare: bool
) -> None:
    own = SETS[at]

    assert (
        f"Where {own.code} says only days, they are counted as working days." in own.said
    ) is bare
    assert any(one.written is Counted.DAYS for one in own.clocks) is bare
    assert ("5 days of" in own.sentences[0]) is bare
    assert set(own.said) < set(own.sentences)
    assert all(one[0].isupper() and one[-1] == "." for one in own.sentences)


def test_there_is_no_third_stage() -> None:
    assert OF_2024.acknowledge(3) is None
    with pytest.raises(Invalid, match="Stage 3 has no time limit under the 2024 Code"):
        OF_2024.answer(3)


def said_of(*clocks: Clock) -> list[str]:
    """Return what is said against limits, besides those of ours that they stand among."""
    return [sentence for _, sentence in objections_to_clocks(clocks)]


@pytest.mark.parametrize("own", SETS, ids=lambda one: one.id)
def test_nothing_is_wrong_with_ours(own: ClockSet) -> None:
    assert said_of(*own.clocks) == []


FIRST, SECOND = OF_2024.answer(1), OF_2024.answer(2)
FIRST_ACK = OF_2024.clocks[0]
SECOND_ACK = OF_2024.clocks[2]
WRONG = {
    "two of a kind": ((*OF_2024.clocks, FIRST), "Stage 1 has two limits to answer"),
    "none to answer": (OF_2024.clocks[:3], "The limit to answer stage 2 is missing"),
    "from itself": (
        (replace(FIRST_ACK, starts=Start.ACKNOWLEDGED), *OF_2024.clocks[1:]),
        "cannot count from itself",
    ),
    "from what has no limit": (OF_2024.clocks[1:], "Stage 1 has no limit to acknowledge"),
    "stage 1 from escalation": (
        (FIRST_ACK, replace(FIRST, starts=Start.ESCALATED), SECOND_ACK, SECOND),
        "Stage 1 does not begin with the event “escalated”: write received or logged.",
    ),
    "stage 2 from receipt": (
        (FIRST_ACK, FIRST, SECOND_ACK, replace(SECOND, starts=Start.RECEIVED)),
        "Stage 2 does not begin with the event “received”: write escalated.",
    ),
    "no days": (
        (replace(FIRST_ACK, limit=0), *OF_2024.clocks[1:]),
        "A limit is 1 day or more",
    ),
    "no more days": (
        (FIRST_ACK, replace(FIRST, extension=0), SECOND_ACK, SECOND),
        "An extension is 1 day or more",
    ),
    "a longer acknowledgement": (
        (replace(FIRST_ACK, extension=5), *OF_2024.clocks[1:]),
        "Acknowledging is never extended",
    ),
}


@pytest.mark.parametrize(("clocks", "says"), WRONG.values(), ids=WRONG)
def test_limits_that_cannot_be_are_refused(clocks: tuple[Clock, ...], says: str) -> None:
    assert any(says in one for one in said_of(*clocks)), said_of(*clocks)


def test_words_are_those_of_the_code() -> None:
    assert {one.written for one in OF_2024.clocks} == {Counted.WORKING_DAYS}
