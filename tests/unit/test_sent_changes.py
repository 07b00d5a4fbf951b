"""What changed since the text was sent: the first state beside the last, and nothing in between."""

from typing import Any

from app.domain.history import Kind
from app.domain.sent_changes import (
    Changed,
    Entry,
    Fate,
    amendments_since,
    answers_another_edition,
    changed_since,
)


def said(number: str, before: dict[str, Any], after: dict[str, Any]) -> Entry:
    return Entry(Kind.RESPONSE_RECORDED, f"provision:{number}", before, after)


def action(
    kind: Kind, before: dict[str, Any] | None = None, after: dict[str, Any] | None = None
) -> Entry:
    return Entry(kind, "action:4", before or {}, after or {})


def test_several_savings_of_a_provision_are_one_change() -> None:
    changes = changed_since(
        [
            said("6.3", {"answer": "yes", "commentary": ""}, {"answer": "no", "commentary": "a"}),
            said("6.3", {"commentary": "a"}, {"commentary": "b"}),
        ]
    )

    before, after = {"answer": "yes", "commentary": ""}, {"answer": "no", "commentary": "b"}
    assert changes == (Changed(Fate.CHANGED, "6.3", "", before, after),)


def test_what_was_changed_back_is_no_change() -> None:
    there, back = {"answer": "yes"}, {"answer": "no"}

    assert changed_since([said("6.3", there, back), said("6.3", back, there)]) == ()


def test_what_records_no_answer_is_left_out() -> None:
    entry = Entry(Kind.ASSESSMENT_RETURNED, "assessment:1", {}, {})

    assert changed_since([entry]) == ()


def test_an_amendment_is_no_action_and_is_told_by_what_is_said_of_it_last() -> None:
    def made(text: str, before: str, after: str) -> Entry:
        values = ({"text": text, "done": before}, {"text": text, "done": after})
        return Entry(Kind.AMENDMENT_MADE, "assessment:1", *values)

    entries = [
        made("Name the owner.", "", "Named."),
        made("Shorten 2.1.", "Shortened.", ""),
        made("Add a date.", "", "Added."),
        made("Add a date.", "Added.", ""),
    ]

    assert changed_since(entries) == ()
    assert amendments_since(entries) == (("Name the owner.", True), ("Shorten 2.1.", False))


def test_provisions_come_in_the_order_of_the_code_and_before_actions() -> None:
    changes = changed_since(
        [
            action(Kind.ACTION_RAISED, after={"title": "Hire", "owner": "Head"}),
            said("4.10", {"answer": None}, {"answer": "yes"}),
            said("4.9", {"answer": None}, {"answer": "yes"}),
        ]
    )

    assert [(one.number, one.fate) for one in changes] == [
        ("4.9", Fate.CHANGED),
        ("4.10", Fate.CHANGED),
        (None, Fate.ADDED),
    ]
    assert changes[-1].title == "Hire"


def test_an_action_is_named_as_it_is_called_now_and_tells_only_what_changed() -> None:
    (change,) = changed_since(
        [
            action(
                Kind.ACTION_CHANGED,
                {"title": "Hire", "due_promised": "May 2026"},
                {"due_promised": "June 2026"},
            ),
        ]
    )

    assert change.title == "Hire"
    assert (change.before, change.after) == (
        {"due_promised": "May 2026"},
        {"due_promised": "June 2026"},
    )


def test_an_action_that_was_taken_away_is_told_and_one_that_came_and_went_is_not() -> None:
    facts = {"title": "Hire", "owner": "Head"}

    (gone,) = changed_since([action(Kind.ACTION_REMOVED, before=facts)])
    between = changed_since(
        [action(Kind.ACTION_RAISED, after=facts), action(Kind.ACTION_REMOVED, before=facts)]
    )

    assert (gone.fate, gone.title) == (Fate.REMOVED, "Hire")
    assert between == ()


def over(before: str, after: str, kind: Kind = Kind.ASSESSMENT_EDITION_CORRECTED) -> Entry:
    return Entry(kind, "assessment:1", {"edition": before}, {"edition": after})


def test_what_a_correction_set_aside_and_somebody_said_again_is_no_change() -> None:
    yes, nothing = {"answer": "yes"}, {"answer": None}
    aside = Entry(Kind.RESPONSE_ASKED_AGAIN, "provision:5.6", yes, nothing)
    again = Entry(Kind.RESPONSE_CONFIRMED, "provision:5.6", nothing, yes)

    assert changed_since([aside, again]) == ()
    assert changed_since([aside])[0].after == nothing


def test_over_and_back_answers_the_same_edition() -> None:
    back = over("2024-1", "2024", Kind.ASSESSMENT_CORRECTION_UNDONE)

    assert answers_another_edition([over("2024", "2024-1")])
    assert answers_another_edition([back])
    assert not answers_another_edition([over("2024", "2024-1"), back])
    assert not answers_another_edition([said("5.6", {"answer": "yes"}, {"answer": "no"})])
