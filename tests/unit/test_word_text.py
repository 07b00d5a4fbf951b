"""Text in Word files: lists and addresses as they were typed, and nothing that could be run."""

import random
import time
from datetime import datetime
from xml.etree import ElementTree

import pytest

from app.rendering.word_limits import MOST_LINKS, MOST_LISTS, MOST_MARKS
from app.rendering.word_parts import About, new_document, table, to_bytes
from app.rendering.word_text import TOO_MANY_LINES, add_line, add_link, add_text, plain
from tests.unit.word_files import R, W, body_of, lines_of, parts_of, rows_of

ABOUT = About("A title", "A subject", "A council", datetime(2026, 7, 1), "an identifier")


def with_text(text: str) -> bytes:
    """Return a file with a table of one cell that holds a text."""
    made = new_document(ABOUT, landscape=False)
    rows = [[lambda cell: add_text(cell, text)]]
    table(made, ["Heading"], rows, widths=[170], caption="A table")
    return to_bytes(made)


def test_pasted_lists_become_lists_that_count_from_where_they_were_typed() -> None:
    content = with_text(
        "We cover:\n•\tby phone\n\to\tabroad\n3. third\n4. fourth\n(a) lettered\nEnd"
    )

    cell = rows_of(body_of(content)[2])[1][0]
    styles = [one.get(f"{W}val") for one in cell.iter(f"{W}pStyle")]
    assert styles == ["ListBullet", "ListBullet", "ListNumber", "ListNumber", "ListContinue"]
    assert [one.get(f"{W}val") for one in cell.iter(f"{W}ilvl")] == ["0", "1", "0", "0"]
    assert lines_of(cell) == [
        "We cover:", "by phone", "abroad", "third", "fourth", "(a) lettered", "End",
    ]  # fmt: skip
    numbering = ElementTree.fromstring(parts_of(content)["word/numbering.xml"])
    assert [one.get(f"{W}val") for one in numbering.iter(f"{W}startOverride")] == ["3"]


def test_an_address_in_a_text_is_a_link_without_the_end_of_its_sentence() -> None:
    content = with_text("See https://example.org/a?b=1&c=2.")

    assert lines_of(body_of(content))[-1] == "See https://example.org/a?b=1&c=2."
    assert followed(content) == ["https://example.org/a?b=1&c=2"]


LINKS = {
    "https://example.org/policy": "https://example.org/policy",
    "HTTP://EXAMPLE.org/a b<\"'>%zz": "http://EXAMPLE.org/a%20b%3C%22'%3E%25zz",
    "https://bücher.example:8080/ü#ä": "https://xn--bcher-kva.example:8080/%C3%BC#%C3%A4",
    "https://example.org/\ud800": "https://example.org/?",
    "mailto:a@example.org": "mailto:a@example.org",
    "mailto:a@example.org?attach=x": None,
    "javascript:alert(1)": None,
    "file:///etc/passwd": None,
    "\\\\server\\share": None,
    "#bookmark": None,
    "https://user@example.org/": None,
    "https://": None,
    "https://[::1": None,
    f"https://{'a' * 80}ü.example/": None,
    f"https://example.org/{'a' * 3000}": None,
}


@pytest.mark.parametrize("link", LINKS)
def test_only_proper_web_and_email_addresses_can_be_followed(link: str) -> None:
    made = new_document(ABOUT, landscape=False)
    add_link(add_line(made), "An item", link)

    content = to_bytes(made)

    assert lines_of(body_of(content))[-1] == "An item"
    assert followed(content) == ([LINKS[link]] if LINKS[link] else [])


def test_more_links_and_lists_than_word_can_bear_stay_text() -> None:
    links = [f"http://a.uk/{number}" for number in range(MOST_LINKS + 50)]
    lists = [f"{number % 90 + 2}. item\nText" for number in range(MOST_LISTS + 50)]

    content = with_text("\n".join((*links, *lists)))

    lines = "\n".join(lines_of(body_of(content))).splitlines()
    assert set(links) <= set(lines)
    assert len(followed(content)) <= MOST_LINKS
    assert lines[-2] == f"{(MOST_LISTS + 49) % 90 + 2}. item"


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "\n\v\f\r\n", "\ud800", "\ufffe\u202e", "a\x00b"]
)
def test_no_text_breaks_the_file(text: str) -> None:
    assert lines_of(body_of(with_text(text)))[-1] == text.strip(
        "\x00\n\v\f\r \ud800\ufffe\u202e"
    ).replace("\x00", "")


def test_any_text_gives_a_file_that_another_reader_can_read() -> None:
    chance = random.Random(3)  # the same texts at every run
    kinds = (range(0x20), range(0x20, 0x100), range(0x2000, 0x2070), range(0xD7F0, 0xE010))
    signs = [*(chr(one) for kind in kinds for one in kind), "•\t", "1. ", "(a) ", "http://a.b/"]
    for _ in range(60):
        anything = [*signs, *(chr(chance.randrange(0x110000)) for _ in range(300))]
        text = "".join(chance.choices(anything, k=40))
        made = new_document(About(text, text, text, ABOUT.made_at, text), landscape=False)
        add_text(made, text)
        add_link(add_line(made), text, f"http://a.b/{text}")

        assert lines_of(body_of(to_bytes(made)))[-1] == plain(text)


@pytest.mark.parametrize("lines", ["•\ta\n", "1. a\n", "a\n\n", "http://a.b "])
def test_four_times_the_text_costs_about_four_times_the_time(lines: str) -> None:
    quarter = lines * (MOST_MARKS // 12)

    # What grows with the square takes sixteen times as long; a busy machine alone can double it.
    assert min(cost(quarter * 4) for _ in range(2)) < 8 * min(cost(quarter) for _ in range(3)) + 0.1


def test_a_file_of_too_many_lines_loses_none_of_their_words() -> None:
    made = new_document(ABOUT, landscape=False)
    for number in range(30):
        add_text(made, f"•\t{number}\n" * 1_000)

    lines = lines_of(body_of(to_bytes(made)))

    assert len(lines) < MOST_MARKS
    assert " ".join(lines).replace(" / ", " ").split().count("29") == 1_000
    assert lines[-2:] == [TOO_MANY_LINES, " / ".join(["• 29"] * 1_000)]


def cost(text: str) -> float:
    """Return the seconds of the processor that a text takes outside a table."""
    made = new_document(ABOUT, landscape=False)
    began = time.process_time()
    add_text(made, text)
    to_bytes(made)
    return time.process_time() - began


def followed(content: bytes) -> list[str | None]:
    """Return the addresses that the links of a file lead to."""
    relations = ElementTree.fromstring(parts_of(content)["word/_rels/document.xml.rels"])
    targets = {one.get("Id"): one.get("Target") for one in relations}
    return [targets[one.get(f"{R}id", "")] for one in body_of(content).iter(f"{W}hyperlink")]
