"""Revisions that were replaced or withdrawn: their bytes stay, their pages say so."""

import json
import re
from typing import Any

import pytest
from sqlalchemy import func, select

from app.database import db, transaction
from app.domain.errors import AlreadyExists, Invalid, NotAllowed, NotFound
from app.domain.history import Kind
from app.domain.workflow import Reason, State
from app.models import Withdrawal
from app.rendering import statement_page
from app.services import withdrawals
from tests import assessment_factories as make
from tests.conftest import NOW
from tests.factories import actor
from tests.integration.conftest import Council, fill_in, form_of
from tests.integration.publication_steps import FILES, PAGES, bytes_of, correct, public, withdraw

NOTICE = re.compile(rb'<aside class="notice".*?</aside>', re.DOTALL)
ASKED = "/publications/1/withdraw"


@pytest.fixture
def corrected(published: Council) -> Council:
    """The council with a second revision that corrects the first."""
    correct(published)
    return published


def all_bytes(council: Council, revision: str) -> dict[str, bytes]:
    return {ending: bytes_of(council, f"{revision}{ending}") for ending in FILES}


def notices(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    """Return the notices of pages that changed, having checked that nothing else of them did."""
    found = set()
    for ending in FILES:
        if ending not in PAGES:
            assert after[ending] == before[ending]
            continue
        (notice,) = NOTICE.findall(after[ending])
        marker = statement_page.FOR_NOTICE.encode()
        assert after[ending].replace(notice, marker) == before[ending]
        found.add(notice.decode())
    return found


def test_a_replaced_revision_stays_as_it_was_but_for_one_notice(published: Council) -> None:
    before = all_bytes(published, "/v1")
    correct(published)

    (notice,) = notices(before, all_bytes(published, "/v1"))

    assert "This is revision 1. It has been replaced by revision 2." in notice
    assert f'href="{public(published)}"' in notice


def test_the_newest_revision_says_what_it_replaces_and_why(corrected: Council) -> None:
    document: Any = json.loads(bytes_of(corrected, ".json"))
    page = bytes_of(corrected, "").decode()

    assert document["publication"]["revision"] == 2
    assert document["publication"]["replaces"] == 1
    assert document["publication"]["reason"] == "The commentary of 2.1 was missing."
    assert "The commentary of 2.1 was missing." in page
    assert "has been replaced" not in page


def test_an_in_year_reassessment_is_the_next_revision_of_the_year(published: Council) -> None:
    make.start(published.landlord, published.lead, reason=Reason.SIGNIFICANT_CHANGE)
    make.answer_everything(published.assessment, published.officer)
    make.send_for_scrutiny(published.assessment, published.lead)
    make.write_response(published.assessment, published.member)
    make.sign_off(published.assessment, published.member)

    publication = make.publish(published.assessment, published.lead, "Two teams were merged.")

    assert publication.revision == 2
    assert b'"reason":"significant_change"' in bytes_of(published, ".json")


def test_when_the_newest_is_withdrawn_the_one_before_stands_again(corrected: Council) -> None:
    first, second = all_bytes(corrected, "/v1"), all_bytes(corrected, "/v2")

    withdraw(corrected, 2, "It named a tenant.")

    (notice,) = notices(second, all_bytes(corrected, "/v2"))
    assert "This is revision 2. The landlord withdrew it on 21 November 2026" in notice
    assert "It named a tenant." in notice
    assert f'href="{public(corrected)}"' in notice
    newest = all_bytes(corrected, "")
    assert newest == all_bytes(corrected, "/v1")
    assert newest[".pdf"] == first[".pdf"]
    assert "revision 1, published" in corrected.visitor().get("/").text


def test_the_revision_that_stands_again_says_what_was_withdrawn(published: Council) -> None:
    before = all_bytes(published, "")
    tag = published.visitor().get(public(published)).headers["ETag"]
    correct(published)
    withdraw(published, 2, "It named a tenant")

    (notice,) = notices(before, all_bytes(published, ""))
    again = published.visitor().get(public(published), headers={"If-None-Match": tag})

    assert (
        "Revision 2 was published later and withdrawn on 21 November 2026: It named a tenant. "
        "This is the revision that stands." in notice
    )
    assert f'href="{public(published, "/v2")}"' in notice
    assert again.status_code == 200
    correct(published)
    assert NOTICE.search(bytes_of(published, "")) is None


def test_the_lead_reads_what_is_public_after_a_withdrawal(corrected: Council) -> None:
    withdraw(corrected, 2, "It named a tenant.")
    instead = [corrected.page_of("lead", page) for page in ("", "/publications")]
    withdraw(corrected, 1, "It did too.")
    none = corrected.page_of("lead", "")

    gone = "Revision 2, made from this assessment, was withdrawn on 21 November 2026"
    for page in instead:
        assert f"What is public now is revision 1. {gone}: It named a tenant." in page
    assert f"No revision of 2025/26 stands now. {gone}" in none
    correct(corrected)
    assert gone not in corrected.page_of("lead", "")


def test_when_every_revision_is_withdrawn_the_address_goes_on_answering(
    corrected: Council,
) -> None:
    second = all_bytes(corrected, "/v2")
    for revision in (1, 2):
        withdraw(corrected, revision, "It is about <another> landlord.")

    (notice,) = notices(second, all_bytes(corrected, ""))

    assert "It is about &lt;another&gt; landlord." in notice
    assert "href" not in notice
    assert "withdrawn since" in corrected.visitor().get("/").text


def test_a_page_with_a_notice_is_compressed_as_well(corrected: Council) -> None:
    for accepted in ("gzip", "br"):
        address, headers = public(corrected, "/v1"), {"Accept-Encoding": accepted}
        sent = corrected.visitor().get(address, headers=headers)
        assert sent.headers["Content-Encoding"] == accepted
        assert len(sent.data) < len(bytes_of(corrected, "/v1")) / 3


def test_withdrawing_is_recorded_and_changes_no_state(published: Council) -> None:
    withdraw(published, 1, "It named a tenant.")

    entry = published.history()[-1]
    assert entry.kind is Kind.PUBLICATION_WITHDRAWN
    assert entry.after
    assert (entry.after["revision"], entry.reason) == (1, "It named a tenant.")
    assert published.assessment.state is State.PUBLISHED
    page = published.signed_in("reader").get(published.address("/history")).text
    assert "The lead withdrew revision 1 of Self-assessment" in page


@pytest.mark.parametrize(
    ("who", "revision", "reason", "refusal"),
    [
        ("officer", 1, "A mistake", NotAllowed),
        ("member", 1, "A mistake", NotAllowed),
        ("lead", 1, "", Invalid),
        ("lead", 1, "x" * 1001, Invalid),
        ("lead", 3, "A mistake", NotFound),
        ("lead", 2, "A mistake", AlreadyExists),
    ],
)
def test_a_withdrawal_is_refused(
    corrected: Council, who: str, revision: int, reason: str, refusal: type[Exception]
) -> None:
    withdraw(corrected, 2)
    by = actor(corrected.person(who), corrected.landlord)

    with pytest.raises(refusal), transaction():
        withdrawals.withdraw(
            corrected.assessment, revision, reason=reason, by=by, now=NOW, token=make.new_token()
        )

    assert db.session.scalar(select(func.count(Withdrawal.id))) == 1


def test_a_lead_withdraws_on_the_page_of_the_revisions(corrected: Council) -> None:
    lead, listed = corrected.signed_in("lead"), corrected.address("/publications")

    refused = fill_in(lead, corrected.address(ASKED), reason=" ")
    done = fill_in(lead, corrected.address(ASKED), reason="It named a tenant.")

    assert refused.status_code == 422
    assert "Write why it is withdrawn; residents will read it." in refused.text
    assert (done.status_code, done.location) == (303, listed)
    page = lead.get(listed).text
    assert "Revision 1 is withdrawn. Its page says so." in page
    assert "by The lead: It named a tenant." in page
    assert page.index("Newest") < page.index("Withdrawn")
    assert f'href="{public(corrected, "/v1")}"' in page
    assert corrected.address(ASKED) not in page
    assert "It was withdrawn on" in lead.get(corrected.address(ASKED)).text


def test_the_same_press_twice_withdraws_once(published: Council) -> None:
    lead, asked = published.signed_in("lead"), published.address(ASKED)
    form = form_of(lead.get(asked)) | {"reason": "It named a tenant."}

    answers = [lead.post(asked, data=form) for _ in range(2)]

    assert [one.status_code for one in answers] == [303, 303]
    assert db.session.scalar(select(func.count(Withdrawal.id))) == 1
    assert "was withdrawn already" in lead.get(published.address("/publications")).text


def test_a_reader_sees_the_revisions_but_cannot_withdraw(published: Council) -> None:
    reader = published.signed_in("reader")

    page = reader.get(published.address("/publications"))

    assert "Revision 1" in page.text
    assert "/withdraw" not in page.text
    assert reader.get(published.address(ASKED)).status_code == 403
    missing = published.signed_in("lead").get(published.address("/publications/9/withdraw"))
    assert missing.status_code == 404
    assert "There is no revision 9. There are: 1." in missing.text
