"""A draft goes over to a corrected edition and back: nothing that anybody said is ever lost."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.database import db, transaction
from app.domain.carrying import Carried
from app.domain.edition_corrections import UNDO_DAYS
from app.domain.editions import Effect
from app.domain.errors import AlreadyExists, ChangedByAnother, NotAllowed, StepNotAllowed
from app.domain.history import Kind
from app.domain.response_content import EMPTY, ResponseContent
from app.domain.responses import EvidenceFacts
from app.domain.workflow import State
from app.models import (
    Action,
    ActionProvision,
    CarriedResponse,
    EditionCorrection,
    ProvisionResponse,
)
from app.models.facts import actions_of, assessment_facts, response_facts, responses_of
from app.queries import edition_corrections as corrections
from app.queries.assessments import overview
from app.services import responses
from tests import assessment_factories as make
from tests.conftest import NOW
from tests.correction_factories import HOSTILE, correct, go_back, go_over, install, shelf
from tests.factories import actor
from tests.integration.conftest import Council

CODE_2024_1 = "housing-ombudsman-2024-1"
SAID = ResponseContent(
    "no",
    commentary=HOSTILE,
    plan_note="We are waiting for the board.\n\n* one\n* two",
    evidence=(
        EvidenceFacts("The policy <b>", "https://example.org/a?b=1&c=2", is_internal=True),
        EvidenceFacts("’ OR 1=1 --", "", NOW.date()),
    ),
)


@pytest.fixture
def written(draft: Council) -> Council:
    """The council with words about a few provisions, and a correction that touches some of them."""
    said = {"5.6": SAID, "1.2": SAID, "6.1": ResponseContent(commentary="Half a thought")}
    make.answer_several(draft.assessment, draft.officer, said | {"9.8": SAID})
    make.raise_action(draft.assessment, draft.officer, "Train", provisions=("5.6", "9.8"))
    make.raise_action(draft.assessment, draft.officer, "Ask", provisions=("9.8",))
    install(a_correction(draft))
    return draft


def a_correction(council: Council) -> Any:
    """Return a correction that rewords four provisions, adds one and withdraws one."""
    words = dict.fromkeys(("5.6", "5.7", "6.1"), HOSTILE)
    return correct(council.edition, reworded=words, added=["5.99"], withdrawn=["9.8"])


def content_of(row: ProvisionResponse) -> ResponseContent:
    return ResponseContent.of(response_facts(row))


def row_of(council: Council, number: str) -> ProvisionResponse:
    return db.session.scalars(
        select(ProvisionResponse).where(
            ProvisionResponse.assessment_id == council.assessment.id,
            ProvisionResponse.number == number,
        )
    ).one()


def all_rows(council: Council) -> dict[int, tuple[Any, ...]]:
    """Return every row of the assessment with all that is said in it."""
    rows = db.session.scalars(
        select(ProvisionResponse).where(ProvisionResponse.assessment_id == council.assessment.id)
    )
    return {row.id: (row.number, row.carried, content_of(row)) for row in rows}


def plan(council: Council) -> Mapping[str, list[str]]:
    return {
        row.title: sorted(link.number for link in row.provisions)
        for row in actions_of(council.assessment)
    }


def state_of(council: Council) -> tuple[Any, ...]:
    assessment = council.assessment
    edition = (assessment.edition_id, assessment.edition_digest)
    readings = [
        (row.id, row.change, row.effect, row.content)
        for row in db.session.scalars(
            select(CarriedResponse).where(CarriedResponse.correction_id.is_(None))
        )
    ]
    return edition, all_rows(council), plan(council), readings


def test_a_reworded_answer_is_set_aside_and_asked_again(written: Council) -> None:
    go_over(written.assessment, written.lead)

    row = row_of(written, "5.6")
    assert (content_of(row), row.carried) == (EMPTY, Carried.TO_CONFIRM)
    aside = db.session.scalars(select(CarriedResponse).where(CarriedResponse.number == "5.6")).one()
    assert ResponseContent.from_facts(aside.content) == SAID
    assert (aside.year, aside.edition_id) == ("2025/26", make.CODE_2024)
    assert aside.correction_id == db.session.scalars(select(EditionCorrection.id)).one()


def test_words_without_an_answer_are_set_aside_too(written: Council) -> None:
    go_over(written.assessment, written.lead)

    aside = db.session.scalars(select(CarriedResponse).where(CarriedResponse.number == "6.1")).one()
    assert aside.content["commentary"] == "Half a thought"
    assert row_of(written, "6.1").carried is Carried.TO_CONFIRM


def test_what_the_correction_does_not_touch_stays_as_it_was(written: Council) -> None:
    before = row_of(written, "1.2").version

    go_over(written.assessment, written.lead)

    row = row_of(written, "1.2")
    assert (content_of(row), row.carried, row.version) == (SAID, Carried.NOTHING, before)


def test_a_withdrawn_provision_keeps_its_words_and_counts_nowhere(written: Council) -> None:
    go_over(written.assessment, written.lead)

    row = row_of(written, "9.8")
    assert (content_of(row), row.carried) == (SAID, Carried.WITHDRAWN)
    assert "9.8" not in {one.number for one in responses_of(written.assessment)}
    edition = shelf().by_id[CODE_2024_1]
    assert "9.8" not in assessment_facts(written.assessment, edition).responses
    line = overview(written.landlord, shelf()).lines[0]
    assert (line.answered, line.provisions) == (1, len(edition.in_form))


def test_an_added_provision_is_an_empty_row_to_be_answered(written: Council) -> None:
    go_over(written.assessment, written.lead)

    row = row_of(written, "5.99")
    assert (content_of(row), row.carried) == (EMPTY, Carried.NOTHING)
    make.answer(written.assessment, written.officer, "5.99", "yes")
    assert row_of(written, "5.99").answer == "yes"


def test_an_action_leaves_the_withdrawn_provision_and_stays_in_the_plan(written: Council) -> None:
    versions = {row.title: row.version for row in actions_of(written.assessment)}

    go_over(written.assessment, written.lead)

    assert plan(written) == {"Train": ["5.6"], "Ask": []}
    assert all(row.version > versions[row.title] for row in actions_of(written.assessment))


def test_the_history_tells_of_every_action_that_was_moved_there_and_back(written: Council) -> None:
    go_over(written.assessment, written.lead)
    go_back(written.assessment, written.lead)

    moved = [one for one in written.history() if one.kind is Kind.ACTION_CHANGED]
    assert [
        (one.before["title"], one.before["provisions"], one.after["provisions"]) for one in moved
    ] == [
        ("Train", ["5.6", "9.8"], ["5.6"]),
        ("Ask", ["9.8"], []),
        ("Train", ["5.6"], ["5.6", "9.8"]),
        ("Ask", [], ["9.8"]),
    ]
    assert all(one.by_name == "The lead" for one in moved)


def test_what_one_correction_set_aside_and_another_withdrew_is_kept(written: Council) -> None:
    go_over(written.assessment, written.lead)
    install(correct(shelf().by_id[CODE_2024_1], "2024-2", withdrawn=["5.6"], in_force="2024-05-01"))
    go_over(written.assessment, written.lead)

    edition = shelf().by_id["housing-ombudsman-2024-2"]
    page = corrections.correction_page(written.assessment, edition, shelf(), NOW)

    kept = {line.response.number: line for line in page.kept}
    assert list(kept) == ["5.6", "9.8"]
    assert ResponseContent.of(kept["5.6"].response) == SAID
    assert kept["5.6"].provision == shelf().by_id[make.CODE_2024].provision("5.6")
    go_back(written.assessment, written.lead)
    page = corrections.correction_page(written.assessment, shelf().by_id[CODE_2024_1], shelf(), NOW)
    assert [line.response.number for line in page.kept] == ["9.8"]


def test_the_history_says_what_happened_and_every_text_can_be_put_back(written: Council) -> None:
    go_over(written.assessment, written.lead)

    entries = written.history()
    entry = next(one for one in entries if one.kind is Kind.ASSESSMENT_EDITION_CORRECTED)
    assert entry.before == {"edition": make.CODE_2024}
    assert entry.after == {
        "edition": CODE_2024_1,
        "added": ["5.99"],
        "reworded": ["5.6", "5.7", "6.1"],
        "withdrawn": ["9.8"],
        "asked_again": ["5.6", "6.1"],
        "actions": ["Train", "Ask"],
    }
    again = [one for one in entries if one.kind is Kind.RESPONSE_ASKED_AGAIN]
    assert [one.subject for one in again] == ["provision:5.6", "provision:6.1"]
    said = next(one for one in entries if one.subject == "provision:5.6")
    for sequence, content in ((said.sequence, SAID), (again[0].sequence, EMPTY)):
        assert responses.content_after(written.assessment, "5.6", sequence) == content


def test_undone_every_row_is_as_it_was(written: Council) -> None:
    before = state_of(written)

    go_over(written.assessment, written.lead)
    assert state_of(written) != before
    go_back(written.assessment, written.lead)

    assert state_of(written) == before
    done = db.session.scalars(select(EditionCorrection)).one()
    assert done.undone_at == NOW
    kept = db.session.scalars(
        select(CarriedResponse).where(CarriedResponse.correction_id == done.id)
    ).all()
    assert {row.number for row in kept} == {"5.6", "6.1"}, "Nothing that was said is deleted."


NUMBERS = ["1.2", "5.6", "5.7", "6.1", "9.8"]


@pytest.mark.parametrize("seed", range(6))
def test_over_and_back_again_is_the_same_for_whatever_was_written(
    draft: Council, seed: int
) -> None:
    texts = ["", HOSTILE, "é e\u0301 \u202b", "a" * 5000, "{% raw %}", "\n\n- x\n"]
    contents = {
        number: ResponseContent(
            answer=(None, "yes", "no")[(seed + at) % 3],
            commentary=texts[(seed + at) % 6].strip(),
            plan_note=texts[(seed * at) % 6].strip(),
            evidence=(EvidenceFacts(HOSTILE, ""),) * ((seed + at) % 3),
        )
        for at, number in enumerate(NUMBERS)
    }
    make.answer_several(draft.assessment, draft.officer, contents)
    make.raise_action(draft.assessment, draft.officer, "A", provisions=NUMBERS[seed % 5 :])
    by_turns = [number for at, number in enumerate(NUMBERS) if (seed + at) % 2]
    withdrawn = NUMBERS[seed % 5]
    words = {number: HOSTILE for number in by_turns if number != withdrawn}
    install(correct(draft.edition, reworded=words, added=["2.99"], withdrawn=[withdrawn]))
    before = state_of(draft)

    for _ in range(2):
        go_over(draft.assessment, draft.lead)
        go_back(draft.assessment, draft.lead)

    assert state_of(draft) == before


def test_work_on_other_provisions_survives_the_undoing(written: Council) -> None:
    go_over(written.assessment, written.lead)
    make.answer(written.assessment, written.officer, "2.1", "yes", commentary="Since")

    go_back(written.assessment, written.lead)

    assert row_of(written, "2.1").commentary == "Since"
    assert content_of(row_of(written, "5.6")) == SAID


@pytest.mark.parametrize("number", ["5.6", "5.7", "5.99"])
def test_it_cannot_be_undone_once_somebody_wrote_about_the_new_words(
    written: Council, number: str
) -> None:
    go_over(written.assessment, written.lead)
    make.answer(written.assessment, written.officer, number, "yes")
    before = state_of(written)

    with pytest.raises(StepNotAllowed, match=f"corrected words of {number}"):
        go_back(written.assessment, written.lead)

    assert state_of(written) == before


def test_it_cannot_be_undone_while_an_action_is_for_what_was_added(written: Council) -> None:
    go_over(written.assessment, written.lead)
    make.raise_action(written.assessment, written.officer, "New", provisions=("5.99",))

    with pytest.raises(StepNotAllowed, match="“New” was planned"):
        go_back(written.assessment, written.lead)


def test_it_cannot_be_undone_after_fourteen_days(written: Council) -> None:
    go_over(written.assessment, written.lead)
    last = NOW + timedelta(days=UNDO_DAYS)

    with pytest.raises(StepNotAllowed, match="14 days"):
        go_back(written.assessment, written.lead, now=last + timedelta(seconds=1))

    go_back(written.assessment, written.lead, now=last)
    assert written.assessment.edition_id == make.CODE_2024


def test_an_action_that_was_removed_since_stays_removed(written: Council) -> None:
    go_over(written.assessment, written.lead)
    with transaction():
        db.session.delete(db.session.scalars(select(Action).where(Action.title == "Ask")).one())

    go_back(written.assessment, written.lead)

    assert plan(written) == {"Train": ["5.6", "9.8"]}
    assert len(db.session.scalars(select(ActionProvision)).all()) == 2


def test_a_second_correction_follows_the_first_and_both_are_undone_in_turn(
    written: Council,
) -> None:
    start = state_of(written)
    go_over(written.assessment, written.lead)
    first = state_of(written)
    edition = shelf().by_id[CODE_2024_1]
    again = shelf().by_id[make.CODE_2024].provision("9.8")
    assert again
    back = correct(edition, "2024-2", reworded={"5.6": "Other words.", "1.2": "More."})
    last = back.sections[-1]
    install(_with(back, last, again))

    go_over(written.assessment, written.lead)

    row = row_of(written, "9.8")
    assert (content_of(row), row.carried) == (EMPTY, Carried.TO_CONFIRM)
    aside = db.session.scalars(select(CarriedResponse).where(CarriedResponse.number == "9.8")).one()
    assert (aside.edition_id, ResponseContent.from_facts(aside.content)) == (make.CODE_2024, SAID)
    assert row_of(written, "5.6").carried is Carried.TO_CONFIRM
    go_back(written.assessment, written.lead)
    assert state_of(written) == first
    go_back(written.assessment, written.lead)
    assert state_of(written) == start


def _with(edition: Any, section: Any, provision: Any) -> Any:
    longer = replace(section, provisions=(*section.provisions, provision))
    return replace(edition, sections=(*edition.sections[:-1], longer))


def test_what_waits_from_last_year_is_judged_by_the_corrected_words(draft: Council) -> None:
    with transaction():
        row_of(draft, "5.6").carried = Carried.TO_CONFIRM
        aside = CarriedResponse(
            assessment_id=draft.assessment.id,
            number="5.6",
            year="2024/25",
            edition_id=make.CODE_2024,
            parent_number="5.6",
            change="unchanged",
            effect="same",
            ended="",
            content=SAID.as_facts(),
        )
        db.session.add(aside)
    before = state_of(draft)
    install(a_correction(draft))

    go_over(draft.assessment, draft.lead)

    found = db.session.scalars(select(CarriedResponse)).one()
    assert (found.change, found.effect) == ("reworded", Effect.SAME)
    assert row_of(draft, "5.6").carried is Carried.TO_CONFIRM
    go_back(draft.assessment, draft.lead)
    assert state_of(draft) == before


@pytest.mark.parametrize("number", ["5.6", "5.7", "9.8"])
def test_a_page_with_the_old_words_clashes_and_does_not_answer_the_new_ones(
    written: Council, number: str
) -> None:
    assessment, edition = written.assessment, written.edition
    seen = row_of(written, number).version
    go_over(assessment, written.lead)
    by = actor(written.officer, written.landlord)

    with pytest.raises(ChangedByAnother), transaction():
        responses.record_response(
            assessment,
            edition,
            number,
            ResponseContent("yes"),
            seen_version=seen,
            by=by,
            now=NOW,
        )


def test_one_press_goes_over_once(written: Council) -> None:
    go_over(written.assessment, written.lead, token="once")
    install(correct(shelf().by_id[CODE_2024_1], "2024-2"))

    with pytest.raises(AlreadyExists):
        go_over(written.assessment, written.lead, token="once")

    assert len(db.session.scalars(select(EditionCorrection)).all()) == 1


def test_only_a_lead_goes_over_and_back(written: Council) -> None:
    with pytest.raises(NotAllowed):
        go_over(written.assessment, written.officer)
    go_over(written.assessment, written.lead)
    with pytest.raises(NotAllowed):
        go_back(written.assessment, written.member)


@pytest.mark.parametrize("state", ["under_scrutiny", "signed_off", "published"])
def test_only_a_draft_goes_over(state: str, request: pytest.FixtureRequest) -> None:
    council: Council = request.getfixturevalue(state)
    install(a_correction(council))

    with pytest.raises(StepNotAllowed):
        go_over(council.assessment, council.lead)


def test_a_published_document_keeps_its_edition_and_its_correction_is_offered_the_new_one(
    published: Council,
) -> None:
    address = f"/published/{published.landlord.slug}/2025-26/v1.json"
    before = published.visitor().get(address).data
    install(a_correction(published))

    make.start_correction(published.assessment, published.lead)
    go_over(published.assessment, published.lead)

    assert published.assessment.state is State.DRAFT
    assert published.visitor().get(address).data == before
    assert published.assessment.edition_id == CODE_2024_1


def test_whoever_lets_it_go_over_has_not_written_and_what_it_does_is_no_writing(
    answered: Council,
) -> None:
    install(correct(answered.edition, reworded={"5.6": "Other words."}))

    go_over(answered.assessment, answered.lead)

    wrote = [one.by_name for one in answered.history() if one.kind is Kind.RESPONSE_RECORDED]
    assert set(wrote) == {"The officer"}


def test_an_assessment_that_never_went_over_cannot_go_back(draft: Council) -> None:
    with pytest.raises(ChangedByAnother):
        go_back(draft.assessment, draft.lead)


def test_an_old_page_does_not_undo_another_correction(written: Council) -> None:
    go_over(written.assessment, written.lead)
    go_back(written.assessment, written.lead)

    with pytest.raises(ChangedByAnother):
        go_back(written.assessment, written.lead)


def test_the_history_page_tells_it_in_words(written: Council) -> None:
    go_over(written.assessment, written.lead)
    go_back(written.assessment, written.lead)

    page = written.page_of("lead", "/history")

    assert "added 5.99; reworded 5.6, 5.7 and 6.1; withdrawn 9.8; asked again 5.6 and 6.1" in page
    assert "let the self-assessment go back from" in page
    assert "5.6 was put back as it was" in page
    assert "What was written is set aside beside it" in page
