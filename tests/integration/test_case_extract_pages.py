"""A file of cases on its way through the pages, and that nothing of the cases stays anywhere."""

import io
import logging
import os
import re
import time
from collections.abc import Sequence
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from app.cli.jobs import do_job
from app.database import db, transaction, utc_now
from app.domain.errors import AlreadyExists
from app.domain.jobs import JobKind
from app.models import CaseExtract, Job
from app.services.jobs import start_job, take_outcome
from app.web import case_extracts
from app.web.uploads import SWEEP_EVERY, SWEPT
from tests import figure_factories as make
from tests.factories import actor
from tests.integration.conftest import Council
from tests.unit import case_extract_files as files

NAMED = make.HEADERS.index("Date Received")


class Fields(HTMLParser):
    """What the largest form of a page holds, choices included, as a browser would send it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self._forms: list[dict[str, str]] = [{}]
        self._select = ""
        self.feed(page)

    @property
    def fields(self) -> dict[str, str]:
        """The fields of the largest form."""
        return max(self._forms, key=len)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        name, value = found.get("name") or "", found.get("value") or ""
        if tag == "form":
            self._forms.append({})
        elif tag == "select":
            self._select = name
            self._forms[-1].setdefault(name, "")
        elif tag == "option" and "selected" in found:
            self._forms[-1][self._select] = value
        elif tag == "input" and name and _is_sent(found):
            self._forms[-1][name] = value


def _is_sent(found: dict[str, str | None]) -> bool:
    return found.get("type") not in ("radio", "checkbox", "file") or "checked" in found


@pytest.fixture(autouse=True)
def _done_at_once(council: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    """Do each job before its page answers; tests/integration/test_jobs.py starts real processes."""
    for file in (council.folder / "jobs").glob("*"):  # of the tests before
        file.unlink()

    def at_once(job_id: int) -> None:
        with council.app.app_context():  # as a process of its own has its own session
            do_job(job_id)

    monkeypatch.setattr(case_extracts, "start_process", at_once)


@pytest.fixture
def lead(council: Council) -> FlaskClient:
    return council.signed_in("lead")


def address(council: Council, rest: str = "", year: str = make.YEAR.slug) -> str:
    return f"/landlords/{council.landlord.slug}/figures/{year}{rest}"


def upload(
    council: Council, client: FlaskClient, content: bytes, name: str = "cases.csv"
) -> TestResponse:
    """Send a file as a browser does, and follow to what came of it."""
    page = address(council, "/extract")
    fields = Fields(client.get(page).text).fields
    file = FileStorage(io.BytesIO(content), filename=name)
    boundary, body = encode_multipart({**fields, "file": file})
    kind = f"multipart/form-data; boundary={boundary}"
    return client.post(page, data=body, content_type=kind, follow_redirects=True)


def mapped(client: FlaskClient, page: TestResponse, **chosen: str) -> TestResponse:
    """Press the button of a mapping page, with some fields changed."""
    fields = Fields(page.text).fields | chosen
    return client.post(page.request.path, data=fields, follow_redirects=True)


def previewed(council: Council, client: FlaskClient, content: bytes, **chosen: str) -> TestResponse:
    page = upload(council, client, content)
    assert "Which column holds what" in page.text
    return mapped(client, page, **{"date_order": "day_first"} | chosen)


def keep(client: FlaskClient, preview: TestResponse) -> TestResponse:
    found = re.search(r'action="([^"]+/keep)"', preview.text)
    assert found
    form = re.search(r'name="token" value="([^"]+)"', preview.text)
    assert form
    data = {"csrf_token": Fields(preview.text).fields["csrf_token"], "token": form[1]}
    return client.post(unescape(found[1]), data=data, follow_redirects=True)


def files_here(council: Council) -> list[Path]:
    return list((council.folder / "jobs").iterdir())


def extracts() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count(CaseExtract.id))) or 0


def text(answer: TestResponse) -> str:
    return " ".join(unescape(answer.text).split())


def test_a_file_is_looked_at_mapped_shown_and_kept(council: Council, lead: FlaskClient) -> None:
    page = upload(council, lead, make.case_file())
    assert page.status_code == 200
    fields = Fields(page.text).fields
    assert fields["column_received_on"] == "Date Received"
    assert fields["column_s1_outcome"] == "Stage 1 Outcome"
    assert fields["column_escalated_on"] == ""
    assert extracts() == 0

    preview = mapped(lead, page, date_order="day_first")
    assert "Nothing is kept yet. 24 of 24 rows were used." in text(preview)
    assert extracts() == 0

    kept = keep(lead, preview)
    assert "The figures of 2020/21 are kept. The file itself is deleted." in text(kept)
    assert "24 of 24 rows used" in text(kept)
    assert "Complaints received in each quarter" in kept.text
    assert extracts() == 1
    assert not files_here(council)


def test_no_name_address_or_text_is_anywhere_afterwards(
    council: Council, lead: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        page = upload(council, lead, make.case_file())
        preview = mapped(lead, page, date_order="day_first")
        kept = keep(lead, preview)

    db.session.remove()
    db.engine.dispose()
    assert make.MARKER.encode() in make.case_file()
    for file in sorted(Path(council.folder).rglob("tracker.sqlite*")):
        assert make.MARKER.encode() not in file.read_bytes(), file.name
    assert make.MARKER not in caplog.text
    for one in (page, preview, kept, lead.get(f"/landlords/{council.landlord.slug}/history")):
        assert make.MARKER not in one.text


def test_a_second_press_keeps_nothing_more(council: Council, lead: FlaskClient) -> None:
    preview = previewed(council, lead, make.case_file())
    keep(lead, preview)
    again = keep(lead, preview)

    assert again.status_code == 200
    assert extracts() == 1


def test_what_nobody_keeps_is_thrown_away(council: Council, lead: FlaskClient) -> None:
    preview = previewed(council, lead, make.case_file())
    found = re.search(r'action="([^"]+/drop)"', preview.text)
    assert found
    data = {"csrf_token": Fields(preview.text).fields["csrf_token"]}
    answer = lead.post(unescape(found[1]), data=data, follow_redirects=True)

    assert "Nothing of the file is kept." in answer.text
    db.session.rollback()
    assert db.session.scalars(select(Job).order_by(Job.id.desc())).first().outcome is None  # type: ignore[union-attr]
    assert extracts() == 0


def test_dates_that_can_be_read_in_two_ways_are_asked_about(
    council: Council, lead: FlaskClient
) -> None:
    rows = [row for row in make.case_rows() if int(row[NAMED][:2]) <= 12]
    rows = [[*row[: NAMED + 1], "", "", *row[NAMED + 3 :]] for row in rows]
    page = upload(council, lead, make.case_file(rows))
    assert "How are the dates written?" in page.text
    refused = mapped(lead, page)
    assert refused.status_code == 422
    assert "Choose how the dates are written: they could be read in two ways." in text(refused)
    assert "rows were used" in text(mapped(lead, refused, date_order="day_first"))


def test_what_was_chosen_is_remembered(council: Council, lead: FlaskClient) -> None:
    chosen = {"column_department": "", "value_s1_outcome_6_0": "withdrawn"}
    keep(lead, previewed(council, lead, make.case_file(), **chosen))

    fields = Fields(upload(council, lead, make.case_file()).text).fields
    assert fields["column_department"] == ""
    assert fields["value_s1_outcome_6_0"] == "withdrawn"


def test_what_was_refused_is_not_offered_again(council: Council, lead: FlaskClient) -> None:
    wrong = {"column_department": "Address", "column_reference": ""}
    refused = previewed(council, lead, make.case_file(), **wrong)
    assert "The file could not be used" in refused.text

    fields = Fields(upload(council, lead, make.case_file()).text).fields
    assert fields["column_reference"] == ""
    assert fields["column_department"] == ""
    assert fields["column_s1_outcome"] == "Stage 1 Outcome"


def test_a_file_that_waits_is_found_again(council: Council, lead: FlaskClient) -> None:
    def waits() -> str:
        return text(lead.get(address(council)))

    assert "You sent a file of cases" not in waits()
    page = upload(council, lead, make.case_file())
    assert "nothing of it is kept yet: <a" in waits()
    assert page.request.path in waits()
    assert "You sent a file" not in text(council.signed_in("officer").get(address(council)))
    preview = mapped(lead, page, date_order="day_first")
    assert "see the figures, and keep them" in waits()
    keep(lead, preview)
    assert "You sent a file of cases" not in waits()


def test_one_preview_in_two_tabs_is_kept_once(council: Council, lead: FlaskClient) -> None:
    preview = previewed(council, lead, make.case_file())
    other = lead.get(preview.request.path)
    keep(lead, preview)
    job = db.session.scalars(select(Job).order_by(Job.id.desc())).first()
    assert job is not None

    with pytest.raises(AlreadyExists), transaction():
        take_outcome(job, by=actor(council.lead, council.landlord), now=utc_now())
    assert keep(lead, other).status_code == 200
    assert extracts() == 1


def test_a_file_is_gone_that_was_cancelled_before_it_was_read(
    council: Council, lead: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(case_extracts, "start_process", lambda job_id: None)
    page = upload(council, lead, make.case_file())
    assert len(files_here(council)) == 1
    token = Fields(page.text).fields["csrf_token"]

    answer = lead.post(
        f"{page.request.path}/cancel", data={"csrf_token": token}, follow_redirects=True
    )

    assert "the file is deleted" in text(answer)
    assert not files_here(council)


def test_what_is_thrown_away_leaves_no_value_of_the_file(
    council: Council, lead: FlaskClient
) -> None:
    preview = previewed(council, lead, make.case_file())
    found = re.search(r'action="([^"]+/drop)"', preview.text)
    assert found
    assert "fully upheld" in str(last_asked())
    data = {"csrf_token": Fields(preview.text).fields["csrf_token"]}
    lead.post(unescape(found[1]), data=data)

    assert "fully upheld" not in str(last_asked())


def last_asked() -> dict[str, object]:
    db.session.rollback()
    job = db.session.scalars(select(Job).order_by(Job.id.desc())).first()
    assert job is not None
    return dict(job.asked)


def test_another_file_replaces_the_one_before(council: Council, lead: FlaskClient) -> None:
    first = upload(council, lead, make.case_file())
    upload(council, council.signed_in("officer"), make.case_file())
    assert len(files_here(council)) == 2

    upload(council, lead, make.case_file())
    assert len(files_here(council)) == 2
    answer = mapped(lead, first, date_order="day_first")
    assert "you sent another one after it" in text(answer)


def test_a_file_that_nobody_comes_back_to_is_deleted_at_any_page(
    council: Council, lead: FlaskClient
) -> None:
    upload(council, lead, make.case_file())
    (file,) = files_here(council)
    two_days_ago = time.time() - 172_800
    os.utime(file, (two_days_ago, two_days_ago))

    council.app.extensions[SWEPT] = time.monotonic() - SWEEP_EVERY + 60
    council.app.test_client().get("/")
    assert files_here(council)
    council.app.extensions[SWEPT] = time.monotonic() - SWEEP_EVERY
    council.app.test_client().get("/")
    assert not files_here(council)


def test_another_column_has_its_values_looked_at_first(council: Council, lead: FlaskClient) -> None:
    page = upload(council, lead, make.case_file())
    assert "“Lettings”" not in page.text
    chosen = {"column_s1_outcome": "Directorate", "column_department": ""}
    again = mapped(lead, page, date_order="day_first", **chosen)

    assert "Which column holds what" in again.text
    assert "“Lettings”" in again.text
    fields = Fields(again.text).fields
    assert (fields["column_s1_outcome"], fields["column_department"]) == ("Directorate", "")
    assert "rows were used" in text(mapped(lead, again))


def test_a_column_that_was_listed_for_another_field_has_its_values_asked_for(
    council: Council, lead: FlaskClient
) -> None:
    page = upload(council, lead, make.case_file())
    chosen = {"column_s1_outcome": "", "column_s2_outcome": "Stage 1 Outcome"}
    refused = mapped(lead, page, date_order="day_first", **chosen)

    assert refused.status_code == 422
    assert "“Stage 2: outcome” has another column now: say what its values mean." in text(refused)
    assert "rows were used" in text(mapped(lead, refused, date_order="day_first"))


def test_one_column_for_two_fields_is_refused_at_the_field(
    council: Council, lead: FlaskClient
) -> None:
    page = upload(council, lead, make.case_file())
    refused = mapped(lead, page, date_order="day_first", column_escalated_on="Date Received")

    assert refused.status_code == 422
    assert 'href="#column_escalated_on"' in refused.text
    assert Fields(refused.text).fields["column_escalated_on"] == "Date Received"


def test_faults_are_shown_by_kind_and_row(council: Council, lead: FlaskClient) -> None:
    rows = make.case_rows()
    rows[2][NAMED] = "31/02/2020"
    rows[3][NAMED + 2] = "01/01/2020"
    rows[5][0] = rows[4][0]
    rows[6][NAMED] = "05/05/2031"
    preview = text(previewed(council, lead, make.case_file(rows)))

    assert "20 of 24 rows were used, 4 were left out." in preview
    for words in (
        "Not a date",
        "Dates in an order that cannot be",
        "Reference used before",
        "Date in the future",
        "Row 4",
        "31/02/2020",
    ):
        assert words.casefold() in preview.casefold(), words


def with_cell(column: int, value: str) -> bytes:
    rows = make.case_rows()
    rows[0][column] = value
    return make.case_file(rows)


BAD_FILES: Sequence[tuple[str, bytes, str]] = (
    ("a PDF", b"%PDF-1.7 whatever", "This is a PDF file, whatever its name says."),
    ("nothing", b"", "This file is empty."),
    ("a picture", b"\x89PNG\r\n\x1a\n rest", "This is a picture, not a table of cases."),
    ("a packed archive", b"\x1f\x8b\x08 rest", "This is a packed archive."),
    ("a web page", b"<html><body>Cases</body></html>", "web page"),
)


@pytest.mark.parametrize(
    ("content", "words"), [one[1:] for one in BAD_FILES], ids=[one[0] for one in BAD_FILES]
)
def test_what_is_no_extract_is_explained_and_deleted(
    council: Council, lead: FlaskClient, content: bytes, words: str
) -> None:
    answer = upload(council, lead, content)

    assert "The file could not be used" in answer.text
    assert words in text(answer)
    assert not files_here(council)
    assert lead.get(address(council)).status_code == 200


def test_a_bomb_is_refused(council: Council, lead: FlaskClient, tmp_path: Path) -> None:
    bomb = files.repacked(files.workbook(tmp_path), **{"worksheets/sheet9.xml": b"0" * 300_000_000})
    answer = upload(council, lead, bomb.read_bytes(), "cases.xlsx")

    assert "The file could not be used" in answer.text
    assert not files_here(council)


def test_years_of_two_digits_stop_everything(council: Council, lead: FlaskClient) -> None:
    rows = [[*row[:NAMED], row[NAMED][:-4] + row[NAMED][-2:], *row[NAMED + 1 :]]
            for row in make.case_rows()]  # fmt: skip
    preview = text(previewed(council, lead, make.case_file(rows)))

    assert "No figures could be worked out." in preview
    assert "Year written with two digits" in preview
    assert "Keep these figures" not in preview


def test_a_file_of_another_year_says_which_days_it_holds(
    council: Council, lead: FlaskClient
) -> None:
    answer = text(
        previewed(council, lead, make.case_file(make.case_rows(make.FinancialYear(2022))))
    )

    assert "The file holds no complaint of 2020/21." in answer
    assert "What you chose for its columns is remembered." in answer


def test_nothing_chosen_is_said_at_the_field(council: Council, lead: FlaskClient) -> None:
    page = address(council, "/extract")
    fields = Fields(lead.get(page).text).fields
    answer = lead.post(page, data=fields)

    assert answer.status_code == 422
    assert "Choose the file of cases." in answer.text


def test_a_file_that_is_too_large_is_told_the_command(council: Council, lead: FlaskClient) -> None:
    answer = upload(council, lead, b"a,b\n" + b"1,2\n" * 5_100_000)

    assert answer.status_code == 413
    assert "flask figures analyse" in answer.text
    assert not (council.folder / "jobs").exists() or not files_here(council)


def test_one_file_at_a_time(council: Council, lead: FlaskClient) -> None:
    with transaction():
        by = actor(council.officer, council.landlord)
        asked = {"file": "none", "year": make.YEAR.slug}
        job_id = start_job(JobKind.LOOK, asked, by=by, now=utc_now()).id
    answer = upload(council, lead, make.case_file())

    assert answer.status_code == 422
    assert "Another file of your landlord is being read" in answer.text
    assert not files_here(council)
    progress = lead.get(f"/landlords/{council.landlord.slug}/jobs/{job_id}")
    assert "data-looks-again" in progress.text
    assert "Waiting to start." in progress.text
    still = lead.get(f"/landlords/{council.landlord.slug}/jobs/{job_id}?reload=no")
    assert "data-looks-again" not in still.text
    assert "Look again" in still.text
    cancel = f"/landlords/{council.landlord.slug}/jobs/{job_id}/cancel"
    token = Fields(progress.text).fields["csrf_token"]
    cancelled = lead.post(cancel, data={"csrf_token": token}, follow_redirects=True)
    assert "The reading was cancelled" in cancelled.text


def test_a_mapping_is_chosen_once_for_each_file(council: Council, lead: FlaskClient) -> None:
    page = upload(council, lead, make.case_file())
    mapped(lead, page, date_order="day_first")
    again = mapped(lead, page, date_order="day_first")

    assert again.status_code == 409
    assert "Send it again" in text(again)


def test_a_spreadsheet_can_be_read_from_another_sheet(
    council: Council, lead: FlaskClient, tmp_path: Path
) -> None:
    page = upload(council, lead, files.workbook(tmp_path).read_bytes(), "cases.xlsx")
    assert "These are not the columns of my file" in page.text
    forms = re.findall(r'action="([^"]+/again)".*?name="token" type="hidden" value="([^"]+)"',
                       page.text, re.DOTALL)  # fmt: skip
    data = {"csrf_token": Fields(page.text).fields["csrf_token"], "token": forms[0][1],
            "sheet": "Cases"}  # fmt: skip
    again = lead.post(forms[0][0], data=data, follow_redirects=True)

    assert "Which column holds what" in again.text


def test_the_downloads_hold_every_figure_with_its_base(council: Council, lead: FlaskClient) -> None:
    keep(lead, previewed(council, lead, make.case_file()))

    facts = lead.get(address(council, "/figures.json")).get_json()
    by_id = {one["id"]: one for one in facts["figures"]}
    upheld = by_id["stage_1.outcomes.upheld"]
    assert (upheld["value"], upheld["count"], upheld["base"]) == ("33.3", 8, 24)
    assert upheld["period"]["start"] == "2020-04-01"
    assert upheld["population"]
    table = lead.get(address(council, "/figures.csv"))
    assert b'"stage_1.outcomes.upheld"' in table.data
    assert "attachment" in table.headers["Content-Disposition"]
    assert b"received_on: Date Received" in lead.get(address(council, "/mapping.yaml")).data
    assert b"schema: figures/1" in lead.get(address(council, "/figures.yaml")).data


@pytest.mark.parametrize("year", ["2020", "2020-22", "20-21", "2020%2F21", "x"])
def test_years_that_are_none_have_no_page(council: Council, lead: FlaskClient, year: str) -> None:
    assert lead.get(address(council, year=year)).status_code == 404
