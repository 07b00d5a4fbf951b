"""What a form's fields hold: what is typed, what is known, the answers, and submitting again."""

from datetime import date
from typing import Any

import pytest

from app.domain.errors import Invalid
from app.domain.landlords import LandlordFacts, LandlordKind
from app.domain.submission_forms import FieldKind, FormField, Known
from app.domain.submissions import (
    PublishedCopy,
    Revision,
    answer_lines,
    check_typed,
    known_value,
    submit_again,
)
from app.domain.years import FinancialYear

LANDLORD = LandlordFacts("Ashford Borough Council", "ashford", LandlordKind.COUNCIL, homes=12_400)
YEAR = FinancialYear(2025)
PAGE = "https://complaints.example/published/ashford/2025-26"


def provision(number: str, value: Any, **more: Any) -> dict[str, Any]:
    return {
        "number": number,
        "title": "Title",
        "parts": [],
        "answer": {"value": value},
        "actions": [],
        "plan_note": None,
    } | more


def published(**more: Any) -> PublishedCopy:
    document = {
        "sections": [{"provisions": []}],
        "summary": {"yes": 70, "no": 2},
        "governing_body_response": {"text": "Read.", "body": "Cabinet", "on": "2026-09-03"},
    } | more
    return PublishedCopy(document, PAGE, f"{PAGE}.pdf")


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (FieldKind.NUMBER, " 12,400 ", "12400"),
        (FieldKind.DATE, "3/9/2026", "3 September 2026"),
        (FieldKind.YES_NO, "yes", "yes"),
        (FieldKind.WEB_ADDRESS, " https://example.org/policy ", "https://example.org/policy"),
        (FieldKind.TEXT, "A\u200b Person", "A Person"),
        (FieldKind.NUMBER, "   ", ""),
    ],
)
def test_what_is_typed_is_kept_as_it_will_be_copied(kind: FieldKind, typed: str, kept: str) -> None:
    assert check_typed(FormField("one", "One", kind), typed) == kept


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (FieldKind.NUMBER, "about ten"),
        (FieldKind.NUMBER, "9" * 10),
        (FieldKind.DATE, "soon"),
        (FieldKind.YES_NO, "not_applicable"),
        (FieldKind.WEB_ADDRESS, "example.org/policy"),
        (FieldKind.WEB_ADDRESS, "javascript:alert(1)"),
        (FieldKind.WEB_ADDRESS, "https://user:secret@example.org/"),
        (FieldKind.TEXT, "x" * 3_001),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_field(kind: FieldKind, typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_typed(FormField("one", "One", kind), typed)

    assert refused.value.field == "field_one"


@pytest.mark.parametrize(
    ("known", "value"),
    [
        (Known.LANDLORD_NAME, "Ashford Borough Council"),
        (Known.LANDLORD_KIND, "Council"),
        (Known.HOMES, "12400"),
        (Known.YEAR_END, "31 March 2026"),
        (Known.APPROVING_BODY, "Cabinet"),
        (Known.APPROVED_ON, "3 September 2026"),
        (Known.STATEMENT_PAGE, PAGE),
        (Known.STATEMENT_PDF, f"{PAGE}.pdf"),
        (Known.RESPONSE_PAGE, f"{PAGE}#response"),
        (Known.COUNT_YES, "70"),
        (Known.COUNT_NO, "2"),
    ],
)
def test_what_is_known_here_is_not_asked_again(known: Known, value: str) -> None:
    assert known_value(known, LANDLORD, YEAR, published()) == value


def test_an_approval_recorded_apart_counts_before_the_response() -> None:
    copy = published(approval={"body": "Housing Committee", "met_on": "2026-09-10"})

    assert known_value(Known.APPROVING_BODY, LANDLORD, YEAR, copy) == "Housing Committee"
    assert known_value(Known.APPROVED_ON, LANDLORD, YEAR, copy) == "10 September 2026"


def test_nothing_is_made_up_before_publication_or_without_a_response() -> None:
    for known in set(Known) - {
        Known.LANDLORD_NAME, Known.LANDLORD_KIND, Known.HOMES, Known.YEAR_END
    }:  # fmt: skip
        assert known_value(known, LANDLORD, YEAR, None) is None
    silent = published(governing_body_response=None, approval=None)
    for known in (Known.APPROVING_BODY, Known.APPROVED_ON, Known.RESPONSE_PAGE):
        assert known_value(known, LANDLORD, YEAR, silent) is None


def test_a_no_brings_its_actions_their_timescale_and_the_other_way() -> None:
    due = {"promised": "September 2026"}
    missed = provision(
        "5.6",
        "no",
        actions=[
            {"title": "Hire two people.", "stage": "underway", "due": due},
            {"title": "Write letters", "stage": "planned", "due": None},
            {"title": "Given up", "stage": "dropped", "due": None},
            {"title": "Ask residents", "stage": "done", "due": due},
        ],
        plan_note="Calls are returned within a day meanwhile.",
    )
    document = {"sections": [{"provisions": [provision("1.2", "yes"), missed]}]}

    met, not_met = answer_lines(document)

    assert (met.answer, met.plan, met.is_no) == ("Yes", (), False)
    assert not_met.plan == (
        "Hire two people: underway, due September 2026.",
        "Write letters: planned, no date given.",
        "Ask residents: done.",
        "Calls are returned within a day meanwhile.",
    )


FIRST = Revision(1, date(2026, 9, 3))
SECOND = Revision(2, date(2026, 10, 5))


@pytest.mark.parametrize(
    ("submitted", "revisions", "says"),
    [
        ([], [FIRST, SECOND], None),
        ([1], [FIRST], None),
        ([1, 2], [SECOND, FIRST], None),
        # The first was noted last, after the fact: the second still counts.
        ([2, 1], [SECOND, FIRST], None),
        ([1], [SECOND, FIRST], "Revision 2 was published on 5 October 2026"),
        ([1], [Revision(2, date(2026, 10, 5), is_withdrawn=True), FIRST], None),
        ([1], [Revision(1, date(2026, 9, 3), is_withdrawn=True)], "has been withdrawn since"),
    ],
)
def test_a_later_revision_has_to_be_submitted_again(
    submitted: list[int], revisions: list[Revision], says: str | None
) -> None:
    found = submit_again(submitted, revisions)

    assert found is None if says is None else says in (found or "")
