"""A questionnaire: shares, counts, texts and parts, as the form of 2020 asks for them."""

import pytest

from app.domain.answers import Answer
from app.domain.workflow import Reason
from tests import assessment_factories as make
from tests.integration.conftest import Council, fill_in, form_of

# The questionnaire of 2020.


@pytest.fixture
def record(council: Council) -> Council:
    make.start(council.landlord, council.lead, make.CODE_2020, "2020/21", Reason.RECORD)
    return council


@pytest.mark.parametrize(
    ("number", "typed", "kept", "shown"),
    [
        ("4.6", {"figure": "23 of 29"}, {"count": 23, "of": 29}, "23 of 29 (79.3%)"),
        ("4.6", {"figure": "79.3 %"}, {"percent": "79.3"}, "79.3%"),
        ("4.10", {"missing": "yes"}, {"not_available": True}, "Figure not available"),
        (
            "6.3",
            {"figure": "0"},
            {"count": 0},
            'Answer</dt><dd class="govuk-summary-list__value">0',
        ),
        ("3.8", {"figure": "Two days."}, {"text": "Two days."}, "Two days."),
        ("3.4", {"answer": "not_applicable"}, "not_applicable", "Not applicable"),
        (
            "4.7",
            {"part_c": "28 of 29", "missing_a": "yes"},
            {"parts": {"a": {"not_available": True}, "c": {"count": 28, "of": 29}}},
            "at stage 2: 28 of 29 (96.6%)",
        ),
        (
            "8.2",
            {"part_b": "In a report."},
            {"parts": {"b": {"text": "In a report."}}},
            "with the board or governing body: In a report.",
        ),
    ],
)
def test_each_kind_of_answer_of_2020_is_typed_kept_and_shown(
    record: Council, number: str, typed: dict[str, str], kept: Answer, shown: str
) -> None:
    lead = record.signed_in("lead")
    page = record.address(f"/provisions/{number}")

    saved = fill_in(lead, page, **typed)

    assert saved.status_code == 303
    assert make.response_to(record.assessment, number).answer == kept
    assert shown in record.signed_in("reader").get(page).text
    again = form_of(lead.get(page))
    for name, value in typed.items():
        assert again[name] in ([value], ["79.3%"])


@pytest.mark.parametrize(
    ("number", "typed", "said"),
    [
        ("4.6", {"figure": "most of them"}, "is not a share"),
        ("4.6", {"figure": "30 of 29"}, "more than the whole"),
        ("6.3", {"figure": "-1"}, "is not a whole number"),
        ("4.7", {"part_a": "all", "part_c": "28 of 29"}, "is not a share"),
        ("3.1", {"answer": "not_applicable"}, "does not allow"),
    ],
)
def test_a_figure_that_cannot_be_read_is_shown_again(
    record: Council, number: str, typed: dict[str, str], said: str
) -> None:
    client = record.signed_in("lead")

    answer = fill_in(client, record.address(f"/provisions/{number}"), **typed)

    assert answer.status_code == 422
    assert said in answer.text
    for name, value in typed.items():
        assert name == "answer" or form_of(answer)[name] == [value]


def test_only_in_a_record_may_an_answer_be_marked_as_read_elsewhere(record: Council) -> None:
    lead = record.signed_in("lead")
    fill_in(lead, record.address("/provisions/1.1"), answer="yes", inferred="yes")
    inferred = make.response_to(record.assessment, "1.1").basis
    make.start(record.landlord, record.lead, make.CODE_2020, "2021/22")

    fill_in(lead, record.address("/provisions/1.1"), answer="yes", inferred="yes")

    assert inferred == "inferred"
    assert make.response_to(record.assessment, "1.1").basis == "stated"


def test_the_history_tells_a_figure_in_words(record: Council) -> None:
    lead = record.signed_in("lead")
    page = record.address("/provisions/4.6")
    fill_in(lead, page, figure="22 of 29")
    fill_in(lead, page, figure="23 of 29", commentary="One more was in time.")

    history = lead.get(f"{page}/history").text

    assert "the answer was “Not answered” and is “22 of 29 (75.9%)”" in history
    assert "the answer was “22 of 29 (75.9%)” and is “23 of 29 (79.3%)”" in history
    assert "One more was in time." in history


def test_the_history_tells_an_answer_in_parts(record: Council) -> None:
    lead = record.signed_in("lead")
    page = record.address("/provisions/8.2")
    fill_in(lead, page, part_b="In a report.")

    history = lead.get(f"{page}/history").text

    assert "In a report." in history
