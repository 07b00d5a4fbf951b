"""The JSON Schemas with which an editor of text completes and explains the keys of our files.

They are made from the shapes that the program itself reads by, and shipped beside the editions. A
schema is only a help while writing: it knows neither the numbers of the edition before nor the
rules between provisions, so `flask editions check` has the last word.
"""

import json
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from annotated_types import MinLen
from pydantic.fields import FieldInfo

from app.reading import edition_key_words, submission_forms
from app.reading.clock_files import ClocksShape
from app.reading.edition_shapes import EditionShape, GlossaryShape, GuidanceShape, Shape
from app.reading.mappings import MappingShape
from app.reading.measure_files import MeasuresShape

_ENDING = ".schema.json"

SCHEMAS: Mapping[str, type[Shape]] = {
    f"edition{_ENDING}": EditionShape,
    f"guidance{_ENDING}": GuidanceShape,
    f"glossary{_ENDING}": GlossaryShape,
    f"mapping{_ENDING}": MappingShape,
    f"submission{_ENDING}": submission_forms.FormShape,
    f"clocks{_ENDING}": ClocksShape,
    f"measures{_ENDING}": MeasuresShape,
}

# Many programs read YAML's 2024 as a number and its yes as true; ours reads the text as it stands,
# so the schema takes both.
_TEXT: dict[str, Any] = {"type": ["string", "number"]}
_YES_NO: dict[str, Any] = {"enum": ["yes", "no", True, False]}
_WHOLE_NUMBER: dict[str, Any] = {
    "type": ["integer", "string"],
    "pattern": "^[0-9]{1,4}$",
    "minimum": 0,
    "maximum": 9999,
}


def schema_texts() -> dict[str, str]:
    """Return every schema file by its name, as it is shipped."""
    return {
        name: json.dumps(_schema(shape), indent=2, ensure_ascii=False) + "\n"
        for name, shape in SCHEMAS.items()
    }


def out_of_date(folder: Path) -> Iterator[str]:
    """Yield the name of every schema that a folder holds otherwise, or not at all."""
    for name, text in schema_texts().items():
        path = folder / name
        if not path.is_file() or path.read_text("utf-8") != text:
            yield name


def _schema(root: type[Shape]) -> dict[str, Any]:
    """Return the schema of one kind of file; draft 7 is what most editors understand."""
    pieces: dict[str, Any] = {}
    whole = _mapping(root, pieces)
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": f"{root.called[0].upper()}{root.called[1:]} of the Complaint Code Tracker",
        "description": "Made by “flask editions schema --write” from what the program reads.",
        **whole,
        "definitions": dict(sorted(pieces.items())),
    }


def _mapping(shape: type[Shape], pieces: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of one mapping, and note those of what it holds."""
    keys = {field.alias or name: field for name, field in shape.model_fields.items()}
    words = edition_key_words.MEANINGS[shape]
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [key for key, field in keys.items() if field.is_required()],
        "properties": {
            key: {"description": words[key], **_key(field, pieces)} for key, field in keys.items()
        },
    }


def _key(field: FieldInfo, pieces: dict[str, Any]) -> dict[str, Any]:
    schema = _value(field.annotation, pieces)
    shortest = next((one.min_length for one in field.metadata if isinstance(one, MinLen)), None)
    return schema if shortest is None else {**schema, "minItems": shortest}


def _value(kind: Any, pieces: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of what a key may take, by the type that its shape declares."""
    origin = get_origin(kind)
    if origin is Annotated:
        return _value(get_args(kind)[0], pieces)
    if origin in (Union, UnionType):
        return _value(next(one for one in get_args(kind) if one is not NoneType), pieces)
    if origin is list:
        return {"type": "array", "items": _value(get_args(kind)[0], pieces)}
    if issubclass(kind, Shape):
        name = kind.__name__.removesuffix("Shape")
        if name not in pieces:
            pieces[name] = {}
            pieces[name] = _mapping(kind, pieces)
        # Bare, a reference would hide the sentence that stands beside it.
        return {"allOf": [{"$ref": f"#/definitions/{name}"}]}
    if issubclass(kind, StrEnum):
        return {"enum": [choice for word in kind for choice in _written(word.value)]}
    return {bool: _YES_NO, int: _WHOLE_NUMBER}.get(kind, _TEXT)


def _written(word: str) -> list[str | int]:
    """Return a word as text, and as the number for which some programs take it."""
    return [word, int(word)] if word.isdigit() else [word]
