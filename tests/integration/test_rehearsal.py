"""The rehearsal of a publication: what it finds, and that what is internal is not in the text."""

from tests.integration.conftest import Council, fill_in

MARKER = "Zaubernuss-4711"


def test_the_rehearsal_names_each_detail_with_a_link_to_its_place(draft: Council) -> None:
    officer = draft.signed_in("officer")
    fill_in(
        officer,
        draft.address("/provisions/4.1"),
        answer="yes",
        commentary="Ask The officer on 023 8083 3006 or at bea@example.gov.uk.",
    )

    page = officer.get(draft.address("/rehearsal")).text

    for words in ("023 8083 3006", "bea@example.gov.uk", "The officer"):
        assert words in page
    assert f'href="{draft.address("/provisions/4.1")}"' in page


def test_a_text_without_details_says_so(draft: Council) -> None:
    page = draft.signed_in("lead").get(draft.address("/rehearsal")).text

    assert "were found in it" in page


def test_internal_evidence_is_in_the_form_and_not_in_the_text(draft: Council) -> None:
    officer = draft.signed_in("officer")
    fill_in(
        officer,
        draft.address("/provisions/4.1"),
        answer="yes",
        evidence_text_0=f"Case notes {MARKER}",
        evidence_day_0="3 March 2026",
        evidence_internal_0="yes",
        evidence_text_1="Complaints policy",
        evidence_day_1="1/2/2026",
    )

    form = officer.get(draft.address("/provisions/4.1")).text
    history = officer.get(draft.address("/provisions/4.1/history")).text
    text = officer.get(draft.address("/text")).text
    assert MARKER in form
    assert 'value="3 March 2026"' in form
    assert 'value="1 February 2026"' in form
    assert f"{MARKER}, 3 March 2026 (kept internal)" in history
    assert MARKER not in text
    assert "Complaints policy" in text


def test_a_date_that_cannot_be_read_is_asked_for_again_with_the_rest_kept(draft: Council) -> None:
    answer = fill_in(
        draft.signed_in("officer"),
        draft.address("/provisions/4.1"),
        evidence_text_0="Complaints policy",
        evidence_day_0="last spring",
    )

    assert answer.status_code == 422
    assert "“last spring” is not a day" in answer.text
    assert 'value="Complaints policy"' in answer.text
