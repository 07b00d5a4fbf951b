"""Answers: what each answer type allows, how figures are read, counted and put in words."""

from decimal import Decimal
from typing import Any

import pytest

from app.domain.answers import (
    BASIS_WORDS,
    REACH_WORDS,
    SHORTFALL_WORDS,
    Answer,
    Basis,
    Figure,
    Outcome,
    Reach,
    allowed_verdicts,
    answer_in_words,
    check_answer,
    figure_in_words,
    outcome_of,
    parts_of,
    percentage,
    read_count,
    read_share,
)
from app.domain.editions import AnswerType, Obligation, Part, Provision
from app.domain.errors import Invalid

PARTS = (
    Part("a", "at stage 1", answer=AnswerType.SHARE),
    Part("b", "with the board", answer=AnswerType.TEXT),
    Part("c", "refused", answer=AnswerType.COUNT),
)
ANSWERS: dict[str, Any] = {
    "yes": "yes",
    "no": "no",
    "not applicable": "not_applicable",
    "per cent": {"percent": "79.3"},
    "of a whole": {"count": 23, "of": 29},
    "count": {"count": 0},
    "text": {"text": "In the magazine."},
    "not available": {"not_available": True},
    "parts": {"parts": {"a": {"percent": "79.3"}, "b": {"text": "Yes"}, "c": {"count": 1}}},
    "some parts": {"parts": {"c": {"not_available": True}}},
    "another part": {"parts": {"d": {"count": 1}}},
    "a part of another kind": {"parts": {"a": {"text": "most"}}},
    "a text that is not available": {"parts": {"b": {"not_available": True}}},
    "two figures at once": {"count": 1, "percent": "3"},
    "an empty figure": {},
    "another word": "maybe",
}
ALLOWED = {
    AnswerType.YES_NO: {"yes", "no"},
    AnswerType.YES_NO_NA: {"yes", "no", "not applicable"},
    AnswerType.SHARE: {"per cent", "of a whole", "not available"},
    AnswerType.COUNT: {"count", "not available"},
    AnswerType.TEXT: {"text"},
    AnswerType.PARTS: {"parts", "some parts"},
}


def provision(kind: AnswerType) -> Provision:
    parts = PARTS if kind is AnswerType.PARTS else ()
    return Provision("4.6", "Share", Obligation.QUESTION, "What share?", kind, parts=parts)


@pytest.mark.parametrize("kind", AnswerType)
@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_type_allows_its_own_answers_and_no_others(kind: AnswerType, name: str) -> None:
    if name in ALLOWED[kind]:
        check_answer(ANSWERS[name], provision(kind))
    else:
        with pytest.raises(Invalid, match=r"does not allow this answer to 4\.6") as refused:
            check_answer(ANSWERS[name], provision(kind))
        assert refused.value.field == "answer"


@pytest.mark.parametrize("kind", AnswerType)
def test_not_answered_is_always_allowed(kind: AnswerType) -> None:
    check_answer(None, provision(kind))


@pytest.mark.parametrize(
    ("kind", "ticks"),
    [
        (AnswerType.YES_NO, ("yes", "no")),
        (AnswerType.YES_NO_NA, ("yes", "no", "not_applicable")),
        (AnswerType.SHARE, ()),
        (AnswerType.COUNT, ()),
        (AnswerType.TEXT, ()),
        (AnswerType.PARTS, ()),
    ],
)
def test_only_yes_and_no_questions_have_ticks(kind: AnswerType, ticks: tuple[str, ...]) -> None:
    assert allowed_verdicts(kind) == ticks


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (None, Outcome.NOT_ANSWERED),
        ("yes", Outcome.YES),
        ("no", Outcome.NO),
        ("not_applicable", Outcome.NOT_APPLICABLE),
        ({"percent": "100"}, Outcome.OTHER),
        ({"not_available": True}, Outcome.OTHER),
        ({"text": "Yes"}, Outcome.OTHER),
        ({"parts": {}}, Outcome.OTHER),
    ],
)
def test_an_answer_counts_once_and_nothing_but_yes_counts_as_yes(
    answer: Answer | None, outcome: Outcome
) -> None:
    assert outcome_of(answer) is outcome


def test_only_answers_in_parts_have_parts() -> None:
    assert parts_of({"parts": {"a": {"count": 1}}}) == {"a": {"count": 1}}
    assert parts_of({"count": 1}) is parts_of("yes") is parts_of(None) is None


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("79.3%", {"percent": "79.3"}),
        ("79.3", {"percent": "79.3"}),
        (" 79.3 % ", {"percent": "79.3"}),
        ("79 per cent", {"percent": "79"}),
        ("79 percent", {"percent": "79"}),
        ("0%", {"percent": "0"}),
        ("100.00%", {"percent": "100.00"}),
        ("23 of 29", {"count": 23, "of": 29}),
        ("23 out  of 29", {"count": 23, "of": 29}),
        ("23/29", {"count": 23, "of": 29}),
        ("0 of 29", {"count": 0, "of": 29}),
        ("29 of 29", {"count": 29, "of": 29}),
    ],
)
def test_a_share_is_read_as_it_was_written(text: str, figure: Figure) -> None:
    assert read_share(text, "figure") == figure


@pytest.mark.parametrize(
    "text",
    ["", "most", "101%", "100.01", "-3%", "79,3%", "1.234%", "1e2", "30 of 29", "0 of 0",
     "23 of", "of 29", "23 of 29 of 30", "٧٩%", "²", "12345678 of 12345679"],
)  # fmt: skip
def test_what_is_not_a_share_is_refused_at_its_field(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_share(text, "part_a")

    assert refused.value.field == "part_a"


@pytest.mark.parametrize(
    ("text", "count"), [("0", 0), (" 12 ", 12), ("1,250", 1250), ("999999999", 999_999_999)]
)
def test_a_count_is_read(text: str, count: int) -> None:
    assert read_count(text, "figure") == {"count": count}


@pytest.mark.parametrize("text", ["", "-1", "1.5", "some", "1234567890", "²", "٣", "+1"])
def test_what_is_not_a_whole_number_is_refused_at_its_field(text: str) -> None:
    with pytest.raises(Invalid, match="is not a whole number") as refused:
        read_count(text, "figure")

    assert refused.value.field == "figure"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (None, "Not answered"),
        ("yes", "Yes"),
        ("no", "No"),
        ("not_applicable", "Not applicable"),
        ({"percent": "79.3"}, "79.3%"),
        ({"count": 23, "of": 29}, "23 of 29 (79.3%)"),
        ({"count": 0}, "0"),
        ({"count": 16_500}, "16,500"),
        ({"text": "In the magazine."}, "In the magazine."),
        ({"not_available": True}, "Figure not available"),
    ],
)
def test_an_answer_is_put_in_words(answer: Answer | None, words: str) -> None:
    assert answer_in_words(answer) == words


def test_parts_are_named_by_their_text_and_without_it_by_their_key() -> None:
    answer: Answer = {"parts": {"a": {"count": 28, "of": 29}, "b": {"text": "In a report"}}}

    named = answer_in_words(answer, {"a": "at stage 1", "b": "with the board"})

    assert named == "at stage 1: 28 of 29 (96.6%); with the board: In a report"
    assert answer_in_words(answer) == "a: 28 of 29 (96.6%); b: In a report"


@pytest.mark.parametrize(
    ("count", "whole", "share"),
    [(23, 29, "79.3"), (28, 29, "96.6"), (1, 8, "12.5"), (1, 3, "33.3"), (2, 3, "66.7"),
     (1, 2000, "0.1"), (1, 800, "0.1"), (0, 7, "0.0"), (7, 7, "100.0"), (9, 16, "56.3")],
)  # fmt: skip
def test_a_percentage_is_rounded_half_up_without_floats(count: int, whole: int, share: str) -> None:
    assert percentage(count, whole) == Decimal(share)
    assert figure_in_words({"count": count, "of": whole}) == f"{count} of {whole} ({share}%)"


def test_every_word_of_an_answer_is_explained() -> None:
    assert set(REACH_WORDS) == set(SHORTFALL_WORDS) == set(Reach)
    assert set(BASIS_WORDS) == set(Basis)
