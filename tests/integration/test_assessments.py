"""Starting an assessment, and the pages of the whole: overview, task list, summary, readiness."""

import pytest
from sqlalchemy import select

from app.database import db, transaction
from app.domain.answers import Reach
from app.domain.errors import AlreadyExists, NotAllowed
from app.domain.history import Kind
from app.domain.workflow import Reason, State
from app.domain.years import FinancialYear
from app.models import Assessment
from app.queries import assessments as queries
from app.queries.summary import summary_page
from app.services.assessments import start_assessment
from tests import assessment_factories as make
from tests.conftest import NOW
from tests.factories import actor
from tests.integration.conftest import Council, fill_in, form_of


def test_a_new_assessment_has_one_unanswered_response_for_each_provision(council: Council) -> None:
    assessment = make.start(council.landlord, council.lead)

    page = queries.task_list(assessment, council.edition, NOW.date())
    assert assessment.state is State.DRAFT
    assert (page.complete, page.provisions, page.first_left) == (0, 72, "1.2")
    assert page.sections[5].lines[9].number == "6.10"
    assert council.history()[-1].kind is Kind.ASSESSMENT_STARTED


def test_an_assessment_keeps_the_digest_of_its_edition(council: Council) -> None:
    assessment = make.start(council.landlord, council.lead)

    assert assessment.edition_digest == council.edition.digest


@pytest.mark.parametrize("who", ["officer", "member", "reader"])
def test_only_a_lead_starts_an_assessment(council: Council, who: str) -> None:
    with pytest.raises(NotAllowed):
        make.start(council.landlord, council.person(who))

    assert db.session.scalars(select(Assessment)).all() == []


@pytest.mark.parametrize("reason", Reason)
def test_while_one_is_unpublished_the_year_has_no_second(draft: Council, reason: Reason) -> None:
    with pytest.raises(AlreadyExists, match="unpublished assessment for 2025/26"):
        make.start(draft.landlord, draft.lead, reason=reason)


@pytest.mark.parametrize(
    ("reason", "allowed"),
    [
        (Reason.ANNUAL, False),
        (Reason.RECORD, False),
        (Reason.SIGNIFICANT_CHANGE, True),
        (Reason.OMBUDSMAN_ASKED, True),
    ],
)
def test_a_published_year_is_assessed_again_only_for_a_reason_of_its_own(
    published: Council, reason: Reason, allowed: bool
) -> None:
    if allowed:
        again = make.start(published.landlord, published.lead, reason=reason)
        assert again.state is State.DRAFT
    else:
        with pytest.raises(AlreadyExists, match="start a correction"):
            make.start(published.landlord, published.lead, reason=reason)


def test_another_year_and_another_landlord_are_free(draft: Council) -> None:
    make.start(draft.landlord, draft.lead, year="2024/25")
    make.start(draft.elsewhere, draft.person("stranger"))

    assert len(db.session.scalars(select(Assessment)).all()) == 3


def test_the_same_press_starts_one_assessment(council: Council) -> None:
    by, landlord = actor(council.lead, council.landlord), council.landlord
    edition = council.app.extensions["editions"].all[0]

    def press(year: str) -> None:
        with transaction():
            start_assessment(
                landlord,
                edition,
                FinancialYear.parse(year),
                Reason.ANNUAL,
                by=by,
                now=NOW,
                token="one press",
            )

    press("2025/26")
    with pytest.raises(AlreadyExists, match="twice"):
        press("2026/27")

    assert len(db.session.scalars(select(Assessment)).all()) == 1


def test_a_lead_starts_an_assessment_on_the_page(council: Council) -> None:
    client = council.signed_in("lead")
    overview = f"/landlords/{council.landlord.slug}"

    started = fill_in(client, f"{overview}/assessments/new", year="2024-25")

    assert started.status_code == 303
    assert started.location == council.address()
    page = client.get(overview).text
    assert "2024/25" in page
    assert "Complaint Handling Code 2024" in page
    assert "0 of 72" in page


def test_the_start_page_suggests_the_newest_edition_and_the_year_that_ended_last(
    council: Council,
) -> None:
    page = council.signed_in("lead").get(f"/landlords/{council.landlord.slug}/assessments/new")

    fields = form_of(page)
    assert fields["edition"] == [make.CODE_2024]
    assert fields["reason"] == ["annual"]
    assert FinancialYear.parse(fields["year"][0]) < FinancialYear.containing(NOW.date())


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"year": "2025/27"}, "“2025/27” is not a financial year"),
        ({"year": ""}, "The financial year is missing"),
        ({"edition": "housing-ombudsman-1999"}, "Not a valid choice"),
        ({"reason": "boredom"}, "Not a valid choice"),
        ({"assessed_on": "last June"}, "“last June” is not a day"),
    ],
)
def test_a_start_that_cannot_be_read_is_shown_again(
    council: Council, typed: dict[str, str], said: str
) -> None:
    page = f"/landlords/{council.landlord.slug}/assessments/new"

    answer = fill_in(council.signed_in("lead"), page, **typed)

    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    assert said in answer.text
    assert db.session.scalars(select(Assessment)).all() == []


def test_a_second_start_of_the_year_is_refused_on_the_page_with_what_was_typed(
    draft: Council,
) -> None:
    page = f"/landlords/{draft.landlord.slug}/assessments/new"

    answer = fill_in(draft.signed_in("lead"), page, year="2025/26", assessed_on="3 June 2026")

    assert answer.status_code == 409
    assert "Go on with that one" in answer.text
    assert form_of(answer)["assessed_on"] == ["3 June 2026"]


def test_the_overview_counts_what_is_answered_the_newest_year_first(answered: Council) -> None:
    make.start(answered.landlord, answered.lead, year="2026/27")

    page = queries.overview(answered.landlord, answered.app.extensions["editions"])

    assert [(line.year, line.answered, line.provisions) for line in page.lines] == [
        ("2026/27", 0, 72),
        ("2025/26", 72, 72),
    ]


def test_a_landlord_without_assessments_is_told_who_can_start_one(council: Council) -> None:
    address = f"/landlords/{council.landlord.slug}"

    lead = council.signed_in("lead").get(address).text
    reader = council.signed_in("reader").get(address).text

    assert "There is no assessment yet." in lead
    assert "Start an assessment" in lead
    assert "A complaints lead can start one." in reader
    assert "/assessments/new" not in reader


def test_the_task_list_says_what_is_left_in_each_section(draft: Council) -> None:
    make.answer(draft.assessment, draft.officer, "1.2", "yes")
    make.answer(draft.assessment, draft.officer, "1.3", "no")
    make.answer(draft.assessment, draft.officer, "1.4", "no", commentary="So.", plan_note="Money.")

    page = queries.task_list(draft.assessment, draft.edition, NOW.date())

    assert page.sections[0].left == 3
    assert [line.status for line in page.sections[0].lines] == [
        "Yes",
        "No, not finished",
        "No",
        "Not answered",
        "Not answered",
    ]
    assert (page.complete, page.first_left) == (2, "1.5")


def test_the_task_list_leads_to_each_provision_and_to_what_is_left(draft: Council) -> None:
    make.answer(draft.assessment, draft.officer, "1.2", "yes")

    page = draft.signed_in("officer").get(draft.address()).text

    assert "1 of 72 provisions finished." in page
    assert "Go on with 1.3" in page
    assert f'href="{draft.address("/provisions/6.10")}"' in page
    assert "4 left" in page


def test_the_summary_follows_the_rule_of_the_report(answered: Council) -> None:
    make.answer(answered.assessment, answered.officer, "5.6", "no", shortfall=Reach.PRACTICE)
    make.answer(answered.assessment, answered.officer, "6.1", None)
    make.raise_action(
        answered.assessment, answered.officer, "Train staff", provisions=("5.6", "1.6")
    )

    page = summary_page(answered.assessment, answered.edition)

    rows = {row.number: (row.status, row.gaps) for row in page.rows}
    assert rows["1"] == ("Compliant", (("1.6", "planned"),))
    assert rows["5"] == ("Non-compliant", (("5.6", "planned"),))
    assert rows["6"] == ("Not complete", ())
    counts = dict(page.counts)
    assert (counts["Yes"], counts["No"], counts["Not answered"]) == (70, 1, 1)


def test_the_summary_page_shows_the_section_table(answered: Council) -> None:
    make.answer(answered.assessment, answered.officer, "5.6", "no")

    page = answered.signed_in("reader").get(answered.address("/summary")).text

    assert "Section 5 – The complaint handling process" in page
    assert page.count("Non-compliant") == 1
    assert page.count(">\n  Compliant\n") == 8 or page.count("Compliant") >= 8
    assert "no open action" in page


def test_a_should_answered_no_is_listed_apart_on_the_summary(council: Council) -> None:
    make.start(council.landlord, council.lead, make.CODE_2022, "2022/23")
    make.answer_everything(council.assessment, council.officer)
    make.answer(council.assessment, council.officer, "4.9", "no")
    make.answer(council.assessment, council.officer, "4.10", "no")

    page = council.signed_in("reader").get(council.address("/summary")).text

    assert "Recommended but not met: 4.9, 4.10" in page
    assert "Non-compliant" not in page


def test_a_questionnaire_has_counts_and_no_status(council: Council) -> None:
    make.start(council.landlord, council.lead, make.CODE_2020, "2020/21", Reason.RECORD)
    make.answer(council.assessment, council.lead, "1.1", "no")

    page = council.signed_in("reader").get(council.address("/summary")).text

    assert "<li>No: 1</li>" in page
    assert "<li>Not answered: 2</li>" in page
    assert "ompliant" not in page


def test_readiness_names_every_obstacle_with_its_link(answered: Council) -> None:
    make.answer(answered.assessment, answered.officer, "1.2", None)
    make.answer(answered.assessment, answered.officer, "5.6", "no")
    make.answer(answered.assessment, answered.officer, "6.10", "yes")

    page = answered.signed_in("officer").get(answered.address("/readiness")).text

    assert "3 obstacles and 2 warnings." in page
    for number, message in (
        ("1.2", "not answered yet"),
        ("5.6", "nothing explains it"),
        ("5.6", "needs an action with an owner and a date"),
        ("5.6", "is it the policy, the practice, or both?"),
        ("6.10", "no evidence is given"),
    ):
        link = f'href="{answered.address(f"/provisions/{number}")}">{number} '
        assert any(message in rest.split("</a>")[0] for rest in page.split(link)[1:])


def test_a_record_has_no_obstacles(council: Council) -> None:
    make.start(council.landlord, council.lead, make.CODE_2020, "2020/21", Reason.RECORD)

    page = council.signed_in("lead").get(council.address("/readiness")).text

    assert "has no obstacles: blanks are allowed" in page


def test_an_edition_that_is_not_the_same_any_more_is_a_fault_and_not_a_guess(
    draft: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction():
        draft.assessment.edition_digest = "0" * 64

    answer = draft.signed_in("lead").get(draft.address())

    assert answer.status_code == 500
    assert "is not the same as when it was started" in answer.text
