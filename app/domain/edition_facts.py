"""An edition and our guidance as plain facts, to be kept in a database and read back unchanged.

What is read back is the same edition to the last letter, so it has the digest that it had.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, TypeAlias

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
from app.domain.errors import Damaged

Facts: TypeAlias = Mapping[str, Any]


def edition_as_facts(edition: Edition, guidance: Sequence[Guidance] = ()) -> dict[str, Any]:
    """Return an edition and the guidance to it as facts that JSON can hold.

    The edition's digest leaves our guidance out, so this has one of its own.
    """
    notes = [asdict(one) for one in guidance]
    return {"edition": asdict(edition), "guidance": notes, "guidance_digest": _digest(notes)}


def edition_from_facts(facts: Facts, *, digest: str) -> tuple[Edition, tuple[Guidance, ...]]:
    """Return the edition and its guidance; raise Damaged where it is not the one of the digest."""
    try:
        edition = _edition(facts["edition"])
        guidance = tuple(_guidance(one) for one in facts["guidance"])
        same = edition.digest == digest and _digest(facts["guidance"]) == facts["guidance_digest"]
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError) as error:
        raise Damaged("An edition that was added here can no longer be read.") from error
    if not same:
        raise Damaged(f"{edition.id} is no longer what was added here.")
    return edition, guidance


def _digest(notes: Sequence[Facts]) -> str:
    content = json.dumps(notes, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(content.encode()).hexdigest()


def _edition(facts: Facts) -> Edition:
    made = dict(facts)
    made["form_columns"] = tuple(made["form_columns"])
    made["sections"] = tuple(_section(one) for one in made["sections"])
    made["dropped"] = tuple(Dropped(**one) for one in made["dropped"])
    return Edition(**made)


def _section(facts: Facts) -> Section:
    provisions = tuple(_provision(one) for one in facts["provisions"])
    return Section(facts["number"], facts["title"], provisions)


def _provision(facts: Facts) -> Provision:
    made = dict(facts)
    made["obligation"] = Obligation(made["obligation"])
    made["answer"] = AnswerType(made["answer"])
    made["parts"] = tuple(_part(one) for one in made["parts"])
    made["deadlines"] = tuple(_deadline(one) for one in made["deadlines"])
    made["predecessors"] = tuple(_predecessor(one) for one in made["predecessors"])
    return Provision(**made)


def _part(facts: Facts) -> Part:
    answer = facts["answer"]
    return Part(**{**facts, "answer": AnswerType(answer) if answer is not None else None})


def _deadline(facts: Facts) -> Deadline:
    words = {"unit": Unit(facts["unit"]), "kind": DeadlineKind(facts["kind"])}
    return Deadline(**{**facts, **words})


def _predecessor(facts: Facts) -> Predecessor:
    return Predecessor(facts["number"], Change(facts["change"]), Effect(facts["effect"]))


def _guidance(facts: Facts) -> Guidance:
    return Guidance(facts["number"], facts["for_residents"], tuple(facts["ask"]))
