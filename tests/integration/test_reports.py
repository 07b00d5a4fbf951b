"""Starting an annual report, writing its parts, and explaining its figures."""

import pytest
from sqlalchemy import func, select

from app.database import db, transaction
from app.domain.errors import (
    AlreadyExists,
    ChangedByAnother,
    Invalid,
    NotAllowed,
    NotFound,
    StepNotAllowed,
)
from app.domain.history import Kind
from app.domain.readiness import Gate
from app.domain.report import missing_parts
from app.domain.workflow import Reason, State
from app.models import AnnualReport, HistoryEntry
from app.models.facts import recorders_of
from app.models.report_facts import EXPLAINS, parts_of, report_facts
from app.models.signed_texts import findings_of, text_of
from app.queries.reports import edition_to_follow, reports_page
from app.services import reports
from app.services.reports import PartContent
from app.services.steps import discard
from tests import report_factories as make
from tests.assessment_factories import edition_of
from tests.conftest import NOW
from tests.factories import actor
from tests.integration.conftest import Council

FOUND = "parts.above_whole:refused_by_reason"


def entries(report: AnnualReport, kind: Kind = Kind.REPORT_PART_WRITTEN) -> list[HistoryEntry]:
    return list(
        db.session.scalars(
            select(HistoryEntry)
            .where(HistoryEntry.document_id == report.id, HistoryEntry.kind == kind)
            .order_by(HistoryEntry.sequence)
        )
    )


def save(
    council: Council, report: AnnualReport, key: str, text: str, seen_version: int | None
) -> None:
    by = actor(council.officer, council.landlord)
    with transaction():
        reports.write_part(
            report, key, PartContent(text), seen_version=seen_version, by=by, now=NOW
        )


def explain(
    council: Council, report: AnnualReport, finding: str, text: str, seen: int | None = None
) -> None:
    by = actor(council.officer, council.landlord)
    with transaction():
        reports.explain_finding(report, finding, text, seen_version=seen, by=by, now=NOW)


def contradictions(council: Council, report: AnnualReport) -> list[str]:
    """Return the ids of the findings in the figures that stand before the report's next step."""
    found = findings_of(report, edition_of(report), gate=Gate.SCRUTINY, today=NOW.date())
    return [one.figures for one in found if one.blocks and one.figures]


# Starting.


def test_a_report_starts_as_a_draft_on_its_edition(council: Council) -> None:
    report = make.start(council.landlord, council.lead)

    assert (report.title, report.state, report.reason) == (
        "Annual report 2025/26",
        State.DRAFT,
        Reason.ANNUAL,
    )
    assert report.edition_digest == edition_of(report).digest
    assert parts_of(report) == []
    started = entries(report, Kind.REPORT_STARTED)
    assert [(one.subject, one.after) for one in started] == [
        (
            f"report:{report.id}",
            {"edition": report.edition_id, "year": "2025/26", "reason": "annual"},
        )
    ]


def test_a_report_knows_the_newest_one_before_its_year(council: Council) -> None:
    for year in ("2021/22", "2024/25", "2023/24"):
        make.start(council.landlord, council.lead, year, Reason.RECORD)
    thrown_away = make.start(council.landlord, council.lead)
    by = actor(council.lead, council.landlord)
    with transaction():
        discard(thrown_away, seen_version=thrown_away.version, reason="A slip", by=by, now=NOW)

    report = make.start(council.landlord, council.lead)
    oldest = make.start(council.landlord, council.lead, "2020/21", Reason.RECORD)

    earlier = db.session.get_one(AnnualReport, report.carried_from_id)
    assert earlier.year == "2024/25"
    assert oldest.carried_from_id is None
    assert entries(report, Kind.REPORT_STARTED)[0].after["from_year"] == "2024/25"


def test_another_landlords_report_is_no_earlier_one(council: Council) -> None:
    make.start(council.elsewhere, council.person("stranger"), "2024/25")

    assert make.start(council.landlord, council.lead).carried_from_id is None


@pytest.mark.parametrize("reason", [Reason.ANNUAL, Reason.RECORD])
def test_a_year_has_one_report(council: Council, reason: Reason) -> None:
    make.start(council.landlord, council.lead)

    with pytest.raises(AlreadyExists, match="already a report for 2025/26. Go on with that one"):
        make.start(council.landlord, council.lead, reason=reason)


def test_a_published_year_asks_for_a_correction(council: Council) -> None:
    report = make.start(council.landlord, council.lead)
    with transaction():
        report.state = State.PUBLISHED

    with pytest.raises(AlreadyExists, match="start a correction"):
        make.start(council.landlord, council.lead)


@pytest.mark.parametrize(
    ("year", "reason", "field"),
    [("2027/28", Reason.ANNUAL, "year"), ("2025/26", Reason.SIGNIFICANT_CHANGE, "reason")],
)
def test_what_no_report_is_made_for_is_refused(
    council: Council, year: str, reason: Reason, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        make.start(council.landlord, council.lead, year, reason)

    assert refused.value.field == field
    assert db.session.scalar(select(func.count()).select_from(AnnualReport)) == 0


def test_only_a_lead_starts_one(council: Council) -> None:
    with pytest.raises(NotAllowed):
        make.start(council.landlord, council.officer)


def test_the_edition_to_follow_is_the_newest_that_asks_for_the_report(council: Council) -> None:
    found = edition_to_follow(council.app.extensions["editions"])

    assert found is not None
    assert found.id == "housing-ombudsman-2024"


# Writing parts.


def test_a_part_is_written_with_what_it_shows(council: Council) -> None:
    report = make.start(council.landlord, council.lead)

    make.write(
        report, council.officer, "refused", "We refused two.  \r\n", shown=("table:refused",)
    )

    row = parts_of(report)[0]
    assert (row.key, row.text, row.shown) == ("refused", "We refused two.", ["table:refused"])
    (entry,) = entries(report)
    assert entry.subject == "part:refused"
    assert entry.before == {
        "title": "Complaints we refused to accept",
        "text": "",
        "shown": [],
    }
    assert entry.after == {
        "title": "Complaints we refused to accept",
        "text": "We refused two.",
        "shown": ["table:refused"],
    }


def test_the_history_holds_only_what_changed_and_nothing_where_nothing_did(
    council: Council,
) -> None:
    report = make.start(council.landlord, council.lead)
    make.write(report, council.officer, "scope", "Homes.")
    make.write(report, council.officer, "scope", "Homes.")
    make.write(report, council.officer, "scope", "Homes and estates.")
    make.write(report, council.officer, "plan", "")

    assert [(one.before, one.after) for one in entries(report)[1:]] == [
        (
            {"title": "What this report covers", "text": "Homes."},
            {"title": "What this report covers", "text": "Homes and estates."},
        )
    ]
    assert [row.key for row in parts_of(report)] == ["scope"]


def test_none_this_year_is_kept_only_where_a_part_may_be_none(council: Council) -> None:
    report = make.start(council.landlord, council.lead)
    for key in ("refused", "performance"):
        make.write(report, council.officer, key, "Words.", none=True)

    assert {row.key: row.none_this_year for row in parts_of(report)} == {
        "refused": True,
        "performance": False,
    }


def test_a_part_on_one_page_does_not_clash_with_another(council: Council) -> None:
    report = make.start(council.landlord, council.lead)
    save(council, report, "scope", "Homes.", None)
    save(council, report, "plan", "More.", None)
    save(council, report, "scope", "All homes.", 1)

    assert {row.key: row.text for row in parts_of(report)} == {
        "scope": "All homes.",
        "plan": "More.",
    }


@pytest.mark.parametrize("seen", [None, 1, 7])
def test_an_older_form_is_refused_and_changes_nothing(council: Council, seen: int | None) -> None:
    report = make.start(council.landlord, council.lead)
    save(council, report, "scope", "One.", None)
    save(council, report, "scope", "Two.", 1)

    with pytest.raises(ChangedByAnother):
        save(council, report, "scope", "Mine.", seen)

    assert [row.text for row in parts_of(report)] == ["Two."]
    assert len(entries(report)) == 2


def test_the_same_words_sent_twice_clash_with_nobody(council: Council) -> None:
    report = make.start(council.landlord, council.lead)
    save(council, report, "scope", "One.", None)

    save(council, report, "scope", "One.", None)

    assert len(entries(report)) == 1


@pytest.mark.parametrize(
    "shown",
    [
        ("picture:refused",),
        ("table:<b>",),
        ("table:",),
        ("table:a..b",),
        tuple(f"table:t{number}" for number in range(101)),
    ],
)
def test_a_picture_that_no_page_offers_is_refused(council: Council, shown: tuple[str, ...]) -> None:
    report = make.start(council.landlord, council.lead)

    with pytest.raises(Invalid) as refused:
        make.write(report, council.officer, "scope", "Words.", shown=shown)

    assert refused.value.field == "shown"


def test_a_text_that_is_too_long_is_refused(council: Council) -> None:
    report = make.start(council.landlord, council.lead)

    with pytest.raises(Invalid, match="20,000 is the most"):
        make.write(report, council.officer, "scope", "x" * 20_001)


def test_there_is_no_part_of_another_name(council: Council) -> None:
    report = make.start(council.landlord, council.lead)

    with pytest.raises(NotFound):
        make.write(report, council.officer, f"{EXPLAINS}{FOUND}", "Words.")


@pytest.mark.parametrize("who", ["reader", "member"])
def test_only_who_may_edit_writes(council: Council, who: str) -> None:
    report = make.start(council.landlord, council.lead)

    with pytest.raises(NotAllowed):
        make.write(report, council.person(who), "scope", "Words.")


@pytest.mark.parametrize("state", [State.UNDER_SCRUTINY, State.SIGNED_OFF, State.PUBLISHED])
def test_only_a_draft_is_written(council: Council, state: State) -> None:
    report = make.start(council.landlord, council.lead)
    with transaction():
        report.state = state

    with pytest.raises(StepNotAllowed, match="no longer a draft"):
        make.write(report, council.officer, "scope", "Words.")


def test_whoever_wrote_a_part_is_told_by_the_history(council: Council) -> None:
    report = make.start(council.landlord, council.lead)
    make.write(report, council.officer, "scope", "Words.")

    assert recorders_of(report) == {council.officer.id}


# Words on the figures.


def test_a_contradiction_stands_in_the_way_until_it_is_explained(council: Council) -> None:
    make.type_figures(council.landlord, council.officer, make.YEAR, make.CONTRADICTION)
    report = make.start(council.landlord, council.lead)
    standing = contradictions(council, report)
    assert standing

    for finding in standing:
        explain(council, report, finding, "Two were counted under both reasons.")

    assert contradictions(council, report) == []
    document = text_of(report, edition_of(report))
    assert {one["said"] for one in document["explanations"]} == {
        "Two were counted under both reasons."
    }
    entry = entries(report)[0]
    assert entry.after is not None
    assert entry.after["finding"] == document["explanations"][0]["finding"]


def test_words_on_a_contradiction_can_be_taken_back(council: Council) -> None:
    make.type_figures(council.landlord, council.officer, make.YEAR, make.CONTRADICTION)
    report = make.start(council.landlord, council.lead)
    finding = contradictions(council, report)[0]
    explain(council, report, finding, "Words.")

    with pytest.raises(ChangedByAnother):
        explain(council, report, finding, "", None)
    explain(council, report, finding, "", 1)

    assert finding in contradictions(council, report)
    assert text_of(report, edition_of(report))["explanations"] == []


def test_what_is_not_found_any_more_is_not_explained(council: Council) -> None:
    make.type_figures(council.landlord, council.officer, make.YEAR, make.CONTRADICTION)
    report = make.start(council.landlord, council.lead)
    finding = contradictions(council, report)[0]
    make.type_figures(council.landlord, council.officer)

    with pytest.raises(ChangedByAnother, match="not found any more"):
        explain(council, report, finding, "Words.")

    assert parts_of(report) == []


# How complete it is.


def test_a_report_is_complete_with_what_comes_from_elsewhere(signed_off: Council) -> None:
    report = make.complete(signed_off.landlord, signed_off.lead, signed_off.officer)

    assert missing_parts(report_facts(report, edition_of(report))) == ()
    (line,) = reports_page(signed_off.landlord, signed_off.app.extensions["editions"]).lines
    assert (line.complete, line.asked) == (7, 7)


def test_the_list_counts_like_the_report_itself(signed_off: Council) -> None:
    make.type_figures(signed_off.landlord, signed_off.officer)
    make.learn(signed_off.landlord, signed_off.officer, is_internal=True)
    report = make.start(signed_off.landlord, signed_off.lead)
    make.write(report, signed_off.officer, "refused", shown=("table:refused",))
    make.write(report, signed_off.officer, "non_compliance", none=True)

    left = missing_parts(report_facts(report, edition_of(report)))
    (line,) = reports_page(signed_off.landlord, signed_off.app.extensions["editions"]).lines

    assert {one.part.key for one in left} == {
        "performance",
        "improvements",
        "ombudsman_report",
        "other_publications",
    }
    assert (line.complete, line.asked) == (7 - len(left), 7)


def test_a_table_that_no_figures_fill_completes_nothing(council: Council) -> None:
    report = make.start(council.landlord, council.lead)
    make.write(report, council.officer, "refused", shown=("table:refused",))

    (line,) = reports_page(council.landlord, council.app.extensions["editions"]).lines

    assert line.complete == 0
    assert "refused" in {
        one.part.key for one in missing_parts(report_facts(report, edition_of(report)))
    }
