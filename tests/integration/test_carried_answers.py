"""Confirming what was said before: no stale Yes slips through, and nothing typed is lost."""

import pytest

from app.database import transaction
from app.domain.answers import Reach
from app.domain.carrying import Carried
from app.domain.errors import ChangedByAnother, Invalid, NotAllowed, StepNotAllowed
from app.domain.history import WRITING, Kind
from app.domain.response_content import EMPTY, ResponseContent
from app.domain.statement import build
from app.models import Assessment
from app.models.carrying_facts import states_of
from app.models.facts import assessment_facts, response_facts, responses_of
from app.queries.assessments import task_list
from app.queries.readiness import readiness_page
from app.queries.responses import provision_page
from app.services import responses
from tests import assessment_factories as make
from tests.carrying_factories import (
    YES,
    before,
    begin,
    confirm,
    confirm_either_way,
    editions_of,
    start_afresh,
)
from tests.conftest import NOW
from tests.correction_factories import correct, go_over, install
from tests.factories import actor
from tests.integration.conftest import Council


@pytest.mark.parametrize("number", ["2.2", "2.3", "5.8", "1.3", "1.4", "6.3"])
def test_what_asks_otherwise_now_is_never_agreed_with_without_an_answer(
    council: Council, number: str
) -> None:
    earlier = before(council, make.CODE_2022)
    make.answer_everything(earlier, council.officer)
    assessment = begin(council, earlier)

    with pytest.raises(Invalid, match="Choose your answer") as refused:
        confirm(council, assessment, number)
    assert refused.value.field == "answer"
    assert make.response_to(assessment, number).answer is None

    confirm(council, assessment, number, "no")
    row = make.response_to(assessment, number)
    assert (row.answer, row.carried) == ("no", Carried.CONFIRMED)
    assert [item.text for item in row.evidence] == ["Complaints policy"]


def test_what_asks_the_same_is_taken_over_whole_in_one_press(council: Council) -> None:
    earlier = before(council, make.CODE_2022)
    make.answer_several(earlier, council.officer, {"5.12": YES})
    assessment = begin(council, earlier)

    confirm(council, assessment, "6.13")

    row = make.response_to(assessment, "6.13")
    assert ResponseContent.of(response_facts(row)) == YES
    assert row.carried is Carried.CONFIRMED
    entry = council.history()[-1]
    assert entry.kind is Kind.RESPONSE_CONFIRMED
    assert entry.after["answer"] == "yes"


def test_a_no_is_taken_over_with_what_falls_short_and_its_note(council: Council) -> None:
    no = ResponseContent(
        "no", shortfall=Reach.PRACTICE, commentary="Not yet.", plan_note="In May.", evidence=()
    )
    earlier = before(council, make.CODE_2024)
    make.answer_several(earlier, council.officer, {"5.6": no})
    assessment = begin(council, earlier)

    confirm(council, assessment, "5.6")

    assert ResponseContent.of(response_facts(make.response_to(assessment, "5.6"))) == no


def test_words_saved_this_year_are_kept_when_the_answer_is_confirmed(council: Council) -> None:
    earlier = before(council, make.CODE_2024)
    make.answer_several(earlier, council.officer, {"5.6": YES})
    assessment = begin(council, earlier)
    make.answer(assessment, council.officer, "5.6", None, commentary="Rewritten this year.")
    assert make.response_to(assessment, "5.6").carried is Carried.TO_CONFIRM

    confirm(council, assessment, "5.6")

    row = make.response_to(assessment, "5.6")
    assert (row.answer, row.commentary, row.holds_in) == ("yes", "Rewritten this year.", Reach.BOTH)


def test_no_yes_ever_counts_without_the_press_of_a_person(council: Council) -> None:
    """Whatever the services are asked to do but confirm and record, no answer comes about."""
    for at, edition_id in enumerate([make.CODE_2020, make.CODE_2022, make.CODE_2024]):
        earlier = before(council, edition_id, f"20{10 + 2 * at}/{11 + 2 * at}")
        make.answer_everything(earlier, council.officer)
        assessment = begin(council, earlier, year=f"20{11 + 2 * at}/{12 + 2 * at}")
        edition = make.edition_of(assessment)

        for row in responses_of(assessment):
            make.answer(assessment, council.officer, row.number, None, commentary="Looked at.")
        assert not [row for row in responses_of(assessment) if row.answer is not None]

        pressed = [one.number for one in edition.in_form][::3]
        for number in pressed:
            if states_of(assessment)[number] is Carried.TO_CONFIRM:
                confirm_either_way(council, assessment, number)
            else:
                make.answer(assessment, council.officer, number)
        answered = [row.number for row in responses_of(assessment) if row.answer is not None]
        assert sorted(answered) == sorted(pressed)
        told = {
            entry.subject
            for entry in council.history()
            if entry.kind in WRITING and (entry.after or {}).get("answer")
        }
        assert told == {f"provision:{number}" for number in answered}


def test_only_what_a_person_has_confirmed_reaches_the_statement_of_a_mixed_assessment(
    council: Council,
) -> None:
    earlier = before(council, make.CODE_2024)
    make.answer_everything(earlier, council.officer)
    assessment = begin(council, earlier)

    confirm(council, assessment, "5.6")

    document = build(assessment_facts(assessment, make.edition_of(assessment)))
    assert document["summary"]["yes"] == 1
    page = readiness_page(assessment, make.edition_of(assessment), NOW.date())
    messages = [finding.message for group in page.groups for finding in group.findings]
    assert len([one for one in messages if one.endswith("not confirmed yet.")]) == 71
    assert not [one for one in messages if one.endswith("not answered yet.")]


def test_the_statement_is_the_same_whether_an_answer_was_carried_or_given(
    council: Council,
) -> None:
    earlier = before(council, make.CODE_2024)
    make.answer_several(earlier, council.officer, {"5.6": YES})
    carried = begin(council, earlier)
    confirm(council, carried, "5.6")
    told = build(assessment_facts(carried, make.edition_of(carried)))
    undone = make.start(council.landlord, council.lead, year="2026/27")
    make.answer_several(undone, council.officer, {"5.6": YES})
    given = build(assessment_facts(undone, make.edition_of(undone)))

    assert told["sections"] == given["sections"]


def test_saving_with_an_answer_confirms_and_without_one_does_not(council: Council) -> None:
    earlier = before(council, make.CODE_2024)
    make.answer_everything(earlier, council.officer)
    assessment = begin(council, earlier)
    first = make.response_to(assessment, "5.6").version

    make.answer(assessment, council.officer, "5.6", None, commentary="Half done.")
    assert make.response_to(assessment, "5.6").carried is Carried.TO_CONFIRM
    make.answer(assessment, council.officer, "5.6", "no", commentary="Half done.")
    row = make.response_to(assessment, "5.6")
    assert (row.carried, row.version) == (Carried.CONFIRMED, first + 2)
    assert council.history()[-1].after["carried"] == "confirmed"

    make.answer(assessment, council.officer, "5.6", None, commentary="Half done.")
    assert make.response_to(assessment, "5.6").carried is Carried.TO_CONFIRM


def test_putting_an_earlier_text_back_confirms_where_it_holds_an_answer(council: Council) -> None:
    earlier = before(council, make.CODE_2024)
    make.answer_everything(earlier, council.officer)
    assessment = begin(council, earlier)
    make.answer(assessment, council.officer, "5.6", "yes")
    given = council.history()[-1].sequence
    make.answer(assessment, council.officer, "5.6", None, commentary="Half done.")

    put_back(council, assessment, "5.6", given)

    row = make.response_to(assessment, "5.6")
    assert (row.answer, row.carried) == ("yes", Carried.CONFIRMED)


def put_back(council: Council, assessment: Assessment, number: str, sequence: int) -> None:
    with transaction():
        responses.restore_response(
            assessment,
            make.edition_of(assessment),
            number,
            sequence,
            editions_of(council),
            seen_version=make.response_to(assessment, number).version,
            by=actor(council.officer, council.landlord),
            now=NOW,
        )


def test_an_earlier_text_is_put_back_without_its_answer_where_the_code_asks_otherwise(
    council: Council,
) -> None:
    earlier = before(council, make.CODE_2022)
    make.answer_everything(earlier, council.officer)
    assessment = begin(council, earlier)
    make.answer(assessment, council.officer, "2.2", "yes", commentary="It was so.")
    given = council.history()[-1].sequence
    make.answer(assessment, council.officer, "2.2", None, commentary="Not sure.")

    put_back(council, assessment, "2.2", given)

    row = make.response_to(assessment, "2.2")
    assert (row.answer, row.commentary, row.carried) == (None, "It was so.", Carried.TO_CONFIRM)


def test_an_answer_from_before_a_correction_does_not_come_back_with_its_text(
    draft: Council,
) -> None:
    make.answer(draft.assessment, draft.officer, "5.6", "yes", commentary="To the old words.")
    given = draft.history()[-1].sequence
    install(correct(draft.edition, reworded={"5.6": "Other words."}))
    go_over(draft.assessment, draft.lead)
    make.answer(draft.assessment, draft.officer, "5.6", "no", commentary="To the new words.")

    put_back(draft, draft.assessment, "5.6", given)

    row = make.response_to(draft.assessment, "5.6")
    assert (row.answer, row.commentary) == (None, "To the old words.")
    assert row.carried is Carried.TO_CONFIRM


@pytest.mark.parametrize("before_that", [None, "words", "answer"])
def test_clearing_all_that_came_along_starts_afresh_and_nothing_comes_back(
    council: Council, before_that: str | None
) -> None:
    earlier = before(council, make.CODE_2024)
    make.answer_several(earlier, council.officer, {"5.6": YES})
    assessment = begin(council, earlier)
    if before_that:
        given = "no" if before_that == "answer" else None
        make.answer(assessment, council.officer, "5.6", given, commentary="Half done.")

    make.answer_several(assessment, council.officer, {"5.6": EMPTY})

    assert make.response_to(assessment, "5.6").carried is Carried.AFRESH
    assert council.history()[-1].kind is Kind.RESPONSE_STARTED_AFRESH
    provision = make.edition_of(assessment).provision("5.6")
    assert provision
    page = provision_page(assessment, make.edition_of(assessment), provision, editions_of(council))
    assert ResponseContent.of(page.begins_with) == EMPTY


def test_an_answer_that_nobody_asked_for_is_not_passed_over_in_silence(council: Council) -> None:
    earlier = before(council, make.CODE_2024)
    make.answer_several(earlier, council.officer, {"5.6": YES})
    assessment = begin(council, earlier)

    with pytest.raises(Invalid, match="The page has changed"):
        confirm(council, assessment, "5.6", "no")

    assert make.response_to(assessment, "5.6").carried is Carried.TO_CONFIRM


def test_starting_afresh_leaves_nothing_in_the_form_and_can_be_thought_over(
    council: Council,
) -> None:
    earlier = before(council, make.CODE_2024)
    make.answer_several(earlier, council.officer, {"5.6": YES})
    assessment = begin(council, earlier)
    make.answer(assessment, council.officer, "5.6", None, commentary="Half done.")

    start_afresh(council, assessment, "5.6")

    row = make.response_to(assessment, "5.6")
    assert (row.carried, row.commentary, row.answer) == (Carried.AFRESH, "", None)
    assert council.history()[-1].before["commentary"] == "Half done."
    confirm(council, assessment, "5.6")
    assert ResponseContent.of(response_facts(make.response_to(assessment, "5.6"))) == YES
    with pytest.raises(StepNotAllowed, match="Nothing of 5.6 waits"):
        start_afresh(council, assessment, "5.6")


def test_two_on_one_provision_meet_and_two_on_two_never_do(council: Council) -> None:
    earlier = before(council, make.CODE_2024)
    make.answer_everything(earlier, council.officer)
    assessment = begin(council, earlier)
    version = make.response_to(assessment, "5.6").version

    confirm(council, assessment, "5.6")
    confirm(council, assessment, "5.7", by=council.lead)
    with pytest.raises(ChangedByAnother):
        confirm(council, assessment, "5.6", version=version, by=council.lead)


def test_nothing_is_confirmed_where_nothing_was_carried(draft: Council) -> None:
    with pytest.raises(StepNotAllowed):
        confirm(draft, draft.assessment, "5.6", "yes")
    assert make.response_to(draft.assessment, "5.6").answer is None


def test_confirming_needs_a_draft_and_somebody_who_may_edit(council: Council) -> None:
    earlier = before(council, make.CODE_2024)
    make.answer_everything(earlier, council.officer)
    assessment = begin(council, earlier)

    with pytest.raises(NotAllowed):
        confirm(council, assessment, "5.6", by=council.member)
    with pytest.raises(NotAllowed):
        begin(council, earlier, year="2026/27", by=council.officer)


def test_whoever_confirms_has_helped_to_write_it_and_whoever_starts_has_not(
    council: Council,
) -> None:
    earlier = before(council, make.CODE_2024)
    make.answer_several(earlier, council.officer, {"5.6": YES})
    make.raise_action(earlier, council.officer)
    assessment = begin(council, earlier)
    started = [entry.kind for entry in council.history()]
    confirm(council, assessment, "5.6")

    assert started == [Kind.ASSESSMENT_STARTED, Kind.ACTION_CARRIED]
    assert not WRITING & set(started)
    assert council.history()[-1].kind in WRITING


def test_the_task_list_says_what_is_to_confirm_and_goes_on_with_it(council: Council) -> None:
    earlier = before(council, make.CODE_2022)
    make.answer_everything(earlier, council.officer)
    assessment = begin(council, earlier)
    edition = make.edition_of(assessment)
    before_it = task_list(assessment, edition, NOW.date())
    confirm(council, assessment, "1.2")
    start_afresh(council, assessment, "1.3")

    page = task_list(assessment, edition, NOW.date())

    lines = {line.number: line.status for section in page.sections for line in section.lines}
    assert before_it.first_left == "1.2"
    assert page.first_left == "1.3"
    assert (lines["1.2"], lines["1.3"], lines["1.4"]) == ("Yes", "Not answered", "To confirm")
    assert (lines["5.1"]) == "Not answered"
    assert page.carrying is not None
    told = page.carrying
    assert told.confirmed + told.to_confirm + told.new + told.afresh == 72
    assert (told.confirmed, told.afresh) == (1, 1)
    assert told.words.startswith(f"1 confirmed, {told.to_confirm} to confirm, {told.new} new, 1 st")


def test_words_that_a_correction_changed_are_read_anew_and_the_others_are_not(
    council: Council,
) -> None:
    earlier = before(council, make.CODE_2024)
    make.answer_several(earlier, council.officer, {"5.6": YES, "5.7": YES})
    corrected = install(correct(make.edition_of(earlier), reworded={"5.6": "Other words."}))

    assessment = begin(council, earlier, corrected.id)

    with pytest.raises(Invalid):
        confirm(council, assessment, "5.6")
    confirm(council, assessment, "5.6", "yes")
    confirm(council, assessment, "5.7")
