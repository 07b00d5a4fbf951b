"""What was only confirmed with one press is told apart, to the member before all."""

from dataclasses import replace
from typing import Any

from app.database import db
from app.domain.carrying import Carried
from app.domain.editions import Section
from app.domain.readiness import Check, Gate
from app.domain.response_content import EMPTY, ResponseContent
from app.domain.years import FinancialYear
from app.models import Assessment
from app.models.carrying_facts import agreed_of
from app.models.correction_facts import withdrawn_responses
from app.models.facts import actions_of, assessment_facts, findings_of
from app.queries.assessment_start import suggested_earlier, suggested_edition
from tests import assessment_factories as make
from tests.carrying_factories import EVIDENCE, before, begin, confirm, editions_of
from tests.conftest import NOW
from tests.correction_factories import correct, go_back, go_over, install, shelf
from tests.factories import token_of
from tests.integration.conftest import Council
from tests.integration.test_carrying_pages import press, version, words

OLD_WORDS = ResponseContent("yes", commentary="In 2023/24 we answered all. See the Code 2024.")
YES = ResponseContent("yes", commentary="So it is.", evidence=(EVIDENCE,))


def three_confirmed(council: Council) -> Assessment:
    """Return an assessment with two answers agreed with, and one that was then answered anew."""
    earlier = before(council, make.CODE_2024)
    make.answer_several(earlier, council.officer, {"5.6": OLD_WORDS, "5.7": YES, "5.9": YES})
    assessment = begin(council, earlier)
    for number in ("5.6", "5.7", "5.9"):
        confirm(council, assessment, number)
    make.answer(assessment, council.officer, "5.9", "no", commentary="Not any more.")
    return assessment


def test_the_history_tells_an_answer_agreed_with_from_one_chosen_anew(council: Council) -> None:
    earlier = before(council, make.CODE_2022)
    make.answer_several(earlier, council.officer, {"5.12": YES, "1.8": YES})
    assessment = begin(council, earlier)

    confirm(council, assessment, "6.13")
    confirm(council, assessment, "2.2", "yes")

    agreed, chosen = council.history()[-2:]
    assert "answer_chosen" not in agreed.after
    assert chosen.after["answer_chosen"] is True
    found = agreed_of(assessment)
    assert found
    assert found.numbers == ("6.13",)


def test_every_page_of_the_member_says_what_was_only_confirmed(council: Council) -> None:
    three_confirmed(council)
    told = "2 answers were confirmed as still true with one press, by "

    for rest in ("", "/carried", "/brief"):
        said = words(council.signed_in("member").get(council.address(rest)))
        assert told in said
        assert "1 of them has no evidence." in said
        assert "Which answers were only confirmed 5.6 5.7" in said
    pdf = council.signed_in("member").get(council.address("/brief.pdf"))
    assert pdf.status_code == 200
    brief = words(council.signed_in("member").get(council.address("/brief")))
    assert "Who looked whether these are still true" in brief
    tasks = words(council.signed_in("member").get(council.address("")))
    assert tasks.count(" confirmed Yes") == 2


def test_the_sign_off_page_says_it_too_and_nobody_is_sent_to_a_form(council: Council) -> None:
    assessment = three_confirmed(council)
    edition = make.edition_of(assessment)
    left = {
        one.number: ResponseContent(make.plain_answer(one), evidence=(EVIDENCE,))
        for one in edition.in_form
        if one.number not in ("5.6", "5.7", "5.9")
    }
    plan = ResponseContent("no", commentary="Not any more.", plan_note="It is being put right.")
    make.answer_several(assessment, council.officer, left | {"5.9": plan})
    make.send_for_scrutiny(assessment, council.lead)

    said = words(council.signed_in("member").get(council.address("/sign-off")))
    assert "2 answers were confirmed as still true with one press" in said
    provision = words(council.signed_in("member").get(council.address("/provisions/5.6")))
    assert "Confirmed as still true by " in provision
    assert "form below" not in provision
    anew = words(council.signed_in("member").get(council.address("/provisions/5.9")))
    assert "Answered anew by " in anew


def test_readiness_warns_of_words_that_speak_of_an_earlier_year(council: Council) -> None:
    assessment = three_confirmed(council)

    def warned() -> list[Any]:
        facts = assessment_facts(assessment, make.edition_of(assessment))
        found = findings_of(assessment, facts, gate=Gate.SCRUTINY, today=NOW.date())
        return [one for one in found if one.check is Check.OLD_WORDS]

    (finding,) = warned()
    assert (finding.number, finding.blocks) == ("5.6", False)
    assert finding.message.endswith("its commentary speaks of 2023/24.")
    make.answer(assessment, council.officer, "5.6", "yes", commentary="In 2023/24, and still.")
    assert not warned()


def test_a_save_without_an_answer_says_that_it_does_not_confirm(council: Council) -> None:
    earlier = before(council, make.CODE_2024)
    make.answer_several(earlier, council.officer, {"5.6": YES})
    begin(council, earlier)

    client = council.signed_in("officer")
    typed = {"version": version(council, "5.6"), "commentary": "New words.", "answer": "not_yet"}
    data = {"csrf_token": token_of(client, "/account/password"), **typed}
    answer = client.post(council.address("/provisions/5.6"), data=data, follow_redirects=True)

    said = words(answer)
    assert "Saved 5.6. It still has to be confirmed: no answer was chosen." in said


def test_a_press_with_an_answer_that_is_not_asked_for_is_refused(council: Council) -> None:
    earlier = before(council, make.CODE_2024)
    make.answer_several(earlier, council.officer, {"5.6": YES})
    begin(council, earlier)

    address = "/provisions/5.6/confirm"
    answer = press(council, address, version=version(council, "5.6"), answer="no")

    assert answer.status_code == 422
    assert "The page has changed since you opened it" in words(answer)
    assert 'id="still-true"' in answer.text


def test_a_yes_to_the_old_words_is_not_ticked_after_a_clash(draft: Council) -> None:
    make.answer(draft.assessment, draft.officer, "5.6", "yes", commentary="Then.")
    page = draft.page_of("officer", "/provisions/5.6")
    asked = page.partition('name="asked" type="hidden" value="')[2].partition('"')[0]
    seen = version(draft, "5.6")
    install(correct(draft.edition, reworded={"5.6": "Other words."}))
    go_over(draft.assessment, draft.lead)

    typed = {"version": seen, "asked": asked, "answer": "yes", "commentary": "I typed this."}
    answer = press(draft, "/provisions/5.6", **typed)

    assert (len(asked), answer.status_code) == (16, 409)
    said = words(answer)
    assert "The Code asks otherwise now than your page said." in said
    assert "You had chosen “Yes”." in said
    assert "I typed this." in answer.text
    ticked = answer.text.partition('id="form"')[2]
    assert 'value="yes" checked' not in ticked
    assert 'value="not_yet" checked' in ticked


def carried_and_corrected(council: Council) -> Assessment:
    """Return an assessment whose 9.8 waits, was withdrawn by a correction and is asked again."""
    earlier = before(council, make.CODE_2024)
    make.answer_several(earlier, council.officer, {"9.8": YES, "5.6": YES})
    assessment = begin(council, earlier)
    make.raise_action(assessment, council.officer, "Train", provisions=("9.8", "5.6"))
    edition = make.edition_of(assessment)
    install(correct(edition, withdrawn=["9.8"], reworded={"5.6": "Other words."}))
    go_over(assessment, council.lead)
    return assessment


def asked_again(council: Council, assessment: Assessment) -> None:
    first = shelf().by_id[assessment.edition_id]
    provision = shelf().by_id[make.CODE_2024].provision("9.8")
    assert provision
    second = correct(first, "2024-2", reworded={"5.6": "Other words still."})
    last: Section = second.sections[-1]
    longer = _longer(last, provision)
    install(_with_last(second, longer))
    go_over(assessment, council.lead)


def _longer(section: Section, provision: Any) -> Section:
    return replace(section, provisions=(*section.provisions, provision))


def _with_last(edition: Any, section: Section) -> Any:
    return replace(edition, sections=(*edition.sections[:-1], section))


def plan_of(assessment: Assessment) -> set[str]:
    (action,) = actions_of(assessment)
    return {link.number for link in action.provisions}


def test_what_is_asked_again_waits_again_with_its_actions(council: Council) -> None:
    assessment = carried_and_corrected(council)
    assert plan_of(assessment) == {"5.6"}

    asked_again(council, assessment)

    assert make.response_to(assessment, "9.8").carried is Carried.TO_CONFIRM
    assert plan_of(assessment) == {"5.6", "9.8"}
    go_back(assessment, council.lead)
    db.session.expire_all()
    assert [row.number for row in withdrawn_responses(assessment)] == ["9.8"]
    assert plan_of(assessment) == {"5.6"}


def test_a_withdrawn_provision_has_a_page_that_says_so(council: Council) -> None:
    carried_and_corrected(council)

    answer = council.signed_in("officer").get(council.address("/provisions/9.8"))

    assert answer.status_code == 404
    assert "It was withdrawn" in words(answer)
    assert "/correction" in answer.text


def test_what_was_said_before_what_a_correction_set_aside_stays_readable(
    council: Council,
) -> None:
    earlier = before(council, make.CODE_2024)
    make.answer_several(earlier, council.officer, {"5.6": YES})
    assessment = begin(council, earlier)
    make.answer(assessment, council.officer, "5.6", "no", commentary="This year not.")
    install(correct(make.edition_of(assessment), reworded={"5.6": "Other words."}))
    go_over(assessment, council.lead)

    said = words(council.signed_in("officer").get(council.address("/provisions/5.6")))
    assert said.index("This year not.") < said.index("And in 2024/25") < said.index("So it is.")
    carried = words(council.signed_in("officer").get(council.address("/carried")))
    assert "Said earlier still 1" in carried
    assert "5.6: and in 2024/25" in carried
    assert make.response_to(assessment, "5.6").carried is Carried.TO_CONFIRM
    assert ResponseContent.of(_recorded(assessment)) == EMPTY


def _recorded(assessment: Assessment) -> Any:
    return assessment_facts(assessment, make.edition_of(assessment)).responses["5.6"]


def test_the_form_begins_with_the_edition_that_is_in_force_in_the_year(council: Council) -> None:
    editions, landlord = editions_of(council), council.landlord
    chosen = {
        year: suggested_edition(landlord, FinancialYear(year), editions).id
        for year in (2010, 2022, 2025)
    }
    assert chosen == {2010: make.CODE_2020, 2022: make.CODE_2022, 2025: make.CODE_2024}


def test_the_form_begins_with_the_latest_that_is_finished(council: Council) -> None:
    last = before(council, make.CODE_2022, "2024/25")
    this = before(council, make.CODE_2024, "2025/26")
    before(council, make.CODE_2024, "2026/27")
    editions = editions_of(council)

    def first(year: int) -> int | None:
        return suggested_earlier(council.landlord, FinancialYear(year), editions)

    assert first(2025) == last.id
    assert first(2026) == this.id
    assert first(2020) is None
