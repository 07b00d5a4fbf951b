"""What pydantic finds wrong with the shape of a file, as sentences to the person who edits it."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from app.domain.faults import Objection, Place, quoted
from app.reading.edition_shapes import (
    DeadlineShape,
    DroppedShape,
    FormShape,
    PartShape,
    PredecessorShape,
    ProvisionShape,
    SectionShape,
    Shape,
)

# The list or key that holds a mapping tells which shape it has.
EDITION_PIECES: Mapping[str, type[Shape]] = {
    "sections": SectionShape,
    "provisions": ProvisionShape,
    "parts": PartShape,
    "deadlines": DeadlineShape,
    "predecessors": PredecessorShape,
    "dropped": DroppedShape,
    "form": FormShape,
}


def shape_objections(
    error: ValidationError, root: type[Shape], pieces: Mapping[str, type[Shape]]
) -> Iterator[Objection]:
    """Yield each mistake once: a misspelt key, but not that the key it stands for is missing."""
    details = error.errors(include_url=False)
    meant: set[Place] = set()
    missing: list[tuple[Place, type[Shape]]] = []
    for one in details:
        place = one["loc"]
        shape = _shape_at(place[:-1], root, pieces)
        if one["type"] == "extra_forbidden":
            guess = _guess(str(place[-1]), shape)
            meant.add((*place[:-1], guess or ""))
            yield place, _not_a_key(str(place[-1]), guess, shape)
        elif one["type"] == "missing":
            missing.append((place, shape))
        else:
            yield place, _in_plain_words(one, _shape_at(place, root, pieces))
    for place, shape in missing:
        if place not in meant:
            yield place, f"“{place[-1]}” is missing: {shape.called} needs it, so write it here."


def _shape_at(place: Place, root: type[Shape], pieces: Mapping[str, type[Shape]]) -> type[Shape]:
    """Return the shape of the mapping at a place."""
    names = [step for step in place if isinstance(step, str) and step in pieces]
    return pieces[names[-1]] if names else root


def _keys(shape: type[Shape]) -> list[str]:
    """Return the keys of a shape as they are written in a file."""
    return [declared.alias or name for name, declared in shape.model_fields.items()]


def _guess(key: str, shape: type[Shape]) -> str | None:
    """Return the key that was probably meant."""
    return next(iter(get_close_matches(key.casefold(), _keys(shape), n=1)), None)


def _not_a_key(key: str, guess: str | None, shape: type[Shape]) -> str:
    """Return the sentence about an unknown key, with the known ones when none comes near."""
    hint = f"Did you mean “{guess}”?" if guess else f"Its keys are {', '.join(_keys(shape))}."
    return f"{quoted(key)} is not a key of {shape.called}. {hint}"


def _in_plain_words(one: ErrorDetails, shape: type[Shape]) -> str:
    """Return what to write instead of a value that does not fit."""
    place: Place = one["loc"]
    key = next((step for step in reversed(place) if isinstance(step, str)), "")
    named = f"An item of “{key}”" if place and isinstance(place[-1], int) else f"“{key}”"
    context: Mapping[str, Any] = one.get("ctx", {})
    match one["type"]:
        case "value_error":
            return str(context["error"])
        case "string_too_short":
            return f"{named} is empty: write its words, or delete it if it may be left out."
        case "string_unicode":
            return f"{named} holds half a character: write the whole character itself."
        case "too_short" | "list_type":
            return f"{named} is a list with at least one item: begin each with a dash."
        case "model_type":
            return f"Here stands {shape.called}: write it as “key: value”, a key on each line."
        case _:
            return f"{named} is one piece of text, not a list and not keys of its own."
