"""A second rulebook beside the first: from a carried start to publication, and never mixed up."""

import csv
import io
import json
from functools import cache
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from app.database import db, transaction
from app.domain.carrying import Carried
from app.domain.edition_shelf import Editions
from app.domain.workflow import Reason
from app.domain.years import FinancialYear
from app.models import Assessment
from app.models.facts import responses_of
from app.reading.editions import read_editions
from app.rendering import pdf
from app.rendering.pdf import make_pdf, why_not_available
from app.rendering.statement_page import render_for_pdf
from app.rendering.statement_schema import schema_bytes
from app.services import carrying
from tests import assessment_factories as make
from tests.conftest import NOW
from tests.editions.sister_rulebook import RULEBOOK, SISTER, make_both
from tests.factories import actor
from tests.integration.conftest import FAKE_PDF, Council
from tests.integration.publication_steps import FILES, public, verify, withdraw
from tests.integration.test_nginx import needs_nginx, running_site
from tests.integration.test_plain_copies import broken_links, contents, export
from tests.integration.test_public_site import current, paths, start
from tests.unit.word_files import body_of, text_of

NUMBERS = ("1", "2", "3.1", "3.2", "4", "5")
SISTER_FILES = {
    ending.replace("6.3", "3.1"): media_type for ending, media_type in FILES.items()
} | {"/provisions/5": "text/html"}


@cache
def _shelf(folder: Path) -> Editions:
    return read_editions(make_both(folder / "rulebooks"))


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Editions:
    """Return the editions that we ship with the invented rulebook beside them."""
    return _shelf(tmp_path_factory.mktemp("second-rulebook"))


@pytest.fixture
def carried(published: Council, shelf: Editions, monkeypatch: pytest.MonkeyPatch) -> Council:
    """Return the council with a draft against the second rulebook, begun from what is published."""
    monkeypatch.setitem(published.app.extensions, "editions", shelf)
    first = published.assessment
    with transaction():
        carrying.start_carried_forward(
            published.landlord,
            shelf.by_id[SISTER],
            FinancialYear.parse("2025/26"),
            Reason.ANNUAL,
            earlier=first,
            before=shelf.by_id[first.edition_id],
            editions=shelf,
            by=actor(published.lead, published.landlord),
            now=NOW,
            token=make.new_token(),
        )
    return published


@pytest.fixture
def both(carried: Council) -> Council:
    """Return the council with a statement of one year in public against each rulebook."""
    answer_all(carried)
    make.sign_off_and_publish(carried.assessment, carried.lead, carried.member)
    return carried


def answer_all(council: Council) -> None:
    """Confirm what was carried, start one afresh, answer what is new, and plan for the No."""
    for number in ("1", "2", "3.1"):
        confirm(council, number)
    by = actor(council.officer, council.landlord)
    with transaction():
        carrying.start_response_afresh(
            council.assessment,
            council.edition,
            "3.2",
            council.app.extensions["editions"],
            seen_version=version_of(council, "3.2"),
            by=by,
            now=NOW,
        )
    make.answer(council.assessment, council.officer, "3.2", "yes", commentary="Letters go out.")
    confirm(council, "4", "no")
    make.answer(council.assessment, council.officer, "4", "no", commentary="Not always done.")
    make.answer(council.assessment, council.officer, "5", "yes", commentary="A yearly report.")
    make.raise_action(
        council.assessment,
        council.officer,
        "Write down each remedy",
        due="31 March 2027",
        provisions=["4"],
        owner="Complaints team",
    )


def confirm(council: Council, number: str, answer: str = "yes") -> None:
    """Confirm what was said before about a provision, with an answer to this code's words."""
    with transaction():
        carrying.confirm_response(
            council.assessment,
            council.edition,
            number,
            council.app.extensions["editions"],
            answer=answer,
            seen_version=version_of(council, number),
            by=actor(council.officer, council.landlord),
            now=NOW,
        )


def version_of(council: Council, number: str) -> int:
    return make.response_to(council.assessment, number).version


def sister(council: Council, rest: str = "") -> str:
    """Return an address of the council's year against the second rulebook."""
    return f"/published/{council.landlord.slug}/{RULEBOOK}/2025-26{rest}"


def get(council: Council, address: str, status: int = 200) -> bytes:
    """Return what a visitor is sent."""
    answer = council.visitor().get(address)
    assert answer.status_code == status, f"{address}: {answer.status_code}"
    return bytes(answer.data)


def assessments(council: Council) -> tuple[Assessment, Assessment]:
    """Return the assessment against the first rulebook, and the one against the second."""
    found = db.session.query(Assessment).order_by(Assessment.id).all()
    assert [one.rulebook for one in found] == ["housing-ombudsman", RULEBOOK]
    return found[0], found[1]


def test_an_answer_of_the_first_serves_the_second_once_somebody_confirms_it(
    carried: Council,
) -> None:
    before = {row.number: row for row in responses_of(carried.assessment)}
    assert {number: before[number].carried for number in NUMBERS} == {
        number: Carried.NOTHING if number == "5" else Carried.TO_CONFIRM for number in NUMBERS
    }
    assert all(row.answer is None for row in before.values())

    confirm(carried, "3.1")

    row = make.response_to(carried.assessment, "3.1")
    assert (row.answer, row.carried) == ("yes", Carried.CONFIRMED)
    assert "Complaints policy" in carried.page_of("officer", "/provisions/3.1")


def test_the_page_of_a_provision_says_that_the_answer_is_to_another_code(carried: Council) -> None:
    page = carried.page_of("officer", "/provisions/3.1")

    assert "the answer is to another code" in page
    assert "6.3" in page
    assert "another code" not in carried.page_of("officer", "/provisions/5")


PAGES = (
    "", "/summary", "/plan", "/brief", "/readiness", "/history", "/challenges", "/text",
    *(f"/provisions/{number}" for number in NUMBERS),
)  # fmt: skip


@pytest.mark.parametrize("rest", PAGES)
def test_the_pages_of_the_assessment_are_there(carried: Council, rest: str) -> None:
    answer_all(carried)

    page = carried.page_of("lead", rest)

    assert "Code for Answering Complaints" in page
    assert "Complaint Handling Code" not in page.replace("Complaint Handling Code 2024", "")
    assert "/submission" not in page


def test_one_section_is_asked_twice_and_a_should_decides(carried: Council) -> None:
    answer_all(carried)

    page = carried.page_of("lead", "/summary")

    assert "Section 3 – Answering" in page
    assert page.count("Non-compliant") == 1
    assert "Recommended but not met" not in page
    assert "as soon as one provision is answered No" in page


@pytest.mark.parametrize("ending", SISTER_FILES)
def test_the_second_is_published_under_its_name_in_every_form(both: Council, ending: str) -> None:
    newest = both.visitor().get(sister(both, ending))
    revision = both.visitor().get(sister(both, f"/v1{ending}"))

    assert (newest.status_code, newest.mimetype) == (200, SISTER_FILES[ending])
    assert newest.data == revision.data


def test_the_addresses_of_the_first_keep_their_bytes(
    published: Council, shelf: Editions, request: pytest.FixtureRequest
) -> None:
    endings = [f"{revision}{ending}" for ending in FILES for revision in ("", "/v1")]
    before = {ending: get(published, public(published, ending)) for ending in endings}

    council: Council = request.getfixturevalue("both")

    assert {ending: get(council, public(council, ending)) for ending in endings} == before
    assert get(council, sister(council)) != before[""]


def test_the_documents_say_which_code_they_answer(both: Council) -> None:
    document = json.loads(get(both, sister(both, ".json")))
    first = json.loads(get(both, public(both, ".json")))

    validator = Draft202012Validator(json.loads(schema_bytes()))
    assert [error.message for error in validator.iter_errors(document)] == []
    assert (document["edition"]["id"], first["edition"]["id"]) == (SISTER, make.CODE_2024)
    assert [one["number"] for section in document["sections"] for one in section["provisions"]] == [
        *NUMBERS
    ]
    assert [one["status"] for one in document["sections"]].count("non_compliant") == 1
    rows = list(csv.reader(io.StringIO(get(both, sister(both, ".csv")).decode("utf-8-sig"))))
    assert {cell for row in rows for cell in row} >= {*NUMBERS}
    word = text_of(body_of(get(both, sister(both, ".docx"))))
    page = get(both, sister(both)).decode()
    for text in (word, page):
        assert "Code for Answering Complaints 2025" in text
        assert "Complaint Handling Code" not in text
        assert "Example Services Ombudsman" in text
        assert "Housing Ombudsman within twelve months" not in text
        assert "does not require" not in text
    assert f'href="{sister(both)}"' in page
    assert f'href="{sister(both, "/v1.pdf")}"' in page
    assert f"https://complaints.example{sister(both)}" in word
    for ending in (".pdf", ".docx", ".csv", ".json"):
        named = both.visitor().get(sister(both, ending)).headers["Content-Disposition"]
        assert f'"{both.landlord.slug}-{RULEBOOK}-2025-26-v1{ending}"' in named


def test_a_pdf_is_made_of_it(both: Council, tmp_path: Path) -> None:
    reason = why_not_available()
    if reason:
        pytest.skip(reason)
    document = json.loads(get(both, sister(both, ".json")))

    made = make_pdf(
        render_for_pdf(document, newest_address="https://complaints.example" + sister(both)),
        lock_folder=tmp_path,
    )

    assert made.startswith(b"%PDF-")
    assert made != FAKE_PDF
    assert pdf.make_pdf is not make_pdf  # the fixtures go on without real ones


def test_both_are_listed_and_told_apart(both: Council) -> None:
    index = json.loads(get(both, "/published/index.json"))["publications"]
    feed = get(both, "/published/feed.atom").decode()
    front = get(both, "/").decode()

    assert [(one["rulebook"], one["year"], one["state"]) for one in index] == [
        (RULEBOOK, "2025-26", "current"),
        ("housing-ombudsman", "2025-26", "current"),
    ]
    assert [one["newest"] for one in index] == [
        f"https://complaints.example{sister(both)}",
        f"https://complaints.example{public(both)}",
    ]
    assert "2025-26 against the Code for Answering Complaints, 2025, revision 1" in feed
    assert f'href="{sister(both, ".csv")}"' in front
    assert f'href="{public(both, ".csv")}"' in front
    assert "Example Services Ombudsman: Code for Answering Complaints 2025" in front


def test_what_is_published_holds_and_is_copied(both: Council, tmp_path: Path) -> None:
    code, told = verify(both)
    assert code == 0, told

    copy = export(both, tmp_path / "copy")

    found = contents(copy)
    for rest in (".html", "/v1.html", "/summary.html", "/provisions/5.html", "/changes.html"):
        assert f"{sister(both)[1:]}{rest}" in found
    for rest in (".html", "/v1.html", "/summary.html", "/provisions/6.3.html", "/changes.html"):
        assert f"{public(both)[1:]}{rest}" in found
    assert list(broken_links(copy)) == []
    assert "Code for Answering Complaints 2025" in found["index.html"].decode()
    result = both.app.test_cli_runner().invoke(args=["publications", "verify", str(copy)])
    assert result.exit_code == 0, result.output


def test_the_plain_files_hold_both(both: Council, tmp_path: Path) -> None:
    site = start(both, tmp_path)

    written = paths(tmp_path)

    for address in (sister(site), public(site)):
        assert f"{address[1:]}.html" in written
        assert current(tmp_path, f"{address[1:]}.html") == get(site, address)


@needs_nginx
def test_nginx_names_its_files_as_the_program_does(both: Council, tmp_path: Path) -> None:
    with running_site(both, tmp_path) as site:
        for rest in (".json", "/v1.pdf", "/v1/provisions/5", ""):
            ours, programs = site.get(sister(both, rest)), site.behind(sister(both, rest))
            assert (ours.status, ours.body) == (200, programs.body)
        newest, first = (site.get(sister(both, rest)) for rest in (".csv", "/v1.csv"))

    name = f"{both.landlord.slug}-{RULEBOOK}-2025-26"
    assert newest.headers["content-disposition"] == f'inline; filename="{name}.csv"'
    assert first.headers["content-disposition"] == f'inline; filename="{name}-v1.csv"'


@pytest.mark.parametrize("which", [0, 1])
def test_withdrawing_one_leaves_the_other(both: Council, which: int) -> None:
    addresses = (public(both), sister(both))
    gone, left = addresses[which], addresses[1 - which]
    before = get(both, left)
    chosen = assessments(both)[which]
    by_its_own = Chosen(both, chosen)

    withdraw(by_its_own, 1)

    assert b"The landlord withdrew it" in get(both, gone)
    assert get(both, left) == before
    states = {
        one["newest"].removeprefix("https://complaints.example"): one["state"]
        for one in json.loads(get(both, "/published/index.json"))["publications"]
    }
    assert states == {gone: "withdrawn", left: "current"}
    assert verify(both)[0] == 0


class Chosen(Council):
    """A council whose assessment is the one that was chosen."""

    def __init__(self, council: Council, assessment: Assessment) -> None:
        super().__init__(council.app, council.folder, council.cookies)
        self._number = assessment.id

    @property
    def assessment(self) -> Assessment:
        """The assessment that was chosen."""
        return db.session.get_one(Assessment, self._number)


def test_a_correction_of_one_is_no_revision_of_the_other(both: Council) -> None:
    first = get(both, public(both))
    make.start_correction(both.assessment, both.lead)
    make.answer(both.assessment, both.officer, "5", "no", commentary="No.", plan_note="Soon.")
    make.send_for_scrutiny(both.assessment, both.lead)
    make.sign_off(both.assessment, both.member)

    make.publish(both.assessment, both.lead, "5 was not true.")

    assert "replaced by revision 2" in get(both, sister(both, "/v1")).decode()
    assert f'href="{sister(both)}">See the newest' in get(both, sister(both, "/v1")).decode()
    assert get(both, public(both)) == first
    get(both, public(both, "/v2"), 404)
    ours, theirs = (get(both, f"{one(both)}/changes").decode() for one in (sister, public))
    assert f'href="{sister(both, "/v2")}' in ours
    assert f'href="{sister(both, "/v2")}#p-5"' in ours
    assert "The landlord’s reason for the new revision: 5 was not true." in ours
    assert "5 was not true" not in theirs
    assert "Only one revision of 2025/26 has been published" in theirs


def test_promises_to_either_code_stand_on_one_page(both: Council) -> None:
    page = get(both, f"/published/{both.landlord.slug}/promises").decode()

    assert f'href="{public(both)}">2025/26 (Complaint Handling Code 2024)' in page
    assert f'href="{sister(both)}">2025/26 (Code for Answering Complaints 2025)' in page
    assert f'href="{sister(both, "/v1#p-4")}">4</a>' in page
    assert f'href="{sister(both, "/v1#plan")}"' in page


def test_pages_of_the_landlord_lead_to_each(both: Council) -> None:
    first, second = assessments(both)
    page = both.signed_in("lead")

    assert f'href="{sister(both)}"' in page.get(f"/assessments/{second.id}").text
    assert f'href="{public(both)}"' in page.get(f"/assessments/{first.id}").text
    assert sister(both, "/v1") in page.get(f"/assessments/{second.id}/publications").text
    assert page.get(f"/assessments/{second.id}/submission").status_code == 404
    assert f"/assessments/{first.id}/submission" in page.get(f"/assessments/{first.id}").text


def test_the_address_is_told_before_it_is_published(carried: Council) -> None:
    answer_all(carried)
    make.send_for_scrutiny(carried.assessment, carried.lead)
    make.write_response(carried.assessment, carried.member)
    make.sign_off(carried.assessment, carried.member)

    assert sister(carried) in carried.page_of("lead", "/publish")


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("{slug}/housing-ombudsman/2025-26/v1.json", 308, "/{slug}/2025-26/v1.json"),
        ("{slug}/housing-ombudsman/2025-26/summary", 308, "/{slug}/2025-26/summary"),
        ("{slug}/housing-ombudsman/2025-26/changes", 308, "/{slug}/2025-26/changes"),
        ("{slug}/example-services", 302, "/#{slug}"),
        ("{slug}/another-code", 404, "published 2025/26; there is no “another-code”"),
        ("{slug}/another-code/2025-26", 404, "there is no “another-code”"),
        ("{slug}/example-services/2024-25", 404, "2025/26; there is no “2024-25”"),
        ("{slug}/example-services/2025-26/v2", 404, "has revision 1; there is no “v2”"),
        ("{slug}/example-services/2025-26/v0/summary", 404, "there is no “v0”"),
        ("{slug}/example-services/2025-26/provisions/6.3", 404, "each provision from 1 to 5"),
        ("{slug}/2025-26/provisions/5", 404, "each provision from 1.2 to 9.8"),
        ("nobody/example-services/2025-26", 404, "No landlord has published"),
    ],
)
def test_an_address_leads_on_or_says_what_there_is(
    both: Council, address: str, status: int, said: str
) -> None:
    slug = both.landlord.slug
    answer = both.visitor().get(f"/published/{address.format(slug=slug)}")

    told = answer.headers.get("Location") or answer.text
    assert answer.status_code == status
    assert said.format(slug=slug) in told


def test_readiness_counts_what_waits_to_be_confirmed(carried: Council) -> None:
    page = carried.page_of("lead", "/readiness")

    for number in NUMBERS:
        assert f"/provisions/{number}" in page
