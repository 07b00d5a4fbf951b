"""The learning log at the service: what is kept, what is refused, and what the report gets."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from app.database import db, transaction
from app.domain.editions import Edition
from app.domain.errors import AlreadyExists, ChangedByAnother, Invalid, NotAllowed
from app.domain.history import Kind
from app.domain.learning import Worked
from app.domain.years import FinancialYear
from app.models import HistoryEntry, LearningEntry
from app.models.learning_facts import learning_of, themes_in_log
from app.services.learning import (
    LearningContent,
    add_learning,
    change_learning,
    remove_learning,
)
from tests import assessment_factories as make
from tests.conftest import NOW
from tests.factories import actor
from tests.integration.conftest import Council

YEAR = FinancialYear(2024)
RINGING = LearningContent(YEAR, "Nobody knew whom to ring.", "Letters name the team.")


def code(council: Council) -> Edition:
    """Return the edition whose provisions entries name."""
    edition: Edition = council.app.extensions["editions"].by_id[make.CODE_2024]
    return edition


def add(
    council: Council, content: LearningContent = RINGING, *, who: str = "officer", token: str = ""
) -> LearningEntry:
    with transaction():
        return add_learning(
            council.landlord,
            code(council),
            content,
            by=actor(council.person(who), council.landlord),
            now=NOW,
            token=token or make.new_token(),
        )


def change(
    council: Council,
    entry: LearningEntry,
    content: LearningContent,
    *,
    seen_version: int = 1,
    who: str = "officer",
) -> None:
    with transaction():
        change_learning(
            entry,
            council.landlord,
            code(council),
            content,
            seen_version=seen_version,
            by=actor(council.person(who), council.landlord),
            now=NOW,
        )


def remove(
    council: Council,
    entry: LearningEntry,
    *,
    seen_version: int = 1,
    reason: str = "Entered twice.",
    who: str = "officer",
) -> None:
    with transaction():
        remove_learning(
            entry,
            seen_version=seen_version,
            reason=reason,
            by=actor(council.person(who), council.landlord),
            now=NOW,
        )


def told(council: Council) -> list[HistoryEntry]:
    """Return what the history tells of the learning log, the oldest first."""
    return list(
        db.session.scalars(
            select(HistoryEntry)
            .where(
                HistoryEntry.landlord_id == council.landlord.id,
                HistoryEntry.subject.startswith("learning:"),
            )
            .order_by(HistoryEntry.sequence)
        )
    )


@pytest.mark.parametrize("who", ["officer", "lead"])
def test_officers_and_leads_write_the_log(council: Council, who: str) -> None:
    entry = add(council, who=who)
    change(council, entry, replace(RINGING, worked=Worked.YES), who=who)
    remove(council, entry, seen_version=2, who=who)

    assert [one.kind for one in told(council)] == [
        Kind.LEARNING_ADDED,
        Kind.LEARNING_CHANGED,
        Kind.LEARNING_REMOVED,
    ]


@pytest.mark.parametrize("who", ["member", "reader"])
def test_who_may_not_edit_writes_nothing(council: Council, who: str) -> None:
    entry = add(council)

    with pytest.raises(NotAllowed):
        add(council, who=who)
    with pytest.raises(NotAllowed):
        change(council, entry, replace(RINGING, heard="Mine"), who=who)
    with pytest.raises(NotAllowed):
        remove(council, entry, who=who)

    assert [one.kind for one in told(council)] == [Kind.LEARNING_ADDED]


@pytest.mark.parametrize(
    ("words", "last_day"),
    [
        ("3 May 2024", date(2024, 5, 3)),
        ("June 2024", date(2024, 6, 30)),
        ("Since June 2024", date(2024, 6, 30)),
        ("Quarter 2 of 2024/25", date(2024, 9, 30)),
        ("from the end of Quarter 2 2024/25", date(2024, 9, 30)),
        ("2024/25", date(2025, 3, 31)),
        ("after the summer", None),
        ("31 February 2024", None),
        ("", None),
    ],
)
def test_when_it_was_changed_keeps_its_words_and_its_last_day(
    council: Council, words: str, last_day: date | None
) -> None:
    entry = add(council, replace(RINGING, changed_when=words))

    assert (entry.changed_when, entry.changed_on) == (words, last_day)


@pytest.mark.parametrize(
    ("content", "field"),
    [
        (replace(RINGING, heard=""), "heard"),
        (replace(RINGING, changed=""), "changed"),
        (replace(RINGING, year=FinancialYear(2027)), "year"),
        (replace(RINGING, changed_when="long ago " * 30), "changed_when"),
        (replace(RINGING, themes=("a sentence " * 10,)), "themes"),
        (replace(RINGING, themes=tuple("abcdefghijk")), "themes"),
        (replace(RINGING, provisions=("6.3", "6.99")), "provisions"),
        (replace(RINGING, provisions=("²",)), "provisions"),
    ],
)
def test_an_entry_that_makes_no_sense_is_refused_at_its_field(
    council: Council, content: LearningContent, field: str
) -> None:
    entry = add(council)

    for attempt in (lambda: add(council, content), lambda: change(council, entry, content)):
        with pytest.raises(Invalid) as refused:
            attempt()
        assert refused.value.field == field

    assert len(told(council)) == 1


def test_the_year_that_runs_now_may_be_told_already(council: Council) -> None:
    assert add(council, replace(RINGING, year=FinancialYear(2026))).year == "2026/27"


def test_the_same_press_adds_one_entry(council: Council) -> None:
    add(council, token="one press")
    with pytest.raises(AlreadyExists):
        add(council, token="one press")

    assert len(learning_of(council.landlord.id, "2024/25")) == 1


def test_provisions_stand_once_and_in_the_order_of_the_code(council: Council) -> None:
    entry = add(council, replace(RINGING, provisions=("6.10", "6.9", "6.10")))

    assert entry.provisions == ["6.9", "6.10"]


def test_a_provision_that_an_entry_names_already_may_stay(council: Council) -> None:
    entry = add(council)
    with transaction():
        entry.provisions = ["3.99"]  # as an edition that was replaced since may have had

    change(council, entry, replace(RINGING, provisions=("3.99", "6.2")), seen_version=2)

    assert entry.provisions == ["3.99", "6.2"]


def test_a_theme_is_spelled_as_it_was_first_and_stands_once(council: Council) -> None:
    add(council, replace(RINGING, themes=("Damp and mould",)))

    entry = add(council, replace(RINGING, themes=("damp and mould", "Repairs", "repairs")))

    assert entry.themes == ["Damp and mould", "Repairs"]
    assert themes_in_log(council.landlord.id) == ("Damp and mould", "Repairs")


def test_the_only_entry_of_a_theme_may_spell_it_anew(council: Council) -> None:
    entry = add(council, replace(RINGING, themes=("repairs",)))

    change(council, entry, replace(RINGING, themes=("Repairs",)))

    assert entry.themes == ["Repairs"]


def test_a_change_tells_the_history_what_was_and_what_is(council: Council) -> None:
    entry = add(council)

    change(council, entry, replace(RINGING, worked=Worked.PARTLY, worked_how="12 calls, not 31."))

    last = told(council)[-1]
    assert last.subject == f"learning:{entry.id}"
    assert last.before == {"heard": RINGING.heard, "worked": "too_early", "worked_how": ""}
    assert last.after == {"worked": "partly", "worked_how": "12 calls, not 31."}
    assert entry.version == 2


def test_saving_without_a_change_writes_no_history(council: Council) -> None:
    same = replace(RINGING, themes=("a", "b"), provisions=("6.9", "6.10"), changed_when="May 2024")
    entry = add(council, same)

    change(council, entry, replace(same, provisions=("6.10", "6.9")))

    assert (entry.version, len(told(council))) == (1, 1)


def test_an_older_form_changes_and_removes_nothing(council: Council) -> None:
    entry = add(council)
    change(council, entry, replace(RINGING, heard="Theirs"), who="lead")

    with pytest.raises(ChangedByAnother):
        change(council, entry, replace(RINGING, heard="Mine"))
    with pytest.raises(ChangedByAnother):
        remove(council, entry)

    assert (entry.heard, entry.removed_at) == ("Theirs", None)


def test_removing_needs_a_reason_and_the_history_keeps_what_was_said(council: Council) -> None:
    entry = add(council)
    with pytest.raises(Invalid) as refused:
        remove(council, entry, reason="")

    remove(council, entry)

    assert refused.value.field == "reason"
    last = told(council)[-1]
    assert (last.reason, (last.before or {})["changed"]) == ("Entered twice.", RINGING.changed)
    assert learning_of(council.landlord.id, "2024/25") == []
    assert themes_in_log(council.landlord.id) == ()


def test_what_was_removed_is_neither_changed_nor_removed_again(council: Council) -> None:
    entry = add(council)
    remove(council, entry)

    with pytest.raises(ChangedByAnother, match="removed"):
        change(council, entry, replace(RINGING, heard="Mine"), seen_version=2)
    with pytest.raises(ChangedByAnother, match="removed"):
        remove(council, entry, seen_version=2)


@pytest.fixture
def three(council: Council) -> Council:
    """Return the council with three entries of 2024/25 and one of the year before."""
    for words in ("after the summer", "June 2024", "Quarter 1 of 2024/25", "3 May 2024"):
        year = FinancialYear(2023) if words == "June 2024" else YEAR
        add(council, replace(RINGING, changed_when=words, year=year, is_internal=words[0] == "Q"))
    return council


@pytest.mark.parametrize("year", ["2024/25", "2024-25"])
def test_the_report_gets_the_entries_of_its_year_the_earliest_change_first(
    three: Council, year: str
) -> None:
    found = learning_of(three.landlord.id, year)

    assert [(one.changed_when, one.is_internal) for one in found] == [
        ("3 May 2024", False),
        ("Quarter 1 of 2024/25", True),
        ("after the summer", False),
    ]
    assert learning_of(three.elsewhere.id, year) == []
