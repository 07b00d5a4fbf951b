"""Figures typed in on the page: kept as they were typed, checked, and never lost on an error."""

import io
import re
from dataclasses import replace
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from app.database import db, transaction
from app.domain.workflow import Reason, State
from app.models import AnnualReport, TypedFigures
from app.reading.typed_figures import figures_of_content
from app.services.figures import keep_extract, write_typed_figures
from tests import figure_factories as make
from tests.assessment_factories import new_token
from tests.conftest import NOW
from tests.factories import actor
from tests.integration.conftest import Council
from tests.integration.test_case_extract_pages import Fields
from tests.unit.figure_samples import a_figure

REASONS = {
    "stage_1.reasons-0-name": "Delay",
    "stage_1.reasons-0-share": "23.4",
    "stage_1.reasons-1-name": "Staff attitude",
    "stage_1.reasons-1-count": "12",
    "stage_1.reasons-1-base": "329",
}


@pytest.fixture
def officer(council: Council) -> FlaskClient:
    return council.signed_in("officer")


def address(council: Council, rest: str = "") -> str:
    return f"/landlords/{council.landlord.slug}/figures/2020-21/typed{rest}"


def save(council: Council, client: FlaskClient, typed: dict[str, str]) -> TestResponse:
    """Open the page, type some figures, and save."""
    fields = Fields(client.get(address(council)).text).fields
    return client.post(address(council), data=fields | typed, follow_redirects=True)


def send_file(
    council: Council, client: FlaskClient, content: str, version: str = ""
) -> TestResponse:
    token = Fields(client.get(address(council, "/file")).text).fields["csrf_token"]
    file = FileStorage(io.BytesIO(content.encode()), filename="figures.yaml")
    parts = {"csrf_token": token, "version": version, "text": "", "file": file}
    boundary, body = encode_multipart(parts)
    kind = f"multipart/form-data; boundary={boundary}"
    return client.post(
        address(council, "/file"), data=body, content_type=kind, follow_redirects=True
    )


def kept() -> dict[str, dict[str, str]]:
    db.session.rollback()
    row = db.session.scalars(select(TypedFigures)).one()
    return {one["id"]: one for one in row.content["typed"]["figures"]}


def text(answer: TestResponse) -> str:
    return " ".join(unescape(answer.text).split())


def test_figures_are_kept_as_they_were_typed(council: Council, officer: FlaskClient) -> None:
    typed = {
        "stage_1.received-count": "329",
        "stage_1.outcomes.upheld-share": "20.0",
        "stage_1.outcomes.upheld-base": "329",
        "ombudsman.compensation-amount": "£3,607.70",
        "stage_1.days_average-days": "11.5",
        "start_1": "received",
        "source": "Quarterly reports",
    }
    answer = save(council, officer, typed | REASONS)

    assert "The figures of 2020/21 are saved." in answer.text
    assert "20.0 %" in answer.text
    assert "£3,607.70" in answer.text
    assert "Quarterly reports." in answer.text
    found = kept()
    assert found["stage_1.outcomes.upheld"] == {
        "id": "stage_1.outcomes.upheld",
        "share": "20.0",
        "base": "stage_1.received",  # the number that stands there is named after what it counts
    }
    assert found["stage_1.reasons.staff_attitude"]["label"] == "Staff attitude"
    assert "base" not in found["stage_1.reasons.delay"]


def test_the_page_shows_again_what_was_typed(council: Council, officer: FlaskClient) -> None:
    save(council, officer, {"stage_1.received-count": "329"} | REASONS)
    fields = Fields(officer.get(address(council)).text).fields

    shown = {"stage_1.received-count": "329"} | REASONS
    assert {name: fields[name] for name in shown} == shown
    assert fields["stage_1.reasons-0-id"] == "stage_1.reasons.delay"


def test_a_row_keeps_its_id_under_another_name(council: Council, officer: FlaskClient) -> None:
    save(council, officer, REASONS)
    save(council, officer, {"stage_1.reasons-0-name": "Delays"})

    assert kept()["stage_1.reasons.delay"]["label"] == "Delays"


def test_an_emptied_figure_is_taken_out(council: Council, officer: FlaskClient) -> None:
    save(council, officer, {"stage_1.received-count": "329", "refused-count": "3"})
    save(council, officer, {"refused-count": ""})

    assert set(kept()) == {"stage_1.received"}


def test_what_is_wrong_is_found_on_the_page(council: Council, officer: FlaskClient) -> None:
    answer = save(council, officer, {"stage_1.received-count": "329",
                                     "stage_1.outcomes.upheld-share": "46.9",
                                     "stage_1.outcomes.upheld-base": "329"})  # fmt: skip

    assert "Contradictions" in answer.text
    assert "no number of complaints out of 329 gives 46.9 %" in text(answer)
    assert "Both cannot be right." in answer.text


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("stage_1.received-count", "66.2 %", "“66.2 %” is a percentage"),
        ("stage_1.received-count", "many", "is not a whole number"),
        ("stage_1.outcomes.upheld-share", "3 of 5", "is a count out of a base"),
        ("stage_1.outcomes.upheld-share", "abc", "is not a percentage"),
        ("ombudsman.compensation-amount", "a lot", "is not an amount in pounds"),
        ("stage_1.days_average-days", "ten", "is not a number"),
        ("stage_1.reasons-0-count", "4", "Write the name of this row."),
    ],
)
def test_an_error_names_its_field_and_loses_nothing(
    council: Council, officer: FlaskClient, name: str, value: str, words: str
) -> None:
    answer = save(council, officer, {"homes.rental-count": "16,000", name: value})

    assert answer.status_code == 422
    assert words in text(answer)
    field = name if "name of this row" not in words else "stage_1.reasons-0-name"
    assert f'href="#{field}"' in answer.text
    fields = Fields(answer.text).fields
    assert fields[name] == value
    assert fields["homes.rental-count"] == "16,000"
    assert db.session.scalars(select(TypedFigures)).first() is None


def test_an_error_says_in_words_where_it_is(council: Council, officer: FlaskClient) -> None:
    answer = save(council, officer, {"stage_1.outcomes.upheld-share": "abc"})

    assert "Stage 1 outcomes, Upheld, per cent: “abc” is not a percentage" in text(answer)


def test_more_rows_keep_what_was_typed(council: Council, officer: FlaskClient) -> None:
    more = {"more": "stage_1.reasons", "stage_1.received-count": "329"} | REASONS
    answer = save(council, officer, more)

    fields = Fields(answer.text).fields
    assert fields["stage_1.reasons-7-name"] == ""
    assert fields["stage_1.received-count"] == "329"
    assert db.session.scalars(select(TypedFigures)).first() is None


def test_two_people_do_not_overwrite_each_other(council: Council, officer: FlaskClient) -> None:
    fields = Fields(officer.get(address(council)).text).fields
    lead = council.signed_in("lead")
    save(council, lead, {"stage_1.received-count": "329"})

    mine = fields | {"stage_1.received-count": "330"}
    answer = officer.post(address(council), data=mine)
    assert answer.status_code == 409
    assert "Somebody else changed these figures while your page was open" in answer.text
    assert '<dd class="govuk-summary-list__value">329</dd>' in answer.text
    again = Fields(answer.text).fields
    assert again["stage_1.received-count"] == "330"
    assert officer.post(address(council), data=again).status_code == 303
    assert kept()["stage_1.received"]["count"] == "330"


def test_a_file_takes_the_place_of_what_was_typed(council: Council, officer: FlaskClient) -> None:
    content = (
        "schema: figures/1\nlandlord: Ashford\nyear: 2020/21\n"
        "figures:\n  - id: stage_1.received\n    count: 329\n"
    )
    answer = send_file(council, officer, content)

    assert "are saved as the file says" in answer.text
    assert set(kept()) == {"stage_1.received"}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "Choose a file, or paste its text."),
        ("schema: figures/1\nlandlord: A\nyear: 2021/22\nfigures:\n  - id: refused\n    count: 3\n",
         "The file holds figures of 2021/22, and this page is about 2020/21."),
        ("schema: figures/1\nlandlord: A\nyear: 2020/21\nfigures:\n  - id: refusd\n    count: 3\n",
         "Did you mean “refused”?"),
        ("a: &a [*a]", "file"),
    ],
)  # fmt: skip
def test_a_file_with_faults_is_explained_and_not_kept(
    council: Council, officer: FlaskClient, content: str, words: str
) -> None:
    answer = send_file(council, officer, content)

    assert answer.status_code == 422
    assert words in text(answer)
    assert db.session.scalars(select(TypedFigures)).first() is None


def test_what_the_form_does_not_show_stays(council: Council, officer: FlaskClient) -> None:
    content = {**make.CONTENT, "edition": "housing-ombudsman-2020", "answers": {"2.6": "yes"}}
    content["figures"] = [{"id": "refused", "count": "3", "note": "From June"}]
    with transaction():
        by = actor(council.lead, council.landlord)
        figures = figures_of_content(content)
        write_typed_figures(make.YEAR, content, figures, seen_version=None, by=by, now=NOW)
    save(council, officer, {"refused-count": "4"})

    assert kept()["refused"] == {"id": "refused", "count": "4", "note": "From June"}
    row = db.session.scalars(select(TypedFigures)).one()
    assert row.content["typed"]["answers"] == {"2.6": "yes"}


def test_figures_under_a_report_in_scrutiny_are_not_changed(
    council: Council, officer: FlaskClient
) -> None:
    edition = council.app.extensions["editions"].by_id["housing-ombudsman-2024"]
    open_before = Fields(officer.get(address(council)).text).fields
    with transaction():
        db.session.add(
            AnnualReport(
                landlord_id=council.landlord.id, rulebook=edition.rulebook, edition_id=edition.id,
                edition_digest=edition.digest, year="2020/21", reason=Reason.ANNUAL,
                state=State.UNDER_SCRUTINY, created_at=NOW,
            )
        )  # fmt: skip
    now = officer.get(address(council)).text
    assert "Send the report back to draft first." in now
    assert "Save the figures" not in now
    answer = officer.post(address(council), data=open_before | {"refused-count": "4"})

    assert answer.status_code == 409
    assert "Send the report back to draft first." in answer.text
    assert Fields(answer.text).fields["refused-count"] == "4"
    upload = officer.get(address(council).replace("/typed", "/extract"))
    assert "Send the report back to draft first." in upload.text
    assert 'type="file"' not in upload.text


def test_what_the_file_of_cases_gives_is_said_beside_its_box(
    council: Council, officer: FlaskClient
) -> None:
    unused = "The file of cases gives this: what is typed here is not used."
    assert unused not in officer.get(address(council)).text
    by, found = actor(council.officer, council.landlord), make.extracted()
    homes = a_figure("homes.rental", count=4138)
    figures = replace(found.figures, figures=(*found.figures.figures, homes))
    with transaction():
        found = replace(found, figures=figures)
        keep_extract(make.YEAR, found, by=by, now=NOW, token=new_token())

    page = officer.get(address(council)).text
    assert unused in page.split('id="stage_1.received"')[1].split("</fieldset>")[0]
    assert unused not in page.split('id="homes.rental"')[1].split("</fieldset>")[0]
    assert unused not in page.split('id="stage_1.reasons"')[1].split("</fieldset>")[0]


def test_settings_are_saved_and_shown_again(council: Council) -> None:
    lead = council.signed_in("lead")
    page = f"/landlords/{council.landlord.slug}/figures/settings"
    typed = {"closures": "29 December 2020: Offices closed\n30/12/2020", "target_1": "20"}
    answer = lead.post(page, data=settings_fields(lead, page) | typed, follow_redirects=True)

    assert "The settings are saved." in answer.text
    shown = lead.get(page).text
    assert "29 December 2020: Offices closed\n30 December 2020" in shown
    assert 'value="20"' in shown


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"closures": "between the holidays"}, "closures", "does not begin with a day"),
        ({"target_1": "ten"}, "target_1", "Write a number of working days, such as 20."),
        ({"target_2": "0"}, "target_2", "from 1 to 250"),
    ],
)
def test_settings_that_cannot_be_read_name_their_field(
    council: Council, typed: dict[str, str], field: str, words: str
) -> None:
    lead = council.signed_in("lead")
    page = f"/landlords/{council.landlord.slug}/figures/settings"
    answer = lead.post(page, data=settings_fields(lead, page) | typed)

    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert words in text(answer)


def test_the_years_offer_a_way_in(council: Council, officer: FlaskClient) -> None:
    page = officer.get(f"/landlords/{council.landlord.slug}/figures")
    assert "Send a file of cases" in page.text
    assert officer.get("/figures").status_code == 302
    save(council, officer, {"refused-count": "4"})
    page = officer.get(f"/landlords/{council.landlord.slug}/figures")
    assert re.search(r"2020/21</a>", page.text)
    assert "Typed in." in page.text
    reader = council.signed_in("reader").get(f"/landlords/{council.landlord.slug}/figures/2020-21")
    assert reader.status_code == 200
    assert "Change what was typed in" not in reader.text


def settings_fields(client: FlaskClient, page: str) -> dict[str, str]:
    return Fields(client.get(page).text).fields
