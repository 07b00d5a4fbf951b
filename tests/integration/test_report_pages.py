"""The list of annual reports, the start of one, its own page, and words on its figures."""

import re
from html import unescape

import pytest

from app.database import transaction
from app.domain.report_parts import PARTS
from app.domain.workflow import Reason, State
from app.models import AnnualReport
from tests import report_factories as make
from tests.factories import send
from tests.integration.conftest import Council, fill_in, form_of, queries_of
from tests.integration.council_steps import send_back
from tests.integration.report_steps import all_of, page_of, part_of, seen, words_of


@pytest.fixture
def report(council: Council) -> AnnualReport:
    """Return a draft with figures whose sums agree."""
    make.type_figures(council.landlord, council.officer)
    return make.start(council.landlord, council.lead)


# The list and the start.


def test_without_a_report_the_list_says_what_one_is(council: Council) -> None:
    said = seen(council, all_of(council), "lead")

    assert "There is no annual report yet." in said
    assert "Start a report" in said
    assert "Start a report" not in seen(council, all_of(council), "reader")
    assert "A complaints lead can start one." in seen(council, all_of(council), "reader")


def test_the_list_shows_where_each_report_stands(signed_off: Council) -> None:
    make.complete(signed_off.landlord, signed_off.lead, signed_off.officer)
    make.start(signed_off.landlord, signed_off.lead, "2020/21", Reason.RECORD)

    said = seen(signed_off, all_of(signed_off), "reader")

    assert "7 of 7 parts that the Code asks for" in said
    assert "A record of a past report Draft Complete: 0 of 7" in said
    assert said.index("2025/26") < said.index("2020/21")


@pytest.mark.parametrize(
    ("state", "who", "waits"),
    [
        (State.UNDER_SCRUTINY, "member", "Waiting for you: scrutinise and sign off"),
        (State.SIGNED_OFF, "lead", "Waiting for you: publish"),
    ],
)
@pytest.mark.parametrize("rest", ["/reports", ""], ids=["the list", "the first page"])
def test_a_list_says_what_waits_for_whom(
    council: Council, report: AnnualReport, state: State, who: str, waits: str, rest: str
) -> None:
    address = f"/landlords/{council.landlord.slug}{rest}"
    assert "Waiting for you" not in seen(council, address, who)
    with transaction():
        report.state = state

    page = council.signed_in(who).get(address)

    assert waits in words_of(page)
    assert f"/reports/{report.id}/" in page.text
    assert "Waiting for you" not in seen(council, address, "officer")


def test_a_report_that_was_sent_back_waits_for_the_lead(report_in_scrutiny: Council) -> None:
    council = report_in_scrutiny
    send_back(council, "member", document=council.report)

    for address in (f"/landlords/{council.landlord.slug}", all_of(council)):
        assert "Waiting for you: sent back to draft" in seen(council, address, "lead")
        assert "sent back" not in seen(council, address, "officer")


def test_a_lead_starts_the_report_of_the_year_that_ended_last(council: Council) -> None:
    client = council.signed_in("lead")
    form = form_of(client.get(all_of(council, "/new")))
    assert form["year"] == ["2025/26"]

    answer = fill_in(client, all_of(council, "/new"))

    assert answer.status_code == 303
    page = client.get(answer.location)
    assert "Annual report 2025/26 Draft" in words_of(page)


def test_pressing_start_twice_starts_one(council: Council) -> None:
    client = council.signed_in("lead")
    form = form_of(client.get(all_of(council, "/new")))

    first = client.post(all_of(council, "/new"), data=form)
    assert form_of(client.get(all_of(council, "/new")))["year"] == [""]
    second = client.post(all_of(council, "/new"), data=form)

    assert (first.status_code, second.status_code) == (303, 303)
    assert second.location == all_of(council)


@pytest.mark.parametrize(
    ("typed", "status", "why"),
    [
        ({"year": "2027/28"}, 422, "2027/28 has not begun"),
        ({"year": "soon"}, 422, "“soon” is not a financial year"),
        ({"reason": "ombudsman_asked", "year": "2026/27"}, 422, "Not a valid choice"),
        ({"year": "2025/26"}, 409, "already a report for 2025/26"),
    ],
)
def test_a_start_that_is_refused_keeps_what_was_typed(
    council: Council, report: AnnualReport, typed: dict[str, str], status: int, why: str
) -> None:
    answer = fill_in(council.signed_in("lead"), all_of(council, "/new"), **typed)

    assert answer.status_code == status
    assert why in words_of(answer)
    assert form_of(answer)["year"] == [typed["year"]]


# The report's own page.


def test_a_report_shows_its_parts_in_order_with_what_is_missing(
    council: Council, report: AnnualReport
) -> None:
    make.write(report, council.officer, "refused", none=True)
    make.write(report, council.officer, "performance", "Words.", shown=("table:outcomes",))

    said = seen(council, page_of(report))

    assert "2 of 7 parts that the Code asks for." in said
    for expected in (
        "b) How we handled complaints: figures and what they tell 1 table or chart Complete",
        "b) Complaints we refused to accept None this year",
        "c) What the Ombudsman found against the Code Missing",
        "Foreword by the Member Responsible for Complaints May be left out",
    ):
        assert expected in said
    order = [said.index(part.title) for part in PARTS]
    assert order == sorted(order)


def test_a_record_misses_nothing(council: Council) -> None:
    record = make.start(council.landlord, council.lead, "2020/21", Reason.RECORD)

    said = seen(council, page_of(record))

    assert "Missing" not in said
    assert "c) What the Ombudsman found against the Code Blank" in said


def test_a_report_shows_the_figures_of_its_year_in_short(
    council: Council, report: AnnualReport
) -> None:
    said = seen(council, page_of(report))

    assert "Received at stage 1 200" in said
    assert "Stage 1 upheld 33.3 %" in said
    assert "no check found anything" in said


def test_a_report_without_figures_says_so(council: Council) -> None:
    bare = make.start(council.landlord, council.lead, "2023/24")

    assert "There are no figures of this year yet." in seen(council, page_of(bare))


def test_a_report_shows_the_self_assessment_and_the_learning_it_takes_in(
    signed_off: Council,
) -> None:
    make.learn(signed_off.landlord, signed_off.officer)
    make.learn(signed_off.landlord, signed_off.officer, "Kept to ourselves.", is_internal=True)
    report = make.start(signed_off.landlord, signed_off.lead)

    said = seen(signed_off, page_of(report))

    assert "as it is signed off; it is not published yet: 72 answered Yes and 0 answered No" in said
    assert f"Part d tells 1 entry of the learning log. {make.CHANGED} It worked" in said
    assert "Kept to ourselves" not in said
    assert "1 entry is kept internal" in said


def test_an_unsigned_self_assessment_is_linked_to(draft: Council) -> None:
    report = make.start(draft.landlord, draft.lead)

    page = draft.signed_in("officer").get(page_of(report))

    assert "Part a shows it as soon as it is signed off." in words_of(page)
    assert f'href="/assessments/{draft.assessment.id}"' in page.text


def test_the_list_asks_as_often_for_many_reports_as_for_few(council: Council) -> None:
    client = council.signed_in("reader")

    def add(years: range) -> None:
        for start in years:
            year = f"{start}/{start + 1 - 2000:02d}"
            report = make.start(council.landlord, council.lead, year, Reason.RECORD)
            make.write(report, council.officer, "scope", "Words.", shown=("table:received",))

    add(range(2018, 2020))
    client.get(all_of(council))
    few = queries_of(client, all_of(council))
    add(range(2020, 2026))

    assert len(queries_of(client, all_of(council))) == len(few)


# Words on the figures.


@pytest.fixture
def at_odds(council: Council) -> AnnualReport:
    """Return a draft whose figures contradict each other."""
    make.type_figures(council.landlord, council.officer, make.YEAR, make.CONTRADICTION)
    return make.start(council.landlord, council.lead)


def explanation(council: Council, report: AnnualReport, text: str) -> dict[str, str]:
    """Return the form for words on the first finding, as a browser would send it."""
    page = council.signed_in("officer").get(page_of(report)).text
    fields = dict(re.findall(r'type="hidden" name="(finding|version)" value="([^"]*)"', page))
    return {name: unescape(value) for name, value in fields.items()} | {"text": text}


def test_a_contradiction_is_explained_on_the_reports_page(
    council: Council, at_odds: AnnualReport
) -> None:
    client, address = council.signed_in("officer"), page_of(at_odds, "/explanations")
    assert "Contradictions" in seen(council, page_of(at_odds))

    answer = send(
        client,
        address,
        page=page_of(at_odds),
        **explanation(council, at_odds, "Counted under two reasons."),
    )

    assert (answer.status_code, answer.location) == (303, f"{page_of(at_odds)}#figures")
    assert "What you say of it Counted under two reasons." in seen(council, page_of(at_odds))
    history = seen(council, page_of(at_odds, "/history"), "reader")
    assert "The officer explained what does not fit in the figures" in history


def test_no_words_on_figures_are_asked_for_again(council: Council, at_odds: AnnualReport) -> None:
    answer = send(
        council.signed_in("officer"),
        page_of(at_odds, "/explanations"),
        page=page_of(at_odds),
        **explanation(council, at_odds, "  "),
    )

    assert answer.status_code == 422
    assert "Write what you want to say of it." in words_of(answer)


def test_words_on_figures_that_clash_are_given_back(
    council: Council, at_odds: AnnualReport
) -> None:
    client, address = council.signed_in("officer"), page_of(at_odds, "/explanations")
    old = explanation(council, at_odds, "Mine.")
    send(client, address, page=page_of(at_odds), **old | {"text": "Theirs."})

    answer = send(client, address, page=page_of(at_odds), **old)

    said = words_of(answer)
    assert answer.status_code == 409
    assert "What is saved now Theirs." in said
    assert re.search(r"<textarea[^>]*>Mine\.</textarea>", answer.text)


def test_words_on_figures_that_fit_by_now_are_given_back(
    council: Council, at_odds: AnnualReport
) -> None:
    old = explanation(council, at_odds, "What I found out.")
    make.type_figures(council.landlord, council.officer)

    answer = send(
        council.signed_in("officer"),
        page_of(at_odds, "/explanations"),
        page=part_of(at_odds, "scope"),
        **old,
    )

    assert answer.status_code == 409
    assert "not found any more" in words_of(answer)
    assert "What I found out." in words_of(answer)


def test_words_that_are_too_long_are_told_so(council: Council, at_odds: AnnualReport) -> None:
    answer = send(
        council.signed_in("officer"),
        page_of(at_odds, "/explanations"),
        page=page_of(at_odds),
        **explanation(council, at_odds, "x" * 20_001),
    )

    assert answer.status_code == 422
    assert "20,000 is the most" in words_of(answer)


def test_who_may_not_write_is_offered_no_words(council: Council, at_odds: AnnualReport) -> None:
    assert "Say why it stands so" in seen(council, page_of(at_odds), "officer")
    assert "Say why it stands so" not in seen(council, page_of(at_odds), "reader")
