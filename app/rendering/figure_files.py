"""The year's figures as files that people take: JSON, CSV and the YAML of typed figures."""

import json
from collections.abc import Mapping
from typing import Any

import yaml

from app.domain.figures import Figure, YearFigures, as_facts
from app.rendering.csv_cells import Cell, csv_bytes

CSV_HEADER = (
    "id",
    "label",
    "unit",
    "value",
    "count",
    "base",
    "period start",
    "period end",
    "population",
    "source",
    "why not",
    "note",
)


def figures_to_json(figures: YearFigures, landlord: Mapping[str, str]) -> bytes:
    """Return every figure with its base, period and population."""
    facts = {"landlord": dict(landlord), **as_facts(figures)}
    return json.dumps(facts, ensure_ascii=False, indent=2).encode() + b"\n"


def figures_to_csv(figures: YearFigures) -> bytes:
    """Return a row for each figure."""
    return csv_bytes(CSV_HEADER, map(_row, figures.figures))


def typed_to_yaml(content: Mapping[str, Any], landlord: str) -> bytes:
    """Return figures in the shape in which they can be typed in again."""
    facts = {"schema": content["schema"], "landlord": landlord, **content}
    text: str = yaml.safe_dump(facts, sort_keys=False, allow_unicode=True, width=10_000)
    return text.encode()


def _row(figure: Figure) -> tuple[Cell, ...]:
    return (
        figure.id,
        figure.label,
        figure.unit.value,
        None if figure.value is None else str(figure.value),
        figure.count,
        figure.base,
        figure.period.start.isoformat(),
        figure.period.end.isoformat(),
        figure.population,
        figure.source.value,
        figure.why_not,
        figure.note,
    )
