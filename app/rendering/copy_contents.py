"""What a plain copy of the public site holds, byte by byte; made to write one and to check one."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.days import day_in_words
from app.domain.publications import PublicationFacts
from app.domain.published_files import is_page
from app.rendering import plain_site
from app.rendering.copy_index import copy_index
from app.rendering.plain_copy import CopyRefused
from app.rendering.plain_links import with_plain_links
from app.rendering.plain_site import PlainFile
from app.rendering.statement_page import with_notice

SCHEMA_FILES = tuple(
    PlainFile(f"/{path}", path) for path in ("schemas/statement-1.json", "schemas/report-1.json")
)

# Answers the bytes that the program sends at an address, or None where it sends none.
Answer = Callable[[str], bytes | None]


@dataclass(frozen=True)
class CopiedFile:
    """A file of the copy; what is frozen never changes, the rest tells how things stood then."""

    path: str
    content: bytes
    is_frozen: bool


@dataclass(frozen=True)
class CopySource:
    """What a copy is made from: all that is published, and a way to ask the program for it."""

    publications: Sequence[PublicationFacts]
    stylesheets: Sequence[str]
    newest_stylesheet: str
    answer: Answer


def copied_files(source: CopySource, *, made_on: date, public_address: str) -> Iterator[CopiedFile]:
    """Yield every file of a copy; raise CopyRefused where one cannot be had as it was issued."""
    living = _living_pages(source, made_on, public_address)
    sheets = sorted({*source.stylesheets, source.newest_stylesheet})
    whole = [plain_site.stylesheet_file(one) for one in sheets]
    front, *lists = plain_site.list_files()
    frozen = list(plain_site.frozen_files(source.publications))
    everything = [front, *lists, *SCHEMA_FILES, *whole, *frozen, *living]
    paths = {file.address: file.path for file in everything}

    def linked(file: PlainFile, page: bytes) -> bytes:
        return with_plain_links(page, path=file.path, paths=paths, public_address=public_address)

    index = copy_index(
        source.publications,
        public_address=public_address,
        stylesheet_address=plain_site.stylesheet_file(source.newest_stylesheet).address,
        made_on=made_on,
    )
    yield CopiedFile(front.path, linked(front, index), is_frozen=False)
    for file in (*lists, *SCHEMA_FILES):
        yield CopiedFile(file.path, _asked(source, file), is_frozen=False)
    for file in whole:
        yield CopiedFile(file.path, _asked(source, file), is_frozen=True)
    for file, page in living.items():
        yield CopiedFile(file.path, linked(file, page), is_frozen=False)
    for file in frozen:
        content = _asked(source, file)
        content = linked(file, content) if is_page(file.ending) else content
        yield CopiedFile(file.path, content, is_frozen=True)


def _living_pages(source: CopySource, made_on: date, public_address: str) -> dict[PlainFile, bytes]:
    """Return the pages that go on changing, each marked with the day on which it was copied."""
    pages = {}
    for file in plain_site.living_pages(source.publications):
        page = source.answer(file.address)
        if page is not None:
            pages[file] = with_notice(
                page,
                f"This is a copy of how things stood on {day_in_words(made_on)}.",
                link_to=f"{public_address}{file.address}",
                link_words="See how they stand today",
            )
    return pages


def _asked(source: CopySource, file: PlainFile) -> bytes:
    content = source.answer(file.address)
    if content is None:
        raise CopyRefused(
            f"The program does not show {file.address}, so it cannot be copied. "
            "`flask publications verify` says what is wrong with it."
        )
    return content
