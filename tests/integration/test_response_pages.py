"""The page of one provision, as it is filled in."""

import pytest

from tests import assessment_factories as make
from tests.integration.conftest import Council, fill_in, form_of

CLOSED = ["under_scrutiny", "signed_off", "published"]


# At the page.


def test_a_typed_page_is_saved_and_leads_to_the_next_provision(draft: Council) -> None:
    client = draft.signed_in("officer")

    saved = fill_in(
        client,
        draft.address("/provisions/1.2"),
        answer="yes",
        holds_in="both",
        commentary="In our policy.",
        evidence_text_0="Policy, section 2",
        evidence_link_0="https://example.org/policy",
        do="next",
    )

    assert saved.status_code == 303
    assert saved.location == draft.address("/provisions/1.3")
    page = client.get(draft.address("/provisions/1.2"))
    fields = form_of(page)
    assert fields["answer"] == ["yes"]
    assert fields["holds_in"] == ["both"]
    assert fields["commentary"] == ["In our policy."]
    assert fields["evidence_text_0"] == ["Policy, section 2"]


@pytest.mark.parametrize(
    ("number", "do", "leads_to"),
    [
        ("1.2", "save", "/provisions/1.2"),
        ("1.2", "evidence", "/provisions/1.2#evidence"),
        ("1.2", "action", "/actions/new?provision=1.2"),
        ("1.2", "next", "/provisions/1.3"),
        ("9.8", "next", ""),
    ],
)
def test_each_button_saves_and_leads_where_it_says(
    draft: Council, number: str, do: str, leads_to: str
) -> None:
    client = draft.signed_in("officer")

    saved = fill_in(client, draft.address(f"/provisions/{number}"), answer="yes", do=do)

    assert saved.location == draft.address(leads_to)
    assert make.response_to(draft.assessment, number).answer == "yes"


def test_the_pages_of_the_form_are_joined_in_the_order_of_the_code(draft: Council) -> None:
    client = draft.signed_in("officer")

    first = client.get(draft.address("/provisions/1.2")).text
    middle = client.get(draft.address("/provisions/6.10")).text

    assert "1 of 72" in first
    assert 'rel="prev"' not in first
    assert "/provisions/6.9" in middle
    assert "/provisions/6.11" in middle


def test_the_second_person_sees_both_texts_and_loses_nothing(draft: Council) -> None:
    theirs, mine = draft.signed_in("lead"), draft.signed_in("officer")
    page = draft.address("/provisions/1.2")
    typed = form_of(mine.get(page)) | {"answer": "no", "commentary": "My own words."}
    fill_in(theirs, page, answer="yes", commentary="Their own words.")

    clash = mine.post(page, data=typed)

    assert clash.status_code == 409
    assert "The lead saved it" in clash.text
    assert "<p>Their own words.</p>" in clash.text
    assert form_of(clash)["commentary"] == ["My own words."]
    assert form_of(clash)["answer"] == ["no"]
    assert make.response_to(draft.assessment, "1.2").commentary == "Their own words."


def test_after_a_clash_the_same_form_saves(draft: Council) -> None:
    theirs, mine = draft.signed_in("lead"), draft.signed_in("officer")
    page = draft.address("/provisions/1.2")
    typed = form_of(mine.get(page)) | {"commentary": "My own words."}
    fill_in(theirs, page, commentary="Their own words.")
    clash = mine.post(page, data=typed)

    saved = mine.post(page, data=form_of(clash))

    assert saved.status_code == 303
    assert make.response_to(draft.assessment, "1.2").commentary == "My own words."


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"answer": "not_applicable"}, "does not allow this answer"),
        ({"answer": "perhaps"}, "does not allow this answer"),
        ({"holds_in": "heaven"}, "Choose one of the answers"),
        ({"evidence_link_0": "javascript:alert(1)"}, "starts with https://"),
        ({"evidence_link_0": "https://example.org"}, "what this evidence is"),
        ({"plan_note": "a" * 20_001}, "20,001 characters"),
    ],
)
def test_what_cannot_be_saved_is_shown_again_as_it_was_typed(
    draft: Council, typed: dict[str, str], said: str
) -> None:
    client = draft.signed_in("officer")

    answer = fill_in(
        client, draft.address("/provisions/1.2"), **{"commentary": "A long hour's work."} | typed
    )

    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    assert said in answer.text
    assert form_of(answer)["commentary"] == ["A long hour's work."]
    assert make.response_to(draft.assessment, "1.2").version == 1


def test_more_evidence_than_fits_is_told_so_and_kept_as_it_was_typed(draft: Council) -> None:
    client = draft.signed_in("officer")
    typed = {f"evidence_text_{at}": f"Item {at}" for at in range(60)}

    answer = fill_in(client, draft.address("/provisions/1.2"), **typed)

    assert answer.status_code == 422
    assert "At most 40 pieces of evidence" in answer.text
    assert 'href="#evidence_text_40"' in answer.text
    assert typed.items() <= {name: words[0] for name, words in form_of(answer).items()}.items()
    assert make.response_to(draft.assessment, "1.2").version == 1


def test_bullets_pasted_from_word_become_a_list_in_the_preview(draft: Council) -> None:
    client = draft.signed_in("officer")
    pasted = "We offer:\r\n·\tthe telephone\r\n·\ta form\r\n\r\n1.\tFirst\r\n2.\tSecond"

    preview = fill_in(client, draft.address("/provisions/1.2"), commentary=pasted, do="preview")

    assert preview.status_code == 200
    assert "<li>the telephone</li>\n<li>a form</li>" in preview.text
    assert "<ol>\n<li>First</li>\n<li>Second</li>\n</ol>" in preview.text
    assert "Not saved yet" in preview.text
    assert form_of(preview)["commentary"][0].split() == pasted.split()
    assert make.response_to(draft.assessment, "1.2").version == 1


def test_a_text_too_long_to_save_is_told_so_in_the_preview(draft: Council) -> None:
    client = draft.signed_in("officer")

    preview = fill_in(
        client, draft.address("/provisions/1.2"), commentary="word " * 5000, do="preview"
    )

    assert "20,000 is the most" in preview.text


@pytest.mark.parametrize("state", CLOSED)
def test_a_closed_provision_is_shown_without_its_form(
    state: str, request: pytest.FixtureRequest
) -> None:
    council: Council = request.getfixturevalue(state)
    client = council.signed_in("officer")

    page = client.get(council.address("/provisions/1.2"))
    token = client.get("/account").text.split('name="csrf_token" value="')[1].split('"')[0]
    refused = client.post(
        council.address("/provisions/1.2"), data={"csrf_token": token, "version": "2"}
    )

    assert "answers cannot be changed" in page.text
    assert "<textarea" not in page.text
    assert refused.status_code == 409
    assert make.response_to(council.assessment, "1.2").answer == "yes"


def test_an_earlier_text_is_put_back_from_the_history_page(draft: Council) -> None:
    client = draft.signed_in("officer")
    page = draft.address("/provisions/1.2")
    fill_in(client, page, commentary="First text.")
    entry = draft.history()[-1].sequence
    fill_in(client, page, commentary="Second text.")

    history = client.get(f"{page}/history")
    answer = client.post(f"{page}/history/{entry}/restore", data=form_of(history))

    assert history.text.index("Second text.") < history.text.index("Put back what it said then")
    assert answer.status_code == 303
    assert form_of(client.get(page))["commentary"] == ["First text."]
    assert "put back an earlier text of 1.2" in client.get(f"{page}/history").text


def test_an_action_is_listed_at_each_of_its_provisions(draft: Council) -> None:
    make.raise_action(draft.assessment, draft.officer, "Hire two people", provisions=("5.6", "5.7"))
    client = draft.signed_in("reader")

    shown = [
        "Hire two people" in client.get(draft.address(f"/provisions/{number}")).text
        for number in ("5.5", "5.6", "5.7", "5.8")
    ]

    assert shown == [False, True, True, False]


@pytest.mark.parametrize("number", ["1.1", "9.9", "4.1.0", "nonsense"])
def test_a_provision_that_the_form_lacks_is_answered_by_what_exists(
    draft: Council, number: str
) -> None:
    answer = draft.signed_in("lead").get(draft.address(f"/provisions/{number}"))

    assert answer.status_code == 404
    assert "It runs from 1.2 to 9.8." in answer.text
