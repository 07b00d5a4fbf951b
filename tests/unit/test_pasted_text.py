"""Pasted text: how it is tidied for keeping, and what of it becomes a list or a link."""

import random
import re
import unicodedata

import pytest

from app.domain.errors import Invalid
from app.domain.pasted_text import MOST_CHARACTERS, as_markdown, tidy


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("Word's own\vline break\u2028and another", "Word's own\nline break\nand another"),
        ("a\x00b\x07c\x9fd", "abcd"),
        ("\ufeffstart\u200b", "start"),
        ("user\u202egnp.exe\u2066", "usergnp.exe"),
        ("10\u00a0working\u202fdays", "10 working days"),
        ("trailing \t\nspace  ", "trailing\nspace"),
        ("\n\n  indented stays\n\n", "  indented stays"),
        ("cafe\u0301", "café"),
        ("e\u202d\u0301", "é"),
        ("half a pair \ud83d of UTF-16", "half a pair  of UTF-16"),
        ("•\tone", "•\tone"),
        ("Welsh, ŵ and ŷ; עברית; 👩‍👧", "Welsh, ŵ and ŷ; עברית; 👩‍👧"),
        ("", ""),
    ],
)
def test_text_is_tidied_for_keeping(typed: str, kept: str) -> None:
    assert tidy(typed) == kept


def test_tidying_twice_changes_nothing_more() -> None:
    chance = random.Random(1)  # the same at every run
    letters = "ab \t\r\n\v\x00\u00a0\u202e\u0301e\u2028\ufeff•\ud800"
    for _ in range(2000):
        once = tidy("".join(chance.choices(letters, k=12)))
        assert tidy(once) == once
        assert unicodedata.is_normalized("NFC", once)


def test_text_of_the_greatest_length_is_kept() -> None:
    assert tidy("x" * MOST_CHARACTERS + "\r\n ") == "x" * MOST_CHARACTERS


def test_longer_text_is_refused_in_a_sentence_that_names_the_field() -> None:
    with pytest.raises(Invalid, match=r"20,001 characters, and 20,000 is the most") as refusal:
        tidy("x" * (MOST_CHARACTERS + 1), "commentary")
    assert refusal.value.field == "commentary"


@pytest.mark.parametrize(
    "bullet", ["•\t", "• ", "· ", "·\t", "▪", "▪\t", "–\t", "- ", "o\t", "\uf0b7\t"]
)
def test_bullets_of_word_become_a_list(bullet: str) -> None:
    assert as_markdown(f"Ways:\n{bullet}phone\n{bullet}letter") == "Ways:\n\n- phone\n- letter"


@pytest.mark.parametrize(
    "numbers", [("1.\t", "2.\t"), ("1) ", "2) "), ("1. ", "2. "), ("(1) ", "(2) ")]
)
def test_numbers_become_a_numbered_list(numbers: tuple[str, str]) -> None:
    first, second = numbers
    assert as_markdown(f"{first}ask\n{second}answer") == "1. ask\n2. answer"


@pytest.mark.parametrize(
    "letters", [("a)", "b)"), ("(i)", "(ii)"), ("a.\t", "b.\t"), ("iv)", "v)")]
)
def test_letters_become_a_list_that_keeps_them(letters: tuple[str, str]) -> None:
    first, second = letters
    assert as_markdown(f"{first} residents\n{second} the board") == (
        f"+ {first.strip()} residents\n+ {second.strip()} the board"
    )


def test_numbers_that_do_not_follow_one_another_stay_as_typed() -> None:
    assert as_markdown("1. one\n3. three\n4. four") == "1. one\n\n3) three\n4) four"


def test_words_second_bullet_is_nested() -> None:
    assert as_markdown("•\tstages\no\tstage 1\no\tstage 2\n•\ttimes") == (
        "- stages\n  - stage 1\n  - stage 2\n- times"
    )


def test_deeper_indentation_is_nested_by_one_level_at_most() -> None:
    assert as_markdown("- a\n  - b\n      - c\n- d") == "- a\n  - b\n  - c\n- d"
    assert as_markdown("1. a\n   - b\n   1. c\n2. d") == "1. a\n   - b\n   1. c\n2. d"


def test_blank_lines_between_items_do_not_part_the_list() -> None:
    assert as_markdown("•\ta\n\n•\tb\n\nAfter.") == "- a\n- b\n\nAfter."


def test_a_line_that_goes_on_in_mid_sentence_belongs_to_its_item() -> None:
    assert as_markdown("•\tcomplaints by another\nprofessional body\nWe accept all others.") == (
        "- complaints by another\\\n  professional body\n\nWe accept all others."
    )


def test_a_bullet_that_lost_its_text_finds_it_on_the_next_line() -> None:
    assert as_markdown("•\n\nEnsuring access\n•\nMore") == "- Ensuring access\n- More"


def test_line_breaks_inside_a_paragraph_are_kept() -> None:
    assert as_markdown("Civic Centre\nSouthampton\n\nNext") == "Civic Centre\\\nSouthampton\n\nNext"


@pytest.mark.parametrize(
    "line",
    [
        "-5 degrees",
        "–no space",
        "1.6 underway",
        "2024. It was a year.",
        "* not housing",
        "o dear",
        "e.g. this",
        "(see below)",
        "# not a heading",
        "> not a quotation",
        "---",
        "100) is too many",
        "A. Frampton",
    ],
)
def test_what_only_looks_like_a_list_stays_a_paragraph(line: str) -> None:
    written = as_markdown(line)
    assert re.match(r"(?:[-+]|\d+[.)])[ \n]", written) is None
    assert written.replace("\\", "") == line


@pytest.mark.parametrize(
    ("line", "written"),
    [
        (
            "*a* _b_ `c` [d](e) <f> g|h ~~i~~ &amp;",
            r"\*a\* \_b\_ \`c\` \[d\](e) \<f\> g\|h \~\~i\~\~ \&amp;",
        ),
        ("# x", r"\# x"),
        ("+ x", r"\+ x"),
        ("===", r"\==="),
        (":--- | ---", r"\:--- \| ---"),
        ("300. x", r"300\. x"),
        ("back\\slash", r"back\\slash"),
        ("    four spaces", "four spaces"),
    ],
)
def test_marks_of_markdown_are_escaped(line: str, written: str) -> None:
    assert as_markdown(line) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("See https://example.org/a_b(c)_d.", "See <https://example.org/a_b(c)_d>."),
        ("(https://example.org/x)", "(<https://example.org/x>)"),
        ("HTTP://Example.org, and", "<HTTP://Example.org>, and"),
        ("https://example.org/?a=1&b=2#c", "<https://example.org/?a=1&b=2#c>"),
        ("https://www.gov.uk@elsewhere.example/", "https://www.gov.uk@elsewhere.example/"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("www.example.org", "www.example.org"),
        ("xhttps://example.org", "xhttps://example.org"),
        ("https://", "https://"),
        ("https://e.org/" + "x" * 2000, "https://e.org/" + "x" * 2000),
    ],
)
def test_plain_web_addresses_become_links_and_nothing_else_does(text: str, written: str) -> None:
    assert as_markdown(text) == written


def test_no_text_gives_no_markdown() -> None:
    assert as_markdown("") == as_markdown(" \n\t\n") == ""
