"""An annual report on its way: sent, asked about, decided on, signed, published, corrected."""

import json
from html import unescape
from typing import Any

import pytest
from sqlalchemy import func, select

from app.database import db, transaction
from app.domain.documents import DocumentKind, reference_code
from app.domain.errors import (
    ChangedSinceSignOff,
    Invalid,
    NotAllowed,
    NotFound,
    NotReady,
    StepNotAllowed,
)
from app.domain.figures import as_facts
from app.domain.packs import text_in
from app.domain.permissions import Role
from app.domain.signed_documents import signed_digest
from app.domain.workflow import Reason, State
from app.domain.years import FinancialYear
from app.models import (
    AnnualReport,
    CommitteePack,
    HistoryEntry,
    LearningEntry,
    Publication,
    SignOff,
)
from app.models.figure_facts import typed_figures
from app.models.scrutiny_facts import approval_of
from app.reading.typed_figures import figures_of_content
from app.services import people
from tests import assessment_factories as make
from tests import challenge_factories as turns
from tests import report_factories as report_make
from tests.conftest import NOW
from tests.factories import command_line, make_person, membership_of
from tests.integration.conftest import Council, fill_in, form_of
from tests.integration.council_steps import make_amendment, record_approval, reopen, send_back
from tests.integration.publication_steps import correct
from tests.integration.report_steps import page_of, part_of, seen, words_of
from tests.unit import typed_years


def history_of(council: Council, report: AnnualReport) -> str:
    return seen(council, page_of(report, "/history"), "reader")


def last_change(report: AnnualReport) -> int:
    found = db.session.scalar(
        select(func.max(HistoryEntry.sequence)).where(HistoryEntry.document_id == report.id)
    )
    assert found is not None
    return found


def sign(council: Council, **typed: Any) -> Any:
    """Sign off through the page, as the cabinet member does."""
    ticks = {"read": "yes"} | typed
    return fill_in(council.signed_in("member"), page_of(council.report, "/sign-off"), **ticks)


# Sending it.


def test_an_empty_draft_is_not_sent_and_every_missing_part_is_named(council: Council) -> None:
    report = report_make.start(council.landlord, council.lead)

    with pytest.raises(NotReady) as refused:
        make.send_for_scrutiny(report, council.lead)

    missing = [one for one in refused.value.obstacles if "is missing" in one]
    assert [one.split(",")[0] for one in missing] == [f"Part {one}" for one in "abbcdef"]
    assert "There are no figures of this year: load a case extract, or type them in." in (
        refused.value.obstacles
    )
    page = council.signed_in("lead").get(page_of(report, "/send"))
    for sentence in refused.value.obstacles:
        assert sentence in words_of(page)
    assert f'href="{part_of(report, "refused")}"' in page.text
    assert "<form" not in page.text.split("<main")[1]
    assert report.state is State.DRAFT


def test_an_unexplained_contradiction_stands_before_scrutiny(report_draft: Council) -> None:
    council, report = report_draft, report_draft.report
    report_make.type_figures(
        council.landlord, council.officer, report_make.YEAR, report_make.CONTRADICTION
    )

    with pytest.raises(NotReady) as refused:
        make.send_for_scrutiny(report, council.lead)
    said = seen(council, page_of(report, "/readiness"), "lead")
    found = refused.value.obstacles
    assert found
    assert all(sentence in said for sentence in found)

    report_make.explain_everything(report, council.officer)
    make.send_for_scrutiny(report, council.lead)

    assert report.state is State.UNDER_SCRUTINY
    page = seen(council, page_of(report, "/sign-off"), "member")
    for sentence in found:
        assert f"{sentence} What the report says of it: {report_make.EXPLAINED}" in page


def test_it_is_sent_through_its_page_without_a_date_of_its_own(report_draft: Council) -> None:
    lead, report = report_draft.signed_in("lead"), report_draft.report
    page = lead.get(page_of(report, "/send"))

    assert "Date of this self-assessment" not in page.text
    assert "nobody can change the report or the figures of its year" in words_of(page)
    answer = fill_in(lead, page_of(report, "/send"))

    assert (answer.status_code, answer.location) == (303, page_of(report))
    assert "The lead sent the annual report for scrutiny." in history_of(report_draft, report)


def test_under_scrutiny_neither_parts_nor_figures_move(report_in_scrutiny: Council) -> None:
    council, report = report_in_scrutiny, report_in_scrutiny.report

    with pytest.raises(StepNotAllowed, match="no longer a draft"):
        report_make.write(report, council.officer, "scope", "Other words.")
    with pytest.raises(StepNotAllowed):
        report_make.type_figures(
            council.landlord, council.officer, report_make.YEAR, report_make.CONTRADICTION
        )


def test_a_draft_started_by_mistake_leaves_the_list_of_reports(council: Council) -> None:
    report = report_make.start(council.landlord, council.lead)

    answer = fill_in(
        council.signed_in("lead"), page_of(report, "/steps/discard"), reason="The wrong year."
    )

    assert answer.location == f"/landlords/{council.landlord.slug}/reports"
    assert "The lead discarded the annual report: “The wrong year.”" in history_of(council, report)


# What the cabinet member asks.


def test_the_member_asks_about_a_part_through_its_page(report_in_scrutiny: Council) -> None:
    council, report = report_in_scrutiny, report_in_scrutiny.report
    member = council.signed_in("member")
    ask = page_of(report, "/challenges/new?about=part&number=refused")
    assert ask.replace("&", "&amp;") in member.get(part_of(report, "refused")).text

    page = member.get(ask)
    assert "Annual report 2025/26: ask about Complaints we refused to accept" in words_of(page)
    empty = member.post(page_of(report, "/challenges"), data=form_of(page))
    answer = member.post(
        page_of(report, "/challenges"), data=form_of(page) | {"text": "Why were three refused?"}
    )

    assert empty.status_code == 422
    assert answer.location.startswith(page_of(report, "/challenges/"))
    thread = seen(council, answer.location)
    assert "Complaints we refused to accept Waiting for a reply Open this part" in thread
    assert f'href="{part_of(report, "refused")}"' in (
        council.signed_in("officer").get(answer.location).text
    )
    assert "Why were three refused?" in seen(council, part_of(report, "refused"))
    said = history_of(council, report)
    assert "The member asked about “Complaints we refused to accept”: “Why were three" in said


@pytest.mark.parametrize(
    "about", ["about=part&number=nothing", "about=provision&number=5.6", "about=action&action=1"]
)
def test_nothing_else_of_a_report_can_be_asked_about(
    report_in_scrutiny: Council, about: str
) -> None:
    answer = report_in_scrutiny.signed_in("member").get(
        page_of(report_in_scrutiny.report, f"/challenges/new?{about}")
    )

    assert answer.status_code == 404


def test_a_part_of_no_report_is_refused_at_the_service(report_in_scrutiny: Council) -> None:
    council = report_in_scrutiny
    with pytest.raises(Invalid, match="has no such part"):
        turns.ask(council.report, council.member, part="nothing")
    with pytest.raises(NotFound):
        turns.ask(council.report, council.member, number="5.6")
    with pytest.raises(NotFound):
        turns.ask(council.assessment, council.member, part="refused")


def test_a_reply_points_to_the_change_that_it_led_to(report_draft: Council) -> None:
    council, report = report_draft, report_draft.report
    make.send_for_scrutiny(report, council.lead)
    challenge = turns.ask(report, council.member, "Which reasons?", part="refused")
    send_back(council, "member", "Name the reasons.", report)
    report_make.write(report, council.officer, "scope", "Homes that we let.")
    report_make.write(report, council.officer, "refused", "Two were too old, one was in court.")
    report_make.write(report, council.officer, "plan", "More of the same.")
    thread = page_of(report, f"/challenges/{challenge.id}")

    officer = council.signed_in("officer")
    page = officer.get(thread)
    choices = page.text.split("<select")[1].split("</select>")[0]
    nearest = choices.split('value="')[2].split('"')[0]
    answer = officer.post(
        f"{thread}/reply",
        data=form_of(page) | {"text": "They are named now.", "change": nearest},
    )

    assert unescape(choices).count("<option") == 4
    # What the question is about comes first, though something else was written after it.
    assert (
        unescape(choices)
        .split("<option")[2]
        .split(">")[1]
        .startswith("“Complaints we refused to accept” was written")
    )
    assert (answer.status_code, answer.location) == (303, thread)
    assert "The change it led to The officer wrote “Complaints we refused" in seen(council, thread)


def test_a_thread_is_carried_through_to_its_end(report_draft: Council) -> None:
    council, report = report_draft, report_draft.report
    make.send_for_scrutiny(report, council.lead)
    challenge = turns.ask(report, council.member, "Which reasons?", part="refused")
    send_back(council, "member", "Name the reasons.", report)
    report_make.write(report, council.officer, "refused", "Two were too old, one was in court.")
    turns.reply(
        challenge, council.officer, "They are named now.", change_sequence=last_change(report)
    )
    turns.press(challenge, council.member, "And the one in court?")
    turns.reply(challenge, council.officer, "It was about rent.")
    turns.accept(challenge, council.member)
    whole = turns.ask(report, council.member, "What went badly?", is_published=True)
    turns.reply(whole, council.officer, "Letters were late.")
    turns.accept(whole, council.member, "Say so in the foreword.")

    thread = seen(council, page_of(report, f"/challenges/{challenge.id}"))
    assert "The change it led to The officer wrote “Complaints we refused to accept”" in thread
    assert "Before: What we say of it: Complaints we refused to accept." in thread
    said = history_of(council, report)
    for sentence in (
        "The member sent the annual report back to draft: “Name the reasons.”",
        "The officer replied to the question about “Complaints we refused to accept”, pointing",
        "The member asked once more about “Complaints we refused to accept”: “And the one",
        "The member accepted the reply about “Complaints we refused to accept”.",
        "The member asked about “The whole report”, to be published: “What went badly?”",
    ):
        assert sentence in said
    text = seen_text(council)
    assert "What went badly?" in text
    assert "And the one in court?" not in text
    assert "Complaints we refused to accept" in text.split("Questions asked")[-1]


def seen_text(council: Council, who: str = "member") -> str:
    """Return the text as it would be published now."""
    page = council.signed_in(who).get(page_of(council.report, "/text"))
    assert page.status_code == 200
    return words_of(page)


def test_an_open_question_stands_before_the_sign_off(report_in_scrutiny: Council) -> None:
    council = report_in_scrutiny
    make.write_response(council.report, council.member)
    challenge = turns.ask(council.report, council.member, "Why?", part="performance")

    with pytest.raises(NotReady):
        make.sign_off(council.report, council.member)
    page = council.signed_in("lead").get(page_of(council.report, "/readiness")).text
    assert f'href="{page_of(council.report, f"/challenges/{challenge.id}")}"' in page
    turns.withdraw(challenge, council.member)
    make.sign_off(council.report, council.member)

    assert council.report.state is State.SIGNED_OFF


def test_what_last_years_report_left_unsettled_is_offered_again(council: Council) -> None:
    earlier = report_make.start(council.landlord, council.lead, report_make.LAST_YEAR)
    about_part = turns.ask(earlier, council.member, "Why so few?", part="refused")
    about_whole = turns.ask(earlier, council.member, "Who reads it?")
    settled = turns.ask(earlier, council.member, "Settled.", part="plan")
    turns.reply(settled, council.officer)
    turns.accept(settled, council.member)
    statement = make.start(council.landlord, council.lead)
    report = report_make.start(council.landlord, council.lead)
    member = council.signed_in("member")

    said = seen(council, page_of(report, "/challenges"), "member")
    assert "2024/25: Complaints we refused to accept Why so few?" in said
    assert "2024/25: The whole report Who reads it?" in said
    assert "Settled." not in said
    # A self-assessment has questions of its own.
    beside = member.get(f"/assessments/{statement.id}/challenges")
    assert "Why so few?" not in words_of(beside)

    for one in (about_part, about_whole):
        answer = member.post(
            page_of(report, "/challenges/again"),
            data=form_of(member.get(page_of(report, "/challenges"))) | {"challenge": str(one.id)},
        )
        assert answer.status_code == 303
    said = seen(council, page_of(report, "/challenges"), "member")
    assert "Complaints we refused to accept Waiting for a reply Why so few?" in said
    assert "The whole report Waiting for a reply Who reads it?" in said
    assert "From earlier years" not in said


# The meeting.


def test_a_committee_pack_of_a_report_is_word_and_pdf_and_stays(
    report_in_scrutiny: Council,
) -> None:
    council, report = report_in_scrutiny, report_in_scrutiny.report
    lead, at = council.signed_in("lead"), page_of(report, "/packs")
    offered = words_of(lead.get(at))
    assert "the whole annual report with its figures, tables and charts" in offered
    assert "every provision" not in offered

    unnamed = fill_in(lead, at, body="")
    made = fill_in(lead, at, body="Cabinet", meets_on="3 December 2026")

    assert (unnamed.status_code, made.status_code) == (422, 303)
    pack = db.session.scalars(select(CommitteePack)).one()
    assert signed_digest(text_in(json.loads(pack.document))) == make.digest_of(report)
    files = {
        form: council.signed_in("reader").get(page_of(report, f"/packs/{pack.id}.{form}"))
        for form in ("docx", "pdf")
    }
    assert files["docx"].data.startswith(b"PK")
    assert files["pdf"].data.startswith(b"%PDF")
    # Of the self-assessment it is no pack.
    assert lead.get(f"/assessments/{council.assessment.id}/packs/{pack.id}.pdf").status_code == 404
    assert "Packs of this report" in words_of(lead.get(at))
    assert "The lead made committee pack" in history_of(council, report)


def test_an_approval_with_an_amendment_is_made_and_confirmed(report_in_scrutiny: Council) -> None:
    council, report = report_in_scrutiny, report_in_scrutiny.report
    fill_in(council.signed_in("lead"), page_of(report, "/packs"), body="Cabinet")
    record_approval(council, "member", "Say why three were refused.", document=report)
    make.write_response(report, council.member)
    with pytest.raises(NotReady, match="mended first"):
        make.sign_off(report, council.member)

    send_back(council, "lead", "The meeting asked for more.", report)
    report_make.write(report, council.officer, "refused", "Two were too old, one was in court.")
    make_amendment(council, "Part b names the reasons.", document=report)
    make.send_for_scrutiny(report, council.lead)

    page = seen(council, page_of(report, "/sign-off"), "member")
    assert "Say why three were refused. What was done: Part b names the reasons." in page
    assert sign(council).status_code == 422
    tick = f"amendment_{approval_of(report).amendments[0].id}"  # type: ignore[union-attr]
    assert sign(council, **{tick: "yes"}).status_code == 303
    publication = make.publish(report, council.lead)
    document = json.loads(file_of(publication, ".json"))
    assert document["approval"]["amendments"] == [
        {"text": "Say why three were refused.", "done": "Part b names the reasons."}
    ]
    said = history_of(council, report)
    assert (
        "The member recorded the approval: Cabinet, meeting on 3 November 2026, Minute 42" in said
    )
    assert "said what was done of the amendment “Say why three were refused.”" in said


def file_of(publication: Publication, ending: str) -> bytes:
    return next(one.content for one in publication.files if one.ending == ending)


# The sign-off.


def test_the_sign_off_page_judges_the_report_by_what_the_code_asks(
    report_in_scrutiny: Council,
) -> None:
    council, report = report_in_scrutiny, report_in_scrutiny.report

    page = seen(council, page_of(report, "/sign-off"), "member")

    for line in (
        "a. How we measure up to the Code Complete",
        "b. Complaints we refused to accept Complete",
        "c. What the Ombudsman found against the Code Complete",
        "d. What we learned and changed Complete",
        "e. The Ombudsman’s yearly report about us Complete",
        "f. What else the Ombudsman published about our work Complete",
    ):
        assert line in page
    assert "What you could be asked about the figures" in page
    assert reference_code(make.digest_of(report)) in page
    assert "It is not written yet, and it is part of what you sign." in page
    assert "nothing is answered No" not in page.lower()


@pytest.mark.parametrize("who", ["lead", "officer", "reader"])
def test_only_the_cabinet_member_signs_a_report(report_in_scrutiny: Council, who: str) -> None:
    with pytest.raises(NotAllowed):
        make.sign_off(report_in_scrutiny.report, report_in_scrutiny.person(who))


@pytest.mark.parametrize("what", ["a part", "figures", "learning"])
def test_who_wrote_what_stands_in_it_may_not_sign(report_draft: Council, what: str) -> None:
    council, report = report_draft, report_draft.report
    helper = make_person(council.landlord, Role.OFFICER, email="helper@ashford.example")
    if what == "a part":
        report_make.write(report, helper, "foreword", "By me.")
    elif what == "figures":
        change = {"id": "tp09", "share": "38.0"}
        report_make.type_figures(council.landlord, helper, report_make.YEAR, change)
    else:
        report_make.learn(council.landlord, helper, "By me.")
    membership = membership_of(helper, council.landlord)
    with transaction():
        people.change_role(
            command_line(council.landlord),
            membership.id,
            Role.CABINET_MEMBER,
            seen_version=membership.version,
            now=NOW,
        )
    make.send_for_scrutiny(report, council.lead)
    make.write_response(report, council.member)

    with pytest.raises(NotAllowed, match="You recorded part of this report yourself"):
        make.sign_off(report, helper)
    make.sign_off(report, council.member)

    assert report.state is State.SIGNED_OFF


@pytest.mark.parametrize("year", [report_make.YEAR, report_make.LAST_YEAR])
def test_the_figures_of_a_report_in_scrutiny_stay(report_in_scrutiny: Council, year: str) -> None:
    council = report_in_scrutiny

    with pytest.raises(StepNotAllowed, match=f"{report_make.YEAR} is under scrutiny, and these"):
        report_make.type_figures(council.landlord, council.officer, year)


def test_the_learning_of_a_report_in_scrutiny_stays(report_in_scrutiny: Council) -> None:
    council = report_in_scrutiny
    entry = db.session.scalars(select(LearningEntry)).first()
    assert entry is not None

    with pytest.raises(Invalid, match="under scrutiny, and what was learned in its year stands"):
        report_make.learn(council.landlord, council.officer, "We ring back within a day.")
    address = f"/landlords/{council.landlord.slug}/learning/{entry.id}"
    answer = fill_in(council.signed_in("officer"), address, heard="What I typed.")
    assert answer.status_code == 422
    assert "What I typed." in answer.text
    report_make.learn(council.landlord, council.officer, "Another year.", report_make.LAST_YEAR)


def test_the_second_signing_begins_with_what_changed_since_the_first(
    report_signed: Council,
) -> None:
    council, report = report_signed, report_signed.report
    reopen(council, "lead", "A number is wrong", report)
    report_make.write(report, council.officer, "refused", "Two were too old.")
    report_make.type_figures(
        council.landlord, council.officer, report_make.YEAR, {"id": "tp09", "share": "38.0"}
    )
    make.send_for_scrutiny(report, council.lead)

    page = seen(council, page_of(report, "/sign-off"), "member")

    assert "“Complaints we refused to accept”: the text changed." in page
    assert "A figure has changed: " in page
    assert "A number is wrong" in page
    said = history_of(council, report)
    assert "The lead reopened the signed-off annual report: “A number is wrong”" in said
    code = reference_code(db.session.scalars(select(SignOff.digest).order_by(-SignOff.id)).first())
    assert f"signed off the text of the annual report with the reference code {code}." in said


# Between the sign-off and the public.


def test_learning_altered_in_the_database_stops_publication_and_is_named(
    report_signed: Council,
) -> None:
    council = report_signed
    with transaction():
        row = db.session.scalars(select(LearningEntry)).first()
        assert row is not None
        row.changed = "We ring back within a day."

    refused_for(council, "What was learned from complaints has changed.")


def test_figures_altered_in_the_database_stop_publication_and_are_named(
    report_signed: Council,
) -> None:
    council = report_signed
    row = typed_figures(council.landlord.id, FinancialYear.parse(report_make.YEAR))
    assert row is not None
    altered = typed_years.a_year({"id": "tp09", "share": "38.0"}, year=report_make.YEAR)
    with transaction():
        row.content = row.content | {"figures": as_facts(figures_of_content(altered))}

    refused_for(council, "A figure has changed: ")


def test_another_self_assessment_stops_publication_and_is_named(report_signed: Council) -> None:
    council = report_signed
    correct(council)

    refused_for(council, "The self-assessment that the report shows has changed.")


def refused_for(council: Council, sentence: str) -> None:
    """Fail unless publication is refused for a change that is named, on the page as well."""
    with pytest.raises(ChangedSinceSignOff) as refused:
        make.publish(council.report, council.lead)
    assert any(one.startswith(sentence) for one in refused.value.changes)
    page = council.signed_in("lead").get(page_of(council.report, "/publish"))
    assert "This is no longer that text" in page.text
    assert sentence in words_of(page)
    assert "<form" not in page.text.split("<main")[1]
    assert council.report.state is State.SIGNED_OFF


def test_the_rehearsal_finds_an_address_in_a_part_and_leads_to_it(report_draft: Council) -> None:
    council, report = report_draft, report_draft.report
    report_make.write(report, council.officer, "foreword", "Write to jo.mills@example.org.")

    page = council.signed_in("lead").get(page_of(report, "/rehearsal"))

    assert "jo.mills@example.org" in words_of(page)
    assert "Foreword by the Member Responsible for Complaints" in words_of(page)
    assert f'href="{part_of(report, "foreword")}"' in page.text


# Publication, correction, withdrawal.


def test_publishing_through_the_page(report_signed: Council) -> None:
    council, report = report_signed, report_signed.report
    lead, address = council.signed_in("lead"), page_of(report, "/publish")
    public = f"/published/{council.landlord.slug}/2025-26/report"
    page = words_of(lead.get(address))
    assert "The member, Cabinet member, signed off the text" in page
    assert f"It becomes revision 1, at {public} : a page, a PDF and open data." in page

    answer = fill_in(lead, address)

    assert (answer.status_code, answer.location) == (303, page_of(report))
    assert report.state is State.PUBLISHED
    assert f'href="{public}"' in lead.get(page_of(report)).text
    assert "The lead published revision 1 of the annual report." in history_of(council, report)
    assert council.visitor().get(public).status_code == 200


def test_a_correction_makes_revision_2_with_its_reason(report_published: Council) -> None:
    council, report = report_published, report_published.report
    lead = council.signed_in("lead")
    fill_in(lead, page_of(report, "/steps/start_correction"), reason="A reason was missing.")
    report_make.write(report, council.officer, "refused", "Two were too old.")
    make.send_for_scrutiny(report, council.lead)
    make.sign_off(report, council.member)

    with pytest.raises(Invalid, match="residents will read it"):
        make.publish(report, council.lead)
    publication = make.publish(report, council.lead, "It names a reason now.")

    assert publication.revision == 2
    issued = json.loads(file_of(publication, ".json"))["publication"]
    assert (issued["replaces"], issued["reason"]) == (1, "It names a reason now.")
    listed = seen(council, page_of(report, "/publications"), "reader")
    assert "Revision 2 Newest" in listed
    assert "Revision 1 Replaced" in listed
    said = history_of(council, report)
    assert "started a correction of the published annual report: “A reason was missing.”" in said
    assert "published revision 2 of the annual report: “It names a reason now.”" in said
    # The revisions of the self-assessment are counted by themselves.
    assert db.session.scalars(
        select(Publication.revision).where(Publication.kind == DocumentKind.STATEMENT)
    ).all() == [1]


def test_a_revision_is_withdrawn_through_its_page(report_published: Council) -> None:
    council, report = report_published, report_published.report
    at = page_of(report, "/publications/1/withdraw")

    answer = fill_in(council.signed_in("lead"), at, reason="It named a tenant.")

    assert answer.location == page_of(report, "/publications")
    assert "Revision 1 Withdrawn" in seen(council, page_of(report, "/publications"))
    assert "The report itself stays as it is." not in seen(council, at, "lead")
    public = council.visitor().get(f"/published/{council.landlord.slug}/2025-26/report")
    assert "The landlord withdrew it" in public.text
    assert "It named a tenant." in public.text
    beside = council.visitor().get(f"/published/{council.landlord.slug}/2025-26")
    assert "withdrew" not in beside.text
    assert "The lead withdrew revision 1" in history_of(council, report)


def test_a_record_is_published_without_a_sign_off(council: Council) -> None:
    report = report_make.start(council.landlord, council.lead, "2020/21", Reason.RECORD)
    report_make.write(report, council.lead, "performance", "We answered 40 of 60 in time.")
    with pytest.raises(StepNotAllowed):
        turns.ask(report, council.member, part="performance")

    page = seen(council, page_of(report, "/publish"), "lead")
    answer = fill_in(council.signed_in("lead"), page_of(report, "/publish"))

    assert "this is a record of a past report and that nobody signed it off here." in page
    assert answer.status_code == 303
    publication = db.session.scalars(select(Publication)).one()
    document = json.loads(file_of(publication, ".json"))
    assert (document["report"]["reason"], document["publication"]["signed_off"]) == ("record", None)
    assert document["scrutiny"] is None
    public = council.visitor().get(f"/published/{council.landlord.slug}/2020-21/report").text
    assert "record of a past" in public
    assert "was not signed off here" in " ".join(public.split())
    said = history_of(council, report)
    assert "The lead started the record of the annual report 2020/21" in said
    assert "published revision 1 of the annual report." in said
