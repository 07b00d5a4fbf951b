"""Matching the rows of a form with an edition, and telling another edition's form."""

from dataclasses import replace

import pytest

from app.config import ROOT
from app.domain.edition_shelf import Editions, shelve
from app.domain.editions import Edition
from app.domain.errors import Invalid
from app.domain.form_rows import FilledForm, FormRow
from app.domain.official_wording import WordingPreview, preview, texts_to_keep
from app.reading.editions import read_editions
from tests.editions.word_forms import official

YEARS = ("2020", "2022", "2024")
SISTER = "Local Government and Social Care Ombudsman: Complaint Handling Code, self-assessment"


@pytest.fixture(scope="module")
def shelf() -> Editions:
    return read_editions(ROOT / "code_definitions")


def edition(shelf: Editions, year: str) -> Edition:
    found = shelf.get(f"housing-ombudsman-{year}")
    assert found is not None
    return found


def form_of(edition: Edition, words: str = "") -> list[FormRow]:
    """Return the rows of an edition's form, with invented words."""
    return [
        FormRow(one.number, words or official(one), row=at)
        for at, one in enumerate(edition.in_form, 2)
    ]


def previewed(shelf: Editions, year: str, rows: list[FormRow], around: str = "") -> WordingPreview:
    return preview(edition(shelf, year), FilledForm(tuple(rows), around), shelf)


def refusal(shelf: Editions, year: str, rows: list[FormRow], around: str = "") -> str:
    with pytest.raises(Invalid) as refused:
        previewed(shelf, year, rows, around)
    assert refused.value.field == "file"
    return refused.value.message


@pytest.mark.parametrize("words", ["", "Words that are like nothing at all"])
@pytest.mark.parametrize("year", YEARS)
def test_every_row_of_a_whole_form_is_matched(shelf: Editions, year: str, words: str) -> None:
    rows = form_of(edition(shelf, year), words)

    found = previewed(shelf, year, rows)

    assert [row.number for row in found.matched] == [row.number for row in rows]
    assert (found.missing, found.extra, found.doubtful) == ((), (), ())
    assert found.our_own_words == 0


@pytest.mark.parametrize("words", ["", "Words that are like nothing at all"])
@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("asked", YEARS)
def test_the_form_of_another_edition_is_refused(
    shelf: Editions, asked: str, year: str, words: str
) -> None:
    if asked == year:
        return
    message = refusal(shelf, asked, form_of(edition(shelf, year), words))

    assert f"This is the form of the Complaint Handling Code {year}" in message
    assert f"not of the Complaint Handling Code {asked}" in message


def test_the_refusal_says_which_numbers_gave_it_away(shelf: Editions) -> None:
    message = refusal(shelf, "2024", form_of(edition(shelf, "2022")))

    assert "It has 1.7, 1.8, 1.9" in message
    assert "it lacks 3.4, 3.5, 3.6" in message


def test_one_section_of_another_edition_is_told_by_its_words(shelf: Editions) -> None:
    section = [row for row in form_of(edition(shelf, "2022")) if str(row.number).startswith("2.")]

    assert "the form of the Complaint Handling Code 2022" in refusal(shelf, "2024", section)


def test_a_few_rows_of_the_right_edition_are_enough(shelf: Editions) -> None:
    rows = [row for row in form_of(edition(shelf, "2024")) if row.number in ("1.2", "9.8")]

    found = previewed(shelf, "2024", rows)

    assert [row.number for row in found.matched] == ["1.2", "9.8"]
    assert len(found.missing) == 70


def test_the_form_of_a_corrected_edition_serves_its_correction(shelf: Editions) -> None:
    old = edition(shelf, "2024")
    correction = replace(old, name="2024-1", corrects="2024")
    both = shelve([*shelf, correction])

    for one in (old, correction):
        assert len(preview(one, FilledForm(tuple(form_of(old))), both).matched) == 72


def test_a_form_with_strange_numbers_is_refused(shelf: Editions) -> None:
    rows = [FormRow(f"{section}.{number}", "W") for section in (31, 32) for number in range(1, 6)]

    assert "only 0 have a number of that edition" in refusal(shelf, "2024", rows)


@pytest.mark.parametrize(
    ("rows", "around", "seen"),
    [
        (
            [FormRow(str(one), f"Section {one} should be met") for one in range(1, 10)],
            SISTER,
            "one row for each section",
        ),
        (
            [FormRow(f"1.{one}", "An organisation should do it") for one in range(1, 9)],
            SISTER,
            "say “should”",
        ),
        (
            [FormRow("1.2", "People can go to the Local Government & Social Care Ombudsman")],
            "",
            "its requirements name that ombudsman",
        ),
        ([FormRow("1.2", "Words")], SISTER, "its title names that ombudsman"),
    ],
)
def test_the_other_ombudsmans_code_is_refused(
    shelf: Editions, rows: list[FormRow], around: str, seen: str
) -> None:
    message = refusal(shelf, "2024", rows, around)

    assert "Local Government and Social Care Ombudsman's code, not of" in message
    assert seen in message


def test_should_alone_or_sections_alone_are_refused_without_a_name(shelf: Editions) -> None:
    should = [FormRow(f"1.{one}", "One should") for one in range(1, 7)]
    sections = [FormRow(str(one), "A section") for one in range(1, 10)]

    assert "say “should” where this edition says “must”" in refusal(shelf, "2024", should)
    assert "one row for each section" in refusal(shelf, "2024", sections)


def test_a_landlord_that_mentions_the_other_ombudsman_is_not_refused(shelf: Editions) -> None:
    around = f"Housing Ombudsman: Complaint Handling Code\nWe also follow the {SISTER}."

    assert len(previewed(shelf, "2024", form_of(edition(shelf, "2024")), around).matched) == 72


@pytest.mark.parametrize(
    "around",
    [
        "Under “Code requirement” stands our summary of the Code, not its official text.",
        "What the Code asks stands here in our summary, not in its official text.",
        "It stands here in the Ombudsman's wording for 3 of 72, and in our summary for the rest; …",
    ],
)
def test_a_form_that_we_made_does_not_pose_as_official(shelf: Editions, around: str) -> None:
    message = refusal(shelf, "2024", form_of(edition(shelf, "2024")), around)

    assert "made from our own summaries" in message


def test_words_that_are_exactly_ours_are_pointed_out(shelf: Editions) -> None:
    rows = [FormRow(one.number, one.requirement) for one in edition(shelf, "2024").in_form]

    assert previewed(shelf, "2024", rows).our_own_words == 72


def test_titles_and_questions_for_evidence_are_no_rows(shelf: Editions) -> None:
    rows = [FormRow("2", "Exclusions"), FormRow(None, "Evidence relied upon"), FormRow("2.1", "W")]

    found = previewed(shelf, "2024", rows)

    assert len(found.matched) == 1
    assert (found.extra, found.doubtful) == ((), ())


def test_missing_and_extra_rows_are_named(shelf: Editions) -> None:
    rows = [row for row in form_of(edition(shelf, "2024")) if row.number != "6.10"]
    rows.append(FormRow("10.1", "More", table=9, row=9))

    found = previewed(shelf, "2024", rows)

    assert found.missing == ("6.10",)
    assert [(row.number, row.place) for row in found.extra] == [("10.1", "table 9, row 9")]


def test_a_number_that_stands_twice_is_doubtful_unless_it_says_the_same(shelf: Editions) -> None:
    same = [
        FormRow("1.2", "The same words"),
        FormRow("1.2", "The same  words."),
        FormRow("1.2", ""),
    ]
    unlike = [FormRow("1.3", "Some words", row=7), FormRow("1.3", "Other words", row=9)]

    found = previewed(shelf, "2024", same + unlike)

    assert [row.number for row in found.matched] == ["1.2"]
    assert [row.number for row in found.doubtful] == ["1.3", "1.3"]
    assert "more than once with different texts: table 1, row 7 and table 1, row 9" in (
        found.doubtful[0].why
    )


def test_a_row_without_text_is_doubtful_and_cannot_be_kept(shelf: Editions) -> None:
    (row,) = previewed(shelf, "2024", [FormRow("1.2", "")]).doubtful

    assert (row.number, row.can_be_kept) == ("1.2", False)


def test_numbers_that_slipped_are_doubtful(shelf: Editions) -> None:
    code = edition(shelf, "2024")
    rows = form_of(code)
    at = code.in_form.index(code.provision("6.2"))  # type: ignore[arg-type]
    rows[at] = replace(rows[at], requirement=official(code.provision("5.14")))  # type: ignore[arg-type]

    (row,) = previewed(shelf, "2024", rows).doubtful

    assert row.number == "6.2"
    assert "5.14" in row.why
    assert "may have slipped" in row.why


def test_rows_without_numbers_are_placed_by_order_and_words(shelf: Editions) -> None:
    rows = [
        replace(row, number=None) if row.number in ("1.3", "1.4", "9.8") else row
        for row in form_of(edition(shelf, "2024"))
    ]

    found = previewed(shelf, "2024", rows)

    assert [row.number for row in found.doubtful] == ["1.3", "1.4", "9.8"]
    assert found.missing == ()
    assert len(found.matched) == 69


def test_a_form_whose_numbers_word_makes_is_all_in_doubt(shelf: Editions) -> None:
    code = edition(shelf, "2024")
    rows = [replace(row, number=None) for row in form_of(code)]

    found = previewed(shelf, "2024", rows)

    assert [row.number for row in found.doubtful] == [one.number for one in code.in_form]


def test_what_is_ticked_is_kept_once_for_each_provision(shelf: Editions) -> None:
    rows = [
        FormRow("1.2", "Words"),
        FormRow("1.3", "Some words"),
        FormRow("1.3", "Other words"),
        FormRow("1.4", ""),
    ]
    found = previewed(shelf, "2024", rows)

    assert texts_to_keep(found.matched, found.doubtful, ()) == {"1.2": "Words"}
    assert texts_to_keep(found.matched, found.doubtful, [1, 2, 99]) == {
        "1.2": "Words",
        "1.3": "Other words",
    }
    with pytest.raises(Invalid, match="two texts for 1.3"):
        texts_to_keep(found.matched, found.doubtful, [0, 1])
