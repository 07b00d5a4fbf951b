"""What changed, in public: between revisions and years, from what was published alone."""

import pytest

from app.domain.answers import Answer
from app.domain.workflow import Reason
from tests import assessment_factories as make
from tests.integration.conftest import Council, queries_of
from tests.integration.council_steps import change_telephone
from tests.integration.publication_steps import tamper, withdraw


def changes(council: Council, year: str = "2025-26", query: str = "") -> str:
    return f"/published/{council.landlord.slug}/{year}/changes{query}"


def page(council: Council, year: str = "2025-26", query: str = "") -> str:
    answer = council.visitor().get(changes(council, year, query))
    assert answer.status_code == 200, answer.text
    return " ".join(answer.text.split())


def correct(
    council: Council,
    number: str = "2.1",
    given: Answer = "yes",
    reason: str = "2.1 said too little",
) -> None:
    make.start_correction(council.assessment, council.lead)
    make.answer(
        council.assessment,
        council.officer,
        number,
        given,
        commentary="Now it is told.",
        plan_note="The list is under review." if given == "no" else "",
    )
    make.send_for_scrutiny(council.assessment, council.lead)
    make.sign_off(council.assessment, council.member)
    make.publish(council.assessment, council.lead, reason)


def publish_record(council: Council, edition: str, year: str) -> None:
    make.start(council.landlord, council.lead, edition, year, Reason.RECORD)
    make.answer_everything(council.assessment, council.lead)
    make.publish(council.assessment, council.lead)


@pytest.fixture
def earlier(published: Council) -> Council:
    """The council, with records of two earlier years under two earlier editions."""
    publish_record(published, make.CODE_2020, "2020/21")
    publish_record(published, make.CODE_2022, "2022/23")
    return published


def test_a_first_and_only_revision_says_that_there_is_nothing_to_compare(
    published: Council,
) -> None:
    shown = page(published)

    assert "2025/26 is the first year that Ashford Borough Council has published here" in shown
    assert "Only one revision of 2025/26 has been published" in shown
    assert "<form" not in shown


def test_a_correction_is_shown_with_its_reason_and_what_it_changed(published: Council) -> None:
    correct(published)

    shown = page(published)

    assert "Revision 2 compared with revision 1" in shown
    assert "The landlord’s reason for the new revision: 2.1 said too little" in shown
    assert "No answer changed." in shown
    assert "The evidence changed at 1 provision, and the commentary at 1 provision." in shown
    assert "Now it is told." in shown
    assert '<a href="https://example.org/policy"' in shown
    assert "2.1 Accept unless there is a valid reason" in shown
    assert "2.2 Fair, listed exclusions" not in shown
    assert "The other provisions say the same in both." in shown


def test_an_answer_that_changed_stands_before_what_else_changed(
    published: Council,
) -> None:
    correct(published, "2.2", "no")
    publish_record(published, make.CODE_2022, "2022/23")

    shown = page(published)

    marks = (
        "Revision 2 compared with revision 1",
        "<caption>Answers that changed</caption>",
        "<summary>What else changed: 1 provision</summary>",
        "2025/26 compared with 2022/23",
    )
    assert sorted(marks, key=shown.index) == list(marks)
    assert shown.count('<details class="folded" open> <summary>What else changed: 1 pro') == 1


def test_each_revision_is_compared_with_the_one_before(published: Council) -> None:
    correct(published)
    correct(published, "2.2", reason="2.2 said too little")

    shown = page(published)

    assert shown.index("Revision 3 compared with revision 2") < shown.index(
        "Revision 2 compared with revision 1"
    )


def test_a_year_is_compared_with_the_year_before_across_editions(earlier: Council) -> None:
    shown = page(earlier)

    assert "2025/26 compared with 2022/23" in shown
    assert "Of the 72 provisions now, 59 continue what the form of 2022 asked" in shown
    assert "12 provisions of 2022" not in shown
    assert "12 questions of 2022 are asked no more." in shown
    assert "New in the Code of 2024." in shown
    assert "No third stage (since the Code of 2024)" in shown


def test_any_two_can_be_chosen_without_script_and_in_either_order(earlier: Council) -> None:
    correct_order = page(earlier, query="?from=2020-21&to=2025-26")
    turned = page(earlier, query="?from=2025-26%2Fv1&to=2020-21%2Fv1")

    assert "2025/26 compared with 2020/21" in correct_order
    assert "Not asked in the 2020 form" not in correct_order
    assert "Provisions that the form of 2020 did not ask about" in correct_order
    assert "New in the Code" not in correct_order
    assert turned == correct_order
    assert '<option value="2020-21/v1" selected>2020/21, revision 1</option>' in correct_order


def test_a_revision_of_the_pages_own_year_can_be_named_shortly(published: Council) -> None:
    correct(published)

    shown = page(published, query="?from=v1")

    assert "Revision 2 compared with revision 1" in shown
    assert "You chose the same revision twice." in page(published, query="?from=v2&to=v2")


@pytest.mark.parametrize(
    ("year", "query", "said"),
    [
        ("2019-20", "", "has published 2025/26; there is no “2019-20”"),
        ("2025-26", "?from=v7", "There is no “v7” to compare. There are: 2025-26/v1."),
        ("2025-26", "?from=2019-20", "There is no “2019-20” to compare."),
        ("2025-26", "?to=2019-21", "There is no “2019-21” to compare."),
        ("2025-26", "?from=%3Cb%3E", "There is no “&lt;b&gt;” to compare."),
        ("2025-26", "?from=2025-26v1", "There is no “2025-26v1” to compare."),
    ],
)
def test_what_is_not_there_is_answered_by_what_exists(
    published: Council, year: str, query: str, said: str
) -> None:
    answer = published.visitor().get(changes(published, year, query))

    assert answer.status_code == 404
    assert said in answer.text


def test_nothing_of_a_draft_is_told(published: Council) -> None:
    before = page(published)
    make.start_correction(published.assessment, published.lead)
    make.answer(published.assessment, published.officer, "2.1", "no", commentary="Not public yet.")
    make.raise_action(published.assessment, published.officer, "Not promised yet")
    change_telephone(published)

    assert page(published) == before


def test_a_withdrawn_revision_is_named_so_and_another_year_is_compared_with_what_stands(
    published: Council,
) -> None:
    correct(published)
    withdraw(published, 2)

    shown = page(published)

    assert "Revision 2 compared with revision 1" in shown
    assert "; it was withdrawn" in shown
    assert "2025/26, revision 2 (withdrawn)" in shown
    make.start(published.landlord, published.lead, year="2026/27", reason=Reason.RECORD)
    make.publish(published.assessment, published.lead)
    assert "2025/26, revision 1</a>" in page(published, "2026-27")


def test_a_document_that_was_altered_is_not_compared(published: Council) -> None:
    correct(published)
    tamper(published, "published_file", "SET content = X'7B7D' WHERE ending = '.json'")

    answer = published.visitor().get(changes(published))

    assert answer.status_code >= 400
    assert "This copy is damaged" in answer.text


def test_the_page_is_asked_for_again_and_sent_only_when_it_changed(published: Council) -> None:
    first = published.visitor().get(changes(published))
    tag = {"If-None-Match": first.headers["ETag"]}

    again = published.visitor().get(changes(published), headers=tag)
    correct(published)
    after = published.visitor().get(changes(published), headers=tag)

    assert first.headers["Cache-Control"] == "public, no-cache"
    assert "X-Robots-Tag" not in first.headers
    assert (again.status_code, again.data) == (304, b"")
    assert after.status_code == 200


def test_the_page_asks_the_database_as_often_for_more_revisions(published: Council) -> None:
    correct(published)
    few = len(queries_of(published.visitor(), changes(published)))
    correct(published, "2.2")
    correct(published, "2.3")

    assert len(queries_of(published.visitor(), changes(published))) == few
