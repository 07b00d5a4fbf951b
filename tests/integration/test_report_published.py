"""The public addresses of annual reports, the lists that name them, and copies of them."""

import csv
import gzip
import hashlib
import io
import json
import xml.etree.ElementTree as ET
from pathlib import Path

import brotli
import pytest
from jsonschema import Draft202012Validator
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.database import db, transaction
from app.domain.documents import DocumentKind
from app.domain.signed_documents import digest, digests_hold, signed_part
from app.domain.workflow import Reason
from app.domain.years import FinancialYear
from app.models import Publication
from app.reading.editions import read_editions
from app.services import reports, withdrawals
from tests import assessment_factories as make
from tests import report_factories as report_make
from tests.conftest import NOW
from tests.editions.sister_rulebook import RULEBOOK, SISTER, make_both
from tests.factories import actor
from tests.integration.conftest import Council, fill_in
from tests.integration.publication_steps import WORD, tamper, verify
from tests.integration.report_steps import page_of, words_of
from tests.integration.test_plain_copies import broken_links, contents, export, run
from tests.integration.test_public_site import current, paths, start

FILES = {
    "": "text/html",
    ".pdf": "application/pdf",
    ".docx": WORD,
    ".json": "application/json",
    ".csv": "text/csv",
}


def year_of(council: Council, rest: str = "") -> str:
    return f"/published/{council.landlord.slug}/2025-26{rest}"


def public(council: Council, rest: str = "") -> str:
    """Return an address of the council's report."""
    return year_of(council, f"/report{rest}")


def get(council: Council, address: str, **headers: str) -> TestResponse:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return council.visitor().get(address, headers=names)


def document_of(council: Council, rest: str = ".json") -> dict:
    sent = get(council, public(council, rest))
    assert sent.status_code == 200
    return json.loads(sent.data)


def correct(council: Council) -> None:
    """Publish a second revision of the report."""
    make.start_correction(council.report, council.lead, "A reason was missing")
    report_make.write(council.report, council.officer, "refused", "Two were too old.")
    make.send_for_scrutiny(council.report, council.lead)
    make.sign_off(council.report, council.member)
    make.publish(council.report, council.lead, "It names a reason now.")


def withdraw(council: Council, revision: int, reason: str = "It named a tenant.") -> None:
    by = actor(council.lead, council.landlord)
    with transaction():
        withdrawals.withdraw(
            council.report, revision, reason=reason, by=by, now=NOW, token=make.new_token()
        )


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.cli.publications.utc_now", lambda: NOW)


# Its addresses.


@pytest.mark.parametrize("ending", FILES)
def test_the_newest_revision_stands_below_the_year_in_every_form(
    report_published: Council, ending: str
) -> None:
    newest = get(report_published, public(report_published, ending))
    first = get(report_published, public(report_published, f"/v1{ending}"))
    statement = get(report_published, year_of(report_published, ending))

    assert (newest.status_code, newest.mimetype) == (200, FILES[ending])
    assert newest.data == first.data
    assert statement.status_code == 200
    assert statement.data != newest.data or ending == ".pdf"


@pytest.mark.parametrize("ending", [".pdf", ".docx", ".json", ".csv"])
def test_a_file_carries_a_name_that_says_it_is_the_report(
    report_published: Council, ending: str
) -> None:
    sent = get(report_published, public(report_published, ending))

    name = f"{report_published.landlord.slug}-2025-26-report-v1{ending}"
    assert sent.headers["Content-Disposition"] == f'inline; filename="{name}"'


@pytest.mark.parametrize("ending", FILES)
@pytest.mark.parametrize("accepted", ["", "br", "gzip"])
def test_a_reader_who_has_it_already_is_sent_nothing(
    report_published: Council, ending: str, accepted: str
) -> None:
    address = public(report_published, ending)
    first = get(report_published, address, Accept_Encoding=accepted)
    again = get(
        report_published,
        address,
        Accept_Encoding=accepted,
        If_None_Match=first.headers["ETag"],
    )

    unpack = {"br": brotli.decompress, "gzip": gzip.decompress}.get(
        first.headers.get("Content-Encoding", ""), bytes
    )
    assert unpack(first.data) == get(report_published, address).data
    assert (again.status_code, again.data) == (304, b"")


def test_the_first_revision_says_that_it_was_replaced(report_published: Council) -> None:
    council = report_published
    before = get(council, public(council)).data
    frozen = get(council, public(council, "/v1.json")).data
    statement = get(council, year_of(council)).headers["ETag"]
    correct(council)

    old, newest = get(council, public(council, "/v1")), get(council, public(council))

    assert "This is revision 1. It has been replaced by revision 2." in old.text
    assert f'href="{public(council)}"' in old.text
    assert "has been replaced" not in newest.text
    assert newest.data != before
    assert get(council, public(council, "/v1.json")).data == frozen
    assert get(council, year_of(council)).headers["ETag"] == statement
    assert document_of(council)["publication"]["replaces"] == 1


def test_a_withdrawn_revision_says_so_and_the_one_before_stands(report_published: Council) -> None:
    council = report_published
    correct(council)
    withdraw(council, 2)

    gone, stands = get(council, public(council, "/v2")), get(council, public(council))

    assert "The landlord withdrew it on 21 November 2026: It named a tenant." in gone.text
    assert "Revision 2 was published later and withdrawn" in stands.text
    assert f'href="{public(council, "/v2")}"' in stands.text
    assert document_of(council)["publication"]["revision"] == 1
    assert "withdrawn" not in get(council, year_of(council)).text


@pytest.mark.parametrize(
    ("rest", "said"),
    [
        ("2019-20/report", "has published reports of 2025/26; there is no “2019-20”"),
        ("2025-2026/report", "there is no “2025-2026”"),
        ("2025-26/report.odt", "there is no “report.odt”"),
        ("2025-26/report/v2", "The report of 2025/26 has revision 1; there is no “v2”"),
        ("2025-26/report/v0.pdf", "there is no “v0”"),
        ("2025-26/report/summary", "The report of 2025/26 has revision 1; there is no “summary”"),
        ("2025-26/report/changes", "there is no “changes”"),
        ("report", "has published 2025/26; there is no “report”"),
    ],
)
def test_an_address_that_is_not_there_is_answered_by_what_exists(
    report_published: Council, rest: str, said: str
) -> None:
    answer = get(report_published, f"/published/{report_published.landlord.slug}/{rest}")

    assert answer.status_code == 404
    assert said in answer.text


@pytest.mark.parametrize("rest", ["/v1/summary", "/provisions/6.3", "/v1/provisions/6.3"])
def test_a_report_has_no_pages_of_provisions(report_published: Council, rest: str) -> None:
    assert get(report_published, public(report_published, rest)).status_code == 404


def test_a_landlord_without_a_report_is_said_to_have_none(published: Council) -> None:
    answer = get(published, public(published))

    assert answer.status_code == 404
    assert "This landlord has published no annual report here." in answer.text
    assert "It has published self-assessments of 2025/26." in answer.text


def record_of(council: Council, year: str = "2020/21") -> None:
    """Publish the record of a report of a year that has no self-assessment here."""
    report = report_make.start(council.landlord, council.lead, year, Reason.RECORD)
    report_make.write(report, council.lead, "performance", "We answered 40 of 60 in time.")
    make.publish(report, council.lead)


def test_a_report_stands_alone_where_the_year_has_no_self_assessment(council: Council) -> None:
    record_of(council)
    at = f"/published/{council.landlord.slug}"

    answers = {
        rest: get(council, f"{at}{rest}")
        for rest in ("", "/2020-21/report", "/2020-21", "/2020-21.pdf")
    }

    assert {rest: one.status_code for rest, one in answers.items()} == {
        "": 302,
        "/2020-21/report": 200,
        "/2020-21": 404,
        "/2020-21.pdf": 404,
    }
    said = answers["/2020-21"].text
    assert "has published no self-assessment here. It has published annual reports of" in said
    assert "Annual report 2020/21" in get(council, "/").text
    promises = get(council, f"{at}/promises")
    assert promises.status_code in (200, 404)


def test_a_year_with_a_report_only_leads_to_it(published: Council) -> None:
    record_of(published)

    answer = get(published, f"/published/{published.landlord.slug}/2020-21")

    assert answer.status_code == 404
    address = f"/published/{published.landlord.slug}/2020-21/report"
    assert f"Its annual report of 2020/21 stands at {address}." in answer.text


def test_two_landlords_publish_side_by_side(report_published: Council) -> None:
    council, stranger = report_published, report_published.person("stranger")
    theirs = report_make.start(council.elsewhere, stranger, "2025/26", Reason.RECORD)
    report_make.write(theirs, stranger, "performance", "Elsewhere it is otherwise.")
    make.publish(theirs, stranger)
    slug = council.elsewhere.slug

    page = get(council, f"/published/{slug}/2025-26/report").text

    assert "Elsewhere it is otherwise." in page
    assert "Elsewhere it is otherwise." not in get(council, public(council)).text
    assert get(council, f"/published/{slug}/2025-26").status_code == 404
    assert verify(council)[0] == 0


def test_what_is_signed_only_is_not_public(report_signed: Council) -> None:
    assert get(report_signed, public(report_signed)).status_code == 404
    assert "Annual report" not in get(report_signed, "/").text


# What the files hold.


def test_the_json_is_what_its_schema_promises_and_its_digests_hold(
    report_published: Council,
) -> None:
    schema = get(report_published, "/schemas/report-1.json")
    document = document_of(report_published)

    assert schema.mimetype == "application/schema+json"
    Draft202012Validator(json.loads(schema.data)).validate(document)
    assert digests_hold(document)
    assert document["report"]["digest"] == digest(signed_part(document))
    assert document["schema"] == "report/1"
    row = db.session.scalars(
        select(Publication).where(Publication.kind == DocumentKind.REPORT)
    ).one()
    assert row.digest == document["publication"]["digest"]
    assert (
        document["self_assessment"]["address"]
        == f"/published/{report_published.landlord.slug}/2025-26/v1"
    )


def test_the_csv_holds_every_figure_with_what_it_counts(report_published: Council) -> None:
    document = document_of(report_published)
    text = get(report_published, public(report_published, ".csv")).data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))

    wanted = [*document["figures"]["figures"]]
    assert document["earlier"] is None
    assert [row["Id"] for row in rows] == [one["id"] for one in wanted]
    for row, one in zip(rows, wanted, strict=True):
        for name in ("value", "count", "base", "population"):
            assert row[name.capitalize()] == ("" if one[name] is None else str(one[name])), row
        period = one["period"]
        assert row["Period"] == f"{period['name']}: {period['start']} to {period['end']}"
    received = rows[0]
    assert (received["Label"], received["Value"]) == ("Stage 1 complaints received", "200")


def test_the_csv_holds_the_year_before_as_well(report_draft: Council) -> None:
    council = report_draft
    report_make.type_figures(council.landlord, council.officer, report_make.LAST_YEAR)
    make.sign_off_and_publish(council.report, council.lead, council.member)

    text = get(council, public(council, ".csv")).data.decode("utf-8-sig")

    years = {row["Year"] for row in csv.DictReader(io.StringIO(text))}
    assert years == {"2025/26", "2024/25"}


# The lists.


def test_the_front_page_lists_the_report_beside_the_self_assessment_of_its_year(
    report_published: Council,
) -> None:
    council = report_published
    record_of(council)
    page = get(council, "/").text

    said = words_of(get(council, "/"))
    assert (
        said.index("Annual report 2020/21")
        > said.index("Annual report 2025/26")
        > said.index("Self-assessment 2025/26")
    )
    for ending in FILES:
        assert f'href="{public(council, ending)}"' in page
    assert "PDF of Ashford Borough Council, annual report 2025/26" in said
    assert "report on the complaints they had" in said
    withdraw(council, 1)
    said = words_of(get(council, "/"))
    assert "Annual report 2020/21 revision 1, published 21 November 2026, withdrawn since" in said
    assert said.count("withdrawn since") == 1


def test_without_a_report_the_front_page_tells_of_self_assessments_only(published: Council) -> None:
    page = get(published, "/")

    assert "nnual report" not in words_of(page).replace("or an annual report.", "")
    assert "<title>Self-assessments that landlords have published" in " ".join(page.text.split())


def test_the_index_tells_what_each_publication_is(report_published: Council) -> None:
    correct(report_published)
    listed = json.loads(get(report_published, "/published/index.json").data)["publications"]

    assert [(one["kind"], one["revision"], one["state"]) for one in listed] == [
        ("statement", 1, "current"),
        ("report", 1, "replaced"),
        ("report", 2, "current"),
    ]
    site, newest = "https://complaints.example", listed[2]
    assert newest["address"] == f"{site}{public(report_published, '/v2')}"
    assert newest["newest"] == f"{site}{public(report_published)}"
    assert newest["report_digest"] == document_of(report_published)["report"]["digest"]
    assert "provisions" in listed[0]
    assert "provisions" not in newest
    for file in newest["files"]:
        sent = get(report_published, file["address"].removeprefix(site))
        assert len(sent.data) == file["bytes"]
        assert hashlib.sha256(sent.data).hexdigest() == file["sha256"]
    assert len(newest["files"]) == len(FILES)


def test_the_feed_tells_of_reports(report_published: Council) -> None:
    feed = ET.fromstring(get(report_published, "/published/feed.atom").data)
    atom = "{http://www.w3.org/2005/Atom}"

    titles = [one.text for one in feed.iterfind(f"{atom}entry/{atom}title")]
    assert sorted(titles) == [
        "Ashford Borough Council: annual report 2025-26, revision 1",
        "Ashford Borough Council: self-assessment 2025-26, revision 1",
    ]
    ids = [one.text for one in feed.iterfind(f"{atom}entry/{atom}id")]
    assert len(set(ids)) == 2
    links = [one.get("href") for one in feed.iterfind(f"{atom}entry/{atom}link")]
    assert f"https://complaints.example{public(report_published, '/v1.pdf')}" in links


def test_what_is_said_of_the_whole_site_is_true_of_reports_as_well(
    report_published: Council,
) -> None:
    for address in ("/", public(report_published), year_of(report_published), "/sign-in"):
        page = get(report_published, address).text
        assert "ublished self-assessments</a>" not in page
    assert 'href="/">Everything that is published here</a>' in (
        get(report_published, public(report_published)).text
    )


# Checks and copies.


def test_everything_that_is_stored_of_a_report_is_verified(report_published: Council) -> None:
    code, output = verify(report_published)

    assert code == 0, output


@pytest.mark.parametrize(
    "change",
    [
        "SET content = X'00' WHERE ending = '.csv'",
        "SET content = X'00' WHERE ending = ''",
        "SET content = X'7b7d' WHERE ending = '.json'",
    ],
)
def test_a_report_that_was_tampered_with_is_refused(report_published: Council, change: str) -> None:
    council = report_published
    number = db.session.scalar(
        select(Publication.id).where(Publication.kind == DocumentKind.REPORT)
    )
    tamper(council, "published_file", f"{change} AND publication_id = {number}")
    ending = change.split("'")[-2]

    answer, beside = get(council, public(council, ending)), get(council, year_of(council, ending))

    assert answer.status_code == 500
    assert "This copy is damaged and is not shown" in answer.text
    assert beside.status_code == 200
    code, output = verify(council)
    assert code == 1
    assert f"{council.landlord.slug} 2025/26 report revision 1" in output


def test_a_report_filed_under_another_kind_or_year_is_refused(report_published: Council) -> None:
    council = report_published
    tamper(council, "publication", "SET year = '2024/25' WHERE kind = 'report'")

    answer = get(council, f"/published/{council.landlord.slug}/2024-25/report")

    assert answer.status_code == 500
    assert "its year, revision or date is not the one in its document" in verify(council)[1]


def test_a_plain_copy_holds_reports_whose_links_lead_to_each_other(
    report_published: Council, tmp_path: Path
) -> None:
    council = report_published
    correct(council)
    folder = export(council, tmp_path / "site")

    found, base = contents(folder), public(council)[1:]
    for path in (
        f"{base}.html",
        *(f"{base}.{ending}" for ending in ("pdf", "docx", "csv", "json")),
        f"{base}/v1.html",
        f"{base}/v2.json",
        "schemas/report-1.json",
        "schemas/statement-1.json",
    ):
        assert path in found, path
    assert list(broken_links(folder)) == []
    assert b"It has been replaced by revision 2." in found[f"{base}/v1.html"]
    index = " ".join(found["index.html"].decode().split())
    assert "<h1>Published self-assessments and annual reports</h1>" in index
    assert ">Annual report 2025/26</a>, revision 2" in index
    assert index.index(">Self-assessment 2025/26</a>") < index.index(">Annual report 2025/26</a>")
    assert f"{base}/changes.html" not in found
    assert run(council, "verify", str(folder))[0] == 0
    (folder / f"{base}.pdf").write_bytes(b"x")
    code, output = run(council, "verify", str(folder))
    assert (code, f"{base}.pdf: was altered." in output) == (1, True)


def test_the_plain_files_of_the_site_hold_reports(
    report_published: Council, tmp_path: Path
) -> None:
    correct(report_published)
    site = start(report_published, tmp_path)
    base = public(site)[1:]

    written = [one for one in paths(tmp_path) if not one.endswith((".br", ".gz"))]
    for path in (f"{base}.html", f"{base}.pdf", f"{base}/v1.html", f"{base}/v2.json"):
        assert path in written
        address = f"/{path.removesuffix('.html')}"
        assert current(tmp_path, path) == site.visitor().get(address).data
    assert f'href="/{base}"' in current(tmp_path, "index.html").decode()


def test_publishing_a_report_writes_its_plain_files_at_once(
    report_signed: Council, tmp_path: Path
) -> None:
    site = start(report_signed, tmp_path)
    base = public(site)[1:]
    assert f"{base}.html" not in paths(tmp_path)

    published = fill_in(site.signed_in("lead"), page_of(site.report, "/publish"))

    assert published.status_code == 303
    assert f"{base}.html" in paths(tmp_path)


# A second rulebook.


def test_a_report_against_another_rulebook_stands_under_its_name(
    report_published: Council,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    council = report_published
    shelf = read_editions(make_both(tmp_path / "rulebooks"))
    monkeypatch.setitem(council.app.extensions, "editions", shelf)
    with transaction():
        report = reports.start_report(
            council.landlord,
            shelf.by_id[SISTER],
            FinancialYear.parse("2025/26"),
            Reason.RECORD,
            by=actor(council.lead, council.landlord),
            now=NOW,
            token=make.new_token(),
        )
    report_make.write(report, council.lead, "performance", "By the other code.")
    make.publish(report, council.lead)
    at = f"/published/{council.landlord.slug}/{RULEBOOK}/2025-26/report"

    for ending, media_type in FILES.items():
        newest, first = get(council, at + ending), get(council, f"{at}/v1{ending}")
        assert (newest.status_code, newest.mimetype) == (200, media_type)
        assert newest.data == first.data
    assert "By the other code." in get(council, at).text
    assert "By the other code." not in get(council, public(council)).text
    assert get(council, at.removesuffix("/report")).status_code == 404
    listed = json.loads(get(council, "/published/index.json").data)["publications"]
    assert f"https://complaints.example{at}/v1" in [one["address"] for one in listed]
    assert f'href="{at}"' in get(council, "/").text
    assert verify(council)[0] == 0
    folder = export(council, tmp_path / "site")
    assert f"{at[1:]}.html" in contents(folder)
    assert list(broken_links(folder)) == []
