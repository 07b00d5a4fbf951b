"""When agreeing with last year's answer is enough, and what comes along into the form."""

from dataclasses import replace

import pytest

from app.domain.answers import Basis
from app.domain.carrying import Carried, Parent, brought_along, in_the_form, why_asked_again
from app.domain.editions import (
    AnswerType,
    Change,
    Deadline,
    DeadlineKind,
    Edition,
    Effect,
    Obligation,
    Provision,
    Section,
    Unit,
)
from app.domain.response_content import EMPTY, ResponseContent
from app.domain.responses import EvidenceFacts

PROVISION = Provision("1.2", "Use the definition", Obligation.MUST, "Says.", AnswerType.YES_NO)
EDITION = Edition(
    rulebook="a-code",
    name="2024",
    title="A Code",
    issuer="Somebody",
    published="2024",
    in_force="2024",
    comply_by=None,
    superseded=None,
    statutory=True,
    source="https://example.org",
    follows=None,
    form_name="Form",
    form_columns=("Answer",),
    sections=(Section("1", "One", (PROVISION,)),),
)
TEN_DAYS = Deadline("the answer", 10, Unit.WORKING_DAYS, "its arrival", DeadlineKind.LIMIT)
YES = ResponseContent(answer="yes", commentary="So it is.", evidence=(EvidenceFacts("Policy"),))


def parent(**changes: object) -> Parent:
    told = Parent("2023/24", "1.1", Change.UNCHANGED, Effect.SAME, YES, EDITION, PROVISION)
    return replace(told, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("effect", [Effect.SAME, Effect.WEAKER])
@pytest.mark.parametrize("change", [Change.UNCHANGED, Change.REWORDED])
def test_agreeing_is_enough_where_no_more_is_asked(change: Change, effect: Effect) -> None:
    assert why_asked_again([parent(change=change, effect=effect)], EDITION, PROVISION) == ()


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"effect": Effect.STRONGER}, "the Code asks more now"),
        ({"effect": Effect.FIGURES}, "a figure changed"),
        ({"change": Change.MERGED}, "it was made out of several"),
        ({"change": Change.SPLIT}, "it was split off from another"),
        (
            {"provision": replace(PROVISION, obligation=Obligation.SHOULD)},
            "what was a “should” is a “must” now",
        ),
        (
            {"provision": replace(PROVISION, obligation=Obligation.QUESTION)},
            "it was a question of the form then, and is a duty now",
        ),
        (
            {"edition": replace(EDITION, rulebook="another")},
            "the answer is to another code, A Code 2024",
        ),
        (
            {"content": replace(YES, answer={"percent": "79.3"})},
            "that form took another kind of answer, such as a share or a number",
        ),
        ({"content": EMPTY}, "it was not answered then"),
        ({"provision": replace(PROVISION, deadlines=(TEN_DAYS,))}, "a figure changed"),
        (
            {"effect": Effect.FIGURES, "provision": replace(PROVISION, deadlines=(TEN_DAYS,))},
            "a figure changed",
        ),
        ({"provision": None}, "the old words are no longer here to compare"),
        ({"edition": None, "provision": None}, "the old words are no longer here to compare"),
        (
            {"content": replace(YES, basis=Basis.INFERRED)},
            "the answer was read from elsewhere in the document, not stated there",
        ),
        (
            {"change": Change.REWORDED, "met_a_correction": True},
            "a correction changed the words",
        ),
    ],
)
def test_what_asks_more_or_otherwise_is_answered_again(changes: dict, why: str) -> None:
    assert why_asked_again([parent(**changes)], EDITION, PROVISION) == (why,)


def test_several_parents_are_always_answered_again() -> None:
    both = [parent(), parent(number="1.3")]
    assert why_asked_again(both, EDITION, PROVISION) == ("it was made out of several",)


def test_words_and_evidence_of_every_parent_come_along_but_no_answer() -> None:
    other = ResponseContent(
        answer="no",
        commentary="Not yet.",
        plan_note="By May.",
        evidence=(EvidenceFacts("Policy"), EvidenceFacts("Minutes")),
    )
    assert brought_along([parent(), parent(content=other), parent()]) == ResponseContent(
        commentary="So it is.\n\nNot yet.",
        plan_note="By May.",
        evidence=(EvidenceFacts("Policy"), EvidenceFacts("Minutes")),
    )


def test_the_form_begins_with_what_comes_along_until_somebody_has_written() -> None:
    written = ResponseContent(commentary="New words.")
    along = brought_along([parent()])
    assert in_the_form(Carried.TO_CONFIRM, [parent()], EMPTY) == along
    assert in_the_form(Carried.TO_CONFIRM, [parent()], written) == written
    assert in_the_form(Carried.AFRESH, [parent()], EMPTY) == EMPTY


def test_a_note_on_a_figure_changes_no_figure() -> None:
    before = replace(PROVISION, deadlines=(replace(TEN_DAYS, note="From the post."),))
    after = replace(PROVISION, deadlines=(TEN_DAYS,))
    assert why_asked_again([parent(provision=before)], EDITION, after) == ()
