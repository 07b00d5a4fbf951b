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
from app.domain.errors import Invalid
from app.domain.landlords import LandlordKind
from app.domain.signed_documents import digests_hold
from app.models import Assessment, HistoryEntry, Landlord, Membership, Person, Publication
from app.queries.verification import verify
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
    row = db.session.scalars(select(Publication).where(Publication.year == year)).one()
    return next(file.content for file in row.files if file.ending == ending)


def provisions(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the provisions of a document by number."""
    return {one["number"]: one for section in document["sections"] for one in section["provisions"]}


def counts() -> list[int]:
    """Return how many rows the tables hold that the demonstration fills."""
    tables = (Landlord, Person, Membership, Assessment, Publication, HistoryEntry)
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
    assert len(checked) == 5
    assert not [one for one in checked if one.faults]


def test_loading_twice_is_the_same_as_once(demo: Flask, tmp_path: Path) -> None:
    before = counts()
    assert load_into(tmp_path) == []
    assert counts() == before
    assert before[:5] == [1, 3, 3, 2, 2]


def test_a_loading_that_was_interrupted_is_completed(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _without_pdf(monkeypatch)
    with monkeypatch.context() as patch:
        patch.setattr(publishing, "prepare", _interrupt)
        with pytest.raises(KeyboardInterrupt):
            load_into(tmp_path)
    assert counts()[:5] == [1, 3, 3, 1, 0]
    result = app.test_cli_runner().invoke(args=["demo", "load", "--if-empty"])
    assert result.exit_code == 0, result.output
    assert counts()[:5] == [1, 3, 3, 2, 2]


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


def test_each_of_the_three_can_sign_in_and_nobody_real_is_among_them(demo: Flask) -> None:
    people = {one.email: one for one in db.session.scalars(select(Person))}
    assert set(people) == {one.email for one in demonstration.SIGN_INS}
    for email, person in people.items():
        assert email.endswith("@demonstration.example")
        assert person.name.startswith("Demonstration ")
        assert person.is_demonstration
        assert sign_in(
            email, demonstration.PASSWORD, network="127.0.0.1", production=False, now=NOW
        )


def test_nobody_signs_in_to_the_demonstration_in_production(demo: Flask) -> None:
    for one in demonstration.SIGN_INS:
        with pytest.raises(Invalid):
            sign_in(
                one.email, demonstration.PASSWORD, network="127.0.0.1", production=True, now=NOW
            )


def test_the_cabinet_member_signed_what_the_other_two_recorded(demo: Flask) -> None:
    assessment = db.session.scalars(select(Assessment).where(Assessment.year == "2023/24")).one()
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
    for one in demonstration.SIGN_INS:
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
