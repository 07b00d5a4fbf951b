"""Which addresses a plain copy of the public site has, and the file at which each of them lies."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from app.domain.documents import DocumentKind
from app.domain.publications import PublicationFacts, PublicState
from app.domain.published_addresses import promises_address
from app.domain.published_files import is_page
from app.rendering.feeds import FEED_ADDRESS, INDEX_ADDRESS

FRONT = "/"
CSV, JSON = ".csv", ".json"


@dataclass(frozen=True)
class PlainFile:
    """An address of the public site and the file of a copy that holds what stands there."""

    address: str
    path: str


@dataclass(frozen=True)
class FrozenFile(PlainFile):
    """A file of a revision; `sha256` is what it was published with, before any notice."""

    revision: PublicationFacts
    ending: str
    sha256: str


def frozen_files(publications: Sequence[PublicationFacts]) -> Iterator[FrozenFile]:
    """Yield the files of every revision, and those of the newest at the address of the year."""
    for _, found in groupby(publications, key=lambda one: (one.newest, one.rulebook)):
        revisions = list(found)
        newest = newest_of(revisions)
        for one in revisions:
            yield from _files_at(one.address, one)
        yield from _files_at(newest.newest, newest)


def list_files() -> Iterator[PlainFile]:
    """Yield the list of all publications in each of its forms."""
    yield PlainFile(FRONT, "index.html")
    for address in (INDEX_ADDRESS, FEED_ADDRESS):
        yield PlainFile(address, address[1:])


def stylesheet_file(sha256: str) -> PlainFile:
    """Return the file of a stylesheet of published pages."""
    path = f"published/assets/{sha256}.css"
    return PlainFile(f"/{path}", path)


def page_file(address: str) -> PlainFile:
    """Return the file of a page, whose address has no ending."""
    return PlainFile(address, f"{address[1:]}.html")


def living_pages(publications: Sequence[PublicationFacts]) -> Iterator[PlainFile]:
    """Yield the pages that tell of more than one revision, and so are never frozen."""
    for slug in sorted({one.slug for one in publications}):
        yield page_file(promises_address(slug))
    # Reports of two years are not compared with each other.
    statements = (one for one in publications if one.kind is DocumentKind.STATEMENT)
    for year in sorted({one.newest for one in statements}):
        yield page_file(f"{year}/changes")


def newest_of(revisions: Sequence[PublicationFacts]) -> PublicationFacts:
    """Return the revision that stands, or where all were withdrawn the last of them."""
    standing = [one for one in revisions if one.state is PublicState.CURRENT]
    return max(standing or revisions, key=lambda one: one.revision)


def _files_at(base: str, one: PublicationFacts) -> Iterator[FrozenFile]:
    sha256_by_ending = {file.ending: file.sha256 for file in one.files}
    # The oldest revisions were published without a CSV: the program makes it from their document.
    if CSV not in sha256_by_ending and JSON in sha256_by_ending:
        sha256_by_ending[CSV] = f"made from {sha256_by_ending[JSON]}"
    for ending, sha256 in sorted(sha256_by_ending.items()):
        address = f"{base}{ending}"
        path = f"{address[1:]}.html" if is_page(ending) else address[1:]
        yield FrozenFile(address, path, one, ending, sha256)
