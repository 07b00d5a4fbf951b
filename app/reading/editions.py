"""All editions in a folder, read strictly: either every file is right, or every fault is told."""

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from app.domain.edition_shelf import Editions, shelve
from app.domain.edition_succession import faults_of_succession
from app.domain.editions import Edition, Guidance
from app.domain.faults import Fault
from app.domain.glossary import Term
from app.reading.clock_files import ENDING as CLOCKS
from app.reading.clock_files import read_clock_file
from app.reading.edition_files import EditionFile, read_edition, read_glossary, read_guidance
from app.reading.mappings import ENDING as MAPPING
from app.reading.mappings import Known, Mapping, found_twice, read_mapping
from app.reading.measure_files import FOLDER as MEASURES
from app.reading.measure_files import check_measures, is_of_measures
from app.reading.new_editions import read_new_edition

_EDITION = ".yaml"
_GUIDANCE = ".guidance.yaml"
_GLOSSARY = "glossary.yaml"
_BESIDE = (_GUIDANCE, MAPPING, CLOCKS)


class EditionsFaulty(Exception):
    """Files of editions have faults; `faults` holds all of them, sorted by file and line."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))


@dataclass
class _Found:
    """What was read so far, and what is wrong with it; editions with faults are left out."""

    editions: list[Edition] = field(default_factory=list)
    guidance: dict[str, tuple[Guidance, ...]] = field(default_factory=dict)
    glossary: dict[str, tuple[Term, ...]] = field(default_factory=dict)
    mappings: list[tuple[str, Mapping]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_editions(folder: Path) -> Editions:
    """Return what stands under a folder of rulebooks, or raise EditionsFaulty."""
    found = _read(folder)
    if found.faults:
        raise EditionsFaulty(found.faults)
    mappings = {(one.edition, one.to): one.answers_to for _, one in found.mappings}
    return shelve(found.editions, found.guidance, found.glossary, mappings)


def read_edition_file(path: Path) -> Edition:
    """Return the edition of one file, or raise EditionsFaulty.

    The edition before is looked up beside it; where it is not there, predecessors are only
    checked to be provision numbers.
    """
    found = _Found()
    _read_one_edition(_absolute(path), found)
    if found.faults:
        raise EditionsFaulty(found.faults)
    return found.editions[0]


def check(path: Path, in_use: Path | None = None) -> tuple[tuple[Edition, ...], tuple[Fault, ...]]:
    """Return the faultless editions at a path, newest first, and every fault, sorted.

    The path may be a folder of rulebooks, one rulebook's folder, an edition, its guidance or its
    time limits, a mapping, a glossary, or the definitions of measures. An edition that lies without
    the one that it follows or corrects is judged beside the editions under `in_use`, as it will be
    when it is added.
    """
    alone = _alone(_absolute(path))
    if in_use is not None and alone is not None:
        return _check_beside(alone, in_use)
    found = _read(path)
    return shelve(found.editions).all, tuple(sorted(found.faults))


def _alone(path: Path) -> Path | None:
    """Return an edition's file that lies without what it follows or corrects, or None.

    That is looked for beside the file, where a rulebook's editions lie together.
    """
    if not path.is_file() or path.name == _GLOSSARY or path.name.endswith(_BESIDE):
        return None
    if is_of_measures(path):
        return None
    edition = read_edition(path, path.name, anywhere=True).edition
    beside = {one.name.removesuffix(_EDITION) for one in _edition_paths(path.parent)}
    named = {edition.follows, edition.corrects} - {None} if edition else set()
    return path if named - beside else None


def _check_beside(path: Path, in_use: Path) -> tuple[tuple[Edition, ...], tuple[Fault, ...]]:
    """Judge a new edition and the guidance beside it, as `flask editions add` does."""
    others = _read(in_use)
    if others.faults:
        message = "The editions in use have faults, so it was not compared: check them first."
        return (), (Fault(path.name, None, message),)
    found = read_new_edition(path, shelve(others.editions))
    return (found.edition,) if found.edition else (), found.faults


def _read(path: Path) -> _Found:
    """Read what stands at a path, whatever kind of path it is."""
    found = _Found()
    path = _absolute(path)
    if path.is_file() and path.name.endswith(_GUIDANCE):
        _read_one_guidance(path, found)
    elif path.is_file() and path.name == _GLOSSARY:
        _read_glossary(path, path.name, found)
    elif path.is_file() and path.name.endswith(MAPPING):
        _read_mapping(path, path.name, found)
    elif path.is_file() and path.name.endswith(CLOCKS):
        _read_one_clock_file(path, found)
    elif is_of_measures(path):
        found.faults.extend(check_measures(path)[1])
    elif path.is_file():
        _read_one_edition(path, found)
    elif path.is_dir() and _edition_paths(path):
        _read_rulebook(path, "", found)
        _read_mappings(path, "", found)
    elif path.is_dir():
        _read_rulebooks(path, found)
    else:
        found.faults.append(Fault(path.name, None, "There is no such file or folder."))
    return found


def _absolute(path: Path) -> Path:
    """Return the path with the folder's own name in it, which “.” would not have."""
    return Path(os.path.abspath(path))


def _edition_paths(folder: Path) -> list[Path]:
    """Return the edition files of a rulebook's folder, in the order of their names."""
    paths = (path for path in folder.glob(f"[!.]*{_EDITION}") if path.is_file())
    return sorted(
        path for path in paths if path.name != _GLOSSARY and not path.name.endswith(_BESIDE)
    )


def _read_rulebooks(root: Path, found: _Found) -> None:
    """Read each folder under the root as a rulebook, except the one of the measures."""
    folders = _rulebooks(root)
    for folder in folders:
        _read_rulebook(folder, f"{folder.name}/", found)
    for folder in folders:
        _read_mappings(folder, f"{folder.name}/", found)
    found.faults.extend(found_twice(found.mappings))
    found.faults.extend(check_measures(root / MEASURES, f"{MEASURES}/")[1])
    if not folders:
        message = "No editions are here: a folder for each rulebook holds them."
        found.faults.append(Fault(root.name, None, message))
    ids = [edition.id for edition in found.editions]
    for same in sorted({one for one in ids if ids.count(one) > 1}):
        # "a-b" with "c" and "a" with "b-c": an address could not tell them apart.
        message = f"Two editions have the id {same}: rename a rulebook or an edition."
        found.faults.append(Fault(root.name, None, message))


def _rulebooks(root: Path) -> list[Path]:
    """Return the folders of rulebooks under a root, in the order of their names."""
    folders = (path for path in root.glob("[!._]*") if path.is_dir())
    return sorted(path for path in folders if path.name != MEASURES)


def _read_rulebook(folder: Path, prefix: str, found: _Found) -> None:
    """Read one folder: each edition with its neighbours and what lies beside it; the glossary."""
    files = [read_edition(path, f"{prefix}{path.name}") for path in _edition_paths(folder)]
    known = {file.name: file.edition for file in files if file.edition}
    for file in files:
        _keep(file, known, {one.name for one in files}, found)
        guide = folder / f"{file.name}{_GUIDANCE}"
        where = f"{prefix}{guide.name}"
        if guide.is_file():
            guidance, faults = read_guidance(guide, where, file.edition)
            found.faults.extend(faults)
            if file.edition:
                found.guidance[file.edition.id] = guidance
        else:
            message = f"This file is missing: write guidance to each provision of {file.where}."
            found.faults.append(Fault(where, None, message))
        clocks = folder / f"{file.name}{CLOCKS}"
        if clocks.is_file():
            found.faults.extend(read_clock_file(clocks, f"{prefix}{clocks.name}", file.edition)[1])
    if (folder / _GLOSSARY).is_file():
        _read_glossary(folder / _GLOSSARY, f"{prefix}{_GLOSSARY}", found)
    found.faults.extend(_misnamed(folder, prefix, {file.name for file in files}))


def _misnamed(folder: Path, prefix: str, names: Iterable[str]) -> Iterable[Fault]:
    """Yield files that look like editions, guidance or time limits but would never be read."""
    guides = {f"{name}{_GUIDANCE}" for name in names}
    clocks = {f"{name}{CLOCKS}" for name in names}
    if not guides:
        yield Fault(prefix or folder.name, None, "This folder holds no edition: write 2024.yaml.")
    for path in sorted(folder.glob("[!.]*")):
        if path.name.endswith(_GUIDANCE) and path.name not in guides:
            yield Fault(f"{prefix}{path.name}", None, "This guidance has no edition beside it.")
        elif path.name.endswith(CLOCKS) and path.name not in clocks:
            yield Fault(f"{prefix}{path.name}", None, "These limits have no edition beside them.")
        elif path.suffix.lower() in (".yml", ".yaml") and path.suffix != _EDITION:
            yield Fault(f"{prefix}{path.name}", None, f"Rename this file to end in “{_EDITION}”.")


def _keep(file: EditionFile, known: dict[str, Edition], names: set[str], found: _Found) -> None:
    """Judge a file with its neighbours, and keep its edition when nothing is wrong with it."""
    faults = file.faults
    if file.edition:
        faults += faults_of_succession(
            file.edition, known, names=names, where=file.where, line_of=file.line_of
        )
        if not faults:
            found.editions.append(file.edition)
    found.faults.extend(faults)


def _read_one_edition(path: Path, found: _Found) -> None:
    """Read one edition file, and beside it only the editions that it follows or corrects."""
    file = read_edition(path, path.name)
    beside = {one.name.removesuffix(_EDITION): one for one in _edition_paths(path.parent)}
    known = {file.name: file.edition} if file.edition else {}
    before = file.edition.follows if file.edition else None
    while before in beside and before not in known:
        neighbour = read_edition(beside[before], before).edition
        if neighbour is None:
            message = f"{beside[before].name} has faults, so it was not compared: check it first."
            found.faults.append(Fault(path.name, file.line_of(("follows",)), message))
            break
        known[before] = neighbour
        before = neighbour.follows
    corrects = file.edition.corrects if file.edition else None
    if corrects in beside and corrects not in known:
        corrected = read_edition(beside[corrects], corrects).edition
        known |= {corrects: corrected} if corrected else {}
    # What it follows or corrects and is not here may well exist elsewhere.
    named = {file.edition.follows, corrects} if file.edition else set()
    _keep(file, known, {*beside, *filter(None, named)}, found)


def _read_glossary(path: Path, where: str, found: _Found) -> None:
    """Read the glossary of a rulebook, which not every rulebook has."""
    terms, faults = read_glossary(path, where)
    found.glossary[path.parent.name] = terms
    found.faults.extend(faults)


def _read_mappings(folder: Path, prefix: str, found: _Found) -> None:
    """Read the mappings of a rulebook, when all editions that are here have been read."""
    for path in sorted(folder.glob(f"[!.]*{MAPPING}")):
        _read_mapping(path, f"{prefix}{path.name}", found)


def _read_mapping(path: Path, where: str, found: _Found) -> None:
    """Read one mapping; editions that it names and that were not read are looked up beside it."""
    mapping, faults = read_mapping(path, where, partial(_known, path.parent.parent, found))
    found.faults.extend(faults)
    if mapping:
        found.mappings.append((where, mapping))


def _known(root: Path, found: _Found, edition_id: str) -> Known | None:
    """Return an edition by its full id: one that was read, or else one under a root."""
    for edition in found.editions:
        if edition.id == edition_id:
            return Known(edition)
    for folder in _rulebooks(root):
        for path in _edition_paths(folder):
            if f"{folder.name}-{path.name.removesuffix(_EDITION)}" == edition_id:
                return Known(read_edition(path, path.name).edition)
    return None


def _read_one_guidance(path: Path, found: _Found) -> None:
    """Read one guidance file, and the edition beside it to compare it with."""
    edition = _edition_beside(path, _GUIDANCE, found)
    found.faults.extend(read_guidance(path, path.name, edition)[1])


def _read_one_clock_file(path: Path, found: _Found) -> None:
    """Read one file of time limits, and the edition beside it to compare it with."""
    edition = _edition_beside(path, CLOCKS, found)
    found.faults.extend(read_clock_file(path, path.name, edition)[1])


def _edition_beside(path: Path, ending: str, found: _Found) -> Edition | None:
    """Return the edition that a file belongs to by its name; a fault where it cannot be read."""
    name = f"{path.name.removesuffix(ending)}{_EDITION}"
    edition = None
    if (path.parent / name).is_file():
        edition = read_edition(path.parent / name, name).edition
    if edition is None:
        message = f"{name} beside this file is missing or has faults: check it first."
        found.faults.append(Fault(path.name, None, message))
    return edition
