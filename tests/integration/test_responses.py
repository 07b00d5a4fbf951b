"""One provision at a time: saved by halves, by two people at once, put back, and harmless."""

from html import escape

import pytest
from flask.testing import FlaskClient

from app.database import transaction
from app.domain.answers import Answer, Reach
from app.domain.errors import ChangedByAnother, Invalid, NotAllowed, NotFound, StepNotAllowed
from app.domain.history import Kind
from app.domain.responses import EvidenceFacts
from app.domain.workflow import Reason
from app.models.facts import responses_of
from app.services.responses import ResponseContent, record_response, restore_response
from tests import assessment_factories as make
from tests.conftest import NOW
from tests.factories import actor
from tests.integration.conftest import Council, fill_in, form_of

HOSTILE = "<script>alert(1)</script>{{ 7*7 }}<img src=x onerror=alert(2)>"
CLOSED = ["under_scrutiny", "signed_off", "published"]


def save(
    council: Council, number: str, content: ResponseContent, *, by: str, seen_version: int
) -> None:
    with transaction():
        record_response(
            council.assessment,
            council.edition,
            number,
            content,
            seen_version=seen_version,
            by=actor(council.person(by), council.landlord),
            now=NOW,
        )


def put_back(
    council: Council,
    number: str,
    sequence: int,
    *,
    by: str = "officer",
    seen_version: int | None = None,
) -> None:
    versions = {row.number: row.version for row in responses_of(council.assessment)}
    with transaction():
        restore_response(
            council.assessment,
            council.edition,
            number,
            sequence,
            seen_version=versions[number] if seen_version is None else seen_version,
            by=actor(council.person(by), council.landlord),
            now=NOW,
        )


# At the service.


def test_a_saved_response_is_kept_and_told_in_the_history(draft: Council) -> None:
    evidence = EvidenceFacts("Policy, section 2", "https://example.org/policy")

    make.answer(
        draft.assessment,
        draft.officer,
        "1.2",
        holds_in=Reach.POLICY,
        commentary="In our policy since 2022.",
        evidence=(evidence,),
    )

    saved = make.response_to(draft.assessment, "1.2")
    assert (saved.answer, saved.holds_in, saved.version) == ("yes", Reach.POLICY, 2)
    assert [(item.text, item.link) for item in saved.evidence] == [(evidence.text, evidence.link)]
    entry = draft.history()[-1]
    assert (entry.kind, entry.subject) == (Kind.RESPONSE_RECORDED, "provision:1.2")
    assert (entry.by_name, entry.by_role) == ("The officer", "officer")
    assert set(entry.after or {}) == {"answer", "holds_in", "commentary", "evidence"}
    assert entry.before == {"answer": None, "holds_in": None, "commentary": "", "evidence": []}


def test_half_a_page_may_be_saved(draft: Council) -> None:
    make.answer(draft.assessment, draft.officer, "1.2", None, commentary="We still have to look.")

    saved = make.response_to(draft.assessment, "1.2")
    assert (saved.answer, saved.commentary) == (None, "We still have to look.")


def test_a_no_without_an_explanation_or_a_plan_may_be_saved(draft: Council) -> None:
    make.answer(draft.assessment, draft.officer, "1.2", "no")

    assert make.response_to(draft.assessment, "1.2").answer == "no"


def test_an_answer_may_be_taken_back_to_not_answered(answered: Council) -> None:
    make.answer(answered.assessment, answered.officer, "1.2", None)

    assert make.response_to(answered.assessment, "1.2").answer is None


def test_saving_without_a_change_writes_no_history(answered: Council) -> None:
    before = len(answered.history())
    version = make.response_to(answered.assessment, "1.2").version

    make.answer_everything(answered.assessment, answered.lead)

    assert len(answered.history()) == before
    assert make.response_to(answered.assessment, "1.2").version == version


def test_only_what_changed_is_written_in_the_history(answered: Council) -> None:
    said = EvidenceFacts("Complaints policy", "https://example.org/policy")

    make.answer(answered.assessment, answered.officer, "1.2", commentary="More.", evidence=(said,))

    assert answered.history()[-1].before == {"commentary": ""}
    assert answered.history()[-1].after == {"commentary": "More."}


def test_where_a_yes_holds_is_not_kept_with_a_no_nor_what_falls_short_with_a_yes(
    draft: Council,
) -> None:
    reaches = {"holds_in": Reach.BOTH, "shortfall": Reach.PRACTICE}

    yes = make.answer(draft.assessment, draft.officer, "1.2", "yes", **reaches)
    no = make.answer(draft.assessment, draft.officer, "1.3", "no", **reaches)

    assert (yes.holds_in, yes.shortfall) == (Reach.BOTH, None)
    assert (no.holds_in, no.shortfall) == (None, Reach.PRACTICE)


def test_changing_only_the_evidence_makes_the_older_form_stale(draft: Council) -> None:
    content = ResponseContent(evidence=(EvidenceFacts("Policy"),))
    save(draft, "1.2", content, by="officer", seen_version=1)

    with pytest.raises(ChangedByAnother):
        save(draft, "1.2", ResponseContent(commentary="Mine"), by="lead", seen_version=1)

    assert make.response_to(draft.assessment, "1.2").commentary == ""


def test_the_second_of_two_people_overwrites_nothing(draft: Council) -> None:
    save(draft, "1.2", ResponseContent(commentary="Theirs"), by="officer", seen_version=1)

    with pytest.raises(ChangedByAnother, match=r"saved 1\.2"):
        save(draft, "1.2", ResponseContent(commentary="Mine"), by="lead", seen_version=1)

    assert make.response_to(draft.assessment, "1.2").commentary == "Theirs"


def test_two_people_on_two_provisions_never_meet(draft: Council) -> None:
    save(draft, "1.2", ResponseContent(answer="yes"), by="officer", seen_version=1)
    save(draft, "1.3", ResponseContent(answer="no"), by="lead", seen_version=1)

    assert make.response_to(draft.assessment, "1.2").answer == "yes"
    assert make.response_to(draft.assessment, "1.3").answer == "no"


@pytest.mark.parametrize(
    "refused", ["not_applicable", "perhaps", {"count": 3}, {"text": "Yes"}, {"parts": {}}]
)
def test_an_answer_that_the_edition_does_not_allow_is_refused(
    draft: Council, refused: Answer
) -> None:
    with pytest.raises(Invalid, match=r"does not allow this answer to 1\.2"):
        make.answer(draft.assessment, draft.officer, "1.2", refused)

    assert make.response_to(draft.assessment, "1.2").answer is None


@pytest.mark.parametrize("state", CLOSED)
def test_answers_are_closed_once_the_draft_is_sent(
    state: str, request: pytest.FixtureRequest
) -> None:
    council: Council = request.getfixturevalue(state)

    with pytest.raises(StepNotAllowed, match="no longer a draft"):
        make.answer(council.assessment, council.lead, "1.2", "no")
    with pytest.raises(StepNotAllowed, match="no longer a draft"):
        put_back(council, "1.2", 1, by="lead")

    assert make.response_to(council.assessment, "1.2").answer == "yes"


@pytest.mark.parametrize("who", ["member", "reader"])
def test_who_may_not_edit_records_nothing(draft: Council, who: str) -> None:
    with pytest.raises(NotAllowed):
        make.answer(draft.assessment, draft.person(who), "1.2")

    assert make.response_to(draft.assessment, "1.2").answer is None


def test_an_earlier_text_is_put_back_as_a_new_entry(draft: Council) -> None:
    first = ResponseContent("no", shortfall=Reach.PRACTICE, commentary="First.")
    save(draft, "1.2", first, by="officer", seen_version=1)
    entry = draft.history()[-1].sequence
    save(draft, "1.2", ResponseContent("yes", commentary="Second."), by="lead", seen_version=2)

    put_back(draft, "1.2", entry)

    saved = make.response_to(draft.assessment, "1.2")
    assert (saved.answer, saved.shortfall, saved.commentary) == ("no", Reach.PRACTICE, "First.")
    kinds = [one.kind for one in draft.history()[-3:]]
    assert kinds == [Kind.RESPONSE_RECORDED, Kind.RESPONSE_RECORDED, Kind.RESPONSE_RESTORED]


def test_what_is_put_back_is_the_whole_text_and_not_only_what_the_entry_changed(
    draft: Council,
) -> None:
    evidence = (EvidenceFacts("Policy"),)
    save(
        draft,
        "1.2",
        ResponseContent("yes", commentary="First.", evidence=evidence),
        by="officer",
        seen_version=1,
    )
    save(
        draft,
        "1.2",
        ResponseContent("yes", commentary="Second.", evidence=evidence),
        by="officer",
        seen_version=2,
    )
    entry = draft.history()[-1].sequence
    save(draft, "1.2", ResponseContent(), by="officer", seen_version=3)

    put_back(draft, "1.2", entry)

    saved = make.response_to(draft.assessment, "1.2")
    assert (saved.answer, saved.commentary, len(saved.evidence)) == ("yes", "Second.", 1)


def test_putting_back_does_not_overwrite_what_was_saved_meanwhile(draft: Council) -> None:
    make.answer(draft.assessment, draft.officer, "1.2", "yes")
    make.answer(draft.assessment, draft.officer, "1.2", "no", commentary="Newer.")
    entry = draft.history()[-2].sequence

    with pytest.raises(ChangedByAnother, match="saved while the history was open"):
        put_back(draft, "1.2", entry, seen_version=2)


def test_an_entry_of_another_provision_cannot_be_put_back(draft: Council) -> None:
    make.answer(draft.assessment, draft.officer, "1.3", commentary="Of 1.3.")
    entry = draft.history()[-1].sequence

    with pytest.raises(NotFound, match=r"history of 1\.2"):
        put_back(draft, "1.2", entry)


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
        ({"evidence_link_0": "javascript:alert(1)"}, "beginning with https://"),
        ({"evidence_link_0": "https://example.org"}, "what this address shows"),
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


# The questionnaire of 2020.


@pytest.fixture
def record(council: Council) -> Council:
    make.start(council.landlord, council.lead, make.CODE_2020, "2020/21", Reason.RECORD)
    return council


@pytest.mark.parametrize(
    ("number", "typed", "kept", "shown"),
    [
        ("4.6", {"figure": "23 of 29"}, {"count": 23, "of": 29}, "23 of 29 (79.3%)"),
        ("4.6", {"figure": "79.3 %"}, {"percent": "79.3"}, "79.3%"),
        ("4.10", {"missing": "yes"}, {"not_available": True}, "Figure not available"),
        (
            "6.3",
            {"figure": "0"},
            {"count": 0},
            'Answer</dt><dd class="govuk-summary-list__value">0',
        ),
        ("3.8", {"figure": "Two days."}, {"text": "Two days."}, "Two days."),
        ("3.4", {"answer": "not_applicable"}, "not_applicable", "Not applicable"),
        (
            "4.7",
            {"part_c": "28 of 29", "missing_a": "yes"},
            {"parts": {"a": {"not_available": True}, "c": {"count": 28, "of": 29}}},
            "at stage 2: 28 of 29 (96.6%)",
        ),
        (
            "8.2",
            {"part_b": "In a report."},
            {"parts": {"b": {"text": "In a report."}}},
            "with the board or governing body: In a report.",
        ),
    ],
)
def test_each_kind_of_answer_of_2020_is_typed_kept_and_shown(
    record: Council, number: str, typed: dict[str, str], kept: Answer, shown: str
) -> None:
    lead = record.signed_in("lead")
    page = record.address(f"/provisions/{number}")

    saved = fill_in(lead, page, **typed)

    assert saved.status_code == 303
    assert make.response_to(record.assessment, number).answer == kept
    assert shown in record.signed_in("reader").get(page).text
    again = form_of(lead.get(page))
    for name, value in typed.items():
        assert again[name] in ([value], ["79.3%"])


@pytest.mark.parametrize(
    ("number", "typed", "said"),
    [
        ("4.6", {"figure": "most of them"}, "is not a share"),
        ("4.6", {"figure": "30 of 29"}, "more than the whole"),
        ("6.3", {"figure": "-1"}, "is not a whole number"),
        ("4.7", {"part_a": "all", "part_c": "28 of 29"}, "is not a share"),
        ("3.1", {"answer": "not_applicable"}, "does not allow"),
    ],
)
def test_a_figure_that_cannot_be_read_is_shown_again(
    record: Council, number: str, typed: dict[str, str], said: str
) -> None:
    client = record.signed_in("lead")

    answer = fill_in(client, record.address(f"/provisions/{number}"), **typed)

    assert answer.status_code == 422
    assert said in answer.text
    for name, value in typed.items():
        assert name == "answer" or form_of(answer)[name] == [value]


def test_only_in_a_record_may_an_answer_be_marked_as_read_elsewhere(record: Council) -> None:
    lead = record.signed_in("lead")
    fill_in(lead, record.address("/provisions/1.1"), answer="yes", inferred="yes")
    inferred = make.response_to(record.assessment, "1.1").basis
    make.start(record.landlord, record.lead, make.CODE_2020, "2021/22")

    fill_in(lead, record.address("/provisions/1.1"), answer="yes", inferred="yes")

    assert inferred == "inferred"
    assert make.response_to(record.assessment, "1.1").basis == "stated"


def test_the_history_tells_a_figure_in_words(record: Council) -> None:
    lead = record.signed_in("lead")
    page = record.address("/provisions/4.6")
    fill_in(lead, page, figure="22 of 29")
    fill_in(lead, page, figure="23 of 29", commentary="One more was in time.")

    history = lead.get(f"{page}/history").text

    assert "the answer was “Not answered” and is “22 of 29 (75.9%)”" in history
    assert "the answer was “22 of 29 (75.9%)” and is “23 of 29 (79.3%)”" in history
    assert "One more was in time." in history


def test_the_history_tells_an_answer_in_parts(record: Council) -> None:
    lead = record.signed_in("lead")
    page = record.address("/provisions/8.2")
    fill_in(lead, page, part_b="In a report.")

    history = lead.get(f"{page}/history").text

    assert "In a report." in history


# Hostile text.


@pytest.fixture
def hostile(draft: Council) -> Council:
    client = draft.signed_in("officer")
    fill_in(
        client,
        draft.address("/provisions/1.2"),
        answer="no",
        commentary=HOSTILE,
        plan_note=HOSTILE,
        evidence_text_0=HOSTILE,
        evidence_link_0="https://example.org/'\"><script>alert(3)</script>",
    )
    fill_in(
        client,
        draft.address("/actions/new?provision=1.2"),
        title=HOSTILE,
        owner=HOSTILE,
        due="March 2027",
        stage="dropped",
        dropped_reason=HOSTILE,
    )
    return draft


@pytest.mark.parametrize(
    "page",
    [
        "",
        "/provisions/1.2",
        "/provisions/1.2/history",
        "/summary",
        "/readiness",
        "/plan",
        "/history",
        "/text",
        "/actions/1",
    ],
)
@pytest.mark.parametrize("who", ["officer", "reader"])
def test_hostile_text_is_shown_as_text_on_every_page(hostile: Council, page: str, who: str) -> None:
    shown = hostile.signed_in(who).get(hostile.address(page))

    assert shown.status_code == 200
    assert_inert(shown.text)
    if page in ("/provisions/1.2", "/plan", "/history", "/text"):
        assert escape("<script>alert(1)", quote=False) in shown.text
        assert "{{ 7*7 }}" in shown.text


def test_hostile_text_is_harmless_in_the_preview_and_in_a_clash(hostile: Council) -> None:
    client = hostile.signed_in("officer")
    page = hostile.address("/provisions/1.2")

    preview = fill_in(client, page, commentary=HOSTILE, do="preview")
    clash = fill_in(client, page, commentary=f"{HOSTILE} again", version="1")

    assert clash.status_code == 409
    for shown in (preview, clash):
        assert_inert(shown.text)


def test_hostile_text_is_harmless_where_an_error_shows_it_again(hostile: Council) -> None:
    client: FlaskClient = hostile.signed_in("officer")

    shown = fill_in(client, hostile.address("/actions/new"), title=HOSTILE, due=HOSTILE)

    assert shown.status_code == 422
    assert_inert(shown.text)


def assert_inert(page: str) -> None:
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert page.count("<script>") <= 1, "GOV.UK's own, which the policy names by its hash."
