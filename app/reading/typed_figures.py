"""Figures that somebody typed in: as a file for the command, as facts from the page.

Both have one shape, which `docs/figures.md` describes. What is typed is read as strictly as an
edition: every mistake is told with its line or its field, and nothing is guessed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from app.domain.clocks import ClockSet
from app.domain.errors import Invalid
from app.domain.faults import Fault, Objection, Place, as_faults, text_faults
from app.domain.figures import Figure, Unit, YearFigures
from app.domain.measures import MeasureSet
from app.domain.start_events import other_rules, starts_in
from app.reading.clocks import read_clocks
from app.reading.edition_files import read_tree
from app.reading.measures import read_measures
from app.reading.shape_faults import shape_objections
from app.reading.typed_shapes import PIECES, SCHEMA, TypedShape
from app.reading.typed_values import figures_from, objections_to
from app.reading.yaml_text import line_of, plain

SHIPPED = Path(__file__).resolve().parents[2] / "code_definitions"


class FiguresFaulty(Exception):
    """A file of figures has faults; `faults` holds all of them, sorted by line."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))


@dataclass(frozen=True)
class Definitions:
    """What typed figures are understood by: the measures, and the time limits."""

    measures: tuple[MeasureSet, ...]
    clocks: tuple[ClockSet, ...]


@dataclass(frozen=True)
class TypedFile:
    """What a file says: whose figures, and which."""

    landlord: str
    figures: YearFigures


@cache
def definitions_in(folder: Path = SHIPPED) -> Definitions:
    """Return the definitions under a folder, by default those that come with the product."""
    return Definitions(read_measures(folder), read_clocks(folder))


def read_typed_figures(path: Path, definitions: Definitions | None = None) -> YearFigures:
    """Return the figures of a file; raise FiguresFaulty with all its faults."""
    return read_typed_file(path, definitions).figures


def read_typed_file(path: Path, definitions: Definitions | None = None) -> TypedFile:
    """Return the figures of a file with the landlord's name; raise FiguresFaulty."""
    tree, faults = read_tree(path, path.name)
    if tree is None:
        raise FiguresFaulty(faults)
    known = definitions or definitions_in()
    shape, objections = _shape(plain(tree))
    if shape is not None:
        objections = [*objections_to(shape, known.measures, known.clocks)]
        if shape.landlord is None:
            objections.append(((), "“landlord” is missing: write whose figures these are."))
    faults += as_faults(objections, where=path.name, line_of=partial(line_of, tree))
    if shape is None or faults:
        raise FiguresFaulty(faults)
    return TypedFile(shape.landlord or "", figures_from(shape, known.measures, known.clocks))


def figures_of_content(
    content: Mapping[str, Any], definitions: Definitions | None = None
) -> YearFigures:
    """Return the figures that were typed in on the page and kept as JSON.

    Raises Invalid for the first mistake; its field is the way to the value, such as
    "figures-3-share", with items counted from 0.
    """
    known = definitions or definitions_in()
    facts = _as_text({"schema": SCHEMA, **content})
    shape, objections = _shape(facts)
    if shape is not None:
        objections = [*_odd_texts(facts), *objections_to(shape, known.measures, known.clocks)]
    if shape is None or objections:
        place, sentence = objections[0]
        raise Invalid(sentence, "-".join(str(step) for step in place) or None)
    return figures_from(shape, known.measures, known.clocks)


def content_of(figures: YearFigures) -> dict[str, Any]:
    """Return typed figures as plain JSON, all values as text; `figures_of_content` reads it."""
    starts = starts_in(figures.rules)
    content = {
        "schema": SCHEMA,
        "year": figures.year.slug,
        "period": {
            "name": figures.period.name,
            "from": figures.period.start.isoformat(),
            "to": figures.period.end.isoformat(),
        },
        "source": " ".join(other_rules(figures.rules)),
        "rules": next((one.removeprefix("clocks-") for one in figures.clock_ids), None),
        "starts": {f"stage_{stage}": start.value for stage, start in starts.items()},
        "edition": figures.edition_id,
        "answers": dict(figures.answers),
        "figures": [_figure_content(one) for one in figures.figures],
    }
    return {key: value for key, value in content.items() if value}


def _figure_content(figure: Figure) -> dict[str, str]:
    value = None if figure.value is None else f"{figure.value:f}"
    by_unit = {
        Unit.SHARE: "share",
        Unit.RATE: "rate",
        Unit.MONEY: "amount",
        Unit.DAYS: "days",
    }
    content = {
        "id": figure.id,
        "label": figure.label,
        by_unit.get(figure.unit, "count"): value,
        "count": None if figure.count is None else str(figure.count),
        "base": figure.base_id or (None if figure.base is None else str(figure.base)),
        "note": figure.note,
    }
    return {key: text for key, text in content.items() if text}


def _shape(facts: object) -> tuple[TypedShape | None, list[Objection]]:
    """Return what was typed as a checked shape, or else what is wrong with it."""
    try:
        return TypedShape.model_validate(facts), []
    except ValidationError as error:
        return None, sorted(shape_objections(error, TypedShape, PIECES), key=_in_order)


def _in_order(objection: Objection) -> list[tuple[bool, int, str]]:
    place: Place = objection[0]
    return [
        (isinstance(step, int), step if isinstance(step, int) else 0, str(step)) for step in place
    ]


def _odd_texts(value: Any, place: Place = ()) -> Iterator[Objection]:
    """Yield hidden characters and markup, which a file is searched for when it is read."""
    if isinstance(value, str):
        yield from ((place, message) for message in text_faults(value))
        return
    parts = value.items() if isinstance(value, dict) else enumerate(value)
    for step, one in parts:
        yield from _odd_texts(one, (*place, step))


def _as_text(value: Any) -> Any:
    """Return facts with every value as text, as a file gives them; what is empty is left out."""
    if isinstance(value, Mapping):
        return {str(key): _as_text(one) for key, one in value.items() if one not in (None, "")}
    if isinstance(value, list | tuple):
        return [_as_text(one) for one in value]
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if isinstance(value, int | Decimal) else value
