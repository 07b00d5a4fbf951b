"""The demonstration: what it publishes, against the figures of the two documents."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, current_app
from sqlalchemy import func, select

from app import demonstration
from app.database import db, transaction
from app.demonstration import invented_cases
from app.domain.case_guesses import guess_columns
from app.domain.documents import DocumentKind
from app.domain.errors import Invalid
from app.domain.figures import from_facts
from app.domain.landlords import LandlordKind
from app.domain.readiness import Check, Gate, blocking
from app.domain.signed_documents import digests_hold
from app.domain.workflow import State
from app.domain.years import FinancialYear
from app.models import (
    AnnualReport,
    Assessment,
    CaseExtract,
    HistoryEntry,
    Landlord,
    LearningEntry,
    Membership,
    Person,
    Publication,
)
from app.models.figure_facts import figures_of
from app.models.signed_texts import findings_of
from app.queries.verification import verify
from app.reading.case_preview import look
from app.reading.demonstration import DemonstrationFaulty, read_report
from app.reading.typed_figures import read_typed_figures
from app.rendering import pdf
from app.services import landlords, publishing
from app.services.sign_in import sign_in
from tests.conftest import NOW, make_app

GAPS_2023 = [
    ("1.6", "underway"),
    ("3.2", "underway"),
    ("3.3", "underway"),
    ("5.6", "planned"),
    ("5.7", "planned"),
    ("6.12", "none"),
    ("8.1", "underway"),
    ("8.2", "planned"),
]
YES_2020 = {"1.2", "1.3", "2.1", "2.2", "2.4", "3.7", "4.9", "8.3"}
OTHER_2020 = {"3.8", "4.5", "4.6", "4.7", "4.10", "6.3", "8.1", "8.2", "8.4"}
BLANK_2020 = ["2.3", "3.1", "3.2", "3.3", "3.6", "4.1", "4.3", "4.4", "4.8"]
BLANK_2020 += ["5.1", "6.1", "6.2", "7.1"]

# Landlords, people, memberships, assessments, reports, entries of the log, extracts, publications.
WHOLE = [2, 6, 6, 4, 3, 13, 2, 6]
INVENTED = "saltmarsh-invented"
NO_PDF = "PDF is not made in this test."


@pytest.fixture(scope="module")
def loaded(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database with the demonstration; its PDFs are left out, being slow and not ours."""
    folder = tmp_path_factory.mktemp("demonstration")
    shutil.copy(migrated, folder / "tracker.sqlite")
    with pytest.MonkeyPatch.context() as patch:
        _without_pdf(patch)
        with make_app(folder).app_context():
            load_into(folder)
            db.session.remove()
            db.engine.dispose()
    return folder / "tracker.sqlite"


@pytest.fixture
def demo(loaded: Path, tmp_path: Path) -> Iterator[Flask]:
    """Return the application over a copy of the loaded demonstration."""
    shutil.copy(loaded, tmp_path / "tracker.sqlite")
    application = make_app(tmp_path)
    with application.app_context():
        yield application
        db.session.remove()
        db.engine.dispose()


def _without_pdf(patch: pytest.MonkeyPatch) -> None:
    """Make this a computer that can make no PDF, which is quicker."""
    patch.setattr(pdf, "make_pdf", _no_pdf)
    patch.setattr(pdf, "why_not_available", lambda: NO_PDF)


def _no_pdf(html: str, *, lock_folder: Path) -> bytes:
    raise pdf.PdfNotAvailable(NO_PDF)


def load_into(folder: Path) -> list[str]:
    """Load the demonstration into the current application, and return what was said."""
    said: list[str] = []
    demonstration.load(
        current_app.extensions["editions"],
        public_address="https://complaints.example",
        lock_folder=folder,
        now=NOW,
        say=said.append,
    )
    return said


def published(year: str) -> dict[str, Any]:
    """Return the published document of a year."""
    document: dict[str, Any] = json.loads(file_of(year, ".json"))
    return document


def file_of(year: str, ending: str) -> bytes:
    """Return a stored file of a year."""
    return content_of(publication_of(year), ending)


def publication_of(
    year: str, kind: DocumentKind = DocumentKind.STATEMENT, slug: str = "southampton"
) -> Publication:
    """Return what a landlord published of a kind for a year."""
    return db.session.scalars(
        select(Publication)
        .join(Publication.landlord)
        .where(Landlord.slug == slug, Publication.year == year, Publication.kind == kind)
    ).one()


def content_of(publication: Publication, ending: str) -> bytes:
    """Return a stored file of a publication."""
    return next(file.content for file in publication.files if file.ending == ending)


def report_of(year: str, slug: str = "southampton") -> dict[str, Any]:
    """Return the published report of a year."""
    row = publication_of(year, DocumentKind.REPORT, slug)
    document: dict[str, Any] = json.loads(content_of(row, ".json"))
    return document


def provisions(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the provisions of a document by number."""
    return {one["number"]: one for section in document["sections"] for one in section["provisions"]}


def counts() -> list[int]:
    """Return how many rows the tables hold that the demonstration fills."""
    tables = (
        Landlord, Person, Membership, Assessment, AnnualReport, LearningEntry, CaseExtract,
        Publication, HistoryEntry,
    )  # fmt: skip
    return [db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


def test_the_sections_of_2023_24_come_out_as_the_report_prints_them(demo: Flask) -> None:
    document = published("2023/24")
    statuses = [section["status"] for section in document["sections"]]
    assert [n for n, status in enumerate(statuses, 1) if status == "non_compliant"] == [5, 6, 8]
    assert statuses.count("compliant") == 6
    gaps = [(g["provision"], g["stage"]) for s in document["sections"] for g in s["gaps"]]
    assert gaps == GAPS_2023
    summary = document["summary"]
    assert (summary["provisions"], summary["yes"], summary["no"]) == (72, 67, 5)
    assert summary["not_answered"] == summary["not_applicable"] == summary["other"] == 0


def test_the_answers_of_2023_24_are_read_and_claim_nothing_more(demo: Flask) -> None:
    for one in provisions(published("2023/24")).values():
        assert one["answer"]["basis"] == "inferred"
        assert one["answer"]["holds_in"] is one["shortfall"] is None
        assert one["evidence"] == []
        assert (one["commentary"] or "The report ").startswith("The report ")
        assert bool(one["plan_note"]) == (one["answer"]["value"] == "no")


def test_the_plan_of_2023_24_has_the_fourteen_lines_and_the_six_gaps(demo: Flask) -> None:
    plan = published("2023/24")["improvement_plan"]
    general = [line for line in plan if not line["provisions"]]
    sources = [line["source"] for line in general]
    assert len(plan) == 20
    assert len(general) == 14
    assert [sources.count(one) for one in ("learning", "code", "self_assessment")] == [2, 4, 8]
    assert {line["stage"] for line in general} == {"planned"}
    assert all(line["due"] == {"promised": "2024/25", "last_day": "2025-03-31"} for line in general)
    assert all(line["owner"] is None for line in plan)
    for_gaps = {
        tuple(line["provisions"]): (line["stage"], line["source"])
        for line in plan
        if line["provisions"]
    }
    assert for_gaps == {
        ("1.6",): ("underway", "self_assessment"),
        ("3.2",): ("underway", "self_assessment"),
        ("3.3",): ("underway", "self_assessment"),
        ("5.6", "5.7"): ("planned", "self_assessment"),
        ("8.1",): ("underway", "self_assessment"),
        ("8.2",): ("planned", "self_assessment"),
    }


def test_only_8_2_has_a_date_of_its_own(demo: Flask) -> None:
    plan = published("2023/24")["improvement_plan"]
    dated = {tuple(line["provisions"]): line["due"] for line in plan if line["provisions"]}
    assert dated.pop(("8.2",)) == {
        "promised": "end of Quarter 2 2024/25",
        "last_day": "2024-09-30",
    }
    assert set(dated.values()) == {None}


def test_the_note_on_8_2_keeps_what_was_printed_and_says_how_it_is_read(demo: Flask) -> None:
    note = provisions(published("2023/24"))["8.2"]["plan_note"]
    assert "on completion of 8.2" in note
    assert "We read it as waiting on 8.1" in note


def test_the_response_is_marked_as_a_summary_and_names_nobody(demo: Flask) -> None:
    response = published("2023/24")["governing_body_response"]
    assert response["text"].startswith("This is our summary of the statement")
    assert response["role"] == "Cabinet Member for Housing Operations"
    assert response["body"] is response["by"] is response["on"] is response["minute"] is None


def test_the_record_of_2020_21_counts_a_lost_tick_as_no_answer(demo: Flask) -> None:
    document = published("2020/21")
    assert document["summary"] == {
        "yes": 8,
        "no": 2,
        "not_applicable": 4,
        "not_answered": 13,
        "other": 9,
        "provisions": 36,
    }
    values = {number: one["answer"]["value"] for number, one in provisions(document).items()}
    assert {number for number, value in values.items() if value == "yes"} == YES_2020
    assert {number for number, value in values.items() if value == "no"} == {"1.1", "4.2"}
    absent = {number for number, value in values.items() if value == "not_applicable"}
    assert absent == {"3.4", "3.5", "5.2", "6.4"}
    assert [number for number, value in values.items() if value is None] == BLANK_2020
    assert {number for number, value in values.items() if isinstance(value, dict)} == OTHER_2020


def test_the_figures_of_2020_21_are_the_ones_of_the_form(demo: Flask) -> None:
    values = {
        number: one["answer"]["value"] for number, one in provisions(published("2020/21")).items()
    }
    assert values["4.5"] == values["4.10"] == {"not_available": True}
    assert values["4.6"] == {"count": 23, "of": 29}
    assert values["4.7"] == {"parts": {"a": {"not_available": True}, "c": {"count": 28, "of": 29}}}
    assert values["6.3"] == {"count": 0}
    assert list(values["8.2"]["parts"]) == ["a", "b", "c"]


def test_the_record_says_which_answers_the_form_states(demo: Flask) -> None:
    for one in provisions(published("2020/21")).values():
        read_from_comment = one["answer"]["value"] in ("yes", "no")
        assert (one["answer"]["basis"] == "inferred") == read_from_comment, one["number"]


def test_the_record_has_no_plan_and_no_response(demo: Flask) -> None:
    document = published("2020/21")
    assert document["assessment"]["reason"] == "record"
    assert document["assessment"]["assessed_on"] is None
    assert document["improvement_plan"] == []
    assert document["governing_body_response"] is None


def test_both_documents_say_that_they_are_a_demonstration(demo: Flask) -> None:
    for year in ("2020/21", "2023/24"):
        said = published(year)["demonstration"]
        assert "This is a demonstration." in said["notice"]
        assert "not the council's own publication" in said["notice"]
        assert said["silence"] in ("The report gives none", "The form gives none")
        assert b"This is a demonstration." in file_of(year, "")
        assert b"noindex" in file_of(year, "")


def test_the_digests_hold(demo: Flask) -> None:
    assert all(digests_hold(published(year)) for year in ("2020/21", "2023/24"))
    checked = list(verify())
    assert [one.name for one in checked if "report" in one.name][:2] == [
        "southampton 2023/24 report revision 1",
        "saltmarsh-invented 2024/25 report revision 1",
    ]
    assert not [one for one in checked if one.faults]


def test_loading_twice_is_the_same_as_once(demo: Flask, tmp_path: Path) -> None:
    before = counts()
    assert load_into(tmp_path) == []
    assert counts() == before
    assert before[:8] == WHOLE


def test_a_loading_that_was_interrupted_is_completed(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _without_pdf(monkeypatch)
    with monkeypatch.context() as patch:
        patch.setattr(publishing, "prepare", _interrupt)
        with pytest.raises(KeyboardInterrupt):
            load_into(tmp_path)
    assert counts()[:8] == [1, 3, 3, 1, 0, 0, 0, 0]
    result = app.test_cli_runner().invoke(args=["demo", "load", "--if-empty"])
    assert result.exit_code == 0, result.output
    assert counts()[:8] == WHOLE


def _interrupt(*args: object, **kwargs: object) -> None:
    raise KeyboardInterrupt


def test_a_landlord_of_the_same_name_is_never_filled_with_the_demonstration(
    app: Flask, tmp_path: Path
) -> None:
    add_a_landlord("Southampton City Council", "southampton")
    with pytest.raises(Invalid, match="not the demonstration"):
        load_into(tmp_path)
    result = app.test_cli_runner().invoke(args=["demo", "load"])
    assert result.exit_code == 1
    assert "not the demonstration" in result.stderr


def test_loading_if_empty_does_nothing_beside_a_real_landlord(app: Flask) -> None:
    add_a_landlord("Borough of Example", "example")
    result = app.test_cli_runner().invoke(args=["demo", "load", "--if-empty"])
    assert (result.exit_code, result.output) == (0, "")
    assert counts()[:2] == [1, 0]


def add_a_landlord(name: str, slug: str) -> None:
    """Add a landlord that is not the demonstration."""
    with transaction():
        landlords.add_landlord(name=name, slug=slug, kind=LandlordKind.COUNCIL, now=NOW)


def test_each_of_the_people_can_sign_in_and_nobody_real_is_among_them(demo: Flask) -> None:
    people = {one.email: one for one in db.session.scalars(select(Person))}
    shown = (*demonstration.SIGN_INS, *demonstration.INVENTED_SIGN_INS)
    assert set(people) == {one.email for one in shown}
    for email, person in people.items():
        assert email.endswith(".example")
        assert person.name.startswith("Demonstration ")
        assert person.is_demonstration
        assert sign_in(
            email, demonstration.PASSWORD, network="127.0.0.1", production=False, now=NOW
        )


def test_nobody_signs_in_to_the_demonstration_in_production(demo: Flask) -> None:
    for one in (*demonstration.SIGN_INS, *demonstration.INVENTED_SIGN_INS):
        with pytest.raises(Invalid):
            sign_in(
                one.email, demonstration.PASSWORD, network="127.0.0.1", production=True, now=NOW
            )


def test_the_cabinet_member_signed_what_the_other_two_recorded(demo: Flask) -> None:
    assessment = db.session.get_one(Assessment, publication_of("2023/24").document_id)
    entries = db.session.scalars(
        select(HistoryEntry).where(HistoryEntry.document_id == assessment.id)
    ).all()
    did = {(entry.kind.value, entry.by_role) for entry in entries}
    assert {role for kind, role in did if kind == "response.recorded"} == {
        "complaints_lead",
        "officer",
    }
    assert ("assessment.signed_off", "cabinet_member") in did
    assert ("assessment.published", "complaints_lead") in did


def test_the_sign_ins_are_printed_with_what_each_is_for(demo: Flask) -> None:
    output = demo.test_cli_runner().invoke(args=["demo", "sign-ins"]).output
    assert "https://complaints.example/sign-in" in output
    assert demonstration.PASSWORD in output
    for one in (*demonstration.SIGN_INS, *demonstration.INVENTED_SIGN_INS):
        assert one.email in output
    for role in ("Complaints lead", "Officer", "Cabinet member"):
        assert role in output


def test_no_sign_ins_are_printed_without_a_demonstration(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["demo", "sign-ins"])
    assert (result.exit_code, result.output) == (0, "")


def test_production_refuses_the_demonstration(demo: Flask) -> None:
    demo.extensions["settings"] = replace(demo.extensions["settings"], production=True)
    result = demo.test_cli_runner().invoke(args=["demo", "load"])
    assert result.exit_code == 1
    assert "not loaded in production" in result.stderr
    assert demo.test_cli_runner().invoke(args=["demo", "sign-ins"]).output == ""


def test_the_figures_of_the_report_of_2023_24_are_exactly_the_ones_typed_in(demo: Flask) -> None:
    typed = read_typed_figures(demonstration.FOLDER / "figures-2023-24.yaml")
    shown = from_facts(report_of("2023/24")["figures"])
    assert shown.figures == typed.figures
    assert len(shown.figures) == 38
    text = content_of(publication_of("2023/24", DocumentKind.REPORT), "").decode()
    for number in ("329", "66.2", "53.9", "46.9", "13.9", "33.5", "58.8", "76", "2,857.70"):
        assert number in text, number


def test_the_report_of_2023_24_is_a_record_that_says_none_only_where_the_report_does(
    demo: Flask,
) -> None:
    report = report_of("2023/24")
    assert report["report"]["reason"] == "record"
    assert report["scrutiny"] is report["approval"] is None
    assert [part["key"] for part in report["parts"] if part["none"]] == ["refused"]
    silent = [part["key"] for part in report["parts"] if not (part["text"] or part["none"])]
    assert silent == ["foreword", "other_publications"]
    assert report["self_assessment"]["address"] == "/published/southampton/2023-24/v1"
    assert len(report["improvement_plan"]) == 20
    assert len(report["learning"]) == 5
    assert {entry["worked"] for entry in report["learning"]} == {"too_early"}
    response = report["governing_body_response"]
    assert response == published("2023/24")["governing_body_response"]
    assert "not the council's own publication" in report["demonstration"]["notice"]


def test_the_words_of_the_report_are_not_those_of_its_source(demo: Flask) -> None:
    said = " ".join(part["text"] or "" for part in report_of("2023/24")["parts"])
    for theirs in ("we got it wrong", "audit trail", "hard to reach", "valuable source"):
        assert theirs not in said


def test_everything_shown_of_the_invented_landlord_says_that_it_is_invented(demo: Flask) -> None:
    landlord = db.session.scalars(select(Landlord).where(Landlord.slug == INVENTED)).one()
    assert landlord.name.endswith("(invented)")
    assert "does not exist" in (landlord.demonstration_notice or "")
    rows = db.session.scalars(
        select(Publication).where(Publication.landlord_id == landlord.id)
    ).all()
    assert sorted((row.year, row.kind.value) for row in rows) == [
        ("2024/25", "report"),
        ("2024/25", "statement"),
        ("2025/26", "statement"),
    ]
    for row in rows:
        assert b"does not exist" in content_of(row, "")
        assert b"noindex" in content_of(row, "")


def test_the_invented_figures_come_out_of_the_cases(demo: Flask) -> None:
    landlord = db.session.scalars(select(Landlord).where(Landlord.slug == INVENTED)).one()
    for name in demonstration.INVENTED_YEARS:
        figures = figures_of(landlord.id, FinancialYear.parse(name))
        assert figures is not None
        lines = invented_cases.path_of(name).read_text(encoding="utf-8").splitlines()
        refused = sum(",Yes," in line and "Reason" not in line for line in lines[1:])
        received = figures.get("stage_1.received")
        assert received is not None
        assert received.count is not None
        assert refused >= 1
        assert 300 <= received.count < len(lines) - 1
        assert figures.get("ch01.stage_1.rental") is not None
    stored = db.session.scalars(select(CaseExtract)).all()
    told = json.dumps([(row.figures, row.mapping, row.rows) for row in stored])
    assert "Invented Resident" not in told
    assert "Nowhere Row" not in told


def test_the_second_invented_year_goes_on_from_the_first(demo: Flask) -> None:
    second = json.loads(content_of(publication_of("2025/26", slug=INVENTED), ".json"))
    assert (second["summary"]["yes"], second["summary"]["no"]) == (68, 4)
    assessment = db.session.get_one(
        Assessment, publication_of("2025/26", slug=INVENTED).document_id
    )
    kinds = db.session.scalars(
        select(HistoryEntry.kind).where(HistoryEntry.document_id == assessment.id)
    ).all()
    names = [kind.value for kind in kinds]
    assert names.count("response.confirmed") == 60
    assert names.count("action.carried") == 8
    assert names.count("action.changed") == 7


def test_the_first_invented_report_went_through_all_of_scrutiny(demo: Flask) -> None:
    report = report_of("2024/25", INVENTED)
    turns = [[turn["turn"] for turn in one["turns"]] for one in report["scrutiny"]["published"]]
    assert turns == [["reply", "pressed", "reply", "accepted"], ["reply", "accepted"]]
    assert report["approval"]["body"] == "Board"
    assert report["governing_body_response"]["role"] == "Member Responsible for Complaints"
    worked = {row.worked.value for row in db.session.scalars(select(LearningEntry))}
    assert worked == {"yes", "no", "partly", "too_early"}


def test_the_second_invented_report_is_a_draft_that_still_asks_for_something(demo: Flask) -> None:
    report = db.session.scalars(select(AnnualReport).where(AnnualReport.year == "2025/26")).one()
    assert report.state is State.DRAFT
    edition = current_app.extensions["editions"].get(report.edition_id)
    found = blocking(findings_of(report, edition, gate=Gate.SCRUTINY, today=NOW.date()))
    assert [(one.check, one.part, one.figures) for one in found] == [
        (Check.PART_MISSING, "other_publications", None),
        (Check.FIGURES_CONTRADICT, None, "answer.late:6.2"),
    ]


@pytest.mark.parametrize("year", invented_cases.YEARS, ids=lambda year: year.name)
def test_the_case_files_are_made_again_byte_by_byte(year: invented_cases.CaseYear) -> None:
    assert invented_cases.path_of(year.name).read_bytes() == invented_cases.content_of(year)


def test_a_case_file_that_is_brought_by_hand_is_understood_but_for_what_is_personal() -> None:
    seen = look(invented_cases.path_of("2024-25"))
    guessed = guess_columns(seen.headers)
    personal = {"Resident Name", "Address", "Description"}
    assert set(seen.headers) - set(guessed.values()) == personal
    assert {one.header for one in seen.columns if one.values}.isdisjoint(personal)


def test_a_fault_in_a_report_of_the_demonstration_is_named_with_its_line(tmp_path: Path) -> None:
    text = (demonstration.FOLDER / "report-2023-24.yaml").read_text(encoding="utf-8")
    faulty = tmp_path / "report.yaml"
    faulty.write_text(text.replace("  - key: scope", "  - kee: scope"), encoding="utf-8")
    line = text[: text.index("  - key: scope")].count("\n") + 1
    with pytest.raises(DemonstrationFaulty, match=f"{line}.*kee"):
        read_report(faulty)
