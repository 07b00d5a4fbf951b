"""One provision at a time: saved by halves, by two people at once, put back, and harmless."""

import pytest

from app.database import transaction
from app.domain.answers import Answer, Reach
from app.domain.errors import ChangedByAnother, Invalid, NotAllowed, NotFound, StepNotAllowed
from app.domain.history import Kind
from app.domain.response_content import ResponseContent
from app.domain.responses import EvidenceFacts
from app.models.facts import responses_of
from app.services.responses import record_response, restore_response
from tests import assessment_factories as make
from tests.conftest import NOW
from tests.correction_factories import shelf
from tests.factories import actor
from tests.integration.conftest import Council

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
            shelf(),
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
