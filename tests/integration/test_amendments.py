"""Amendments of the meeting: listed, made by a lead, and confirmed on the new text."""

import pytest
from sqlalchemy import select

from app.database import db
from app.domain.errors import Invalid, NotAllowed, NotReady, StepNotAllowed
from app.domain.history import Kind
from app.domain.workflow import State
from app.models import SignOff
from app.models.scrutiny_facts import approval_of
from tests import assessment_factories as make
from tests.integration.conftest import Council, fill_in, form_of
from tests.integration.council_steps import kinds, make_amendment, record_approval, send_back

ASKED = "Name who owns the plan for 5.6."


def test_an_amendment_is_listed_made_and_confirmed_on_the_new_text(
    under_scrutiny: Council,
) -> None:
    council, member = under_scrutiny, under_scrutiny.signed_in("member")
    record_approval(council, "member", ASKED)
    make.write_response(council.assessment, council.member)
    before = council.page_of("member", "/sign-off")
    send_back(council, "member", "See the meeting's amendment.")
    council.page_of("lead", "")
    make.answer(council.assessment, council.officer, "5.6", "yes", commentary="Jo owns it.")
    lead, page = council.signed_in("lead"), council.address("/approval")
    field = next(name for name in form_of(lead.get(page)) if name.startswith("done_"))
    form = form_of(lead.get(page)) | {field: "5.6 names the owner."}
    done = lead.post(f"{page}/amendments", data=form)
    make.send_for_scrutiny(council.assessment, council.lead)

    unticked = fill_in(member, council.address("/sign-off"), read="yes")
    tick = f"amendment_{field.removeprefix('done_')}"
    signed = fill_in(member, council.address("/sign-off"), read="yes", **{tick: "yes"})

    assert "Nobody has said what was done" in before
    assert 'name="read"' not in before
    assert done.status_code == 303
    assert unticked.status_code == 422
    assert "Tick that this amendment is in the text" in unticked.text
    assert f'href="#{tick}"' in unticked.text
    assert signed.status_code == 303
    (row,) = db.session.scalars(select(SignOff))
    assert b"5.6 names the owner." in row.document


def test_an_amendment_that_is_not_made_stands_before_the_sign_off_on_every_page(
    under_scrutiny: Council,
) -> None:
    record_approval(under_scrutiny, "member", ASKED)
    make.write_response(under_scrutiny.assessment, under_scrutiny.member)

    with pytest.raises(NotReady) as refused:
        make.sign_off(under_scrutiny.assessment, under_scrutiny.member)

    (obstacle,) = refused.value.obstacles
    assert ASKED in obstacle
    readiness = under_scrutiny.page_of("lead", "/readiness")
    assert ASKED in readiness
    assert f'href="{under_scrutiny.address("/approval")}"' in readiness
    assert "1 amendment of the meeting" in readiness.replace("</a>", "")
    assert under_scrutiny.assessment.state is State.UNDER_SCRUTINY


def test_the_service_refuses_an_amendment_that_was_not_confirmed(under_scrutiny: Council) -> None:
    record_approval(under_scrutiny, "member", ASKED)
    make.write_response(under_scrutiny.assessment, under_scrutiny.member)
    make_amendment(under_scrutiny, "Done.")

    with pytest.raises(Invalid, match="Tick that this amendment is in the text"):
        make.sign_off(under_scrutiny.assessment, under_scrutiny.member)

    assert kinds(under_scrutiny)[-1] is Kind.AMENDMENT_MADE


def test_only_a_lead_makes_amendments_and_only_before_the_sign_off(
    under_scrutiny: Council,
) -> None:
    record_approval(under_scrutiny, "member", ASKED)
    with pytest.raises(NotAllowed):
        make_amendment(under_scrutiny, "Done.", "member")
    send_back(under_scrutiny, "lead")
    make_amendment(under_scrutiny, "Done.")

    assert "Done." in under_scrutiny.page_of("reader", "/approval")
    assert "Done." in under_scrutiny.page_of("reader", "/history")


def test_a_signed_text_keeps_its_amendments_as_they_are(under_scrutiny: Council) -> None:
    record_approval(under_scrutiny, "member", ASKED)
    make.write_response(under_scrutiny.assessment, under_scrutiny.member)
    make_amendment(under_scrutiny, "Done.")
    member = under_scrutiny.signed_in("member")
    form = form_of(member.get(under_scrutiny.address("/sign-off")))
    row = approval_of(under_scrutiny.assessment)
    assert row is not None
    ticks = {f"amendment_{row.amendments[0].id}": "yes", "read": "yes"}
    member.post(under_scrutiny.address("/sign-off"), data=form | ticks)

    with pytest.raises(StepNotAllowed, match="It is “signed off” now"):
        make_amendment(under_scrutiny, "Otherwise.")


def test_changing_the_approval_keeps_what_was_done_of_the_amendments_that_stay(
    under_scrutiny: Council,
) -> None:
    record_approval(under_scrutiny, "member", ASKED)
    make_amendment(under_scrutiny, "Done.")
    client, page = under_scrutiny.signed_in("member"), under_scrutiny.address("/approval")

    fill_in(client, page, amendment_0=f"{ASKED} And by when.", amendment_1="Shorten 2.1.")

    row = approval_of(under_scrutiny.assessment)
    assert row is not None
    assert [(one.text, one.done) for one in row.amendments] == [
        (f"{ASKED} And by when.", "Done."),
        ("Shorten 2.1.", ""),
    ]


def test_an_amendment_that_was_made_is_told_by_its_words_and_is_no_action(
    under_scrutiny: Council,
) -> None:
    record_approval(under_scrutiny, "member", ASKED)
    make_amendment(under_scrutiny, "Done.")

    page = under_scrutiny.page_of("member", "/sign-off")

    assert f"Amendment made: “{ASKED}”" in page
    assert "Action “" not in page
    assert "Since then this has changed" not in page


def test_what_changed_after_the_approval_is_said_before_signing(under_scrutiny: Council) -> None:
    record_approval(under_scrutiny)
    send_back(under_scrutiny, "member")
    make.answer(under_scrutiny.assessment, under_scrutiny.officer, "5.6", "yes", commentary="New.")
    make.send_for_scrutiny(under_scrutiny.assessment, under_scrutiny.lead)

    page = under_scrutiny.page_of("member", "/sign-off")

    assert "Since then this has changed:" in page
    assert ": commentary, evidence</li>" in page
