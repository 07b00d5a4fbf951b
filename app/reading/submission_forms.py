"""The forms of the Ombudsman's yearly submission, read as strictly as the editions beside them.

They lie in the folder `submissions` of a rulebook, one file for each submission year.
"""

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from app.domain.faults import Fault, Objection, as_faults, quoted
from app.domain.submission_forms import (
    FieldKind,
    FormField,
    FormSection,
    Known,
    SubmissionForm,
    objections_to_form,
)
from app.reading.edition_files import read_tree
from app.reading.edition_shapes import Shape, Words, YesNo, one_of
from app.reading.editions import EditionsFaulty
from app.reading.shape_faults import shape_objections
from app.reading.yaml_text import line_of, plain

FOLDER = "submissions"
_ENDING = ".yaml"


class FieldShape(Shape):
    """One field of the form."""

    called = "a field"

    id: Words
    label: Words
    kind: Annotated[FieldKind, one_of(FieldKind, "a kind of field")]
    known: Annotated[Known, one_of(Known, "something known here")] | None = Field(
        alias="from", default=None
    )
    hint: Words = ""
    optional: YesNo = False


class FormSectionShape(Shape):
    """A part of the form under one heading."""

    called = "a section"

    title: Words
    fields: Annotated[list[FieldShape], Field(min_length=1)]


class FormShape(Shape):
    """A whole file."""

    called = "a submission form"

    rulebook: Words
    year: Words
    title: Words
    source: Words
    note: Words
    sections: Annotated[list[FormSectionShape], Field(min_length=1)]


PIECES: dict[str, type[Shape]] = {"sections": FormSectionShape, "fields": FieldShape}


def read_submission_forms(folder: Path) -> tuple[SubmissionForm, ...]:
    """Return all forms under a folder of rulebooks, or raise EditionsFaulty with every fault."""
    forms, faults = check_submission_forms(folder)
    if faults:
        raise EditionsFaulty(faults)
    return forms


def check_submission_forms(path: Path) -> tuple[tuple[SubmissionForm, ...], tuple[Fault, ...]]:
    """Return the faultless forms at a path, by rulebook and year, and every fault, sorted.

    The path may be a folder of rulebooks, one rulebook's folder, a folder of forms or one file.
    """
    forms: list[SubmissionForm] = []
    faults: list[Fault] = []
    for file, where in _files(path.absolute()):
        form, found = _read(file, where)
        faults.extend(found)
        if form and not found:
            forms.append(form)
    return tuple(sorted(forms, key=lambda one: (one.rulebook, one.starts))), tuple(sorted(faults))


def is_of_forms(path: Path) -> bool:
    """Return whether a path is a folder of forms or a file in one, and so holds no edition."""
    path = path.absolute()
    return FOLDER in (path.name, path.parent.name)


def _files(path: Path) -> Iterator[tuple[Path, str]]:
    """Yield the files of forms at a path, each with the name that its faults carry."""
    if path.is_file():
        if path.parent.name == FOLDER:
            yield path, path.name
    elif path.name == FOLDER:
        yield from ((one, one.name) for one in _inside(path))
    elif (path / FOLDER).is_dir():
        yield from ((one, f"{FOLDER}/{one.name}") for one in _inside(path / FOLDER))
    else:
        for one in sorted(path.glob(f"[!._]*/{FOLDER}")):
            yield from ((each, f"{one.parent.name}/{FOLDER}/{each.name}") for each in _inside(one))


def _inside(folder: Path) -> Iterable[Path]:
    return sorted(path for path in folder.glob("[!.]*") if path.is_file())


def _read(path: Path, where: str) -> tuple[SubmissionForm | None, tuple[Fault, ...]]:
    """Read one file; never raises, every trouble is a fault."""
    if path.suffix != _ENDING:
        return None, (Fault(where, None, f"Rename this file to end in “{_ENDING}”."),)
    tree, faults = read_tree(path, where)
    if tree is None:
        return None, faults
    lines = partial(line_of, tree)
    try:
        shape = FormShape.model_validate(plain(tree))
    except ValidationError as error:
        misshapen = shape_objections(error, FormShape, PIECES)
        return None, faults + as_faults(misshapen, where=where, line_of=lines)
    form = _form(shape)
    objections = [*objections_to_form(form), *_misplaced(form, path)]
    return form, faults + as_faults(objections, where=where, line_of=lines)


def _form(shape: FormShape) -> SubmissionForm:
    return SubmissionForm(
        rulebook=shape.rulebook,
        year=shape.year,
        title=shape.title,
        source=shape.source,
        note=shape.note,
        sections=tuple(
            FormSection(one.title, tuple(_field(field) for field in one.fields))
            for one in shape.sections
        ),
    )


def _field(shape: FieldShape) -> FormField:
    return FormField(
        id=shape.id,
        label=shape.label,
        kind=shape.kind,
        known=shape.known,
        hint=shape.hint,
        optional=shape.optional,
    )


def _misplaced(form: SubmissionForm, path: Path) -> Iterator[Objection]:
    """A form is found by its folder and file name, so they say the same as the file."""
    folder, name = path.parent.parent.name, path.name.removesuffix(_ENDING)
    if form.rulebook != folder:
        message = f"The rulebook {quoted(form.rulebook)} stands in the folder {quoted(folder)}"
        yield ("rulebook",), f"{message}: give both the same name."
    if form.year != name:
        message = f"The year {quoted(form.year)} stands in the file {quoted(path.name)}"
        yield ("year",), f"{message}: give both the same name."
