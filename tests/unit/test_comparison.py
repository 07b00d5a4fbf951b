"""Two statements beside each other: each provision, section and line of the plan accounted for."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.domain import differences
from app.domain.answers import Answer, Basis, Outcome, Reach
from app.domain.comparison import Comparison, compare
from app.domain.documents import Document
from app.domain.edition_shelf import Editions, shelve
from app.domain.editions import AnswerType, Edition
from app.domain.lineage import Origin
from app.domain.provision_changes import Evidence, Field, ProvisionLine
from app.domain.responses import EvidenceFacts, ResponseFacts
from app.domain.statement import AssessmentFacts, build
from app.domain.summary import Status
from app.domain.years import FinancialYear
from app.reading.editions import read_editions
from tests.unit import statements

FACTS = statements.facts()
NO_EDITIONS = shelve([])
FOLDER = Path(__file__).parents[2] / "code_definitions"
Change = Callable[[AssessmentFacts], AssessmentFacts]


@pytest.fixture(scope="module")
def editions() -> Editions:
    return read_editions(FOLDER)


def compared(change: Change) -> Comparison:
    return compare(statements.issued(), statements.issued(change(FACTS)), NO_EDITIONS)


def with_response(response: ResponseFacts) -> Change:
    return lambda facts: replace(facts, responses={**facts.responses, response.number: response})


def with_action(at: int, **changed: object) -> Change:
    def change(facts: AssessmentFacts) -> AssessmentFacts:
        actions = list(facts.actions)
        actions[at] = replace(actions[at], **changed)  # type: ignore[arg-type]
        return replace(facts, actions=tuple(actions))

    return change


def line(comparison: Comparison, number: str) -> ProvisionLine:
    return next(one for one in comparison.lines if one.now.number == number)


def answered(edition: Edition, year: int, **answers: Answer) -> Document:
    """Return a statement in which every tick is a Yes, but for the answers given as p6_3="no"."""
    ticks = (AnswerType.YES_NO, AnswerType.YES_NO_NA)
    given = {name.lstrip("p").replace("_", "."): answer for name, answer in answers.items()}
    responses = [
        ResponseFacts(one.number, given.get(one.number, "yes"))
        for one in edition.in_form
        if one.answer in ticks or one.number in given
    ]
    facts = statements.facts(of=edition, responses=responses, actions=())
    return statements.issued(replace(facts, year=FinancialYear(year)))


# Within one edition.


def test_a_statement_beside_itself_shows_no_change() -> None:
    same = compared(lambda facts: facts)

    assert same.nothing_changed
    assert [one.now.number for one in same.lines] == ["1.1", "1.2", "2.1", "2.2", "2.3"]
    assert {one.origin for one in same.lines} == {Origin.UNCHANGED}


@pytest.mark.parametrize(
    ("response", "fields"),
    [
        (ResponseFacts("1.2", "no", basis=Basis.INFERRED), {Field.ANSWER}),
        (ResponseFacts("1.2", "yes"), {Field.BASIS}),
        (ResponseFacts("1.2", "yes", Basis.INFERRED, holds_in=Reach.POLICY), {Field.REACH}),
        (ResponseFacts("1.2", "yes", Basis.INFERRED, commentary="So."), {Field.COMMENTARY}),
        (
            ResponseFacts("1.2", "yes", Basis.INFERRED, evidence=(EvidenceFacts("Policy"),)),
            {Field.EVIDENCE},
        ),
        (
            replace(FACTS.responses["2.2"], plan_note="No date is known."),
            {Field.PLAN_NOTE},
        ),
        (ResponseFacts("2.2", None), {Field.ANSWER, Field.COMMENTARY}),
    ],
)
def test_each_thing_that_changed_is_named(response: ResponseFacts, fields: set[Field]) -> None:
    found = compared(with_response(response))

    changed = {one.now.number: set(one.changed) for one in found.lines if one.changed}
    assert changed == {response.number: fields}
    assert not found.nothing_changed


def test_evidence_that_came_and_went_is_listed() -> None:
    kept, new = (
        EvidenceFacts("Complaints policy, section 2", "https://example.org/policy"),
        "Minutes",
    )
    response = replace(FACTS.responses["1.1"], evidence=(kept, EvidenceFacts(new)))

    added = line(compared(with_response(response)), "1.1")
    removed = line(compared(with_response(replace(response, evidence=()))), "1.1")

    assert (added.evidence_added, added.evidence_removed) == ((Evidence(new, None),), ())
    assert removed.evidence_removed == (Evidence(kept.text, kept.link),)


def test_evidence_that_went_internal_or_got_another_day_is_a_change() -> None:
    before, dated, internal = (deepcopy(statements.issued()) for _ in range(3))
    dated["sections"][0]["provisions"][0]["evidence"][0]["dated_on"] = "2026-03-01"
    internal["sections"][0]["provisions"][0]["evidence_internal"] = 2

    for after in (dated, internal):
        assert line(compare(before, after, NO_EDITIONS), "1.1").changed == (Field.EVIDENCE,)


def test_a_document_from_before_there_were_days_and_internal_evidence_can_be_compared() -> None:
    old = deepcopy(statements.issued())
    for section in old["sections"]:
        for provision in section["provisions"]:
            provision.pop("evidence_internal", None)
            for item in provision["evidence"]:
                item.pop("dated_on", None)
    for key in ("scrutiny", "approval"):
        old.pop(key, None)

    found = compare(old, statements.issued(), NO_EDITIONS)

    assert not [one.now.number for one in found.lines if one.changed]


@pytest.mark.parametrize(
    ("before", "after", "worse", "better"),
    [("yes", "no", True, False), ("no", "yes", False, True), (None, "yes", False, False)],
)
def test_an_answer_can_become_worse_or_better(
    before: Answer, after: Answer, worse: bool, better: bool
) -> None:
    old, new = (
        statements.issued(with_response(ResponseFacts("2.3", answer))(FACTS))
        for answer in (before, after)
    )

    found = line(compare(old, new, NO_EDITIONS), "2.3")

    assert (found.became_worse, found.became_better) == (worse, better)


def test_sections_and_counts_stand_before_and_after() -> None:
    found = compared(with_response(ResponseFacts("2.1", "yes")))

    section = next(one for one in found.sections if one.number == "2")
    assert section.before is not None
    assert (section.before.status, section.after.status) == (
        Status.NON_COMPLIANT,
        Status.NOT_COMPLETE,
    )
    assert section.before.counts[Outcome.NO] == section.after.counts[Outcome.NO] + 1
    counts = {one.outcome: (one.before, one.after) for one in found.counts}
    assert counts[Outcome.NO] == (2, 1)
    assert counts[Outcome.YES] == (2, 3)


def test_nothing_that_differs_between_two_texts_goes_without_a_word() -> None:
    landlord = replace(FACTS.landlord, complain_telephone="0")
    variants = [
        replace(FACTS, landlord=landlord),
        replace(FACTS, response=None),
        replace(FACTS, assessed_on=date(2024, 6, 1)),
        *(with_response(ResponseFacts(number, None))(FACTS) for number in FACTS.responses),
        *(with_action(at, title="Another")(FACTS) for at in range(4)),
    ]
    before = build(FACTS)

    for variant in variants:
        after = build(variant)
        assert differences.changes(before, after)
        assert not compare(before, after, NO_EDITIONS).nothing_changed


def test_the_words_of_the_same_years_other_parts_are_those_of_the_sign_off() -> None:
    found = compared(lambda facts: replace(facts, response=None))

    assert found.others == (differences.PARTS["governing_body_response"],)


def test_official_wording_that_was_added_is_told_and_nothing_is_said_of_a_draft() -> None:
    def add_wording(issued: Document) -> None:
        issued["publication"]["official_text"] = {"1.1": "Words of the issuer."}

    before = statements.issued()
    before["publication"]["official_text"] = {}
    after = deepcopy(before)
    add_wording(after)

    found = compare(before, after, shelve([]))
    assert found.others == ("The official wording beside our summary changed or was added.",)
    assert not found.nothing_changed
    older = deepcopy(before)
    del older["publication"]["official_text"]
    assert compare(older, before, shelve([])).nothing_changed
    draft = deepcopy(before)
    del draft["publication"]
    assert compare(after, draft, shelve([])).nothing_changed


def test_another_years_other_parts_are_not_told_as_changes() -> None:
    later = replace(FACTS, year=FinancialYear(2024), response=None)

    assert compared(lambda _: later).others == ()


# Across editions.


def test_every_provision_of_both_forms_is_accounted_for(editions: Editions) -> None:
    old, new = (editions.by_id[f"housing-ombudsman-{name}"] for name in ("2020", "2024"))

    found = compare(answered(old, 2020), answered(new, 2023), editions)

    assert [one.now.number for one in found.lines] == [one.number for one in new.in_form]
    told = {said.number for one in found.lines for said in one.before}
    told |= {one.before.number for one in found.ended}
    assert told == {one.number for one in old.in_form}
    assert Origin.NEW not in {one.origin for one in found.lines}
    assert found.sections == ()
    assert found.why_not is None


def test_a_merged_provision_shows_every_earlier_answer(editions: Editions) -> None:
    old, new = (editions.by_id[f"housing-ombudsman-{name}"] for name in ("2022", "2024"))

    found = compare(answered(old, 2022, p4_10="no"), answered(new, 2023, p5_9="yes"), editions)

    merged = line(found, "5.9")
    assert [(one.number, one.outcome) for one in merged.before] == [
        ("4.10", Outcome.NO),
        ("4.11", Outcome.YES),
    ]
    assert {Field.ANSWER, Field.WORDING} <= set(merged.changed)
    assert merged.became_better
    unchanged = line(found, "6.13")
    assert unchanged.changed == ()
    assert line(found, "8.4").origin is Origin.NEW
    asked_only_now = line(found, "9.2")
    assert (asked_only_now.origin, asked_only_now.earlier) == (Origin.NOT_ASKED, ("7.1",))
    assert asked_only_now.before == ()


def test_a_figure_and_a_tick_are_not_called_a_change(editions: Editions) -> None:
    old, new = (editions.by_id[f"housing-ombudsman-{name}"] for name in ("2020", "2024"))
    share: Answer = {"percent": "79.3"}

    found = compare(answered(old, 2020, p4_7=share, p4_8=share), answered(new, 2023), editions)

    assert Field.ANSWER not in line(found, "6.3").changed


@pytest.mark.parametrize("known", [(), ("2024",), ("2020", "2024")])
def test_editions_that_are_not_known_are_not_guessed(
    editions: Editions, known: tuple[str, ...]
) -> None:
    shelf = shelve(editions.by_id[f"housing-ombudsman-{name}"] for name in known)
    old, new = (editions.by_id[f"housing-ombudsman-{name}"] for name in ("2020", "2024"))

    found = compare(answered(old, 2020), answered(new, 2023), shelf)

    assert found.why_not is not None
    assert "Complaint Handling Code 2020" in found.why_not
    assert (found.lines, found.ended) == ((), ())
    assert {one.outcome for one in found.counts} == set(Outcome)
    assert not found.nothing_changed


def test_one_edition_is_compared_by_numbers_even_where_nobody_knows_it(editions: Editions) -> None:
    edition = editions.by_id["housing-ombudsman-2022"]

    found = compare(answered(edition, 2022), answered(edition, 2023, p5_1="no"), NO_EDITIONS)

    assert [one.now.number for one in found.lines if one.changed] == ["5.1"]


def test_a_draft_can_be_compared_with_what_was_published() -> None:
    found = compare(statements.issued(), build(FACTS), NO_EDITIONS)

    assert (found.before.revision, found.after.revision) == (2, None)
    assert found.nothing_changed
