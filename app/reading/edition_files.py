"""A file of an edition, guidance or a glossary: from its bytes to values, with all its faults."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from app.domain.edition_faults import (
    faults_of_edition,
    faults_of_guidance,
    faults_of_sections,
)
from app.domain.editions import Edition, Guidance
from app.domain.faults import Fault, LineOf, Objection, Place, as_faults, quoted, text_faults
from app.domain.glossary import Term, faults_of_glossary
from app.reading.edition_shapes import (
    EditionShape,
    GlossaryShape,
    GuidanceShape,
    ProvisionGuidanceShape,
    SectionsShape,
    Shape,
    TermShape,
)
from app.reading.edition_values import edition_from, guidance_from, sections_from, terms_from
from app.reading.shape_faults import EDITION_PIECES, shape_objections
from app.reading.yaml_text import (
    LONGEST_FILE,
    Keys,
    Node,
    line_of,
    plain,
    read_yaml,
    texts,
    without,
)

# In each kind of file, the list that holds a mapping tells which shape it has.
PIECES: Mapping[type[Shape], Mapping[str, type[Shape]]] = {
    GuidanceShape: {"provisions": ProvisionGuidanceShape},
    GlossaryShape: {"terms": TermShape},
}

AnyShape = TypeVar("AnyShape", bound=Shape)


@dataclass(frozen=True)
class EditionFile:
    """What one edition file gave: the edition, when its shape is whole, and the faults."""

    where: str
    name: str
    edition: Edition | None
    faults: tuple[Fault, ...]
    line_of: LineOf


def read_edition(path: Path, where: str, *, anywhere: bool = False) -> EditionFile:
    """Read an edition file and judge it by itself; never raises, every trouble is a fault.

    It has to lie in its rulebook's folder under its own name, unless it may lie `anywhere`.
    """
    name = path.name.removesuffix(".yaml")
    tree, faults = read_tree(path, where)
    if tree is None:
        return EditionFile(where, name, None, faults, lambda place: None)
    lines = partial(line_of, tree)
    shape, objections = _shape(EditionShape, tree)
    if shape is None:
        faults += as_faults(objections, where=where, line_of=lines)
        faults += _faults_beside(tree, objections, where)
        return EditionFile(where, name, None, faults, lines)
    edition = edition_from(shape)
    faults += faults_of_edition(edition, where=where, line_of=lines)
    objections = () if anywhere else tuple(_misplaced(edition, path))
    misplaced = as_faults(objections, where=where, line_of=lines)
    return EditionFile(where, name, None if misplaced else edition, faults + misplaced, lines)


def read_guidance(
    path: Path, where: str, edition: Edition | None, *, anywhere: bool = False
) -> tuple[tuple[Guidance, ...], tuple[Fault, ...]]:
    """Read a guidance file and compare it with its edition, when that could be read.

    It names the edition of its folder and file, or where it may lie `anywhere` the edition itself.
    """
    tree, faults = read_tree(path, where)
    if tree is None:
        return (), faults
    lines = partial(line_of, tree)
    shape, objections = _shape(GuidanceShape, tree)
    if shape is None:
        return (), faults + as_faults(objections, where=where, line_of=lines)
    guidance = guidance_from(shape)
    expected = f"{path.absolute().parent.name}-{path.name.removesuffix('.guidance.yaml')}"
    if anywhere:
        expected = edition.id if edition else shape.edition
    if shape.edition != expected:
        message = f"{quoted(shape.edition)} is not the edition of this file: write {expected}."
        faults += as_faults([(("edition",), message)], where=where, line_of=lines)
    elif edition is not None:
        faults += faults_of_guidance(guidance, edition, where=where, line_of=lines)
    return guidance, faults


def read_glossary(path: Path, where: str) -> tuple[tuple[Term, ...], tuple[Fault, ...]]:
    """Read a glossary file; never raises, every trouble is a fault."""
    tree, faults = read_tree(path, where)
    if tree is None:
        return (), faults
    lines = partial(line_of, tree)
    shape, objections = _shape(GlossaryShape, tree)
    if shape is None:
        return (), faults + as_faults(objections, where=where, line_of=lines)
    folder = path.absolute().parent.name
    if shape.rulebook != folder:
        message = f"{quoted(shape.rulebook)} is not the rulebook of this folder: write {folder}."
        faults += as_faults([(("rulebook",), message)], where=where, line_of=lines)
    terms = terms_from(shape)
    return terms, faults + faults_of_glossary(terms, where=where, line_of=lines)


def read_tree(path: Path, where: str) -> tuple[Keys | None, tuple[Fault, ...]]:
    """Return the tree of a file, with the faults of its YAML and of its single texts."""
    try:
        with path.open("rb") as file:
            # One byte more than allowed tells that the file is too long without reading it all.
            content = file.read(LONGEST_FILE + 1)
    except OSError as error:
        message = f"The file cannot be read: {error.strerror or 'the system refused'}."
        return None, (Fault(where, None, message),)
    tree, faults = read_yaml(content, where)
    if tree is None:
        return None, faults
    found = ((text.line, message) for text in texts(tree) for message in text_faults(text.value))
    return tree, faults + tuple(Fault(where, line, message) for line, message in found)


def _shape(kind: type[AnyShape], tree: Node) -> tuple[AnyShape | None, tuple[Objection, ...]]:
    """Return the tree as a checked shape, or else what is wrong with it."""
    try:
        return kind.model_validate(plain(tree)), ()
    except ValidationError as error:
        return None, tuple(shape_objections(error, kind, PIECES.get(kind, EDITION_PIECES)))


def _faults_beside(tree: Keys, objections: tuple[Objection, ...], where: str) -> tuple[Fault, ...]:
    """Return the other faults of a misshapen file, so that its editor need not come twice.

    The provisions that cannot be read are left out, then what is left is judged: as an edition,
    or only its sections when the head of the file is misshapen too.
    """
    rest = without(tree, {place[:4] for place, _ in objections if _is_in_a_provision(place)})
    lines = partial(line_of, rest)
    shape, _ = _shape(EditionShape, rest)
    if shape is not None:
        return faults_of_edition(edition_from(shape), where=where, line_of=lines)
    part, _ = _shape(SectionsShape, rest)
    if part is not None:
        return faults_of_sections(sections_from(part.sections), where=where, line_of=lines)
    return ()


def _is_in_a_provision(place: Place) -> bool:
    return len(place) >= 4 and place[0] == "sections" and place[2] == "provisions"


def _misplaced(edition: Edition, path: Path) -> Iterator[Objection]:
    """An edition is found by its folder and file name, so they say the same as the file."""
    folder, name = path.absolute().parent.name, path.name.removesuffix(".yaml")
    if edition.rulebook != folder:
        message = f"The rulebook {quoted(edition.rulebook)} stands in the folder {quoted(folder)}"
        yield ("rulebook",), f"{message}: give both the same name."
    if edition.name != name:
        message = f"The edition {quoted(edition.name)} stands in the file {quoted(path.name)}"
        yield ("edition",), f"{message}: give both the same name."
