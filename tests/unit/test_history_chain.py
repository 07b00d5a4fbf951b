"""The chain of the history: each entry's hash binds everything it says to all that came before."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.domain.history import FIRST_HASH, WRITING, Kind, entry_hash
from app.models import HistoryEntry
from app.models.facts import chained_facts

AT = datetime(2026, 11, 21, 12, 0, 0, 5, tzinfo=UTC)
FACTS: dict[str, Any] = {
    "landlord_id": 1,
    "document_id": 2,
    "kind": Kind.RESPONSE_RECORDED,
    "subject": "provision:4.10",
    "at": AT,
    "by_id": 3,
    "by_name": "Zoë",
    "by_role": "officer",
    "request_id": "a1",
    "before": {"answer": None},
    "after": {"answer": "yes"},
    "reason": None,
}
OTHER_VALUES: dict[str, Any] = {
    "landlord_id": 2,
    "document_id": None,
    "kind": Kind.RESPONSE_RESTORED,
    "subject": "provision:4.1",
    "at": AT + timedelta(microseconds=1),
    "by_id": None,
    "by_name": "Zoe",
    "by_role": "complaints_lead",
    "request_id": "a2",
    "before": {"answer": "no"},
    "after": {"answer": "no"},
    "reason": "",
}


@dataclass
class Link:
    """An entry with its place in a chain."""

    previous: str
    facts: dict[str, Any]
    hash: str


def chain_of(*said: str) -> list[Link]:
    chain: list[Link] = []
    for words in said:
        previous = chain[-1].hash if chain else FIRST_HASH
        facts = {"said": words}
        chain.append(Link(previous, facts, entry_hash(previous, facts)))
    return chain


def first_break(chain: list[Link]) -> int | None:
    """Return the place of the first entry that does not hold, as whoever checks it would."""
    previous = FIRST_HASH
    for at, link in enumerate(chain):
        if link.previous != previous or link.hash != entry_hash(previous, link.facts):
            return at
        previous = link.hash
    return None


def test_the_hash_is_that_of_the_hash_before_and_the_facts_in_canonical_form() -> None:
    text = f'{FIRST_HASH}\n{{"a":[1,null],"é":"4.10"}}'

    expected = hashlib.sha256(text.encode()).hexdigest()

    assert entry_hash(FIRST_HASH, {"é": "4.10", "a": [1, None]}) == expected


def test_the_order_in_which_facts_are_given_does_not_matter() -> None:
    assert entry_hash("0", {"a": 1, "b": 2}) == entry_hash("0", {"b": 2, "a": 1})


def test_the_same_facts_after_another_entry_have_another_hash() -> None:
    assert entry_hash(FIRST_HASH, {"a": 1}) != entry_hash("1" * 64, {"a": 1})


def test_a_chain_as_it_was_written_holds() -> None:
    assert first_break(chain_of("one", "two", "three")) is None


@pytest.mark.parametrize("at", range(4))
def test_a_changed_entry_breaks_the_chain_where_it_stands(at: int) -> None:
    chain = chain_of("one", "two", "three", "four")
    chain[at].facts = {"said": "other"}

    assert first_break(chain) == at


@pytest.mark.parametrize("at", range(3))
def test_a_changed_entry_with_a_new_hash_breaks_the_chain_at_the_next(at: int) -> None:
    chain = chain_of("one", "two", "three", "four")
    chain[at].facts = {"said": "other"}
    chain[at].hash = entry_hash(chain[at].previous, chain[at].facts)

    assert first_break(chain) == at + 1


@pytest.mark.parametrize("at", range(3))
def test_an_entry_taken_out_breaks_the_chain(at: int) -> None:
    chain = chain_of("one", "two", "three", "four")
    del chain[at]

    assert first_break(chain) == at


def test_two_entries_exchanged_break_the_chain() -> None:
    chain = chain_of("one", "two", "three")
    chain[1], chain[2] = chain[2], chain[1]

    assert first_break(chain) == 1


@pytest.mark.parametrize("name", FACTS)
def test_every_fact_of_an_entry_is_in_its_hash(name: str) -> None:
    entry = HistoryEntry(**FACTS)
    altered = HistoryEntry(**FACTS | {name: OTHER_VALUES[name]})

    before = entry_hash(FIRST_HASH, chained_facts(entry))

    assert entry_hash(FIRST_HASH, chained_facts(altered)) != before


def test_no_column_is_left_out_but_the_sequence_and_the_hashes() -> None:
    columns = {column.name for column in HistoryEntry.__table__.columns}

    assert columns - set(FACTS) == {"sequence", "previous_hash", "hash"}
    assert len(chained_facts(HistoryEntry(**FACTS))) == len(FACTS)


def test_who_answers_or_promises_has_helped_to_write() -> None:
    assert {
        Kind.RESPONSE_RECORDED,
        Kind.RESPONSE_RESTORED,
        Kind.RESPONSE_CONFIRMED,
        Kind.RESPONSE_STARTED_AFRESH,
        Kind.ACTION_RAISED,
        Kind.ACTION_CHANGED,
        Kind.ACTION_REMOVED,
        Kind.AMENDMENT_MADE,
        Kind.REPORT_PART_WRITTEN,
    } == WRITING
