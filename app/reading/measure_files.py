"""The definitions of the year's measures as files, `measures/2024-04-01.yaml`, read strictly.

The name of a file is the first day of the years that it holds for.
"""

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from app.domain.edition_faults import date_span
from app.domain.faults import Fault, Objection, as_faults, quoted
from app.domain.figures import Unit
from app.domain.measures import Kind, Measure, MeasureSet, in_order, objections_to_measures
from app.reading.edition_files import read_tree
from app.reading.edition_shapes import Shape, Words, one_of
from app.reading.shape_faults import shape_objections
from app.reading.yaml_text import line_of, plain

FOLDER = "measures"
_ENDING = ".yaml"


class MemberShape(Shape):
    """One figure of a measure that has several."""

    called = "a member"

    id: Words
    label: Words


class BaseShape(Shape):
    """What a measure is a share, a rate or an average of."""

    called = "a base"

    words: Words
    measure: Words | None = None


class MeasureShape(Shape):
    """One measure."""

    called = "a measure"

    id: Words
    title: Words
    unit: Annotated[Unit, one_of(Unit, "a unit")]
    kind: Annotated[Kind, one_of(Kind, "a kind of measure")]
    population: Words
    base: BaseShape | None = None
    members: list[MemberShape] = []
    definition: Words
    source: Words
    sure: Words


class MeasuresShape(Shape):
    """A whole file."""

    called = "a file of measures"

    since: Words
    measures: Annotated[list[MeasureShape], Field(min_length=1)]


PIECES: dict[str, type[Shape]] = {
    "measures": MeasureShape,
    "members": MemberShape,
    "base": BaseShape,
}


def check_measures(path: Path, prefix: str = "") -> tuple[tuple[MeasureSet, ...], list[Fault]]:
    """Return the faultless definitions of a folder or one file, and every fault; never raises."""
    sets: list[MeasureSet] = []
    faults: list[Fault] = []
    for file in [path] if path.is_file() else sorted(path.glob("[!.]*")):
        found, more = _read(file, f"{prefix}{file.name}")
        sets.extend(filter(None, [found]))
        faults.extend(more)
    return in_order(sets), faults


def is_of_measures(path: Path) -> bool:
    """Return whether a path is the folder of measures or a file in it, and so holds no edition."""
    return FOLDER in (path.name, path.parent.name) if path.is_file() else path.name == FOLDER


def _read(path: Path, where: str) -> tuple[MeasureSet | None, tuple[Fault, ...]]:
    if path.suffix != _ENDING:
        return None, (Fault(where, None, f"Rename this file to end in “{_ENDING}”."),)
    tree, faults = read_tree(path, where)
    if tree is None:
        return None, faults
    lines = partial(line_of, tree)
    try:
        shape = MeasuresShape.model_validate(plain(tree))
    except ValidationError as error:
        misshapen = shape_objections(error, MeasuresShape, PIECES)
        return None, faults + as_faults(misshapen, where=where, line_of=lines)
    measures = tuple(_measure(one) for one in shape.measures)
    objections = [*_head(shape, path), *_members(shape), *objections_to_measures(measures)]
    faults += as_faults(objections, where=where, line_of=lines)
    if faults:
        return None, faults
    since = date.fromisoformat(shape.since)
    return MeasureSet(f"measures-{shape.since}", since, measures), ()


def _measure(shape: MeasureShape) -> Measure:
    return Measure(
        id=shape.id,
        title=shape.title,
        unit=shape.unit,
        kind=shape.kind,
        population=shape.population,
        base=shape.base.words if shape.base else "",
        base_id=shape.base.measure if shape.base else None,
        members={one.id: one.label for one in shape.members},
        definition=shape.definition,
        source=shape.source,
        sure=shape.sure,
    )


def _head(shape: MeasuresShape, path: Path) -> Iterator[Objection]:
    """The file is found by its name, which is a whole date."""
    name = path.name.removesuffix(_ENDING)
    span = date_span(shape.since)
    if span is None or span[0] != span[1]:
        message = f"{quoted(shape.since)} is not a day: write year, month and day"
        yield ("since",), f"{message}, such as 2024-04-01."
    elif shape.since != name:
        message = f"The day {quoted(shape.since)} stands in the file {quoted(path.name)}"
        yield ("since",), f"{message}: give both the same name."


def _members(shape: MeasuresShape) -> Iterator[Objection]:
    """Yield members that are written twice, because the later would hide the earlier."""
    for i, one in enumerate(shape.measures):
        seen: set[str] = set()
        for j, member in enumerate(one.members):
            if member.id in seen:
                message = f"{quoted(member.id)} is the id of two members: rename one."
                yield ("measures", i, "members", j, "id"), message
            seen.add(member.id)
