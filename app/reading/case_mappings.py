"""The file that tells the command how an extract is read: MAPPING.yaml, read strictly.

It has the shape of the mapping that pages make; docs/case-extracts.md describes it.
"""

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BeforeValidator, ValidationError, create_model

from app.domain.case_mapping import (
    FIELD_LABELS,
    VALUE_FIELDS,
    CaseMapping,
    DateOrder,
    mapping_faults,
)
from app.domain.errors import Invalid
from app.domain.faults import Fault, Objection, as_faults, quoted
from app.reading.edition_files import read_tree
from app.reading.edition_shapes import Shape, Words, one_of
from app.reading.shape_faults import shape_objections
from app.reading.yaml_text import line_of, plain

SIGNS: Mapping[str, str] = {
    "comma": ",",
    "semicolon": ";",
    "tab": "\t",
    "bar": "|",
    "stroke": "/",
    "line break": "\n",
}


def _keys_and_text(value: object) -> object:
    if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
        raise ValueError(
            "Here stands what written values mean: write “value in the file: meaning”, one on "
            "each line."
        )
    return value


def _sign(value: object) -> object:
    """Turn the name of a sign into the sign."""
    if isinstance(value, str) and value not in SIGNS and value not in SIGNS.values():
        raise ValueError(f"{quoted(value)} is no sign: write {', '.join(SIGNS)}.")
    return SIGNS.get(value, value) if isinstance(value, str) else value


class _Named(Shape):
    """Keys that are names of fields."""

    called = "the columns"


class _Valued(Shape):
    """Keys that are names of fields with values."""

    called = "the values"


Meanings = Annotated[dict[str, str], BeforeValidator(_keys_and_text)]
Sign = Annotated[str, BeforeValidator(_sign)]
_COLUMNS: dict[str, Any] = dict.fromkeys(FIELD_LABELS, (Words | None, None))
_VALUES: dict[str, Any] = dict.fromkeys(VALUE_FIELDS, (Meanings | None, None))
ColumnsShape = create_model("ColumnsShape", __base__=_Named, **_COLUMNS)
ValuesShape = create_model("ValuesShape", __base__=_Valued, **_VALUES)


class MappingFileShape(Shape):
    """A whole mapping file."""

    called = "a mapping of cases"

    columns: ColumnsShape  # type: ignore[valid-type]
    values: ValuesShape | None = None  # type: ignore[valid-type]
    date_order: Annotated[DateOrder, one_of(DateOrder, "an order of dates")] | None = None
    category_separator: Sign | None = None
    sheet: Words | None = None
    delimiter: Sign | None = None
    encoding: Words | None = None


def load_mapping(path: Path) -> CaseMapping:
    """Return the mapping of a file; raise Invalid with every fault, each on a line of its own."""
    mapping, faults = read_case_mapping(path, path.name)
    if mapping is None or faults:
        raise Invalid("\n".join(str(one) for one in faults), "mapping")
    return mapping


def read_case_mapping(path: Path, where: str) -> tuple[CaseMapping | None, tuple[Fault, ...]]:
    """Read a mapping file; never raises, every trouble is a fault with its line."""
    tree, faults = read_tree(path, where)
    if tree is None:
        return None, faults
    lines = partial(line_of, tree)
    try:
        shape = MappingFileShape.model_validate(plain(tree))
    except ValidationError as error:
        pieces = {"columns": ColumnsShape, "values": ValuesShape}
        misshapen = shape_objections(error, MappingFileShape, pieces)
        return None, faults + as_faults(misshapen, where=where, line_of=lines)
    mapping = _mapping(shape)
    faults += as_faults(_objections(mapping), where=where, line_of=lines)
    return None if faults else mapping, faults


def mapping_yaml(mapping: CaseMapping) -> str:
    """Return a mapping as the text of a file that `load_mapping` reads back as the same."""
    facts = mapping.to_facts()
    names = {sign: name for name, sign in SIGNS.items()}
    for key in ("delimiter", "category_separator"):
        facts[key] = names.get(facts[key], facts[key])
    facts["values"] = {name: meanings for name, meanings in facts["values"].items() if meanings}
    kept = {key: value for key, value in facts.items() if value}
    return yaml.safe_dump(kept, sort_keys=False, allow_unicode=True, width=10_000)


def _mapping(shape: Any) -> CaseMapping:
    columns = shape.columns.model_dump(exclude_none=True)
    values = shape.values.model_dump(exclude_none=True) if shape.values else {}
    return CaseMapping(
        columns={name: " ".join(header.split()) for name, header in columns.items()},
        values={
            name: {
                " ".join(written.split()).casefold(): meaning for written, meaning in one.items()
            }
            for name, one in values.items()
        },
        date_order=shape.date_order,
        category_separator=shape.category_separator or "",
        sheet=shape.sheet,
        delimiter=shape.delimiter,
        encoding=shape.encoding.casefold() if shape.encoding else None,
    )


def _objections(mapping: CaseMapping) -> Iterator[Objection]:
    for name, sentence in mapping_faults(mapping):
        if name in FIELD_LABELS:
            part = "columns" if name in mapping.columns or name not in mapping.values else "values"
            yield (part, name), sentence
        else:
            yield (name,), sentence
