"""The annual report as a document: its parts, what is complete, what never enters, its digests."""

import copy
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from app.domain.approvals import PackFacts
from app.domain.documents import Document
from app.domain.report import ReportFacts, build_report, missing_parts, part_standings
from app.domain.report_differences import changes
from app.domain.report_parts import LETTERS, PARTS, PartFacts, missing, part_named
from app.domain.signed_documents import (
    canonical_bytes,
    digest,
    digests_hold,
    signed_digest,
    signed_part,
)
from tests.unit import reports, statements
from tests.unit.test_statement import changed_at, every_value, places

MADE = (reports.facts, reports.sparse, reports.extreme, reports.hostile_figures)


def part_of(document: Document, key: str) -> Document:
    return next(one for one in document["parts"] if one["key"] == key)


def test_every_report_has_all_parts_in_the_order_of_the_code() -> None:
    for make in MADE:
        parts = build_report(make())["parts"]
        assert [one["key"] for one in parts] == [part.key for part in PARTS]
        assert [one["letter"] for one in parts if one["letter"]] == [
            "a",
            "b",
            "b",
            "c",
            "d",
            "e",
            "f",
        ]
    assert LETTERS == ("a", "b", "c", "d", "e", "f")


def test_a_part_says_what_it_holds_and_what_may_fill_it() -> None:
    for part in PARTS:
        assert part.holds.endswith(".")
        assert part.filled_by.endswith(".")
        assert part_named(part.key) is part
        assert part.needed or not part.may_be_none


@pytest.mark.parametrize("make", MADE)
def test_a_report_is_plain_json_without_floats(make: Callable[[], ReportFacts]) -> None:
    document = build_report(make())

    assert {type(value) for value in every_value(document)} <= {str, int, bool, type(None)}


def test_one_changed_character_anywhere_breaks_a_digest() -> None:
    document = reports.issued(replace(reports.facts(), earlier=None))
    assert digests_hold(document)
    assert document["report"]["digest"] == digest(signed_part(document)) == signed_digest(document)

    # Without its schema nobody knows where the digest stands.
    ways = [way for way in places(document) if way != ("schema",)]
    unnoticed = [way for way in ways if digests_hold(changed_at(document, way))]

    assert unnoticed == []


@pytest.mark.parametrize(
    ("make", "digests"),
    [
        (
            reports.issued,
            (
                "e9808f94171280a61408b3d65450566053f43586fe79dd1f0d0434e27c3b14db",
                "5871fd128d02a84659fece0bfac85bb0198273f8a4dd27a580baa4e2fe8ac606",
            ),
        ),
        (
            reports.issued_sparse,
            (
                "355f05accafb67b41daf0674ac00a004e5bbbad56f139cee69c8f50ae4f65821",
                "d8e00746733c71cdb0ecaeb8bae29f6aeb492eee74efbaeb5aae88d0776de84c",
            ),
        ),
    ],
)
def test_the_digests_of_a_known_report_never_change(
    make: Callable[[], Document], digests: tuple[str, str]
) -> None:
    document = make()

    assert (document["report"]["digest"], document["publication"]["digest"]) == digests, (
        "report/1 changed. Before the first release: update this. After it: make report/2."
    )


def test_the_same_facts_make_the_same_bytes_in_whatever_order_they_come() -> None:
    facts = reports.facts()
    shuffled = replace(
        facts,
        parts=tuple(reversed(facts.parts)),
        learning=tuple(reversed(facts.learning)),
        improvement_plan=tuple(reversed(facts.improvement_plan)),
    )

    assert canonical_bytes(build_report(facts)) == canonical_bytes(build_report(shuffled))


def test_what_is_internal_never_enters() -> None:
    text = canonical_bytes(build_report(reports.facts())).decode()

    assert "An internal lesson" not in text
    assert "An internal question" not in text
    assert "A panel of residents rewrote them." in text


def test_names_of_people_stand_only_where_the_landlord_publishes_them() -> None:
    facts = reports.facts()
    named = replace(facts, landlord=replace(facts.landlord, publishes_names=True))

    quiet = build_report(facts)

    assert quiet["governing_body_response"]["by"] is None
    assert "Example" not in canonical_bytes(quiet).decode()
    assert build_report(named)["governing_body_response"]["by"] == "Cllr Ann Example"


def test_learning_with_a_date_comes_first_and_tells_whether_it_worked() -> None:
    first, second = build_report(reports.facts())["learning"]

    assert (first["when"], first["worked"]) == ("October 2023", "partly")
    assert (second["when"], second["worked"], second["worked_how"]) == (None, "too_early", None)


def test_the_plan_has_only_what_is_still_to_be_done() -> None:
    plan = build_report(reports.facts())["improvement_plan"]

    assert [line["id"] for line in plan] == [1, 2]


def test_none_this_year_is_told_in_words_where_the_part_allows_it() -> None:
    parts = (
        PartFacts("non_compliance", none_this_year=True),
        PartFacts("foreword", none_this_year=True),
    )
    document = build_report(replace(reports.facts(), parts=parts))

    none = part_of(document, "non_compliance")
    assert none["none"] is True
    assert none["none_words"] == part_named("non_compliance").none_words
    assert part_of(document, "foreword")["none"] is False


def test_a_table_that_the_figures_cannot_fill_is_not_shown() -> None:
    shown = PartFacts("performance", shown=("table:outcomes", "table:no_such", "chart:outcomes"))
    facts = replace(reports.facts(), parts=(shown,))

    assert part_of(build_report(facts), "performance")["shown"] == [
        "table:outcomes",
        "chart:outcomes",
    ]
    assert part_of(build_report(replace(facts, figures=None)), "performance")["shown"] == []
    lost = [one.part.key for one in missing_parts(replace(facts, figures=None))]
    assert "performance" in lost
    assert "performance" not in [one.part.key for one in missing_parts(facts)]


def test_a_full_report_misses_nothing() -> None:
    assert missing_parts(reports.facts()) == ()
    assert all(one.is_complete and not one.missing for one in part_standings(reports.facts()))


def test_an_empty_report_misses_each_part_and_says_what_to_do() -> None:
    found = missing((), has_self_assessment=False, has_learning=False)

    assert [one.part.letter for one in found] == ["a", "b", "b", "c", "d", "e", "f"]
    said = {one.part.key: one.missing for one in found}
    assert "sign off the self-assessment" in said["self_assessment"]
    assert "learning log" in said["improvements"]
    assert said["non_compliance"].endswith("or say that there was none this year.")
    assert "none this year" not in said["performance"]


@pytest.mark.parametrize(
    ("part", "self_assessment", "learning", "is_missing"),
    [
        (PartFacts("self_assessment", "See our website."), False, False, True),
        (PartFacts("self_assessment"), True, False, False),
        (PartFacts("improvements"), False, True, False),
        (PartFacts("improvements", "We changed our letters."), False, False, False),
        (PartFacts("improvements", shown=("table:outcomes",)), False, False, True),
        (PartFacts("improvements", none_this_year=True), False, False, True),
        (PartFacts("performance", none_this_year=True), False, False, True),
        (PartFacts("performance", " \n "), False, False, True),
        (PartFacts("refused", shown=("table:refused",)), False, False, False),
        (PartFacts("ombudsman_report", none_this_year=True), False, False, False),
    ],
)
def test_what_makes_a_part_complete(
    part: PartFacts, self_assessment: bool, learning: bool, is_missing: bool
) -> None:
    found = missing([part], has_self_assessment=self_assessment, has_learning=learning)

    assert (part.key in [one.part.key for one in found]) is is_missing


def test_the_self_assessment_is_told_by_section_without_its_provisions() -> None:
    told = build_report(reports.facts())["self_assessment"]

    assert (told["revision"], told["address"]) == (1, reports.ADDRESS)
    assert told["summary"]["yes"] == 2
    assert [one["status"] for one in told["sections"]] == ["compliant", "non_compliant"]
    assert told["sections"][0]["gaps"] == [{"provision": "1.2", "stage": "underway"}]
    assert "provisions" not in told["sections"][0]


def test_a_record_has_no_scrutiny_and_no_approval() -> None:
    document = build_report(reports.sparse())

    assert (document["scrutiny"], document["approval"]) == (None, None)
    assert (document["figures"], document["self_assessment"]) == (None, None)


def test_a_report_says_what_changed_since_the_meeting_saw_it() -> None:
    facts = reports.facts()
    seen = PackFacts("4f2a91c0" * 8, date(2024, 6, 18), build_report(replace(facts, approval=None)))
    later = replace(
        facts,
        parts=(*facts.parts[:-1], PartFacts("plan", "Other words.")),
        approval=replace(reports.APPROVAL, pack=seen),
    )

    approval = build_report(later)["approval"]

    assert approval["pack"]["reference"] == "4F2A-91C0"
    assert approval["changes_since"] == ["“What we will do next”: the text changed."]


def test_every_change_has_a_sentence() -> None:
    before = build_report(reports.facts())
    assert changes(before, copy.deepcopy(before)) == ()

    after = build_report(
        replace(
            reports.facts(),
            figures=reports.year_figures(more=1),
            earlier=None,
            learning=(),
            explanations=(),
            response=None,
            self_assessment=None,
            improvement_plan=statements.ACTIONS[1:],
        )
    )

    said = " ".join(changes(before, after))
    for words in (
        "figures have changed",
        "of the year before have been taken out",
        "What was learned",
        "The governing body's response",
        "The self-assessment that the report shows",
        "A line has left the improvement plan: Refresh staff training.",
        "figures that contradict each other",
    ):
        assert words in said
