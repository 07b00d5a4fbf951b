"""What comes along from an earlier assessment: everything, in its place, and nothing counts."""

from dataclasses import replace

import pytest

from app.domain.carrying import Carried
from app.domain.edition_shelf import shelve
from app.domain.editions import Edition, Provision
from app.domain.errors import Invalid
from app.domain.response_content import ResponseContent
from app.domain.statement import build
from app.models import Assessment
from app.models.carrying_facts import ended_of, parents_of, states_of
from app.models.facts import assessment_facts
from tests import assessment_factories as make
from tests.carrying_factories import YES, before, begin, confirm, editions_of, numbers, parents
from tests.correction_factories import correct, go_over, install
from tests.integration.conftest import Council


def test_everything_comes_along_and_nothing_counts(council: Council) -> None:
    earlier = before(council, make.CODE_2022)
    make.answer_everything(earlier, council.officer)

    assessment = begin(council, earlier)

    facts = assessment_facts(assessment, make.edition_of(assessment))
    summary = build(facts)["summary"]
    assert assessment.carried_from_id == earlier.id
    assert (summary["yes"], summary["no"], summary["not_answered"]) == (0, 0, 72)
    # 5.1 and 5.4 were not in the 2022 edition, and 9.2 was there without a question.
    assert facts.to_confirm == {
        number for number, state in states_of(assessment).items() if state is Carried.TO_CONFIRM
    }
    assert not {"5.1", "5.4", "9.2"} & facts.to_confirm
    assert {"5.8", "2.3", "2.2", "6.13"} <= facts.to_confirm


def test_every_answer_is_with_an_heir_or_readable_among_the_ended(council: Council) -> None:
    shelf = editions_of(council)
    for at, (old, new) in enumerate(
        [
            (make.CODE_2020, make.CODE_2022),
            (make.CODE_2020, make.CODE_2024),
            (make.CODE_2022, make.CODE_2024),
            (make.CODE_2024, make.CODE_2024),
        ]
    ):
        earlier = before(council, old, f"20{10 + 2 * at}/{11 + 2 * at}")
        make.answer_everything(earlier, council.officer)
        assessment = begin(council, earlier, new, year=f"20{11 + 2 * at}/{12 + 2 * at}")
        found = parents_of(assessment, shelf.by_id[new], shelf)
        carried = {
            (parent.number, parent.content.answer is not None)
            for several in found.values()
            for parent in several
        }
        ended = {(one.number, True) for one in ended_of(assessment, shelf.by_id[new], shelf)}
        asked = {(one.number, True) for one in shelf.by_id[old].in_form}
        assert asked == {pair for pair in carried | ended if pair[1]}, (old, new)
        assert all(one.reason for one in ended_of(assessment, shelf.by_id[new], shelf))


def test_a_merged_provision_lists_all_its_parents_and_a_split_one_is_offered_to_each_child(
    council: Council,
) -> None:
    earlier = before(council, make.CODE_2022)
    make.answer_everything(earlier, council.officer)

    assessment = begin(council, earlier)

    assert parents(council, assessment, "5.8") == ["4.6", "4.7", "4.12"]
    assert parents(council, assessment, "2.2") == ["1.8", "4.14"]
    assert parents(council, assessment, "2.3") == ["1.8"]
    assert parents(council, assessment, "6.13") == ["5.12"]


def test_shares_and_texts_of_2020_stay_what_they_were(council: Council) -> None:
    earlier = before(council, make.CODE_2020)
    make.answer_everything(earlier, council.officer)
    share = next(one for one in make.edition_of(earlier).in_form if one.answer == "share")
    text = next(one for one in make.edition_of(earlier).in_form if one.answer == "text")
    assessment = begin(council, earlier)
    shelf, edition = editions_of(council), make.edition_of(assessment)
    said = {
        one.number: one.content.answer
        for several in parents_of(assessment, edition, shelf).values()
        for one in several
    } | {one.number: one.content.answer for one in ended_of(assessment, edition, shelf)}

    assert said[share.number] == {"percent": "79.3"}
    assert said[text.number] == {"text": "We changed the letters."}


def test_an_answer_that_the_form_of_now_does_not_allow_is_never_converted(
    council: Council,
) -> None:
    earlier = before(council, make.CODE_2020)
    said = ResponseContent(make.plain_answer(_provision(earlier, "4.7")), commentary="Late.")
    make.answer(earlier, council.officer, "4.7", said.answer, commentary="Late.")
    assessment = begin(council, earlier)

    with pytest.raises(Invalid, match="does not allow"):
        confirm(council, assessment, "6.3", {"percent": "79.3"})
    with pytest.raises(Invalid, match="Choose your answer"):
        confirm(council, assessment, "6.3")
    confirm(council, assessment, "6.3", "no")
    row = make.response_to(assessment, "6.3")
    assert (row.answer, row.commentary) == ("no", "Late.")


def _provision(assessment: Assessment, number: str) -> Provision:
    provision = make.edition_of(assessment).provision(number)
    assert provision is not None
    return provision


def test_what_is_not_confirmed_yet_comes_along_further_without_an_answer(
    council: Council,
) -> None:
    first = before(council, make.CODE_2024, "2023/24")
    make.answer_several(first, council.officer, {"5.6": YES, "5.7": YES})
    second = begin(council, first, year="2024/25")
    confirm(council, second, "5.7")
    third = begin(council, second)

    shelf, edition = editions_of(council), make.edition_of(third)
    (unconfirmed,) = parents_of(third, edition, shelf, "5.6")["5.6"]
    (confirmed,) = parents_of(third, edition, shelf, "5.7")["5.7"]
    assert unconfirmed.content == replace(YES, answer=None, holds_in=None)
    assert (unconfirmed.year, confirmed.content) == ("2024/25", YES)


def test_a_mapping_carries_answers_across_to_another_code_and_asks_for_each(
    council: Council,
) -> None:
    earlier = before(council, make.CODE_2024)
    make.answer_several(earlier, council.officer, {"5.6": YES})
    shelf = editions_of(council)
    other = replace(
        shelf.by_id[make.CODE_2024], rulebook="another", name="2025", follows=None, dropped=()
    )
    both = shelve([*shelf, other], mappings={(other.id, make.CODE_2024): {"1.2": ("5.6", "5.7")}})

    assessment = begin(council, earlier, other.id, editions=both)

    (first, second) = parents_of(assessment, other, both, "1.2")["1.2"]
    assert (first.number, first.content, second.number) == ("5.6", YES, "5.7")
    assert make.response_to(assessment, "1.2").carried is Carried.TO_CONFIRM
    assert make.response_to(assessment, "5.6").carried is Carried.NOTHING
    assert numbers(ended_of(assessment, other, both)) >= {"1.2", "9.8"}


def test_carrying_from_a_correction_and_to_one_keeps_every_number(council: Council) -> None:
    shelf = editions_of(council)
    edition: Edition = shelf.by_id[make.CODE_2024]
    corrected = replace(edition, name="2024-a", corrects="2024")
    both = shelve([*shelf, corrected])
    earlier = before(council, make.CODE_2024)
    make.answer_several(earlier, council.officer, {"5.6": YES})

    assessment = begin(council, earlier, corrected.id, editions=both)

    (parent,) = parents_of(assessment, corrected, both, "5.6")["5.6"]
    assert parent.content == YES


def test_what_was_carried_to_a_provision_that_a_correction_withdrew_stays_readable(
    council: Council,
) -> None:
    earlier = before(council, make.CODE_2024)
    make.answer_several(earlier, council.officer, {"9.8": YES})
    assessment = begin(council, earlier)
    install(correct(make.edition_of(earlier), withdrawn=["9.8"]))

    go_over(assessment, council.lead)

    (ended,) = ended_of(assessment, make.edition_of(assessment), editions_of(council))
    assert (ended.number, ended.content) == ("9.8", YES)
    page = council.signed_in("lead").get(f"/assessments/{assessment.id}/carried").text
    assert "So it is." in page
