"""The submission pack: fields, typing by two people, the log, and submitting again."""

import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.database import db, transaction
from app.domain.errors import NotAllowed
from app.domain.history import Kind
from app.models import Submission, SubmissionDraft
from app.models.facts import landlord_facts
from app.queries.submissions import resubmission
from app.services import landlords
from app.services.submissions import prepare_submission
from tests import assessment_factories as make
from tests.conftest import NOW
from tests.factories import actor, token_of
from tests.integration.conftest import Council
from tests.integration.council_steps import kinds

POLICY = "https://ashford.example/complaints-policy"


def set_homes(council: Council, homes: int | None) -> None:
    landlord = council.landlord
    with transaction():
        landlords.change_settings(
            actor(council.lead, landlord),
            replace(landlord_facts(landlord), homes=homes),
            seen_version=landlord.version,
            now=NOW,
        )


def page_of(council: Council, who: str = "lead", year: str = "") -> str:
    query = f"?year={year}" if year else ""
    answer = council.signed_in(who).get(council.address(f"/submission{query}"))
    assert answer.status_code == 200
    return answer.text


def value_of(page: str, name: str) -> str:
    """Return what stands in an input of a page."""
    found = re.search(rf'<(?:input|textarea)[^>]*\bname="{name}"[^>]*>', page)
    assert found, name
    value = re.search(r'value="([^"]*)"', found[0])
    return value[1] if value else ""


def typed(client: FlaskClient, council: Council, *, version: str = "", **fields: str) -> int:
    """Save some fields of the form, as a lead's browser does."""
    address = council.address("/submission")
    data = {"csrf_token": token_of(client, address), "version": version}
    data |= {f"field_{name}": value for name, value in fields.items()}
    return client.post(address, data=data).status_code


def log(client: FlaskClient, council: Council, **changed: str) -> int:
    """Note a submission, as a lead's browser does."""
    address = council.address("/submission")
    page = client.get(address).text
    data = {
        "csrf_token": token_of(client, address),
        "token": value_of(page, "token"),
        "revision": "1",
        "submitted_on": "3 September 2026",
        "submitted_by": "The lead",
    }
    return client.post(f"{address}/log", data=data | changed).status_code


def test_what_is_known_here_stands_ready_and_the_rest_is_counted(published: Council) -> None:
    set_homes(published, 12_400)

    page = page_of(published)

    base = f"https://complaints.example/published/{published.landlord.slug}/2025-26"
    known = ("Ashford Borough Council", "12400", "31 March 2026", base, f"{base}.pdf")
    for value in (*known, f"{base}#response"):
        assert f'<span class="copy">{value}</span>' in page
    # Contact and its e-mail, Member Responsible, policy, report; body and date of the approval.
    assert "7 of 13 fields are still empty" in page
    assert "Complaints policy</a> – not written yet" in page
    assert "<strong>30 September 2026</strong>" in page


def test_the_form_of_2025_26_asks_for_every_provision(published: Council) -> None:
    page = page_of(published, year="2025-26")

    assert page.count('scope="row"') == len(published.edition.in_form)
    assert "no longer asked for" not in page
    assert (
        published.signed_in("lead").get(published.address("/submission?year=2019-20")).status_code
        == 404
    )


def test_typing_is_kept_by_year_and_told_in_the_history(published: Council) -> None:
    lead = published.signed_in("lead")

    assert typed(lead, published, policy_address=POLICY, contact_name="Ada") == 303
    assert typed(lead, published, version="1", policy_address=POLICY, contact_name="") == 303

    page = page_of(published)
    assert value_of(page, "field_policy_address") == POLICY
    assert value_of(page, "field_contact_name") == ""
    assert value_of(page_of(published, year="2025-26"), "field_policy_address") == ""
    told = [one for one in published.history() if one.kind is Kind.SUBMISSION_PREPARED]
    assert told[1].before == {"year": "2026-27", "fields": {"Who the Ombudsman can ask": "Ada"}}
    history = lead.get(published.address("/history")).text
    assert (
        "for the submission of 2026-27: Who the Ombudsman can ask (was “Ada”, is empty)" in history
    )
    # Nothing changed, so nothing is told.
    assert typed(lead, published, version="2", policy_address=POLICY, contact_name="") == 303
    assert len([k for k in kinds(published) if k is Kind.SUBMISSION_PREPARED]) == 2


def test_two_people_lose_nothing(published: Council) -> None:
    lead = published.signed_in("lead")
    assert typed(lead, published, contact_name="Ada") == 303
    address = published.address("/submission")
    data = {"csrf_token": token_of(lead, address), "version": "", "field_contact_name": "Grace"}

    answer = lead.post(address, data=data)

    assert answer.status_code == 409
    assert value_of(answer.text, "field_contact_name") == "Grace"
    assert ">Ada</dd>" in answer.text
    assert lead.post(address, data=data | {"version": value_of(answer.text, "version")})
    assert value_of(page_of(published), "field_contact_name") == "Grace"


def test_what_cannot_be_read_stays_in_the_form(published: Council) -> None:
    lead = published.signed_in("lead")
    address = published.address("/submission")
    data = {"csrf_token": token_of(lead, address), "field_policy_address": "our web site"}

    answer = lead.post(address, data=data)

    assert answer.status_code == 422
    assert value_of(answer.text, "field_policy_address") == "our web site"
    assert 'href="#field_policy_address"' in answer.text
    assert db.session.scalar(select(SubmissionDraft.id)) is None


@pytest.mark.parametrize("who", ["officer", "member", "reader"])
def test_everybody_reads_it_and_only_a_lead_writes(published: Council, who: str) -> None:
    typed(published.signed_in("lead"), published, policy_address=POLICY)

    page = page_of(published, who)

    assert f'<span class="copy">{POLICY}</span>' in page
    assert "<form" not in page
    with pytest.raises(NotAllowed), transaction():
        prepare_submission(
            published.assessment,
            published.app.extensions["submission_forms"][0],
            {},
            seen_version=None,
            by=actor(published.person(who), published.landlord),
            now=NOW,
        )


def test_a_submission_is_noted_once_and_for_ever(published: Council) -> None:
    lead = published.signed_in("lead")
    token = value_of(lead.get(published.address("/submission")).text, "token")

    for _ in range(2):  # a double click
        assert log(lead, published, token=token, reference="The form, HO-7") == 303

    (row,) = db.session.scalars(select(Submission))
    assert (row.publication.revision, row.submission_year) == (1, "2026-27")
    page = page_of(published)
    assert "<strong>3 September 2026:</strong> revision 1" in page
    assert "HO-7" in lead.get(published.address("/history")).text
    assert "are left" not in page
    assert "passed" not in page


@pytest.mark.parametrize(
    ("field", "value", "status"),
    [
        ("submitted_on", "1 January 2031", 422),
        ("submitted_on", "", 422),
        ("submitted_by", "", 422),
        ("revision", "2", 422),
        ("note", "x" * 3_001, 422),
        ("token", "", 422),
    ],
)
def test_a_submission_that_cannot_be_is_not_noted(
    published: Council, field: str, value: str, status: int
) -> None:
    assert log(published.signed_in("lead"), published, **{field: value}) == status
    assert db.session.scalar(select(Submission.id)) is None


def test_a_later_revision_has_to_be_submitted_again(published: Council) -> None:
    lead = published.signed_in("lead")
    log(lead, published)
    assert "Submit it again" not in page_of(published)

    make.start_correction(published.assessment, published.lead)
    make.send_for_scrutiny(published.assessment, published.lead)
    make.sign_off(published.assessment, published.member)
    make.publish(published.assessment, published.lead, reason="2.1 was wrong.")

    page = page_of(published)
    assert "what was submitted is revision 1. Submit it again, and tell the Ombudsman." in page
    landlord = published.landlord.id
    assert "Revision 2" in (resubmission(landlord, "housing-ombudsman", "2025/26") or "")
    assert resubmission(landlord, "housing-ombudsman", "2024/25") is None
    assert resubmission(published.elsewhere.id, "housing-ombudsman", "2025/26") is None
    log(lead, published, revision="2", submitted_on="21 November 2026")
    assert resubmission(landlord, "housing-ombudsman", "2025/26") is None


def test_without_a_published_revision_nothing_can_be_submitted(draft: Council) -> None:
    page = page_of(draft)

    assert "this one is not published yet" in page
    assert "Note a submission" not in page
    assert "/submission" not in draft.signed_in("lead").get(draft.address()).text
    assert typed(draft.signed_in("lead"), draft, policy_address=POLICY) == 303


def test_the_deadline_goes_by_the_number_of_homes(published: Council) -> None:
    assert "is not known here" in page_of(published)
    assert f"/landlords/{published.landlord.slug}/settings" in page_of(published)
    set_homes(published, 1_000)
    assert "not of exactly 1,000" in page_of(published)
    set_homes(published, 999)
    assert "within six months of their year end" in page_of(published)
