"""What the cover of a committee pack with an annual report begins from."""

from dataclasses import replace

from app.domain.report import ExplanationFacts, ReportFacts, build_report
from app.domain.report_cover import decision_on_report, risks_of_report
from app.reading.typed_figures import figures_of_content
from tests.report_factories import CONTRADICTION
from tests.unit import reports, typed_years

SAID = "Two reasons stood in one letter."


def contradicting(*explained: str) -> ReportFacts:
    """Return a report with one contradiction in its figures, said something of or not."""
    figures = figures_of_content(typed_years.a_year(CONTRADICTION))
    return replace(
        reports.facts(),
        figures=figures,
        explanations=[ExplanationFacts(sentence, SAID) for sentence in explained],
    )


def risks(report: ReportFacts) -> list[str]:
    return risks_of_report(build_report(report)).splitlines()


def test_the_cover_asks_for_the_response_only_where_there_is_one() -> None:
    whole, without = reports.facts(), replace(reports.facts(), response=None)

    assert "improvement report 2023/24." in decision_on_report(build_report(whole))
    assert "3. Agree the response" in decision_on_report(build_report(whole))
    assert "response" not in decision_on_report(build_report(without))


def test_the_risks_begin_with_the_provisions_that_are_not_met() -> None:
    unmet, *others = risks(contradicting())

    assert unmet == "• 2 of the 5 provisions of the Code are answered No."
    assert len(others) == 2


def test_a_contradiction_that_is_explained_is_still_a_risk_beside_its_words() -> None:
    (sentence,) = (one for one in risks(contradicting()) if "Too old" in one)
    (beside,) = (one for one in risks(contradicting(sentence[2:])) if "Too old" in one)

    assert beside == f"{sentence} The report says of it: {SAID}"


def test_a_report_without_figures_says_so() -> None:
    assert risks(replace(reports.facts(), figures=None)) == ["• The report has no figures."]
