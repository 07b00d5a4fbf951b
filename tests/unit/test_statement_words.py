"""The words of a published statement: dates, counts, links."""

from typing import Any

import pytest

from app.domain.documents import Document
from app.rendering.statement_words import (
    due_in_words,
    evidence_in_words,
    holds_in_words,
    joined,
    licence_in_words,
    link_to,
    moment_day_in_words,
    moment_in_words,
)
from app.rendering.telephones import with_links
from tests.unit import statements


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (None, "No date given"),
        ({"promised": "30 September 2024", "last_day": "2024-09-30"}, "30 September 2024"),
        (
            {"promised": "by 30th September 2024", "last_day": "2024-09-30"},
            "by 30th September 2024",
        ),
        ({"promised": "30/09/2024", "last_day": "2024-09-30"}, "30/09/2024"),
        (
            {"promised": "September 2024", "last_day": "2024-09-30"},
            "September 2024 (30 September 2024 at the latest)",
        ),
    ],
)
def test_a_promise_is_told_as_made_with_its_last_day_where_that_says_more(
    due: dict[str, Any] | None, words: str
) -> None:
    assert due_in_words(due) == words


def test_times_are_londons_in_winter_and_summer() -> None:
    assert moment_in_words("2026-11-21T00:05:00Z") == "21 November 2026 at 12:05am"
    assert moment_in_words("2026-07-01T11:30:00Z") == "1 July 2026 at 12:30pm"
    assert moment_day_in_words("2026-06-30T23:30:00Z") == "1 July 2026"


def test_words_are_joined_as_people_join_them() -> None:
    assert [joined(one) for one in (["a"], ["a", "b"], ["a", "b", "c"])] == [
        "a",
        "a and b",
        "a, b and c",
    ]


def test_only_addresses_become_links() -> None:
    assert link_to("https://example.org/x") == "https://example.org/x"
    assert link_to("a.b@example.org") == "mailto:a.b@example.org"
    assert link_to("javascript:alert(1)") is None
    assert link_to("https://example.org or by post") is None


def answered(*provisions: Document) -> Document:
    """Return as much of a document as tells of provisions answered Yes."""
    bare = {"evidence": [], "answer": {"value": "yes", "holds_in": None}}
    return {"sections": [{"provisions": [{**bare, **one} for one in provisions]}]}


def holding(*places: str | None) -> Document:
    return answered(*({"answer": {"value": "yes", "holds_in": place}} for place in places))


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (answered({}, {}), "None of the 2 Yes answers gives evidence."),
        (answered({"evidence": [1]}, {"evidence": [1]}), "Every Yes gives evidence."),
        (answered({"evidence": [1]}, {}), "1 of the 2 Yes answers gives no evidence."),
        (
            answered({"evidence_internal": 2}, {"evidence": [1], "evidence_internal": 1}),
            "Every Yes gives evidence. 1 of them rests on evidence that is not published.",
        ),
        (
            answered({"evidence_internal": 1}, {"evidence_internal": 1}, {}),
            "1 of the 3 Yes answers gives no evidence. "
            "2 more rest on evidence that is not published.",
        ),
    ],
)
def test_evidence_that_is_not_published_is_told_apart_from_none(
    document: Document, words: str
) -> None:
    assert evidence_in_words(document) == words


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (
            holding("both", "policy", "policy", None),
            "Of the 4 Yes answers, 1 holds in policy and in practice, 2 hold in policy only and "
            "1 does not say.",
        ),
        (
            holding(None, None),
            "Of the 2 Yes answers, none says whether it holds in policy, in practice or in both.",
        ),
        (holding("practice"), "Of the 1 Yes answer, 1 holds in practice only."),
    ],
)
def test_where_a_yes_holds_is_counted_and_what_is_not_said_as_well(
    document: Document, words: str
) -> None:
    assert holds_in_words(document) == words


def test_without_a_yes_nothing_is_said_of_evidence_or_where_it_holds() -> None:
    empty = statements.issued_empty()
    assert (evidence_in_words(empty), holds_in_words(empty)) == (None, None)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("023 8083 3006", '<a href="tel:02380833006">023 8083 3006</a>'),
        ("+44 (0)23 8083 3006", '<a href="tel:+442380833006">+44 (0)23 8083 3006</a>'),
        (
            "0300 111 3000 or 07700 900123, 9 to 5",
            '<a href="tel:03001113000">0300 111 3000</a> or '
            '<a href="tel:07700900123">07700 900123</a>, 9 to 5',
        ),
        ("Room 0101, 2024/25, <b>", "Room 0101, 2024/25, &lt;b&gt;"),
        ("https://example.org/02380833006", "https://example.org/02380833006"),
    ],
)
def test_telephone_numbers_can_be_dialled_and_nothing_else(text: str, html: str) -> None:
    assert with_links(text) == html


def test_the_licence_is_said_in_a_sentence() -> None:
    named = {"name": "Open Government Licence v3.0", "link": "https://example.org/"}
    assert licence_in_words(named) == (
        "Text and data may be used under the Open Government Licence v3.0."
    )
    reserved = {"name": "All rights reserved", "link": None}
    assert licence_in_words(reserved) == "Text and data: all rights reserved."
