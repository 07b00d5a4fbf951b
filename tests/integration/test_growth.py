"""A page asks the database as often for thirty things as for three."""

import pytest

from app.domain.response_content import ResponseContent
from app.domain.responses import EvidenceFacts
from app.domain.workflow import Reason
from tests import assessment_factories as make
from tests.integration.conftest import Council, queries_of

FEW, MANY = 3, 30
WHOLE_ASSESSMENT = ["", "/summary", "/readiness", "/plan", "/plan.csv", "/provisions/5.6", "/text"]


def fill(council: Council, start: int, stop: int) -> None:
    """Give the assessment more evidence, actions and history."""
    numbers = [one.number for one in council.edition.in_form]
    evidence = tuple(EvidenceFacts(f"Evidence {number}") for number in range(stop))
    contents = {
        number: ResponseContent("yes", evidence=evidence)
        for number in (*numbers[start:stop], "5.6")
    }
    make.answer_several(council.assessment, council.officer, contents)
    for at in range(start, stop):
        provisions = {numbers[at], numbers[at + 1], "5.6"}
        make.raise_action(
            council.assessment,
            council.officer,
            f"Action {at}",
            due="2026/27",
            provisions=provisions,
        )


@pytest.mark.parametrize("who", ["officer", "reader"])
def test_the_pages_of_an_assessment_ask_as_often_for_thirty_as_for_three(
    draft: Council, who: str
) -> None:
    client = draft.signed_in(who)
    pages = [*WHOLE_ASSESSMENT, "/history", "/provisions/5.6/history", "/actions/1"]
    fill(draft, 0, FEW)
    client.get(draft.address())
    few = {page: len(queries_of(client, draft.address(page))) for page in pages}
    fill(draft, FEW, MANY)

    many = {page: len(queries_of(client, draft.address(page))) for page in pages}

    assert many == few


def test_the_overview_asks_as_often_for_thirty_assessments_as_for_three(council: Council) -> None:
    client = council.signed_in("lead")
    overview = f"/landlords/{council.landlord.slug}"
    years = [f"{start}/{start + 1 - 2000:02d}" for start in range(2010, 2010 + MANY)]
    for year in years[:FEW]:
        make.start(council.landlord, council.lead, make.CODE_2020, year)
    client.get(overview)
    few = queries_of(client, overview)
    for year in years[FEW:]:
        make.start(council.landlord, council.lead, make.CODE_2020, year)

    many = queries_of(client, overview)

    assert len(many) == len(few)


def test_the_public_front_asks_as_often_for_thirty_publications_as_for_three(
    council: Council,
) -> None:
    client = council.visitor()
    years = [f"{start}/{start + 1 - 2000:02d}" for start in range(2010, 2010 + MANY)]

    def publish(some_years: list[str]) -> None:
        for year in some_years:
            record = make.start(council.landlord, council.lead, make.CODE_2020, year, Reason.RECORD)
            make.publish(record, council.lead)

    publish(years[:FEW])
    client.get("/")
    few = queries_of(client, "/")
    publish(years[FEW:])

    many = queries_of(client, "/")

    assert len(many) == len(few)
    assert len(few) <= 3, "The front page should ask once."


def test_a_published_page_asks_as_often_after_many_revisions(published: Council) -> None:
    client = published.visitor()
    newest = f"/published/{published.landlord.slug}/2025-26"
    one = queries_of(client, newest)
    for number in range(FEW):
        make.start_correction(published.assessment, published.lead)
        make.send_for_scrutiny(published.assessment, published.lead)
        make.write_response(published.assessment, published.member, f"Response {number}.")
        make.sign_off(published.assessment, published.member)
        make.publish(published.assessment, published.lead, f"Correction {number}.")

    many = queries_of(client, newest)

    assert len(many) == len(one)
