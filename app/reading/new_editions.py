"""One new edition, read from a file that lies anywhere and judged beside the editions in use."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.domain.edition_shelf import Editions
from app.domain.edition_succession import faults_of_newcomer
from app.domain.editions import Edition, Guidance
from app.domain.faults import Fault
from app.reading.edition_files import read_edition, read_guidance

_EDITION = ".yaml"
_GUIDANCE = ".guidance.yaml"


@dataclass(frozen=True)
class NewEdition:
    """What a file and the guidance beside it gave; `edition` is None where anything is faulty.

    `guidance` is None where no file of guidance lies beside it.
    """

    edition: Edition | None
    guidance: tuple[Guidance, ...] | None
    faults: tuple[Fault, ...]


def read_new_edition(path: Path, shelf: Editions) -> NewEdition:
    """Read an edition file, and the guidance beside it, with every fault of both; never raises."""
    file = read_edition(path, path.name, anywhere=True)
    faults = list(file.faults)
    known = shelf.get(file.edition.id) if file.edition else None
    if file.edition and (known is None or known.rulebook != file.edition.rulebook):
        faults += faults_of_newcomer(
            file.edition, shelf.all, where=file.where, line_of=file.line_of
        )
    guidance = None
    beside = path.with_name(f"{path.name.removesuffix(_EDITION)}{_GUIDANCE}")
    if beside.is_file():
        guidance, more = read_guidance(beside, beside.name, file.edition, anywhere=True)
        faults += more
    faults += _misnamed(path)
    return NewEdition(None if faults else file.edition, guidance, tuple(sorted(faults)))


def _misnamed(path: Path) -> Iterator[Fault]:
    if path.name.endswith(_GUIDANCE):
        message = f"This is guidance: give the edition, {path.name.removesuffix(_GUIDANCE)}.yaml."
        yield Fault(path.name, None, message)
