"""Starting from an earlier assessment: what is refused, and undoing it while nothing is lost."""

import pytest
from sqlalchemy import select

from app.database import db
from app.domain.errors import AlreadyExists, Invalid, NotAllowed, NotFound, StepNotAllowed
from app.domain.history import Kind
from app.domain.workflow import State
from app.models import Action, Assessment
from tests import assessment_factories as make
from tests import challenge_factories as turns
from tests.carrying_factories import before, begin, confirm, start_afresh, undo
from tests.integration.conftest import Council


def test_an_edition_that_did_not_grow_out_of_the_earlier_one_is_refused_in_words(
    council: Council,
) -> None:
    earlier = before(council, make.CODE_2024)

    with pytest.raises(Invalid, match="did not grow out of") as refused:
        begin(council, earlier, make.CODE_2022)
    assert refused.value.field == "start_from"
    with pytest.raises(Invalid, match="is before 2024/25"):
        begin(council, earlier, year="2023/24")
    assert db.session.scalars(select(Assessment)).all() == [earlier]


def test_another_landlords_and_a_discarded_assessment_are_no_start(council: Council) -> None:
    earlier = before(council, make.CODE_2024)
    taken = begin(council, earlier)
    undo(council, taken)

    with pytest.raises(NotFound):
        begin(council, taken, year="2026/27")
    elsewhere = make.start(council.elsewhere, council.person("stranger"), year="2024/25")
    with pytest.raises(NotFound):
        begin(council, elsewhere)


def test_one_press_starts_one(council: Council) -> None:
    earlier = before(council, make.CODE_2024)
    begin(council, earlier, token="pressed twice")
    with pytest.raises(AlreadyExists, match="twice"):
        begin(council, earlier, token="pressed twice")
    with pytest.raises(AlreadyExists, match="already an unpublished assessment for 2025/26"):
        begin(council, earlier)


def test_undone_it_stands_in_the_way_of_nothing(council: Council) -> None:
    earlier = before(council, make.CODE_2024)
    make.answer_everything(earlier, council.officer)
    make.raise_action(earlier, council.officer)
    assessment = begin(council, earlier)

    with pytest.raises(NotAllowed):
        undo(council, assessment, by=council.officer)
    undo(council, assessment)

    assert assessment.state is State.DISCARDED
    assert council.history()[-1].kind is Kind.ASSESSMENT_CARRYING_UNDONE
    assert begin(council, earlier).state is State.DRAFT
    assert len(db.session.scalars(select(Action)).all()) == 3


@pytest.mark.parametrize("work", ["confirm", "record", "afresh", "action", "question"])
def test_it_is_not_undone_once_anybody_has_worked_in_it(council: Council, work: str) -> None:
    earlier = before(council, make.CODE_2024)
    make.answer_everything(earlier, council.officer)
    assessment = begin(council, earlier)
    if work == "confirm":
        confirm(council, assessment, "5.6")
    elif work == "record":
        make.answer(assessment, council.officer, "5.6", None, commentary="Half.")
    elif work == "afresh":
        start_afresh(council, assessment, "5.6")
    elif work == "action":
        make.raise_action(assessment, council.officer)
    else:
        turns.ask(assessment, council.member, number="5.6")

    with pytest.raises(StepNotAllowed, match="Discard the assessment instead"):
        undo(council, assessment)
    assert assessment.state is State.DRAFT


def test_what_was_started_empty_has_no_start_to_undo(draft: Council) -> None:
    with pytest.raises(StepNotAllowed, match="started with empty answers"):
        undo(draft, draft.assessment)
