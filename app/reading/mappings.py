"""A mapping between editions of two rulebooks: which provisions of the one answer to which.

It lies beside the edition that it begins at, as `2025.mapping.yaml`, and is read as strictly.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated, TypeAlias

from pydantic import Field, ValidationError

from app.domain.editions import Edition
from app.domain.faults import Fault, Objection, Place, as_faults, quoted
from app.reading.edition_files import read_tree
from app.reading.edition_shapes import Shape, Words
from app.reading.shape_faults import shape_objections
from app.reading.yaml_text import line_of, plain

ENDING = ".mapping.yaml"


class MappedShape(Shape):
    """One provision, and those of the other edition that it answers to."""

    called = "a mapped provision"

    number: Words
    answers_to: Annotated[list[Words], Field(min_length=1)]


class MappingShape(Shape):
    """A whole mapping file."""

    called = "a mapping"

    edition: Words
    to: Words
    provisions: Annotated[list[MappedShape], Field(min_length=1)]


@dataclass(frozen=True)
class Mapping:
    """A mapping that can be used: both editions by their ids, and the numbers of each pair."""

    edition: str
    to: str
    answers_to: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Known:
    """An edition as a mapping finds it; `edition` is None where its own file has faults."""

    edition: Edition | None


# Returns what is known of an edition by its full id, or None where there is no such edition.
Find: TypeAlias = Callable[[str], Known | None]


def read_mapping(path: Path, where: str, find: Find) -> tuple[Mapping | None, tuple[Fault, ...]]:
    """Read a mapping and compare it with both editions; never raises, every trouble is a fault."""
    tree, faults = read_tree(path, where)
    if tree is None:
        return None, faults
    lines = partial(line_of, tree)
    try:
        shape = MappingShape.model_validate(plain(tree))
    except ValidationError as error:
        misshapen = shape_objections(error, MappingShape, {"provisions": MappedShape})
        return None, faults + as_faults(misshapen, where=where, line_of=lines)
    objections = [*_ends(shape, path, find), *_numbers(shape, find)]
    faults += as_faults(objections, where=where, line_of=lines)
    pairs = {one.number: tuple(one.answers_to) for one in shape.provisions}
    return None if faults else Mapping(shape.edition, shape.to, pairs), faults


def _ends(shape: MappingShape, path: Path, find: Find) -> Iterator[Objection]:
    """A mapping begins at the edition beside it and leads to one of another rulebook."""
    rulebook = path.absolute().parent.name
    expected = f"{rulebook}-{path.name.removesuffix(ENDING)}"
    if shape.edition != expected:
        message = f"{quoted(shape.edition)} is not the edition of this file: write {expected}."
        yield ("edition",), message
    elif find(shape.edition) is None:
        yield ("edition",), f"There is no edition {quoted(expected)} beside this file: add it."
    other = find(shape.to)
    if other is None:
        message = f"There is no edition {quoted(shape.to)}"
        yield ("to",), f"{message}: write the full id of one, such as housing-ombudsman-2024."
    elif shape.to == expected or (other.edition and other.edition.rulebook == rulebook):
        message = f"{shape.to} is of the same rulebook, where “predecessors” say what continues"
        yield ("to",), f"{message}: name an edition of another."


def _numbers(shape: MappingShape, find: Find) -> Iterator[Objection]:
    """Every number exists in its edition and is named once in its list."""
    own = [(("provisions", i, "number"), one.number) for i, one in enumerate(shape.provisions)]
    yield from _one_side(own, shape.edition, find)
    for i, one in enumerate(shape.provisions):
        places = (
            (("provisions", i, "answers_to", j), each) for j, each in enumerate(one.answers_to)
        )
        yield from _one_side(list(places), shape.to, find)


def _one_side(
    numbers: Sequence[tuple[Place, str]], edition_id: str, find: Find
) -> Iterator[Objection]:
    known = find(edition_id)
    edition = known.edition if known else None
    counts = Counter(number for _, number in numbers)
    for place, number in numbers:
        if edition is not None and edition.provision(number) is None:
            yield place, f"{edition_id} has no provision {quoted(number)}: correct the number."
        elif counts[number] > 1:
            yield place, f"{number} stands here more than once: keep one."


def found_twice(mappings: list[tuple[str, Mapping]]) -> Iterator[Fault]:
    """Yield each mapping that another one tells from its other side, by the name of its file."""
    ends = {(one.edition, one.to) for _, one in mappings}
    for where, one in mappings:
        if (one.to, one.edition) in ends:
            message = f"{one.to} has a mapping to {one.edition} too, and each is read both ways"
            yield Fault(where, None, f"{message}: keep one of the two files.")
