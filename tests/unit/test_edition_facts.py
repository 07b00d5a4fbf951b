"""An edition kept as plain facts comes back the same, to the last letter and the digest."""

import json
from dataclasses import replace
from typing import Any

import pytest

from app.config import ROOT
from app.domain.edition_facts import edition_as_facts, edition_from_facts
from app.domain.editions import Guidance
from app.domain.errors import Damaged
from app.reading.editions import read_editions

SHELF = read_editions(ROOT / "code_definitions")
IDS = sorted(SHELF.by_id)


def kept(facts: dict[str, Any]) -> dict[str, Any]:
    """Return facts as a database gives them back."""
    found: dict[str, Any] = json.loads(json.dumps(facts))
    return found


@pytest.mark.parametrize("edition_id", IDS)
def test_an_edition_and_its_guidance_come_back_the_same(edition_id: str) -> None:
    edition = SHELF.by_id[edition_id]
    notes = [SHELF.guidance(edition_id, one.number) for one in edition.provisions]
    guidance = tuple(note for note in notes if note)

    found = edition_from_facts(kept(edition_as_facts(edition, guidance)), digest=edition.digest)

    assert found == (edition, guidance)
    assert found[0].digest == edition.digest


def test_a_correction_and_hostile_words_come_back_the_same() -> None:
    words = "<b>“Five”</b> '; DROP TABLE \u202e -- {{ 7 }} \n\u0000 é e\u0301"
    edition = replace(SHELF.by_id["housing-ombudsman-2024"], corrects="2024", title=words)
    guidance = (Guidance("1.2", words, (words,)),)

    facts = kept(edition_as_facts(edition, guidance))

    assert edition_from_facts(facts, digest=edition.digest) == (edition, guidance)


def test_when_it_was_superseded_is_no_part_of_the_digest() -> None:
    edition = replace(SHELF.by_id["housing-ombudsman-2024"], superseded="2030-01-01")

    found, _ = edition_from_facts(
        kept(edition_as_facts(edition)), digest=SHELF.by_id["housing-ombudsman-2024"].digest
    )

    assert found.superseded == "2030-01-01"


def change(path: tuple[str | int, ...], value: Any) -> dict[str, Any]:
    """Return the facts of an edition with one of them changed."""
    facts = kept(edition_as_facts(SHELF.by_id["housing-ombudsman-2024"]))
    inside: Any = facts
    for step in path[:-1]:
        inside = inside[step]
    inside[path[-1]] = value
    return facts


@pytest.mark.parametrize(
    "facts",
    [
        change(("edition", "title"), "Another Code"),
        change(("edition", "sections", 0, "provisions", 0, "number"), "9.99"),
        change(("edition", "sections", 0, "provisions", 0, "obligation"), "perhaps"),
        change(("edition", "sections"), None),
        change(("edition", "sections"), "text"),
        change(("edition", "unknown"), 1),
        change(("guidance",), [{}]),
        change(("edition",), []),
        {},
    ],
    ids=lambda facts: str(list(facts))[:30],
)
def test_facts_that_were_altered_are_damaged_and_never_guessed(facts: dict[str, Any]) -> None:
    digest = SHELF.by_id["housing-ombudsman-2024"].digest

    with pytest.raises(Damaged):
        edition_from_facts(facts, digest=digest)
