"""The rules over an edition, each broken once in an edition that is right otherwise."""

from dataclasses import replace
from typing import Any

import pytest

from app.domain.edition_faults import (
    date_span,
    faults_of_edition,
    faults_of_guidance,
)
from app.domain.edition_succession import faults_of_succession
from app.domain.editions import (
    AnswerType,
    Change,
    Deadline,
    DeadlineKind,
    Dropped,
    Edition,
    Effect,
    Guidance,
    Obligation,
    Part,
    Predecessor,
    Provision,
    Section,
    Unit,
)
from app.domain.faults import Fault, quoted, text_faults


def make_provision(number: str = "1.1", **values: Any) -> Provision:
    """Make a provision that is right unless `values` say otherwise."""
    usual: dict[str, Any] = {
        "title": "Answer in time",
        "obligation": Obligation.MUST,
        "requirement": "Complaints are answered within 10 working days.",
        "answer": AnswerType.YES_NO,
    }
    return Provision(number=number, **(usual | values))


def make_edition(*provisions: Provision, **values: Any) -> Edition:
    """Make an edition of one section, right unless `values` say otherwise."""
    usual: dict[str, Any] = {
        "rulebook": "example",
        "name": "2024",
        "title": "Example Code",
        "issuer": "Example Ombudsman",
        "published": "2024-02-08",
        "in_force": "2024-04-01",
        "comply_by": None,
        "superseded": None,
        "statutory": True,
        "source": "https://www.example.org/code/",
        "follows": None,
        "form_name": "Annex A",
        "form_columns": ("Requirement", "Comply"),
        "sections": (Section("1", "Time", provisions or (make_provision(),)),),
    }
    return Edition(**(usual | values))


def make_part(key: str = "1", answer: AnswerType | None = None) -> Part:
    """Make a part of a provision."""
    return Part(key=key, text="in time", answer=answer)


def make_link(number: str) -> Predecessor:
    """Make a link to a provision of the edition before."""
    return Predecessor(number, Change.REWORDED, Effect.SAME)


def make_deadline(number: int) -> Deadline:
    """Make a limit of so many working days."""
    return Deadline("answer", number, Unit.WORKING_DAYS, "receipt", DeadlineKind.LIMIT)


def make_sections(*numbers: str) -> tuple[Section, ...]:
    """Make sections with these numbers and one provision each."""
    return tuple(Section(one, "Time", (make_provision(f"{one}.1"),)) for one in numbers)


def show(place: tuple[str | int, ...]) -> int:
    """Stand in for a file: the line is how deep the place lies."""
    return len(place)


def messages(edition: Edition) -> list[str]:
    """Return the sentences about an edition."""
    return [fault.message for fault in faults_of_edition(edition, where="2024.yaml")]


BY_PARTS = AnswerType.PARTS
STATEMENT = {"obligation": Obligation.STATEMENT}
QUESTION = {"obligation": Obligation.QUESTION}


@pytest.mark.parametrize(
    "edition",
    [
        pytest.param(make_edition(), id="the usual one"),
        pytest.param(make_edition(make_provision("1.9"), make_provision("1.10")), id="1.10 last"),
        pytest.param(make_edition(sections=make_sections("2", "9", "10")), id="section 10 last"),
        pytest.param(make_edition(make_provision(in_form=False, **STATEMENT)), id="a statement"),
        pytest.param(
            make_edition(make_provision(answer=BY_PARTS, parts=(make_part("a", AnswerType.TEXT),))),
            id="answered by parts",
        ),
        pytest.param(make_edition(published="2024", in_force="2024-04"), id="dates of months"),
        pytest.param(make_edition(comply_by="2024-04-01", superseded="2024-04-02"), id="short"),
        pytest.param(make_edition(make_provision(deadlines=(make_deadline(1),))), id="one day"),
    ],
)
def test_an_edition_that_keeps_the_rules_has_no_faults(edition: Edition) -> None:
    assert messages(edition) == []


@pytest.mark.parametrize(
    ("edition", "sentence"),
    [
        (make_edition(make_provision("1.")), "“1.” is not a provision number"),
        (make_edition(make_provision("1.1.1")), "“1.1.1” is not a provision number"),
        (make_edition(make_provision("1.01")), "“1.01” is not a provision number"),
        (make_edition(make_provision("1.٣")), "“1.٣” is not a provision number"),
        (make_edition(make_provision(f"1.{'9' * 5000}")), "is not a provision number"),
        (make_edition(make_provision("2.1")), "Provision 2.1 stands in section “1”"),
        (make_edition(make_provision(), make_provision()), "Provision 1.1 stands twice"),
        (
            make_edition(make_provision("1.10"), make_provision("1.9")),
            "Provision 1.9 comes after 1.10",
        ),
        (make_edition(sections=make_sections("2", "1")), "Section 1 comes after 2"),
        (
            make_edition(sections=(Section("one", "Time", (make_provision(),)),)),
            "“one” is not a section number",
        ),
        (make_edition(make_provision(**STATEMENT)), "A statement is never in the form"),
        (make_edition(make_provision(answer=BY_PARTS)), "is answered by its parts and has none"),
        (
            make_edition(make_provision(answer=BY_PARTS, parts=(make_part(),))),
            "Each part here needs an “answer”: share, count, text or yes_no",
        ),
        (
            make_edition(make_provision(answer=BY_PARTS, parts=(make_part("1", BY_PARTS),))),
            "Each part here needs an “answer”",
        ),
        (
            make_edition(make_provision(parts=(make_part("1", AnswerType.TEXT),))),
            "Only parts of a provision with “answer: parts” have an answer",
        ),
        (make_edition(make_provision(parts=(make_part(), make_part()))), "Two parts have the key"),
        (make_edition(make_provision(deadlines=(make_deadline(0),))), "A deadline is 1 or more"),
        (make_edition(make_provision(predecessors=(make_link("x"),))), "“x” is not a provision"),
        (make_edition(dropped=(Dropped("1.", "gone"),)), "“1.” is not a provision number"),
        (make_edition(rulebook="../etc"), "“../etc” is not a name"),
        (make_edition(name="2024 "), "“2024 ” is not a name"),
        (make_edition(published="8 February 2024"), "“8 February 2024” is not a date"),
        (make_edition(in_force="2024-02-30"), "“2024-02-30” is not a date"),
        (make_edition(in_force="2024-01"), "“in_force” is before “published”"),
        (make_edition(comply_by="2024-03-31"), "“comply_by” is before “in_force”"),
        (make_edition(superseded="2024-04-01"), "“superseded” is not after “in_force”"),
        (make_edition(source="http://www.example.org/"), "is not an https address"),
        (make_edition(source="https://example.org/ x"), "is not an https address"),
        (make_edition(source="https://user@example.org/"), "is not an https address"),
        (make_edition(source="javascript:alert(1)"), "is not an https address"),
    ],
)
def test_a_broken_rule_is_said_in_a_sentence(edition: Edition, sentence: str) -> None:
    (message,) = messages(edition)

    assert sentence in message
    assert message.endswith(".")


def test_the_same_dropped_provision_is_told_at_both_places() -> None:
    edition = make_edition(dropped=(Dropped("1.2", "gone"), Dropped("1.2", "away")))

    assert messages(edition) == ["1.2 is dropped more than once: keep one reason."] * 2


def test_the_same_predecessor_is_told_at_both_places() -> None:
    edition = make_edition(make_provision(predecessors=(make_link("1.1"), make_link("1.1"))))

    assert messages(edition) == ["1.1 is named twice as predecessor: keep one of them."] * 2


@pytest.mark.parametrize("other", [Obligation.MUST, Obligation.SHOULD, Obligation.STATEMENT])
def test_the_odd_provision_out_is_told_where_questions_and_duties_meet(other: Obligation) -> None:
    odd = make_provision("1.3", obligation=other, in_form=False)
    questions = (make_provision("1.1", **QUESTION), make_provision("1.2", **QUESTION))

    (message,) = messages(make_edition(*questions, odd))

    assert "The other provisions are question, and “1.3” is not" in message


def test_a_fault_knows_its_place() -> None:
    edition = make_edition(make_provision("1.1"), make_provision("1.1"))

    (fault,) = faults_of_edition(edition, where="2024.yaml", line_of=show)

    assert str(fault).startswith("2024.yaml:5: Provision 1.1 stands twice")


BEFORE = make_edition(
    make_provision("1.1"),
    make_provision("1.2"),
    name="2020",
    published="2020",
    in_force="2020-04-01",
    superseded="2024-04-01",
)
AFTER = make_edition(
    make_provision("1.1", predecessors=(make_link("1.1"),)),
    follows="2020",
    dropped=(Dropped("1.2", "gone"),),
)


def succession(edition: Edition, *others: Edition) -> list[str]:
    """Return the sentences about an edition among others."""
    known = {one.name: one for one in (edition, *others)}
    faults = faults_of_succession(edition, known, names=set(known), where="2024.yaml")
    return [fault.message for fault in faults]


def test_an_edition_that_continues_or_drops_everything_has_no_faults() -> None:
    assert succession(AFTER, BEFORE) == []
    assert succession(BEFORE, AFTER) == []


@pytest.mark.parametrize(
    ("edition", "sentence"),
    [
        (replace(AFTER, dropped=()), "Provision 1.2 of example-2020 is lost"),
        (
            replace(AFTER, dropped=(*AFTER.dropped, Dropped("1.1", "gone"))),
            "1.1 is continued here and also under “dropped”",
        ),
        (
            replace(AFTER, dropped=(*AFTER.dropped, Dropped("1.3", "gone"))),
            "example-2020 has no provision “1.3” to drop",
        ),
        (
            make_edition(
                make_provision(predecessors=(make_link("1.1"), make_link("8.8"))),
                follows="2020",
                dropped=AFTER.dropped,
            ),
            "example-2020 has no provision “8.8”",
        ),
        (replace(AFTER, follows="2019"), "There is no edition “2019” of example"),
        (replace(AFTER, follows="2024"), "in a circle (2024 → 2024)"),
    ],
)
def test_what_gets_lost_between_editions_is_told(edition: Edition, sentence: str) -> None:
    assert any(sentence in message for message in succession(edition, BEFORE))


def test_a_first_edition_continues_nothing() -> None:
    found = succession(replace(AFTER, follows=None), BEFORE)

    assert len(found) == 2
    assert all("write “follows”, or delete it." in message for message in found)


def test_editions_that_follow_each_other_in_a_circle_are_told() -> None:
    before = replace(BEFORE, follows="2024")

    assert any("(2024 → 2020 → 2024)" in message for message in succession(AFTER, before))


def test_an_edition_before_that_could_not_be_read_is_not_judged_against() -> None:
    found = faults_of_succession(AFTER, {"2024": AFTER}, names={"2020", "2024"}, where="2024.yaml")

    assert found == ()


@pytest.mark.parametrize("superseded", [None, "2024-03-31", "2024-04"])
def test_an_edition_ends_on_the_day_the_next_begins(superseded: str | None) -> None:
    (message,) = succession(replace(BEFORE, superseded=superseded), AFTER)

    assert message == (
        "example-2024 follows this edition from “2024-04-01”: write that date as “superseded”."
    )


def test_each_provision_has_guidance_once() -> None:
    edition = make_edition(make_provision("1.1"), make_provision("1.2"))
    guidance = [Guidance(number, "You get an answer.") for number in ("1.1", "1.1", "9.9")]

    faults = faults_of_guidance(guidance, edition, where="2024.guidance.yaml", line_of=show)

    assert [str(fault) for fault in faults] == [
        "2024.guidance.yaml:1: Provision 1.2 has no guidance: write it.",
        "2024.guidance.yaml:3: 1.1 has guidance twice: keep one.",
        "2024.guidance.yaml:3: example-2024 has no provision “9.9”: correct the number.",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a\u202eb", "U+202E (right-to-left override)"),
        ("a\u200bb", "U+200B (zero width space)"),
        ("a\tb", "U+0009 (a control character)"),
        ("a\ud800b", "U+D800"),
        ("<b>bold</b>", "HTML or Markdown at “<b>bold</b>”"),
        ("<!-- -->", "HTML or Markdown"),
        ("see [this](x)", "HTML or Markdown"),
    ],
)
def test_hidden_characters_and_markup_in_text_are_told(text: str, words: str) -> None:
    (message,) = text_faults(text)

    assert words in message


@pytest.mark.parametrize("text", ["fewer than 5 < 10", "Two\nlines", "Tŷ a gardd – “£5”", "a & b"])
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert list(text_faults(text)) == []


def test_a_quotation_is_short_and_shows_what_is_hidden() -> None:
    assert quoted("a\u202eb") == "“a[U+202E]b”"
    assert quoted("x" * 1000) == f"“{'x' * 60}…”"


def test_faults_are_sorted_by_file_and_line() -> None:
    faults = [Fault("b", 1, "x"), Fault("a", 10, "x"), Fault("a", 9, "x"), Fault("a", None, "x")]

    assert [str(fault) for fault in sorted(faults)] == ["a: x", "a:9: x", "a:10: x", "b:1: x"]


def test_a_month_is_all_its_days() -> None:
    span = date_span("2024-02")

    assert span is not None
    assert [day.isoformat() for day in span] == ["2024-02-01", "2024-02-29"]
    assert date_span("2024-13") is None
    assert date_span("0000") is None
