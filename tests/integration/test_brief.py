"""The brief of the cabinet member, as a page and as a PDF."""

import io

import pypdf
import pytest
from sqlalchemy import select

from app.database import db
from app.models import Challenge
from app.rendering import pdf
from tests import assessment_factories as make
from tests.integration.conftest import Council, fill_in, form_of, queries_of

REAL_PDF = pdf.make_pdf


def say_no(council: Council, number: str) -> None:
    """Answer a provision No, with its reasons and without a plan."""
    fill_in(
        council.signed_in("officer"),
        council.address(f"/provisions/{number}"),
        answer="no",
        commentary="Two posts are vacant.",
        plan_note="The budget is not agreed.",
    )


def test_the_brief_tells_what_is_not_met_overdue_and_without_a_date(answered: Council) -> None:
    say_no(answered, "6.3")
    make.raise_action(
        answered.assessment,
        answered.lead,
        "Fill the posts",
        due="March 2020",
        provisions=("6.3",),
    )
    make.raise_action(answered.assessment, answered.lead, "Buy a system")

    page = answered.signed_in("member").get(answered.address("/brief")).text

    assert "71 of 72 provisions are answered Yes, 1 No" in page
    assert "Two posts are vacant." in page
    assert "Fill the posts – " in page
    assert "by March 2020" in page
    assert "Buy a system – " in page
    assert "no date given" in page
    assert "“Fill the posts” was due by March 2020 and is not done." in page


def test_a_suggested_question_becomes_a_challenge_with_one_press(answered: Council) -> None:
    make.raise_action(answered.assessment, answered.lead, "Fill the posts", due="March 2020")
    make.raise_action(answered.assessment, answered.lead, "Buy a system", due="May 2020")
    member, address = answered.signed_in("member"), answered.address("/brief")
    sent = form_of(member.get(address))

    first, second = (member.post(answered.address("/challenges"), data=sent) for _ in "12")

    (challenge,) = db.session.scalars(select(Challenge)).all()
    assert (first.status_code, second.status_code) == (303, 303)
    assert challenge.prompted_by == sent["prompted_by"][0]
    assert not challenge.is_published
    assert challenge.text.startswith(challenge.prompted_by)
    assert form_of(member.get(address))["prompted_by"] != sent["prompted_by"]


def test_reading_the_brief_is_for_all_and_asking_for_the_member(answered: Council) -> None:
    make.raise_action(answered.assessment, answered.lead, "Fill the posts", due="March 2020")
    address = answered.address("/brief")

    assert "Ask this" in answered.signed_in("member").get(address).text
    for name in ("lead", "officer", "reader"):
        assert "Ask this" not in answered.signed_in(name).get(address).text


def test_a_mailed_link_opens_the_brief_after_signing_in(under_scrutiny: Council) -> None:
    answer = under_scrutiny.visitor().get(under_scrutiny.address("/brief"))

    assert answer.status_code == 303
    assert f"next={under_scrutiny.address('/brief')}" in answer.location.replace("%2F", "/")


@pytest.mark.skipif(pdf.why_not_available() is not None, reason=str(pdf.why_not_available()))
def test_the_pdf_says_the_same_and_has_title_and_language(
    under_scrutiny: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "make_pdf", REAL_PDF)
    answer = under_scrutiny.signed_in("member").get(under_scrutiny.address("/brief.pdf"))

    made = pypdf.PdfReader(io.BytesIO(answer.data))
    text = "\n".join(page.extract_text() for page in made.pages)
    assert answer.mimetype == "application/pdf"
    assert "72 of 72 provisions are answered Yes" in text
    assert "Questions you could ask" in text
    assert made.metadata is not None
    assert "brief" in str(made.metadata.title)
    assert made.trailer["/Root"]["/Lang"] == "en-GB"
    assert made.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_the_page_asks_the_database_no_more_for_more_actions(answered: Council) -> None:
    member = answered.signed_in("member")
    make.raise_action(answered.assessment, answered.lead, "Action")
    few = queries_of(member, answered.address("/brief"))
    for number in range(12):
        make.raise_action(answered.assessment, answered.lead, f"Action {number}")

    assert len(queries_of(member, answered.address("/brief"))) == len(few)
