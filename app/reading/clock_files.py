"""The time limits of an edition as a file beside it, `2024.clocks.yaml`, read as strictly.

Its figures are the same as the deadlines of the edition, and say besides from which date of a
complaint each limit counts; the check tells where the two files differ.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from app.domain.clocks import (
    Clock,
    ClockSet,
    Counted,
    Start,
    Step,
    objections_to_clocks,
)
from app.domain.edition_faults import date_span
from app.domain.editions import DeadlineKind, Edition
from app.domain.faults import Fault, Objection, Place, as_faults, quoted
from app.reading.edition_files import read_tree
from app.reading.edition_shapes import Shape, WholeNumber, Words, one_of
from app.reading.shape_faults import shape_objections
from app.reading.yaml_text import line_of, plain

ENDING = ".clocks.yaml"


class _Stage(StrEnum):
    """The stages that have limits here; named for `one_of`, kept as a number."""

    FIRST = "1"
    SECOND = "2"


class ExtensionShape(Shape):
    """What the Code permits on top of a limit."""

    called = "an extension"

    limit: WholeNumber
    unit: Annotated[Counted, one_of(Counted, "a unit")]
    provision: Words


class ClockShape(Shape):
    """One limit."""

    called = "a limit"

    stage: Annotated[_Stage, one_of(_Stage, "a stage")]
    step: Annotated[Step, one_of(Step, "a step")]
    limit: WholeNumber
    unit: Annotated[Counted, one_of(Counted, "a unit")]
    starts: Annotated[Start, one_of(Start, "an event")] = Field(alias="from")
    provision: Words
    extension: ExtensionShape | None = None


class ClocksShape(Shape):
    """A whole file."""

    called = "a file of limits"

    edition: Words
    code: Words
    since: Words
    said: list[Words] = []
    clocks: Annotated[list[ClockShape], Field(min_length=1)]


PIECES: dict[str, type[Shape]] = {"clocks": ClockShape, "extension": ExtensionShape}


def read_clock_file(
    path: Path, where: str, edition: Edition | None = None
) -> tuple[ClockSet | None, tuple[Fault, ...]]:
    """Read one file and compare it with its edition, when that could be read; never raises."""
    tree, faults = read_tree(path, where)
    if tree is None:
        return None, faults
    lines = partial(line_of, tree)
    try:
        shape = ClocksShape.model_validate(plain(tree))
    except ValidationError as error:
        misshapen = shape_objections(error, ClocksShape, PIECES)
        return None, faults + as_faults(misshapen, where=where, line_of=lines)
    clocks = tuple(_clock(one) for one in shape.clocks)
    objections = [*_head(shape, path), *objections_to_clocks(clocks)]
    if edition is not None:
        objections += _against(edition, shape, clocks)
    faults += as_faults(objections, where=where, line_of=lines)
    return None if faults else _clock_set(shape, path, clocks), faults


def _clock(shape: ClockShape) -> Clock:
    extension = shape.extension
    return Clock(
        stage=int(shape.stage),
        step=shape.step,
        limit=shape.limit,
        starts=shape.starts,
        extension=extension.limit if extension else None,
        provision=shape.provision,
        extension_provision=extension.provision if extension else "",
        written=shape.unit,
        extension_written=extension.unit if extension else Counted.WORKING_DAYS,
    )


def _clock_set(shape: ClocksShape, path: Path, clocks: Sequence[Clock]) -> ClockSet:
    return ClockSet(
        id=f"clocks-{shape.edition}",
        edition_id=shape.edition,
        since=date.fromisoformat(shape.since),
        clocks=tuple(clocks),
        said=tuple(shape.said),
        code=shape.code,
        rulebook=path.absolute().parent.name,
    )


def _head(shape: ClocksShape, path: Path) -> Iterator[Objection]:
    """The file is found by its folder and name, and its first day is a whole date."""
    expected = f"{path.absolute().parent.name}-{path.name.removesuffix(ENDING)}"
    if shape.edition != expected:
        message = f"{quoted(shape.edition)} is not the edition of this file: write {expected}."
        yield ("edition",), message
    span = date_span(shape.since)
    if span is None or span[0] != span[1]:
        message = f"{quoted(shape.since)} is not a day: write year, month and day"
        yield ("since",), f"{message}, such as 2024-04-01."


def _against(edition: Edition, shape: ClocksShape, clocks: Sequence[Clock]) -> Iterator[Objection]:
    """Yield where the limits differ from the deadlines of the edition."""
    since, in_force = date_span(shape.since), date_span(edition.in_force)
    if since and in_force and not in_force[0] <= since[0] <= in_force[1]:
        message = f"The edition is in force from {edition.in_force}, and these limits from another"
        yield ("since",), f"{message} day: write the same day in both files."
    for i, one in enumerate(clocks):
        figure = (one.limit, str(one.written), DeadlineKind.LIMIT)
        yield from _deadline(edition, ("clocks", i), one.provision, figure)
        if one.extension is not None:
            longer = (one.extension, str(one.extension_written), DeadlineKind.EXTENSION)
            place = ("clocks", i, "extension")
            yield from _deadline(edition, place, one.extension_provision, longer)


def _deadline(
    edition: Edition, place: Place, number: str, figure: tuple[int, str, DeadlineKind]
) -> Iterator[Objection]:
    """Yield where a provision does not exist, or has no deadline of the same figure."""
    provision = edition.provision(number)
    if provision is None:
        message = f"{edition.id} has no provision {quoted(number)}: correct the number."
        yield (*place, "provision"), message
        return
    known = [(one.number, str(one.unit), one.kind) for one in provision.deadlines]
    if figure not in known:
        limit, unit, kind = figure
        message = (
            f"Provision {number} has no {kind} of {limit} {unit} among its deadlines: "
            "write the same figure in both files."
        )
        yield (*place, "limit"), message
